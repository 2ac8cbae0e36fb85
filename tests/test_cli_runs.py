"""Runs of a file of queries: what `batch` reads, how it writes, and what other tools make of it."""

import csv
import io
import json
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import api
from indexer.cli_batches import query_line
from indexer.cli_runs import falling_scores
from tests.engines import Arguments

Run = Callable[..., tuple[int, str, str]]
QUERIES = b'{"id": "q1", "text": "wagner", "topic": 7}\n{"text": "nosuchwordatall"}\n'


def single(text: str) -> float:
    """A number as a tool of single precision reads it."""
    return float(struct.unpack("f", struct.pack("f", float(text)))[0])


SCORES = st.lists(
    st.floats(0, 60) | st.sampled_from([0.0, 1.0, 7.25, 7.2500001, 1e-9, 33.333333]), max_size=40
)


@given(SCORES)
def test_every_tool_sees_the_order_of_a_trec_run(scores: list[float]) -> None:
    """In single precision too, where equal scores would be put into another order."""
    ordered = sorted(scores, reverse=True)
    printed = falling_scores(ordered)
    for read in (float, single):
        seen = list(map(read, printed))
        assert sorted(set(seen), reverse=True) == seen
    # Each stays what it was but for the last digits.
    assert [pytest.approx(score, rel=1e-5, abs=1e-5) for score in ordered] == list(map(float, printed))


