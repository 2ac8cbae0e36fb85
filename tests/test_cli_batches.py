"""JSON lines in and out: clean, annotate and batch."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import api
from tests.engines import Arguments

Run = Callable[..., tuple[int, str, str]]
JNIM_PAGE = "001_c49576111bc90fa8"


def lines_of(text: str) -> list[dict[str, object]]:
    """The JSON lines of an output."""
    return [json.loads(line) for line in text.splitlines()]


def test_clean_prints_the_text_without_its_residue(run: Run, seeds_dir: Path) -> None:
    """A file named on the command line comes out cleaned, without what the rules take."""
    path = seeds_dir / "000_85dbce1b230a2048.txt"
    code, out, _ = run("clean", path)
    assert 0 == code
    assert ". . . . . ." in path.read_text(encoding="utf-8")
    assert ". . . . . ." not in out


def test_clean_batch_is_the_input_minus_the_removed_spans(run: Run, seeds_dir: Path) -> None:
    """To the letter, for each seed; other keys of the line come back unchanged."""
    texts = [path.read_bytes().decode("utf-8") for path in sorted(seeds_dir.glob("*.txt"))]
    sent = [{"id": str(n), "kind": "text", "text": text, "shelf": [n]} for n, text in enumerate(texts)]
    code, out, _ = run("clean", "--batch", stdin="\n".join(map(json.dumps, sent)).encode())
    assert 0 == code
    for text, before, after in zip(texts, sent, lines_of(out), strict=True):
        keys = {
            "id",
            "kind",
            "shelf",
            "title",
            "published",
            "byline",
            "language",
            "text",
            "passages",
            "removed",
        }
        assert keys == {*after}
        assert (before["id"], before["shelf"]) == (after["id"], after["shelf"])
        left = list(text)
        for span in after["removed"]:
            assert {"start", "end", "rule"} == {*span}
            left[span["start"] : span["end"]] = [""] * (span["end"] - span["start"])
        assert "".join(left) == after["text"]


def test_annotate_batch_points_into_the_text_as_given(run: Run, seeds_dir: Path) -> None:
    """The offsets of a mention cut a name out of the text, and the date of publication is a day."""
    text = (seeds_dir / f"{JNIM_PAGE}.txt").read_bytes().decode("utf-8")
    code, out, _ = run("annotate", "--batch", stdin=json.dumps({"id": "a", "text": text}).encode())
    line = lines_of(out)[0]
    assert (0, "2024-03-27") == (code, line["published"])
    assert {"Wagner", "Wagner Group"} >= {
        text[m["start"] : m["end"]] for m in line["actors"] if m["id"] == "wagner"
    } - {"Wagner Group’s", "the Wagner Group"}
    assert {"id", "text", "title", "published", "actors", "places", "dates"} == {*line}


@pytest.mark.parametrize("command", ["clean", "annotate"])
def test_a_bad_line_gives_an_error_line_and_the_others_go_on(command: str, run: Run) -> None:
    """One line out for each line in, in order; exit code 1 tells that one was not used."""
    good = b'{"id": "x", "text": "Wagner left Mali."}'
    bad = [
        b"{",
        b"",
        b"[]",
        b'{"id": "y"}',
        b'{"id": "y", "text": 3}',
        b'{"text": "a", "kind": "pdf"}',
        b"\xff",
        b"[" * 99999,
    ]
    code, out, err = run(command, "--batch", stdin=b"\n".join([good, *bad, good]))
    found = lines_of(out)
    assert (1, "") == (code, err)
    assert len(bad) + 2 == len(found)
    assert ["error" in line for line in found] == [False, *[True] * len(bad), False]
    assert ["y", "y"] == [line["id"] for line in found[4:6]]
    assert f"line {len(bad) + 1}: " in str(found[-2]["error"])


def test_the_address_of_a_line_tells_its_date(run: Run) -> None:
    """A text that states no date has that of its address, and none without one."""
    text = "The army left the town on Friday, and nobody said why it had come at all."
    lines = [
        {"text": text, "url": "https://example.org/2024/07/28/army"},
        {"text": text},
        {"text": text, "url": 7},
    ]
    _, out, _ = run("annotate", "--batch", stdin="\n".join(map(json.dumps, lines)).encode())
    answers = lines_of(out)
    assert ["2024-07-28", None, None] == [answer["published"] for answer in answers]
    assert ["https://example.org/2024/07/28/army", None, 7] == [answer.get("url") for answer in answers]


def test_a_line_with_a_lone_surrogate_comes_back_as_it_was(run: Run) -> None:
    """What JSON can hold and UTF-8 cannot is escaped on the way out, too."""
    sent = b'{"id": "\\ud800", "text": "Wagner"}'
    code, out, _ = run("clean", "--batch", stdin=sent)
    assert 0 == code
    assert json.loads(sent)["id"] == lines_of(out)[0]["id"]


def test_a_text_past_the_limit_is_an_error_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that would stall the run is not cleaned, and the error names the setting."""
    monkeypatch.setenv("CUTTINGS_MAX_TEXT_CHARACTERS", "10")
    code, out, _ = run("clean", "--batch", stdin=b'{"id": "x", "text": "Wagner left Mali."}')
    assert 1 == code
    assert "CUTTINGS_MAX_TEXT_CHARACTERS" in str(lines_of(out)[0]["error"])


