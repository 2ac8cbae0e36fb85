"""The figures of the speed benchmark, on made-up times: nothing is measured here."""

import xml.etree.ElementTree as ET

import pytest

from benchmarks.speed.collection import Query, query_lines, read_collection, read_queries, sample_queries
from benchmarks.speed.desk import change_part, write_parts
from benchmarks.speed.figures import percentile, ratio, spread, table
from benchmarks.speed.plot import draw_growth, growth_lines
from benchmarks.speed.report import markdown
from benchmarks.speed.synthetic import derive_queries, write_synthetic


def result(documents, **ms):
    """A result file with the p50 with counts of each engine."""
    engines = {name: {"facets": {"ms": {"0": value}}} for name, value in ms.items()}
    return {"documents": documents, "engines": engines}


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([5.0], 0.5, 5.0), ([3.0, 1.0, 2.0], 0.5, 2.0), (list(range(1, 101)), 0.95, 95), ([1, 2], 1.0, 2)],
)
def test_a_percentile_is_one_of_the_values(values, share, expected):
    """No figure is made up between two measured ones."""
    assert expected == percentile(values, share)


def test_a_ratio_is_taken_over_the_queries_that_both_answered():
    """A peer that knows no fuzzy words is compared on the other queries only."""
    found = ratio({"0": 1.0, "1": 100.0}, {"0": 4.0})
    assert found is not None
    assert (0.25, 1) == (found.p50, found.n)


def test_an_engine_without_times_has_no_spread():
    """It is left out, never shown as 0 ms."""
    assert spread({}) is None


def test_tables_keep_every_row():
    """The same rows for the terminal and for the page."""
    rows = [["engine", "p50"], ["ours", "1.2"], ["peer", "10.5"]]
    assert 3 == len(table(rows).splitlines())
    assert "| peer | 10.5 |" in markdown(rows)


def test_the_plot_is_well_formed_and_names_every_engine():
    """A name with a sign of markup in it breaks nothing."""
    results = [result(100_000, ours=1.0, tantivy=2.0), result(20_000, ours=0.4), result(20, **{"a<b": 1.0})]
    lines = growth_lines(results)
    assert [(20_000, 0.4), (100_000, 1.0)] == lines["ours"]
    texts = [element.text for element in ET.fromstring(draw_growth(lines)).iter()]
    for label in ("ours 1.00", "tantivy 2.00", "a<b 1.00", "20,000", "100,000"):
        assert label in texts


def test_queries_of_a_file_come_back_as_they_were_written(tmp_path):
    """Dates and actors stand in the same column."""
    queries = (Query(0, "date", ("oil",), 20160301, 20160630), Query(1, "actor", ("oil",), actor="a1"))
    path = tmp_path / "queries.tsv"
    path.write_text("\n".join(query_lines(queries)), encoding="utf-8")
    assert queries == read_queries(path)


def test_a_sample_holds_every_kind_that_it_has_room_for():
    """Twelve of sixty queries of ten kinds leave none of the kinds out."""
    queries = [Query(n, f"kind{n // 6}", ()) for n in range(60)]
    assert 10 == len({query.kind for query in sample_queries(queries, 12)})


def test_a_collection_by_lot_is_the_same_each_time_and_gives_queries(tmp_path):
    """Runs on two machines without news compare."""
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    for path in (first, second):
        write_synthetic(path, 200)
    assert first.read_bytes() == second.read_bytes()
    queries = derive_queries(read_collection(first))
    assert 60 == len(queries)
    assert 10 == len({query.kind for query in queries})


def test_an_update_keeps_the_number_of_documents(tmp_path):
    """Half changed, a quarter gone, a quarter new: 1 % of the collection in one of its files."""
    collection = tmp_path / "news.jsonl"
    write_synthetic(collection, 800)
    assert 800 == write_parts(collection, tmp_path / "seeds")
    part = tmp_path / "seeds" / "part-50.jsonl"
    before = part.read_text(encoding="utf-8").splitlines()
    assert 8 == change_part(part)
    after = part.read_text(encoding="utf-8").splitlines()
    assert len(before) == len(after)
    assert 2 == len(set(before) & set(after))
