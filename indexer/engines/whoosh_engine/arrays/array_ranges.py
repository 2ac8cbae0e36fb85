"""Ranges of an array that lie one after another, and the order of its numbers."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints

_INDEX_BITS = 32
# Bits of a number that is sorted, without its sign.
KEY_BITS = 63


def starts_from(counts: Ints) -> NDArray[np.int64]:
    """Where each of some ranges starts that lie one after another, and where the last ends.

    >>> starts_from(np.array([2, 0, 1])).tolist()
    [0, 2, 2, 3]
    """
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def sizes_of(starts: Ints) -> NDArray[np.int64]:
    """How long each of some ranges is that lie one after another.

    >>> sizes_of(np.array([0, 2, 2, 3], dtype=np.uint8)).tolist()
    [2, 0, 1]
    """
    wide: NDArray[np.int64] = starts.astype(np.int64)
    return wide[1:] - wide[:-1]


def starts_of(numbers: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Where each number from 0 to `size` begins among ascending numbers.

    >>> starts_of(np.array([0, 0, 2]), 3).tolist()
    [0, 2, 2, 3]
    """
    starts = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(numbers, minlength=size), out=starts[1:])
    return starts


def sort_order(ranks: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The stable order of numbers below 2**31, and the numbers in it.

    >>> [a.tolist() for a in sort_order(np.array([2, 0, 2, 1]))]
    [[1, 3, 0, 2], [0, 1, 2, 2]]
    """
    packed = ranks.astype(np.int64) << _INDEX_BITS
    packed |= np.arange(len(packed))
    packed.sort()
    return packed & ((1 << _INDEX_BITS) - 1), packed >> _INDEX_BITS


def changes(numbers: Ints) -> NDArray[np.int64]:
    """Where each stretch of equal numbers begins.

    >>> changes(np.array([5, 5, 7, 5])).tolist()
    [0, 2, 3]
    """
    differs = np.empty(len(numbers), dtype=bool)
    differs[:1] = True
    np.not_equal(numbers[1:], numbers[:-1], out=differs[1:])
    return np.flatnonzero(differs)
