"""The fields of Whoosh's schema on the arrays of a segment.

One class a kind of field: its terms in order, and for a term's number its postings and positions.
Deleted documents are among them; whoever walks the postings leaves them out.
"""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.postings import MentionField, PostingList, WordField
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.arrays.term_dictionary import TermDictionary
from indexer.engines.whoosh_engine.whoosh_search import whoosh_schema as names


class CodecField(Protocol):
    """One field of the schema in one segment."""

    terms: TermDictionary

    def postings(self, number: int) -> PostingList:
        """The postings of a term."""

    def positions(self, number: int) -> NDArray[np.int64]:
        """The positions of a term's postings one after another; empty in a field without positions."""


class WordTerms:
    """Folded words."""

    def __init__(self, field: WordField) -> None:
        self.terms = field.words
        self._field = field

    def postings(self, number: int) -> PostingList:
        """The postings of a word."""
        return self._field.word_lists.postings(number)

    def positions(self, number: int) -> NDArray[np.int64]:
        """Where the word stands."""
        return self._field.positions(number).first


class StemTerms:
    """Stems, each with the places of all its forms."""

    def __init__(self, field: WordField) -> None:
        self.terms = field.stems.terms
        self._field = field

    def postings(self, number: int) -> PostingList:
        """The postings of a stem."""
        return self._field.stems.postings_of(number)

    def positions(self, number: int) -> NDArray[np.int64]:
        """Where any form of the stem stands."""
        forms = self._field.stems.forms(self.terms.word(number))
        found = [self._field.positions(int(form)) for form in forms]
        documents = np.concatenate([part.documents for part in found])
        positions = np.concatenate([part.first for part in found])
        return positions[np.lexsort((positions, documents))]


class MentionTerms:
    """Actors or places; a document that has one beside its text has it with frequency 0."""

    def __init__(self, terms: TermDictionary, mentions: MentionField) -> None:
        self.terms = terms
        self._mentions = mentions

    def postings(self, number: int) -> PostingList:
        """The documents of a value, with the mentions in their texts."""
        return self._mentions.lists.postings(number)

    def positions(self, number: int) -> NDArray[np.int64]:
        """The first word of each mention."""
        return self._mentions.places(number).first


class ValueTerms:
    """Plain facet values, all levels of dates among them."""

    def __init__(self, segment: Segment, name: str) -> None:
        self.terms = segment.values[name]
        self._lists = segment.lists[name]

    def postings(self, number: int) -> PostingList:
        """The documents of a value, once each."""
        return _once(self._lists.documents(number))

    def positions(self, number: int) -> NDArray[np.int64]:
        """None."""
        return np.empty(0, dtype=np.int64)


class IdTerms:
    """The ids of the documents."""

    def __init__(self, segment: Segment) -> None:
        self.terms = segment.ids
        self._documents = segment.arrays["document_docs"]

    def postings(self, number: int) -> PostingList:
        """The document of an id."""
        return _once(self._documents[number : number + 1])

    def positions(self, number: int) -> NDArray[np.int64]:
        """None."""
        return np.empty(0, dtype=np.int64)


def _once(documents: Ints) -> PostingList:
    return PostingList(documents, np.ones(len(documents), dtype=np.uint8))


def codec_fields(segment: Segment) -> Mapping[str, CodecField]:
    """All fields of the schema, by name in ascending order."""
    words, title = segment.words["text"], segment.words["title"]
    found: dict[str, CodecField] = {
        names.TEXT: StemTerms(words),
        names.EXACT: WordTerms(words),
        names.TITLE: StemTerms(title),
        names.TITLE_EXACT: WordTerms(title),
        names.DOCUMENT: IdTerms(segment),
    }
    for name, mentions in segment.mentions.items():
        found[name] = MentionTerms(segment.values[name], mentions)
    for name in names.VALUE_FIELDS:
        found[name] = ValueTerms(segment, name)
    return {name: found[name] for name in sorted(found)}


def codec_lengths(segment: Segment) -> Mapping[str, Ints]:
    """The exact length of each document in the fields that are scored by length."""
    return {names.TEXT: segment.lengths, names.EXACT: np.diff(segment.arrays["token_ptr"])}
