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
from indexer.entities.written_dates import WrittenDate, find_written, iso_value
from indexer.entities.yearless_dates import Days, find_year_of
from indexer.entities.years import find_year
from indexer.schema.document import DateMention

_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_HEADER = re.compile(r"\s*(?:date|published|publish date)\s*:?\s*$", re.IGNORECASE)
_HEADER_CHARACTERS = 48
_IN = re.compile(r"\b(?:in|en)\s\Z", re.IGNORECASE)
"""In 2022 he came back in July: such a year is that of the dates behind it."""


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
        year = d.year if d.year is not None else find_year_of(text, d, context, issued)
        if d.year is not None and (d.month is not None or _IN.search(text, max(0, d.start - 4), d.start)):
            context = d
        value = iso_value(d, year)
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
    if published is None or d.start > _HEADER_CHARACTERS or iso_value(d, d.year) != published:
        return False
    return bool(_HEADER.fullmatch(text, 0, d.start))


def _read_published(published: str | None) -> Days | None:
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
