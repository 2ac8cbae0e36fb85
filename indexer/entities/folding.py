"""Fold text for matching, and keep each offset.

Never decides what a name is. Text and aliases are folded by the same function, so a span found
in folded text leads back to the characters that were read.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

BARRIER = "\x00"
"""Stands where no name may reach across: a removed span, a paragraph's end, a long dash."""

_INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Soft hyphens, joiners, and the marks of direction that Arabic names bring along."""

_APOSTROPHES = "’‘ʼʻʿʾ`´＇"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212"
# Printable ASCII and single blanks stay as they are, and barriers, of which a text that had much removed has
# thousands; all else is looked at.
_SPECIAL = re.compile(rf"[^{BARRIER}\x20-\x2c\x2e-\x5f\x61-\x7e]")
_PARAGRAPH = re.compile(r"\n[ \t\r\f\v\xa0]*\n")
_ONLY_INVISIBLE = frozenset(_INVISIBLE)

_Stretches = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""`firsts`, `starts` and `ends` of `Folded`."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with its way back.

    `cased` keeps capitals, `lower` does not; both have the same length. They fall into stretches,
    each from an offset in `firsts` to the next: one that was made character by character begins
    at its offset in `starts` of the text as read and has -1 in `ends`; one that became longer or
    shorter was made as a whole from `starts` to `ends`.
    """

    cased: str
    lower: str
    firsts: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The span of the text as read behind the folded characters `first` to `last`, inclusive."""
        at = bisect_right(self.firsts, first) - 1
        start = self.starts[at] if self.ends[at] >= 0 else self.starts[at] + first - self.firsts[at]
        at = bisect_right(self.firsts, last) - 1
        end = self.ends[at] if self.ends[at] >= 0 else self.starts[at] + last - self.firsts[at] + 1
        return start, end


def fold(text: str) -> Folded:
    r"""Fold accents, apostrophes, hyphens, blanks and (in `lower`) case.

    >>> fold("Jama’at  Nusrat\u00a0al-Islam").lower
    "jama'at nusrat al islam"
    >>> fold("Goi\u0308ta").cased, fold("Mi\u00adnusma").lower
    ('Goita', 'minusma')
    """
    alike = text
    resized = []
    strange: set[str] = set()
    for character in sorted(set(_SPECIAL.findall(text))):
        folded = _fold_character(character)
        strange.update(folded)
        if len(folded) != 1:
            resized.append(character)
        elif folded != character:
            alike = alike.replace(character, folded)
    cased, stretches = _resize(text, alike, tuple(resized))
    return Folded(cased, _lower(cased, strange), *stretches)


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    """What one character becomes, in its case: nothing, one character or some."""
    if character in _ONLY_INVISIBLE:
        return ""
    if character in _HYPHENS or character.isspace():
        return " "
    if character in _APOSTROPHES:
        return "'"
    if character == "—" or "\ud800" <= character <= "\udfff":
        return BARRIER
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    low = bare.casefold()
    return bare if len(low) == len(bare) else low


def _lower(cased: str, strange: Iterable[str]) -> str:
    """Without capitals, character by character; `strange` are those of the characters beyond ASCII."""
    lower = cased
    for character in strange:
        low = character.casefold().lower()
        if len(low) == 1 and low != character and not character.isascii():
            lower = lower.replace(character, low)
    # The others are lowered as bytes: of a text that is not all ASCII each would be looked up.
    return lower.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


@lru_cache(maxsize=256)
def _resized_pattern(resized: tuple[str, ...]) -> re.Pattern[str]:
    """Runs of blanks, and characters that become none or several."""
    if not resized:
        return re.compile("  +")
    blanks = re.escape("".join(c for c in resized if c in _ONLY_INVISIBLE))
    return re.compile(rf"[ {blanks}]{{2,}}|[{re.escape(''.join(resized))}]")


def _resize(text: str, alike: str, resized: tuple[str, ...]) -> tuple[str, _Stretches]:
    """The folded text, from one that has folded all but the characters `resized` and runs of blanks."""
    cased: list[str] = []
    firsts: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    at = length = 0
    for found in _resized_pattern(resized).finditer(alike):
        start, end = found.span()
        if at < start:
            firsts.append(length)
            starts.append(at)
            ends.append(-1)
            cased.append(alike[at:start])
            length += start - at
        piece = text[start:end]
        folded = _fold_blanks(piece) if end - start > 1 else _fold_character(piece)
        if folded:
            firsts.append(length)
            starts.append(start)
            ends.append(end)
            cased.append(folded)
            length += len(folded)
        elif firsts and unicodedata.combining(piece[0]):
            _widen(length, firsts, starts, ends, start, end)
        at = end
    if at < len(alike):
        firsts.append(length)
        starts.append(at)
        ends.append(-1)
        cased.append(alike[at:])
    return "".join(cased), (tuple(firsts), tuple(starts), tuple(ends))


def _fold_blanks(piece: str) -> str:
    if _ONLY_INVISIBLE.issuperset(piece):
        return ""
    return BARRIER if _PARAGRAPH.search(piece) else " "


def _widen(length: int, firsts: list[int], starts: list[int], ends: list[int], start: int, end: int) -> None:
    """A combining mark belongs to the letter right before it."""
    if ends[-1] == start:
        ends[-1] = end
    elif ends[-1] < 0 and starts[-1] + length - firsts[-1] == start:
        if length - firsts[-1] > 1:
            firsts.append(length - 1)
            starts.append(start - 1)
            ends.append(end)
        else:
            ends[-1] = end


@lru_cache(maxsize=65_536)
def fold_alias(text: str) -> tuple[str, str]:
    """An alias as it stands in `Folded.cased` and `Folded.lower`.

    >>> fold_alias("État islamique")
    ('Etat islamique', 'etat islamique')
    """
    folded = fold(text.strip())
    return folded.cased, folded.lower
