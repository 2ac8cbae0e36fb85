"""What the columns hold of each document: its facet values, gathered document by document.

Holds a few numbers a document, so those of the whole collection; nothing of any text.
"""

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.array_ranges import starts_from
from indexer.engines.whoosh_engine.facet_columns import (
    Numbers,
    days_of,
    rank_values,
    spread_levels,
    unique_pairs,
    write_lists,
    write_many,
    write_one,
)
from indexer.query.facet_values import date_levels
from indexer.schema.document import Document
from indexer.schema.fields import NONE, UNKNOWN_SOURCE


class ManyValues:
    """The numbers of a facet's values by document, any number of them."""

    def __init__(self) -> None:
        self.numbers = Numbers()
        self._counts = array("I")
        self._values = array("I")

    def add(self, own: set[int]) -> None:
        """Take the values of the next document."""
        self._counts.append(len(own))
        self._values.extend(own)

    def since(self, documents: int, values: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The pairs of document and value from some document and value on, documents numbered anew."""
        counts = np.array(self._counts[documents:], dtype=np.int64)
        owners = np.repeat(np.arange(len(counts)), counts)
        return owners, np.array(self._values[values:], dtype=np.int64)

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return len(self._values)

    def columns(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many values each document has, and their numbers."""
        return np.array(self._counts, dtype=np.int64), np.array(self._values, dtype=np.int64)


class DocumentFacts:
    """The facet values of the documents of one segment."""

    def __init__(self) -> None:
        self.entities = {"actor": ManyValues(), "place": ManyValues()}
        self._mentioned = ManyValues()
        self._published = array("I")
        self._sources = array("I")
        self._published_numbers = Numbers()
        self._source_numbers = Numbers()

    def add(self, document: Document) -> None:
        """Take the values of the next document."""
        actors, places, dates = self.entities["actor"], self.entities["place"], self._mentioned
        actors.add({actors.numbers[m.id] for m in document.actors if not m.weak})
        places.add({places.numbers[m.id] for m in document.places})
        dates.add({dates.numbers[m.value] for m in document.dates} or {dates.numbers[NONE]})
        published = document.published.value if document.published else NONE
        self._published.append(self._published_numbers[published])
        self._sources.append(self._source_numbers[document.outlet or UNKNOWN_SOURCE])

    def write(self, out: ArrayFolderWriter) -> None:
        """Write all columns, and the lists of those facets that are no entities."""
        for field, facet in self.entities.items():
            write_many(out, field, list(facet.numbers), *facet.columns())
        self._write_mentioned(out)
        values = list(self._published_numbers)
        numbers = np.array(self._published, dtype=np.int64)
        write_one(out, "published", values, numbers, dates=True)
        days = days_of(values)[numbers]
        out.write("published_first", days[:, 0], "<i4")
        out.write("published_last", days[:, 1], "<i4")
        sources = np.array(self._sources, dtype=np.int64)
        write_one(out, "source", list(self._source_numbers), sources, dates=False)

    def _write_mentioned(self, out: ArrayFolderWriter) -> None:
        values = list(self._mentioned.numbers)
        counts, numbers = self._mentioned.columns()
        owners = np.repeat(np.arange(len(counts)), counts)
        ascending, ranks = rank_values(values, numbers)
        keys = np.sort(owners << 32 | ranks[numbers])
        days = days_of(ascending)[keys & 0xFFFFFFFF]
        dated = days[:, 0] >= 0
        day_counts = np.bincount(keys[dated] >> 32, minlength=len(counts))
        out.write("mentioned_days_ptr", starts_from(day_counts))
        out.write("mentioned_days", days[dated].ravel(), "<i4")
        write_leveled(out, ascending, keys, len(counts))


def write_leveled(
    out: ArrayFolderWriter, dates: Sequence[str], keys: NDArray[np.int64], documents: int
) -> None:
    """Write the column and lists of `mentioned`; `keys`: document << 32 | number of a date."""
    numbers = Numbers()
    levels = [[numbers[level] for level in date_levels(date)] for date in dates]
    counts, flat = spread_levels(keys & 0xFFFFFFFF, levels)
    owners, flat = unique_pairs(np.repeat(keys >> 32, counts), flat)
    counts = np.bincount(owners, minlength=documents)
    values = list(numbers)
    write_many(out, "mentioned", values, counts, flat)
    ascending, ranks = rank_values(values, flat)
    write_lists(out, "mentioned", ascending, ranks[flat], counts)
