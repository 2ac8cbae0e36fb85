"""Facet values with names for people: labels, groups, and what is chosen.

Counts come from the engine as they are; nothing is counted here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from indexer.query.request import FacetValue, SearchRequest
from indexer.schema.collection import Actor, Place
from indexer.schema.fields import NONE

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
# A facet value of a date; "--01-07" has no year.
_DATE = re.compile(r"(-|\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
DATE_GROUPS = {4: "year", 7: "month", 10: "day"}


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
    }[facet]


class Labels:
    """Names of facet values in one collection."""

    def __init__(self, actors: Iterable[Actor], places: Iterable[Place]) -> None:
        self._actors: Mapping[str, Actor] = {a.id: a for a in actors}
        self._places: Mapping[str, Place] = {p.id: p for p in places}

    def label(self, facet: str, value: str) -> str:
        """The name of a value, the value itself where it has none."""
        if facet == "actor" and value in self._actors:
            return self._actors[value].label
        if facet == "place" and value in self._places:
            return self._places[value].label
        if facet in ("published", "mentioned"):
            return date_label(value)
        return value

    def group(self, facet: str, value: str) -> str:
        """The actor's type or the date's level, empty for other facets."""
        if facet == "actor":
            return self._actors[value].type if value in self._actors else ""
        return date_group(value) if facet in ("published", "mentioned") else ""

    def values(
        self,
        facet: str,
        counts: Sequence[tuple[str, int]],
        chosen: Sequence[str],
        limit: int,
    ) -> tuple[FacetValue, ...]:
        """Values in the engine's order, at most `limit`, and every chosen one even at 0."""
        numbers = dict(counts)
        shown = [value for value, _ in counts[:limit]]
        shown += [value for value in chosen if value not in set(shown)]
        return tuple(
            FacetValue(
                value,
                self.label(facet, value),
                numbers.get(value, 0),
                value in chosen,
                self.group(facet, value),
            )
            for value in dict.fromkeys(shown)
        )
