"""The best hits of many matches, without sorting all of them.

The order is by score to SCORE_DIGITS digits, then by id; or by date, then by id.
"""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints

# Sums of scores differ in the last digits by the order of their parts, between engines and
# between two queries of one meaning; ranks must not.
SCORE_DIGITS = 9
# Greatest scores are sought among the maxima of so many stripes first.
_STRIPES = 64


def best_scored(
    scores: NDArray[np.float64] | float, documents: Ints, rank: Ints, limit: int
) -> NDArray[np.int64]:
    """Places of the best `limit` matches in order.

    Args: `scores`: aligned to the matching `documents`, or one for all; `rank`: for every document
    of the generation the place of its id.
    """
    if isinstance(scores, float):
        return smallest(rank[documents], limit)
    if limit >= len(scores):
        chosen = np.arange(len(scores))
    else:
        least = _great_enough(scores, limit)
        chosen = np.flatnonzero(scores >= least - 10.0**-SCORE_DIGITS)
    rounded = np.round(scores[chosen], SCORE_DIGITS)
    if len(chosen) > 2 * limit + _STRIPES:
        # Many are equal: all that are better than the last one, then of its equals the first ids.
        last = np.partition(rounded, len(rounded) - limit)[len(rounded) - limit]
        better, equal = np.flatnonzero(rounded > last), np.flatnonzero(rounded == last)
        equal = equal[smallest(rank[documents[chosen[equal]]], limit - len(better))]
        kept = np.concatenate([better, equal])
        chosen, rounded = chosen[kept], rounded[kept]
    found: NDArray[np.int64] = chosen[np.lexsort((rank[documents[chosen]], -rounded))][:limit]
    return found


def smallest(keys: Ints, limit: int) -> NDArray[np.int64]:
    """Places of the smallest `limit` keys in order; keys are unique.

    >>> smallest(np.array([5, 1, 4, 2]), 2).tolist()
    [1, 3]
    """
    if limit <= 0:
        return np.empty(0, dtype=np.int64)
    chosen = np.argpartition(keys, limit - 1)[:limit] if limit < len(keys) else np.arange(len(keys))
    return chosen[np.argsort(keys[chosen])]


def _great_enough(scores: NDArray[np.float64], limit: int) -> float:
    """A score that at least `limit` of many reach, as great as can be told quickly."""
    length = len(scores) // _STRIPES
    if length < 4 * limit:
        return float(np.partition(scores, len(scores) - limit)[len(scores) - limit])
    # Each maximum is the score of another match.
    maxima = scores[: length * _STRIPES].reshape(_STRIPES, length).max(axis=0)
    return float(np.partition(maxima, length - limit)[length - limit])
