"""How many documents match each of many queries that have parts in common.

Counts only: no part is scored, and one that several queries have is worked out once.
"""

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation.evaluator import Evaluator
from indexer.engines.whoosh_engine.evaluation.matches import mask_of
from indexer.query import syntax

Mask = NDArray[np.bool_]


class SharedParts:
    """The parts of some queries in one segment, as masks over its documents."""

    def __init__(self, segment: Segment, evaluator: Evaluator) -> None:
        self._segment = segment
        self._evaluator = evaluator
        self._known: dict[syntax.Node, Mask] = {}

    def count(self, query: syntax.Node, among: Ints | None) -> int:
        """How many of some living documents match a query; of all of them where `among` is None."""
        if among is not None:
            return int(np.count_nonzero(self._mask(query).take(among)))
        if not syntax.children(query):
            return self._segment.count_live(self._evaluator.documents(query))
        mask, live = self._mask(query), self._segment.live
        return int(np.count_nonzero(mask if live is None else mask & live))

    def _mask(self, node: syntax.Node) -> Mask:
        match node:
            case syntax.And(parts):
                return reduce(np.logical_and, map(self._mask, parts))
            case syntax.Or(parts):
                return reduce(np.logical_or, map(self._mask, parts))
            case syntax.Not(child):
                return ~self._mask(child)
            case syntax.Boosted(child, _):
                return self._mask(child)
        if node not in self._known:
            self._known[node] = mask_of(self._evaluator.documents(node), self._segment.size)
        return self._known[node]