@pytest.fixture(scope="module")
def tied_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three documents that a query cannot tell apart, and one that is better."""
    folder = tmp_path_factory.mktemp("tied")
    places = {"a": "Gao", "b": "Kayes", "c": "Mopti"}
    pages = [{"id": id_, "text": f"Rains fell on {place}."} for id_, place in places.items()]
    pages.append({"id": "d", "text": "Rains, rains."})
    (folder / "tied.jsonl").write_text("\n".join(map(json.dumps, pages)))
    settings, _ = api.load_settings({}, index=folder / "index", seeds=(folder / "tied.jsonl",))
    api.rebuild(settings, clean=False, link=False)
    return folder / "index"


def test_a_trec_run_keeps_our_order_of_equal_documents(run: Run, tied_index: Path) -> None:
    """Tools order by score and equal scores by id, the last first: ours is by id, the first first."""
    query = b'{"id": 1, "text": "rains"}'
    hits = json.loads(run("batch", "-", "--index", tied_index, stdin=query)[1])["hits"]
    assert ["d", "a", "b", "c"] == [hit["id"] for hit in hits]
    assert 2 == len({hit["score"] for hit in hits})
    out = run("batch", "-", "--format", "trec", "--index", tied_index, stdin=query)[1]
    rows = [line.split() for line in out.splitlines()]
    by_tool = sorted(rows, key=lambda row: (single(row[4]), row[2]), reverse=True)
    assert ["d", "a", "b", "c"] == [row[2] for row in rows] == [row[2] for row in by_tool]


def test_scores_of_json_and_csv_never_rise(run: Run, tied_index: Path) -> None:
    """Equal ones are equal to the last digit that is printed."""
    query = b'{"id": 1, "text": "rains"}'
    hits = json.loads(run("batch", "-", "--index", tied_index, stdin=query)[1])["hits"]
    out = run("batch", "-", "--format", "csv", "--index", tied_index, stdin=query)[1]
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [hit["score"] for hit in hits] == [float(row["score"]) for row in rows]
    assert sorted((hit["score"] for hit in hits), reverse=True) == [hit["score"] for hit in hits]


@pytest.mark.parametrize("ids", [['"a b"'], ['""'], ['"1"', "1"], ["[1, 2]"]])
def test_an_id_that_a_trec_run_cannot_hold_is_told(ids: list[str], run: Run, tied_index: Path) -> None:
    """With a space it has no column, and twice it is no run; the other queries are answered."""
    lines = "\n".join(f'{{"id": {id_}, "text": "rains"}}' for id_ in (*ids, '"last"'))
    argv = ("batch", "-", "--index", tied_index)
    code, out, err = run(*argv, "--format", "trec", stdin=lines.encode())
    assert (1, 4 * len(ids)) == (code, len(out.splitlines()))
    assert err.startswith(f"line {len(ids)}: its id “")
    assert 0 == run(*argv, stdin=lines.encode())[0]


def test_a_csv_has_one_header_and_one_kind_of_rows(run: Run, on_seeds: Arguments) -> None:
    """A query without hits has no row."""
    out = run("batch", "-", "--format", "csv", *on_seeds, stdin=QUERIES + QUERIES)[1]
    rows = list(csv.reader(io.StringIO(out)))
    assert ["query", "rank", "document", "score"] == rows[0]
    assert {"q1"} == {row[0] for row in rows[1:]}
    assert 1 + 2 * 5 == len(rows)


def test_facets_are_rows_of_a_csv_without_a_rank(run: Run, on_seeds: Arguments) -> None:
    """The same totals and counts as in JSON, also for a query without hits."""
    argv = ("batch", "-", "--facets", *on_seeds)
    answers = list(map(json.loads, run(*argv, stdin=QUERIES)[1].splitlines()))
    rows = list(csv.DictReader(io.StringIO(run(*argv, "--format", "csv", stdin=QUERIES)[1])))
    for answer in answers:
        own = [row for row in rows if row["query"] == str(answer["id"])]
        assert [hit["id"] for hit in answer["hits"]] == [row["document"] for row in own if row["rank"]]
        counted = [(row["facet"], row["value"], int(row["count"])) for row in own if not row["rank"]]
        expected = [
            (facet, value["value"].replace("--", "'--"), value["count"])
            for facet, values in answer["facets"].items()
            for value in values
        ]
        assert [("total", "", answer["total"]), *expected] == counted
    assert [5, 0] == [answer["total"] for answer in answers]


def test_no_cell_of_a_csv_is_a_formula(run: Run, tied_index: Path) -> None:
    """An id or a label that a spreadsheet would run is quoted."""
    query = b'{"id": "=1+1", "text": "rains"}'
    out = run("batch", "-", "--format", "csv", "--index", tied_index, stdin=query)[1]
    assert {"'=1+1"} == {row["query"] for row in csv.DictReader(io.StringIO(out))}


def test_a_text_file_has_a_query_on_each_line(run: Run, on_seeds: Arguments, tmp_path: Path) -> None:
    """Its id is the number of the line; empty lines are no queries, a bad one is told."""
    (tmp_path / "list.txt").write_bytes(b'\xef\xbb\xbfwagner\r\n\n  \n"Africa Corps"\nd\xe9part\n{"id": 1\n')
    argv = ("batch", tmp_path / "list.txt", *on_seeds)
    code, out, _ = run(*argv)
    answers = list(map(json.loads, out.splitlines()))
    assert 1 == code
    assert [("wagner", 1), ('"Africa Corps"', 4), (None, None), ('{"id": 1', 6)] == [
        (answer.get("text"), answer.get("id")) for answer in answers
    ]
    assert "line 5: byte 1 is not UTF-8" == answers[2]["error"]
    assert 5 == len(answers[0]["hits"])
    stdin = (tmp_path / "list.txt").read_bytes()
    assert (code, out) == run("batch", "-", "--input", "text", *on_seeds, stdin=stdin)[:2]
    assert all("error" in line for line in run(*argv, "--input", "jsonl")[1].splitlines())


def test_filters_hold_for_every_query_of_a_batch(run: Run, on_seeds: Arguments) -> None:
    """As if each had been searched with them."""
    lines = b'{"text": "wagner"}\n{"text": "mali"}\n'
    filters = ("--actor", "jnim", "--published", "2024-03", "--sort", "newest")
    out = run("batch", "-", *filters, *on_seeds, stdin=lines)[1]
    for answer in map(json.loads, out.splitlines()):
        found = run("search", answer["text"], *filters, "--copies", "all", *on_seeds, "--json")[1]
        expected = [hit["document"]["id"] for hit in json.loads(found)["hits"]]
        assert expected == [hit["id"] for hit in answer["hits"]]


def test_a_filter_that_fits_nothing_is_told_before_the_run(run: Run, on_seeds: Arguments) -> None:
    """As for a search: an empty run would not say why."""
    code, out, err = run("batch", "-", "--actor", "nobody", *on_seeds, stdin=QUERIES)
    assert (1, "") == (code, out)
    assert "nobody" in err


@pytest.mark.parametrize("asked", [("--facets",), ("--sort", "newest")])
def test_a_trec_run_holds_scores_alone(asked: tuple[str, ...], run: Run, on_seeds: Arguments) -> None:
    """What it cannot hold is refused, not left out."""
    code, out, err = run("batch", "-", "--format", "trec", *asked, *on_seeds, stdin=QUERIES)
    assert (2, "") == (code, out)
    assert "jsonl or csv" in err


def test_a_batch_looks_for_no_evidence_that_nobody_asked_for(
    run: Run, on_seeds: Arguments, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ranks cost neither a document nor a count; --facets do."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a whole answer was made")

    monkeypatch.setattr(api.Search, "search", refuse)
    assert 0 == run("batch", "-", *on_seeds, stdin=QUERIES)[0]
    with pytest.raises(AssertionError, match="whole answer"):
        run("batch", "-", "--facets", *on_seeds, stdin=QUERIES)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_shown_where_it_cuts_into_nothing(
    run: Run, on_seeds: Arguments, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal while the run goes elsewhere; what is printed stays the same."""
    plain = run("batch", "-", *on_seeds, stdin=QUERIES)
    assert "" == plain[2]
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    shown = run("batch", "-", *on_seeds, stdin=QUERIES)
    assert plain[:2] == shown[:2]
    assert "/2 [" in terminal.getvalue()


class _NearlyTied:
    """Answers in the order of an index, which takes scores as equal that differ in their last digits."""

    def rank(self, request: api.SearchRequest, limit: int) -> list[tuple[str, float]]:
        """Three hits, the second one greater by less than an order looks at."""
        return [("a", 5.0), ("b", 5.0000000001), ("c", 4.0)]


def test_no_score_is_shown_above_the_one_before_it() -> None:
    """Who sorts by the score again gets the same order."""
    answer = query_line(_NearlyTied(), api.SearchRequest(), 10, facets=False)  # type: ignore[arg-type]  # asks rank alone
    hits = answer({"text": "rains"}, 1)["hits"]
    assert [("a", 5.0), ("b", 5.0), ("c", 4.0)] == [(hit["id"], hit["score"]) for hit in hits]


def test_scores_of_a_list_by_date_stay_what_they_are() -> None:
    """There they follow no order."""
    answer = query_line(_NearlyTied(), api.SearchRequest(sort="newest"), 10, facets=False)  # type: ignore[arg-type]  # asks rank alone
    assert [5.0, 5.0000000001, 4.0] == [hit["score"] for hit in answer({"text": "rains"}, 1)["hits"]]
