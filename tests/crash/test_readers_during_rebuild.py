"""Readers in other processes while rebuilds follow each other; workers of a killed rebuild."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from indexer.rebuild.run import rebuild
from indexer.rebuild.workers import BATCH
from indexer.settings import Settings
from tests.crash.driver import ENGINES
from tests.fake_engine import stored
from tests.processes import children_of
from tests.real_server import wait_until

ROOT = Path(__file__).parents[2]


def write_seeds(folder: Path, number: int) -> None:
    """Source files of which each names the round; their count changes from round to round."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for at in range(3 + number % 4):
        (folder / f"text-{at}.txt").write_text(f"Round {number} says that Wagner left Gao, part {at}.")


def start(*words: str) -> subprocess.Popen:
    """A Python program of this folder, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_readers_see_one_generation_or_the_next_and_never_a_mix(tmp_path):
    """Eight readers in two processes during six rebuilds: no error, no mixed answer."""
    settings = Settings(index=tmp_path / "index", seeds=(tmp_path / "seeds",), keep_generations=1)
    write_seeds(tmp_path / "seeds", 0)
    rebuild(settings, stored(settings, *ENGINES["whoosh"]))
    readers = [start("-m", "tests.crash.swap_readers", str(settings.index), "whoosh", "4") for _ in range(2)]
    assert ["ready\n"] * 2 == [reader.stdout.readline() for reader in readers]
    for number in range(1, 7):
        write_seeds(tmp_path / "seeds", number)
        rebuild(settings, stored(settings, *ENGINES["whoosh"]))
    reports = [json.loads(reader.communicate()[0]) for reader in readers]
    assert [[], []] == [report["faults"] for report in reports]
    assert min(report["answers"] for report in reports) >= 8
    assert min(len(report["generations"]) for report in reports) >= 2


WORKERS = """
import sys
from pathlib import Path
from indexer.rebuild.workers import BATCH
from indexer.rebuild.run import rebuild
from indexer.settings import Settings
from tests.fake_engine import stored

def slow(progress):
    if progress.stage == "read" and progress.done == 3 * BATCH:
        print(progress.stage, flush=True)
        sys.stdin.readline()

if __name__ == "__main__":
    index, seeds = Path(sys.argv[1]), Path(sys.argv[2])
    rebuild(Settings(index=index, seeds=(seeds,), jobs=2), stored(index), progress=slow)
"""


def test_workers_of_a_killed_rebuild_end_and_hold_no_lock(tmp_path):
    """With several processes too the next rebuild works at once, and none of the old ones stays."""
    write_seeds(tmp_path / "seeds", 0)
    for number in range(4 * BATCH):
        (tmp_path / "seeds" / f"more-{number:03}.txt").write_text(f"Text {number} of those for the workers.")
    (tmp_path / "run.py").write_text(WORKERS)
    child = subprocess.Popen(
        [sys.executable, str(tmp_path / "run.py"), str(tmp_path / "index"), str(tmp_path / "seeds")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "read\n" == child.stdout.readline()
    workers = children_of(child.pid)
    assert workers != []
    child.send_signal(signal.SIGKILL)
    child.communicate()
    settings = Settings(index=tmp_path / "index", seeds=(tmp_path / "seeds",))
    assert 3 + 4 * BATCH == rebuild(settings, stored(settings)).documents
    wait_until("the workers end", lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
