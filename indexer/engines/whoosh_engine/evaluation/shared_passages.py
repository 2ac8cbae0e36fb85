"""Actors named together, over all segments of a generation.

Each question counts anew from the stored positions and keeps nothing.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import BlockPlace, BlocksNaming, NamedTogether, check_deadline
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation.shared_blocks import NamedBlocks, SharedBlocks

# More blocks than a document can have: a text has fewer than 2**31 characters.
_BLOCK = np.int64(1) << 32


class SharedPassages:
    """Answers the port's questions on actors named together; safe to share between threads."""

    def __init__(
        self,
        segments: Sequence[Segment],
        id_of: Callable[[int], str],
        date_rank: Callable[[], NDArray[np.int64]],
    ) -> None:
        """`id_of` a document by its number in the generation; `date_rank`: its place, newest first."""
        self._segments = segments
        self._id_of = id_of
        self._date_rank = date_rank

    def beside(self, actor: str, deadline: float | None) -> tuple[NamedTogether, ...]:
        """See `IndexReader.named_beside`."""
        counts: dict[str, tuple[int, int, int]] = {}
        for segment, shared in self._shared(deadline):
            own = shared.naming(actor)
            if not len(own.blocks):
                continue
            named = shared.beside(own)
            keys = self._keys(segment, shared, named)
            for at, blocks, documents, newest in zip(*_by_actor(named, keys), strict=True):
                other = segment.values["actor"].word(at)
                before = counts.get(other, (0, 0, newest))
                counts[other] = (before[0] + blocks, before[1] + documents, min(before[2], newest))
        counts.pop(actor, None)
        order = np.argsort(self._date_rank())
        found = [
            NamedTogether(actor, other, blocks, documents, self._place(order, newest))
            for other, (blocks, documents, newest) in counts.items()
        ]
        return tuple(sorted(found, key=lambda pair: (-pair.passages, pair.second)))

    def together(self, actors: Sequence[str], deadline: float | None) -> tuple[NamedTogether, ...]:
        """See `IndexReader.named_together`."""
        counts: dict[tuple[str, str], tuple[int, int]] = {}
        for segment, shared in self._shared(deadline):
            values = segment.values["actor"]
            numbers = np.array([n for n in map(values.find, dict.fromkeys(actors)) if n >= 0], dtype=np.int64)
            names = {number: values.word(number) for number in numbers.tolist()}
            pairs = shared.among(numbers)
            for first, second, blocks, documents in zip(*(part.tolist() for part in pairs), strict=True):
                pair = (names[first], names[second])
                before = counts.get(pair, (0, 0))
                counts[pair] = (before[0] + blocks, before[1] + documents)
        return tuple(NamedTogether(*pair, *counts[pair]) for pair in sorted(counts))

    def naming(self, actors: Sequence[str], start: int, limit: int, deadline: float | None) -> BlocksNaming:
        """See `IndexReader.blocks_naming`."""
        parts, documents = [np.empty(0, dtype=np.int64)], 0
        for segment, shared in self._shared(deadline):
            own = [shared.naming(actor) for actor in dict.fromkeys(actors)]
            if not own:
                continue
            kept = own[0]
            for other in own[1:]:
                both = np.isin(kept.blocks, other.blocks)
                kept = NamedBlocks(*(part[both] for part in kept))
            documents += len(np.unique(kept.documents))
            parts.append(self._keys(segment, shared, kept))
        keys = np.sort(np.concatenate(parts))
        order = np.argsort(self._date_rank())
        places = tuple(self._place(order, int(key)) for key in keys[start : start + limit])
        return BlocksNaming(len(keys), documents, places)

    def _shared(self, deadline: float | None) -> list[tuple[Segment, SharedBlocks]]:
        check = partial(check_deadline, deadline)
        return [(segment, SharedBlocks(segment, check)) for segment in self._segments]

    def _keys(self, segment: Segment, shared: SharedBlocks, named: NamedBlocks) -> NDArray[np.int64]:
        """Blocks as numbers in the order in which they are listed: newest document first."""
        rank = self._date_rank()[named.documents + segment.base]
        return rank * _BLOCK + shared.number_in_document(named.blocks, named.documents)

    def _place(self, order: NDArray[np.int64], key: int) -> BlockPlace:
        rank, block = divmod(key, int(_BLOCK))
        return BlockPlace(self._id_of(int(order[rank])), block)


def _by_actor(named: NamedBlocks, keys: NDArray[np.int64]) -> tuple[list[int], ...]:
    """For each actor its number, how many blocks and documents name it, and the least of its keys."""
    order = np.lexsort((keys, named.actors))
    actors, documents = named.actors[order], named.documents[order]
    # Keys ascend by document, so that a document's blocks follow each other.
    fresh = np.ones(len(actors), dtype=bool)
    fresh[1:] = (actors[1:] != actors[:-1]) | (documents[1:] != documents[:-1])
    found, firsts, blocks = np.unique(actors, return_index=True, return_counts=True)
    if not len(found):
        return [], [], [], []
    counts = np.add.reduceat(fresh.astype(np.int64), firsts)
    return found.tolist(), blocks.tolist(), counts.tolist(), keys[order][firsts].tolist()
