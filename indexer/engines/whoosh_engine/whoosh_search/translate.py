"""Query trees to Whoosh queries: one class, one method a node.

Whoosh's own searcher runs what it answers rightly (terms, AND, OR). The rest is worked out here
and joined to its tree as ready lists: Whoosh's phrase and span queries have other meanings, its
disjunction-max compares scores of different documents, its inverted matcher scores, and an OR
over many words drops documents of score 0.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from whoosh.query import And as WhooshAnd
from whoosh.query import Or as WhooshOr
from whoosh.query import Query
from whoosh.query import Term as WhooshTerm

from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.whoosh_search import whoosh_schema as names
from indexer.engines.whoosh_engine.whoosh_search.columns import Columns
from indexer.engines.whoosh_engine.whoosh_search.expansion import Lexicon
from indexer.engines.whoosh_engine.whoosh_search.match_list import Ids, MatchList, Scores
from indexer.engines.whoosh_engine.whoosh_search.places import near_places
from indexer.engines.whoosh_engine.whoosh_search.proximity import Proximity
from indexer.engines.whoosh_engine.whoosh_search.scoring import Bm25
from indexer.query import syntax

_NOTHING = MatchList(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64))


class Translator:
    """Turns the nodes of one request into Whoosh queries on one segment.

    Args: `searcher`: of that segment alone, so that its numbers are those of the arrays;
    `lexicon`: has counted every tree that is asked for.
    """

    def __init__(
        self, searcher: Any, segment: Segment, lexicon: Lexicon, check_deadline: Callable[[], None]
    ) -> None:
        self._searcher = searcher
        self._segment = segment
        self._lexicon = lexicon
        self._check_deadline = check_deadline
        self._columns = Columns(segment)
        self._model: Bm25 = searcher.weighting
        self._proximity = Proximity(searcher.reader(), segment, check_deadline)
        self._living = np.fromiter(searcher.reader().all_doc_ids(), dtype=np.int64)

    def matches(self, node: syntax.Node) -> tuple[Ids, Scores]:
        """All documents that a node matches, ascending, with their scores."""
        return self.run(self.translate(node))

    def run(self, query: Query) -> tuple[Ids, Scores]:
        """Walk a Whoosh query's matcher to its end."""
        if isinstance(query, MatchList):
            return query.ids, query.scores
        matcher = query.matcher(self._searcher, self._searcher.boolean_context())
        ids, scores = [], []
        while matcher.is_active():
            ids.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
            if len(ids) % 1024 == 0:
                self._check_deadline()
        return np.array(ids, dtype=np.int64), np.array(scores, dtype=np.float64)

    def translate(self, node: syntax.Node) -> Query:
        """The Whoosh query of a node."""
        self._check_deadline()
        match node:
            case syntax.And(parts):
                return self._join(parts, WhooshAnd)
            case syntax.Or(parts):
                return self._join(parts, WhooshOr)
            case syntax.Term():
                return self._term(node)
            case syntax.AndMaybe(required, optional):
                return MatchList(*_add_where(self.matches(required), self.matches(optional)))
            case syntax.Nothing():
                return _NOTHING
            case _:
                return MatchList(*self._list(node))

    def _join(self, parts: Iterable[syntax.Node], kind: type[Query]) -> Query:
        queries = [self.translate(part) for part in parts]
        if len(queries) == 1:
            return queries[0]
        joined = kind(queries)
        if kind is WhooshOr:
            joined.matcher_type = WhooshOr.DEFAULT_MATCHER
        return joined

    def _term(self, node: syntax.Term) -> Query:
        query = WhooshTerm(names.EXACT if node.exact else names.TEXT, node.term)
        if not node.exact and self._model.statistics.has_french:
            query = self._bilingual(replace(node, field="text"))
        if node.field == "text":
            return query
        title = np.array(sorted(self._proximity.term_positions(node)), dtype=np.int64)
        return MatchList(*_only(*self.run(query), title))

    def _bilingual(self, node: syntax.Term) -> MatchList:
        """A stem where some documents are in French: Whoosh's term would count others than are meant."""
        found = sorted(self._proximity.term_positions(node).items())
        weight = self._model.statistics.idf(node.term, False, node.french)
        scores = [self._model.score(self._segment, weight, len(own), document) for document, own in found]
        return MatchList(np.array([d for d, _ in found], dtype=np.int64), np.array(scores, dtype=np.float64))

    def _list(self, node: syntax.Node) -> tuple[Ids, Scores]:
        match node:
            case syntax.All():
                return _unscored(self._living)
            case syntax.Not(child):
                return _unscored(np.setdiff1d(self._living, self.matches(child)[0], assume_unique=True))
            case syntax.Boosted(child, factor):
                ids, scores = self.matches(child)
                return ids, scores * factor
            case syntax.FieldIs(field, value):
                ids, scores = self.run(WhooshTerm(field, value))
                return (ids, scores) if field == names.ACTOR else _unscored(ids)
            case syntax.DateRange(field, first, last, _):
                within = self._columns.documents_within(field, first, last)
                return _unscored(np.intersect1d(within, self._living, assume_unique=True))
            case syntax.Name(_, actors, literal):
                return self._name(actors, literal)
            case syntax.Phrase():
                return self._phrase(node)
            case syntax.Near(left, right, distance):
                return self._near(left, right, distance)
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                return self._expanded(node)
        raise AssertionError(f"a node without translation: {node!r}")

    def _name(self, actors: tuple[str, ...], literal: syntax.Node) -> tuple[Ids, Scores]:
        parts = [self.matches(literal)]
        return _best_of(parts + [self.run(WhooshTerm(names.ACTOR, actor)) for actor in actors])

    def _phrase(self, node: syntax.Phrase) -> tuple[Ids, Scores]:
        weight = sum(self._model.statistics.idf(term, True, "") for term in dict.fromkeys(node.terms))
        found = sorted(self._proximity.phrase_frequencies(node).items())
        scores = [self._model.score(self._segment, weight, times, document) for document, times in found]
        return np.array([document for document, _ in found], dtype=np.int64), np.array(scores, np.float64)

    def _near(self, left: syntax.Node, right: syntax.Node, distance: int) -> tuple[Ids, Scores]:
        left_ids, left_scores = self.matches(left)
        right_ids, right_scores = self.matches(right)
        both, at_left, at_right = np.intersect1d(left_ids, right_ids, assume_unique=True, return_indices=True)
        places_left, places_right = self._proximity.places(left), self._proximity.places(right)
        kept = np.array(
            [near_places(places_left.get(d, ()), places_right.get(d, ()), distance) for d in both.tolist()],
            dtype=bool,
        )
        scores = left_scores[at_left] + right_scores[at_right]
        return both[kept].astype(np.int64), scores[kept]

    def _expanded(self, node: "syntax.Prefix | syntax.Wildcard | syntax.Fuzzy") -> tuple[Ids, Scores]:
        field = names.EXACT if node.field == "text" else names.TITLE_EXACT
        reader = self._searcher.reader()
        found: set[int] = set()
        for word in self._lexicon.words(node):
            if (field, word) in reader:
                found.update(reader.postings(field, word).all_ids())
            self._check_deadline()
        ids = np.array(sorted(found), dtype=np.int64)
        return ids, np.ones(len(ids), dtype=np.float64)


def _best_of(parts: list[tuple[Ids, Scores]]) -> tuple[Ids, Scores]:
    """All documents of the parts, each with its greatest score."""
    ids = np.unique(np.concatenate([part_ids for part_ids, _ in parts]))
    best = np.zeros(len(ids), dtype=np.float64)
    for part_ids, scores in parts:
        at = np.searchsorted(ids, part_ids)
        best[at] = np.maximum(best[at], scores)
    return ids, best


def _add_where(required: tuple[Ids, Scores], optional: tuple[Ids, Scores]) -> tuple[Ids, Scores]:
    """The documents of the first, the scores of the second added where it has them."""
    added = dict(zip(optional[0].tolist(), optional[1].tolist(), strict=True))
    more = [added.get(document, 0.0) for document in required[0].tolist()]
    return required[0], required[1] + np.array(more, dtype=np.float64)


def _unscored(ids: Ids) -> tuple[Ids, Scores]:
    return ids.astype(np.int64), np.zeros(len(ids), dtype=np.float64)


def _only(ids: Ids, scores: Scores, allowed: Ids) -> tuple[Ids, Scores]:
    kept = np.isin(ids, allowed, assume_unique=True)
    return ids[kept], scores[kept]
