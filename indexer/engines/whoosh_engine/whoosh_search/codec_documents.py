"""The documents of a segment for Whoosh: ids, exact lengths, deletions, columns.

Stores nothing of its own: the one stored field is a document's id.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from whoosh.codec import base
from whoosh.columns import ColumnReader

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.segment import SINGLE_FACETS, Segment
from indexer.engines.whoosh_engine.whoosh_search import whoosh_schema as names
from indexer.engines.whoosh_engine.whoosh_search.codec_fields import codec_lengths


class ArrayDocuments(base.PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """What Whoosh asks of single documents; `deleted` are the numbers of those that are."""

    def __init__(self, segment: Segment, deleted: frozenset[int]) -> None:
        self._segment = segment
        self._deleted = deleted
        self._lengths = codec_lengths(segment)

    def doc_count(self) -> int:
        """How many documents are not deleted."""
        return self._segment.live_count

    def doc_count_all(self) -> int:
        """How many documents there are, deleted ones too."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Whether a document is deleted."""
        return bool(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted; Whoosh asks it of the number past the last one, too."""
        return docnum in self._deleted

    def deleted_docs(self) -> frozenset[int]:
        """The numbers of the deleted documents."""
        return self._deleted

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The id of a document, by the name of its field."""
        return {names.DOCUMENT: self._segment.id_of(docnum)}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The exact length of a document in a field that is scored by length."""
        return int(self._lengths[fieldname][docnum]) if fieldname in self._lengths else default

    def field_length(self, fieldname: str) -> int:
        """The length of all documents together."""
        return int(self._lengths[fieldname].sum(dtype="int64")) if fieldname in self._lengths else 0

    def min_field_length(self, fieldname: str) -> int:
        """The least length of a document."""
        return int(self._lengths[fieldname].min(initial=0)) if fieldname in self._lengths else 0

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a document."""
        return int(self._lengths[fieldname].max(initial=0)) if fieldname in self._lengths else 0

    def supports_columns(self) -> bool:
        """Yes: one value a document, where a field has no more."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether a document has one value of a field, to sort and group by."""
        return fieldname in self.list_columns()

    def list_columns(self) -> tuple[str, ...]:
        """The fields of which a document has one value."""
        return (*SINGLE_FACETS, names.DOCUMENT)

    def column_reader(self, fieldname: str, column: Any) -> "ArrayColumn":
        """The values of a field by document."""
        if fieldname == names.DOCUMENT:
            return ArrayColumn(self._segment.rank, self._segment.ids)
        return ArrayColumn(self._segment.arrays[f"{fieldname}_column"], self._segment.values[fieldname])


class ArrayColumn(ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """One value a document: its number among the ascending `values`."""

    def __init__(self, numbers: Ints, values: Sequence[bytes]) -> None:
        self._numbers = numbers
        self._values = values

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> bytes:
        return self._values[int(self._numbers[docnum])]

    def __iter__(self) -> Iterator[bytes]:
        return (self[docnum] for docnum in range(len(self)))

    def load(self) -> list[bytes]:
        """All values."""
        return list(self)
