"""Counts of facet values over the matching documents, on arrays made for counting.

The values of a document lie in a row of fixed width, so that the rows of all matches are taken
and counted in two passes; the few documents with more values than that are counted apart.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache, partial
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import FacetCounts, ValueCounts
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.segment import SINGLE_FACETS, Segment

# The share of the values that may stand outside the rows, and the widest row.
_OUTSIDE = 0.05
_WIDEST = 32
# With more matches than this share of the segment, the others are counted and taken away.
_MOST = 0.6
# The greatest count that is put into order as a narrow number.
_NARROW = 0xFFFF
# Lengths of values that are asked for: those of months, of days.
_KEPT_LENGTHS = 4


class CountedValues(FacetCounts):
    """Counts by the number of a value; put into order only as far as they are looked at."""

    def __init__(self, values: "NamedValues", counts: NDArray[np.int64]) -> None:
        """`counts` are aligned to the values."""
        self._values = values
        self._counts = counts

    @cached_property
    def _found(self) -> NDArray[np.int64]:
        """The numbers of the values with a count."""
        return np.flatnonzero(self._counts)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._pairs)

    def __getitem__(self, at: int | slice) -> "tuple[str, int] | tuple[tuple[str, int], ...]":  # type: ignore[override]  # its slices are plain tuples
        return self._pairs[at]

    @cached_property
    def _pairs(self) -> tuple[tuple[str, int], ...]:
        return tuple(zip(*self._ordered(self._found), strict=True))

    def most(self, limit: int) -> ValueCounts:
        """The first `limit` values. Cost: one pass over the counts, and a sort of so many."""
        if not 0 < limit < len(self._found):
            return self._ordered(self._found, max(limit, 0))
        counts = self._counts[self._found]
        least = np.partition(counts, len(counts) - limit)[len(counts) - limit]
        return self._ordered(self._found[counts >= least], limit)

    def no_longer_than(self, characters: int) -> ValueCounts:
        """The values with at most so many characters. Cost: looks at no others."""
        short = self._values.no_longer_than(characters)
        return self._ordered(short[self._counts[short] > 0])

    def count_of(self, value: str) -> int:
        """The count of one value, 0 where it has none."""
        values = self._values.values
        at = bisect_left(values, value)
        return int(self._counts[at]) if at < len(values) and values[at] == value else 0

    def _ordered(self, numbers: NDArray[np.int64], limit: int | None = None) -> ValueCounts:
        counts = self._counts[numbers]
        most = int(counts.max(initial=0))
        # A stable sort of narrow numbers is one pass over them.
        lacking = (most - counts).astype(np.uint16 if most <= _NARROW else np.int64)
        order = lacking.argsort(kind="stable")[:limit]
        return ValueCounts(self._values.names[numbers[order]].tolist(), counts[order].tolist())


class NamedValues:
    """The values of a facet, ascending, as what is needed to name and to choose many at once."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = values
        self.names = np.array(values, dtype=object)
        self.no_longer_than = lru_cache(maxsize=_KEPT_LENGTHS)(
            partial(NamedValues._no_longer_than, proxy(self))
        )

    def _no_longer_than(self, characters: int) -> NDArray[np.int64]:
        """The numbers of the values with at most so many characters; the same for each answer."""
        lengths = np.fromiter(map(len, self.values), np.int64, len(self.values))
        return np.flatnonzero(lengths <= characters)


