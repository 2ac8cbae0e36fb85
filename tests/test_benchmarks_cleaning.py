"""The measure of the cleaning benchmark, on made-up pages: no peer is asked here."""

import json

import pytest

from benchmarks.cleaning.__main__ import main
from benchmarks.cleaning.measuring import measure_pages, measure_spans, read_rows
from benchmarks.cleaning.peers import KEEP, OURS
from benchmarks.cleaning.report import page_rows, worst_rows
from benchmarks.cleaning.scoring import PageScore, first_difference, score_page, summarise

PROSE = (
    "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall.",
    "Two officers who were there said the market had reopened, although few traders came back.",
)
GOLD = "\n".join(PROSE)
ROWS = [
    {"id": "a", "gold": GOLD, "article": f"{PROSE[0]}\n\nAdvertisement\n\n{PROSE[1]}"},
    {"id": "b", "gold": GOLD, "article": GOLD},
]


@pytest.mark.parametrize(
    ("text", "gold", "expected"),
    [
        ("a b c d", "a b c d", (1.0, 1.0, 1.0)),
        ("", "a b c d", (None, 0.0, 0.0)),
        ("a b c d", "", (0.0, None, 0.0)),
        ("", "", (None, None, 1.0)),
        ("a b", "a b", (1.0, 1.0, 1.0)),
        ("a b c d a b c d", "a b c d", (1 / 5, 1.0, 1 / 3)),
        ("x y z w", "a b c d", (0.0, 0.0, 0.0)),
    ],
)
def test_a_page_is_scored_by_its_windows(text, gold, expected):
    """A window that stands twice counts twice; an empty answer has no precision."""
    found = score_page(text, gold)
    assert expected == (found.precision, found.recall, pytest.approx(found.f1))


def test_the_mean_of_precision_leaves_out_empty_answers():
    """As the public benchmarks count: the recall of such a page is 0."""
    found = summarise([PageScore(0.5, 1.0), PageScore(None, 0.0)])
    assert (0.5, 0.5, 0.5, 2) == (found.f1, found.precision, found.recall, found.pages)


def test_the_first_difference_names_words_of_both_sides():
    """What an answer lacks first, and what it has first that the page has not."""
    assert ("", "Menu Home") == first_difference(f"Menu Home\n{GOLD}", GOLD)
    assert (" ".join(["word"] * 12), "") == first_difference("", "word " * 20)
    assert ("", "") == first_difference(GOLD, GOLD)


def test_residue_is_counted_by_the_letter_without_white_space():
    """Labels other than residue and content do not count."""
    text = f"{PROSE[0]}\n\nAdvertisement\n\n{PROSE[1]}"
    at = text.index("Advertisement")
    spans = [
        {"start": 0, "end": len(PROSE[0]), "label": "K"},
        {"start": at, "end": at + 13, "label": "R"},
        {"start": at + 15, "end": len(text), "label": "T"},
    ]
    found = measure_spans("made up", [{"text": text, "spans": spans}])
    assert (13, 13, 1.0, 0.0) == (
        found.score.residue,
        found.score.residue_removed,
        found.score.recall,
        found.score.loss,
    )
    assert len("".join(PROSE[0].split())) == found.score.content


def test_ours_and_doing_nothing_are_measured_side_by_side():
    """The table has the best first, and the worst pages name what was kept wrongly."""
    (file,) = measure_pages("made up", ROWS, (OURS, KEEP), ("article",), lambda _: None)
    assert [OURS, KEEP] == [row[0] for row in page_rows(file)[1:]]
    assert [1.0, 1.0] == [file.runs[0].score.precision, file.runs[0].score.recall]
    assert 1.0 > file.runs[1].score.precision
    assert {"a", "b"} == {row[0] for row in worst_rows(file, 2)[1:]}


def test_the_command_prints_and_writes_a_page(tmp_path, capsys):
    """With the date, the machine and the number of pages beside the figures."""
    pages, report = tmp_path / "pages.jsonl", tmp_path / "figures.md"
    pages.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    assert ["a", "b"] == [row["id"] for row in read_rows(pages)]
    assert 0 == main([str(pages), "--peers", KEEP, "--worst", "1", "--report", str(report)])
    written = report.read_text(encoding="utf-8")
    assert "pages, article: 2 pages" in capsys.readouterr().out
    assert "## pages, article: 2 pages" in written
    assert f"| {OURS} | 1.0000 | 1.0000 | 1.0000 |" in written


def test_an_unknown_peer_is_named_with_those_that_are_known(tmp_path):
    """Before anything is measured."""
    with pytest.raises(SystemExit, match=r"no peer “nobody”.*trafilatura"):
        main([str(tmp_path / "none"), "--peers", "nobody"])
