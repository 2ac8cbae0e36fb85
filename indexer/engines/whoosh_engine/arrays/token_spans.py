"""Where the tokens of each document stand in its text, as it was cut up for the index."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.document_terms import BLOCK_GAP
from indexer.engines.whoosh_engine.arrays.array_folder import ArrayFolder, Ints

# A span is the gap before a token and its length, four bits each; what reaches this stands beside.
SPAN_OVER = 15
_SUMS = bytes((code >> 4) + (code & SPAN_OVER) for code in range(256))


@dataclass(frozen=True, slots=True)
class DocumentTokens:
    """The tokens of a document by number, as if each block began where the one before ended.

    `bases` is the first position of each block, `firsts` its first token. `long` has the lengths
    that do not fit their four bits.
    """

    bases: list[int]
    firsts: list[int]
    ends: NDArray[np.int64]
    codes: bytes
    long: dict[int, int]

    def end(self, token: int) -> int:
        """Where a token ends."""
        return self.ends.item(token)

    def spans(self, positions: Sequence[int]) -> list[tuple[int, int, int]]:
        """The block, start and end of the token at each position."""
        bases, codes, long, end_of = self.bases, self.codes, self.long, self.ends.item
        found = []
        for position in positions:
            block = bisect_right(bases, position) - 1
            token = position - BLOCK_GAP * block
            end = end_of(token)
            found.append((block, end - (long.get(token) or codes[token] & SPAN_OVER), end))
        return found


class TokenSpans:
    """The spans of one segment; safe to share between threads.

    Most documents are short: single numbers are read here, and arrays would cost more.
    """

    def __init__(self, arrays: ArrayFolder) -> None:
        self._block_starts = arrays["block_ptr"].data
        self._block_tokens = arrays["block_tokens"].data
        self._token_starts = arrays["token_ptr"].data
        self._spans = arrays["spans"].data
        self._over_at = arrays["span_over_at"].data
        self._over_gap = arrays["span_over_gap"].data
        self._over_length = arrays["span_over_length"].data

    def tokens(self, number: int) -> DocumentTokens:
        """The tokens of one document. Cost: linear in their number."""
        first, last = self._token_starts[number], self._token_starts[number + 1]
        codes = bytes(self._spans[first:last])
        sums: Ints = np.frombuffer(codes.translate(_SUMS), np.uint8)
        long: dict[int, int] = {}
        low, high = bisect_left(self._over_at, first), bisect_left(self._over_at, last)
        if low < high:
            sums = sums.astype(np.int64)
            for at in range(low, high):
                token, length = self._over_at[at] - first, self._over_length[at]
                sums[token] = self._over_gap[at] + length
                long[token] = length
        counts = self._block_tokens[self._block_starts[number] : self._block_starts[number + 1]]
        firsts = list(accumulate(counts, initial=0))
        bases = [own + BLOCK_GAP * block for block, own in enumerate(firsts)]
        return DocumentTokens(bases[:-1], firsts, sums.cumsum(dtype=np.int64), codes, long)
