"""Generic references: "the junta", "the army", "les rebelles".

Found only where the document leaves one actor to mean; always weak, never counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.entities.authority import Authority
from indexer.entities.folding import fold_alias
from indexer.schema.collection import Actor
from indexer.schema.document import ActorMention

_NOT_OF = r"(?!['’]?s? +(?:of|from)\b| +(?:de|du|des)\b| +d['’])"
"""The army of Ruritania is no army that the document has named before."""

_NO_OTHERS = rf"{_NOT_OF}(?! +[^\W_]*(?:iens|ains|ais|ois)\b)"
"""Les rebelles syriens are others than those that the document has named."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What a kind is called; no line has it without one of the `letters`."""

    letters: tuple[str, ...]
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Their spans, ascending. None goes on behind the end of a line."""
        if not any(letters in text for letters in self.letters):
            return
        at = 0
        for line in text.split("\n"):
            end = at + len(line)
            if any(letters in line for letters in self.letters):
                yield from (found.span() for found in self.pattern.finditer(text, at, end))
            at = end + 1


def _phrases(letters: tuple[str, ...], *alternatives: str, unless: str = "") -> _Phrases:
    return _Phrases(letters, re.compile(rf"(?<![^\W_])(?:{'|'.join(alternatives)})(?![^\W_]){unless}"))


_JUNTA = _phrases(
    ("unta", "junte", "putschist"),
    "[Tt]he (?:ruling |military |ruling military )?[Jj]unta",
    "[Ll]a junte(?: militaire| au pouvoir)?",
    "[Tt]he putschists",
    "[Ll]es putschistes",
)
_ARMY = _phrases(
    ("rmy", "armée"),
    "[Tt]he [Aa]rmy",
    "[Ll]['’]armée",
    # The army chief is a person.
    unless=rf"{_NOT_OF}(?! (?:chief|commander|general|officer|leader|ruler|captain|colonel)s?\b)",
)
_REBELS = _phrases(("rebel",), "[Tt]he rebels", "[Ll]es rebelles", unless=_NO_OTHERS)
_MERCENARIES = _phrases(("mercena",), "[Tt]he mercenaries", "[Ll]es mercenaires", unless=_NO_OTHERS)
_MISSION = _phrases(
    ("ission",),
    "[Tt]he [Mm]ission",
    "[Ll]a mission",
    # A task, not a body.
    unless=rf"{_NOT_OF}(?! (?:to|for|that|which|statement|pour|que|qui|à)\b)",
)

_SOME_REBELS = "tuareg-rebels"


@dataclass(frozen=True, slots=True)
class Bearers:
    """Whom generic references can mean. `governments`: that of each Sahel state, by the state's id."""

    governments: Mapping[str, str]
    armies: frozenset[str]
    rebels: frozenset[str]
    mercenaries: frozenset[str]
    missions: frozenset[str]

    def kinds(self, id_: str) -> tuple[bool, ...]:
        """Whether an actor can be meant as each of the kinds that the document has to name."""
        return tuple(id_ in kind for kind in (self.armies, self.rebels, self.mercenaries, self.missions))


def bearers_of(authority: Authority) -> Bearers:
    """The actors of each kind, without decoys."""
    actors = [actor for actor in authority.actors if not actor.decoy]
    sahel = authority.sahel
    return Bearers(
        governments={
            a.parent: a.id for a in actors if a.type == "government" and a.parent in sahel and a.id in sahel
        },
        armies=authority.armies,
        rebels=frozenset(a.id for a in actors if a.type == "armed_group" or a.id == _SOME_REBELS),
        mercenaries=frozenset(a.id for a in actors if a.type == "pmc"),
        missions=frozenset(a.id for a in actors if _is_mission(a)),
    )


def _is_mission(actor: Actor) -> bool:
    """A mission by type, or a body of the UN that a spelling calls one: MINUSMA."""
    if actor.type != "un_body":
        return actor.type == "intl_mission"
    return any("mission" in fold_alias(alias.text)[1].split() for alias in actor.aliases)


def find_generic(text: str, linked: Iterable[str], main: str | None, bearers: Bearers) -> list[ActorMention]:
    """Weak mentions of the one actor of a kind that the document names, in reading order.

    "The junta" may also mean the government of the state that the text is mostly about.

    Args:
        text: the masked text.
        linked: the linked ids.
        main: the state that the text is mostly about, if any.
        bearers: the ids of each kind.
    """
    named = frozenset(linked)
    governments = named.intersection(bearers.governments.values())
    if not governments and main is not None and main in bearers.governments:
        governments = frozenset({bearers.governments[main]})
    kinds = (
        (_JUNTA, governments),
        (_ARMY, named & bearers.armies),
        (_REBELS, named & bearers.rebels),
        (_MERCENARIES, named & bearers.mercenaries),
        (_MISSION, named & bearers.missions),
    )
    found = []
    for phrases, meant in kinds:
        if len(meant) == 1:
            (id_,) = meant
            found += [ActorMention(id_, *span, weak=True) for span in phrases.find(text)]
    return sorted(found, key=lambda mention: mention.start)
