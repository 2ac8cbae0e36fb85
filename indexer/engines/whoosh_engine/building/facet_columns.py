"""Facet values as columns by document and as lists of documents by value.

Whole arrays in, whole arrays out; knows no document.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.array_ranges import changes, sort_order, starts_from, starts_of
from indexer.engines.whoosh_engine.arrays.postings import spread
from indexer.query.facet_values import date_days, date_levels


class Numbers(dict[str, int]):
    """Values by number, in the order in which they came."""

    def __missing__(self, value: str) -> int:
        number = self[value] = len(self)
        return number


def rank_values(values: Sequence[str], numbers: Ints) -> tuple[list[str], NDArray[np.int64]]:
    """The values that occur among `numbers`, ascending, and the place of each value among them.

    >>> values, ranks = rank_values(["b", "x", "a"], np.array([0, 2, 0]))
    >>> values, ranks.tolist()
    (['a', 'b'], [1, 0, 0])
    """
    used = np.flatnonzero(np.bincount(numbers, minlength=len(values))).tolist()
    used.sort(key=values.__getitem__)
    ranks = np.zeros(len(values), dtype=np.int64)
    ranks[used] = np.arange(len(used))
    return [values[number] for number in used], ranks


def write_many(out: ArrayFolderWriter, name: str, values: Sequence[str], counts: Ints, numbers: Ints) -> None:
    """Write the column of a facet with any number of values a document.

    Args: `values` in any order; `counts`: how many a document has; `numbers`: which, unique within
    a document.
    """
    _, ranks = rank_values(values, numbers)
    keys = np.repeat(np.arange(len(counts)) << 32, counts)
    keys |= ranks[numbers]
    keys.sort()
    out.write(f"{name}_column_ptr", starts_from(counts))
    out.write(f"{name}_column", keys & 0xFFFFFFFF)


def write_one(
    out: ArrayFolderWriter, name: str, values: Sequence[str], numbers: Ints, *, dates: bool
) -> None:
    """Write the column of a facet with one narrowest value a document, and all lists.

    Args: `values` in any order; `numbers`: which each document has; `dates`: whether a value
    stands in wider ones.
    """
    used = np.flatnonzero(np.bincount(numbers, minlength=len(values)))
    levels = [date_levels(values[number]) if dates else (values[number],) for number in used.tolist()]
    ascending = sorted({level for own in levels for level in own})
    number_of = {value: number for number, value in enumerate(ascending)}
    place = np.zeros(len(values), dtype=np.int64)
    place[used] = np.arange(len(used))
    numbers = place[numbers]
    narrow = np.array([number_of[own[-1]] for own in levels], dtype=np.int64)
    out.write(f"{name}_column", narrow[numbers])
    counts, flat = spread_levels(numbers, [[number_of[level] for level in own] for own in levels])
    write_lists(out, name, ascending, flat, counts)


def spread_levels(numbers: Ints, levels: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], Ints]:
    """For each number how many levels it has, and these one after another.

    >>> [a.tolist() for a in spread_levels(np.array([1, 0]), [[5], [6, 7]])]
    [[2, 1], [6, 7, 5]]
    """
    sizes = np.array([len(own) for own in levels], dtype=np.int64)
    flat = np.array([level for own in levels for level in own], dtype=np.int64)
    counts = sizes[numbers]
    return counts, flat[spread(starts_from(sizes)[numbers], counts)]


def unique_pairs(owners: Ints, values: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each pair of numbers once, ascending.

    >>> [a.tolist() for a in unique_pairs(np.array([1, 0, 1]), np.array([7, 5, 7]))]
    [[0, 1], [5, 7]]
    """
    keys = np.sort(owners.astype(np.int64) << 32 | values)
    keys = keys[changes(keys)]
    return keys >> 32, keys & 0xFFFFFFFF


def write_lists(
    out: ArrayFolderWriter, name: str, ascending: Sequence[str], ranks: Ints, counts: NDArray[np.int64]
) -> None:
    """Write values and the documents of each; `ranks` are by document, `counts` a document."""
    documents = np.repeat(np.arange(len(counts)), counts)
    order, found = sort_order(ranks)
    out.write_words(f"{name}_values", f"{name}_value_ends", ascending)
    out.write(f"{name}_ptr", starts_of(found, len(ascending)))
    out.write(f"{name}_docs", documents[order], "<i4")


def days_of(values: Sequence[str]) -> NDArray[np.int64]:
    """First and last day of each date, -1 twice where it has none.

    >>> days_of(["2024-02", "none"]).tolist()
    [[738917, 738945], [-1, -1]]
    """
    return np.array([date_days(value) or (-1, -1) for value in values], dtype=np.int64).reshape(-1, 2)
