"""One pair of collection and request, answered in every way, and how far the answers differ."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from indexer.engine_port import EngineAnswer, EngineHit, EngineRequest
from indexer.engines.whoosh_engine.evaluation.searcher import ArraySearcher
from indexer.engines.whoosh_engine.whoosh_search.searcher import WhooshSearcher
from tests.agreement.layouts import Collected, in_every_layout
from tests.oracle import Oracle, OracleAnswer

# How far two sums of the same parts may be apart.
SCORE_ERROR = 1e-9


class Evaluator(Protocol):
    """What answers requests."""

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request."""


# For each layout one evaluator or more, for as long as they are used.
OpenWays = Callable[[Collected], AbstractContextManager[Sequence[tuple[str, Evaluator]]]]


def open_both(folder: Path) -> list[Evaluator]:
    """Both evaluators on the same files."""
    arrays = ArraySearcher(folder)
    return [arrays, WhooshSearcher(folder)]


def on_files(open_folder: Callable[[Path], Sequence[Evaluator]]) -> OpenWays:
    """Evaluators on the files of each layout."""

    @contextmanager
    def open_ways(collected: Collected) -> Iterator[list[tuple[str, Evaluator]]]:
        with in_every_layout(collected) as folders:
            yield [(layout, way) for layout, folder in folders.items() for way in open_folder(folder)]

    return open_ways


ON_BOTH = on_files(open_both)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How answers of an engine are compared: with which oracle, and how exact its scores are.

    Scores that are nearer than `score_error` to each other may stand in any order.
    """

    open_ways: OpenWays = ON_BOTH
    oracle: type[Oracle] = Oracle
    score_error: float = SCORE_ERROR


def check_same_answer(expected: OracleAnswer, answer: EngineAnswer) -> float:
    """Assert the same total, ids in order, scores, copies, counts in order and words of wildcards.

    Gives the greatest difference of two scores.
    """
    assert [hit.id for hit in expected.hits] == [hit.id for hit in answer.hits]
    folded = [(hit.copies, hit.copy_ids) for hit in expected.hits]
    assert folded == [(hit.copies, hit.copy_ids) for hit in answer.hits]
    pairs = zip(expected.hits, answer.hits, strict=True)
    worst = max((abs(own.score - other.score) for own, other in pairs), default=0.0)
    assert pytest.approx(0.0, abs=SCORE_ERROR) == worst
    check_same_counts(expected, answer)
    return worst


def check_same_counts(expected: OracleAnswer, answer: EngineAnswer) -> None:
    """Assert the same totals, counts in order, and words of wildcards."""
    assert (expected.total, expected.folded) == (answer.total, answer.folded)
    assert {facet: tuple(counts.items()) for facet, counts in expected.facets.items()} == answer.facets
    assert expected.expanded == answer.expanded


def check_same_order(
    request: EngineRequest, listed: Sequence[EngineHit], hits: Sequence[EngineHit], error: float
) -> float:
    """Assert that hits are those of a request among all that are `listed`, but for near ties.

    A hit has the score of the list, and that of its place there; by date the order is exact. Of a
    group of copies any is the first whose score is so near. Gives the greatest difference of scores.
    """
    wanted = listed[request.start : request.start + request.limit]
    assert len(wanted) == len(hits)
    scores = {_members(hit): hit.score for hit in listed}
    assert len(hits) == len({_members(hit) for hit in hits})
    worst = 0.0
    for own, other in zip(wanted, hits, strict=True):
        score = scores[_members(other)]
        apart = max(1.0, abs(score))
        worst = max(worst, abs(score - other.score) / apart)
        assert own.copies == other.copies or request.fold
        if request.sort == "relevance":
            assert abs(own.score - score) <= error * apart, (own, other)
        else:
            assert own.id == other.id
    assert worst <= error
    return worst


def _members(hit: EngineHit) -> tuple[str, ...]:
    return tuple(sorted((hit.id, *hit.copy_ids)))


def check_pairs(
    collected: Collected, asked: Sequence[EngineRequest], comparison: Comparison = Comparison()
) -> float:
    """Assert that in every layout all ways answer each request as the oracle.

    Gives the worst difference of two scores.
    """
    oracle = comparison.oracle(collected.documents, collected.groups)
    exact = comparison.score_error <= SCORE_ERROR
    worst = 0.0
    with comparison.open_ways(collected) as ways:
        for request in asked:
            expected = oracle.search(request)
            listed = () if exact else oracle.ranked(request, oracle.find(request))
            for layout, way in ways:
                try:
                    answer = way.search(request)
                    if exact:
                        worst = max(worst, check_same_answer(expected, answer))
                    else:
                        check_same_counts(expected, answer)
                        apart = check_same_order(request, listed, answer.hits, comparison.score_error)
                        worst = max(worst, apart)
                except AssertionError as error:
                    error.add_note(f"{type(way).__name__} on {layout}: {request}")
                    raise
    return worst
