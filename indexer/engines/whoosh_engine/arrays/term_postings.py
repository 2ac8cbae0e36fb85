"""The documents and words of a term, each document read in its own language.

French documents are searched by French stems, all others by English ones; in a segment without
any French document nothing of this costs anything.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.postings import Occurrences, PostingList, WordField
from indexer.query.syntax import Term, TextField


class TermPostings:
    """The terms of one segment; safe to share between threads.

    Args: `french`: the documents in French, of `size` in all.
    """

    def __init__(self, words: Mapping[TextField, WordField], french: Ints, size: int) -> None:
        self._words = words
        self.french: NDArray[np.bool_] | None = None
        if len(french):
            self.french = np.zeros(size, dtype=bool)
            self.french[french] = True

    def postings(self, node: Term) -> PostingList:
        """Where a word or stem stands, in its own field."""
        field = self._words[node.field]
        if node.exact:
            return field.word_postings(node.term)
        english = field.stems.postings(node.term)
        if self.french is None:
            return english
        french = field.french_stems.postings(node.french)
        kept = ~self.french[english.documents], self.french[french.documents]
        documents = np.concatenate([english.documents[kept[0]], french.documents[kept[1]]])
        frequencies = np.concatenate([english.frequencies[kept[0]], french.frequencies[kept[1]]])
        order = np.argsort(documents, kind="stable")
        return PostingList(documents[order], frequencies[order])

    def held(self, node: Term) -> tuple[Ints, ...]:
        """The documents of a word or stem as lists that share none, for who counts and needs no order."""
        field = self._words[node.field]
        if node.exact or self.french is None:
            return (self.postings(node).documents,)
        english = field.stems.postings(node.term).documents
        french = field.french_stems.postings(node.french).documents
        return english[~self.french[english]], french[self.french[french]]

    def places(self, node: Term) -> list[Occurrences]:
        """The places of the words that a term stands for, word by word."""
        field = self._words[node.field]
        if node.exact:
            return [field.positions(int(number)) for number in field.word(node.term)]
        english = [field.positions(int(number)) for number in field.stems.forms(node.term)]
        if self.french is None:
            return english
        french = [field.positions(int(number)) for number in field.french_stems.forms(node.french)]
        mask = self.french
        return [
            *(_only(places, ~mask[places.documents]) for places in english),
            *(_only(places, mask[places.documents]) for places in french),
        ]

    def forms(self, node: Term, document: int) -> NDArray[np.int64]:
        """Numbers of the words that a term stands for in one document, ascending."""
        field = self._words[node.field]
        if node.exact:
            return field.word(node.term)
        if self.french is not None and self.french[document]:
            return field.french_stems.forms(node.french)
        return field.stems.forms(node.term)


def _only(places: Occurrences, kept: NDArray[np.bool_]) -> Occurrences:
    return Occurrences(places.documents[kept], places.first[kept], places.last[kept])
