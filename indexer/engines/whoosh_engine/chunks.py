"""The words of each distinct chunk of text, cut up once.

A chunk is what stands between two white spaces. `tokenize` looks at nothing outside of a chunk,
so a text's words are those of its chunks, one after another. Never cuts a text by rules of its own.
"""

from array import array
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.filters import STOP_WORDS
from indexer.analysis.tokenizer import tokenize
from indexer.engines.whoosh_engine.postings import spread

# Chunks that are kept for the texts to come; about 200 bytes each.
KEPT_CHUNKS = 600_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words of a text in order: numbers of the words, and code points of start and end."""

    words: NDArray[np.int32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


class _Vocabulary(dict[str, int]):
    """Words by number, in the order in which they came."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class ChunkMemory(dict[str, int]):
    """Chunks by number, with the words in each of them."""

    def __init__(self) -> None:
        self.vocabulary = _Vocabulary()
        # By chunk: how many words it has, and the number of its first.
        self._counts = array("i")
        self._firsts = array("i")
        # By word of a chunk.
        self._words = array("i")
        self._starts = array("i")
        self._lengths = array("i")
        self._stop_words = np.empty(0, dtype=bool)

    @property
    def stop_words(self) -> NDArray[np.bool_]:
        """By number of a word, whether it is a stop word."""
        missing = len(self.vocabulary) - len(self._stop_words)
        if missing:
            # The words that came since, from the last one back.
            late = [
                word in STOP_WORDS for word, _ in zip(reversed(self.vocabulary), range(missing), strict=False)
            ]
            self._stop_words = np.concatenate([self._stop_words, np.array(late[::-1], dtype=bool)])
        return self._stop_words

    @property
    def full(self) -> bool:
        """Whether it should be dropped for a new one."""
        return len(self) >= KEPT_CHUNKS

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self)
        tokens = tokenize(chunk)
        self._counts.append(len(tokens))
        self._firsts.append(len(self._words))
        for token in tokens:
            self._words.append(self.vocabulary[token.term])
            self._starts.append(token.start)
            self._lengths.append(token.end - token.start)
        return number

    def cut(self, text: str) -> Tokens:
        """The words of a text, the same as `tokenize` gives."""
        pieces = text.split()
        chunks = np.fromiter(map(self.__getitem__, pieces), np.int32, len(pieces))
        begins = chunk_starts(text)
        counts = np.frombuffer(self._counts, np.int32)[chunks].astype(np.int64)
        at = spread(np.frombuffer(self._firsts, np.int32)[chunks].astype(np.int64), counts)
        starts = np.repeat(begins, counts) + np.frombuffer(self._starts, np.int32)[at]
        lengths = np.frombuffer(self._lengths, np.int32)[at]
        return Tokens(np.frombuffer(self._words, np.int32)[at], starts, starts + lengths)


def _white_space() -> NDArray[np.bool_]:
    """Which of the first 65,536 characters `str.split` takes for white space; none beyond them."""
    table = np.zeros(0x10000, dtype=bool)
    table[[code for code in range(len(table)) if chr(code).isspace()]] = True
    return table


_WHITE_SPACE = _white_space()


def chunk_starts(text: str) -> NDArray[np.int64]:
    """Where each part of `text.split()` starts.

    >>> chunk_starts(" one  two").tolist()
    [1, 6]
    """
    white = np.empty(len(text) + 1, dtype=bool)
    white[0] = True
    np.take(_WHITE_SPACE, code_points(text), out=white[1:])
    return np.flatnonzero(white[:-1] > white[1:])


def code_points(text: str) -> NDArray[Any]:
    """The characters of a text as numbers; those above 65,535 as some number without meaning."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) == 2 * len(text):
        return np.frombuffer(units, "<u2")
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    bounded: NDArray[Any] = np.minimum(wide, 0xFFFF).astype(np.uint16)
    return bounded
