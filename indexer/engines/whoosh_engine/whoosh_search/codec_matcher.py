"""Walks the postings of one term for Whoosh's searcher.

Only what is asked for is worked out: positions where a phrase looks at them, maxima of blocks
where a scorer skips by them. Knows no query.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import LeafMatcher
from whoosh.matching.mcore import ReadTooFar

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.postings import PostingList

# Postings that are skipped together where none of them can score enough.
BLOCK = 128


class TermPostings:
    """The living postings of one term, shared by all matchers on it; worked out as asked for.

    Args: `lengths`: of all documents of the segment, None where its scores know none;
    `find_positions`: gives the positions of all postings one after another.
    """

    def __init__(
        self, found: PostingList, lengths: Ints | None, find_positions: Callable[[], NDArray[np.int64]]
    ) -> None:
        self.documents: list[int] = found.documents.tolist()
        self.weights: list[int] = found.frequencies.tolist()
        self._found = found
        self._lengths = lengths
        self._find_positions = find_positions
        self._positions: NDArray[np.int64] | None = None
        self._ends: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._maxima: tuple[list[int], list[int], list[int]] | None = None

    def positions(self, at: int) -> list[int]:
        """The positions of a posting."""
        if self._positions is None:
            self._positions = self._find_positions()
            self._ends = np.cumsum(self._found.frequencies, dtype=np.int64)
        end = int(self._ends[at])
        found: list[int] = self._positions[end - self.weights[at] : end].tolist()
        return found

    def blocks(self) -> tuple[list[int], list[int], list[int]]:
        """Of each block the greatest weight, the least and the greatest length."""
        if self._maxima is None:
            starts = np.arange(0, len(self.documents), BLOCK)
            weights = np.maximum.reduceat(self._found.frequencies, starts).tolist()
            if self._lengths is None:
                self._maxima = weights, [0] * len(starts), [0] * len(starts)
            else:
                own = self._lengths[self._found.documents]
                least, most = np.minimum.reduceat(own, starts), np.maximum.reduceat(own, starts)
                self._maxima = weights, least.tolist(), most.tolist()
        return self._maxima


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """A matcher over the postings of a term; `at` is the posting it stands at."""

    def __init__(
        self,
        postings: TermPostings,
        field_format: Any,
        scorer: Any = None,
        term: tuple[str, bytes] | None = None,
        at: int = 0,
    ) -> None:
        self._postings = postings
        self._documents = postings.documents
        self.format = field_format
        self.scorer = scorer
        self._term = term
        self._at = at

    def is_active(self) -> bool:
        """Whether a posting is left."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Back to the first posting."""
        self._at = 0

    def copy(self) -> Self:
        """An independent matcher at the same posting."""
        return type(self)(self._postings, self.format, self.scorer, self._term, self._at)

    def id(self) -> int:
        """The document at hand; past the end the last one, as Whoosh's AndNot asks there before it looks."""
        return self._documents[min(self._at, len(self._documents) - 1)]

    def next(self) -> bool:
        """Go to the next posting; true where that is in another block. Raises ReadTooFar."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return self._at % BLOCK == 0

    def skip_to(self, id: int) -> bool:  # noqa: A002  # Whoosh calls it so
        """Go to the first posting at or after a document; true where its block is another."""
        if not self.is_active():
            raise ReadTooFar
        before = self._at // BLOCK
        self._at = bisect_left(self._documents, id, self._at)
        return self._at // BLOCK != before

    def all_ids(self) -> Iterator[int]:
        """The documents that are left."""
        return iter(self._documents[self._at :])

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        """The documents that are left, with their encoded positions."""
        while self.is_active():
            yield self.id(), self.value()
            self._at += 1

    def value(self) -> bytes:
        """The posting's positions, encoded."""
        encoded: bytes = self.format.encode(self._postings.positions(self._at))
        return encoded

    def value_as(self, astype: str) -> Any:
        """The posting's positions, frequency or weight."""
        match astype:
            case "positions":
                return self._postings.positions(self._at)
            case "frequency":
                return self._postings.weights[self._at]
            case "weight":
                return self.weight()
        return super().value_as(astype)

    def weight(self) -> float:
        """How often the term stands in the document."""
        return float(self._postings.weights[self._at])

    def score(self) -> float:
        """The score of the posting; its weight where nobody scores."""
        return float(self.scorer.score(self)) if self.scorer else self.weight()

    def supports_block_quality(self) -> bool:
        """Whether the scorer knows how to skip."""
        return self.scorer is not None and bool(self.scorer.supports_block_quality())

    def skip_to_quality(self, minquality: float) -> int:
        """Leave blocks none of whose postings scores more; how many were left."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._at = (self._at // BLOCK + 1) * BLOCK
            skipped += 1
        return skipped

    def block_max_weight(self) -> float:
        """The greatest weight in the block at hand."""
        return float(self._postings.blocks()[0][self._at // BLOCK])

    def block_min_length(self) -> int:
        """The least length of a document in the block at hand."""
        return self._postings.blocks()[1][self._at // BLOCK]

    def block_max_length(self) -> int:
        """The greatest length of a document in the block at hand."""
        return self._postings.blocks()[2][self._at // BLOCK]
