"""The blocks of a page as numbers: what elements hold them, and how much prose these hold.

Knows no site and no language: the words of a block count only where they are those of the title.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.cleaning.article import Floats
from indexer.cleaning.markup_blocks import Block, Place
from indexer.cleaning.markup_names import COMMENTS, TOPICS
from indexer.cleaning.markup_reader import KINDS

Numbers = NDArray[np.int64]

_TAGS = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4 h5 h6",
    "li",
    "div section",
    "td th tr",
    "figcaption caption",
    "dd dt",
    "pre blockquote",
    "button",
)
# A block of so many characters is prose, as far as it is no link.
_PROSE_CHARACTERS, _LONG_CHARACTERS, _SHORT_CHARACTERS = 60, 120, 25
_LINK_SHARE = 0.9
# A headline is no longer than this, and shares half of its words with the title.
_HEADLINE_CHARACTERS, _HEADLINE_SHARE = 300, 0.5
_NEAR_HEADLINE = 4
_MOST_LEVELS = 8
_WORD = re.compile(r"\w+")


class DescribedBlocks:
    """`features`: float[n_blocks, n_features] of a page with one block at least."""

    def __init__(self, blocks: Sequence[Block], places: Sequence[Place], title: str) -> None:
        self._blocks, self._places = blocks, places
        self._place = _numbers(block.place for block in blocks)
        self._parent = _numbers(place.parent for place in places)
        self._length = _floats(len(block.text) for block in blocks)
        self._linked = _floats(block.linked for block in blocks)
        self._prose = self._prose_of_page()
        self._total = max(float(self._prose.sum()), 1.0)
        self._around = self._parent[self._place]
        self._outside = self._parent[self._around]
        # The prose that stands in an element without another between them, and the one with most of it.
        self._direct = np.bincount(self._around, self._prose, len(places))
        self._best = int(np.argmax(self._direct))
        columns = (
            *self._by_element(),
            *self._by_length(),
            *self._by_prose_around(),
            *self._by_shape(),
            *self._by_best(),
            *self._by_headline(title),
        )
        self.features: Floats = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)

    def _prose_of_page(self) -> Floats:
        """Characters of prose in each block; those of comments count only where there are no others."""
        prose: Floats = np.where(self._length >= _PROSE_CHARACTERS, self._length - self._linked, 0.0)
        topics = _numbers(place.own | place.above for place in self._places)[self._place]
        of_page: Floats = prose * (1 - (topics >> COMMENTS & 1))
        return of_page if of_page.any() else prose

    def _by_element(self) -> Iterator[NDArray[np.generic]]:
        """What elements a block is in, and what their names speak of: its own, those near, all above."""
        tags = [block.tag for block in self._blocks]
        for names in _TAGS:
            wanted = names.split()
            yield np.array([tag in wanted for tag in tags])
        kinds = _numbers(place.kinds for place in self._places)[self._place]
        for number in range(len(KINDS)):
            yield kinds >> number & 1
        own = _numbers(place.own for place in self._places)
        near = own[self._around] | own[self._outside]
        above = _numbers(place.above for place in self._places)[self._place]
        for number in range(TOPICS + 1):
            for topics in (own[self._place], near, above):
                yield topics >> number & 1
        yield _numbers(place.depth for place in self._places)[self._place]

    def _by_length(self) -> Iterator[NDArray[np.generic]]:
        linked = self._linked / self._length
        bold = _floats(block.bold for block in self._blocks) / self._length
        yield from (linked, linked >= _LINK_SHARE, self._linked == 0.0, bold, bold >= _LINK_SHARE)
        yield np.log1p(_floats(block.links for block in self._blocks))
        yield np.array([block.broken for block in self._blocks])
        yield from (self._length >= _LONG_CHARACTERS, self._prose > 0.0)
        yield from (np.log1p(self._length), self._length < _SHORT_CHARACTERS)

    def _by_prose_around(self) -> Iterator[NDArray[np.generic]]:
        """How much of the page's prose the elements around a block hold, and how much of it is links."""
        place, around, outside = self._place, self._around, self._outside
        beyond = self._parent[outside]
        size = len(self._places)
        parents = self._parent.tolist()
        prose, length, linked = (
            _summed(np.bincount(place, values, size).tolist(), parents)
            for values in (self._prose, self._length, self._linked)
        )
        for level in (place, around, outside, beyond):
            yield prose[level] / self._total
        direct = self._direct / max(float(self._direct.max()), 1.0)
        for level in (place, around, outside, beyond):
            yield direct[level]
        held = np.bincount(outside, self._prose, size)
        wide = held / max(float(held.max()), 1.0)
        yield from (direct[around] >= 1.0, wide[outside], wide[outside] >= 1.0, wide[around])
        yield np.log1p(length[around])
        for level in (around, outside, beyond):
            yield linked[level] / np.maximum(length[level], 1.0)

    def _by_shape(self) -> Iterator[NDArray[np.generic]]:
        """What all elements of one shape hold: those of the blocks, and those around them."""
        shapes = _numbers(place.shape for place in self._places)
        for shape in (shapes[self._place], shapes[self._around]):
            count = np.bincount(shape)[shape]
            prose, length, linked = (
                np.bincount(shape, values)[shape] for values in (self._prose, self._length, self._linked)
            )
            yield from (prose / self._total, linked / length, np.log1p(count), np.log1p(length / count))

    def _by_best(self) -> Iterator[NDArray[np.generic]]:
        """Where a block stands beside the element with most prose: inside, levels off, above or below."""
        inside, levels = [False] * len(self._places), [0] * len(self._places)
        inside[self._best] = True
        way = [self._best]
        while way[-1]:
            way.append(self._places[way[-1]].parent)
        on_way = {place: level for level, place in enumerate(way)}
        for number, place in enumerate(self._places):
            if number in on_way:
                levels[number] = on_way[number]
            else:
                inside[number], levels[number] = inside[place.parent], levels[place.parent]
        level = np.array(levels)[self._place]
        yield np.array(inside)[self._place]
        yield from (np.minimum(level, _MOST_LEVELS), level == 0, level == 1, level == 2)
        at = np.arange(len(self._blocks))
        held = np.flatnonzero((self._around == self._best) & (self._prose > 0.0))
        first, last = (int(held[0]), int(held[-1])) if len(held) else (0, len(at) - 1)
        yield from (at < first, at > last)
        yield from (np.log1p(np.maximum(first - at, 0)), np.log1p(np.maximum(at - last, 0)))

    def _by_headline(self, title: str) -> Iterator[NDArray[np.generic]]:
        """Where a block stands beside the headline: that which is most like the title."""
        shared = _floats(_share(title, (block.text for block in self._blocks)))
        marked = [number for number, block in enumerate(self._blocks) if block.tag == "h1"]
        headline = -1
        if marked:
            headline = marked[int(np.argmax(shared[marked]))]
        elif float(shared.max()) > _HEADLINE_SHARE:
            headline = int(np.argmax(shared))
        at = np.arange(len(self._blocks))
        below = np.where(headline >= 0, np.maximum(at - headline, 0), 0)
        yield from (shared, np.full(len(at), headline >= 0), at < headline, at == headline)
        yield from (np.log1p(below), (below > 0) & (below <= _NEAR_HEADLINE))


def _share(title: str, texts: Iterable[str]) -> Iterator[float]:
    """Of each text which share of its words and the title's both have; 0 for long texts."""
    wanted = set(_WORD.findall(title.lower()))
    for text in texts:
        words = set(_WORD.findall(text.lower())) if wanted and len(text) < _HEADLINE_CHARACTERS else set()
        yield len(words & wanted) / len(words | wanted) if words else 0.0


def _summed(sums: list[float], parents: Sequence[int]) -> Floats:
    """Each element's value with those of all elements in it; parents have smaller numbers."""
    for number in range(len(sums) - 1, 0, -1):
        sums[parents[number]] += sums[number]
    return np.array(sums)


def _numbers(values: Iterable[int]) -> Numbers:
    return np.array(list(values), dtype=np.int64)


def _floats(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)
