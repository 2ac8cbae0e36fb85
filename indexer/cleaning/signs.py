"""In which lines the words and signs stand without which a rule finds nothing.

One automaton looks for those of all rules in one pass over a line (Aho and Corasick 1975): looking
for hundreds of them one by one costs more than the rules that they spare.
"""

from dataclasses import dataclass, field
from itertools import chain

from ahocorasick import Automaton


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """Some words or signs, in just these letters, see `signs`."""

    words: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    """All groups of signs, and the automaton of their words once it is asked."""

    groups: list[Signs] = field(default_factory=list)
    automaton: Automaton | None = None

    def look(self, text: str) -> frozenset[Signs]:
        if self.automaton is None:
            self.automaton = _build(self.groups)
        found = {groups for _, groups in self.automaton.iter(text)}
        return frozenset(chain.from_iterable(found)) if found else _NONE


_NONE: frozenset[Signs] = frozenset()
_KNOWN = _Known()


def signs(*words: str) -> Signs:
    """Words or signs of which a line may hold one.

    >>> signs("opyright", "©") in find_signs("Copyright 2024")
    True
    """
    group = Signs(words)
    _KNOWN.groups.append(group)
    _KNOWN.automaton = None
    return group


def find_signs(text: str) -> frozenset[Signs]:
    """The groups of which a line holds a word. Cost: linear in it, whatever their number."""
    return _KNOWN.look(text)


def _build(groups: list[Signs]) -> Automaton:
    automaton = Automaton()
    for group in groups:
        for word in group.words:
            automaton.add_word(word, (*automaton.get(word, ()), group))
    automaton.make_automaton()
    return automaton
