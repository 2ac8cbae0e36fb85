"""Tell a year that stands alone from a number.

A number counts as a year only where nothing says that it counts or numbers things.
"""

import re

from indexer.entities.year_words import (
    ADJECTIVES,
    COUNTED,
    CUES,
    NUMBERED,
    QUANTITIES,
    QUANTITY_PAIRS,
    STRONG_CUES,
)

_LEFT_FREE = re.compile(r"(?<![\w.,:/#°$€£&=+])")
_RIGHT_FREE = re.compile(r"(?!\w|[.,:]\d|/\d{3}|[-–]\d{3}(?!\d)|[ \u00a0\u202f]?[%°$€£])")
_RANGE_BEFORE = re.compile(r"(?<!\d)\d{4}[ \u00a0]?[-–—][ \u00a0]?\Z")
_RANGE_AFTER = re.compile(
    r"\s?(?:[-–—]|à|to|or|and|et|ou)\s?(?:\d{1,3}(?:[ \u00a0\u202f,]\d{3})+|\d{3,})(?!\d)"
)
_RECENT = 1900
"""An older number is a year only after a word that asks for one."""

_WINDOW = 32
_SHORTEST_PLURAL = 3

_NAMED = re.compile(
    r"\b(?:AFCON|CAN|CHAN|CAF|E[Uu][Rr][Oo]|FIFA|[Cc]up|[Cc]oupe du [Mm]onde|Vision|Agenda|Expo"
    r"|Mondial|ODD|SDGs?)(?:\sde)?\s*\Z"
    r"|\b(?:JO|Jeux|Games|Olympics)(?:\s[A-Z][\w-]+)?\s*\Z"
)
"""Contests and programmes are named by the year of another day."""

_NUMBER_BRACKET = re.compile(r"(?<!\d)\d{3,4}\s*\(\Z")
_HYPHENED = re.compile(r"(?:\d{4}|\b[a-zà-ÿ]+|\b(?:Mid|Post|Pre|Early|Late|Mi|Fin|Début))[-–]\Z")
_HYPHENED_CHARACTERS = 16

_WORD = re.compile(r"[^\S\n]{0,8}\n?[^\S\n]{0,8}-?(d['’]|[^\W\d_]+)")


def find_year(text: str, at: int) -> int | None:
    """The year whose four figures begin at `at`, None if they are another number.

    >>> text = "In 2012 some 2000 soldiers; 2020 and 2021; 1937 seats; 1990s"
    >>> [find_year(text, at) for at in (3, 13, 28, 37, 43, 55)]
    [2012, None, 2020, 2021, None, None]
    """
    end = at + 4
    if not _LEFT_FREE.match(text, at) or not _RIGHT_FREE.match(text, end):
        return None
    if text[at - 1 : at] in ("-", "–") and not _HYPHENED.search(text, max(0, at - _HYPHENED_CHARACTERS), at):
        return None
    before = text[max(0, at - _WINDOW) : at]
    span = _RANGE_BEFORE.search(before)
    if span:
        before = before[: span.start()]
    before = before[before.rfind("\n") + 1 :]
    words = before.casefold().replace("’", "'").replace("-", " ").split()[-2:]
    word = words[-1].lstrip('(«“"[') if words else ""
    year = int(text[at:end])
    cue = word in CUES
    if word in NUMBERED or _NAMED.search(before) or _NUMBER_BRACKET.search(before):
        return None
    if is_counted(text, end) and not (word in STRONG_CUES and year % 100):
        return None
    if not cue and not span and _asks_for_number(words):
        return None
    return year if year >= _RECENT or cue else None


def _asks_for_number(words: list[str]) -> bool:
    if not words:
        return False
    return words[-1] in QUANTITIES or words[-1][-1].isdecimal() or tuple(words) in QUANTITY_PAIRS


def is_counted(text: str, end: int) -> bool:
    """Whether a number that ends here counts what follows.

    >>> is_counted("2000 Malian soldiers", 4), is_counted("2012 coup", 4)
    (True, False)
    """
    after = _RANGE_AFTER.match(text, end)
    if after and _is_thing(text, after.end()):
        return True
    return _is_thing(text, end)


def _is_thing(text: str, end: int) -> bool:
    for _ in range(3):
        found = _WORD.match(text, end)
        if not found:
            return False
        word = found[1].casefold().replace("’", "'")
        one = word[:-1] if word.endswith("s") and len(word) > _SHORTEST_PLURAL else word
        if word in COUNTED or one in COUNTED:
            return True
        if word not in ADJECTIVES:
            return False
        end = found.end()
    return False
