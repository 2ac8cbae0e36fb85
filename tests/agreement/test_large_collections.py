"""Requests made of a collection's own words: the seeds and some hundred reports, on every engine.

At full size: `python -m tests.agreement --requests 500 --documents 20000 --url …`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.settings import Settings
from tests.agreement.comparing import SCORE_ERROR
from tests.agreement.generations_on_cluster import CODED_ERROR
from tests.agreement.large_collections import Comparer, LargeCollection, rebuilt
from tests.coded_oracle import CodedOracle
from tests.engines import OnEngine
from tests.oracle import Oracle
from tests.reported_news import save_reports

REQUESTS, REPORTS = 40, 150


@pytest.fixture(scope="module", params=["seeds", "reports"])
def sources(
    request: pytest.FixtureRequest, seeds_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Source files."""
    if request.param == "seeds":
        return seeds_dir
    path = tmp_path_factory.mktemp("reports") / "reports.jsonl"
    save_reports(path, REPORTS, seed=5)
    return path


@pytest.fixture(scope="module")
def collection(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LargeCollection]:
    """The documents on the arrays."""
    index = tmp_path_factory.mktemp("compared") / "index"
    with rebuilt(Settings(index=index, seeds=(sources,))) as arrays:
        yield LargeCollection(arrays)


KEPT = [("files", 1), *(pytest.param("cluster", n, marks=pytest.mark.cluster) for n in (1, 3))]


@pytest.mark.parametrize(("engine", "shards"), KEPT, indirect=["engine"])
def test_generated_requests_are_answered_alike(
    collection: LargeCollection, sources: Path, engine: str, on_engine: OnEngine, tmp_path: Path, shards: int
) -> None:
    """Matches and counts as on the arrays; scores and order as the oracle of the engine has them."""
    oracle, error = (Oracle, SCORE_ERROR) if engine == "files" else (CodedOracle, CODED_ERROR)
    with rebuilt(on_engine(index=tmp_path / "index", seeds=(sources,), shards=shards)) as reader:
        own = oracle(collection.documents, collection.groups)
        figures = Comparer(collection, reader, own, error).run(collection.requests(REQUESTS))
    print(figures)
    assert [] == figures.differences
    assert figures.requests == REQUESTS
    assert figures.matches > REQUESTS
