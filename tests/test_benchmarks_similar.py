"""The measure of similar stories, on a small judged collection of our own."""

import gzip
import json

import pytest

from benchmarks.similar.__main__ import main
from benchmarks.similar.cost import measure_book
from benchmarks.similar.judged import read_collections
from benchmarks.similar.quality import LIMIT, Score, build, score
from benchmarks.similar.report import floor_rows, order_rows, write_page
from indexer.schema.ranking import SIMILAR
from indexer.wiring import open_reader

MATTERS = {
    "bridge": "A bridge over the river, its traders, cattle, herders and the ferry",
    "bank": "A central bank, its rate, and the prices of bread, fuel and rent",
}


def _write(path, lines):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("".join(json.dumps(line) + "\n" for line in lines))


@pytest.fixture
def folder(tmp_path):
    """Two matters of four documents, each judged relevant to two queries."""
    _write(
        tmp_path / "own.docs.jsonl.gz",
        [
            {"id": f"{name}{n}", "title": "", "text": f"{text}; witness {name}{n}."}
            for name, text in MATTERS.items()
            for n in range(4)
        ],
    )
    _write(
        tmp_path / "own.qrels.jsonl.gz",
        [
            {"query": f"{name}-{n}", "doc": f"{name}{at}", "rel": 1}
            for name in MATTERS
            for n in range(2)
            for at in range(4)
        ],
    )
    return tmp_path


def test_documents_of_one_query_belong_together(folder):
    """Each has the others of its query, and no query has a say in both halves."""
    (collection,) = read_collections(folder)
    for half in (collection.tuned, collection.judged):
        for document, others in half.items():
            assert {document[:-1]} == {other[:-1] for other in others}
            assert document not in others
    with pytest.raises(ValueError, match="no file"):
        next(read_collections(folder / "none"))


def test_a_place_that_stays_empty_is_a_miss(folder, tmp_path):
    """Three of five places can be right here, and the first one is."""
    (collection,) = read_collections(folder)
    index = build([collection.documents], tmp_path / "index")
    (generation,) = index.glob("gen-*")
    with open_reader("whoosh", generation) as reader:
        found = score(reader, collection.judged or collection.tuned, SIMILAR)
    assert (1.0, 3 / LIMIT, 3.0) == (found.first, found.among, found.given)


def test_the_report_has_a_row_for_each_way(folder, capsys, tmp_path):
    """Order, floor and cost, on a page and in the terminal."""
    page = tmp_path / "figures.md"
    assert 0 == main([str(folder), "--report", str(page)])
    text = page.read_text(encoding="utf-8")
    assert "| chosen: 120 words, headline 3 times |" in text
    assert "| 0.20 | 100.0% | " in text
    assert "two texts of 1 MB compared" in capsys.readouterr().out


def test_the_clock_is_read_around_the_comparison_alone(monkeypatch):
    """What is measured is the comparison: the clock is read before and after it."""
    monkeypatch.setattr("benchmarks.similar.cost.BOOK_CHARACTERS", 20_000)
    ticks = iter((1.0, 3.5))
    assert 2.5 == measure_book(lambda: next(ticks))


def test_tables_say_how_many_were_asked():
    """A figure without its number of documents says little."""
    halves = (Score(0.5, 0.25, 5.0, 1200), Score(0.4, 0.2, 5.0, 30))
    rows = order_rows({"way": {"own": halves}})
    assert ["words asked for", "own tuned, 1,200", "judged, 30", "mean tuned", "mean judged"] == rows[0]
    assert ["way", "0.250 / 0.500", "0.200 / 0.400", "0.2500", "0.2000"] == rows[1]
    assert ["0.20", "95.0%", "5.0%"] == floor_rows({0.2: {"own": (0.95, 0.05)}})[1]
    facts = {"cpu": "x", "cores": 2, "memory_gb": 1, "python": "3", "date": "2026-01-01", "commit": "abc"}
    assert "2026-01-01, commit abc" in write_page(facts, (rows, rows, rows))
