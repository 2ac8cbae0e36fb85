"""The day in a dateline: BAMAKO, Mali (July 28, 2024) - Rebels said.

Only a whole day with its year between a place and a dash or an agency, where the prose begins.
"""

import re
from collections.abc import Iterator

from indexer.cleaning.written_date import WrittenDate, read_date
from indexer.schema.document import RemovedSpan

_NAME = r"[A-ZÀ-Ý][\w'’.-]*+(?: (?:(?:de|du|des|la|le|of) )?[A-ZÀ-Ý][\w'’.-]*+){0,3}"
_AGENCY = r"(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/)"
_LEAD = re.compile(
    rf"(?!(?:In|On|At|By|Since|From|The|Le|La|Les|Depuis|Dans|En|À|Au|Du|De|Par|Copyright)\b)"
    rf"{_NAME}(?:\s?[,/]\s?{_NAME}|\s?\({_NAME}\)){{0,2}}\s?(?:{_AGENCY}\s?)?[,(–—-]?\s?(?:[Ll]e\s|[Tt]he\s|on\s)?"
)
_TAIL = re.compile(rf"\s?\)?\s?(?:{_AGENCY}\s?[-–—]{{0,2}}|\.?\s?[-–—]{{1,2}})\s*[/\"“«]?\s*[A-ZÀ-Ý]")
_WORD = re.compile(r"(?<=[\s,(/–—-])\w")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 90
"""A place, its country and a day with its weekday fit in."""

_LINES = 8
_TOP = 5_000
_PROSE = 60
"""Characters of a sentence behind the dash: a shorter line is a caption or a heading."""


def find_dateline(text: str, removed: tuple[RemovedSpan, ...]) -> tuple[WrittenDate, int, int] | None:
    """The date of the first dateline with its offsets in the text, and the span of the dateline.

    >>> found = find_dateline("BAMAKO, Mali (July 28, 2024) - Rebels said that" + " so" * 30, ())
    >>> found and (found[0].value, found[1:])
    ('2024-07-28', (0, 27))
    """
    for start, end in _first_lines(text, removed):
        if end - start < _PROSE or not _YEAR.search(text, start, min(end, start + _NEAR)):
            continue
        for word in _WORD.finditer(text, start, min(end, start + _NEAR)):
            date = read_date(text, word.start())
            if date is None:
                continue
            if len(date.value) == len("2024-07-28") and _fits(text, start, word.start(), date.end):
                return date, start, date.end
            break
    return None


def _fits(text: str, start: int, date_start: int, date_end: int) -> bool:
    """Whether a place stands before a date, and behind it what divides a dateline from the prose."""
    return bool(_LEAD.fullmatch(text[start:date_start]) and _TAIL.match(text[date_end : date_end + _NEAR]))


def _first_lines(text: str, removed: tuple[RemovedSpan, ...]) -> Iterator[tuple[int, int]]:
    """What is left of the first lines that are not wholly removed, from their first letter on."""
    at = lines = 0
    top = min(len(text), _TOP)
    while at < top and lines < _LINES:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        start = at
        for span in removed:
            if span.start >= end:
                break
            if span.end > start and not text[start : span.start].strip():
                start = span.end
        at = max(end, start) + 1
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if start < end:
            lines += 1
            yield start, end
