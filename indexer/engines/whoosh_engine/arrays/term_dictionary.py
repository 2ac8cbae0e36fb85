"""Sorted words of one field, with look-up by word, by beginning and by likeness.

The order is that of the words' UTF-8 bytes, which is the order of Python's str.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache, partial
from weakref import proxy

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.query.patterns import fixed_start, is_meant
from indexer.query.syntax import Fuzzy, Prefix, Wildcard

# Words whose numbers are kept: each hit of an answer asks for the same ones.
KEPT_WORDS = 2048
KEPT_PATTERNS = 16
_NONE: NDArray[np.int64] = np.empty(0, dtype=np.int64)


class TermDictionary(Sequence[bytes]):
    """Words by number, ascending.

    Args: `words`: uint8 blob; `ends`: where each word ends, from 0 on; `lengths`: characters of
    each word, where likeness is asked for.
    """

    def __init__(self, words: Ints, ends: Ints, lengths: Ints | None = None) -> None:
        self._words = words.data
        self._ends = ends.data
        self._lengths = lengths
        # Without a cycle, so that a generation's files are let go of with its last user.
        own = proxy(self)
        self.find = lru_cache(maxsize=KEPT_WORDS)(partial(TermDictionary._find, own))
        self.meant = lru_cache(maxsize=KEPT_PATTERNS)(partial(TermDictionary._meant, own))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]  # slices are never asked for
        return bytes(self._words[self._ends[number] : self._ends[number + 1]])

    def word(self, number: int) -> str:
        """The word of a number."""
        return self[number].decode("utf-8", "surrogatepass")

    def decoded(self, first: int = 0, last: int | None = None) -> list[str]:
        """The words from one number to before another."""
        ends = self._ends[first : (len(self) if last is None else last) + 1].tolist()
        return self._cut(ends[:-1], ends[1:])

    def _cut(self, starts: list[int], ends: list[int]) -> list[str]:
        """The words between ascending places of the blob."""
        if not starts:
            return []
        base = starts[0]
        blob = bytes(self._words[base : ends[-1]])
        if blob.isascii():
            text = blob.decode("ascii")
            return [text[start - base : end - base] for start, end in zip(starts, ends, strict=True)]
        return [
            blob[start - base : end - base].decode("utf-8", "surrogatepass")
            for start, end in zip(starts, ends, strict=True)
        ]

    def _find(self, word: str) -> int:
        """The number of a word, -1 where it is not there. Cost: a bisection, once."""
        sought = word.encode("utf-8", "surrogatepass")
        at = self._place(sought)
        return at if at < len(self) and self[at] == sought else -1

    def _place(self, sought: bytes, low: int = 0) -> int:
        return bisect_left(self, sought, low)

    def begin_with(self, start: str) -> tuple[int, int]:
        """First and one past the last number of the words that begin so."""
        sought = start.encode("utf-8", "surrogatepass")
        first = self._place(sought)
        # No byte of UTF-8 is 0xff, so this is above every word that begins so.
        return first, self._place(sought + b"\xff", first) if sought else len(self)

    def _meant(self, node: Prefix | Wildcard | Fuzzy) -> NDArray[np.int64]:
        """Numbers of the words that a node stands for, ascending. Cost: looks at its first letters."""
        first, last = self.begin_with(fixed_start(node))
        match node:
            case Prefix():
                return np.arange(first, last)
            case Fuzzy("", _, _, _):
                return _NONE
            case Fuzzy(term, _, distance, _):
                return self._alike(term, distance, first, last)
            case Wildcard():
                words = self.decoded(first, last)
                found = [n for n, word in enumerate(words, first) if is_meant(word, node)]
                return np.array(found, dtype=np.int64)

    def _alike(self, term: str, distance: int, first: int, last: int) -> NDArray[np.int64]:
        """Words within some edits of a term, sharing its first letter."""
        assert self._lengths is not None
        # In signed numbers: lengths are stored in one byte.
        off = self._lengths[first:last].astype(np.int64) - len(term)
        near = np.flatnonzero(np.abs(off) <= distance)
        if not len(near):
            return _NONE
        ends = np.asarray(self._ends)
        chosen = self._cut(ends[near + first].tolist(), ends[near + first + 1].tolist())
        edits = cdist([term], chosen, scorer=OSA.distance, score_cutoff=distance, dtype=np.uint8)[0]
        alike: NDArray[np.int64] = near[edits <= distance] + first
        return alike
