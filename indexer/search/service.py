"""One search, from the request to the answer.

Reads the request, asks the engine, and dresses what it gives with labels, evidence and notes.
"""

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from weakref import proxy

from indexer.engine_port import (
    DocumentView,
    EngineAnswer,
    EngineHit,
    EngineRequest,
    IndexReader,
    check_deadline,
)
from indexer.errors import PageOutOfRange, UnknownField
from indexer.query.guard import Limits
from indexer.query.request import SORTS, Answer, Hit, SearchRequest, Suggestion
from indexer.said import say
from indexer.schema.fields import FACETS
from indexer.search.evidence import Evidence, Leaf, find_evidence
from indexer.search.facet_counts import DOCUMENT_VALUES, FacetCounter
from indexer.search.feedback import Feedback
from indexer.search.hits import make_hit
from indexer.search.leaf_weights import Weights
from indexer.search.limits import web_limits
from indexer.search.reading import Reading, RequestReader
from indexer.search.spelling_offers import SpellingOffers
from indexer.settings import Settings

log = logging.getLogger(__name__)

# Documents kept with the places of their words: those of some pages of hits. A generation never
# changes.
KEPT_DOCUMENTS = 256
# Queries whose evidence is kept, in so many documents each: who turns a page sees the same
# documents again in the document facet.
KEPT_QUERIES, KEPT_EVIDENCE = 8, 32
# Pages that end by this hit are cut from a search that begins with the best hit, because the
# document facet shows the best; later pages search once more.
CUT_HITS = 200


