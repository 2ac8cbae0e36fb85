"""The facet values of a document: what is counted is what can be chosen.

Every engine stores these values and no others, so that a count and a choice cannot differ.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from indexer.schema.document import Document
from indexer.schema.fields import NONE, UNKNOWN_SOURCE

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def date_levels(value: str) -> tuple[str, ...]:
    """A date with the month and year that hold it, widest first.

    >>> date_levels("2024-03-27"), date_levels("--01-07")
    (('2024', '2024-03', '2024-03-27'), ('--01-07',))
    """
    if value.startswith("--"):
        return (value,)
    parts = value.split("-")
    return tuple("-".join(parts[: n + 1]) for n in range(len(parts)))


def date_days(value: str) -> tuple[int, int] | None:
    """First and last day of a date as ordinals (`datetime.date.toordinal`), None without a year.

    >>> date_days("2024-02")
    (738917, 738945)
    """
    found = _DATE.fullmatch(value)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year:
        return None
    try:
        if month is None:
            return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        if day is None:
            last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
            return date(year, month, 1).toordinal(), date(year, month, last).toordinal()
        return date(year, month, day).toordinal(), date(year, month, day).toordinal()
    except ValueError:
        return None


def facet_values(document: Document, facet: str) -> tuple[str, ...]:
    """The values of one facet in a document, ascending, each once.

    Dates hold their month and year too; no date is the value `none`, and so is no
    language. Weak mentions are left out.
    """
    return tuple(sorted(set(_values(document, facet))))


def _values(document: Document, facet: str) -> Iterator[str]:
    match facet:
        case "actor":
            yield from (m.id for m in document.actors if not m.weak)
        case "place":
            yield from (m.id for m in document.places)
        case "published":
            yield from date_levels(document.published.value) if document.published else (NONE,)
        case "mentioned":
            for mention in document.dates:
                yield from date_levels(mention.value)
            if not document.dates:
                yield NONE
        case "document":
            yield document.id
        case "source":
            yield document.outlet or UNKNOWN_SOURCE
        case "language":
            yield document.language or NONE
        case _:
            raise KeyError(facet)
