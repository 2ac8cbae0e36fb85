"""Both evaluators against the oracle, on generations as updates leave them.

Several segments with deleted documents, whose words, values and lengths must count nowhere.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engine_port import EngineAnswer, EngineRequest
from indexer.engines.whoosh_engine.array_reader import ArraySearcher
from indexer.engines.whoosh_engine.whoosh_searcher import WhooshSearcher
from indexer.schema.document import Document
from tests.array_generations import generation, scatter
from tests.generators import collections, requests
from tests.oracle import Oracle, OracleAnswer

# Three segments take three times as long to write as one.
some = settings(
    deadline=None,
    database=None,
    max_examples=max(5, settings().max_examples // 4),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def check_same_answer(expected: OracleAnswer, answer: EngineAnswer) -> None:
    """Assert the same total, ids in order, scores, counts in order and words of wildcards."""
    assert expected.total == answer.total
    assert [hit.id for hit in expected.hits] == [hit.id for hit in answer.hits]
    assert pytest.approx([h.score for h in expected.hits], rel=0, abs=1e-9) == [h.score for h in answer.hits]
    assert {facet: tuple(counts.items()) for facet, counts in expected.facets.items()} == answer.facets
    assert expected.expanded == answer.expanded


@some
@given(
    collections(),
    st.lists(requests(), min_size=4, max_size=12),
    st.integers(0, 6),
    st.integers(0, 6),
    st.booleans(),
)
def test_both_evaluators_answer_as_the_oracle(
    documents: tuple[Document, ...], asked: list[EngineRequest], first: int, second: int, many: bool
) -> None:
    """Any tree, filters, order and page, over one segment or three with deletions."""
    oracle = Oracle(documents)
    parts, deleted = scatter(documents, first, second) if many else ([documents], [])
    with generation(parts, deleted) as folder:
        arrays, whoosh = ArraySearcher(folder), WhooshSearcher(folder)
        for request in asked:
            expected = oracle.search(request)
            check_same_answer(expected, arrays.search(request))
            check_same_answer(expected, whoosh.search(request))
