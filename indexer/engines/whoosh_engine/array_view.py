"""One document as it was indexed: where its words stand, from the stored offsets.

Cuts no text up. The places of a word come from its postings, their offsets from the spans of the
document's tokens.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from indexer.analysis.document_terms import BLOCK_GAP
from indexer.engine_port import WordPlace
from indexer.engines.whoosh_engine.segment import Segment
from indexer.query.syntax import Fuzzy, Prefix, Term, Wildcard
from indexer.schema.document import Document

# A nibble of this value says that the true numbers stand in a list beside the spans.
_NIBBLE_OVER = 15


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
        bases, starts, ends = self._tokens
        block = bisect_right(bases, position) - 1
        token = position - BLOCK_GAP * block
        document = self.document
        title = document.title is not None and block == 0
        return WordPlace(
            position,
            starts[token],
            ends[token],
            title or not document.passages,
            title and document.title_start is None,
        )

    @cached_property
    def _tokens(self) -> tuple[list[int], list[int], list[int]]:
        """The first position of each block; the start and the end of each token."""
        arrays = self._segment.arrays
        at, end = arrays["block_ptr"][self._number : self._number + 2].tolist()
        counts = arrays["block_tokens"][at:end].astype(np.int64)
        firsts = np.cumsum(counts) - counts
        bases = firsts + BLOCK_GAP * np.arange(len(counts))
        gaps, lengths = self._gaps_and_lengths()
        ends = np.cumsum(gaps + lengths)
        before = np.concatenate([[0], ends])[firsts]
        shift = np.repeat(np.array(self._block_starts(), dtype=np.int64) - before, counts)
        ends += shift
        return bases.tolist(), (ends - lengths).tolist(), ends.tolist()

    def _gaps_and_lengths(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], ...]:
        arrays = self._segment.arrays
        first, last = arrays["token_ptr"][self._number : self._number + 2].tolist()
        spans = arrays["spans"][first:last].astype(np.int64)
        gaps, lengths = spans >> 4, spans & 15
        low, high = np.searchsorted(arrays["span_over_at"], (first, last)).tolist()
        if high > low:
            over = arrays["span_over_at"][low:high] - first
            gaps[over] = arrays["span_over_gap"][low:high]
            lengths[over] = arrays["span_over_length"][low:high]
        return gaps, lengths

    def _block_starts(self) -> list[int]:
        """Where each block of the document starts, in reading order; 0 for a title beside the text."""
        document = self.document
        title = [] if document.title is None else [document.title_start or 0]
        inner = [(heading.start, heading.end) for heading in document.headings]
        inner += [(passage.start, passage.end) for passage in document.passages]
        return title + [start for start, _ in sorted(inner)]
