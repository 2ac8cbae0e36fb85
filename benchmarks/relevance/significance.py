"""Whether two rankers differ by more than luck over these queries.

Source: Smucker, Allan and Carterette, A Comparison of Statistical Significance Tests for
Information Retrieval Evaluation (2007): the paired randomisation test, on both sides.
"""

from collections.abc import Sequence

import numpy as np

FLIPS = 10_000
SEED = 7
# Sums of the same parts in another order differ in the last digits.
_SAME = 1e-12


def p_value(groups: Sequence[Sequence[float]], flips: int = FLIPS, seed: int = SEED) -> float:
    """How often the mean over `groups` is as far from 0 as it is if each difference had a sign by lot.

    Args: `groups`: for each collection the differences of two rankers, query by query; a collection
    counts as much as another, however many queries it has.

    >>> p_value([[0.0, 0.0]]), p_value([[0.5] * 20]) < 0.001
    (1.0, True)
    """
    differences = np.concatenate([np.asarray(group, dtype=np.float64) / len(group) for group in groups])
    moved = differences[differences != 0.0]
    signs = np.random.default_rng(seed).choice(np.array([-1.0, 1.0]), (flips, len(moved)))
    as_far = np.count_nonzero(np.abs(signs @ moved) >= abs(moved.sum()) - _SAME)
    return float((as_far + 1) / (flips + 1))
