"""Answers from one generation on its arrays.

One reader serves many threads: the arrays are only read, and what a search works out is its own.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import (
    DocumentScores,
    EngineAnswer,
    EngineRequest,
    EngineWalk,
    FacetCounts,
    WordCount,
    check_deadline,
)
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.generation_files import open_segments, read_copies
from indexer.engines.whoosh_engine.arrays.segment import VALUE_FACETS, Segment
from indexer.engines.whoosh_engine.evaluation.beginnings import WordBeginnings
from indexer.engines.whoosh_engine.evaluation.evaluator import Evaluator
from indexer.engines.whoosh_engine.evaluation.facet_counts import CountedValues, Facet, NamedValues
from indexer.engines.whoosh_engine.evaluation.folding import CopyGroups
from indexer.engines.whoosh_engine.evaluation.lexicon import ArrayLexicon
from indexer.engines.whoosh_engine.evaluation.matches import Matches, choose, spell_out
from indexer.engines.whoosh_engine.evaluation.ordering import OrderedMatches
from indexer.engines.whoosh_engine.evaluation.ranking import best_scored, smallest
from indexer.engines.whoosh_engine.evaluation.shared_parts import SharedParts
from indexer.engines.whoosh_engine.evaluation.shared_passages import SharedPassages
from indexer.engines.whoosh_engine.evaluation.statistics import Statistics
from indexer.engines.whoosh_engine.evaluation.weighing import Weigher
from indexer.query.request import Sort
from indexer.query.syntax import All, Node, TextField

# Queries whose matches are kept for a moment: feedback ranks anew what the last search found. In bytes
# 16 for each document that matches.
KEPT_QUERIES = 2
_NO_DOCUMENTS: NDArray[np.int64] = np.empty(0, dtype=np.int64)
_NO_SCORES: NDArray[np.float64] = np.empty(0)


class ArraySearcher:
    """Searches the segments of one generation; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.segments, self._rank = open_segments(folder)
        self._bases = [segment.base for segment in self.segments]
        size = len(self._rank)
        self.copies = CopyGroups(*read_copies(folder, size), size)
        self.statistics = Statistics(self.segments)
        self._facets = {name: Facet(name, self.segments) for name in VALUE_FACETS}
        self._date_rank = lru_cache(maxsize=2)(partial(ArraySearcher._order_by_date, proxy(self)))
        newest = partial(self._date_rank, "newest")
        self._found_last: Mapping[Node, Sequence[Matches]] = {}
        self._beginnings = WordBeginnings(self.segments)
        self.shared = SharedPassages(self.segments, partial(ArraySearcher.id_of, proxy(self)), newest)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request. Raises EngineTimedOut and QueryRefused."""
        found, expanded = self._find(request)
        check = partial(check_deadline, request.deadline)
        check()
        facets = {facet: self._count(facet, found) for facet in request.facets}
        check()
        own = self._ordered(request, found)
        hits = own.hits(request.start, request.limit)
        return EngineAnswer(own.total, hits, facets, expanded, own.folded)

    def walk(self, request: EngineRequest) -> EngineWalk:
        """All hits in order. Raises EngineTimedOut and QueryRefused."""
        own = self._ordered(request, self._find(request)[0])
        check_deadline(request.deadline)
        return EngineWalk(own.total, own.folded, own.walk())

    def words_beginning(
        self, start: str, limit: int, within: EngineRequest | None, field: TextField
    ) -> tuple[WordCount, ...]:
        """The most frequent words that begin so. Raises EngineTimedOut and QueryRefused."""
        if within is None:
            return self._beginnings.of_all(start, limit, field)
        found, _ = self._find(within)
        return self._beginnings.of_some(start, limit, field, [part.kept.documents for part in found])

    def count_each(self, queries: Sequence[Node], among: EngineRequest) -> tuple[int, ...]:
        """How many documents of a request match each query. Raises EngineTimedOut and QueryRefused."""
        evaluators, _ = self._evaluators([(query,) for query in queries], among)
        parts = list(map(SharedParts, self.segments, evaluators))
        within: Sequence[Ints | None] = [None] * len(parts)
        if among.filters or not isinstance(among.query, All):
            within = [own.kept.documents for own in self._find(among)[0]]
        pairs = list(zip(parts, within, strict=True))
        return tuple(sum(part.count(query, own) for part, own in pairs) for query in queries)

    def _find(self, request: EngineRequest) -> "tuple[list[_SegmentAnswer], int]":
        """What a request finds in each segment, and how many words its patterns stand for."""
        nodes = (request.query, *(part.node for part in request.filters))
        evaluators, expanded = self._evaluators([nodes], request)
        pairs = zip(self.segments, evaluators, strict=True)
        found = [_SegmentAnswer(request, segment, evaluator) for segment, evaluator in pairs]
        if request.limit and not request.facets and not request.filters:
            # Replaced as a whole: another thread reads the one or the other.
            last = list(self._found_last.items())[: KEPT_QUERIES - 1]
            self._found_last = {request.query: [part.matched for part in found], **dict(last)}
        return found, expanded

    def _evaluators(
        self, queries: Sequence[Sequence[Node]], request: EngineRequest
    ) -> tuple[list[Evaluator], int]:
        """What runs the trees of some queries in each segment, each within the limits of a request.

        And how many words the patterns of the last one stand for.
        """
        check = partial(check_deadline, request.deadline)
        lexicon = ArrayLexicon(self.segments, request.max_expansions, check)
        for trees in queries:
            lexicon.expanded = 0
            for tree in trees:
                lexicon.count(tree)
        last = self._found_last.items()
        known = [{query: own[at] for query, own in last} for at in range(len(self.segments))]
        evaluators = [
            Evaluator(segment, at, self.statistics, lexicon, check, known[at])
            for at, segment in enumerate(self.segments)
        ]
        return evaluators, lexicon.expanded

    def weigh(
        self, nodes: Sequence[Node], ids: Sequence[str], max_expansions: int, deadline: float | None
    ) -> tuple[DocumentScores, ...]:
        """How nodes come to their scores in documents, in the order of the ids."""

        def check() -> None:
            check_deadline(deadline)

        check()
        lexicon = ArrayLexicon(self.segments, max_expansions, check)
        for node in nodes:
            lexicon.count(node)
        weighed: dict[str, DocumentScores] = {}
        wanted = dict.fromkeys(ids)
        for at, segment in enumerate(self.segments):
            numbers = sorted(n for n in map(segment.number_of, wanted) if n is not None)
            if numbers:
                evaluator = Evaluator(segment, at, self.statistics, lexicon, check)
                own = Weigher(segment, at, self.statistics, lexicon, evaluator).weigh(nodes, numbers)
                weighed |= {scores.document: scores for scores in own}
        return tuple(weighed[id_] for id_ in ids)

    def _count(self, facet: str, found: "Sequence[_SegmentAnswer]") -> FacetCounts:
        documents = [part.counted(facet) for part in found]
        if facet in self._facets:
            return self._facets[facet].count(documents)
        pairs = zip(self.segments, documents, strict=True)
        ids = sorted(segment.id_of(number) for segment, own in pairs for number in own.tolist())
        return CountedValues(NamedValues(ids), np.ones(len(ids), dtype=np.int64))

    def _ordered(self, request: EngineRequest, found: "Sequence[_SegmentAnswer]") -> OrderedMatches:
        """The matches of all segments in the order of a request."""
        kept = _together(self.segments, [part.kept for part in found])
        folds = self.copies.fold(kept.documents) if request.fold and self.copies.any else None
        return OrderedMatches(kept, folds, partial(self._best, request.sort, kept), self.id_of)

    def _best(self, sort: Sort, found: Matches, limit: int) -> NDArray[np.int64]:
        """Places of the first `limit` matches in order."""
        if sort == "relevance":
            return best_scored(found.scores, found.documents, self._rank, limit)
        return smallest(self._date_rank(sort)[found.documents], limit)

    def id_of(self, number: int) -> str:
        """The id of a document by its number in the generation."""
        at = bisect_right(self._bases, number) - 1
        return self.segments[at].id_of(number - self._bases[at])

    def _order_by_date(self, sort: Sort) -> NDArray[np.int64]:
        """For each document its place by date, then by id; the undated last."""
        days = np.concatenate([s.arrays["published_first"] for s in self.segments]).astype(np.int64)
        key = np.where(days < 0, np.iinfo(np.int64).max, -days if sort == "newest" else days)
        place = np.empty(len(days), dtype=np.int64)
        place[np.lexsort((self._rank, key))] = np.arange(len(days))
        return place


def _together(segments: Sequence[Segment], parts: Sequence[Matches]) -> Matches:
    """The matches of all segments, numbered through the generation."""
    if len(parts) == 1:
        return parts[0]
    documents = [part.documents + segment.base for segment, part in zip(segments, parts, strict=True)]
    scores = np.concatenate([_NO_SCORES, *map(spell_out, parts)])
    return Matches(np.concatenate([_NO_DOCUMENTS, *documents]), scores)


class _SegmentAnswer:
    """What one request finds in one segment: `kept` matches the query and every filter.

    `matched` matches the query alone, documents among them that were deleted.
    """

    def __init__(self, request: EngineRequest, segment: Segment, evaluator: Evaluator) -> None:
        found = self.matched = evaluator.matches(request.query)
        if segment.live is not None:
            alive = np.flatnonzero(segment.live.take(found.documents))
            found = Matches(found.documents[alive], choose(found.scores, alive))
        self._found = found.documents
        self._filters = [(part, evaluator.holds(part.node, found.documents)) for part in request.filters]
        self.kept = found
        if self._filters:
            chosen = np.flatnonzero(np.logical_and.reduce([mask for _, mask in self._filters]))
            self.kept = Matches(found.documents[chosen], choose(found.scores, chosen))

    def counted(self, facet: str) -> Ints:
        """The documents over which a facet is counted: without its own choice, unless it narrows itself."""
        held = [mask for part, mask in self._filters if part.facet != facet or part.narrows_itself]
        if len(held) == len(self._filters):
            return self.kept.documents
        return self._found[np.logical_and.reduce(held)] if held else self._found
