"""Dates and ranges of dates as people type them.

Gives a filter or nothing: a text that is not surely a date is never guessed at.
"""

import re

from indexer.query.facet_values import date_days
from indexer.query.syntax import DateField, DateRange, FieldIs
from indexer.schema.fields import NONE

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier",
            "february feb fevrier février",
            "march mar mars",
            "april apr avril",
            "may mai",
            "june jun juin",
            "july jul juillet",
            "august aug aout août",
            "september sep sept septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec decembre décembre",
        ),
        1,
    )
    for name in names.split()
}
_DASHES = re.compile(r"[‐-―−]")
_NUMBERS = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})/(\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)?\s+)?([^\W\d_]+)\.?\s+(\d{4})")
_NO_YEAR = re.compile(r"--\d{2}(?:-\d{2})?")
_FIRST_DAY, _LAST_DAY = 1, 3652059  # 0001-01-01 and 9999-12-31


def read_date(text: str) -> str | None:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD, None if it is none.

    >>> read_date("2024-3"), read_date("27 March 2024"), read_date("Marhc 2024")
    ('2024-03', '2024-03-27', None)
    """
    text = _DASHES.sub("-", text.strip()).lower()
    if found := _NUMBERS.fullmatch(text):
        year, month, day = found.groups()
    elif found := _MONTH_YEAR.fullmatch(text):
        (month, year), day = found.groups(), None
    elif (found := _WORDS.fullmatch(text)) and found.group(2) in _MONTHS:
        day, year = found.group(1), found.group(3)
        month = str(_MONTHS[found.group(2)])
    else:
        return None
    value = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    return value if date_days(value) else None


def read_date_filter(field: DateField, text: str) -> FieldIs | DateRange | None:
    """The filter for a date, `none`, or a range A..B with open ends; None if it is no date."""
    text = text.strip()
    if text.lower() == NONE:
        return FieldIs(field, NONE)
    if _NO_YEAR.fullmatch(text):
        return FieldIs(field, text)
    if ".." not in text:
        value = read_date(text)
        return FieldIs(field, value) if value else None
    left, _, right = (part.strip() for part in text.partition(".."))
    first, last = read_date(left), read_date(right)
    if (left and not first) or (right and not last) or not (left or right):
        return None
    days_first = date_days(first) if first else None
    days_last = date_days(last) if last else None
    start = days_first[0] if days_first else _FIRST_DAY
    end = days_last[1] if days_last else _LAST_DAY
    if end < start:
        return None
    return DateRange(field, start, end, f"{first or ''}..{last or ''}")
