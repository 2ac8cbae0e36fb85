"""One document as it was indexed: where its words stand, from the stored offsets.

Cuts no text up. The places of a word come from its postings, their offsets from the spans of the
document's tokens.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial

from indexer.engine_port import WordPlace
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.arrays.token_spans import DocumentTokens
from indexer.query.syntax import Fuzzy, Prefix, Term, Wildcard
from indexer.schema.document import Document

# A place from its fields: the way of a named tuple itself, without its call in Python.
_place: Callable[[Iterable[object]], WordPlace] = partial(tuple.__new__, WordPlace)


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
            numbers = self._segment.terms.forms(node, self._number)
        else:
            numbers = field.words.meant(node)
        found: list[int] = []
        for number in field.numbers_in(numbers, self._number):
            found += field.positions_in(number, self._number)
        return self._places(sorted(found)) if found else ()

    def _places(self, positions: Sequence[int]) -> list[WordPlace]:
        shifts, document = self._shifts, self.document
        titled = document.title is not None
        beside = titled and document.title_start is None
        bare = not document.passages
        found = []
        for position, (block, start, end) in zip(positions, self._tokens.spans(positions), strict=True):
            shift, title = shifts[block], titled and not block
            found.append(_place((position, shift + start, shift + end, title or bare, title and beside)))
        return found

    @cached_property
    def _tokens(self) -> DocumentTokens:
        return self._segment.spans.tokens(self._number)

    @cached_property
    def _shifts(self) -> list[int]:
        """What the offsets of each block's tokens lack to be those of the text."""
        tokens = self._tokens
        pairs = zip(self._block_starts(), tokens.firsts, strict=False)
        return [start - (tokens.end(first - 1) if first else 0) for start, first in pairs]

    def _block_starts(self) -> list[int]:
        """Where each block of the document starts, in reading order; 0 for a title beside the text."""
        document = self.document
        title = [] if document.title is None else [document.title_start or 0]
        inner = [(heading.start, heading.end) for heading in document.headings]
        inner += [(passage.start, passage.end) for passage in document.passages]
        return title + [start for start, _ in sorted(inner)]
