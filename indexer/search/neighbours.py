"""The hits before and after a document in an answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from indexer.query.request import SearchRequest
from indexer.schema.document import Document
from indexer.search.service import SearchService

# Neighbours are looked for among so many hits first: who reads a hit has mostly come from one of
# the first pages.
FIRST_HITS = 100


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a document stands in the list of hits of an answer, which has `total` of them.

    `place` counts from 1 and is None for a document that is not in it; a near copy stands where
    the hit does that it is folded into.
    """

    place: int | None
    total: int
    previous: Document | None
    next: Document | None


def find_neighbours(
    service: SearchService,
    document_of: Callable[[str], Document | None],
    document_id: str,
    request: SearchRequest,
    most: int,
) -> Neighbours:
    """The neighbours of a document among the first `most` hits. Raises InvalidRequest, EngineError."""
    deadline = service.deadline()
    for limit in (min(FIRST_HITS, most), most):
        wide = replace(request, page=1, per=limit, facets=())
        _, found = service.resolve(wide, deadline)
        ids = [hit.id for hit in found.hits]
        folded = (at for at, hit in enumerate(found.hits) if document_id in (hit.id, *hit.copy_ids))
        at = next(folded, len(ids))
        whole = len(ids) < limit or limit == most
        if whole or at < len(ids) - 1:
            break
    total = found.total - found.folded
    if at == len(ids):
        return Neighbours(None, total, None, None)
    before = document_of(ids[at - 1]) if at else None
    after = document_of(ids[at + 1]) if at + 1 < len(ids) else None
    return Neighbours(at + 1, total, before, after)
