"""Which of many patterns a line has, told in one pass for all of them.

A page has hundreds of lines and the rules hundreds of phrasings: asking one of the other costs
more than all the rest of cleaning. One automaton (RE2, linear in the line) looks first, and only
what it lets through is compared exactly.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import re2

_POSSESSIVE = re.compile(r"(?<!\\)([*+?])\+")
_LOOK_AROUND = re.compile(r"\(\?<?[=!](?:\\.|[^()\\])*\)")
_CLASS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]")
# What RE2 reads otherwise or not at all, and what takes its place.
_WIDER = {"\\b": "", "\\w": ".", "\\S": ".", "\\d": "\\pN"}
# Within a class; one that leaves out what is no letter is made of letters.
_IN_CLASS = {
    "^\\W\\d_a-zà-ÿ": "A-Z\\x{80}-ßĀ-\\x{10FFFF}",
    "^\\W_a-zà-ÿ": "0-9A-Z\\x{80}-ßĀ-\\x{10FFFF}",
    "^\\W\\d_": "\\pL",
    "\\w": "\\pL\\pN_",
    "\\d": "\\pN",
}
_REPEAT = re.compile(r"\{\d+,\d*\}\+?")
_LONE = re.compile("[\ud800-\udfff]")
# Bytes for what an automaton has worked out; it begins anew where they are full.
_MEMORY = 128 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Phrasing:
    """A pattern that a line has from end to end, see `phrases`."""

    pattern: Any
    is_linear: bool = False

    def fits(self, cue: str) -> bool:
        """Whether a folded line has it."""
        if self.is_linear:
            cue = _LONE.sub("\ufffd", cue)
        return self.pattern.fullmatch(cue) is not None


@dataclass(slots=True)
class _Known:
    """All phrasings, and the automaton of a superset of them once it is asked."""

    phrasings: list[Phrasing] = field(default_factory=list)
    automaton: re2.Set | None = None

    def look(self, cue: str) -> tuple[Phrasing, ...]:
        if self.automaton is None:
            self.automaton = _build(self.phrasings)
        found = self.automaton.Match(encode(cue))
        if not found:
            return ()
        likely = [self.phrasings[number] for number in sorted(found)]
        return tuple(phrasing for phrasing in likely if phrasing.is_linear or phrasing.fits(cue))


_KNOWN = _Known()


class Sieve:
    """Some patterns that are searched for: most texts have none, which RE2 tells in one pass."""

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        self._patterns = patterns
        self._automaton: re2.Set | None = None

        self._nothing = (None,) * len(patterns)

    def search(self, text: str) -> tuple[re.Match[str] | None, ...]:
        r"""Where the text first has each of the patterns.

        >>> Sieve(re.compile(r"\bGao\b"), re.compile("Kidal")).search("from Gao")
        (<re.Match object; span=(5, 8), match='Gao'>, None)
        """
        if self._automaton is None:
            self._automaton = re2.Set.SearchSet(make_options())
            for pattern in self._patterns:
                self._automaton.Add(_in_case(pattern))
            self._automaton.Compile()
        likely = self._automaton.Match(encode(text))
        if not likely:
            return self._nothing
        return tuple(
            [pattern.search(text) if at in likely else None for at, pattern in enumerate(self._patterns)]
        )


def phrases(*parts: str, flags: re.RegexFlag = re.IGNORECASE, linear: bool = False) -> Phrasing:
    """What a whole line says if it has one of the parts, in any case unless told otherwise.

    Args: `linear` asks RE2 for the last word too, where Python would try too many ways; it knows word
    boundaries of ASCII alone.

    >>> phrases("advert(?:isement)?") in find_phrasings("ADVERTISEMENT")
    True
    """
    pattern = "(?:" + "|".join(parts) + ")"
    compiled = re2.compile(f"(?i){pattern}", make_options()) if linear else re.compile(pattern, flags)
    phrasing = Phrasing(compiled, linear)
    _KNOWN.phrasings.append(phrasing)
    _KNOWN.automaton = None
    return phrasing


def find_phrasings(cue: str) -> tuple[Phrasing, ...]:
    """The phrasings that a folded line has. Cost: linear in it, whatever their number."""
    return _KNOWN.look(cue)


def widen(pattern: str) -> str:
    r"""A pattern of RE2 that every line has which has a pattern of Python, and some more.

    RE2 counts no repeats cheaply, looks around nowhere, and knows words and digits of ASCII alone.

    >>> print(widen(r"\d{1,3} [\w'-]{2,40}\b(?=x)(?-i:[^\W\d_])"))
    \pN+ [\pL\pN_'-]+(?-i:[\pL])
    """
    wide = _POSSESSIVE.sub(r"\1", pattern.replace("(?>", "(?:"))
    wide = _LOOK_AROUND.sub("", wide)
    wide = _CLASS.sub(lambda found: _widen_class(found[0]), wide)
    return _REPEAT.sub(lambda found: "*" if found[0][1] == "0" else "+", wide)


def _in_case(pattern: re.Pattern[str]) -> str:
    return f"(?i){widen(pattern.pattern)}" if pattern.flags & re.IGNORECASE else widen(pattern.pattern)


def _in_any_case(phrasing: Phrasing) -> str:
    """Letters that are alike take an automaton of fewer states."""
    pattern: str = phrasing.pattern.pattern
    return pattern if phrasing.is_linear else "(?i)" + widen(pattern).replace("(?-i:", "(?:")


def _widen_class(text: str) -> str:
    if text[0] == "[":
        for python, wider in _IN_CLASS.items():
            text = text.replace(python, wider)
        return text
    return _WIDER.get(text, text)


def encode(text: str) -> bytes:
    """A text as RE2 reads it: what UTF-8 cannot hold is replaced."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _LONE.sub("\ufffd", text).encode()


def make_options() -> Any:
    """How automata are made."""
    options = re2.Options()
    options.max_mem = _MEMORY
    # Where the memory is not enough for one pattern RE2 goes on without: nothing to tell anyone.
    options.log_errors = False
    return options


def _build(phrasings: list[Phrasing]) -> re2.Set:
    automaton = re2.Set.FullMatchSet(make_options())
    for phrasing in phrasings:
        automaton.Add(_in_any_case(phrasing))
    automaton.Compile()
    return automaton
