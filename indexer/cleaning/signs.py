"""In which lines the words and signs stand without which a rule finds nothing.

One automaton looks for those of all rules in one pass over a line (RE2, linear in the line): looking
for hundreds of them one by one costs more than the rules that they spare.
"""

import re
from dataclasses import dataclass, field

import re2

from indexer.cleaning.phrases import encode, make_options


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """Some words or signs, in just these letters, see `signs`."""

    words: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    """All groups of signs, and the automaton of their words once it is asked."""

    groups: list[Signs] = field(default_factory=list)
    automaton: re2.Set | None = None

    def look(self, text: str) -> tuple[Signs, ...]:
        if self.automaton is None:
            self.automaton = _build(self.groups)
        found = self.automaton.Match(encode(text))
        return tuple([self.groups[number] for number in found]) if found else ()


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


def find_signs(text: str) -> tuple[Signs, ...]:
    """The groups of which a line holds a word. Cost: linear in it, whatever their number."""
    return _KNOWN.look(text)


def _build(groups: list[Signs]) -> re2.Set:
    automaton = re2.Set.SearchSet(make_options())
    for group in groups:
        automaton.Add("|".join(map(re.escape, group.words)))
    automaton.Compile()
    return automaton
