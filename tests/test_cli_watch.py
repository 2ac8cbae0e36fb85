"""The folder is watched, and the page follows: with real processes."""

import json
import re
import shutil
import signal
import urllib.parse

import pytest

from tests.real_server import ROOT, SECONDS, serving, start, wait_until

SEED = ROOT / "seeds" / "001_c49576111bc90fa8.txt"
STORY = (
    "Gao, Mali (July 28, 2024) - The zebrafish convoy of {} left the town on Sunday morning, officials said. "
    "It was expected to arrive in the north before the end of the week, they told reporters."
)


@pytest.fixture
def folders(tmp_path):
    """A source folder with two articles, and an index folder without anything in it."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    shutil.copy(SEED, seeds)
    (seeds / "first.txt").write_text(STORY.format("Ada"))
    return seeds, tmp_path / "index"


def watch(folders, *options):
    """The command on a source folder and an index folder."""
    seeds, index = map(str, folders)
    return start("watch", "--interval", "0.1", "--json", "--seeds", seeds, "--index", index, *options)


def end(process):
    """Tell it to end; gives its exit code and what it wrote to stderr."""
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=SECONDS)
    return process.returncode, errors


def report(process):
    """Its next line, as JSON."""
    return json.loads(process.stdout.readline())


def test_the_page_follows_the_folder_without_a_restart(folders):
    """A file that comes is found, one that goes is not; a broken one is reported and the rest served."""
    seeds, index = folders
    watching = watch(folders)
    try:
        assert 2 == report(watching)["documents"]
        with serving(index) as server:

            def total(query):
                reply = server.get(f"/search.json?q={urllib.parse.quote(query)}")
                assert 200 == reply.status
                return json.loads(reply.body)["total"]

            assert (1, 0) == (total("zebrafish"), total("Grace"))
            (seeds / "second.txt").write_text(STORY.format("Grace"))
            told = report(watching)
            assert (1, 0, 0, 2) == tuple(told[key] for key in ("added", "changed", "deleted", "unchanged"))
            wait_until("the page shows the new document", lambda: total("Grace") == 1)
            page = server.get("/?q=Grace")
            assert b"zebrafish" in page.body

            (seeds / "second.txt").unlink()
            assert 1 == report(watching)["deleted"]
            wait_until("the document is gone", lambda: total("Grace") == 0)
            assert 1 == total("zebrafish")

            (seeds / "broken.txt").write_bytes(b"")
            told = report(watching)
            assert (1, [["it is empty", 1]]) == (told["files_refused"], told["causes"])
            assert 1 == total("zebrafish")
            assert server.process.poll() is None
    finally:
        code, errors = end(watching)
    assert (0, "") == (code, "".join(re.findall("Traceback.*", errors)))


def test_a_failed_update_is_reported_and_the_next_change_is_a_new_try(folders):
    """The old generation answers meanwhile."""
    seeds, index = folders
    watching = watch(folders)
    try:
        generation = report(watching)["generation"]
        away = seeds.rename(seeds.parent / "away")
        told = report(watching)
        assert "SeedError" == told["error"]["kind"]
        assert str(seeds) in told["error"]["message"]
        assert generation in (index / "CURRENT").read_text()
        (away / "second.txt").write_text(STORY.format("Grace"))
        away.rename(seeds)
        assert 3 == report(watching)["documents"]
    finally:
        assert 0 == end(watching)[0]


def test_killed_at_any_time_it_goes_on_where_it_was(folders):
    """The page answers throughout, and the next watch builds what is there."""
    seeds, index = folders
    first = watch(folders, "--once")
    first.communicate(timeout=SECONDS)
    assert 0 == first.returncode
    with serving(index) as server:
        for number in range(3):
            (seeds / f"more{number}.jsonl").write_text(
                "".join(
                    json.dumps({"id": f"n{number}-{i}", "text": STORY.format(i)}) + "\n" for i in range(200)
                )
            )
            watching = watch(folders)
            wait_until("it builds", lambda: list(index.glob("build-*")))
            watching.kill()
            watching.communicate(timeout=SECONDS)
            assert 200 == server.get("/?q=zebrafish").status
        ended = watch(folders, "--once")
        out, _ = ended.communicate(timeout=120)
        assert (0, 602) == (ended.returncode, json.loads(out)["documents"])
        wait_until(
            "the page shows all",
            lambda: json.loads(server.get("/search.json?q=zebrafish").body)["total"] == 601,
        )
    assert [] == list(index.glob("build-*"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_without_leaving_anything_behind(folders, number):
    """While it builds as well as while it waits: exit code 0, no trace, no half build."""
    seeds, index = folders
    lines = (json.dumps({"id": str(i), "text": STORY.format(i) * 5}) + "\n" for i in range(5_000))
    (seeds / "many.jsonl").write_text("".join(lines))
    watching = watch(folders)
    wait_until("it builds", lambda: list(index.glob("build-*")))
    watching.send_signal(number)
    out, errors = watching.communicate(timeout=SECONDS)
    assert (0, "") == (watching.returncode, out)
    assert "Traceback" not in errors
    assert [] == list(index.glob("build-*"))
    assert not (index / "CURRENT").exists()


def test_once_gives_the_exit_code_of_the_update(folders, tmp_path):
    """A timer sees whether it worked."""
    seeds, _ = folders
    for file in seeds.iterdir():
        file.write_bytes(b"")
    ended = watch(folders, "--once")
    out, _ = ended.communicate(timeout=SECONDS)
    assert (3, "RebuildError") == (ended.returncode, json.loads(out)["error"]["kind"])
