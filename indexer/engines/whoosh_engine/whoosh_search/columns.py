"""Facet values and dates of the documents of one segment, read the plain way.

The way out and the check of the arrays made for counting: no shortcuts, nothing kept.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import FacetCounts
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.segment import ENTITY_FIELDS, SINGLE_FACETS, Segment
from indexer.engines.whoosh_engine.whoosh_search.places import Place
from indexer.query.facet_values import date_days, date_levels
from indexer.query.syntax import DateField


class ListedCounts(FacetCounts):
    """Counts that are in order already."""

    def __init__(self, counts: Counter[str]) -> None:
        self._pairs = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def __len__(self) -> int:
        return len(self._pairs)

    def __getitem__(self, at: int | slice) -> "tuple[str, int] | tuple[tuple[str, int], ...]":  # type: ignore[override]  # its slices are plain tuples
        return self._pairs[at]


class Columns:
    """The values of the documents of one segment; documents are numbered within it."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def count_values(self, facet: str, documents: NDArray[np.bool_]) -> Counter[str]:
        """How many documents of a mask have each value of a facet, the wider dates among them."""
        if facet == "document":
            return Counter(self._segment.id_of(number) for number in np.flatnonzero(documents).tolist())
        column = self._segment.arrays[f"{facet}_column"]
        if facet not in SINGLE_FACETS:
            documents = np.repeat(documents, np.diff(self._segment.arrays[f"{facet}_column_ptr"]))
        counts: Counter[str] = Counter()
        for number, count in Counter(column[documents].tolist()).items():
            value = self._segment.values[facet].word(number)
            for wider in date_levels(value) if facet == "published" else (value,):
                counts[wider] += count
        return counts

    def documents_within(self, field: DateField, first: int, last: int) -> NDArray[np.int64]:
        """Documents with a date of the field wholly within two days, ascending."""
        if field == "published":
            days = self._published_days()
            return np.array([n for n, own in enumerate(days) if own and _holds(first, last, own)], np.int64)
        pairs = self._segment.arrays["mentioned_days"].reshape(-1, 2).tolist()
        starts = self._segment.arrays["mentioned_days_ptr"].tolist()
        found = [
            number
            for number, (start, end) in enumerate(pairwise(starts))
            if any(_holds(first, last, own) for own in pairs[start:end])
        ]
        return np.array(found, np.int64)

    def first_days(self) -> list[int | None]:
        """The first day of each document's date of publication."""
        return [days[0] if days else None for days in self._published_days()]

    def _published_days(self) -> list[tuple[int, int] | None]:
        days = [date_days(value) for value in self._segment.values["published"].decoded()]
        return [days[number] for number in self._segment.arrays["published_column"].tolist()]

    def mention_places(self, field: str, value: str) -> dict[int, list[Place]]:
        """First and last positions of all mentions of an actor or place, by document."""
        assert field in ENTITY_FIELDS
        number = self._segment.values[field].find(value)
        if number < 0:
            return {}
        found: dict[int, list[Place]] = {}
        places = self._segment.mentions[field].places(number)
        for document, *place in zip(*_lists(places.documents, places.first, places.last), strict=True):
            found.setdefault(document, []).append((place[0], place[1]))
        return found


def _holds(first: int, last: int, days: Iterable[int]) -> bool:
    """Whether some days lie wholly within two others.

    >>> _holds(10, 20, (10, 20)), _holds(10, 20, (9, 12))
    (True, False)
    """
    begin, end = days
    return first <= begin and end <= last


def _lists(*arrays: Ints) -> list[list[int]]:
    return [array.tolist() for array in arrays]
