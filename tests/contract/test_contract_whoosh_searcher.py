"""Whoosh's own searcher over the arrays keeps the promises of an engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engine_port import EngineAnswer, EngineRequest
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.whoosh_searcher import WhooshSearcher
from indexer.engines.whoosh_engine.writer import WhooshWriter
from tests.contract.engine_suite import EngineSuite
from tests.tiny_collection import EMPTY_COLLECTION, tiny_documents


class SecondReader(WhooshReader):
    """A reader whose searches take the second way."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._second = WhooshSearcher(folder)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request on Whoosh's searcher."""
        return self._second.search(request)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshReader]:
    """The tiny collection, written and opened."""
    folder = tmp_path_factory.mktemp("whoosh_searcher")
    writer = WhooshWriter(folder)
    for doc in tiny_documents():
        writer.add(doc, doc.text.encode())
    writer.finish(EMPTY_COLLECTION)
    with SecondReader(folder) as opened:
        yield opened


class TestWhooshSearcher(EngineSuite):
    """The suite over the second evaluator."""
