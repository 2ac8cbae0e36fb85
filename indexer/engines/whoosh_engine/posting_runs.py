"""Sorted runs of postings in temporary files, each of bounded size.

A run holds a stretch of documents; later runs hold later documents only. Never seen by a reader.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.array_files import Ints
from indexer.engines.whoosh_engine.array_ranges import starts_of


class RunArray:
    """An array in a file, read by stretches."""

    def __init__(self, path: Path, values: Ints) -> None:
        self._path = path
        self._kind = values.dtype
        values.tofile(path)

    def read(self, first: int, last: int) -> NDArray[Any]:
        """The values from `first` to before `last`."""
        return np.fromfile(self._path, self._kind, last - first, offset=first * self._kind.itemsize)


class PostingRun:
    """The postings of some terms (ascending) in a stretch of documents.

    Term n has the postings `starts[n]` to `starts[n + 1]`, and of each column of places (a
    position, or a first and a last one) those from `place_starts[n]` on.
    """

    def __init__(
        self, path: Path, terms: Sequence[str], starts: NDArray[np.int64], place_starts: NDArray[np.int64]
    ) -> None:
        self._path = path
        self.terms = terms
        self.starts = starts
        self.place_starts = place_starts
        self._arrays: dict[str, RunArray] = {}
        self.columns = 0

    def write(self, documents: Ints, frequencies: Ints, places: Sequence[Ints]) -> None:
        """Put the postings on the disk."""
        self._arrays["documents"] = RunArray(self._path.with_suffix(".documents"), documents)
        self._arrays["frequencies"] = RunArray(self._path.with_suffix(".frequencies"), frequencies)
        for number, column in enumerate(places):
            self._arrays[f"places{number}"] = RunArray(self._path.with_suffix(f".places{number}"), column)
        self.columns = len(places)

    def documents(self, first: int, last: int) -> NDArray[np.int64]:
        """The documents of some postings."""
        return self._arrays["documents"].read(first, last)

    def frequencies(self, first: int, last: int) -> NDArray[np.int64]:
        """The frequencies of some postings."""
        return self._arrays["frequencies"].read(first, last)

    def places(self, column: int, first: int, last: int) -> NDArray[np.int64]:
        """A stretch of one column of places."""
        return self._arrays[f"places{column}"].read(first, last)


def write_word_run(
    path: Path,
    terms: Sequence[str],
    ranks: NDArray[np.int64],
    documents: NDArray[np.int32],
    positions: NDArray[np.int32],
) -> PostingRun:
    """A run of words: aligned to their order are `ranks`, `documents` and `positions`."""
    firsts = np.flatnonzero(np.diff(ranks, prepend=-1) | np.diff(documents, prepend=-1))
    frequencies = np.diff(firsts, append=len(ranks)).astype(np.int32)
    run = PostingRun(path, terms, starts_of(ranks[firsts], len(terms)), starts_of(ranks, len(terms)))
    run.write(documents[firsts], frequencies, (positions,))
    return run
