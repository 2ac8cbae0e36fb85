"""The words of each distinct chunk of text, cut up once.

A chunk is what stands between two white spaces. `tokenize` looks at nothing outside of a chunk,
so a text's words are those of its chunks, one after another. Never cuts a text by rules of its own.
"""

from array import array
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.filters import STOP_WORDS
from indexer.analysis.tokenizer import cut_words
from indexer.engines.whoosh_engine.arrays.postings import spread
from indexer.engines.whoosh_engine.building.chunk_table import WORD_BYTES, ChunkTable, read_words
from indexer.engines.whoosh_engine.building.facet_columns import Numbers

# Chunks that are kept for the texts to come, about 100 bytes each; and bytes of those that are
# longer than most: a language may be written without blanks.
KEPT_CHUNKS = 1_000_000
KEPT_BYTES = 1 << 24
# Longer chunks, which are few, go one by one.
MOST_BYTES = 2 * WORD_BYTES

# White space of several bytes; none lies beyond these codes.
_WIDE_SPACES = tuple(chr(code) for code in range(0x80, 0x3001) if chr(code).isspace())
_CONTINUES = np.array([code & 0xC0 == 0x80 for code in range(0x100)])


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words of a text in order: numbers of the words, and offsets of start and end."""

    words: NDArray[np.int32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


class ChunkMemory:
    """Chunks by number, with the words in each of them. `vocabulary` numbers the words."""

    def __init__(self) -> None:
        self.vocabulary = Numbers()
        # Chunks of up to 8 bytes, and of up to MOST_BYTES.
        self._tables = ChunkTable(1), ChunkTable(2)
        self._long: dict[bytes, int] = {}
        self._long_bytes = 0
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
            late = [word in STOP_WORDS for word in islice(reversed(self.vocabulary), missing)]
            self._stop_words = np.concatenate([self._stop_words, np.array(late[::-1], dtype=bool)])
        return self._stop_words

    @property
    def full(self) -> bool:
        """Whether it should be dropped for a new one."""
        return len(self._counts) >= KEPT_CHUNKS or self._long_bytes >= KEPT_BYTES

    def cut(self, text: str) -> Tokens:
        """The words of a text, the same as `tokenize` gives."""
        encoded = _encode(text)
        buffer = np.frombuffer(encoded, np.uint8)
        # Tab to carriage return, and the separators up to the blank: unsigned, so below is above.
        white = (buffer - np.uint8(0x09) < 5) | (buffer - np.uint8(0x1C) < 5)
        edges = np.flatnonzero(white[1:] != white[:-1])
        edges += 1
        begins = edges[::2]
        chunks = self._number(encoded, begins, edges[1::2] - begins)
        offsets = begins - 1
        if not text.isascii():
            offsets -= np.cumsum(_CONTINUES[buffer])[begins]
        counts = np.frombuffer(self._counts, np.int32)[chunks].astype(np.int64)
        at = spread(np.frombuffer(self._firsts, np.int32)[chunks].astype(np.int64), counts)
        starts: NDArray[np.int64] = np.repeat(offsets, counts)
        starts += np.frombuffer(self._starts, np.int32)[at]
        lengths = np.frombuffer(self._lengths, np.int32)[at]
        ends: NDArray[np.int64] = starts + lengths
        return Tokens(np.frombuffer(self._words, np.int32)[at], starts, ends)

    def _number(
        self, encoded: bytes, begins: NDArray[np.int64], sizes: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """The numbers of chunks; those that are new are cut."""
        buffer = np.frombuffer(encoded, np.uint8)
        numbers = np.full(len(begins), -1, dtype=np.int32)
        # By length: one word of bytes, two of them, or more.
        short = sizes <= WORD_BYTES
        first, second = np.flatnonzero(short), np.flatnonzero(~short & (sizes <= MOST_BYTES))
        begin, size = begins[second], sizes[second]
        words = read_words(buffer, begin, np.full(len(second), WORD_BYTES))
        more = read_words(buffer, begin + WORD_BYTES, size - WORD_BYTES)
        groups = (
            (self._tables[0], first, [read_words(buffer, begins[first], sizes[first])]),
            (self._tables[1], second, [words, more]),
        )
        for table, own, keys in groups:
            numbers[own] = table.find(keys)
        for at in np.flatnonzero(sizes > MOST_BYTES).tolist():
            numbers[at] = self._long.get(encoded[begins[at] : begins[at] + sizes[at]], -1)
        fresh = np.flatnonzero(numbers < 0)
        if len(fresh):
            ends = (begins[fresh] + sizes[fresh]).tolist()
            chunks = [encoded[begin:end] for begin, end in zip(begins[fresh].tolist(), ends, strict=True)]
            self._learn(chunks, fresh, numbers)
            for table, own, keys in groups:
                new = np.zeros(len(numbers), dtype=bool)
                new[fresh] = True
                _, firsts = np.unique(numbers[own][new[own]], return_index=True)
                chosen = np.flatnonzero(new[own])[firsts]
                table.put([key[chosen] for key in keys], numbers[own[chosen]])
        return numbers

    def _learn(self, chunks: list[bytes], fresh: NDArray[np.int64], numbers: NDArray[np.int32]) -> None:
        """Number chunks that are new and cut them."""
        known = len(self._counts)
        distinct = list(dict.fromkeys(chunks))
        number_of = {chunk: known + at for at, chunk in enumerate(distinct)}
        numbers[fresh] = np.fromiter(map(number_of.__getitem__, chunks), np.int32, len(chunks))
        long = {chunk: number for chunk, number in number_of.items() if len(chunk) > MOST_BYTES}
        self._long.update(long)
        self._long_bytes += sum(map(len, long))
        self._cut_chunks(distinct)

    def _cut_chunks(self, chunks: list[bytes]) -> None:
        """Cut new chunks into words, all in one text."""
        texts = b" ".join(chunks).decode("utf-8", "surrogatepass")
        sizes = np.fromiter(map(len, texts.split(" ")), np.int64, len(chunks)) + 1
        begins = np.cumsum(sizes) - sizes
        words = cut_words(texts)
        terms, starts, ends = zip(*words, strict=True) if words else ((), (), ())
        first = np.array(starts, dtype=np.int64)
        owners = np.searchsorted(begins, first, side="right") - 1
        counts = np.bincount(owners, minlength=len(chunks))
        _extend(self._firsts, np.cumsum(counts) - counts + len(self._words))
        _extend(self._counts, counts)
        _extend(self._starts, first - begins[owners])
        _extend(self._lengths, np.array(ends, dtype=np.int64) - first)
        self._words.extend(map(self.vocabulary.__getitem__, terms))


def _extend(table: "array[int]", values: NDArray[np.int64]) -> None:
    table.frombytes(values.astype(np.int32).tobytes())


def _encode(text: str) -> bytes:
    """A text as UTF-8 between blanks, each of its white spaces one byte, none of its bytes 0.

    A null character parts words as any other control character does.
    """
    if "\0" in text:
        text = text.replace("\0", "\1")
    if text.isascii():
        return b" %b%b" % (text.encode("ascii"), b" " * MOST_BYTES)
    for white in _WIDE_SPACES:
        text = text.replace(white, " ")
    return b" %b%b" % (text.encode("utf-8", "surrogatepass"), b" " * MOST_BYTES)