def test_a_file_that_is_not_utf8_is_refused_with_the_cure(run: Run, tmp_path: Path) -> None:
    """The error names the file, the byte, and the command that reads other encodings."""
    (tmp_path / "old.txt").write_bytes("Bamako, d\u00e9part".encode("latin-1"))
    code, _, err = run("clean", tmp_path / "old.txt")
    assert 2 == code
    assert "byte 9" in err
    assert "rebuild --seeds" in err


QUERIES = b'{"id": "q1", "text": "wagner", "topic": 7}\n{"text": "nosuchwordatall"}\n'


def test_batch_answers_each_query_in_order(run: Run, on_seeds: Arguments) -> None:
    """Other keys come back, a query without an id has its line number, no hits is an empty list."""
    code, out, _ = run("batch", "-", *on_seeds, stdin=QUERIES)
    first, second = lines_of(out)
    assert (0, "q1", 7, 5) == (code, first["id"], first["topic"], len(first["hits"]))
    assert (2, []) == (second["id"], second["hits"])


def test_batch_counts_every_facet_when_asked(run: Run, on_seeds: Arguments) -> None:
    """--facets adds the total and the counts of all hits, whatever the limit."""
    _, out, _ = run("batch", "-", "--facets", "--limit", "1", *on_seeds, stdin=QUERIES)
    first = lines_of(out)[0]
    assert (1, 5) == (len(first["hits"]), first["total"])
    assert 5 == sum(
        v["count"] for v in first["facets"]["published"] if v["value"] in ("none", "2023", "2024")
    )


def test_batch_writes_runs_that_other_programs_read(run: Run, on_seeds: Arguments) -> None:
    """TREC and CSV hold the same ranking as JSON."""
    hits = lines_of(run("batch", "-", *on_seeds, stdin=QUERIES)[1])[0]["hits"]
    trec = run("batch", "-", "--format", "trec", *on_seeds, stdin=QUERIES)[1]
    _, *rows = csv.reader(io.StringIO(run("batch", "-", "--format", "csv", *on_seeds, stdin=QUERIES)[1]))
    expected = [("q1", hit["id"], str(rank)) for rank, hit in enumerate(hits, 1)]
    assert expected == [(q, d, rank) for q, _, d, rank, _, _ in map(str.split, trec.splitlines())]
    assert expected == [(q, d, rank) for q, rank, d, _ in rows]


def test_batch_says_a_bad_line_of_a_run_on_stderr(run: Run, on_seeds: Arguments) -> None:
    """A TREC run has no place for an error, so it stands beside it."""
    code, out, err = run("batch", "-", "--format", "trec", *on_seeds, stdin=b"{\n" + QUERIES)
    assert (1, 5) == (code, len(out.splitlines()))
    assert err.startswith("line 1: ")


def test_a_query_of_a_batch_may_be_longer_than_one_of_the_page(run: Run, on_seeds: Arguments) -> None:
    """Its owner runs it: 100 words are answered here and refused there."""
    words = " ".join(f"word{n}" for n in range(100)) + " wagner"
    assert 2 == run("search", words, *on_seeds)[0]
    line = json.dumps({"text": words}).encode()
    code, out, _ = run("batch", "-", "--match", "any", "--facets", *on_seeds, stdin=line)
    assert (0, 5) == (code, lines_of(out)[0]["total"])


@pytest.fixture(scope="module")
def odd_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one document with half a character and a terminal's escape in its headline and text."""
    folder = tmp_path_factory.mktemp("odd")
    text = "Wagner \ud800 left\x1b[2J Gao\n\nThe men of Wagner \ud800 left the town\x1b[2J on Monday."
    (folder / "odd.jsonl").write_text(json.dumps({"id": "odd", "text": text}))
    settings, _ = api.load_settings({}, index=folder / "index", seeds=(folder / "odd.jsonl",))
    api.rebuild(settings)
    return folder / "index"


