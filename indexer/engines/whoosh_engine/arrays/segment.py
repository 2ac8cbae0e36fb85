"""One segment as it lies on the disk: its fields, its documents, and which of them are deleted.

Safe to share between threads: nothing here changes once it is open.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.document_terms import BLOCK_GAP
from indexer.analysis.filters import FRENCH
from indexer.engines.whoosh_engine.arrays.array_folder import ArrayFolder, Ints
from indexer.engines.whoosh_engine.arrays.postings import DocumentLists, MentionField, WordField
from indexer.engines.whoosh_engine.arrays.term_dictionary import TermDictionary
from indexer.engines.whoosh_engine.arrays.term_postings import TermPostings
from indexer.engines.whoosh_engine.arrays.token_spans import TokenSpans
from indexer.query.syntax import DateField, TextField

ENTITY_FIELDS = ("actor", "place")
# Facets with values of their own; the values of `document` are the ids.
VALUE_FACETS = ("actor", "place", "published", "mentioned", "source", "language")
# Of these a document has one narrowest value; a date's month and year follow from it.
SINGLE_FACETS = ("published", "source", "language")


class Segment:
    """Documents numbered from 0 to `size`; `base` is the number of the first in the generation."""

    def __init__(
        self, path: Path, base: int = 0, deleted: Ints | None = None, arrays: ArrayFolder | None = None
    ) -> None:
        """`arrays`: those of the same segment where it is open already; else they are opened."""
        self.path = path
        self.base = base
        self.arrays = arrays or ArrayFolder(path)
        self.size = self.arrays.documents
        self.live: NDArray[np.bool_] | None = None
        if deleted is not None and len(deleted):
            self.live = np.ones(self.size, dtype=bool)
            self.live[deleted] = False
        self.live_count = self.size if self.live is None else int(self.live.sum())
        self.lengths: Ints = self.arrays["lengths"]
        self.words: Mapping[TextField, WordField] = {
            "text": WordField(self.arrays, "text"),
            "title": WordField(self.arrays, "title"),
        }
        self.mentions = {name: MentionField(self.arrays, name) for name in ENTITY_FIELDS}
        self.lists = {name: DocumentLists(self.arrays, name) for name in VALUE_FACETS}
        self.values = {
            name: TermDictionary(self.arrays[f"{name}_values"], self.arrays[f"{name}_value_ends"])
            for name in VALUE_FACETS
        }
        self.terms = TermPostings(self.words, self.documents_with("language", FRENCH), self.size)
        self.spans = TokenSpans(self.arrays)
        self.ids = TermDictionary(self.arrays["document_values"], self.arrays["document_ends"])
        self._id_documents = self.arrays["document_docs"]
        self.rank: Ints = self.arrays["document_rank"]

    def living(self) -> NDArray[np.int64]:
        """The documents that are not deleted."""
        return np.arange(self.size) if self.live is None else np.flatnonzero(self.live)

    def deleted(self) -> NDArray[np.int64]:
        """The documents that are."""
        return np.flatnonzero(~self.live) if self.live is not None else np.empty(0, dtype=np.int64)

    def keep_live(self, documents: Ints) -> Ints:
        """Documents without the deleted ones."""
        return documents if self.live is None else documents[self.live[documents]]

    def count_live(self, documents: Ints) -> int:
        """How many of some documents are not deleted."""
        return len(documents) if self.live is None else int(np.count_nonzero(self.live[documents]))

    def number_of(self, document_id: str) -> int | None:
        """The document of an id, None where there is none or it is deleted."""
        at = self.ids.find(document_id)
        if at < 0:
            return None
        number = int(self._id_documents[at])
        return number if self.live is None or self.live[number] else None

    def id_of(self, number: int) -> str:
        """The id of a document."""
        return self.ids.word(int(self.rank[number]))

    def live_ids(self) -> list[str]:
        """The ids of the documents that are not deleted, ascending."""
        ids = self.ids.decoded()
        if self.live is None:
            return ids
        return [ids[at] for at in np.flatnonzero(self.live[self._id_documents]).tolist()]

    def position_counts(self, documents: Ints) -> NDArray[np.int64]:
        """For some documents a number above all positions of their words."""
        tokens, blocks = self.arrays["token_ptr"], self.arrays["block_ptr"]
        after = documents + 1
        found: NDArray[np.int64] = tokens.take(after).astype(np.int64) - tokens.take(documents)
        found += BLOCK_GAP * (blocks.take(after).astype(np.int64) - blocks.take(documents))
        return found

    def page_hashes(self) -> dict[str, int]:
        """The hashes of the pages that the documents came from, by the documents' ids."""
        hashes = self.arrays["page_hashes"][self._id_documents]
        pairs = zip(self.ids.decoded(), hashes.tolist(), strict=True)
        if self.live is None:
            return dict(pairs)
        alive = self.live[self._id_documents].tolist()
        return {id_: hash_ for (id_, hash_), lives in zip(pairs, alive, strict=True) if lives}

    def documents_with(self, field: str, value: str) -> Ints:
        """The documents of a facet value, ascending."""
        if field == "document":
            number = self.number_of(value)
            return np.array([] if number is None else [number], dtype=np.int32)
        at = self.values[field].find(value)
        return self.lists[field].documents(at) if at >= 0 else np.empty(0, dtype=np.int32)

    def documents_within(self, field: DateField, first: int, last: int) -> Ints:
        """Documents with a date of the field wholly within two days, ascending."""
        if field == "published":
            return np.flatnonzero(self.published_within(first, last))
        days = self.arrays["mentioned_days"].reshape(-1, 2)
        within = np.flatnonzero((days[:, 0] >= first) & (days[:, 1] <= last))
        return np.unique(np.searchsorted(self.arrays["mentioned_days_ptr"], within, side="right") - 1)

    def published_within(self, first: int, last: int, documents: Ints | None = None) -> NDArray[np.bool_]:
        """Which documents, of all or of some, were published wholly within two days."""
        begins, ends = self.arrays["published_first"], self.arrays["published_last"]
        if documents is not None:
            begins, ends = begins.take(documents), ends.take(documents)
        # An unknown date is a day below 0.
        within: NDArray[np.bool_] = (begins >= max(first, 0)) & (ends <= last)
        return within
