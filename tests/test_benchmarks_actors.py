"""The measure of the linking benchmark, on made-up texts: no peer is asked but those always here."""

import json

import pytest

from benchmarks.actors.__main__ import main
from benchmarks.actors.gold import read_gold
from benchmarks.actors.peers import NAMES, OURS, PEERS
from benchmarks.actors.scoring import (
    Answer,
    Counts,
    Gold,
    GoldSpan,
    Span,
    Text,
    score_dates,
    score_documents,
    score_mentions,
    score_published,
    score_spans,
    score_traps,
)

TEXT = "JNIM struck Gao on 3 May 2024. General Assimi Goïta left Mali."
ROW = {
    "doc_id": "a",
    "text": TEXT,
    "published": None,
    "doc_actors": ["jnim", "p-goita", "nil:someone"],
    "doc_actors_optional": ["c-ml"],
    "actors": [
        {"id": "jnim", "start": 0, "end": 4},
        {"id": "p-goita", "start": 39, "end": 51, "title_start": 31},
        {"id": "c-ml", "start": 57, "end": 61, "required": False},
    ],
    "places": [{"id": "pl-gao", "start": 12, "end": 15}],
    "dates": [{"value": "2024-05-03", "start": 19, "end": 29, "required": True, "alt": []}],
}


def gold(**labels):
    """A labelled text about which nothing else is known."""
    return Gold("a", Text(TEXT), **labels)


def actors(*spans):
    """An answer of these actors."""
    return Answer(actors=tuple(Span(*span) for span in spans))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([("jnim", 0, 4), ("c-ml", 57, 61)], Counts(1, 0, 1)),
        ([("jnim", 0, 4), ("p-goita", 39, 51)], Counts(2, 0, 0)),
        ([("jnim", 0, 4), ("p-goita", 31, 51)], Counts(2, 0, 0)),
        ([("jnim", 0, 5), ("p-goita", 39, 51)], Counts(1, 1, 1)),
        ([("jnim", 0, 4), ("jnim", 0, 4)], Counts(1, 1, 1)),
        ([("aqim", 0, 4)], Counts(0, 1, 2)),
    ],
)
def test_mentions_count_to_the_letter(tmp_path, found, expected):
    """One to one; a title may belong to a name; what is only allowed is no error."""
    (labelled,) = read_gold(write(tmp_path, ROW), tmp_path)
    assert expected == score_mentions([(labelled, actors(*found))])


def test_documents_count_each_actor_once_and_nobody_never():
    """A name that no authority holds is not asked for."""
    labelled = gold(actors=frozenset({"jnim", "un", "nil:someone"}), optional=frozenset({"c-ml"}))
    found = score_documents(
        [(labelled, actors(("jnim", 0, 4), ("jnim", 5, 9), ("c-ml", 57, 61), ("eu", 1, 2)))]
    )
    assert Counts(1, 1, 1) == found.counts
    assert (0.5, pytest.approx(1 / 3)) == (found.by_document, found.by_actor)


def test_an_open_span_allows_all_but_what_is_named():
    """A real name that the labels leave to the authority file; never its namesake."""
    labelled = gold(
        actors=frozenset(),
        mentions=(GoldSpan((), 0, 4, required=False, open=True, never=("wagner",)),),
    )
    assert Counts(0, 0, 0) == score_documents([(labelled, actors(("someone-new", 0, 4)))]).counts
    assert Counts(0, 1, 0) == score_documents([(labelled, actors(("wagner", 0, 4)))]).counts
    assert Counts(0, 1, 0) == score_spans(labelled.mentions, [Span("wagner", 0, 4)])


def test_a_trap_asks_for_namesakes_and_places_too():
    """All ids, no more and no fewer."""
    labelled = gold(trap=frozenset({"jnim", "pl-gao", "afrika-korps"}))
    right = Answer((Span("jnim", 0, 4),), (Span("pl-gao", 12, 15),), (Span("afrika-korps", 16, 20),))
    assert (1, 2) == score_traps([(labelled, right), (labelled, actors(("jnim", 0, 4)))])


