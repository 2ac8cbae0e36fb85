"""Words by how they begin: which of them are looked at where they stand in very many documents."""

from pathlib import Path

import pytest

from indexer.engine_port import EngineRequest
from indexer.engines.whoosh_engine.evaluation import beginnings
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.query.syntax import FieldIs
from tests.tiny_collection import EMPTY_COLLECTION, document


@pytest.fixture
def reader(tmp_path: Path) -> WhooshReader:
    """Nine documents hold road, six river, one rare."""
    writer = WhooshWriter(tmp_path)
    for at in range(9):
        words = ["road", "river" if at < 6 else "", "rare" if at == 0 else ""]
        writer.add(document(f"d{at}", " ".join(words)), b"")
    writer.finish(EMPTY_COLLECTION)
    return WhooshReader(tmp_path)


@pytest.mark.parametrize(
    ("most", "expected"),
    [(16, ["rare", "river", "road"]), (15, ["river", "road"]), (9, ["road"]), (1, ["road"])],
)
def test_the_rarest_words_are_left_out_where_there_are_too_many_postings(
    reader: WhooshReader, monkeypatch: pytest.MonkeyPatch, most: int, expected: list[str]
) -> None:
    """Those that are given have their whole count; the most frequent word is always looked at."""
    monkeypatch.setattr(beginnings, "MOST_POSTINGS", most)
    with reader:
        found = reader.words_beginning("r", 9, EngineRequest(FieldIs("document", "d0")))
    assert [(word, 1) for word in expected] == list(found)


def test_words_of_all_documents_are_all_looked_at(
    reader: WhooshReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their counts are stored: nothing has to be left out."""
    monkeypatch.setattr(beginnings, "MOST_POSTINGS", 1)
    with reader:
        assert [("road", 9), ("river", 6), ("rare", 1)] == list(reader.words_beginning("r", 9))
