"""Which lines of a source are its own, as they stand in many of its texts.

A site puts its slogan, desk or plea into every page: such a line stands in texts that have nothing
else in common. Recurring reports share lines, too, their headings and the heads of their tables. What
tells them apart is what follows: below a slogan at the foot stands the end or the same line each time,
below a heading another text.
"""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from indexer.cleaning.line_counts import LONGEST, LineCounts, Records, hash_line

# In so many texts of its source at least, and in this share of them or in `_MANY`.
LEAST_TEXTS = 3
_SHARE = 0.2
_MANY = 10
# What stands below a line is the same in this share of the places at least.
_SAME = 0.8
# A line stands directly above a sentence, as headings do, in this share of the places at most.
_HEADS = 0.1
# Texts that share so many of their longest lines are copies of one.
_SHARED = 3

# What a line is known as: one of many texts, and one that may be taken at their foot or their head.
KNOWN, FOOT, HEAD = 1, 2, 4

Ints = NDArray[np.int64]


class CorpusMemory:
    """The lines that are known, by their hash, and as what they may be taken."""

    def __init__(self, known: Mapping[int, int] | None = None) -> None:
        self.known = dict(known or {})

    def of(self, source: str) -> "SourceMemory":
        """What is known of one source."""
        return SourceMemory(self.known, source)

    def differing(self, other: "CorpusMemory") -> set[int]:
        """The lines that two memories do not take alike."""
        return {line for line, _ in self.known.items() ^ other.known.items()}


class SourceMemory:
    """What is known of the lines of one source."""

    def __init__(self, known: Mapping[int, int], source: str) -> None:
        self._known = known
        self.source = source

    def __bool__(self) -> bool:
        return bool(self._known)

    def places(self, line: str) -> int:
        """As what a line is known: KNOWN, FOOT, HEAD together; 0 for one that is not."""
        return self._known.get(hash_line(self.source, line), 0)


NOTHING_KNOWN = CorpusMemory()


def learn(counts: LineCounts) -> CorpusMemory:
    """The memory of all pages; the same in whatever order they were counted.

    Cost: sorts all lines once, in arrays.
    """
    documents = counts.documents
    # A page without a sentence is no text: what it has stands at no edge of one.
    is_text = documents["longest"].max(axis=1, initial=0) > 0
    rows = _frequent(counts.rows)
    rows = rows[is_text[rows["document"]]]
    text = _find_texts(documents["longest"])
    _, source = np.unique(documents["source"], return_inverse=True)
    texts_of_source = _count_pairs(source, text)
    lines, line = np.unique(rows["line"], return_inverse=True)
    if not len(lines):
        return CorpusMemory()
    texts = _count_pairs(line, text[rows["document"]])
    of_source = np.zeros(len(lines), np.int64)
    of_source[line] = texts_of_source[source[rows["document"]]]
    enough = (texts >= LEAST_TEXTS) & ((texts >= _SHARE * of_source) | (texts >= _MANY))
    places = np.bincount(line)
    heads = np.bincount(line, rows["heads"])
    same = _most_alike(line, rows["below"])
    known = KNOWN | FOOT * (same >= _SAME * places) | HEAD * (heads <= _HEADS * places)
    return CorpusMemory(dict(zip(lines[enough].tolist(), known[enough].tolist(), strict=True)))


def _frequent(rows: Records) -> Records:
    """The rows of lines that stand in several places; few are left of many."""
    lines = np.sort(rows["line"])
    apart = LEAST_TEXTS - 1
    often = np.unique(lines[apart:][lines[apart:] == lines[: len(lines) - apart]])
    del lines
    place = np.searchsorted(often[:-1], rows["line"])
    return rows[often[place] == rows["line"]] if len(often) else rows[:0]


def _find_texts(longest: NDArray[np.uint32]) -> Ints:
    """The number of the text of each document: near copies of one story have the same.

    Documents that share three of their five longest lines are copies of one text, and so are those
    with fewer lines that share all of them. Cost: sorts ten numbers a document.
    """
    size = len(longest)
    held = np.sort(longest, axis=1)[:, ::-1].astype(np.uint64)
    keys, owners = [], []
    many = np.flatnonzero(held[:, _SHARED - 1])
    for chosen in combinations(range(LONGEST), _SHARED):
        whole = many[held[many, chosen[-1]] > 0]
        keys.append(_mix(held[np.ix_(whole, chosen)]))
        owners.append(whole.astype(np.int32))
    few = np.flatnonzero((held[:, _SHARED - 1] == 0) & (held[:, 0] > 0))
    keys.append(_mix(held[few, :_SHARED]))
    owners.append(few.astype(np.int32))
    key, owner = np.concatenate(keys), np.concatenate(owners)
    del keys, owners
    order = np.argsort(key)
    key, owner = key[order], owner[order]
    equal = key[1:] == key[:-1]
    return _join(size, owner[:-1][equal], owner[1:][equal])


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Rows of numbers below 2**32 as one number each (FNV-1a over 64 bits)."""
    mixed = np.full(len(values), 0xCBF29CE484222325, np.uint64)
    for column in range(values.shape[1]):
        mixed = (mixed ^ values[:, column]) * np.uint64(0x100000001B3)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _join(size: int, left: NDArray[np.int32], right: NDArray[np.int32]) -> Ints:
    """The least number among those that pairs connect, for each number below `size`."""
    least = np.arange(size)
    while True:
        before = least.copy()
        np.minimum.at(least, left, least[right])
        np.minimum.at(least, right, least[left])
        # What a number's least one has found holds for it, too.
        least = least[least]
        if np.array_equal(before, least):
            return least


def _count_pairs(group: Ints, value: Ints) -> Ints:
    """How many different values each group has; groups and values are small numbers from 0."""
    width = int(value.max(initial=0)) + 1
    pairs = np.unique(group.astype(np.int64) * width + value)
    return np.bincount(pairs // width)


def _most_alike(group: Ints, value: NDArray[np.uint32]) -> Ints:
    """How often each group has its most frequent value."""
    _, number = np.unique(value, return_inverse=True)
    width = int(number.max(initial=0)) + 1
    pairs, times = np.unique(group.astype(np.int64) * width + number, return_counts=True)
    most = np.zeros(int(group.max(initial=-1)) + 1, np.int64)
    np.maximum.at(most, pairs // width, times)
    return most
