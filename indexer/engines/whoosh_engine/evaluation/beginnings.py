"""The most frequent words with a beginning, over all segments.

Counts living documents only, of all or of some; looks at no word that begins in another way.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import WordCount
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.postings import WordField
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation.matches import mask_of
from indexer.query.syntax import TextField

# Beginnings whose words are kept: who types asks for the same short ones as everybody else.
KEPT_BEGINNINGS = 1024
# Postings that are looked at for one answer: some milliseconds. The words of one letter have a
# million in 100,000 documents.
MOST_POSTINGS = 4_000_000
# How many more words than before are compared where those of several segments leave doubt.
_WIDER = 8


class WordBeginnings:
    """The words of one generation by how they begin; safe to share between threads."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        # Without a cycle, so that a generation's files are let go of with its last user.
        self.of_all = lru_cache(maxsize=KEPT_BEGINNINGS)(partial(WordBeginnings._of_all, proxy(self)))

    def _of_all(self, start: str, limit: int, field: TextField) -> tuple[WordCount, ...]:
        """The first `limit` words, counted over all living documents."""
        return _most([_Beginning(segment, field, start) for segment in self._segments], limit)

    def of_some(
        self, start: str, limit: int, field: TextField, documents: Sequence[Ints]
    ) -> tuple[WordCount, ...]:
        """The first `limit` words, counted over some living documents of each segment."""
        pairs = zip(self._segments, documents, strict=True)
        return _most([_Beginning(segment, field, start, own) for segment, own in pairs], limit)


class _Beginning:
    """The words of one segment that begin so, by their places among these, with their counts."""

    def __init__(self, segment: Segment, field: TextField, start: str, documents: Ints | None = None) -> None:
        self._field = segment.words[field]
        self._first, last = self._field.words.begin_with(start)
        sizes = self._field.word_lists.sizes(self._first, last).astype(np.int64)
        if documents is not None:
            self.counts = _count(self._field, self._first, sizes, mask_of(documents, segment.size))
        elif segment.live is not None:
            self.counts = sizes - _count(self._field, self._first, sizes, ~segment.live)
        else:
            self.counts = sizes

    def best(self, limit: int) -> NDArray[np.int64]:
        """The places of the `limit` most frequent words that stand in some document, best first."""
        size = len(self.counts)
        # Equal counts go by the word; with no two keys equal, any way of sorting does.
        keys = np.arange(size) - self.counts * size
        if limit < size:
            chosen = np.argpartition(keys, limit)[:limit]
            places = chosen[np.argsort(keys[chosen])]
        else:
            places = np.argsort(keys)
        found: NDArray[np.int64] = places[self.counts[places] > 0]
        return found

    def words(self, places: NDArray[np.int64]) -> Iterator[str]:
        """The words at some places."""
        return map(self._field.words.word, (places + self._first).tolist())

    def count_of(self, word: str) -> int:
        """In how many of the documents a word is; 0 where the segment lacks it."""
        number = self._field.words.find(word)
        return int(self.counts[number - self._first]) if number >= 0 else 0


def _count(
    field: WordField, first: int, sizes: NDArray[np.int64], mask: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """How many documents of a mask hold each word. Cost: one pass over the words' postings.

    Beyond MOST_POSTINGS the rarer words count as absent.
    """
    ends = np.cumsum(sizes)
    if len(sizes) and ends[-1] > MOST_POSTINGS:
        return _count_frequent(field, first, sizes, mask)
    held = np.flatnonzero(mask.take(field.word_lists.documents(first, first + len(sizes))))
    below = np.searchsorted(held, ends)
    return np.diff(below, prepend=0)


def _count_frequent(
    field: WordField, first: int, sizes: NDArray[np.int64], mask: NDArray[np.bool_]
) -> NDArray[np.int64]:
    counts = np.zeros(len(sizes), dtype=np.int64)
    order = np.argsort(-sizes, kind="stable")
    affordable = np.searchsorted(np.cumsum(sizes[order]), MOST_POSTINGS, side="right")
    for place in order[: max(1, int(affordable))].tolist():
        counts[place] = np.count_nonzero(mask.take(field.word_lists.documents(first + place)))
    return counts


def _most(parts: Sequence[_Beginning], limit: int) -> tuple[WordCount, ...]:
    """The first words of all segments together, most documents first, then by word."""
    longest = max((len(part.counts) for part in parts), default=0)
    compared = max(1, limit)
    while True:
        found, unseen = _compare(parts, compared)
        # A word that no segment has among its first is in no more documents than the last of these.
        if (
            compared >= longest
            or len(parts) == 1
            or (len(found) >= limit and found[limit - 1].documents > unseen)
        ):
            return tuple(found[:limit])
        compared *= _WIDER


def _compare(parts: Sequence[_Beginning], compared: int) -> tuple[list[WordCount], int]:
    """The first words of each segment with their counts in all, and the most that another can have."""
    words: set[str] = set()
    unseen = 0
    for part in parts:
        best = part.best(compared)
        words.update(part.words(best))
        unseen += int(part.counts[best[-1]]) if len(best) == compared else 0
    counted = [WordCount(word, sum(part.count_of(word) for part in parts)) for word in words]
    return sorted(counted, key=lambda found: (-found.documents, found.word)), unseen
