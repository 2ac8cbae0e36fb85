"""Words of a query that are names of actors, under any spelling.

Works on folded tokens, so that marks, apostrophes and dashes never part two spellings.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from indexer.analysis.filters import STOP_WORDS
from indexer.analysis.tokenizer import tokenize
from indexer.query import syntax
from indexer.query.plain_words import PlainWord
from indexer.query.request import Note
from indexer.said import say, say_all, say_any, say_many
from indexer.schema.collection import Actor, Place

Terms = tuple[str, ...]


def fold_name(text: str) -> Terms:
    """The folded tokens of a name.

    >>> fold_name("Jama’at Nasr al-Islam")
    ('jamaat', 'nasr', 'al', 'islam')
    """
    return tuple(chain.from_iterable(map(_fold_piece, text.split())))


@lru_cache(maxsize=20_000)
def _fold_piece(piece: str) -> Terms:
    """The tokens between two blanks; the thousands of aliases read when an index opens share most."""
    return tuple(token.term for token in tokenize(piece))


class NameTable:
    """All aliases of a collection's actors; decoys are left out."""

    def __init__(
        self,
        actors: Iterable[Actor],
        places: Iterable[Place] = (),
        forms: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._forms = {actor: tuple(dict.fromkeys(texts)) for actor, texts in (forms or {}).items()}
        self._folded_forms: dict[str, tuple[str, ...]] = {}
        self._actors = {a.id: a for a in actors if not a.decoy}
        self._places = {p.id: p for p in places}
        self._aliases: dict[Terms, list[str]] = {}
        self._exact: dict[tuple[Terms, str], list[str]] = {}
        for actor in self._actors.values():
            for alias in actor.aliases:
                self._add(actor.id, alias.text, strict=alias.exact and alias.ambiguous)
            for text in (actor.label, actor.name):
                self._add(actor.id, text, strict=False)
        self._longest = max((len(terms) for terms in self._aliases), default=0)

    def _add(self, actor: str, text: str, *, strict: bool) -> None:
        terms = fold_name(text)
        # A short capital alias such as IS or AU is also a word: only its own case is the name.
        if strict and len(terms) == 1 and len(text) <= 4:
            found = self._exact.setdefault((terms, text), [])
        else:
            found = self._aliases.setdefault(terms, [])
        if terms and actor not in found:
            found.append(actor)

    def longest(self, words: Sequence[PlainWord]) -> tuple[int, Terms]:
        """How many of the first words are a name, and its actors; 0 where they are none."""
        best: tuple[int, Terms] = (0, ())
        terms: Terms = ()
        for size, word in enumerate(words, 1):
            terms += word.terms
            if len(terms) > max(self._longest, 1):
                break
            actors = self._lookup(terms, word.surface if size == 1 else "")
            if actors and not (size == 1 and _is_small_word(word)):
                best = (size, actors)
        return best

    def _lookup(self, terms: Terms, surface: str) -> Terms:
        actors = list(self._aliases.get(terms, ()))
        actors += [a for a in self._exact.get((terms, surface), ()) if a not in actors]
        return tuple(sorted(actors))

    def node(self, surface: str, terms: Terms, actors: Terms) -> syntax.Name:
        """The node of a name."""
        literal: syntax.Term | syntax.Phrase
        if len(terms) == 1:
            literal = syntax.Term(terms[0], surface, exact=True)
        else:
            literal = syntax.Phrase(terms, surface)
        return syntax.Name(surface, actors, literal)

    def note(self, surface: str, actors: Terms) -> Note:
        """How a name was read, and which of its spellings the collection holds."""
        forms = self._forms.get(actors[0], ())
        if len(actors) > 1:
            forms = tuple(dict.fromkeys(form for actor in actors for form in self._forms.get(actor, ())))
        read = {"word": surface, "actors": say_any([self._actors[a].label for a in actors])}
        words = _in_blanks(surface)
        if any(words in form for actor in actors for form in self._folded(actor)):
            says = say(
                "%(word)s read as the actor %(actors)s, found here as %(forms)s.", **read, forms=_list(forms)
            )
        elif forms:
            says = say(
                "%(word)s read as the actor %(actors)s. The collection holds %(n)s of its spellings; "
                "%(word)s itself is not one of them.",
                **read,
                n=len(forms),
            )
        else:
            says = say("%(word)s read as the actor %(actors)s. The collection does not name it.", **read)
        return Note("read", says, word=surface, actors=actors, spellings=forms)

    def _folded(self, actor: str) -> tuple[str, ...]:
        """The actor's forms, folded when they are first asked for: a group has hundreds."""
        if actor not in self._folded_forms:
            self._folded_forms[actor] = tuple(map(_in_blanks, self._forms.get(actor, ())))
        return self._folded_forms[actor]

    def actor(self, text: str) -> Terms:
        """The actors meant by an id, a label or an alias; empty where there are none."""
        if text in self._actors:
            return (text,)
        return self._lookup(fold_name(text), text)

    def place(self, text: str) -> str | None:
        """The place meant by an id, with or without its `pl-`, or a label."""
        for candidate in (text, f"pl-{text}"):
            if candidate in self._places:
                return candidate
        folded = fold_name(text)
        found = (p.id for p in self._places.values() if folded and fold_name(p.label) == folded)
        return next(found, None)


def _in_blanks(text: str) -> str:
    """The folded words between blanks, so that a name stands in another only as whole words.

    >>> _in_blanks("Prigozhin") in _in_blanks("Yevgeny Prigozhin"), _in_blanks("IS") in _in_blanks("ISGS")
    (True, False)
    """
    return f" {' '.join(fold_name(text))} "


def _is_small_word(word: PlainWord) -> bool:
    """Whether a word is a stop word in small letters, or as a sentence begins: who, Who, never WHO.

    >>> [_is_small_word(PlainWord(text, ("who",))) for text in ("who", "Who", "WHO")]
    [True, True, False]
    """
    small = len(word.terms) == 1 and word.terms[0] in STOP_WORDS
    return small and word.surface in (word.surface.lower(), word.surface.capitalize())


def _list(forms: Sequence[str]) -> str:
    shown = list(forms[:4])
    if len(forms) > len(shown):
        return say_many(
            "%(forms)s and %(n)s more spelling",
            "%(forms)s and %(n)s more spellings",
            len(forms) - len(shown),
            forms=", ".join(shown),
        )
    return say_all(shown)
