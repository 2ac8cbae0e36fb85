"""The commands: what they print, where, and with which exit code."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import api, cli
from tests.engines import Arguments

ROOT = Path(__file__).parent.parent
HELP = ROOT / "tests" / "golden" / "help"
Run = Callable[..., tuple[int, str, str]]
JNIM_PAGE = "001_c49576111bc90fa8"


@pytest.mark.parametrize("name", ["", *cli.commands.commands])
def test_help_teaches_and_is_as_it_was_reviewed(name: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help of each command is the stored one; UPDATE_GOLDEN=1 stores it anew."""
    monkeypatch.setenv("COLUMNS", "100")
    code, out, _ = run(*([name] if name else []), "--help")
    path = HELP / f"{name or 'index'}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(out, encoding="utf-8")
    assert 0 == code
    assert path.read_text(encoding="utf-8") == out


def test_no_stored_help_is_left_over() -> None:
    """Each stored help text belongs to a command."""
    assert {"index", *cli.commands.commands} == {path.stem for path in HELP.glob("*.txt")}


def test_commands_are_those_of_the_contract() -> None:
    """Other programs call these names."""
    names = (
        "accept actors annotate backup batch check clean explain generations promote rebuild relink restore "
        "search serve settings similar stats suggest update watch"
    )
    assert names.split() == sorted(cli.commands.commands)


@pytest.mark.parametrize(
    "argv",
    [
        ["search", "wagner"],
        ["explain", "wagner", "x"],
        ["similar", "x"],
        ["suggest", "wagnr"],
        ["stats"],
        ["actors"],
        ["actors", "--unlinked"],
        ["relink"],
        ["check"],
        ["check", "--deep"],
        ["batch", "-"],
    ],
)
def test_without_an_index_every_reading_command_says_how_to_make_one(
    argv: list[str], run: Run, tmp_path: Path
) -> None:
    """Exit code 3, nothing on stdout, and the command to run on stderr."""
    code, out, err = run(*argv, "--index", tmp_path / "none")
    assert (3, "") == (code, out)
    assert "There is no index yet. Run: python -m indexer rebuild" in err


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["rebuild", "--seeds", "no/such/folder"], "no/such/folder"),
        (["rebuild", "--jobs", "0"], "--jobs"),
        (["search", "x", "--published", "Marhc 2024"], "Marhc 2024"),
        (["search", "x", "--sort", "colour"], "colour"),
        (["search", "x", "--page", "0"], "--page"),
        (["serch", "x"], "serch"),
        (["batch", "no/such/file.jsonl"], "no/such/file.jsonl"),
        (["clean"], "--batch"),
        (["clean", "no/such/file.txt"], "no/such/file.txt"),
        (["annotate"], "--batch"),
        (["serve", "--port", "70000"], "--port"),
        (["explain", "wagner"], "DOCUMENT"),
    ],
)
def test_bad_use_is_said_on_stderr(argv: list[str], says: str, run: Run) -> None:
    """Exit code 2, nothing on stdout, and what is wrong named on stderr."""
    code, out, err = run(*argv)
    assert (2, "") == (code, out)
    assert says in err


