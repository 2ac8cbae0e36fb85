"""One search, from the request to the answer.

Reads the request, asks the engine, and dresses what it gives with labels, evidence and notes.
"""

import logging
import time
from dataclasses import replace
from functools import cache, lru_cache

from indexer.engine_port import EngineAnswer, EngineRequest, IndexReader, check_deadline
from indexer.errors import PageOutOfRange, UnknownField
from indexer.query.guard import Limits
from indexer.query.request import SORTS, Answer, Hit, SearchRequest
from indexer.schema.fields import FACETS
from indexer.search.evidence import Evidence, find_evidence
from indexer.search.facet_counts import FacetCounter
from indexer.search.limits import web_limits
from indexer.search.reading import Reading, RequestReader
from indexer.search.sightings import AnalysedDocument
from indexer.search.snippets import best_excerpts
from indexer.settings import Settings

log = logging.getLogger(__name__)

# Documents kept analysed: those of some pages of hits. A generation never changes.
KEPT_DOCUMENTS = 256


class SearchService:
    """Answers requests from one reader; safe to share between threads."""

    def __init__(self, reader: IndexReader, settings: Settings, generation: str) -> None:
        self._reader = reader
        self._settings = settings
        self._generation = generation
        self._requests = RequestReader(reader.collection)
        self.labels = self._requests.labels
        self.analysed = lru_cache(maxsize=KEPT_DOCUMENTS)(self._analyse)

    def search(self, request: SearchRequest, limits: Limits | None = None) -> Answer:
        """Answer one request. Raises InvalidRequest, EngineError."""
        began = time.perf_counter()
        self._check(request)
        deadline = self.deadline()
        reading, found = self.resolve(request, deadline, limits)
        leaves = self._requests.leaves(reading)

        @cache
        def evidence(document_id: str) -> Evidence:
            check_deadline(deadline)
            return find_evidence(self.analysed(document_id), leaves)

        hits = tuple(self._hit(hit.id, hit.score, evidence(hit.id), request) for hit in found.hits)
        counter = FacetCounter(self._reader, self.labels, self._ask, evidence, self._settings.facet_limit)
        facets = {facet: counter.values(facet, reading, found, deadline) for facet in request.facets}
        took = round((time.perf_counter() - began) * 1000.0, 1)
        log.info("search total=%d took_ms=%.1f match=%s", found.total, took, reading.match)
        return Answer(
            request,
            found.total,
            hits,
            facets,
            reading.notes,
            took,
            self._generation,
            self._requests.understood(reading),
            reading.match,
            reading.query,
        )

    def deadline(self) -> float:
        """When a request that begins now has to be answered."""
        return time.monotonic() + self._settings.query_seconds

    def resolve(
        self, request: SearchRequest, deadline: float | None, limits: Limits | None = None
    ) -> tuple[Reading, EngineAnswer]:
        """The request as it is read in the end, and what the engine finds for it.

        Only the owner of a batch may do without a `deadline`.
        """
        limits = limits or web_limits(self._settings)
        reading = self._requests.read(request, limits)
        found = self._ask(reading, deadline)
        if reading.may_loosen(found.total):
            reading = self._requests.loosen(reading, limits)
            found = self._ask(reading, deadline)
        return reading, found

    def evidence(self, document_id: str, request: SearchRequest) -> Evidence:
        """What matches in one document for a request."""
        reading, _ = self.resolve(replace(request, page=1, per=1, facets=()), self.deadline())
        return find_evidence(self.analysed(document_id), self._requests.leaves(reading))

    def _analyse(self, document_id: str) -> AnalysedDocument:
        document = self._reader.document(document_id)
        if document is None:
            raise AssertionError(f"the engine found {document_id} but does not hold it")
        return AnalysedDocument(document)

    def _check(self, request: SearchRequest) -> None:
        most = self._settings.max_page_hits
        if request.page < 1 or request.per < 1 or request.page * request.per > most:
            raise PageOutOfRange(
                f"Page {request.page} of {request.per} hits is out of range; "
                f"pages reach to hit {most:,}. Narrow the search instead."
            )
        if request.sort not in SORTS:
            raise UnknownField(f"“{request.sort}” is no order; orders are {', '.join(SORTS)}.")
        for facet in request.facets:
            if facet not in FACETS:
                raise UnknownField(f"“{facet}” is no facet; facets are {', '.join(FACETS)}.")

    def _ask(self, reading: Reading, deadline: float | None) -> EngineAnswer:
        request = reading.request
        return self._reader.search(
            EngineRequest(
                reading.query,
                reading.filters,
                tuple(facet for facet in request.facets if facet != "document"),
                request.sort,
                (request.page - 1) * request.per,
                request.per,
                deadline,
                self._settings.query_expansions,
            )
        )

    def _hit(self, document_id: str, score: float, evidence: Evidence, request: SearchRequest) -> Hit:
        document = self.analysed(document_id).document
        counts: dict[str, int] = {}
        for mention in document.actors:
            if not mention.weak:
                counts[mention.id] = counts.get(mention.id, 0) + 1
        ordered = sorted(counts.items(), key=lambda p: (-p[1], self.labels.label("actor", p[0])))
        return Hit(
            document,
            score,
            best_excerpts(document, evidence, every=request.documents == (document.id,)),
            len(evidence.matching),
            evidence.title_marks,
            evidence.reasons,
            tuple(ordered),
        )
