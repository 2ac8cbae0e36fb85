"""Requests to answers: one search of the cluster each, more only for copies and long lists.

A generation never changes and its order is that of scores and ids, so a list that goes on where the
last page ended is the list as a whole; nothing is held open on the cluster for it.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import islice
from typing import Any

from indexer.engine_port import EngineAnswer, EngineHit, EngineRequest, EngineWalk, FacetCounts, WordCount
from indexer.engines.opensearch_engine.documents import token_of, word_of
from indexer.engines.opensearch_engine.facet_counts import (
    DocumentCounts,
    ListedCounts,
    aggregations,
    held_by,
    page_values,
    read_values,
)
from indexer.engines.opensearch_engine.folding import FOLD, CopyGroups
from indexer.engines.opensearch_engine.lexicon import Lexicon
from indexer.engines.opensearch_engine.mapping import TITLE_MARK
from indexer.engines.opensearch_engine.place import Place
from indexer.engines.opensearch_engine.statistics import Statistics
from indexer.engines.opensearch_engine.stored_documents import WITH_HITS, StoredDocuments
from indexer.engines.opensearch_engine.translate import Translator, all_of, needed_tokens
from indexer.query.request import Sort
from indexer.query.syntax import Node, TextField

Json = dict[str, Any]
# The most hits that one answer reaches, as indices have it; what lies behind is walked to.
REACH = 10_000
# Hits of a walk in one answer; and up to so many, documents come with the hits of a page.
STRETCH = 250
BROUGHT = 100
# Words of one beginning that are counted within a request: the most frequent of all.
MOST_WORDS = 10_000
# Queries counted in one request.
_TOGETHER = 100
_BY_ID: Json = {"document": "asc"}
_ORDERS: dict[Sort, list[Json]] = {
    "relevance": [{"_score": "desc"}, _BY_ID],
    "newest": [{"day": {"order": "desc", "missing": "_last"}}, _BY_ID],
    "oldest": [{"day": {"order": "asc", "missing": "_last"}}, _BY_ID],
}


class Searcher:
    """Searches one generation; safe to share between threads."""

    def __init__(
        self,
        place: Place,
        stored: StoredDocuments,
        statistics: Statistics,
        lexicon: Lexicon,
        copies: CopyGroups,
    ) -> None:
        self._cluster = place.cluster
        self._index = place.index
        self.stored = stored
        self.statistics = statistics
        self.lexicon = lexicon
        self.copies = copies

    def ask(self, body: Json, deadline: float | None = None) -> Json:
        """One search of this generation. Raises EngineTimedOut and EngineUnavailable."""
        return self._cluster.search(self._index, body, deadline)

    def translator(self, nodes: Sequence[Node], budget: int, deadline: float | None) -> Translator:
        """What makes queries of some trees of one request. Raises EngineTimedOut and QueryRefused."""
        expansion = self.lexicon.expand(nodes, budget, deadline)
        tokens = (token for node in nodes for token in needed_tokens(node, self.statistics))
        self.statistics.load(tokens, deadline)
        return Translator(self.statistics, expansion)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request. Raises EngineTimedOut, EngineUnavailable and QueryRefused."""
        asked = Asked(self, request)
        far = request.start + request.limit > REACH
        answer = self.ask(asked.body(0 if far else request.limit), request.deadline)
        total = answer["hits"]["total"]["value"]
        facets = {facet: asked.counts(facet, answer["aggregations"][facet]) for facet in request.facets}
        folded = asked.folded() if request.fold and total else 0
        if far:
            hits = tuple(islice(asked.walk(None), request.start, request.start + request.limit))
        else:
            hits = tuple(asked.hits(answer))
        return EngineAnswer(total, hits, facets, asked.expanded, folded)

    def walk(self, request: EngineRequest) -> EngineWalk:
        """All hits in order. Raises EngineTimedOut, EngineUnavailable and QueryRefused."""
        asked = Asked(self, request)
        first = self.ask(asked.page(None), request.deadline)
        total = first["hits"]["total"]["value"]
        folded = asked.folded() if request.fold and total else 0
        return EngineWalk(total, folded, asked.walk(first))

    def count_each(self, queries: Sequence[Node], among: EngineRequest) -> tuple[int, ...]:
        """How many documents of a request match each query; each within the budget on its own."""
        deadline = among.deadline
        within = Asked(self, among).found
        found: list[int] = []
        for at in range(0, len(queries), _TOGETHER):
            filters = [
                self.translator((query,), among.max_expansions, deadline).matching(query)
                for query in queries[at : at + _TOGETHER]
            ]
            aggs = {"each": {"filters": {"filters": filters}}}
            answer = self.ask({"size": 0, "query": within, "aggs": aggs}, deadline)
            found += [bucket["doc_count"] for bucket in answer["aggregations"]["each"]["buckets"]]
        return tuple(found)

    def words_beginning(
        self, start: str, limit: int, within: EngineRequest | None, field: TextField
    ) -> tuple[WordCount, ...]:
        """The most frequent words that begin so. Raises EngineTimedOut and QueryRefused."""
        words = self.lexicon.fields[field]
        if within is None:
            return words.most(start, limit)
        query = Asked(self, within).found
        mark = TITLE_MARK if field == "title" else ""
        candidates = [mark + token_of(word) for word, _ in words.most(start, MOST_WORDS)]
        if not candidates or limit <= 0:
            return ()
        own = {"field": "word_set", "include": candidates, "size": len(candidates)}
        answer = self.ask({"size": 0, "query": query, "aggs": {"words": {"terms": own}}}, within.deadline)
        buckets = answer["aggregations"]["words"]["buckets"]
        counted = [WordCount(word_of(own["key"][len(mark) :]), own["doc_count"]) for own in buckets]
        return tuple(sorted(counted, key=lambda found: (-found.documents, found.word))[:limit])


