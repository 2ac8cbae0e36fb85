"""The measure of the ranking benchmark, on made-up rankings and our own small collection."""

import gzip
import importlib.util
import json
import sqlite3
from math import log2
from pathlib import Path

import pytest

from benchmarks.relevance import __main__ as command
from benchmarks.relevance import ours
from benchmarks.relevance.collection import Page, Query, read_collection, take_half
from benchmarks.relevance.engines import sqlite_peer, whoosh_peer
from benchmarks.relevance.measures import Scores, in_trec_order, mean, score_ranking
from benchmarks.relevance.measuring import Measured, Run, Table, compare, measure
from benchmarks.relevance.peers import NAMES, PEERS, Peer, PeerFailed
from benchmarks.relevance.report import missing_lines, score_rows, write_page
from benchmarks.relevance.significance import p_value

ROOT = Path(__file__).parents[1]
SAHEL = ROOT / "tests" / "quality" / "relevance" / "sahel"
MEASURE = ROOT.parent / "shared" / "measure" / "relevance"
FACTS = {"date": "2026-01-01", "commit": "abc", "python": "3.11"}


def test_the_measures_of_a_ranking_worked_out_by_hand():
    """Graded 2 and 1 with one that was not found; one is labelled as not relevant."""
    grades = {"a": 2, "b": 1, "c": 1, "d": 0}
    found = score_ranking(grades, ["d", "a", "x", "b"])
    gain, ideal = 2 / log2(3) + 1 / log2(5), 2 + 1 / log2(3) + 1 / log2(4)
    assert pytest.approx(gain / ideal) == found.ndcg_10
    assert pytest.approx((1 / 2 + 2 / 4) / 3) == found.map
    assert pytest.approx(2 / 3) == found.recall_100
    assert (0.2, 0.5) == (found.precision_10, found.reciprocal_rank)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (10, Scores(1 / log2(11), 0.1, 1.0, 0.1, 0.1)),
        (11, Scores(0.0, 1 / 11, 1.0, 0.0, 1 / 11)),
        (101, Scores(0.0, 1 / 101, 0.0, 0.0, 1 / 101)),
        (1001, Scores()),
    ],
)
def test_each_measure_looks_as_deep_as_its_name_says(place, expected):
    """Ten places, a hundred, a thousand; nothing found counts nothing."""
    ranked = [f"x{number}" for number in range(1, place)] + ["a"]
    assert expected == score_ranking({"a": 1}, ranked)


def test_equal_scores_stand_as_trec_tools_put_them():
    """By id, the last first, whatever order a ranker gave."""
    assert ("9", "10", "8", "1") == in_trec_order([("10", 1.0), ("8", 0.5), ("9", 1.0), ("1", 0.5)])


def test_no_difference_is_luck_and_a_steady_one_is_not():
    """One query alone proves nothing; the same seed gives the same figure."""
    assert (1.0, 1.0) == (p_value([[0.0, 0.0]]), p_value([[0.5]]))
    # All 10 signs alike: 2 of 1,024.
    assert 0.0 < p_value([[0.1] * 10]) < 0.006
    assert p_value([[0.1, 0.2, -0.1, 0.3]]) == p_value([[-0.1, -0.2, 0.1, -0.3]])


def test_a_collection_counts_as_much_as_another():
    """A steady difference over few queries is not drowned by many queries without one."""
    assert p_value([[0.1] * 10, [0.0] * 1000]) == p_value([[0.1] * 10])


def test_rankers_are_compared_with_the_first_over_the_means_of_collections():
    """Two collections of unequal size weigh the same."""
    small, large = (Scores(1.0),), (Scores(0.0),) * 3
    tables = [
        Table("small", 5, (Measured("ours", small), Measured("peer", (Scores(0.5),)))),
        Table("large", 5, (Measured("ours", large), Measured("peer", large))),
    ]
    first, second = compare(tables)
    assert ("ours", 0.5, None, None) == (first.ranker, first.scores.ndcg_10, first.ahead, first.p)
    assert ("peer", 0.25, 0.25) == (second.ranker, second.scores.ndcg_10, second.ahead)
    rows = score_rows(Run(tuple(tables), (), {}, "odd"))
    assert [("mean of 2", "4"), ("small", "1"), ("large", "3")] == [(row[0], row[2]) for row in rows[1::2]]


