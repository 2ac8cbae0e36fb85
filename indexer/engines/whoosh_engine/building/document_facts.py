"""What the columns hold of each document: its facet values, gathered document by document.

Holds a few numbers a document, so those of the whole collection; nothing of any text.
"""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.array_ranges import starts_from
from indexer.engines.whoosh_engine.building.facet_columns import (
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
from indexer.schema.document import DateMention, Document
from indexer.schema.fields import NONE, UNKNOWN_SOURCE

_NO_DATE = DateMention(NONE, 0, 0)

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


class ManyValues:
    """The numbers of a facet's values by document, any number of them."""

    def __init__(self) -> None:
        self.numbers = Numbers()
        self._counts = array("I")
        self._values = array("I")

    def append(self, counts: Sequence[int], values: Sequence[str]) -> Pairs:
        """Take the values of some documents, numbered from 0; gives each pair once, ascending.

        Args: `counts`: how many of `values` each document has.
        """
        numbers = np.fromiter(map(self.numbers.__getitem__, values), np.int64, len(values))
        owners = np.repeat(np.arange(len(counts)), np.array(counts, dtype=np.int64))
        pairs = unique_pairs(owners, numbers)
        self._counts.frombytes(np.bincount(pairs[0], minlength=len(counts)).astype(np.uint32).tobytes())
        self._values.frombytes(pairs[1].astype(np.uint32).tobytes())
        return pairs

    def columns(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many values each document has, and their numbers."""
        return np.array(self._counts, dtype=np.int64), np.array(self._values, dtype=np.int64)


class OneValue:
    """The number of a facet's one value, document by document."""

    def __init__(self) -> None:
        self.numbers = Numbers()
        self._values = array("I")

    def extend(self, values: Iterable[str]) -> None:
        """Take the values of the next documents."""
        self._values.extend(map(self.numbers.__getitem__, values))

    def column(self) -> NDArray[np.int64]:
        """The number of each document's value."""
        return np.array(self._values, dtype=np.int64)


class DocumentFacts:
    """The facet values of the documents of one segment."""

    def __init__(self) -> None:
        self.entities = {"actor": ManyValues(), "place": ManyValues()}
        self._mentioned = ManyValues()
        self._published = OneValue()
        self._words = {facet: OneValue() for facet in ("source", "language")}

    def append(self, documents: Sequence[Document]) -> dict[str, Pairs]:
        """Take the next documents; gives the pairs of document, from 0 on, and entity by field."""
        self._published.extend(d.published.value if d.published else NONE for d in documents)
        self._words["source"].extend(d.outlet or UNKNOWN_SOURCE for d in documents)
        self._words["language"].extend(d.language or NONE for d in documents)
        # No date is a value too.
        dates = [d.dates or (_NO_DATE,) for d in documents]
        self._mentioned.append(list(map(len, dates)), [m.value for own in dates for m in own])
        actors = [d.actors for d in documents]
        if any(m.weak for own in actors for m in own):
            actors = [tuple(m for m in own if not m.weak) for own in actors]
        places = [d.places for d in documents]
        return {
            "actor": self.entities["actor"].append(list(map(len, actors)), [m.id for a in actors for m in a]),
            "place": self.entities["place"].append(list(map(len, places)), [m.id for p in places for m in p]),
        }

    def speaks(self, language: str) -> bool:
        """Whether any document is in a language."""
        return language in self._words["language"].numbers

    def write(self, out: ArrayFolderWriter) -> None:
        """Write all columns, and the lists of those facets that are no entities."""
        for field, facet in self.entities.items():
            write_many(out, field, list(facet.numbers), *facet.columns())
        self._write_mentioned(out)
        values, numbers = list(self._published.numbers), self._published.column()
        write_one(out, "published", values, numbers, dates=True)
        days = days_of(values)[numbers]
        out.write("published_first", days[:, 0], "<i4")
        out.write("published_last", days[:, 1], "<i4")
        for field, words in self._words.items():
            write_one(out, field, list(words.numbers), words.column(), dates=False)

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