class Asked:
    """One request as queries of the cluster.

    Filters that every count and every hit obeys narrow the query; those that some asked facet is
    counted without stand behind it, as a filter of the hits and of the other facets' counts.
    """

    def __init__(self, searcher: Searcher, request: EngineRequest) -> None:
        self._searcher = searcher
        self._request = request
        nodes = (request.query, *(part.node for part in request.filters))
        self._translator = searcher.translator(nodes, request.max_expansions, request.deadline)
        self.expanded = self._translator.expansion.expanded
        asked = set(request.facets)
        self._apart = [part for part in request.filters if part.facet in asked and not part.narrows_itself]
        common = [part for part in request.filters if part not in self._apart]
        self._narrowing = [self._translator.matching(part.node) for part in common]
        self._behind = [self._translator.matching(part.node) for part in self._apart]

    @cached_property
    def found(self) -> Json:
        """What matches the request and all of its filters."""
        return all_of([self._translator.matching(self._request.query), *self._narrowing, *self._behind])

    @cached_property
    def _scored(self) -> Json:
        return self._translator.scoring(self._request.query)

    def body(self, limit: int) -> Json:
        """The search of a page of hits, with all counts."""
        request = self._request
        body: Json = {
            "query": {"bool": {"must": [self._scored], "filter": self._narrowing}},
            "size": limit,
            "from": request.start if limit else 0,
            "sort": _ORDERS[request.sort],
            "track_scores": True,
            "track_total_hits": True,
            "_source": WITH_HITS if limit <= BROUGHT else False,
        }
        if self._behind:
            body["post_filter"] = all_of(self._behind)
        if request.facets:
            body["aggs"] = aggregations(request, self._apart, self._translator.matching)
        if self._folds and limit:
            body["collapse"] = {"field": FOLD}
        return body

    @property
    def _folds(self) -> bool:
        return self._request.fold and bool(self._searcher.copies.groups)

    def counts(self, facet: str, found: Json) -> FacetCounts:
        """The counts of a facet from its part of the answer."""
        within = all_of([self._translator.matching(node) for node in self._nodes_of(facet)])
        ask = partial(self._searcher.ask, deadline=None)
        if facet == "document":
            ids = [bucket["key"] for bucket in found["values"]["buckets"]]
            return DocumentCounts(
                found["doc_count"],
                ids,
                lambda: [id_ for id_, _ in page_values(ask, within, facet)],
                lambda id_: bool(_total(ask(_counting(all_of([within, {"term": {facet: id_}}]))))),
            )
        counts = read_values(found["values"])
        if counts is None:
            counts = dict(page_values(partial(ask, deadline=self._request.deadline), within, facet))
        return ListedCounts(counts)

    def _nodes_of(self, facet: str) -> list[Node]:
        return [self._request.query, *(part.node for part in held_by(self._request, facet))]

    def folded(self) -> int:
        """How many matches stand behind another of their group."""
        ask = partial(self._searcher.ask, deadline=self._request.deadline)
        return self._searcher.copies.count_folded(ask, self.found)

    def hits(self, answer: Json) -> Iterator[EngineHit]:
        """The hits of an answer, with their copies where these are folded."""
        return self._with_copies(self._read(answer))

    def _read(self, answer: Json) -> list[EngineHit]:
        found = answer["hits"]["hits"]
        self._searcher.stored.keep_hits(found)
        return [EngineHit(hit["_id"], hit["_score"]) for hit in found]

    def _with_copies(self, hits: Sequence[EngineHit]) -> Iterator[EngineHit]:
        if not self._folds:
            return iter(hits)
        ask = partial(self._searcher.ask, deadline=self._request.deadline)
        return self._searcher.copies.folded_in(ask, self.found, hits)

    def page(self, after: Sequence[Any] | None) -> Json:
        """The search of a stretch of a walk."""
        body: Json = {
            "query": {"bool": {"must": [self._scored], "filter": [*self._narrowing, *self._behind]}},
            "size": STRETCH,
            "sort": _ORDERS[self._request.sort],
            "track_scores": True,
            "track_total_hits": after is None,
            "_source": WITH_HITS,
        }
        return body if after is None else {**body, "search_after": after}

    def walk(self, first: Json | None) -> Iterator[EngineHit]:
        """All hits in order; of copies that are folded the first alone. `first`: the first stretch."""
        met: set[str] = set()
        answer = first or self._searcher.ask(self.page(None))
        head = self._searcher.copies.head
        while found := answer["hits"]["hits"]:
            own = self._read(answer)
            if self._folds:
                firsts = {head(hit.id): hit for hit in reversed(own)}
                own = [hit for hit in own if firsts[head(hit.id)] is hit and head(hit.id) not in met]
                met |= firsts.keys()
            yield from self._with_copies(own)
            if len(found) < STRETCH:
                return
            answer = self._searcher.ask(self.page(found[-1]["sort"]))


def _counting(query: Json) -> Json:
    return {"size": 0, "query": query, "track_total_hits": True}


def _total(answer: Json) -> int:
    return int(answer["hits"]["total"]["value"])
