"""Both evaluators of the Whoosh engine keep the promises of an engine, in every layout."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engine_port import EngineAnswer, EngineRequest, EngineWalk
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.whoosh_search.searcher import WhooshSearcher
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.generation_store import GenerationStore
from indexer.query.syntax import All
from indexer.settings import Settings
from indexer.wiring import open_store
from tests.agreement.layouts import LAYOUTS, in_every_layout, lay_out_tiny
from tests.contract.engine_suite import EngineSuite
from tests.contract.writer_suite import WriterSuite
from tests.tiny_collection import EMPTY_COLLECTION


class SecondReader(WhooshReader):
    """A reader whose searches take the second way."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._second = WhooshSearcher(folder)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request on Whoosh's searcher."""
        return self._second.search(request)

    def walk(self, request: EngineRequest) -> EngineWalk:
        """All hits of one search on Whoosh's searcher."""
        answer = self._second.search(replace(request, start=0, limit=self.document_count))
        return EngineWalk(answer.total, answer.folded, iter(answer.hits))


@pytest.fixture(scope="module")
def folders() -> Iterator[dict[str, Path]]:
    """The tiny collection in every layout."""
    with in_every_layout(lay_out_tiny()) as written:
        yield written


@pytest.fixture(scope="module", params=[WhooshReader, SecondReader], ids=["arrays", "searcher"])
def kind(request: pytest.FixtureRequest) -> type[WhooshReader]:
    """The engine as the desk has it, or Whoosh's own searcher on the same arrays."""
    return request.param


@pytest.fixture(scope="module", params=LAYOUTS)
def reader(
    request: pytest.FixtureRequest, folders: dict[str, Path], kind: type[WhooshReader]
) -> Iterator[WhooshReader]:
    """The tiny collection in one layout, opened."""
    with kind(folders[request.param]) as opened:
        yield opened


class TestWhooshEngine(EngineSuite):
    """The suite over both evaluators and every layout."""


@pytest.fixture
def store(tmp_path: Path) -> GenerationStore:
    """An empty index folder."""
    return open_store(Settings(index=tmp_path / "index"))


class TestWhooshWriter(WriterSuite):
    """The suite of writers on files."""


def test_an_empty_collection_answers(tmp_path: Path, kind: type[WhooshReader]) -> None:
    """No documents are a collection too."""
    writer = WhooshWriter(tmp_path)
    writer.finish(EMPTY_COLLECTION)
    with kind(tmp_path) as reader:
        assert set() == EngineSuite.found(reader, All())
