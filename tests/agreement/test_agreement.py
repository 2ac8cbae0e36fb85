"""Same question, same answer: both evaluators against the oracle, on generated collections.

A counter-example is printed by Hypothesis as it was shrunk, and how to try it again. Ten times as
many are tried with `pytest --hypothesis-profile=long tests/agreement`, thousands with
`python -m tests.agreement`.
"""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engine_port import EngineRequest
from indexer.engines.whoosh_engine.evaluation.searcher import ArraySearcher
from indexer.query import syntax
from indexer.query.facet_values import facet_values
from indexer.query.guard import Limits
from indexer.query.names import NameTable
from indexer.query.parser import parse
from indexer.query.request import SearchRequest
from indexer.schema.document import Document
from indexer.schema.fields import FACETS
from indexer.search.filters import read_filters
from tests.agreement.comparing import check_pairs, check_same_answer
from tests.agreement.generations_on_cluster import coded
from tests.agreement.layouts import Collected, alone, collected, written
from tests.generators import collections, queries, query_texts, requests, search_requests
from tests.opensearch_cluster import Cluster
from tests.oracle import Oracle
from tests.vocabulary import NAMED_ACTORS

CHOSEN = {
    "actor": "actors",
    "place": "places",
    "published": "published",
    "mentioned": "mentioned",
    "document": "documents",
    "source": "sources",
    "language": "languages",
}
# An index takes longer to write than a request to answer.
some = settings(
    deadline=None,
    database=None,
    print_blob=True,
    report_multiple_bugs=False,
    max_examples=max(4, settings().max_examples * 3 // 10),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@some
@given(collected(collections()), st.lists(requests(), min_size=6, max_size=16))
def test_every_way_answers_as_the_oracle(collection: Collected, asked: list[EngineRequest]) -> None:
    """Any tree, filters, order and page: the same hits, scores and counts in every layout."""
    check_pairs(collection, asked)


@settings(some, max_examples=max(2, settings().max_examples // 50))
@given(collected(collections()), st.lists(requests(), min_size=6, max_size=16))
@pytest.mark.parametrize("shards", [1, 3])
def test_a_cluster_answers_as_the_coded_oracle(
    cluster: Cluster, shards: int, collection: Collected, asked: list[EngineRequest]
) -> None:
    """The same on generations of a cluster, scored with its lengths."""
    check_pairs(collection, asked, coded(cluster.url, shards))


@some
@given(collections(), st.lists(query_texts(), min_size=6, max_size=16), st.sampled_from(("all", "any")))
def test_typed_queries_are_answered_as_they_are_read(
    documents: tuple[Document, ...], texts: list[str], match: str
) -> None:
    """Any text, broken ones too: it is read, and its tree answered as the oracle does."""
    oracle = Oracle(documents)
    names = NameTable(NAMED_ACTORS)
    with written((alone(documents),)) as (folder,):
        engine = ArraySearcher(folder)
        for text in texts:
            query = parse(text, Limits(), match=match, names=names).query
            request = EngineRequest(query, facets=FACETS, limit=100)
            check_same_answer(oracle.search(request), engine.search(request))


def choose(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """The request after a value is chosen: beside actors that are joined, else as the one choice."""
    beside = request.actors if facet == "actor" and request.actors_match == "all" else ()
    return replace(request, **{CHOSEN[facet]: (*beside, value)})


class Keeper:
    """Which documents a request keeps, from their values alone."""

    def __init__(self) -> None:
        self.values = cache(lambda document, facet: frozenset(facet_values(document, facet)))

    def keeps(self, request: SearchRequest, document: Document) -> bool:
        """Whether a document has the chosen values: any of each facet's, all actors where asked."""
        for facet, field in CHOSEN.items():
            chosen = set(getattr(request, field))
            own = self.values(document, facet)
            together = facet == "actor" and request.actors_match == "all"
            if chosen and not (chosen <= own if together else chosen & own):
                return False
        return not set(request.not_actors) & self.values(document, "actor")


@some
@given(collected(collections()), queries(), st.lists(search_requests(), min_size=4, max_size=8))
def test_counts_are_the_hits_after_choosing(
    collection: Collected, query: syntax.Node, asked: list[SearchRequest]
) -> None:
    """The number beside each value is the number of hits with it chosen, whatever else is."""
    matching = [page.document for page, _ in Oracle(collection.documents).find(EngineRequest(query))]
    keeper = Keeper()
    with written(collection.histories[-1:]) as (folder,):
        engine = ArraySearcher(folder)
        for request in asked:
            filters, notes = read_filters(request)
            assert () == notes
            answer = engine.search(EngineRequest(query, filters, FACETS))
            assert sum(keeper.keeps(request, document) for document in matching) == answer.total
            for facet in FACETS:
                values = set().union(*(keeper.values(page, facet) for page in collection.documents))
                after = {value: choose(request, facet, value) for value in values}
                expected = {
                    value: sum(keeper.keeps(then, document) for document in matching)
                    for value, then in after.items()
                }
                counts = dict(answer.facets[facet])
                assert {v: n for v, n in expected.items() if n} == counts, (facet, request)
