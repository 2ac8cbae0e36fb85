"""One pair of collection and request, answered in every way, and how far the answers differ."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indexer.engine_port import EngineAnswer, EngineRequest
from indexer.engines.whoosh_engine.evaluation.searcher import ArraySearcher
from indexer.engines.whoosh_engine.whoosh_search.searcher import WhooshSearcher
from tests.agreement.layouts import Collected, in_every_layout
from tests.oracle import Oracle, OracleAnswer

Evaluator = ArraySearcher | WhooshSearcher
# How far two sums of the same parts may be apart.
SCORE_ERROR = 1e-9


def open_both(folder: Path) -> list[Evaluator]:
    """Both evaluators on the same files."""
    arrays = ArraySearcher(folder)
    return [arrays, WhooshSearcher(folder)]


def check_same_answer(expected: OracleAnswer, answer: EngineAnswer) -> float:
    """Assert the same total, ids in order, scores, copies, counts in order and words of wildcards.

    Gives the greatest difference of two scores.
    """
    assert (expected.total, expected.folded) == (answer.total, answer.folded)
    assert [hit.id for hit in expected.hits] == [hit.id for hit in answer.hits]
    folded = [(hit.copies, hit.copy_ids) for hit in expected.hits]
    assert folded == [(hit.copies, hit.copy_ids) for hit in answer.hits]
    pairs = zip(expected.hits, answer.hits, strict=True)
    worst = max((abs(own.score - other.score) for own, other in pairs), default=0.0)
    assert pytest.approx(0.0, abs=SCORE_ERROR) == worst
    assert {facet: tuple(counts.items()) for facet, counts in expected.facets.items()} == answer.facets
    assert expected.expanded == answer.expanded
    return worst


def check_pairs(
    collected: Collected,
    asked: Sequence[EngineRequest],
    oracle_kind: type[Oracle] = Oracle,
    open_ways: Callable[[Path], Sequence[Evaluator]] = open_both,
) -> float:
    """Assert that in every layout all ways answer each request as the oracle.

    Gives the worst difference of two scores.
    """
    oracle = oracle_kind(collected.documents, collected.groups)
    worst = 0.0
    with in_every_layout(collected) as folders:
        ways = [(layout, way) for layout, folder in folders.items() for way in open_ways(folder)]
        for request in asked:
            expected = oracle.search(request)
            for layout, way in ways:
                try:
                    worst = max(worst, check_same_answer(expected, way.search(request)))
                except AssertionError as error:
                    error.add_note(f"{type(way).__name__} on {layout}: {request}")
                    raise
    return worst