@pytest.mark.parametrize(
    "argv", [["search", "wagner"], ["explain", "wagner \ud800", "odd"], ["stats"], ["actors"], ["check"]]
)
def test_half_a_character_is_printed_by_every_command(argv: list[str], run: Run, odd_index: Path) -> None:
    """For people as a replacement character, and no escape of a text reaches their terminal."""
    code, out, err = run(*argv, "--index", odd_index)
    assert (0, "") == (code, err)
    assert "\x1b" not in out
    assert ("\ufffd" in out) == (argv[0] == "search")
    code, out, _ = run(*argv, "--index", odd_index, "--json")
    assert 0 == code
    assert json.loads(out)


def test_half_a_character_comes_back_as_json_had_it(run: Run, odd_index: Path) -> None:
    """A program gets the text to the letter, in escapes."""
    out = run("search", "wagner", "--index", odd_index, "--json")[1]
    assert "\ud800" in json.loads(out)["hits"][0]["passages"][0]["text"]


@pytest.mark.parametrize("form", ["trec", "csv", "jsonl"])
def test_a_query_with_half_a_character_in_its_id_is_answered(form: str, run: Run, odd_index: Path) -> None:
    """One odd id must not end a run of thousands of queries."""
    lines = b'{"id": "q\\ud800", "text": "wagner"}\n{"id": "q2", "text": "wagner"}\n'
    code, out, err = run("batch", "-", "--format", form, "--index", odd_index, stdin=lines)
    assert (0, "", 3 if form == "csv" else 2) == (code, err, len(out.splitlines()))
    shown = "q\\ud800" if form == "jsonl" else "q\ufffd"
    assert shown in out


@pytest.mark.parametrize("command", ["clean", "annotate"])
def test_a_file_drives_no_terminal(command: str, run: Run, tmp_path: Path) -> None:
    """An escape in a text is shown as a replacement character; ends of lines and tabs stay."""
    (tmp_path / "a.txt").write_bytes(b"Wagner\x1b[2J left Gao.\r\n\r\nThe men\treturned to Mali on Monday.")
    code, out, _ = run(command, tmp_path / "a.txt")
    assert (0, False) == (code, "\x1b" in out)
    assert command == "annotate" or "Wagner\ufffd[2J left Gao.\r\n\r\nThe men\treturned" in out


def test_suggest_batch_gives_a_line_for_each_in_order(run: Run, on_seeds: Arguments) -> None:
    """Other keys come back unchanged; null where nothing is better; a wrong line says so."""
    sent = [
        {"query": "Wagnr gruop", "n": [1]},
        {"query": "wagner", "n": 2},
        {"text": "wagnr"},
        {"query": ""},
        {"query": "goverment " * 100_000},
    ]
    stdin = "\n".join(map(json.dumps, sent)).encode() + b"\nnot json"
    code, out, _ = run("suggest", "--batch", *on_seeds, stdin=stdin)
    lines = lines_of(out)
    assert 1 == code
    assert {"query": "Wagnr gruop", "n": [1], "suggestion": "Wagner group"} == lines[0]
    assert {"query": "wagner", "n": 2, "suggestion": None} == lines[1]
    assert "error" in lines[2]
    assert [None, None] == [line["suggestion"] for line in lines[3:5]]
    assert ["error"] == [*lines[5]]
    assert 6 == len(lines)


def test_suggest_prints_the_better_spelling_alone(run: Run, on_seeds: Arguments) -> None:
    """Nothing where there is none; --json gives the line of a batch."""
    assert (0, "wagner\n", "") == run("suggest", "wagnr", *on_seeds)
    assert (0, "", "") == run("suggest", "wagner", *on_seeds)
    code, out, _ = run("suggest", "wagnr", "--json", *on_seeds)
    assert [{"query": "wagnr", "suggestion": "wagner"}] == lines_of(out)
    assert 0 == code


@pytest.mark.parametrize("argv", [["suggest"], ["suggest", "wagnr", "--batch"]])
def test_suggest_takes_a_text_or_a_batch(run: Run, argv: list[str]) -> None:
    """Neither or both is bad use."""
    code, _, err = run(*argv)
    assert 2 == code
    assert "one of the two" in err


def test_search_offers_a_better_spelling(run: Run, on_seeds: Arguments) -> None:
    """In a line for people, and as a value for programs."""
    _, out, _ = run("search", "wagnr", *on_seeds)
    assert "Did you mean wagner? 5 documents" in out
    _, out, _ = run("search", "wagnr", "--json", *on_seeds)
    assert {"text": "wagner", "total": 5} == json.loads(out)["suggestion"]
    _, out, _ = run("search", "wagner", "--json", *on_seeds)
    assert json.loads(out)["suggestion"] is None
