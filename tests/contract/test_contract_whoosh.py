"""The Whoosh engine keeps the promises of an engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.query.syntax import All
from tests.contract.engine_suite import EngineSuite
from tests.tiny_collection import EMPTY_COLLECTION, document, tiny_documents


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshReader]:
    """The tiny collection, written and opened."""
    folder = tmp_path_factory.mktemp("whoosh")
    writer = WhooshWriter(folder)
    for doc in tiny_documents():
        writer.add(doc, doc.text.encode())
    writer.finish(EMPTY_COLLECTION)
    with WhooshReader(folder) as opened:
        yield opened


class TestWhooshEngine(EngineSuite):
    """The suite over a collection written by this engine."""


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    """Ids name one document each."""
    writer = WhooshWriter(tmp_path)
    writer.add(document("one", "A road."), b"")
    with pytest.raises(ValueError, match="unique"):
        writer.add(document("one", "A camp."), b"")
    writer.abort()


def test_an_empty_collection_answers(tmp_path: Path) -> None:
    """No documents are a collection too."""
    writer = WhooshWriter(tmp_path)
    writer.finish(EMPTY_COLLECTION)
    with WhooshReader(tmp_path) as reader:
        assert set() == EngineSuite.found(reader, All())
