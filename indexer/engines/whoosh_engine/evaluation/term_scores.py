"""The documents of single terms, and what a term adds to their scores (BM25)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.postings import PostingList, find_in
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation.matches import NOTHING, Matches, find_in_all
from indexer.engines.whoosh_engine.evaluation.statistics import Statistics
from indexer.query.syntax import Term


class TermScores:
    """Words, phrases and actors of segment number `at` of a generation."""

    def __init__(self, segment: Segment, at: int, statistics: Statistics) -> None:
        self._segment = segment
        self._statistics = statistics
        self._terms = segment.terms
        self._norms = statistics.norms[at]

    def postings(self, node: Term) -> PostingList:
        """Where a word or stem stands in its field."""
        return self._terms.postings(node)

    def term(self, node: Term) -> Matches:
        """The documents of a word or stem; one that is wanted in the title scores by title and text."""
        found = self.postings(node if node.field == "text" else replace(node, field="text"))
        if node.field != "text":
            wanted = self.postings(node).documents
            at = find_in(found.documents, wanted)
            found = PostingList(found.documents[at], found.frequencies[at])
        if not len(found.documents):
            return NOTHING
        return self._scored(self._idf(node), found.documents, found.frequencies)

    def all_of(self, nodes: Sequence[Term]) -> Matches:
        """The documents of all words of the text; scored is only what is left in the end."""
        if len(nodes) == 1:
            return self.term(nodes[0])
        lists = sorted(((self.postings(n), n) for n in nodes), key=lambda pair: len(pair[0].documents))
        common, places = find_in_all([own.documents for own, _ in lists], self._segment.size)
        norms = self._norms.take(common)
        total = np.zeros(len(common))
        for (own, node), at in zip(lists, places, strict=True):
            frequencies = own.frequencies if at is None else own.frequencies[at]
            total += Statistics.score(self._idf(node), frequencies, norms)
        return Matches(common, total)

    def phrase(self, terms: Sequence[str], documents: Ints, frequencies: Ints) -> Matches:
        """The documents of a phrase of these words, which stands so often in each."""
        if not len(documents):
            return NOTHING
        weight = sum(self._statistics.idf(term, True, "") for term in dict.fromkeys(terms))
        return self._scored(weight, documents, frequencies)

    def actor(self, actor: str) -> Matches:
        """Documents of the facet value; one that is stated beside the text only scores 0."""
        number = self._segment.values["actor"].find(actor)
        if number < 0:
            return NOTHING
        found = self._segment.mentions["actor"].lists.postings(number)
        return self._scored(self._statistics.actor_idf(actor), found.documents, found.frequencies)

    def _idf(self, node: Term) -> float:
        return self._statistics.idf(node.term, node.exact, node.french)

    def _scored(self, weight: float, documents: Ints, frequencies: Ints) -> Matches:
        # Further steps take by them again and again, and numpy by its own size of numbers only.
        wide = documents.astype(np.intp, copy=False)
        return Matches(wide, Statistics.score(weight, frequencies, self._norms.take(wide)))
