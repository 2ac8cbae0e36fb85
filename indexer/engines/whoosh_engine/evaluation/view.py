"""One document as it was indexed: where its words stand, from the stored offsets.

Cuts no text up. The places of a word come from its postings, their offsets from the spans of the
document's tokens.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.document_terms import BLOCK_GAP
from indexer.engine_port import WordPlace
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.query.syntax import Fuzzy, Prefix, Term, Wildcard
from indexer.schema.document import Document

# Gap plus length of each span that has both in its four bits.
_SUMS = (np.arange(256) >> 4) + (np.arange(256) & 15)


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of a document by number.

    `bases` and `starts` are the first position of each block and where the block starts in the
    text; `ends` are where tokens end, as if all blocks began where the one before ended.
    """

    bases: list[int]
    starts: list[int]
    ends: NDArray[np.int64]
    codes: Ints
    long: dict[int, int]

    def length(self, token: int) -> int:
        """The characters of a token."""
        return self.long.get(token, int(self.codes[token]) & 15)


class ArrayView:
    """The places of words in document `number` of a segment."""

    def __init__(self, segment: Segment, number: int, document: Document) -> None:
        self._segment = segment
        self._number = number
        self.document = document

    def word_places(self, node: Term | Prefix | Wildcard | Fuzzy) -> Sequence[WordPlace]:
        """Where the words that a node stands for are, by position."""
        field = self._segment.words[node.field]
        if isinstance(node, Term):
            numbers = field.forms(node.term, exact=node.exact)
        else:
            numbers = field.words.meant(node)
        found: list[int] = []
        for number in field.numbers_in(numbers, self._number):
            found += field.positions_in(number, self._number)
        return [self._place(position) for position in sorted(found)]

    def _place(self, position: int) -> WordPlace:
        tokens = self._tokens
        block = bisect_right(tokens.bases, position) - 1
        token = position - BLOCK_GAP * block
        first = tokens.bases[block] - BLOCK_GAP * block
        shift = tokens.starts[block] - (int(tokens.ends[first - 1]) if first else 0)
        end = shift + int(tokens.ends[token])
        document = self.document
        title = document.title is not None and block == 0
        return WordPlace(
            position,
            end - tokens.length(token),
            end,
            title or not document.passages,
            title and document.title_start is None,
        )

    @cached_property
    def _tokens(self) -> "_Tokens":
        arrays = self._segment.arrays
        at, end = arrays["block_ptr"][self._number : self._number + 2].tolist()
        counts = arrays["block_tokens"][at:end].tolist()
        bases = list(accumulate((count + BLOCK_GAP for count in counts), initial=0))[:-1]
        first, last = arrays["token_ptr"][self._number : self._number + 2].tolist()
        codes = arrays["spans"][first:last]
        sums = _SUMS[codes]
        over = arrays["span_over_at"]
        low, high = bisect_left(over.data, first), bisect_left(over.data, last)
        lengths: dict[int, int] = {}
        if high > low:
            places = over[low:high] - first
            own = arrays["span_over_length"][low:high]
            sums[places] = own.astype(np.int64) + arrays["span_over_gap"][low:high]
            lengths = dict(zip(places.tolist(), own.tolist(), strict=True))
        return _Tokens(bases, self._block_starts(), np.cumsum(sums), codes, lengths)

    def _block_starts(self) -> list[int]:
        """Where each block of the document starts, in reading order; 0 for a title beside the text."""
        document = self.document
        title = [] if document.title is None else [document.title_start or 0]
        inner = [(heading.start, heading.end) for heading in document.headings]
        inner += [(passage.start, passage.end) for passage in document.passages]
        return title + [start for start, _ in sorted(inner)]
