"""Dates as they are written in stamps and metadata, only as exact as written.

An impossible date is none; where day and month could be swapped only the year counts.
"""

import re
from calendar import monthrange
from dataclasses import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb février fevrier févr fév",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug août aout",
            "september sep sept septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec décembre decembre déc",
        ),
        1,
    )
    for name in names.split()
}
MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_MONTH = MONTH.replace("?:", "?P<month>")
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b[,.]?\s*"
)
_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
_WORD_START = re.compile(r"(?<!\S)\w")
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)",
        r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?!\d)",
        r"(?P<y>\d{4})-(?P<m>\d{2})(?![\d-])",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?!\d)",
        r"(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<y>\d{4})(?!\d)",
        rf"(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?[\s-]+(?:de\s+|of\s+)?{_MONTH}[,\s-]+(?P<y>\d{{4}})(?!\d)",
        rf"{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)",
        rf"{_MONTH},?\s+(?P<y>\d{{4}})(?!\d)",
    )
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date at the start of a text: its ISO value, and where its words begin and end."""

    value: str
    start: int
    end: int


def make_date(year: str, month: str | None = None, day: str | None = None) -> str | None:
    """An ISO date of the parts, None if there is no such day.

    >>> make_date("2024", "3", "27"), make_date("2024", "02", "30")
    ('2024-03-27', None)
    """
    if not 1000 <= int(year) <= 2999:
        return None
    if month is None:
        return f"{int(year):04}"
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{int(year):04}-{int(month):02}"
    if not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return None
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def read_date(text: str, at: int = 0) -> WrittenDate | None:
    """The date that begins at `at`, a weekday before it aside.

    >>> read_date("Friday, 3 May 2024 at noon")
    WrittenDate(value='2024-05-03', start=8, end=18)
    >>> read_date("05/03/2024").value, read_date("30 February 2024")
    ('2024', None)
    """
    weekday = _WEEKDAY.match(text, at)
    at = weekday.end() if weekday else at
    for form in _FORMS:
        found = form.match(text, at)
        if found is None:
            continue
        value = _value(found.groupdict())
        return WrittenDate(value, at, found.end()) if value else None
    return None


def find_date(text: str) -> WrittenDate | None:
    """The first date that begins at a word; a weekday before it aside.

    >>> find_date("Jane Doe, May 3, 2024")
    WrittenDate(value='2024-05-03', start=10, end=21)
    """
    starts = (found.start() for found in _WORD_START.finditer(text))
    return next((date for at in starts if (date := read_date(text, at)) is not None), None)


def _value(parts: dict[str, str | None]) -> str | None:
    year = parts["y"] or ""
    if "first" in parts:
        first, second = parts["first"] or "", parts["second"] or ""
        values = {make_date(year, second, first), make_date(year, first, second)} - {None}
        return values.pop() if len(values) == 1 else make_date(year) if values else None
    month = parts.get("m")
    if parts.get("month"):
        month = str(_MONTHS[(parts["month"] or "").lower()])
    return make_date(year, month, parts.get("d"))
