"""Counts of facet values: drill sideways as aggregations of one request.

Exact: where a facet has more values than an answer lists, all are paged through.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from indexer.engine_port import EngineRequest, FacetCounts, FacetFilter, ValueCounts
from indexer.engines.opensearch_engine.translate import all_of
from indexer.query.syntax import Node

Json = dict[str, Any]
# Values that an answer lists; and of documents, each of which is a value of its own.
LISTED, LISTED_DOCUMENTS = 10_000, 250
# Values a page where all are paged through.
_PAGE = 10_000

Matching = Callable[[Node], Json]


class ListedCounts(FacetCounts):
    """Counts that are all at hand."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts

    @cached_property
    def _pairs(self) -> tuple[tuple[str, int], ...]:
        return tuple(sorted(self._counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def __len__(self) -> int:
        return len(self._counts)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._pairs)

    def __getitem__(  # type: ignore[override]  # its slices are tuples
        self, at: int | slice
    ) -> "tuple[str, int] | tuple[tuple[str, int], ...]":
        return self._pairs[at]

    def count_of(self, value: str) -> int:
        """The count of one value, 0 where it has none."""
        return self._counts.get(value, 0)


class DocumentCounts(FacetCounts):
    """Matching documents by their ids, each counted once; those past the first are asked for when looked at.

    Args: `size`: how many match; `first`: the first of them; `all_ids` asks for all; `holds` whether
    one matches.
    """

    def __init__(
        self,
        size: int,
        first: Sequence[str],
        all_ids: Callable[[], Sequence[str]],
        holds: Callable[[str], bool],
    ) -> None:
        self._size = size
        self._first = first
        self._all_ids = all_ids
        self._holds = holds

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return ((id_, 1) for id_ in self._ids)

    def __getitem__(  # type: ignore[override]  # its slices are tuples
        self, at: int | slice
    ) -> "tuple[str, int] | tuple[tuple[str, int], ...]":
        if isinstance(at, slice):
            return tuple((id_, 1) for id_ in self._ids[at])
        return (self._ids[at], 1)

    @cached_property
    def _ids(self) -> Sequence[str]:
        return self._first if len(self._first) >= self._size else self._all_ids()

    def most(self, limit: int) -> ValueCounts:
        """The first `limit` documents. Cost: no request where few are asked for."""
        ids = self._first if limit <= len(self._first) else self._ids
        return ValueCounts.of((id_, 1) for id_ in islice(ids, max(0, limit)))

    def count_of(self, value: str) -> int:
        """1 for a document that matches. Cost: a request where it is none of the first."""
        return int(value in self._first or (self._size > len(self._first) and self._holds(value)))


def held_by(request: EngineRequest, facet: str) -> list[FacetFilter]:
    """The filters under which a facet is counted: without its own choice, unless it narrows itself."""
    return [part for part in request.filters if part.facet != facet or part.narrows_itself]


def aggregations(request: EngineRequest, apart: Sequence[FacetFilter], matching: Matching) -> Json:
    """What counts each facet, beside a query that has all filters but those `apart`."""
    return {
        facet: {
            "filter": all_of([matching(part.node) for part in held_by(request, facet) if part in apart]),
            "aggs": {"values": {"terms": _listed(facet)}},
        }
        for facet in request.facets
    }


def _listed(facet: str) -> Json:
    if facet == "document":
        return {"field": facet, "size": LISTED_DOCUMENTS, "order": {"_key": "asc"}}
    return {"field": facet, "size": LISTED}


def read_values(found: Json) -> dict[str, int] | None:
    """The counts of a `terms` aggregation; None where it does not list all values."""
    if found["sum_other_doc_count"] or found["doc_count_error_upper_bound"]:
        return None
    return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}


def page_values(ask: Callable[[Json], Json], query: Json, field: str) -> Iterator[tuple[str, int]]:
    """All values of a field in what a query matches, ascending. Cost: a request for each _PAGE of them."""
    pages: Json = {"size": _PAGE, "sources": [{"value": {"terms": {"field": field}}}]}
    while True:
        body = {"size": 0, "query": query, "aggs": {"values": {"composite": pages}}}
        found = ask(body)["aggregations"]["values"]
        yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in found["buckets"])
        if "after_key" not in found:
            return
        pages["after"] = found["after_key"]
