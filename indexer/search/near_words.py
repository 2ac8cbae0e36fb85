"""The words of a collection within two errors of another.

Most words are passed over without a look at their letters in order: bits for the letters that a
word has, and has again, tell which words can be near at all.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from indexer.engine_port import Vocabulary

DISTANCE = 2
_BITS = 32


class NearWord(NamedTuple):
    """A word with the number of its documents, and how many errors lie between."""

    word: str
    documents: int
    distance: int


class NearWords:
    """Words with their numbers of documents, kept for many searches; safe to share between threads."""

    def __init__(self, counts: Vocabulary, others: Mapping[str, int]) -> None:
        """`others`: words that may be meant beside those of the collection, such as those of names."""
        more = set(others).difference(counts.words)
        self._words = [*counts.words, *sorted(more)]
        added = [others[word] for word in self._words[len(counts.words) :]]
        self._documents = np.concatenate(
            [np.asarray(counts.documents, dtype=np.int64), np.array(added, dtype=np.int64)]
        )
        self._lengths = np.array([len(word) for word in self._words], dtype=np.int64)
        self._letters = _letters(self._words, self._lengths)

    def find(self, word: str, distance: int = DISTANCE) -> list[NearWord]:
        """The words other than `word` within some errors; a swap is one. Cost: a pass over the bits."""
        if not self._words or not word:
            return []
        own = _letters([word], np.array([len(word)]))[0]
        # An error adds a letter, takes one away, or does both once.
        alike = np.bitwise_count(self._letters & ~own) <= distance
        alike &= np.bitwise_count(own & ~self._letters) <= distance
        possible = np.flatnonzero(alike & (np.abs(self._lengths - len(word)) <= distance)).tolist()
        if not possible:
            return []
        chosen = [self._words[at] for at in possible]
        edits = cdist([word], chosen, scorer=OSA.distance, score_cutoff=distance, dtype=np.uint8)[0].tolist()
        return [
            NearWord(near, int(self._documents[at]), errors)
            for near, at, errors in zip(chosen, possible, edits, strict=True)
            if 0 < errors <= distance
        ]


def _letters(words: list[str], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A bit for each letter of a word, and one for each that it has again; other scripts share them."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    characters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    # Sorted within each word, so that a letter stands behind its first one.
    own = np.sort(np.repeat(np.arange(len(words)) * _BITS, lengths) + characters % _BITS)
    again = np.append(False, own[1:] == own[:-1])
    bits = np.left_shift(np.uint64(1), (own % _BITS + _BITS * again).astype(np.uint64))
    found: NDArray[np.uint64] = np.bitwise_or.reduceat(bits, np.cumsum(lengths) - lengths)
    return found
