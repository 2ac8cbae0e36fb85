"""Which actors are named in the same blocks, counted over the positions of all mentions.

A block is a title, a heading or a passage: the stretches of `Document.blocks`. What is counted is
exact; no text is read.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.document_terms import BLOCK_GAP
from indexer.engines.whoosh_engine.arrays.postings import spread
from indexer.engines.whoosh_engine.arrays.segment import Segment

Numbers = NDArray[np.int64]
# Pairs that are counted at once.
_SLAB = 1 << 21


class NamedBlocks(NamedTuple):
    """Blocks and the actors named in them, each pair once, ascending by block, then by actor.

    int64 and aligned: `blocks` counted through the segment, `documents` that they are in, `actors`
    by their numbers among the segment's values.
    """

    blocks: Numbers
    documents: Numbers
    actors: Numbers


class PairCounts(NamedTuple):
    """Pairs of actors (`first` < `second`) with the blocks and documents that have both in a block."""

    first: Numbers
    second: Numbers
    blocks: Numbers
    documents: Numbers


class SharedBlocks:
    """The blocks of one segment and the actors named in them; deleted documents have none."""

    def __init__(self, segment: Segment, check_deadline: Callable[[], None]) -> None:
        self._segment = segment
        self._check_deadline = check_deadline
        self._first_blocks = segment.arrays["block_ptr"].astype(np.int64)
        tokens = segment.arrays["block_tokens"].astype(np.int64)
        # Where each block begins, if the positions of a document went on from those before it.
        self._begins = np.cumsum(tokens) - tokens + BLOCK_GAP * np.arange(len(tokens))

    def number_in_document(self, blocks: Numbers, documents: Numbers) -> Numbers:
        """Blocks of the segment counted from 0 within their documents, in the order of `blocks()`."""
        numbers: Numbers = blocks - self._first_blocks[documents]
        return numbers

    def naming(self, actor: str) -> NamedBlocks:
        """The blocks that name an actor."""
        number = self._segment.values["actor"].find(actor)
        if number < 0:
            return NamedBlocks(*np.empty((3, 0), dtype=np.int64))
        found = self._segment.mentions["actor"].places(number)
        return self._named(np.full(len(found.documents), number), found.documents, found.first)

    def beside(self, own: NamedBlocks) -> NamedBlocks:
        """All actors named in some blocks. Cost: one pass over the mentions of the segment."""
        values, found = self._segment.mentions["actor"].all_places()
        inside = np.zeros(self._segment.size, dtype=bool)
        inside[own.documents] = True
        near = np.flatnonzero(inside.take(found.documents))
        self._check_deadline()
        named = self._named(values[near], found.documents[near], found.first[near])
        wanted = np.zeros(len(self._begins), dtype=bool)
        wanted[own.blocks] = True
        return NamedBlocks(*(part[wanted.take(named.blocks)] for part in named))

    def among(self, actors: Numbers) -> PairCounts:
        """Every pair of some actors that one block names. Cost: all pairs of each block."""
        values, found = self._segment.mentions["actor"].all_places()
        chosen = np.flatnonzero(np.isin(values, actors))
        named = self._named(values[chosen], found.documents[chosen], found.first[chosen])
        later = _later_in_block(named.blocks)
        size = len(self._segment.values["actor"])
        parts = [_count_pairs(named, own, later[own], size) for own in self._slabs(named, later)]
        if not parts:
            return PairCounts(*np.empty((4, 0), dtype=np.int64))
        keys, places = np.unique(np.concatenate([keys for keys, _, _ in parts]), return_inverse=True)
        counts = np.zeros((2, len(keys)), dtype=np.int64)
        for row in (0, 1):
            np.add.at(counts[row], places, np.concatenate([part[row + 1] for part in parts]))
        return PairCounts(keys // size, keys % size, counts[0], counts[1])

    def _slabs(self, named: NamedBlocks, later: Numbers) -> list[Numbers]:
        """Stretches of places, each of whole documents with few pairs; at least one document."""
        if not len(later):
            return []
        ends = np.flatnonzero(np.diff(named.documents, append=-1)) + 1
        slab = np.cumsum(later)[ends - 1] // _SLAB
        cuts = ends[np.flatnonzero(np.diff(slab, append=-1))]
        stretches = np.split(np.arange(len(later)), cuts[:-1])
        self._check_deadline()
        return stretches

    def _named(self, actors: Numbers, documents: Numbers, positions: Numbers) -> NamedBlocks:
        alive = self._segment.live
        if alive is not None:
            kept = alive.take(documents)
            actors, documents, positions = actors[kept], documents[kept], positions[kept]
        size = max(1, len(self._segment.values["actor"]))
        begins = self._begins.take(self._first_blocks.take(documents))
        blocks = np.searchsorted(self._begins, begins + positions, side="right") - 1
        keys, places = np.unique(blocks * size + actors, return_index=True)
        return NamedBlocks(keys // size, documents[places], keys % size)


def _later_in_block(blocks: Numbers) -> Numbers:
    """For each place of ascending blocks how many places of the same block follow it.

    >>> _later_in_block(np.array([4, 4, 4, 7, 9, 9])).tolist()
    [2, 1, 0, 0, 1, 0]
    """
    return np.searchsorted(blocks, blocks, side="right") - np.arange(len(blocks)) - 1


def _count_pairs(named: NamedBlocks, own: Numbers, later: Numbers, size: int) -> tuple[Numbers, ...]:
    """The pairs of some places as numbers, ascending, with their blocks and documents."""
    left = np.repeat(own, later)
    right = spread(own + 1, later)
    keys = named.actors[left] * size + named.actors[right]
    order = np.lexsort((named.documents[left], keys))
    keys, documents = keys[order], named.documents[left][order]
    fresh = np.ones(len(keys), dtype=bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (documents[1:] != documents[:-1])
    found, firsts, blocks = np.unique(keys, return_index=True, return_counts=True)
    return found, blocks, np.add.reduceat(fresh.astype(np.int64), firsts) if len(firsts) else blocks
