"""The spellings of known actors that a name is most like.

Compares letters only; whether two names mean the same is for a person to say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.entities.folding import fold_alias
from indexer.schema.collection import Actor

MOST = 3
LEAST = 0.4
"""Below this share of common trigrams two names have little more than an article in common."""


@dataclass(frozen=True, slots=True)
class NearAlias:
    """A spelling of an actor; `similarity` is above 0, and 1 for the same letters."""

    actor: str
    alias: str
    similarity: float


def trigrams(name: str) -> frozenset[str]:
    """The groups of three characters of each word, two blanks before it and one behind.

    Source: PostgreSQL, pg_trgm, section Trigram (or Trigraph) Concepts; accents are folded too.

    >>> sorted(trigrams("Gâo"))
    ['  g', ' ga', 'ao ', 'gao']
    """
    words = (f"  {word} " for word in fold_alias(name)[1].replace("\x00", " ").split())
    return frozenset(word[at : at + 3] for word in words for at in range(len(word) - 2))


class AliasTrigrams:
    """All spellings of some actors by their trigrams. Safe to share between threads."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._aliases: list[tuple[str, str, int]] = []
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for actor in actors:
            for alias in actor.aliases:
                own = trigrams(alias.text)
                for trigram in own:
                    self._holders[trigram].append(len(self._aliases))
                self._aliases.append((actor.id, alias.text, len(own)))

    def nearest(self, name: str) -> tuple[NearAlias, ...]:
        """At most `MOST` actors with their spelling that is most like the name, the most alike first.

        Similarity: common trigrams as a share of all trigrams of both; `LEAST` or more.
        """
        own = trigrams(name)
        common: Counter[int] = Counter()
        for trigram in own:
            common.update(self._holders.get(trigram, ()))
        best: dict[str, NearAlias] = {}
        for number, shared in common.items():
            actor, alias, size = self._aliases[number]
            similarity = shared / (len(own) + size - shared)
            known = best.get(actor)
            if similarity >= LEAST and (
                known is None or (-similarity, alias) < (-known.similarity, known.alias)
            ):
                best[actor] = NearAlias(actor, alias, round(similarity, 3))
        ordered = sorted(best.values(), key=lambda near: (-near.similarity, near.actor))
        return tuple(ordered[:MOST])
