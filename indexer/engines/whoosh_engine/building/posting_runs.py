"""Sorted runs of postings in temporary files, each of bounded size.

A run holds a stretch of documents; later runs hold later documents only. Never seen by a reader.
"""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_files import narrowest
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.array_ranges import changes


@dataclass(frozen=True, slots=True)
class KeyLayout:
    """How one number says term, document and position of a word, so that a plain sort orders all.

    The documents count from `first_document`.
    """

    document_bits: int
    position_bits: int
    first_document: int


class RunFile:
    """A temporary file of arrays one after another; never holds one in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w+b")
        self._end = 0

    def append(self, values: Ints) -> "RunArray":
        """Put integers from 0 on at the end, as narrow as they can be."""
        kind = narrowest(int(values.max()) if len(values) else 0)
        self._file.write(values.astype(kind).data.cast("B"))
        found = RunArray(self._file, self._end, kind)
        self._end += len(values) * kind.itemsize
        return found

    def close(self) -> None:
        """Remove the file; safe to call twice."""
        self._file.close()
        self._path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class RunArray:
    """An array in a file, read by stretches."""

    file: BinaryIO
    offset: int
    kind: np.dtype[Any]

    def read(self, first: int, last: int) -> NDArray[Any]:
        """The values from `first` to before `last`."""
        if first == last:
            return np.empty(0, dtype=self.kind)
        self.file.flush()
        size = self.kind.itemsize
        block = os.pread(self.file.fileno(), (last - first) * size, self.offset + first * size)
        return np.frombuffer(block, self.kind)


@dataclass(frozen=True, slots=True)
class PostingRun:
    """The postings of some terms (ascending) in a stretch of documents.

    Term n is `vocabulary`'s word of the number `terms[n]`. It has the postings `starts[n]` to
    `starts[n + 1]`, and of each column of places (a position, or a first and a last one) those
    from `place_starts[n]` on.
    """

    vocabulary: Collection[str]
    terms: NDArray[np.int32]
    starts: NDArray[np.int32]
    place_starts: NDArray[np.int32]
    arrays: Sequence[RunArray]

    def documents(self, first: int, last: int) -> Ints:
        """The documents of some postings."""
        return self.arrays[0].read(first, last)

    def frequencies(self, first: int, last: int) -> Ints:
        """The frequencies of some postings."""
        return self.arrays[1].read(first, last)

    def places(self, column: int, first: int, last: int) -> Ints:
        """A stretch of one column of places."""
        return self.arrays[2 + column].read(first, last)


def write_word_run(
    file: RunFile,
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
    documents = (owners & ((1 << layout.document_bits) - 1)) + layout.first_document
    frequencies = np.diff(firsts, append=len(keys))
    positions = keys & ((1 << layout.position_bits) - 1)
    return PostingRun(
        vocabulary,
        order[ranks[begins]],
        np.append(begins, len(firsts)).astype(np.int32),
        np.append(firsts[begins], len(keys)).astype(np.int32),
        [file.append(values) for values in (documents, frequencies, positions)],
    )
