"""All hits of a search, one after the other.

Searches once and keeps no hit: what is held does not grow with the documents that went by.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.engine_port import EngineHit, IndexReader
from indexer.query.request import Hit, Match, Note, SearchRequest
from indexer.search.evidence import find_evidence
from indexer.search.hits import make_bare_hit, make_hit
from indexer.search.leaf_weights import Weights
from indexer.search.service import SearchService, check_request

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Walk:
    """The hits of all pages of a search, in their order; the other fields are those of an answer.

    `hits` can be gone through once, while the search that gave it is open. There are `listed` of them.
    """

    request: SearchRequest
    total: int
    folded: int
    hits: Iterator[Hit]
    notes: tuple[Note, ...]
    generation: str
    understood: str
    match: Match

    @property
    def listed(self) -> int:
        """The number of hits."""
        return self.total - self.folded


def walk_hits(service: SearchService, reader: IndexReader, request: SearchRequest, *, passages: bool) -> Walk:
    """A walk through all hits of a request, from its first page on; see `Search.walk`."""
    first = replace(request, page=1, per=1, facets=())
    check_request(first, most=1)
    deadline = service.deadline()
    reading, _ = service.resolve(first, deadline)
    found = reader.walk(service.to_engine(reading, deadline))
    leaves = service.requests.leaves(reading)
    weights, labels = Weights(reader, leaves), service.requests.labels

    def make(hit: EngineHit) -> Hit:
        # Past the caches of pages: a walk would drive out what those show again.
        if not passages:
            document = reader.document(hit.id)
            if document is not None:
                return make_bare_hit(document, hit, labels)
        elif (view := reader.view(hit.id)) is not None:
            return make_hit(view.document, hit, find_evidence(view, leaves), request, weights, labels)
        raise AssertionError(f"the engine found {hit.id} but does not hold it")

    log.info("walk total=%d match=%s", found.total, reading.match)
    return Walk(
        request,
        found.total,
        found.folded,
        map(make, found.hits),
        reading.notes,
        service.generation,
        service.requests.understood(reading),
        reading.match,
    )
