"""The terms of a segment for Whoosh: look-up, order, postings.

Terms are those of the arrays; every field of the schema has one sorted dictionary.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.whoosh_engine.arrays.postings import PostingList
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.whoosh_search.codec_fields import CodecField, codec_fields, codec_lengths
from indexer.engines.whoosh_engine.whoosh_search.codec_matcher import ArrayMatcher, TermPostings


class ArrayTerms(base.TermsReader):  # type: ignore[misc]  # Whoosh has no types
    """All terms of a segment; terms are given as (field, bytes)."""

    def __init__(self, segment: Segment) -> None:
        self._live = segment.live
        self._fields = codec_fields(segment)
        self._lengths = codec_lengths(segment)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have a term, ascending."""
        return [name for name, field in self._fields.items() if len(field.terms)]

    def cursor(self, fieldname: str, fieldobj: Any) -> "ArrayCursor":
        """A cursor over the terms of a field."""
        return ArrayCursor(self, fieldname, self._fields[fieldname], fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every term, by field, then by bytes."""
        for name, field in self._fields.items():
            yield from ((name, term) for term in field.terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Every term from one on, those of later fields too. Raises TermNotFound on another field."""
        if fieldname not in self._fields:
            raise TermNotFound(f"there is no field {fieldname}")
        own = self._fields[fieldname].terms
        yield from ((fieldname, own[at]) for at in range(bisect_left(own, prefix), len(own)))
        for name, field in self._fields.items():
            if name > fieldname:
                yield from ((name, term) for term in field.terms)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term from one on, with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The statistics of a term, deleted documents counted. Raises KeyError where it is not."""
        found = self._postings(fieldname, text)
        documents, frequencies = found.documents, found.frequencies
        own = self._lengths[fieldname][documents] if fieldname in self._lengths else np.zeros(1, np.int64)
        return TermInfo(
            weight=float(frequencies.sum(dtype=np.int64)),
            df=len(documents),
            minlength=int(own.min()),
            maxlength=int(own.max()),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term stands in all documents. Raises KeyError where it is not."""
        return float(self._postings(fieldname, text).frequencies.sum(dtype=np.int64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents hold a term, deleted ones too. Raises KeyError where it is not."""
        return len(self._postings(fieldname, text).documents)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """A matcher over the documents of a term that are not deleted. Raises TermNotFound."""
        number = self._find(fieldname, text)
        if number is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        field = self._fields[fieldname]
        found = field.postings(number)
        find_positions = partial(field.positions, number)
        if self._live is not None:
            alive = self._live[found.documents]
            find_positions = partial(_living_positions, field, number, alive)
            found = PostingList(found.documents[alive], found.frequencies[alive])
        lengths = self._lengths.get(fieldname)
        return ArrayMatcher(TermPostings(found, lengths, find_positions), format_, scorer, (fieldname, text))

    def _find(self, fieldname: str, text: bytes) -> int | None:
        if fieldname not in self._fields:
            return None
        terms = self._fields[fieldname].terms
        at = bisect_left(terms, text)
        return at if at < len(terms) and terms[at] == text else None

    def _postings(self, fieldname: str, text: bytes) -> PostingList:
        number = self._find(fieldname, text)
        if number is None:
            raise KeyError((fieldname, text))
        return self._fields[fieldname].postings(number)


def _living_positions(field: CodecField, number: int, alive: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The positions of a term's postings whose documents are not deleted."""
    return field.positions(number)[np.repeat(alive, field.postings(number).frequencies)]


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]  # Whoosh has no types
    """Stands at a term of one field; past the last its text is None."""

    def __init__(self, reader: ArrayTerms, name: str, field: CodecField, fieldobj: Any) -> None:
        self._reader = reader
        self._name = name
        self._terms = field.terms
        self._fieldobj = fieldobj
        self._at = 0

    def is_valid(self) -> bool:
        """Whether it stands at a term."""
        return self._at < len(self._terms)

    def text(self) -> str | None:
        """The term at hand."""
        return str(self._fieldobj.from_bytes(self._terms[self._at])) if self.is_valid() else None

    term = text

    def term_info(self) -> TermInfo | None:
        """The statistics of the term at hand."""
        return self._reader.term_info(self._name, self._terms[self._at]) if self.is_valid() else None

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not below a string."""
        self._at = bisect_left(self._terms, self._fieldobj.to_bytes(string))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += self.is_valid()
        return self.text()
