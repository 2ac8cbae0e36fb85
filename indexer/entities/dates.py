"""Dates talked about, at the precision of the text.

Never gives a day or a year that neither the text nor the publication date supports: without one
the value stays --MM-DD.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from indexer.entities.date_anchors import find_anchors
from indexer.entities.numeric_dates import NumericReader
from indexer.entities.span_set import SpanSet
from indexer.entities.written_dates import WrittenDate, find_written
from indexer.entities.years import find_year
from indexer.schema.document import DateMention

_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_HEADER = re.compile(r"\s*(?:date|published|publish date)\s*:?\s*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?:\s|[\"”»])|\n|\x00")
_FUTURE_BEFORE = re.compile(
    r"(?:\b(?:until|till|deadline|by|next|will|due|scheduled|planned|jusqu['’]au|jusqu['’]en|jusqu['’]à|d['’]ici|prévue?s?"
    r"|aura|auront|sera|seront)\b)[^.!?\n]{0,48}$",
    re.IGNORECASE,
)
_FUTURE_AFTER = re.compile(r"\s+prochain", re.IGNORECASE)
_CUE_WINDOW = 64
_HEADER_CHARACTERS = 48
_LATE, _EARLY = 11, 2
"""November and February: across New Year the next month belongs to the next year."""

_LEAP_YEAR = 2000


def find_dates(
    text: str, *, taken: Iterable[tuple[int, int]] = (), published: str | None = None
) -> tuple[DateMention, ...]:
    """The dates that a text talks about, ascending and without overlap.

    Args:
        text: masked, so that addresses and removed spans hold no dates.
        taken: spans of names; a date inside a name is part of it.
        published: YYYY, YYYY-MM or YYYY-MM-DD; any other text counts as none.

    >>> [d.value for d in find_dates("On January 7 and in 2012", published="2024-02")]
    ['2024-01-07', '2012']
    """
    written = _find_all(text)
    issued = _read_published(published)
    names = SpanSet(taken)
    mentions = []
    context: WrittenDate | None = None
    for d in written:
        if names.overlaps(d.start, d.end) or _is_header(text, d, published):
            continue
        year = d.year if d.year is not None else _year_of(text, d, context, issued)
        if d.year is not None and d.month is not None:
            context = d
        value = _value(d, year)
        if value is not None:
            mentions.append(DateMention(value, d.start, d.end))
    return tuple(mentions)


def _find_all(text: str) -> list[WrittenDate]:
    """All dates as written, ascending and without overlap: with months, in figures, years alone."""
    months, years = find_anchors(text)
    written = find_written(text, months)
    spans = SpanSet((d.start, d.end) for d in written)
    reader = NumericReader(text)
    end = 0
    for at in years:
        if at < end or spans.overlaps(at, at + 4):
            continue
        date = reader.read(at)
        year = find_year(text, at) if date is None else None
        if year is not None:
            date = WrittenDate(at, at + 4, year)
        if date is not None:
            written.append(date)
            end = date.end
    return sorted(written, key=lambda d: d.start)


def _is_header(text: str, d: WrittenDate, published: str | None) -> bool:
    """Whether this is the line at the top that gives the publication date itself."""
    if published is None or d.start > _HEADER_CHARACTERS or _value(d, d.year) != published:
        return False
    return bool(_HEADER.fullmatch(text, 0, d.start))


def _value(d: WrittenDate, year: int | None) -> str | None:
    """The ISO value, or None for a day or month that no calendar has."""
    if d.month is None:
        return f"{year:04d}"
    if not 1 <= d.month <= 12:
        return None
    head = "--" if year is None else f"{year:04d}-"
    if d.day is None:
        return f"{head}{d.month:02d}"
    if not 1 <= d.day <= monthrange(year or _LEAP_YEAR, d.month)[1]:
        return None
    return f"{head}{d.month:02d}-{d.day:02d}"


def _read_published(published: str | None) -> tuple[date, date] | None:
    """The first and last day that the publication date allows."""
    found = _PUBLISHED.fullmatch(published or "")
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None:
        return None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, IndexError):
        return None


def _year_of(
    text: str, d: WrittenDate, context: WrittenDate | None, issued: tuple[date, date] | None
) -> int | None:
    """The year of a date without one: from a date just before it, else from the publication."""
    choices: list[int | None] = []
    near = False
    if context is not None and text.find("\n", context.end, d.start) < 0:
        same_sentence = not _SENTENCE_END.search(text, context.end, d.start)
        near = same_sentence or context.month == d.month or issued is None
    if context is not None and near:
        choices.append(_year_after(context, d))
    if issued is not None:
        choices.append(_year_before_publication(text, d, issued))
    years = [year for year in choices if year is not None]
    if not years:
        return None
    if d.weekday is not None:
        for year in (*years, years[0] - 1, years[0] + 1):
            if _weekday_fits(d, year):
                return year
    return years[0]


def _weekday_fits(d: WrittenDate, year: int) -> bool:
    if d.day is None or d.month is None or _value(d, year) is None:
        return False
    return date(year, d.month, d.day).weekday() == d.weekday


def _year_after(context: WrittenDate, d: WrittenDate) -> int | None:
    """The year that a dated neighbour suggests; December is followed by the next January."""
    if context.year is None or context.month is None or d.month is None:
        return context.year
    if context.month >= _LATE and d.month <= _EARLY:
        return context.year + 1
    if context.month <= _EARLY and d.month >= _LATE:
        return context.year - 1
    return context.year


def _year_before_publication(text: str, d: WrittenDate, issued: tuple[date, date]) -> int | None:
    """The latest such date not after publication; after a word of the future, the nearest one."""
    last = issued[1]
    future = _FUTURE_BEFORE.search(text, max(0, d.start - _CUE_WINDOW), d.start)
    future = future or _FUTURE_AFTER.match(text, d.end)
    days = []
    for year in (last.year - 1, last.year, last.year + 1):
        value = _value(d, year)
        if value is not None:
            days.append(date(*(int(part) for part in value.split("-")), *(() if d.day else (1,))))
    if future:
        nearest = min(days, key=lambda day: abs((day - last).days), default=None)
        return nearest.year if nearest else None
    past = [day for day in days if day <= last]
    return max(past).year if past else None