class SearchService:
    """Answers requests from one reader; safe to share between threads."""

    def __init__(self, reader: IndexReader, settings: Settings, generation: str) -> None:
        self._reader = reader
        self._settings = settings
        self.generation = generation
        self.requests = RequestReader(reader.collection)
        self.labels = self.requests.labels
        count = partial(SearchService._count, proxy(self))
        self._spelling = SpellingOffers(reader, self.requests, count)
        self.view = lru_cache(maxsize=KEPT_DOCUMENTS)(reader.view)
        self._feedback = Feedback(reader, settings.query_expansions)
        self._weights = lru_cache(maxsize=KEPT_QUERIES)(partial(Weights, reader))
        self.evidence_for = lru_cache(maxsize=KEPT_QUERIES)(partial(SearchService._find_for, proxy(self)))

    def search(
        self, request: SearchRequest, limits: Limits | None = None, *, every_value: bool = False
    ) -> Answer:
        """Answer one request, with `every_value` of its facets. Raises InvalidRequest, EngineError."""
        began = time.perf_counter()
        check_request(request, self._settings.max_page_hits)
        deadline = None if limits else self.deadline()  # the owner of a batch waits for it
        limits = limits or web_limits(self._settings)
        wide = _from_the_best(request)
        reading, found = self.resolve(wide, deadline, limits)
        own = slice((request.page - 1) * request.per, request.page * request.per)
        leaves = self.requests.leaves(reading)
        find, weights = self.evidence_for(leaves), self._weights(leaves)

        def evidence(document_id: str) -> Evidence:
            check_deadline(deadline)
            return find(document_id)

        most = sys.maxsize if every_value else self._settings.facet_limit
        counter = FacetCounter(self.labels, self.requests.families, self._ask, self.view, evidence, most)
        page = found.hits if wide == request else found.hits[own]
        hits: list[Hit] = []
        # One kind of work after the other: each finds its own code and data near.
        for first in range(0, len(page), KEPT_EVIDENCE):
            some = page[first : first + KEPT_EVIDENCE]
            for hit in some:
                check_deadline(deadline)
                self.found_view(hit.id)
            seen = [evidence(hit.id) for hit in some]
            hits += [self._hit(hit, own, request, weights) for hit, own in zip(some, seen, strict=True)]
        counted = {facet: counter.values(facet, reading, found, deadline) for facet in request.facets}
        suggestion, complete = self._spelling.for_answer(reading, found.total, limits, deadline)
        bare = self._answer(began, request, reading, found)
        facets = {facet: own.values for facet, own in counted.items()}
        sizes = {facet: own.size for facet, own in counted.items()}
        bare = replace(bare, suggestion=suggestion, complete=complete)
        return replace(bare, hits=tuple(hits), facets=facets, facet_sizes=sizes)

    def count(self, request: SearchRequest) -> Answer:
        """The total of a request and how it was read, at the cost of no more than that.

        Raises InvalidRequest, EngineError.
        """
        began = time.perf_counter()
        check_request(request, self._settings.max_page_hits)
        bare = replace(request, page=1, per=0, facets=())
        return self._answer(began, request, *self.resolve(bare, self.deadline()))

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months in which documents were published; kept, as a generation never changes."""
        values = self.search(SearchRequest(facets=("published",), per=1)).facets["published"]
        return tuple(value.value for value in values if value.group == "month")

    def deadline(self) -> float:
        """When a request that begins now has to be answered."""
        return time.monotonic() + self._settings.query_seconds

    def resolve(
        self, request: SearchRequest, deadline: float | None, limits: Limits | None = None
    ) -> tuple[Reading, EngineAnswer]:
        """The request as it is read in the end, and what the engine finds for it; `per` 0 counts alone.

        Only the owner of a batch may do without a `deadline`.
        """
        limits = limits or web_limits(self._settings)
        reading = self.requests.read(request, limits)
        if reading.match == "all":
            found = None if reading.loosens_at_once else self._ask(reading, deadline)
            if found is not None and not reading.may_loosen(found.total):
                return reading, found
            reading = self.requests.loosen(reading, limits)
        if request.per:  # feedback ranks and never finds
            reading = replace(reading, query=self._feedback.rank(reading.query, deadline))
        return reading, self._ask(reading, deadline)

    def suggest(self, request: SearchRequest, limits: Limits | None = None) -> Suggestion | None:
        """Another spelling of a text, or None; never raises for a text."""
        return self._spelling.suggest(request, limits or web_limits(self._settings), self.deadline())

    def evidence(self, document_id: str, request: SearchRequest) -> Evidence:
        """What matches in one document for a request."""
        reading, _ = self.resolve(replace(request, page=1, per=1, facets=()), self.deadline())
        return self.evidence_for(self.requests.leaves(reading))(document_id)

    def found_view(self, document_id: str) -> DocumentView:
        """The view of a document that the engine found."""
        view = self.view(document_id)
        if view is None:
            raise AssertionError(f"the engine found {document_id} but does not hold it")
        return view

    def _find_for(self, leaves: tuple[Leaf, ...]) -> Callable[[str], Evidence]:
        """What finds the evidence for these leaves in a document."""

        def find(document_id: str) -> Evidence:
            return find_evidence(self.found_view(document_id), leaves)

        return lru_cache(maxsize=KEPT_EVIDENCE)(find)

    def _hit(self, hit: EngineHit, evidence: Evidence, request: SearchRequest, weights: Weights) -> Hit:
        document = self.found_view(hit.id).document
        return make_hit(document, hit, evidence, request, weights, self.labels)

    def _ask(self, reading: Reading, deadline: float | None) -> EngineAnswer:
        return self._reader.search(self.to_engine(reading, deadline))

    def to_engine(self, reading: Reading, deadline: float | None) -> EngineRequest:
        """What the engine is asked for a reading."""
        request = reading.request
        return EngineRequest(
            reading.query,
            reading.filters,
            tuple(facet for facet in request.facets if facet != "document"),
            request.sort,
            (request.page - 1) * request.per,
            request.per,
            deadline,
            self._settings.query_expansions,
            request.copies == "fold",
        )

    def _answer(self, began: float, request: SearchRequest, reading: Reading, found: EngineAnswer) -> Answer:
        """What is told of a request that was taken up when `began`, without hits and facets."""
        took = round((time.perf_counter() - began) * 1000.0, 1)
        log.info("search total=%d took_ms=%.1f match=%s", found.total, took, reading.match)
        read = (self.requests.understood(reading), reading.match, reading.query)
        return Answer(request, found.total, (), {}, reading.notes, took, self.generation, *read, found.folded)

    def _count(self, reading: Reading, deadline: float | None) -> int:
        """How many documents a reading finds."""
        return self._ask(reading, deadline).total


def check_request(request: SearchRequest, most: int) -> None:
    """Raise PageOutOfRange or UnknownField for what cannot be asked; pages reach to hit `most`."""
    if request.page < 1 or request.per < 1 or request.page * request.per > most:
        raise PageOutOfRange(
            say(
                "Page %(page)s of %(per)s hits is out of range; "
                "pages reach to hit %(most)s. Narrow the search instead.",
                page=request.page,
                per=request.per,
                most=most,
            )
        )
    if request.sort not in SORTS:
        raise UnknownField(f"“{request.sort}” is no order; orders are {', '.join(SORTS)}.")
    for facet in request.facets:
        if facet not in FACETS:
            raise UnknownField(f"“{facet}” is no facet; facets are {', '.join(FACETS)}.")


def _from_the_best(request: SearchRequest) -> SearchRequest:
    """A request whose hits begin with the best ones, where the document facet shows those.

    >>> _from_the_best(SearchRequest(page=3, per=10)).per
    30
    """
    last = request.page * request.per
    if "document" not in request.facets or request.documents or last > CUT_HITS:
        return request
    return replace(request, page=1, per=max(last, DOCUMENT_VALUES))