class RowColumn:
    """The values of one facet in one segment, several a document.

    Args: `starts`: where each document's values begin, int[n_documents + 1]; `values`: numbers.
    """

    def __init__(self, starts: Ints, values: Ints, size: int) -> None:
        counts: NDArray[np.int64] = np.diff(starts.astype(np.int64)).astype(np.int64)
        self._size = size
        self._documents = len(counts)
        width = _row_width(counts)
        owners = np.repeat(np.arange(len(counts)), counts)
        places = np.arange(len(values)) - np.repeat(starts[:-1].astype(np.int64), counts)
        inside = places < width
        # The number past the last value stands for no value.
        self._rows = np.full((len(counts), width), size, dtype=np.intp)
        self._rows[owners[inside], places[inside]] = values[inside]
        self._owners = owners[~inside]
        self._outside = values[~inside].astype(np.intp)
        self.totals = np.bincount(values, minlength=size)

    def count(self, documents: Ints) -> NDArray[np.int64]:
        """How many of some documents (ascending, unique) have each value."""
        if len(documents) > _MOST * self._documents:
            mask = np.ones(self._documents, dtype=bool)
            mask[documents] = False
            others: NDArray[np.int64] = self.totals - self._count(np.flatnonzero(mask))
            return others
        return self._count(documents)

    def _count(self, documents: Ints) -> NDArray[np.int64]:
        rows = self._rows.take(documents, axis=0).ravel()
        counts = np.bincount(rows, minlength=self._size + 1)[: self._size]
        if len(self._owners):
            mask = np.zeros(self._documents, dtype=bool)
            mask[documents] = True
            counts += np.bincount(self._outside[mask[self._owners]], minlength=self._size)
        return counts


def _row_width(counts: NDArray[np.int64]) -> int:
    """The narrowest row that leaves few values outside."""
    if not len(counts):
        return 1
    allowed = _OUTSIDE * counts.sum()
    for width in range(1, _WIDEST):
        if np.maximum(counts - width, 0).sum() <= allowed:
            return width
    return _WIDEST


class SingleColumn:
    """The one narrowest value of each document of a segment."""

    def __init__(self, values: Ints, size: int) -> None:
        self._values = values.astype(np.intp)
        self._size = size

    def count(self, documents: Ints) -> NDArray[np.int64]:
        """How many of some documents have each value."""
        return np.bincount(self._values.take(documents), minlength=self._size)


class Facet:
    """One facet over all segments of a generation; safe to share between threads."""

    def __init__(self, name: str, segments: Sequence[Segment]) -> None:
        own = [segment.values[name].decoded() for segment in segments]
        self.values = own[0] if len(own) == 1 else sorted(set().union(*own))
        self._named = NamedValues(self.values)
        numbers = {value: number for number, value in enumerate(self.values)}
        self._columns = [
            _column(name, segment, [numbers[value] for value in part], len(self.values))
            for segment, part in zip(segments, own, strict=True)
        ]
        self._ends = _family_ends(self.values) if name == "published" else None

    def count(self, documents: Sequence[Ints]) -> CountedValues:
        """Counts over the matching documents of each segment, numbered within it."""
        total = np.zeros(len(self.values), dtype=np.int64)
        for column, own in zip(self._columns, documents, strict=True):
            if len(own):
                total += column.count(own)
        if self._ends is not None:
            running = np.zeros(len(total) + 1, dtype=np.int64)
            np.cumsum(total, out=running[1:])
            total = running.take(self._ends) - running[:-1]
        return CountedValues(self._named, total)


def _column(name: str, segment: Segment, numbers: list[int], size: int) -> RowColumn | SingleColumn:
    """The values of a segment by their numbers among all: `numbers` are those of its own, ascending."""
    column = segment.arrays[f"{name}_column"]
    if len(numbers) < size:
        column = np.array(numbers, dtype=np.int64)[column]
    if name in SINGLE_FACETS:
        return SingleColumn(column, size)
    return RowColumn(segment.arrays[f"{name}_column_ptr"], column, size)


def _family_ends(values: Sequence[str]) -> NDArray[np.int64]:
    """For each value where the values end that are it or lie within it.

    A day follows its month and a month its year in the order of the values.

    >>> _family_ends(["2023", "2023-05", "2023-05-01", "2024", "none"]).tolist()
    [3, 3, 3, 4, 5]
    """
    ends = np.arange(1, len(values) + 1)
    for at in range(len(values) - 2, -1, -1):
        end = at + 1
        while end < len(values) and values[end].startswith(f"{values[at]}-"):
            end = int(ends[end])
        ends[at] = end
    return ends
