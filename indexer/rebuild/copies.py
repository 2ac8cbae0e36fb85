"""Finds the near copies among all documents of a run.

Compares what is new alone: an update takes over what the generation before kept of its documents.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from indexer.cleaning.near_copies import find_leaders
from indexer.cleaning.resemblance import SKETCH, Shingles, Sketch, find_shingles, resemblance
from indexer.engine_port import Copies
from indexer.rebuild.base import Base, RebuildNeeded
from indexer.schema.collection import CopyTotals
from indexer.schema.document import Document

# A leader, a later document, both by the place of their ids, and how alike they are.
PAIR = np.dtype([("leader", "<u4"), ("other", "<u4"), ("resemblance", "<f8")])
# Shingles are eight bytes a word; those of more documents wait on the disk.
_IN_MEMORY = 1 << 25


class CopyFinder:
    """The sketches of all documents of one generation; some 400 bytes of memory for each."""

    def __init__(self, scratch: Path, base: Base | None = None) -> None:
        """`scratch`: a folder for a file that has no name and is gone when this is closed."""
        self._base = base
        self._document: Callable[[str], Document] | None = base.document if base else None
        self._rows: dict[str, bytes] | None = None
        self._compared: dict[tuple[str, str], float] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._spool: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY, "w+b", dir=str(scratch))  # noqa: SIM115  # `close` closes it

    @classmethod
    def of(cls, scratch: Path, rows: dict[str, bytes], document: Callable[[str], Document]) -> Self:
        """The sketches that others made, and what reads a document where two are alike."""
        finder = cls(scratch)
        finder._rows, finder._document = rows, document
        return finder

    def add(self, document_id: str, sketch: Sketch | None) -> None:
        """Take in a document; without a sketch it is not looked for."""
        if sketch is None:
            return
        self._sketches()[document_id] = sketch.row
        at = self._spool.seek(0, 2)
        self._spool.write(sketch.shingles)
        self._places[document_id] = (at, len(sketch.shingles))

    def remove(self, document_id: str) -> None:
        """Leave out a document of the base."""
        self._sketches().pop(document_id, None)

    def find(self) -> tuple[Copies, CopyTotals]:
        """The groups of near copies, and their sums. Costs nothing where no document changed."""
        if self._rows is None and self._base is not None:
            return self._base.reader.copies(), self._base.reader.collection.copies
        rows = self._sketches()
        ids = sorted(rows)
        table = np.frombuffer(b"".join(map(rows.__getitem__, ids)), SKETCH)
        compared: list[tuple[int, int, float]] = []

        def resemble(leader: int, other: int) -> float:
            found = self._resemble(ids[leader], ids[other])
            compared.append((leader, other, found))
            return found

        leaders = find_leaders(table["text"], table["signature"], resemble)
        groups = tuple(_groups(leaders))
        pairs = np.array(compared, PAIR).tobytes()
        return (
            Copies(
                tuple(tuple(ids[at] for at in group) for group in groups),
                b"".join([*map(rows.__getitem__, ids), pairs]),
            ),
            _count(groups, table["text"]),
        )

    def _resemble(self, leader: str, other: str) -> float:
        if leader not in self._places and other not in self._places:
            known = self._compared.get((leader, other))
            if known is not None:
                return known
        return resemblance(self._shingles(leader), self._shingles(other))

    def _shingles(self, document_id: str) -> Shingles:
        if document_id not in self._places:
            assert self._document is not None
            return find_shingles(self._document(document_id).clean_text)
        at, size = self._places[document_id]
        self._spool.seek(at)
        return np.frombuffer(self._spool.read(size), np.uint64)

    def _sketches(self) -> dict[str, bytes]:
        if self._rows is None:
            self._rows = {} if self._base is None else self._take_over(self._base)
        return self._rows

    def _take_over(self, base: Base) -> dict[str, bytes]:
        """What the base kept: a row for each id, ascending, then the pairs that were compared."""
        ids, kept = base.reader.document_ids(), base.reader.copies().sketches
        if not kept:
            return {}
        size, end = SKETCH.itemsize, SKETCH.itemsize * len(ids)
        if end > len(kept) or (len(kept) - end) % PAIR.itemsize:
            raise RebuildNeeded("the index does not know its near copies")
        for leader, other, alike in np.frombuffer(kept, PAIR, offset=end).tolist():
            self._compared[ids[leader], ids[other]] = alike
        return {id_: kept[at : at + size] for id_, at in zip(ids, range(0, end, size), strict=True)}

    def close(self) -> None:
        """Let go of the shingles; safe to call twice."""
        self._spool.close()


def _groups(leaders: NDArray[np.int64]) -> Iterator[tuple[int, ...]]:
    """Leaders with their copies, ascending."""
    copies: dict[int, list[int]] = defaultdict(list)
    for at in np.flatnonzero(leaders != np.arange(len(leaders))).tolist():
        copies[int(leaders[at])].append(at)
    for leader in sorted(copies):
        yield leader, *copies[leader]


def _count(groups: tuple[tuple[int, ...], ...], texts: NDArray[np.uint64]) -> CopyTotals:
    documents = sum(map(len, groups))
    distinct = sum(len(set(texts[list(group)].tolist())) for group in groups)
    return CopyTotals(len(groups), documents - distinct, distinct - len(groups))
