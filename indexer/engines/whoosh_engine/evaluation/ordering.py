"""Matches in the order of a request, and the hits that they give.

Finds nothing: it is given what matches.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import EngineHit
from indexer.engines.whoosh_engine.evaluation.folding import Folds
from indexer.engines.whoosh_engine.evaluation.matches import Matches, choose

# Hits of a walk made in one go: calls cost little then, and the first are there soon.
STRETCH = 256


class OrderedMatches(NamedTuple):
    """What a request finds in the whole generation.

    `best` gives the places of the first so many matches in order, copies among them.
    """

    found: Matches
    folds: Folds | None
    best: Callable[[int], NDArray[np.int64]]
    id_of: Callable[[int], str]

    @property
    def total(self) -> int:
        """How many documents match."""
        return len(self.found.documents)

    @property
    def folded(self) -> int:
        """How many of them stand in no list."""
        return self.folds.folded if self.folds else 0

    def hits(self, start: int, limit: int) -> tuple[EngineHit, ...]:
        """The hits from number `start` on, at most `limit`."""
        if not start + limit or not self.total:
            return ()
        return self._made(self._first(start + limit)[start:])

    def walk(self) -> Iterator[EngineHit]:
        """All hits. Cost: puts all into order at once, with 8 bytes a match."""
        order = self._first(self.total) if self.total else np.empty(0, dtype=np.int64)
        return (hit for at in range(0, len(order), STRETCH) for hit in self._made(order[at : at + STRETCH]))

    def _first(self, limit: int) -> NDArray[np.int64]:
        """The places of the first hits."""
        if self.folds and self.folds.folded:
            return self.folds.best(limit, self.best)
        return self.best(limit)

    def _made(self, places: NDArray[np.int64]) -> tuple[EngineHit, ...]:
        own = choose(self.found.scores, places)
        values = [own] * len(places) if isinstance(own, float) else own.tolist()
        numbers = self.found.documents[places]
        ids = map(self.id_of, numbers.tolist())
        if self.folds is None or not self.folds.folded:
            return tuple(EngineHit(id_, score) for id_, score in zip(ids, values, strict=True))
        return tuple(
            EngineHit(id_, score, copies, tuple(map(self.id_of, first)))
            for id_, score, (copies, first) in zip(ids, values, self.folds.copies(numbers), strict=True)
        )
