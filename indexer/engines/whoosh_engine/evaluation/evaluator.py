"""Runs a query tree on the arrays of one segment: which documents match, and their scores.

One method a kind of node, with the meanings of `query.syntax`. Deleted documents may be among
the matches of a part; whoever asks for a whole tree leaves them out at the end.
"""

from collections.abc import Callable
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.postings import PostingList, find_in
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation import matches as sets
from indexer.engines.whoosh_engine.evaluation.lexicon import ArrayLexicon
from indexer.engines.whoosh_engine.evaluation.matches import NOTHING, Matches
from indexer.engines.whoosh_engine.evaluation.proximity import ArrayProximity
from indexer.engines.whoosh_engine.evaluation.statistics import Statistics
from indexer.query import syntax


class Evaluator:
    """The nodes of one request on segment number `at` of a generation."""

    def __init__(
        self,
        segment: Segment,
        at: int,
        statistics: Statistics,
        lexicon: ArrayLexicon,
        check_deadline: Callable[[], None],
    ) -> None:
        self._segment = segment
        self._at = at
        self._statistics = statistics
        self._norms = statistics.norms[at]
        self._lexicon = lexicon
        self._check_deadline = check_deadline
        self._proximity = ArrayProximity(segment, check_deadline)

    def matches(self, node: syntax.Node) -> Matches:
        """All documents that a node matches."""
        self._check_deadline()
        match node:
            case syntax.And(parts):
                return self._and(parts)
            case syntax.Or(parts):
                return sets.unite([self.matches(part) for part in parts], self._segment.size)
            case syntax.Term(field="text"):
                return self._score_term(node, self._term(node))
            case syntax.Term():
                return self._title_term(node)
            case syntax.Not(child):
                mask = sets.mask_of(self.matches(child).documents, self._segment.size)
                return Matches(np.flatnonzero(~mask), 0.0)
            case syntax.Boosted(child, factor):
                found = self.matches(child)
                return Matches(found.documents, found.scores * factor)
            case _:
                return self._leaf(node)

    def holds(self, node: syntax.Node, documents: Ints) -> NDArray[np.bool_]:
        """Which of some documents a node matches, where nobody wants its scores."""
        match node:
            case syntax.Not(child):
                return ~self.holds(child, documents)
            case syntax.And(parts):
                return reduce(np.logical_and, [self.holds(part, documents) for part in parts])
            case syntax.Or(parts):
                return reduce(np.logical_or, [self.holds(part, documents) for part in parts])
            case syntax.DateRange("published", first, last, _):
                return self._segment.published_within(first, last, documents)
            case syntax.FieldIs(field, value):
                found = self._segment.documents_with(field, value)
            case syntax.Term(field="text"):
                found = self._term(node).documents
            case _:
                found = self.matches(node).documents
        return sets.mask_of(found, self._segment.size).take(documents)

    def _leaf(self, node: syntax.Node) -> Matches:
        match node:
            case syntax.All():
                return Matches(np.arange(self._segment.size, dtype=np.int32), 0.0)
            case syntax.Nothing():
                return NOTHING
            case syntax.FieldIs("actor", value):
                return self._actor(value)
            case syntax.FieldIs(field, value):
                return Matches(self._segment.documents_with(field, value), 0.0)
            case syntax.DateRange(field, first, last, _):
                return Matches(self._segment.documents_within(field, first, last), 0.0)
            case syntax.Name(_, actors, literal):
                parts = [self.matches(literal), *(self._actor(actor) for actor in actors)]
                return sets.best_of(parts, self._segment.size)
            case syntax.Phrase():
                return self._phrase(node)
            case syntax.Near(left, right, _):
                both = sets.intersect(self.matches(left), self.matches(right), self._segment.size)
                at = find_in(both.documents, self._proximity.near(node))
                return Matches(both.documents[at], sets.choose(both.scores, at))
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                return Matches(self._lexicon.documents(node, self._at), 1.0)
        raise AssertionError(f"a node without meaning: {node!r}")

    def _and(self, parts: tuple[syntax.Node, ...]) -> Matches:
        """What all parts match: words by their lists, the rarest first, scored at the end.

        What is left over by the words alone is all that the scores are worked out for.
        """
        terms: list[syntax.Term] = []
        excluded: list[syntax.Not] = []
        others: list[syntax.Node] = []
        for part in parts:
            if isinstance(part, syntax.Term) and part.field == "text":
                terms.append(part)
            elif isinstance(part, syntax.Not):
                excluded.append(part)
            else:
                others.append(part)
        found = self._all_terms(terms) if terms else None
        for other in others:
            more = self.matches(other)
            found = more if found is None else sets.intersect(found, more, self._segment.size)
        for no in excluded:
            if found is None:
                found = self.matches(no)
                continue
            kept = np.flatnonzero(self.holds(no, found.documents))
            found = Matches(found.documents[kept], sets.choose(found.scores, kept))
        return found if found is not None else self._leaf(syntax.All())

    def _all_terms(self, terms: list[syntax.Term]) -> Matches:
        lists = sorted(((self._term(t), t) for t in terms), key=lambda pair: len(pair[0].documents))
        if len(lists) == 1:
            return self._score_term(lists[0][1], lists[0][0])
        common, places = sets.find_in_all([own.documents for own, _ in lists], self._segment.size)
        norms = self._norms.take(common)
        total = np.zeros(len(common))
        for (own, term), at in zip(lists, places, strict=True):
            frequencies = own.frequencies if at is None else own.frequencies[at]
            total += Statistics.score(self._statistics.idf(term.term, term.exact), frequencies, norms)
        return Matches(common, total)

    def _term(self, node: syntax.Term) -> PostingList:
        return self._segment.words["text"].postings(node.term, exact=node.exact)

    def _score_term(self, node: syntax.Term, found: PostingList) -> Matches:
        if not len(found.documents):
            return NOTHING
        return self._scored(self._statistics.idf(node.term, node.exact), found.documents, found.frequencies)

    def _title_term(self, node: syntax.Term) -> Matches:
        """Documents with the word in the title, scored by title and text."""
        wanted = self._segment.words[node.field].postings(node.term, exact=node.exact).documents
        found = self._term(node)
        at = find_in(found.documents, wanted)
        return self._score_term(node, PostingList(found.documents[at], found.frequencies[at]))

    def _actor(self, actor: str) -> Matches:
        """Documents of the facet value; one that is stated beside the text only scores 0."""
        number = self._segment.values["actor"].find(actor)
        if number < 0:
            return NOTHING
        found = self._segment.mentions["actor"].lists.postings(number)
        return self._scored(self._statistics.actor_idf(actor), found.documents, found.frequencies)

    def _phrase(self, node: syntax.Phrase) -> Matches:
        documents, frequencies = self._proximity.phrase_frequencies(node)
        if not len(documents):
            return NOTHING
        weight = sum(self._statistics.idf(term, True) for term in dict.fromkeys(node.terms))
        return self._scored(weight, documents, frequencies)

    def _scored(self, weight: float, documents: Ints, frequencies: Ints) -> Matches:
        """Documents with what one term adds to their scores."""
        # Further steps take by them again and again, and numpy by its own size of numbers only.
        wide = documents.astype(np.intp, copy=False)
        return Matches(wide, Statistics.score(weight, frequencies, self._norms.take(wide)))