def test_the_halves_of_all_queries_are_shown_too():
    """Numbers are chosen on one half: the other one judges them."""
    rows = (Measured("ours", tuple(map(Scores, (0.25, 0.75, 0.5)))),)
    shown = score_rows(Run((Table("one", 5, rows), Table("two", 5, rows)), (), {}))
    expected = [
        ("mean of 2", "0.5000"),
        ("mean of 2, odd queries", "0.3750"),
        ("mean of 2, even queries", "0.7500"),
    ]
    assert expected == [(row[0], row[3]) for row in shown[1:4]]
    assert ["6", "4", "2", "3", "3"] == [row[2] for row in shown[1:]]


def write(folder, **files):
    """A collection of made-up lines, packed."""
    for kind, rows in files.items():
        lines = "\n".join(map(json.dumps, rows))
        (folder / f"made.{kind}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    return folder / "made.docs.jsonl.gz"


DOCS = [
    {"id": "a/1", "title": "Rains", "text": "Rain fell on Gao."},
    {"id": "b", "title": None, "text": "Men left Gao."},
]


def test_a_collection_is_named_by_its_docs_or_by_its_name(tmp_path):
    """Its queries are those with a relevant document; a half takes every second one."""
    queries = [{"id": number, "text": "rain"} for number in range(4)]
    qrels = [{"query": number, "doc": "b", "rel": int(number != 1)} for number in range(4)]
    path = write(tmp_path, docs=DOCS, queries=queries, qrels=qrels)
    for given in (path, tmp_path / "made"):
        whole = read_collection(given)
        assert ("made", ["0", "2", "3"]) == (whole.name, [query.id for query in whole.queries])
    assert ["Rains\nRain fell on Gao.", "Men left Gao."] == [page.body for page in whole.pages]
    assert ["0", "3"] == [query.id for query in take_half(whole, "odd").queries]
    assert ["2"] == [query.id for query in take_half(whole, "even").queries]


@pytest.mark.parametrize(
    ("queries", "says"),
    [([], "no query with a relevant"), ([{"id": 1}], "line 1: it has no “text”"), ([3], "line 1")],
)
def test_a_collection_that_cannot_be_used_is_told(tmp_path, queries, says):
    """With its file and line."""
    path = write(tmp_path, docs=DOCS, queries=queries, qrels=[{"query": 1, "doc": "b", "rel": 1}])
    with pytest.raises(SystemExit, match=says):
        command.main([str(path)])
    with pytest.raises(SystemExit, match=r"no nowhere\.docs\.jsonl"):
        command.main([str(tmp_path / "nowhere")])


def test_ours_answers_under_the_ids_of_the_collection(tmp_path):
    """Also where an id of it cannot be one of an index."""
    path = write(
        tmp_path, docs=DOCS, queries=[{"id": 1, "text": "rain"}], qrels=[{"query": 1, "doc": "a/1", "rel": 1}]
    )
    ((ranking,),) = ours.rank(read_collection(path), [ours.OURS])
    assert ["a/1"] == [id_ for id_, _ in ranking]


def test_ours_is_what_batch_writes(run, tmp_path):
    """A tool that scores its run finds the figures of the benchmark."""
    whole = read_collection(SAHEL)
    index = ("--index", tmp_path / "index")
    assert 0 == run("rebuild", "--no-clean", "--no-link", "--seeds", whole.path, *index)[0]
    queries = SAHEL.with_name("sahel.queries.jsonl")
    out = run("batch", queries, "--match", "any", "--format", "trec", *index)[1]
    read = {query.id: [] for query in whole.queries}
    for query, _, document, _, score, _ in map(str.split, out.splitlines()):
        read[query].append((document, float(score)))
    (rankings,) = ours.rank(whole, [ours.OURS])
    assert [[id_ for id_, _ in ranking] for ranking in rankings] == [
        list(in_trec_order(read[query.id])) for query in whole.queries
    ]


def test_a_variant_changes_ours_for_its_time_only():
    """What was replaced is put back, also after an error."""
    before, name = ours.ask_as_batch, ours.__name__

    def fail_with(changed):
        with ours.replaced((name, changed, None)):
            assert None is ours.ask_as_batch
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_with("ask_as_batch")
    assert before is ours.ask_as_batch
    with pytest.raises(AttributeError):
        fail_with("no_such_name")


def failing(_):
    """A peer that ends with an error."""
    raise PeerFailed("out of memory")


def test_a_peer_that_is_not_here_or_fails_is_told_and_no_error(tmp_path):
    """It has no row, and the page says why."""
    whole = read_collection(SAHEL)
    peers = (
        Peer("absent", lambda: "not installed", str, failing),
        Peer("broken", lambda: "", lambda: "broken 1", failing),
        Peer("lazy", lambda: "", lambda: "lazy 2", lambda own: [[] for _ in own.queries]),
    )
    run = measure([whole], [ours.OURS], peers, lambda _: None)
    assert ["ours", "lazy"] == [row.ranker for row in run.tables[0].rows]
    assert (("lazy 2",), Scores()) == (run.versions, mean(run.tables[0].rows[1].per_query))
    page = write_page(FACTS, run)
    assert [
        "absent is missing: not installed",
        "broken is missing: it failed on sahel: out of memory",
    ] == missing_lines(run)
    for words in ("out of memory", "2026-01-01, commit abc, Python 3.11, lazy 2; all queries; sahel 48 doc"):
        assert words in page


def test_peers_that_are_always_here_read_no_sign_of_a_query():
    """Quotes, operators and columns are words or nothing; repeated words do no harm."""
    pages = [Page("a", "", "rain and men"), Page("b", "Rains", "fell"), Page("c", "", "nothing")]
    queries = [Query("1", 'RAIN AND "title:*'), Query("2", "¿?"), Query("3", "rain rain NOT NEAR(fell")]
    for peer in (sqlite_peer, whoosh_peer):
        found = [{id_ for id_, _ in ranking} for ranking in peer.rank(pages, queries, 10)]
        assert [{"a", "b"}, set(), {"a", "b"}] == found


def test_peers_are_chosen_by_a_part_of_their_name():
    """None by an empty list, all without one; a name that fits none is told."""
    assert PEERS == command._peers(None)
    assert () == command._peers("")
    assert ["SQLite FTS5, porter", "bm25s"] == [peer.name for peer in command._peers("bm25s; sqlite")]
    with pytest.raises(SystemExit, match=NAMES[0]):
        command._peers("lucene")


def test_the_command_writes_its_table(tmp_path, capsys):
    """The same figures on the terminal and on the page."""
    assert 0 == command.main([str(SAHEL), "--peers", "sqlite", "--report", str(tmp_path / "page.md")])
    shown = capsys.readouterr().out.splitlines()
    assert {"ours", "SQLite"} == {line.split()[1] for line in shown[1:]}
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert f"SQLite {sqlite3.sqlite_version}" in page
    ndcg_of_ours = next(line.split()[3] for line in shown if line.split()[1] == "ours")
    assert f"| sahel | ours | 26 | {ndcg_of_ours} |" in page


def delivered_scorer():
    """The scorer beside the delivered collections."""
    if not (MEASURE / "score_relevance.py").exists():
        pytest.skip("the collections are not delivered with the project")
    spec = importlib.util.spec_from_file_location("score_relevance", MEASURE / "score_relevance.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_measures_agree_with_the_delivered_scorer():
    """On rankings of Cranfield with many equal scores, query by query."""
    scorer = delivered_scorer()
    whole = read_collection(MEASURE / "cranfield")
    names = ("ndcg@10", "map", "recall@100", "p@10", "rr")
    for query, ranking in zip(whole.queries, sqlite_peer.rank(whole.pages, whole.queries, 1000), strict=True):
        rounded = {id_: round(score) for id_, score in ranking}
        expected = scorer.score_query(whole.qrels[query.id], rounded)
        found = score_ranking(whole.qrels[query.id], in_trec_order(rounded.items()))
        assert Scores(*(pytest.approx(expected[name]) for name in names)) == found
