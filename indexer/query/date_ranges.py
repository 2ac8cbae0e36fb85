"""Dates and ranges of dates as people type them.

Gives a filter or nothing: a text that is not surely a date is never guessed at.
"""

import re

from indexer.query.facet_values import date_days
from indexer.query.syntax import DateField, DateRange, FieldIs
from indexer.said import say
from indexer.schema.fields import FIELDS, NONE

DATE_FIELDS = frozenset(field.name for field in FIELDS if field.kind == "date")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb fevrier février fév fev",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug aout août",
            "september sep sept septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec decembre décembre déc",
        ),
        1,
    )
    for name in names.split()
}
_DASHES = re.compile(r"[‐-―−]")
_NUMBERS = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_NTH = r"([0-9]{1,2})(?:er|st|nd|rd|th)?"
_WORDS = re.compile(rf"(?:{_NTH}\s+)?([^\W\d_]+)\.?\s+([0-9]{{4}})")
_MONTH_FIRST = re.compile(rf"([^\W\d_]+)\.?\s+{_NTH},?\s+([0-9]{{4}})")
_NO_YEAR = re.compile(r"--([0-9]{2})(?:-([0-9]{2}))?")
_YEARS = re.compile(r"([0-9]{4})\s?-\s?([0-9]{4})")
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
    elif found := _WORDS.fullmatch(text):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        month, day, year = found.groups()
    else:
        return None
    if month and not month.isdecimal():
        if month not in _MONTHS:
            return None
        month = str(_MONTHS[month])
    value = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    return value if date_days(value) else None


def read_date_filter(field: DateField, text: str) -> FieldIs | DateRange | None:
    """The filter for a date, `none`, or a range; None if it is no date.

    A range is A..B with open ends, or two years with a dash as in texts.

    >>> read_date_filter("mentioned", "2012-2013") == read_date_filter("mentioned", "2012..2013")
    True
    """
    text = _spell_range(text)
    if text.lower() == NONE:
        return FieldIs(field, NONE)
    if found := _NO_YEAR.fullmatch(_DASHES.sub("-", text)):
        # 2000 is a leap year: every day that any year has.
        day = date_days("-".join(["2000", *(part for part in found.groups() if part)]))
        return FieldIs(field, found.group()) if day else None
    if ".." not in text:
        value = read_date(text)
        return FieldIs(field, value) if value else None
    ends = _read_ends(text)
    if ends is None:
        return None
    first, last = ends
    days_first = date_days(first) if first else None
    days_last = date_days(last) if last else None
    start = days_first[0] if days_first else _FIRST_DAY
    end = days_last[1] if days_last else _LAST_DAY
    return DateRange(field, start, end, f"{first}..{last}") if start <= end else None


def say_why_not(text: str) -> str:
    """Why a text gives no filter, as a sentence.

    >>> say_why_not("Marhc 2024")
    '“Marhc 2024” is not a date, so it is not used.'
    >>> say_why_not("2024..2023")
    '“2024..2023” ends before it begins, so it is not used.'
    """
    if _read_ends(_spell_range(text)):
        return say("“%(value)s” ends before it begins, so it is not used.", value=text.strip())
    return say("“%(value)s” is not a date, so it is not used.", value=text.strip())


def _spell_range(text: str) -> str:
    """Two years with a dash as a range with dots; any other text as it is."""
    found = _YEARS.fullmatch(_DASHES.sub("-", text.strip()))
    return f"{found[1]}..{found[2]}" if found else text.strip()


def _read_ends(text: str) -> tuple[str, str] | None:
    """Both ends of a range, empty where open; None where one is no date or both are open."""
    left, dots, right = (part.strip() for part in text.partition(".."))
    first, last = read_date(left), read_date(right)
    if not dots or (left and not first) or (right and not last) or not (left or right):
        return None
    return first or "", last or ""
