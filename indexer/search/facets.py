"""Facet values with names for people: labels, groups, and what is chosen.

Counts come from the engine as they are; nothing is counted here.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import repeat

from indexer.engine_port import ValueCounts
from indexer.query.request import FacetValue, SearchRequest
from indexer.schema.collection import Actor, Place
from indexer.schema.fields import NONE
from indexer.schema.languages import LANGUAGE_NAMES, NO_LANGUAGE

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Dates whose names are kept: more than the days of some decades.
KEPT_DATES = 20_000
# A facet value of a date; "--01-07" has no year.
_DATE = re.compile(r"(-|\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
DATE_GROUPS = {4: "year", 7: "month", 10: "day"}


_UNTOLD = {NONE: (NO_LANGUAGE, "")}


# A value from its six fields: the way of a named tuple itself, without its call in Python.
_facet_value: Callable[[Iterable[object]], FacetValue] = partial(tuple.__new__, FacetValue)


def date_label(value: str) -> str:
    """A date or range of dates in words; a text that is neither comes back as it is.

    >>> date_label("2024-03-27"), date_label("2024-03"), date_label("--01-07")
    ('27 March 2024', 'March 2024', '7 January, no year given')
    >>> date_label("2023-12..2024-01"), date_label("..2024")
    ('December 2023 to January 2024', 'up to 2024')
    >>> date_label("2024-03-xx")
    '2024-03-xx'
    """
    if value == NONE:
        return "no date"
    if ".." in value:
        first, _, last = value.partition("..")
        if not first or not last:
            return f"from {date_label(first)}" if first else f"up to {date_label(last)}"
        return f"{date_label(first)} to {date_label(last)}"
    written = _DATE.fullmatch(value)
    if written is None:
        return value
    year, month, day = written.groups()
    if month is None:
        return value
    words = f"{int(day)} {MONTHS[int(month) - 1]}" if day else MONTHS[int(month) - 1]
    if year == "-":
        return f"{words}, no year given"
    return f"{words} {year}"


def date_group(value: str) -> str:
    """The level of a date: year, month, day, none, range or no year."""
    if value == NONE:
        return NONE
    if ".." in value:
        return "range"
    return "no year" if value.startswith("--") else DATE_GROUPS.get(len(value), "day")


def chosen_values(request: SearchRequest, facet: str) -> tuple[str, ...]:
    """The values that a request chooses in a facet."""
    return {
        "actor": request.actors,
        "place": request.places,
        "published": request.published,
        "mentioned": request.mentioned,
        "document": request.documents,
        "source": request.sources,
        "language": request.languages,
    }[facet]


@lru_cache(maxsize=KEPT_DATES)
def _date_name(value: str) -> tuple[str, str]:
    """A date in words and its level; kept, as the same dates stand in one answer after the other."""
    return date_label(value), date_group(value)


class Labels:
    """Names of facet values in one collection."""

    def __init__(self, actors: Iterable[Actor], places: Iterable[Place]) -> None:
        self._names: Mapping[str, Mapping[str, tuple[str, str]]] = {
            "actor": {a.id: (a.label, a.type) for a in actors},
            "place": {p.id: (p.label, "") for p in places},
            "language": {code: (name, "") for code, name in LANGUAGE_NAMES.items()} | _UNTOLD,
        }

    def label(self, facet: str, value: str) -> str:
        """The name of a value, the value itself where it has none."""
        return self._name(facet, value)[0]

    def group(self, facet: str, value: str) -> str:
        """The actor's type or the date's level, empty for other facets."""
        return self._name(facet, value)[1]

    def _name(self, facet: str, value: str) -> tuple[str, str]:
        return self._all_named(facet, (value,))[0]

    def _all_named(self, facet: str, values: Iterable[str]) -> list[tuple[str, str]]:
        if facet in ("published", "mentioned"):
            return list(map(_date_name, values))
        named = self._names.get(facet, {})
        return [named.get(value) or (value, "") for value in values]

    def values(self, facet: str, shown: ValueCounts, chosen: Sequence[str] = ()) -> tuple[FacetValue, ...]:
        """Values with their names, in the same order."""
        if not shown.values:
            return ()
        # Some hundred values an answer: taken as columns, they cost half of what a loop does.
        labels, groups = zip(*self._all_named(facet, shown.values), strict=True)
        selected = [value in chosen for value in shown.values] if chosen else repeat(False)
        # Not strict: what is the same for all repeats without an end.
        rows = zip(shown.values, labels, shown.counts, selected, groups, repeat(None), strict=False)
        return tuple(map(_facet_value, rows))
