"""Sorted runs of postings in temporary files, each of bounded size.

A run holds a stretch of documents; later runs hold later documents only. Never seen by a reader.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.array_files import Ints, narrowest
from indexer.engines.whoosh_engine.array_ranges import changes


@dataclass(frozen=True, slots=True)
class KeyLayout:
    """How one number says term, document and position of a word, so that a plain sort orders all.

    The documents count from `first_document`.
    """

    document_bits: int
    position_bits: int
    first_document: int


class RunArray:
    """An array in a file, read by stretches."""

    def __init__(self, path: Path, values: Ints) -> None:
        self._path = path
        self._kind = narrowest(int(values.max()) if len(values) else 0)
        values.astype(self._kind).tofile(path)

    def read(self, first: int, last: int) -> NDArray[Any]:
        """The values from `first` to before `last`."""
        return np.fromfile(self._path, self._kind, last - first, offset=first * self._kind.itemsize)


class PostingRun:
    """The postings of some terms (ascending) in a stretch of documents.

    Term n is `vocabulary`'s word of the number `terms[n]`. It has the postings `starts[n]` to
    `starts[n + 1]`, and of each column of places (a position, or a first and a last one) those
    from `place_starts[n]` on.
    """

    def __init__(
        self,
        path: Path,
        vocabulary: Collection[str],
        terms: NDArray[np.int32],
        starts: NDArray[np.int64],
        place_starts: NDArray[np.int64],
    ) -> None:
        self._path = path
        self.vocabulary = vocabulary
        self.terms = terms
        self.starts = starts
        self.place_starts = place_starts
        self._arrays: dict[str, RunArray] = {}

    def write(self, documents: Ints, frequencies: Ints, places: Sequence[Ints]) -> None:
        """Put the postings on the disk."""
        self._arrays["documents"] = RunArray(self._path.with_suffix(".documents"), documents)
        self._arrays["frequencies"] = RunArray(self._path.with_suffix(".frequencies"), frequencies)
        for number, column in enumerate(places):
            self._arrays[f"places{number}"] = RunArray(self._path.with_suffix(f".places{number}"), column)

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
    vocabulary: Collection[str],
    order: NDArray[np.int32],
    keys: NDArray[np.int64],
    layout: KeyLayout,
) -> PostingRun:
    """A run of words from their keys in ascending order; `order`: all words, ascending."""
    firsts = changes(keys >> layout.position_bits)
    owners = keys[firsts] >> layout.position_bits
    ranks = owners >> layout.document_bits
    begins = changes(ranks)
    run = PostingRun(
        path,
        vocabulary,
        order[ranks[begins]],
        np.append(begins, len(firsts)),
        np.append(firsts[begins], len(keys)),
    )
    documents = (owners & ((1 << layout.document_bits) - 1)) + layout.first_document
    positions = keys & ((1 << layout.position_bits) - 1)
    run.write(documents, np.diff(firsts, append=len(keys)), (positions,))
    return run
