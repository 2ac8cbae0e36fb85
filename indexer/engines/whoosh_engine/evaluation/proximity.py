"""Where phrases, names and NEAR stand, worked out on whole arrays.

A place in a segment is one number: the document times PLACE plus the position. Blocks are
BLOCK_GAP positions apart, so that no phrase and no NEAR crosses from one into another.
"""

import threading
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.postings import Occurrences, WordField
from indexer.engines.whoosh_engine.arrays.segment import ENTITY_FIELDS, Segment
from indexer.engines.whoosh_engine.evaluation.matches import find_in_all
from indexer.query import syntax

# More positions than a document can have: a text has fewer than 2**31 characters.
PLACE = np.int64(1) << 32

# Cells that are looked up at once, one for each position of some documents.
_SLAB = 1 << 22

Keys = NDArray[np.int64]
# How often a word stands in each of some documents, and its positions one after another.
_Places = tuple[NDArray[np.int64], NDArray[np.int64]]
_scratch = threading.local()


class ArrayProximity:
    """The places of nodes in one segment."""

    def __init__(self, segment: Segment, check_deadline: Callable[[], None]) -> None:
        self._segment = segment
        self._check_deadline = check_deadline

    def phrase_frequencies(
        self, node: syntax.Phrase, within: Ints | None = None
    ) -> tuple[Ints, NDArray[np.int64]]:
        """Documents that have a phrase, and how often; once at most where it has slop.

        `within`: looked for in these documents alone.
        """
        if node.slop:
            documents = np.unique(self._sloppy_starts(node, within) // PLACE)
            return documents, np.ones(len(documents), dtype=np.int64)
        documents = self._phrase_starts(node, within)[0]
        fresh = np.ones(len(documents), dtype=bool)
        np.not_equal(documents[1:], documents[:-1], out=fresh[1:])
        firsts = np.flatnonzero(fresh)
        return documents[firsts], np.diff(firsts, append=len(documents))

    def near(self, node: syntax.Near) -> Ints:
        """Documents in which the sides of a NEAR are near enough."""
        left, right = self.places(node.left), self.places(node.right)
        found = np.concatenate(
            [_followers(left, right, node.distance), _followers(right, left, node.distance)]
        )
        return np.unique(found)

    def places(self, node: syntax.Node) -> Occurrences:
        """Where a node stands; nowhere for a node that has no places."""
        self._check_deadline()
        match node:
            case syntax.Boosted(child, _):
                return self.places(child)
            case syntax.Term():
                return _together(self._segment.terms.places(node))
            case syntax.Phrase(terms, _, 0, _):
                documents, first = self._phrase_starts(node)
                return Occurrences(documents, first, first + len(terms) - 1)
            case syntax.FieldIs("actor" | "place" as field, value):
                return self._mentions(field, value)
            case syntax.Name(_, actors, literal):
                return _together([self.places(literal), *(self._mentions("actor", a) for a in actors)])
        return _together([])

    def _mentions(self, field: str, value: str) -> Occurrences:
        assert field in ENTITY_FIELDS
        number = self._segment.values[field].find(value)
        return self._segment.mentions[field].places(number) if number >= 0 else _together([])

    def _common_places(
        self, words: WordField, numbers: list[int], within: Ints | None
    ) -> tuple[Keys, dict[int, _Places]]:
        """Documents that hold all words, and for each word how often it stands in each, and where."""
        order = sorted(set(numbers), key=words.word_lists.size)
        lists = [words.word_lists.documents(number) for number in order]
        if within is None:
            held, at = find_in_all(lists, self._segment.size)
        else:
            held, (_, *at) = find_in_all([within, *lists], self._segment.size)
        common = held.astype(np.int64)
        found: dict[int, _Places] = {}
        for number, own in zip(order, at, strict=True):
            self._check_deadline()
            found[number] = words.positions_at(number, np.arange(len(common)) if own is None else own)
        return common, found

    def _numbers(self, node: syntax.Phrase) -> list[int]:
        """The numbers of a phrase's words in order, empty where one of them is nowhere."""
        words = self._segment.words[node.field].words
        numbers = [words.find(term) for term in node.terms]
        return [] if -1 in numbers else numbers

    def _phrase_starts(
        self, node: syntax.Phrase, within: Ints | None = None
    ) -> tuple[Ints, NDArray[np.int64]]:
        """Documents and positions where the words of a phrase stand in order, ascending."""
        numbers = self._numbers(node)
        if not numbers:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        common, places = self._common_places(self._segment.words[node.field], numbers, within)
        widths = self._segment.position_counts(common) + len(numbers)
        found: list[tuple[Ints, NDArray[np.int64]]] = []
        for first, last in _slabs(widths):
            self._check_deadline()
            own = {n: _cut(of, first, last) for n, of in places.items()}
            kept, starts = _consecutive(numbers, own, widths[first:last])
            found.append((common[first:last].take(kept), starts))
        return np.concatenate([d for d, _ in found]), np.concatenate([p for _, p in found])

    def _sloppy_starts(self, node: syntax.Phrase, within: Ints | None = None) -> Keys:
        """Where a window begins that holds all words of a phrase, in any order."""
        numbers = self._numbers(node)
        if not numbers:
            return np.empty(0, dtype=np.int64)
        needed = Counter(numbers)
        common, places = self._common_places(self._segment.words[node.field], numbers, within)
        bases = common * PLACE
        keys = {n: np.repeat(bases, counts) + positions for n, (counts, positions) in places.items()}
        starts = np.sort(np.concatenate(list(keys.values())))
        width = len(numbers) - 1 + node.slop
        for number, times in needed.items():
            self._check_deadline()
            own = keys[number]
            inside = np.searchsorted(own, starts + width, side="right") - np.searchsorted(own, starts)
            starts = starts[inside >= times]
        return starts


def _slabs(widths: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Stretches of documents that have few enough positions together; at least one stretch."""
    ends = np.cumsum(widths)
    cuts = [0]
    while cuts[-1] < len(widths):
        before = int(ends[cuts[-1] - 1]) if cuts[-1] else 0
        cuts.append(max(cuts[-1] + 1, int(np.searchsorted(ends, before + _SLAB, side="right"))))
    return list(pairwise(cuts)) or [(0, 0)]


def _cut(places: _Places, first: int, last: int) -> _Places:
    """The places in a stretch of the documents."""
    counts, positions = places
    if last - first == len(counts):
        return places
    start = int(counts[:first].sum())
    own = counts[first:last]
    return own, positions[start : start + int(own.sum())]


def _empty_cells(size: int) -> NDArray[np.bool_]:
    """At least so many cells, all false, of this thread: whoever marks one unmarks it again."""
    cells: NDArray[np.bool_] | None = getattr(_scratch, "cells", None)
    if size > _SLAB:
        return np.zeros(size, dtype=bool)
    if cells is None:
        cells = _scratch.cells = np.zeros(_SLAB, dtype=bool)
    return cells


def _consecutive(
    numbers: list[int],
    places: dict[int, _Places],
    widths: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where words stand one after another: places of the documents, and first positions.

    Args: `numbers`: the words in order; `places`: for each how often it stands in each document,
    and where; `widths`: more cells than a document has positions. Each document has a stretch of
    cells, so that looking a position up is one step, and no stretch is left by stepping back.
    """
    bases = np.cumsum(widths) - widths + len(numbers)
    cells = {n: np.repeat(bases, counts) + at for n, (counts, at) in places.items()}
    # The rarest word first: what is left of it never grows.
    order = sorted(range(len(numbers)), key=lambda at: len(cells[numbers[at]]))
    counts, positions = places[numbers[order[0]]]
    starts = cells[numbers[order[0]]] - order[0]
    kept = np.arange(len(starts))
    marks = _empty_cells(int(widths.sum()))
    for at in order[1:]:
        own = cells[numbers[at]] - at
        try:
            marks[own] = True
            kept = kept[marks[starts[kept]]]
        finally:
            marks[own] = False
    documents = np.repeat(np.arange(len(widths)), counts)
    return documents[kept], positions[kept] - order[0]


def _keys(found: Occurrences) -> Keys:
    return found.documents * PLACE + found.first


def _together(parts: list[Occurrences]) -> Occurrences:
    if len(parts) == 1:
        return parts[0]
    empty = np.empty(0, dtype=np.int64)
    return Occurrences(
        np.concatenate([empty, *(part.documents for part in parts)]),
        np.concatenate([empty, *(part.first for part in parts)]),
        np.concatenate([empty, *(part.last for part in parts)]),
    )


def _followers(earlier: Occurrences, later: Occurrences, distance: int) -> Ints:
    """Documents where a place of `later` begins 1 to `distance` positions after one of `earlier`."""
    if not len(earlier.documents) or not len(later.documents):
        return np.empty(0, dtype=np.int64)
    firsts = np.sort(_keys(later))
    lasts = earlier.documents * PLACE + earlier.last
    following = np.searchsorted(firsts, lasts + 1)
    following[following == len(firsts)] = 0
    gaps = firsts[following] - lasts
    return earlier.documents[(gaps >= 1) & (gaps <= distance)]