def test_a_wrong_setting_of_the_environment_is_bad_use(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variable, what it holds and what it may hold."""
    monkeypatch.setenv("CUTTINGS_PORT", "http")
    code, _, err = run("settings")
    assert 2 == code
    assert "Error: CUTTINGS_PORT is “http” in the environment; allowed: 0 to 65535" in err


def test_rebuild_says_what_it_made_in_one_line(run: Run, seeds_dir: Path, tmp_path: Path) -> None:
    """Off a terminal there is one line for five good files, and no bar."""
    code, out, err = run("rebuild", "--seeds", seeds_dir, "--index", tmp_path / "index")
    assert (0, "") == (code, err)
    assert 1 == len(out.splitlines())
    assert out.startswith("5 documents from 5 source files in ")


def test_rebuild_tells_a_program_what_it_made(run: Run, seeds_dir: Path, tmp_path: Path) -> None:
    """--json gives the report by the names of the Python value."""
    _, out, _ = run("rebuild", "--seeds", seeds_dir, "--index", tmp_path / "index", "--json")
    report = json.loads(out)
    assert {*api.RebuildReport.__dataclass_fields__} == {*report}
    assert (5, 5, 0) == (report["documents"], report["files_read"], report["files_refused"])


def test_rebuild_reports_a_refused_file_and_goes_on(run: Run, seeds_dir: Path, tmp_path: Path) -> None:
    """A binary file beside the seeds is counted with its cause; the five are indexed."""
    (tmp_path / "picture.txt").write_bytes(bytes(range(256)) * 8)
    code, out, _ = run(
        "rebuild", "--seeds", seeds_dir, "--seeds", tmp_path / "picture.txt", "--index", tmp_path / "index"
    )
    assert 0 == code
    assert "5 documents from 5 source files, 1 refused" in out
    assert "not used: " in out


def test_search_shows_hits_with_their_reason(run: Run, on_seeds: Arguments) -> None:
    """People get the number of documents, each one's id, and the words that matched."""
    code, out, _ = run("search", "wagner", *on_seeds)
    assert 0 == code
    assert out.startswith("5 documents")
    assert "Matched" in out
    assert JNIM_PAGE in out


def test_search_without_hits_is_an_answer(run: Run, on_seeds: Arguments) -> None:
    """0 documents is no error."""
    code, out, _ = run("search", '"Exit mobile version"', *on_seeds)
    assert 0 == code
    assert out.startswith("0 documents")


def test_search_joins_words_filters_and_dates(run: Run, on_seeds: Arguments) -> None:
    """The answer for a program holds the hits that all the choices leave, and their counts."""
    _, out, _ = run("search", "wagner", "--actor", "jnim", "--published", "2024-03", *on_seeds, "--json")
    answer = json.loads(out)
    assert [JNIM_PAGE] == [hit["document"]["id"] for hit in answer["hits"]]
    chosen = {
        name: [v["value"] for v in values if v["selected"]] for name, values in answer["facets"].items()
    }
    assert {"actor": ["jnim"], "published": ["2024-03"]} == {k: v for k, v in chosen.items() if v}


def test_search_for_an_actor_that_nobody_knows_is_not_found(run: Run, on_seeds: Arguments) -> None:
    """An id with a typing error gives exit code 1, not an empty answer."""
    code, out, err = run("search", "--actor", "jnimm", *on_seeds)
    assert (1, "") == (code, out)
    assert "jnimm" in err


def test_a_costly_query_is_refused(run: Run, on_seeds: Arguments) -> None:
    """Exit code 2 and the reason; the index is well."""
    code, _, err = run("search", "a* " * 100, *on_seeds)
    assert 2 == code
    assert err.startswith("Error: ")


def test_explain_gives_the_parts_that_sum_to_the_score(run: Run, on_seeds: Arguments) -> None:
    """The scores of the lines add up to the total that is named."""
    _, out, _ = run("explain", "wagner mali", JNIM_PAGE, *on_seeds, "--json")
    explanation = json.loads(out)
    assert explanation["matches"]
    assert pytest.approx(explanation["total"]) == sum(line["score"] for line in explanation["lines"])


def test_explain_of_an_unknown_document_is_not_found(run: Run, on_seeds: Arguments) -> None:
    """Exit code 1 and the id on stderr."""
    code, _, err = run("explain", "wagner", "999", *on_seeds)
    assert 1 == code
    assert "999" in err


@pytest.mark.parametrize("depth", [[], ["--deep"]])
def test_check_finds_nothing_wrong_with_a_whole_index(
    depth: list[str], run: Run, on_seeds: Arguments
) -> None:
    """Also where every document and every count is read."""
    code, out, _ = run("check", *depth, *on_seeds)
    assert (0, True) == (code, "5 documents" in out)


def test_check_reads_the_index_and_finds_damage(run: Run, seeds_dir: Path, tmp_path: Path) -> None:
    """A whole index is 0; one changed byte is 3, on stderr."""
    run("rebuild", "--seeds", seeds_dir, "--index", tmp_path)
    assert 0 == run("check", "--deep", "--index", tmp_path)[0]
    largest = max(tmp_path.glob("gen-*/**/*"), key=lambda path: path.stat().st_size * path.is_file())
    changed = bytearray(largest.read_bytes())
    changed[len(changed) // 2] ^= 1
    largest.chmod(0o600)
    largest.write_bytes(changed)
    code, _, err = run("check", "--index", tmp_path)
    assert 3 == code
    assert "rebuild" in err


def test_stats_tells_what_was_removed_by_which_rule(run: Run, on_seeds: Arguments) -> None:
    """The figures of the rules sum to the removed characters of the collection."""
    _, out, _ = run("stats", *on_seeds, "--json")
    figures = json.loads(out)
    assert 5 == figures["documents"] == len(figures["source_files"])
    assert figures["removed_characters"] == sum(rule["characters"] for rule in figures["rules"])
    assert run("stats", *on_seeds)[1].startswith("Generation gen-")


def test_actors_come_most_named_first(run: Run, on_seeds: Arguments) -> None:
    """Each with the number of documents that name it; Wagner stands in all five."""
    _, out, _ = run("actors", *on_seeds, "--json")
    rows = json.loads(out)["actors"]
    assert sorted(-row["documents"] for row in rows) == [-row["documents"] for row in rows]
    assert 5 == next(row["documents"] for row in rows if row["id"] == "wagner")


def test_settings_show_value_source_and_variable(run: Run) -> None:
    """Every setting is listed with where its value came from."""
    _, out, _ = run("settings", "--json")
    rows = json.loads(out)["settings"]
    assert [row.name for row in api.ROWS] == [row["name"] for row in rows]
    assert {"default"} == {row["origin"] for row in rows}


def test_the_answer_names_its_filters_in_a_whole_sentence(run: Run, on_seeds: Arguments) -> None:
    """One document matches; what was chosen stands behind the words."""
    asked = ["wagner", "--actor", "jnim", "--published", "2024-03"]
    _, out, _ = run("search", *asked, *on_seeds)
    assert "1 document matches wagner, actor:jnim, published:2024-03" == out.splitlines()[0]


@pytest.mark.parametrize(
    ("argv", "says"),
    [(["--place", "bamako"], "place:bamako"), (["wagner", "--page", "9"], "the last one is 1")],
)
def test_what_is_not_there_is_no_empty_answer(
    argv: list[str], says: str, run: Run, on_seeds: Arguments
) -> None:
    """A place that has no such id and a page after the last are bad use, with the cure."""
    code, out, err = run("search", *argv, *on_seeds)
    assert (2, "") == (code, out)
    assert says in err


@pytest.fixture
def own_names(tmp_path: Path) -> Path:
    """A folder with a company that the first text of the seeds folder names."""
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "actors.csv").write_text("id,type,canonical\nacme,company,Acme Mining\n")
    (folder / "aliases.csv").write_text("actor_id,alias\nacme,Acme Mining\n")
    return folder


def test_relink_finds_the_names_of_a_users_folder(run: Run, tmp_path: Path, own_names: Path) -> None:
    """It says how many documents name others now, then that nothing is to do, and update goes on."""
    seeds, index = tmp_path / "seeds", ("--index", tmp_path / "index")
    seeds.mkdir()
    (seeds / "one.txt").write_text("Acme Mining came to Gao with Wagner.")
    (seeds / "two.txt").write_text("The rains fail in the north again, the governor of Gao said.")
    assert 0 == run("rebuild", "--seeds", seeds, *index)[0]
    code, out, _ = run("relink", "--authority", own_names, *index)
    assert (0, True) == (code, "2 documents linked again in" in out and "1 with other names or dates" in out)
    code, out, _ = run("relink", "--authority", own_names, *index, "--json")
    report = json.loads(out)
    assert (0, False, 2, 0) == (code, report["published"], report["documents"], report["changed"])
    assert "Nothing to do: 2 documents were linked" in run("relink", "--authority", own_names, *index)[1]
    assert "Acme Mining" in run("search", "actor:acme", *index)[1]
    code, out, _ = run("update", "--seeds", seeds, "--authority", own_names, *index)
    assert "Nothing changed" in out


@pytest.mark.parametrize("command", ["rebuild", "update", "relink", "annotate"])
def test_a_wrong_authority_file_is_named_with_line_and_cure(
    command: str, run: Run, seeds_dir: Path, own_names: Path
) -> None:
    """Exit code 2, and the index stays as it was."""
    (own_names / "aliases.csv").write_text("actor_id,alias\nacmee,Acme\n")
    index = own_names.parent / "index"
    page = [seeds_dir / f"{JNIM_PAGE}.txt"] if command == "annotate" else ["--index", index]
    code, out, err = run(command, "--authority", own_names, *page)
    assert (2, "") == (code, out)
    assert f"Error: {own_names / 'aliases.csv'}, line 2: the actor acmee is unknown; add it" in err
    assert not index.exists()


def test_annotate_reads_a_users_folder_again_when_it_changed(run: Run, own_names: Path) -> None:
    """A program that goes on running sees the file as it is."""
    argv = ("annotate", "--batch", "--authority", own_names)
    page = json.dumps({"id": "a", "text": "Acme Mining met Acme Metals in Gao."}).encode()
    assert ["acme"] == [m["id"] for m in json.loads(run(*argv, stdin=page)[1])["actors"]]
    with (own_names / "aliases.csv").open("a") as file:
        file.write("acme,Acme Metals\n")
    assert ["acme", "acme"] == [m["id"] for m in json.loads(run(*argv, stdin=page)[1])["actors"]]
    plain = json.loads(run("annotate", "--batch", stdin=page)[1])
    assert [] == plain["actors"]


def test_only_words_that_stand_in_a_hit_are_said_to_match(run: Run, on_seeds: Arguments) -> None:
    """Of any of the words, a hit lists those that it has."""
    code, out, _ = run("search", "zebra wagner", "--match", "any", *on_seeds)
    assert 0 == code
    assert "Matched wagner: Wagner" in out
    assert "zebra:" not in out
