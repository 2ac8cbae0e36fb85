"""Both evaluators of the Whoosh engine keep the promises of an engine, in every layout."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engine_port import EngineAnswer, EngineRequest, EngineWalk
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.whoosh_search.searcher import WhooshSearcher
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.query.syntax import All
from tests.agreement.layouts import LAYOUTS, in_every_layout, lay_out_tiny
from tests.contract.engine_suite import EngineSuite
from tests.tiny_collection import EMPTY_COLLECTION, document


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


@pytest.mark.parametrize("based", [False, True])
def test_a_repeated_id_is_refused(tmp_path: Path, based: bool) -> None:
    """Ids name one document each, those of the base too."""
    base = tmp_path / "base" if based else None
    for folder in (tmp_path / "base", tmp_path / "next"):
        folder.mkdir()
    writer = WhooshWriter(tmp_path / "base")
    writer.add(document("one", "A road."), b"")
    if based:
        writer.finish(EMPTY_COLLECTION)
        writer = WhooshWriter(tmp_path / "next", base=base)
    with pytest.raises(ValueError, match="unique"):
        writer.add(document("one", "A camp."), b"")
    writer.abort()


def test_what_is_not_there_cannot_be_deleted(tmp_path: Path) -> None:
    """No document of the base, one deleted before, or no base at all: a KeyError with the id."""
    for name in ("base", "next"):
        (tmp_path / name).mkdir()
    writer = WhooshWriter(tmp_path / "base")
    writer.add(document("one", "A road."), b"")
    with pytest.raises(KeyError, match="one"):
        writer.delete("one")
    writer.finish(EMPTY_COLLECTION)
    writer = WhooshWriter(tmp_path / "next", base=tmp_path / "base")
    with pytest.raises(KeyError, match="two"):
        writer.delete("two")
    writer.delete("one")
    with pytest.raises(KeyError, match="one"):
        writer.delete("one")
    writer.finish(EMPTY_COLLECTION)
    with WhooshReader(tmp_path / "next") as reader:
        assert () == reader.document_ids()
        assert set() == EngineSuite.found(reader, All())


def test_an_empty_collection_answers(tmp_path: Path, kind: type[WhooshReader]) -> None:
    """No documents are a collection too."""
    writer = WhooshWriter(tmp_path)
    writer.finish(EMPTY_COLLECTION)
    with kind(tmp_path) as reader:
        assert set() == EngineSuite.found(reader, All())
