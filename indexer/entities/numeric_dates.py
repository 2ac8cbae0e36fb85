"""Dates in figures: 2024-07-25, 25/07/2024, 25.07.2024.

Where day and month could be swapped only the year is sure.
"""

import re

from indexer.entities.written_dates import WrittenDate

_ISO = re.compile(r"(?<![\w/.-])(\d{4})([-/])(\d\d)(?:\2(\d\d))?(?![\d/-]|\.\d)")
_BEFORE = re.compile(r"(?<![\w/.-])(\d\d?)([/.-])(\d\d?)\2\Z")
_YEAR_END = re.compile(r"(?![\w/-]|\.\d)")
_BEFORE_CHARACTERS = len("25/07/")
_FRENCH = re.compile(r"\b(?:le|la|les|des|du|et|est|dans|une)\b")
_ENGLISH = re.compile(r"\b(?:the|of|and|is|in|a|to)\b")


class NumericReader:
    """Reads the dates in figures of one text; in French the day comes first."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._french: bool | None = None

    def read(self, at: int) -> WrittenDate | None:
        """The date whose year begins at `at`, None if it stands alone.

        >>> reader = NumericReader("25/07/2024 2023-06-30 2011-12")
        >>> [(d.day, d.month, d.year) for d in map(reader.read, (6, 11, 22)) if d]
        [(25, 7, 2024), (30, 6, 2023)]
        """
        text = self._text
        if text[at + 4 : at + 5] in ("-", "/"):
            found = _ISO.match(text, at)
            return self._iso(found) if found else None
        if text[at - 1 : at] not in ("-", "/", ".") or not _YEAR_END.match(text, at + 4):
            return None
        found = _BEFORE.search(text, max(0, at - _BEFORE_CHARACTERS), at)
        return self._numeric(found, at) if found else None

    @staticmethod
    def _iso(found: re.Match[str]) -> WrittenDate | None:
        year, month, day = int(found[1]), int(found[3]), int(found[4]) if found[4] else None
        if day is None and (found[2] == "/" or month > year % 100):
            return None  # 2023/24 and 2011-12 are spans of years
        return WrittenDate(*found.span(), year, month, day)

    def _numeric(self, found: re.Match[str], at: int) -> WrittenDate | None:
        first, second, year = int(found[1]), int(found[3]), int(self._text[at : at + 4])
        span = found.start(), at + 4
        if max(first, second) > 31:
            return None
        if first > 12 or first == second:
            return WrittenDate(*span, year, second, first)
        if second > 12:
            return WrittenDate(*span, year, first, second)
        # 03/04/2024 is 3 April in French; in English only its year is sure.
        if found[2] == "." or self._is_french():
            return WrittenDate(*span, year, second, first)
        return WrittenDate(*span, year)

    def _is_french(self) -> bool:
        if self._french is None:
            self._french = len(_FRENCH.findall(self._text)) > len(_ENGLISH.findall(self._text))
        return self._french
