"""Requests to a collection of any size: an engine beside the arrays, and scores beside an oracle.

What matches and what is counted has to be as on the arrays; scores and order as the oracle has them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from indexer.api import Settings, rebuild
from indexer.engine_port import EngineAnswer, EngineRequest, IndexReader
from indexer.errors import QueryRefused
from indexer.wiring import open_store
from tests.agreement.comparing import check_same_order
from tests.cluster_requests import clear
from tests.generators import requests
from tests.oracle import Oracle
from tests.vocabulary import Vocabulary, vocabulary_of

# The first hits that readers look at.
FIRST = 10
# So many times as many requests are drawn as are kept.
DRAWN = 4


@dataclass(slots=True)
class Figures:
    """What was compared, and how far it was apart."""

    requests: int = 0
    refused: int = 0
    matches: int = 0
    counts: int = 0
    hits: int = 0
    worst: float = 0.0
    overlaps: list[float] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line for people."""
        overlap = sum(self.overlaps) / len(self.overlaps) if self.overlaps else 1.0
        return (
            f"{self.requests} requests ({self.refused} refused), {self.matches} matches, "
            f"{self.counts} counts, {self.hits} hits in order, {len(self.differences)} differences, "
            f"worst score difference {self.worst:.1e}, of the top {FIRST} with exact lengths {overlap:.3f} "
            f"(n = {len(self.overlaps)})"
        )


class LargeCollection:
    """A collection on the arrays, and what requests to it are made of."""

    def __init__(self, arrays: IndexReader) -> None:
        self.arrays = arrays
        documents = [arrays.document(id_) for id_ in arrays.document_ids()]
        self.documents = [page for page in documents if page is not None]
        self.groups = arrays.copies().groups
        self.vocabulary: Vocabulary = vocabulary_of(self.documents)

    def requests(self, number: int, chance: int = 1) -> list[EngineRequest]:
        """So many requests, the same for the same chance: most of them find something."""
        found: list[EngineRequest] = []

        @seed(chance)
        @settings(
            max_examples=DRAWN * number,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(requests(self.vocabulary))
        def draw(request: EngineRequest) -> None:
            found.append(request)

        draw()
        with_hits = [request for request in found if self._finds(request)]
        kept = set(with_hits)
        others = [request for request in found if request not in kept]
        most = number - number // 10
        return [*with_hits[:most], *others][:number]

    def _finds(self, request: EngineRequest) -> bool:
        """Whether anything matches, and is on the page that is asked for."""
        try:
            return bool(self.arrays.search(replace(request, facets=())).hits)
        except QueryRefused:
            return False


class Comparer:
    """One engine beside the arrays.

    Args: `oracle`: scores as the engine has to; `error`: how exact they are.
    """

    def __init__(
        self, collection: LargeCollection, engine: IndexReader, oracle: Oracle, error: float
    ) -> None:
        self.figures = Figures()
        self._arrays = collection.arrays
        self._engine = engine
        self._oracle = oracle
        self._pages = {page.document.id: page for page in oracle.pages}
        self._error = error

    def run(self, asked: Sequence[EngineRequest]) -> Figures:
        """Compare all; differences are told and counted."""
        for request in asked:
            try:
                self.compare(request)
            except AssertionError as error:
                self.figures.differences.append(f"{request}\n{error}")
        return self.figures

    def compare(self, request: EngineRequest) -> None:
        """Assert that one request is answered alike."""
        figures = self.figures
        figures.requests += 1
        try:
            expected = self._arrays.search(request)
        except QueryRefused:
            figures.refused += 1
            with pytest.raises(QueryRefused):
                self._engine.search(request)
            return
        answer = self._engine.search(request)
        self._check_counts(expected, answer)
        whole = replace(request, fold=False, sort="oldest")
        matches = [hit.id for hit in self._arrays.walk(whole).hits]
        assert matches == [hit.id for hit in self._engine.walk(whole).hits]
        figures.matches += len(matches)
        self._check_scores(request, matches, answer)
        self._look_at_first(request)

    def _check_counts(self, expected: EngineAnswer, answer: EngineAnswer) -> None:
        assert (expected.total, expected.folded) == (answer.total, answer.folded)
        assert expected.expanded == answer.expanded
        for facet, counts in expected.facets.items():
            assert tuple(counts) == tuple(answer.facets[facet]), facet
            self.figures.counts += len(counts)

    def _check_scores(self, request: EngineRequest, matches: Sequence[str], answer: EngineAnswer) -> None:
        """The oracle scores all that match, as any of them could come first."""
        oracle = self._oracle
        found = [
            (page, oracle.score(request.query, page) or 0.0) for page in map(self._pages.get, matches) if page
        ]
        listed = oracle.ranked(request, found)
        self.figures.worst = max(
            self.figures.worst, check_same_order(request, listed, answer.hits, self._error)
        )
        self.figures.hits += len(answer.hits)
        oracle.forget_scores()

    def _look_at_first(self, request: EngineRequest) -> None:
        """How many of the first hits are those of exact lengths, where words make an order."""
        asked = replace(request, sort="relevance", start=0, limit=FIRST, facets=(), fold=False)
        exact = self._arrays.search(asked)
        scores = {hit.score for hit in exact.hits}
        if exact.total > FIRST and len(scores) > 1:
            own = {hit.id for hit in self._engine.search(asked).hits}
            self.figures.overlaps.append(len(own & {hit.id for hit in exact.hits}) / FIRST)


@contextmanager
def rebuilt(settings: Settings) -> Iterator[IndexReader]:
    """A reader of source files, rebuilt; what stands on a cluster is deleted after use."""
    try:
        rebuild(settings)
        with open_store(settings).open() as generation, generation.open_reader() as reader:
            yield reader
    finally:
        if settings.url:
            clear(settings.url, settings.index_prefix)
