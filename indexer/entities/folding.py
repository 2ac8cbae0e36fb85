"""Fold text for matching, and keep each offset.

Never decides what a name is. Text and aliases are folded by the same function, so a span found
in folded text leads back to the characters that were read.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

BARRIER = "\x00"
"""Stands where no name may reach across: a removed span, a paragraph's end, a long dash."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_APOSTROPHES = "’‘ʼʻʿʾ`´＇"
_BLANK = r"\s\-\u2010\u2011\u2012\u2013\u2212\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Printable ASCII and single blanks stay as they are; all else is looked at.
_SPECIAL = re.compile(rf"[{_BLANK}]{{2,}}|[^\x21-\x2c\x2e-\x7e ]")
_ONLY_BLANK = re.compile(rf"[{_BLANK}]+")
_PARAGRAPH = re.compile(r"\n[ \t\r\f\v\xa0]*\n")
_ONLY_INVISIBLE = frozenset(_INVISIBLE)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with its way back.

    `cased` keeps capitals, `lower` does not; both have the same length. Character n of them was
    made from `starts[n]` to `ends[n]` of the text as read (offsets in characters, ascending).
    """

    cased: str
    lower: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The span of the text as read behind the folded characters `first` to `last`, inclusive."""
        return self.starts[first], self.ends[last]


def fold(text: str) -> Folded:
    r"""Fold accents, apostrophes, hyphens, blanks and (in `lower`) case.

    >>> fold("Jama’at  Nusrat\u00a0al-Islam").lower
    "jama'at nusrat al islam"
    >>> fold("Goi\u0308ta").cased, fold("Mi\u00adnusma").lower
    ('Goita', 'minusma')
    """
    cased: list[str] = []
    lower: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _SPECIAL.finditer(text):
        first, last = found.span()
        if at < first:
            plain = text[at:first]
            cased.append(plain)
            lower.append(plain.lower())
            starts.extend(range(at, first))
            ends.extend(range(at + 1, first + 1))
        at = last
        upper, low = _fold_special(found.group())
        if upper:
            cased.append(upper)
            lower.append(low)
            starts.extend([first] * len(upper))
            ends.extend([last] * len(upper))
        elif ends and ends[-1] == first and unicodedata.combining(text[first]):
            _widen(starts, ends, last)
    if at < len(text):
        cased.append(text[at:])
        lower.append(text[at:].lower())
        starts.extend(range(at, len(text)))
        ends.extend(range(at + 1, len(text) + 1))
    return Folded("".join(cased), "".join(lower), tuple(starts), tuple(ends))


def _widen(starts: list[int], ends: list[int], end: int) -> None:
    """A combining mark belongs to the letter before it."""
    letter = starts[-1]
    at = len(ends) - 1
    while at >= 0 and starts[at] == letter:
        ends[at] = end
        at -= 1


@lru_cache(maxsize=8192)
def _fold_special(piece: str) -> tuple[str, str]:
    """What a run of blanks or one special character becomes, with and without capitals."""
    if _ONLY_BLANK.fullmatch(piece):
        if _ONLY_INVISIBLE.issuperset(piece):
            return "", ""
        if _PARAGRAPH.search(piece):
            return BARRIER, BARRIER
        return " ", " "
    if piece in _APOSTROPHES:
        return "'", "'"
    if piece == "—" or "\ud800" <= piece <= "\udfff":
        return BARRIER, BARRIER
    bare = "".join(c for c in unicodedata.normalize("NFKD", piece) if not unicodedata.combining(c))
    low = bare.casefold()
    return (bare, low) if len(low) == len(bare) else (low, low)


def fold_alias(text: str) -> tuple[str, str]:
    """An alias as it stands in `Folded.cased` and `Folded.lower`.

    >>> fold_alias("État islamique")
    ('Etat islamique', 'etat islamique')
    """
    folded = fold(text.strip())
    return folded.cased, folded.lower
