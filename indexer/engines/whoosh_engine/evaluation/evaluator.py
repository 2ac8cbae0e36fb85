"""Runs a query tree on the arrays of one segment: which documents match, and their scores.

One method a kind of node, with the meanings of `query.syntax`. Deleted documents may be among
the matches of a part; whoever asks for a whole tree leaves them out at the end.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.postings import find_in
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation import matches as sets
from indexer.engines.whoosh_engine.evaluation.lexicon import ArrayLexicon
from indexer.engines.whoosh_engine.evaluation.matches import NOTHING, Matches
from indexer.engines.whoosh_engine.evaluation.proximity import ArrayProximity
from indexer.engines.whoosh_engine.evaluation.statistics import Statistics
from indexer.engines.whoosh_engine.evaluation.term_scores import TermScores
from indexer.query import syntax

NONE_KNOWN: Mapping[syntax.Node, Matches] = MappingProxyType({})


class Evaluator:
    """The nodes of one request on segment number `at` of a generation.

    `known`: what some trees are known to match there, for those that others only rank.
    """

    def __init__(
        self,
        segment: Segment,
        at: int,
        statistics: Statistics,
        lexicon: ArrayLexicon,
        check_deadline: Callable[[], None],
        known: Mapping[syntax.Node, Matches] = NONE_KNOWN,
    ) -> None:
        self._known = known
        self._segment = segment
        self._at = at
        self._scores = TermScores(segment, at, statistics)
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
            case syntax.Term():
                return self._scores.term(node)
            case syntax.Not(child):
                mask = sets.mask_of(self.matches(child).documents, self._segment.size)
                return Matches(np.flatnonzero(~mask), 0.0)
            case syntax.Boosted(child, factor):
                found = self.matches(child)
                return Matches(found.documents, found.scores * factor)
            case syntax.AndMaybe(required, optional):
                asked = self._known.get(required) or self.matches(required)
                parts = optional.children if isinstance(optional, syntax.Or) else (optional,)
                return sets.add_where(asked, [self.matches(part) for part in parts], self._segment.size)
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
            case syntax.Boosted(child, _) | syntax.AndMaybe(child, _):
                return self.holds(child, documents)
            case syntax.DateRange("published", first, last, _):
                return self._segment.published_within(first, last, documents)
        return sets.mask_of(self.documents(node), self._segment.size).take(documents)

    def documents(self, node: syntax.Node) -> Ints:
        """All documents that a node matches, where nobody wants its scores."""
        match node:
            case syntax.FieldIs(field, value):
                return self._segment.documents_with(field, value)
            case syntax.Term(field="text"):
                return self._scores.postings(node).documents
            case syntax.Name(_, actors, literal):
                parts = [self._segment.documents_with("actor", actor) for actor in actors]
                return sets.union([self.documents(literal), *parts], self._segment.size)
            case _:
                return self.matches(node).documents

    def _leaf(self, node: syntax.Node) -> Matches:
        match node:
            case syntax.All():
                return Matches(np.arange(self._segment.size, dtype=np.int32), 0.0)
            case syntax.Nothing():
                return NOTHING
            case syntax.FieldIs("actor", value):
                return self._scores.actor(value)
            case syntax.FieldIs(field, value):
                return Matches(self._segment.documents_with(field, value), 0.0)
            case syntax.DateRange(field, first, last, _):
                return Matches(self._segment.documents_within(field, first, last), 0.0)
            case syntax.Name(_, actors, literal):
                parts = [self.matches(literal), *(self._scores.actor(actor) for actor in actors)]
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
        found = self._scores.all_of(terms) if terms else None
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

    def _phrase(self, node: syntax.Phrase) -> Matches:
        return self._scores.phrase(node.terms, *self._proximity.phrase_frequencies(node))
