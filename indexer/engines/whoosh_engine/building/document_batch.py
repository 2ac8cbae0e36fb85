"""Documents in, their words and mentions out as arrays: a batch at a time.

Gives to the letter what `analyze_document` gives for each document alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.document_terms import BLOCK_GAP, analyze_document
from indexer.engines.whoosh_engine.arrays.array_ranges import starts_from
from indexer.engines.whoosh_engine.arrays.postings import spread
from indexer.engines.whoosh_engine.arrays.segment import ENTITY_FIELDS
from indexer.engines.whoosh_engine.building.chunks import ChunkMemory, Tokens
from indexer.engines.whoosh_engine.building.facet_columns import Numbers
from indexer.schema.document import Document

# Keeps the offsets of one document apart from those of the next.
_DOCUMENT_BITS = 32


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions with positions: by document of the batch, then as `analyze_document` orders them."""

    documents: NDArray[np.int64]
    values: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BatchArrays:
    """The words of a batch of documents.

    By word: `words` (numbers in the memory's vocabulary), `gaps` and `lengths` in characters. By
    block: `block_tokens`. By document: `block_counts`, `title_tokens`.
    """

    words: NDArray[np.int32]
    gaps: NDArray[np.int64]
    lengths: NDArray[np.int64]
    block_tokens: NDArray[np.int64]
    block_counts: NDArray[np.int64]
    title_tokens: NDArray[np.int64]
    mentions: dict[str, Mentions]

    @property
    def document_tokens(self) -> NDArray[np.int64]:
        """How many words each document has."""
        ends = np.cumsum(self.block_counts)
        before = starts_from(self.block_tokens)
        tokens: NDArray[np.int64] = before[ends] - before[ends - self.block_counts]
        return tokens


