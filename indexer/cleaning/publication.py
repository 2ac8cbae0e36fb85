"""When a text was published, where it, its address or its metadata says so.

A date is only as exact as it is written. No date is an answer; none is ever inferred.
"""

import re
from functools import lru_cache

from indexer.cleaning.dateline import find_dateline
from indexer.cleaning.stamps import find_header, make_stamp, read_parts
from indexer.cleaning.written_date import WrittenDate, find_date, make_date, read_date
from indexer.schema.document import Precision, Published, PublishedSource, RemovedSpan

_PRECISION: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
_URL = re.compile(
    r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>\d{1,2})(?:[/-](?P<d>\d{1,2}))?(?=/|$|-|\.)"
    r"|/(?P<yy>20\d{2})(?P<mm>\d{2})(?P<dd>\d{2})-"
)
_SHORT = 40
_YEAR = re.compile(r"\d{4}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")


def find_published(
    text: str, stamps: tuple[RemovedSpan, ...], stated: str | None = None, url: str | None = None
) -> tuple[Published | None, tuple[str, ...]]:
    """The publication date and what is odd about it.

    `stamps` are spans in which the text may state its date; other spans are passed over.
    The first that gives a date counts: metadata, the header, a line of the text, the address.
    Where another source gives a date that cannot be the same day, a note says so.
    """
    notes: list[str] = []
    candidates: list[Published] = []
    given = read_stated(stated) if stated else None
    if given is not None:
        candidates.append(given)
    elif stated and stated.strip():
        notes.append(f"The date “{stated.strip()[:60]}” delivered beside the text cannot be read.")
    in_text, odd = _find_in_text(text, stamps)
    candidates += in_text
    notes += odd
    in_url = find_in_url(url)
    if in_url is not None:
        candidates.append(in_url)
    if not candidates:
        return None, tuple(notes)
    first = candidates[0]
    notes += [_conflict(first, other) for other in candidates[1:] if not _agree(first.value, other.value)]
    return first, tuple(notes)


def _find_in_text(text: str, stamps: tuple[RemovedSpan, ...]) -> tuple[list[Published], list[str]]:
    """The date of the header and that of the first line, then of a dateline; and what is odd."""
    found: list[Published] = []
    notes: list[str] = []
    for span in stamps:
        words = text[span.start : span.end]
        if span.rule == "date-header":
            date, *_ = find_header(words) or (None,)
            if date is None:
                notes.append(f"“{words}” at the top names no day that exists.")
            else:
                found.append(_published(date, span.start, "header", words))
        elif span.rule == "publication-stamp" and (parts := read_parts(words)):
            stamp = make_stamp(words, parts, 0)
            if stamp is not None and stamp.published is not None:
                found.append(_published(stamp.published, span.start, "line", words))
        elif span.rule == "byline" and (date := find_date(words)) is not None:
            found.append(_published(date, span.start, "line", words))
    dateline = find_dateline(text, stamps)
    if dateline is not None:
        date, start, end = dateline
        found.append(_published(date, 0, "line", text[start:end]))
    first: dict[str, Published] = {}
    for published in found:
        first.setdefault(published.source, published)
    return sorted(first.values(), key=lambda published: published.source), notes


def read_stated(text: str) -> Published | None:
    """A date delivered beside the text, as exact as it is.

    >>> read_stated("2024-03-27T10:00:00Z").value, read_stated("2024").precision, read_stated("soon")
    ('2024-03-27', 'year', None)
    """
    text = text.strip()
    return _read_short(text) if len(text) <= _SHORT else _read_stated(text)


def _read_stated(text: str) -> Published | None:
    date = read_date(text)
    value = date.value if date else None
    if date is None:
        compact = _COMPACT.fullmatch(text)
        if compact:
            value = make_date(*compact.groups())
        elif _YEAR.fullmatch(text):
            value = make_date(text)
    return Published(value, _PRECISION[len(value)], "metadata", text) if value else None


# Many pages are of one day.
_read_short = lru_cache(maxsize=4096)(_read_stated)


def find_in_url(url: str | None) -> Published | None:
    """The date in an address such as /2024/07/28/; a year alone is none.

    >>> find_in_url("https://example.org/2024/07/28/camp").value
    '2024-07-28'
    """
    for found in _URL.finditer(url or ""):
        year, month, day = found.group("y", "m", "d") if found["y"] else found.group("yy", "mm", "dd")
        value = make_date(year, month, day)
        if value:
            return Published(value, _PRECISION[len(value)], "url", found.group().strip("/-"))
    return None


def _published(date: WrittenDate, offset: int, source: PublishedSource, evidence: str) -> Published:
    """`date` has offsets in the span that begins at `offset`."""
    start, end = offset + date.start, offset + date.end
    return Published(date.value, _PRECISION[len(date.value)], source, evidence, start, end)


def _agree(one: str, other: str) -> bool:
    """Whether two dates can be the same day, as far as they are exact.

    >>> _agree("2024-03", "2024-03-27"), _agree("2024-03", "2024-04-01")
    (True, False)
    """
    return one.startswith(other) or other.startswith(one)


def _conflict(first: Published, other: Published) -> str:
    where = {
        "metadata": "the metadata",
        "header": "the header",
        "line": "a line of the text",
        "url": "the address",
    }
    return (
        f"Published {first.value} by {where[first.source]}, {other.value} by {where[other.source]}; "
        "the first is used."
    )