@pytest.mark.parametrize(
    ("value", "counts", "over_precise"),
    [
        ("2024-05", Counts(1, 0, 0), 0),
        ("2024", Counts(0, 1, 1), 0),
        ("2024-05-01", Counts(0, 1, 1), 1),
    ],
)
def test_a_date_finer_than_its_text_is_wrong_and_counted(value, counts, over_precise):
    """A month that is given a day."""
    labelled = gold(dates=(GoldSpan(("2024-05",), 19, 29),))
    found = score_dates([(labelled, Answer(dates=(Span(value, 19, 29),)))])
    assert (counts, over_precise) == (found.counts, found.over_precise)


def test_dates_that_repeat_the_publication_date_do_not_count():
    """Nor do those on a stretch that is only allowed."""
    labelled = gold(dates=(GoldSpan(("2024-05-03",), 19, 29, required=False),), published="2024-05-04")
    found = Answer(dates=(Span("2024-05-04", 0, 4), Span("2024", 19, 23)))
    assert Counts(0, 0, 0) == score_dates([(labelled, found)]).counts


def test_publication_dates_are_equal_or_not():
    """None where the text has none is right, anything else there is made up."""
    none, some = gold(dates=()), gold(dates=(), published="2024-05-03")
    pairs = [
        (none, Answer()),
        (none, Answer(published="2024")),
        (some, Answer()),
        (some, Answer(published="2024")),
    ]
    found = score_published(pairs)
    assert (4, 1, 1, 1) == (found.texts, found.exact, found.invented, found.missed)


def write(folder, *rows):
    """A file of labelled texts."""
    path = folder / "made-up.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_a_text_may_stand_in_a_file_of_its_own(tmp_path):
    """Read as it is, newlines and all, from the folder that is given."""
    (tmp_path / "own.txt").write_bytes(b"One\r\ntwo")
    (labelled,) = read_gold(write(tmp_path, {"doc_id": "a", "file": "/elsewhere/own.txt"}), tmp_path)
    assert "One\r\ntwo" == labelled.given.text
    assert None is labelled.actors is labelled.mentions is labelled.dates


def test_a_line_that_is_no_json_is_named(tmp_path):
    """With its file and number."""
    path = write(tmp_path, ROW)
    path.write_text(path.read_text(encoding="utf-8") + "\n{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"made-up.jsonl, line 2"):
        read_gold(path, tmp_path)


def test_peers_that_need_nothing_find_what_is_written():
    """Ours finds the places and dates too, without the letters alone."""
    answers = {
        peer.name: peer.load()(Text(TEXT)) for peer in PEERS if peer.name in (OURS, "Aho-Corasick, exact")
    }
    assert {"jnim", "p-goita", "c-ml"} == {span.value for span in answers[OURS].actors}
    assert ["2024-05-03"] == [span.value for span in answers[OURS].dates]
    assert {"pl-gao"} == {span.value for answer in answers.values() for span in answer.places}


def test_the_command_prints_and_writes_a_page(tmp_path, capsys, monkeypatch):
    """With the date, the machine and the number of texts beside the figures."""
    monkeypatch.setattr("benchmarks.actors.measuring.ENOUGH", 0.0)
    report = tmp_path / "figures.md"
    assert 0 == main([str(write(tmp_path, ROW)), "--peers", "", "--report", str(report)])
    assert "made-up: 1 texts, actors" in capsys.readouterr().out
    written = report.read_text(encoding="utf-8")
    assert f"| {OURS} | 1.0000 | 1.0000 | 1.0000 |" in written
    assert "## Speed and memory: 1 texts" in written


def test_an_unknown_peer_is_named_with_those_that_are_known(tmp_path):
    """Before anything is measured."""
    with pytest.raises(SystemExit, match=rf"no peer “nobody”.*{NAMES[-1]}"):
        main([str(tmp_path / "none"), "--peers", "nobody"])