class DocumentBatch:
    """Some documents, read but not yet cut into words."""

    def __init__(self, documents: Sequence[Document], numbers: dict[str, Numbers]) -> None:
        """`numbers`: the values of each entity field."""
        self._documents = documents
        self._numbers = numbers
        self._texts: list[str] = []
        self._starts: list[int] = []
        self._counts: list[int] = []
        for document in documents:
            before = len(self._texts)
            if document.removed or document.headings:
                self._add_blocks(document)
            else:
                self._add_passages(document)
            self._counts.append(len(self._texts) - before)

    def _add_blocks(self, document: Document) -> None:
        for block in document.blocks():
            self._texts.append(block.text)
            self._starts.append(-1 if block.start is None else block.start)

    def _add_passages(self, document: Document) -> None:
        """The blocks of `Document.blocks()`, of a title and passages without anything removed."""
        text = document.text
        if document.title is not None:
            if document.title_start is None or document.title_end is None:
                self._texts.append(document.title)
                self._starts.append(-1)
            else:
                self._texts.append(text[document.title_start : document.title_end])
                self._starts.append(document.title_start)
        spans = [(passage.start, passage.end) for passage in document.passages]
        spans.sort()
        for start, end in spans:
            self._texts.append(text[start:end])
            self._starts.append(start)

    def cut(self, memory: ChunkMemory) -> BatchArrays:
        """Cut all texts into words."""
        tokens = memory.cut("\n".join(self._texts))
        sizes = np.fromiter(map(len, self._texts), np.int64, len(self._texts)) + 1
        begins = np.cumsum(sizes) - sizes
        firsts = np.searchsorted(tokens.starts, begins)
        block_tokens = np.diff(firsts, append=len(tokens.words))
        block_counts = np.array(self._counts, dtype=np.int64)
        gaps = np.empty(len(tokens.words), dtype=np.int64)
        np.subtract(tokens.starts[1:], tokens.ends[:-1], out=gaps[1:])
        filled = block_tokens > 0
        gaps[firsts[filled]] = tokens.starts[firsts[filled]] - begins[filled]
        titled = np.fromiter((d.title is not None for d in self._documents), bool, len(self._documents))
        title_tokens = np.zeros(len(self._documents), dtype=np.int64)
        title_tokens[titled] = block_tokens[(np.cumsum(block_counts) - block_counts)[titled]]
        layout = _Layout(
            block_counts, block_tokens, begins, np.array(self._starts, dtype=np.int64), len(self._documents)
        )
        return BatchArrays(
            tokens.words,
            gaps,
            tokens.ends - tokens.starts,
            block_tokens,
            block_counts,
            title_tokens,
            {field: self._place(field, tokens, layout) for field in ENTITY_FIELDS},
        )

    def _place(self, field: str, tokens: Tokens, layout: "_Layout") -> Mentions:
        number_of = self._numbers[field]
        # A mention that ends at 0 overlaps no word.
        if field == "actor":
            found = [
                (number, number_of[m.id], m.start, m.end)
                for number, document in enumerate(self._documents)
                for m in document.actors
                if m.end > 0 and not m.weak
            ]
        else:
            found = [
                (number, number_of[m.id], m.start, m.end)
                for number, document in enumerate(self._documents)
                for m in document.places
                if m.end > 0
            ]
        if not found:
            return Mentions(*np.empty((4, 0), dtype=np.int64))
        placed = PlacedTokens(tokens, layout)
        mentions = placed.find(*np.array(found, dtype=np.int64).T)
        if len(placed.tangled):
            odd = self._tangled_mentions(field, placed.tangled.tolist())
            kept = ~np.isin(mentions[0], placed.tangled)
            mentions = np.concatenate([mentions[:, kept], odd], axis=1)
        order = np.lexsort((mentions[2], mentions[0]))
        return Mentions(*mentions[:, order])

    def _tangled_mentions(self, field: str, documents: Sequence[int]) -> NDArray[np.int64]:
        """The mentions of documents whose blocks overlap, one by one."""
        rows = []
        for number in documents:
            terms = analyze_document(self._documents[number])
            own = terms.actors if field == "actor" else terms.places
            rows += [(number, self._numbers[field][one.id], one.position, one.last) for one in own]
        return np.array(rows, dtype=np.int64).reshape(-1, 4).T


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the blocks of a batch stand: `begins` in the joined text, `starts` in their documents."""

    counts: NDArray[np.int64]
    tokens: NDArray[np.int64]
    begins: NDArray[np.int64]
    starts: NDArray[np.int64]
    documents: int


class PlacedTokens:
    """The words of a batch that have offsets in their documents' texts, in the order of the texts."""

    def __init__(self, tokens: Tokens, layout: _Layout) -> None:
        owners = np.repeat(np.arange(layout.documents), layout.counts)
        firsts = np.cumsum(layout.tokens) - layout.tokens
        of_document = np.searchsorted(owners, owners)
        bases = BLOCK_GAP * (np.arange(len(owners)) - of_document) - firsts[of_document]
        # A title that stands below a first line is the first block, and not the first of the text.
        order = np.lexsort((layout.starts, owners))
        order = order[(layout.starts >= 0)[order]]
        counts = layout.tokens[order]
        chosen = spread(firsts[order], counts)
        shift = (owners << _DOCUMENT_BITS) + layout.starts - layout.begins
        shifts = np.repeat(shift[order], counts)
        self._starts = tokens.starts[chosen] + shifts
        self._ends = tokens.ends[chosen] + shifts
        self._positions = chosen + np.repeat(bases[order], counts)
        tangled = np.flatnonzero(self._starts[1:] < self._ends[:-1])
        # Documents in which words overlap: there the order of starts is not that of ends.
        self.tangled = np.unique(self._starts[tangled + 1] >> _DOCUMENT_BITS)

    def find(
        self,
        documents: NDArray[np.int64],
        values: NDArray[np.int64],
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Document, value, first and last position of each mention that overlaps a word."""
        own = documents << _DOCUMENT_BITS
        first = np.searchsorted(self._ends, own + starts + 1)
        last = np.searchsorted(self._starts, own + ends) - 1
        inside = np.flatnonzero(last >= first)
        first, last = first[inside], last[inside]
        return np.array([documents[inside], values[inside], self._positions[first], self._positions[last]])
