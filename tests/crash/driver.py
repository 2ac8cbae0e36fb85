"""Rebuilds that are cut short at a storage operation, each in a process of its own.

Run as a program: each line of standard input is an arm, and for each a JSON object is printed: trials by
outcome, and every fault seen. A trial starts from a published generation of the old source files and
rebuilds from the new ones.

    python -m tests.crash.driver FOLDER SEED < ARMS

An arm is a JSON list: its name, engine, step, rounds, start. The engine is fake or whoosh; with -update,
-restore or -backup behind it the run that is struck is one of these and no rebuild.

Arms: `kill` ends the process before its n-th operation, `instant` at an instant drawn by lot;
`fail` has the n-th operation raise, `dead` all from the n-th on; with `full` no file may have n
bytes or more, with `room` the disk has room for n pages of memory; `power` ends the process and takes
from the disk what was never synced.
`kill-in-place`, `fail-unnamed`, `power-without-sync` and `power-without-verification` take a
safeguard away: they must show faults.
"""

import gc
import hashlib
import json
import logging
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from indexer import generations
from indexer.errors import IndexerError
from indexer.generation_store import FolderStore
from indexer.generations import open_generation
from indexer.rebuild import run
from indexer.rebuild.backing_up import back_up, check_backup, restore
from indexer.rebuild.checking import check
from indexer.rebuild.update import update
from indexer.settings import Settings
from indexer.wiring import open_reader, open_writer
from tests.crash.storage import Storage, fill_disk, most_bytes, mount_disk
from tests.fake_engine import FakeReader, FakeWriter, stored

ENGINES = {
    "fake": (FakeWriter, FakeReader),
    "whoosh": (
        lambda path, base=None: open_writer("whoosh", path, base),
        lambda path: open_reader("whoosh", path),
    ),
}
TEXTS = {
    "old": ("Wagner left Gao in 2023.", "JNIM and GSIM are one.", "A third text of before."),
    "new": ("Wagner came back to Gao.", "JNIM fought in 2024.", "Another text.", "And a last one."),
    "next": ("Nothing of all that.",),
}
# All that the authority knows here.
NAMES, NAMED = ("actors", "places", "rules"), ("wagner", "pl-gao")
# After a rebuild: two generations, and nothing of any build.
LEFT = ["CURR", "LOCK", "gen-", "gen-", "pins"]
UNTOUCHED, NAMED_ERROR, OTHER_ERROR, TOLERATED = 0, 3, 4, 5


class Trials:
    """Trials of one arm with one engine."""

    def __init__(self, arm: str, engine: str, folder: Path, seed: int) -> None:
        self._arm = arm
        self._folder = folder
        engine, _, self._command = engine.partition("-")
        self._writer, self._reader = ENGINES[engine]
        self._random = random.Random(seed)
        disk = folder / "disk"
        disk.mkdir(parents=True)
        if arm == "room":
            mount_disk(disk)
        self._filler = disk / "filler"
        self._index = self._watched = disk / "index"
        self._before = folder / "before"
        self._record = folder / "record.json"
        self.outcomes: Counter[str] = Counter()
        self.faults: list[str] = []
        for name, texts in TEXTS.items():
            (folder / name).mkdir()
            for number, text in enumerate(texts):
                (folder / name / f"{name}-{number}.txt").write_text(text)
        # A generation of the new texts in a file, to be restored
        self._file = folder / "backup.tar"
        if self._command == "restore":
            self._rebuild("new")
            back_up(self._store("new"), self._file)
            shutil.rmtree(self._index)
        started = time.monotonic()
        self._rebuild("old")
        self._seconds = time.monotonic() - started
        shutil.move(self._index, self._before)

    def _store(self, name: str) -> FolderStore:
        return stored(self._settings(name), self._writer, self._reader)

    def _rebuild(self, name: str) -> None:
        run.rebuild(self._settings(name), self._store(name))

    def _update(self, name: str) -> None:
        report = update(self._settings(name), self._store(name))
        # A base that cannot be read for once is no reason to fail, but to do without it.
        assert not report.because or self._arm in ("fail", "dead", "full", "room")

    def _restore(self) -> None:
        restore(self._settings("new"), self._store("new"), self._file)

    def _run(self) -> None:
        """What is struck."""
        if self._command == "update":
            self._update("new")
        elif self._command == "restore":
            self._restore()
        else:
            self._rebuild("new")

    def _settings(self, name: str) -> Settings:
        # But for the arm instant none of the processes that link, which hold nothing of the run
        jobs = int(self._arm == "instant")
        return Settings(index=self._index, seeds=(self._folder / name,), keep_generations=1, jobs=jobs)

    def trial(self, strike_at: int) -> bool:
        """One rebuild, struck at an operation; gives whether it came so far."""
        shutil.rmtree(self._index, ignore_errors=True)
        shutil.copytree(self._before, self._index)
        old = {path.stat().st_ino for path in self._index.rglob("*")}
        listing = {path.name: path.stat().st_ino for path in self._index.iterdir()}
        self._record.unlink(missing_ok=True)
        status = self._strike(strike_at)
        if self._arm == "instant" and status == UNTOUCHED:
            # Too late to be a trial: the next ones a little sooner
            self._seconds *= 0.9
            return False
        self._seconds *= 1.02
        if self._arm.startswith("power"):
            self._cut_power(old, listing)
        self._judge(strike_at, status)
        return status != UNTOUCHED

    def _strike(self, strike_at: int) -> int:
        """Run, strike, and give how the process ended."""
        if self._arm == "room":
            fill_disk(self._filler, strike_at)
        child = os.fork()
        if not child:
            self._child(strike_at)
        if self._arm == "instant":
            time.sleep(self._random.random() * self._seconds)
            os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def _child(self, strike_at: int) -> None:
        full = self._arm == "full"
        at = sys.maxsize if self._arm in ("full", "room", "instant") else strike_at
        storage = Storage(self._watched, at, self._arm, self._record)
        try:
            storage.watch()
            with most_bytes(strike_at) if full else nullcontext():
                self._run()
        except IndexerError:
            os._exit(NAMED_ERROR)
        except BaseException as error:  # noqa: BLE001 its kind is what the trial is to show
            sys.stderr.write(f"{strike_at} {error!r}\n")
            os._exit(OTHER_ERROR)
        storage.write_record()
        os._exit(TOLERATED if storage.struck else UNTOUCHED)

    def _cut_power(self, old: set[int], listing: dict[str, int]) -> None:
        """Take away what was never synced: by lot all, a part, or nothing of each file and name."""
        files, folders = json.loads(self._record.read_text())
        for path in sorted(self._index.rglob("*"), reverse=True):
            inode = path.stat().st_ino
            if inode in old or path.is_dir():
                continue
            synced = files.get(str(inode))
            if synced != hashlib.sha256(path.read_bytes()).hexdigest():
                lot = self._random.choice(("empty", "half", "zeros", "kept"))
                size = path.stat().st_size
                if lot in ("empty", "half"):
                    os.truncate(path, 0 if lot == "empty" else size // 2)
                elif lot == "zeros":
                    path.write_bytes(bytes(size))
            names = folders.get(str(path.parent.stat().st_ino), {})
            if path.parent != self._index and path.name not in names and self._random.random() < 0.5:
                path.unlink()
        names = folders.get(str(self._index.stat().st_ino), listing)
        current = self._index / "CURRENT"
        if names.get("CURRENT") != current.stat().st_ino and self._random.random() < 0.5:
            shutil.copy(self._before / "CURRENT", current)
        for path in self._index.glob("gen-*"):
            if path.name not in names and self._random.random() < 0.5:
                path.rename(self._index / "build-1")

    def _judge(self, strike_at: int, status: int) -> None:
        """The old or the new generation must answer, whole, and the next rebuild must work."""
        try:
            outcome = self._holds()
            if status in (UNTOUCHED, TOLERATED) and outcome != "new":
                outcome = f"ended without error, but {outcome}"
            if status == OTHER_ERROR:
                outcome = "an error without a name"
            if not self._arm.startswith("power"):
                self._filler.unlink(missing_ok=True)
                self._rebuild("next")
                left = sorted(path.name[:4] for path in self._index.iterdir())
                if self._holds() != "next" or left != LEFT:
                    outcome = f"the next rebuild leaves {left}"
        except Exception as error:  # noqa: BLE001 any error at all is a fault
            outcome = repr(error)
        self.outcomes[outcome] += 1
        if outcome not in ("old", "new"):
            self.faults.append(f"{strike_at}: {outcome}")

    def _holds(self) -> str:
        report = check(stored(self._index, self._writer, self._reader), deep=True)
        if report.status != "ok":
            return f"{report.status}: {report.problems}"
        with open_generation(self._index) as opened, self._reader(opened.path) as reader:
            texts = tuple(sorted(reader.original(id_).decode() for id_ in reader.document_ids()))
        return next((name for name in TEXTS if tuple(sorted(TEXTS[name])) == texts), f"a mix: {texts}")


class BackupTrials(Trials):
    """Trials of a backup of the new generation into a file that holds one of the old."""

    def __init__(self, arm: str, engine: str, folder: Path, seed: int) -> None:
        super().__init__(arm, engine, folder, seed)
        self._watched = self._index.parent / "backups"
        self._file = self._watched / "backup.tar"
        self._watched.mkdir()
        shutil.move(self._before, self._index)
        back_up(self._store("old"), self._file)
        self._old = self._file.read_bytes()
        self._rebuild("new")
        self._names = {"old": check_backup(self._file).generation, "new": self._store("new").current_name()}

    def trial(self, strike_at: int) -> bool:
        """One backup, struck at an operation; gives whether it came so far."""
        for path in self._watched.iterdir():
            path.unlink()
        self._file.write_bytes(self._old)
        status = self._strike(strike_at)
        self._judge(strike_at, status)
        return status != UNTOUCHED

    def _run(self) -> None:
        back_up(self._store("new"), self._file, replace=True)

    def _holds(self) -> str:
        """Which generation the file holds, whole."""
        found = check_backup(self._file).generation
        return next(name for name, generation in self._names.items() if generation == found)

    def _judge(self, strike_at: int, status: int) -> None:
        """The old backup or the new one must be whole, and the next must work and leave nothing else."""
        try:
            outcome = self._holds()
            if status == OTHER_ERROR:
                outcome = "an error without a name"
            self._filler.unlink(missing_ok=True)
            self._run()
            if self._holds() != "new" or list(self._watched.iterdir()) != [self._file]:
                outcome = "the next backup does not do"
        except Exception as error:  # noqa: BLE001 any error at all is a fault
            outcome = repr(error)
        self.outcomes[outcome] += 1
        if outcome not in ("old", "new"):
            self.faults.append(f"{strike_at}: {outcome}")


def write_in_place(index: Path, line: str) -> None:
    """How CURRENT must not be written."""
    descriptor = os.open(index / "CURRENT", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(descriptor, line.encode())
    os.fsync(descriptor)
    os.close(descriptor)


# What takes a safeguard away
WITHOUT = {
    "power-without-verification": (generations, "check_files", lambda *_: None),
    "kill-in-place": (generations, "_write_current", write_in_place),
    "fail-unnamed": (run, "name_disk_errors", nullcontext),
}


def strike(trials: Trials, arm: str, step: int, rounds: int, start: int) -> int:
    """Strike at every `step`-th operation from `start` until a run comes through untouched; gives the last.

    So `rounds` times, each time beginning one operation later. With the arm instant: so many are struck.
    """
    struck = 0
    while arm == "instant" and struck < rounds:
        struck += trials.trial(0)
    strike_at = start
    for first in range(0 if arm == "instant" else rounds):
        strike_at = start + first % step
        while trials.trial(strike_at):
            strike_at += step
    return strike_at


def main(folder: str, seed: str) -> None:
    """Strike as each line says."""
    # Read once for all trials, and of two names: else it takes longer than all the rest
    authority = run.read_authority(None)
    kept = {name: tuple(one for one in getattr(authority, name) if one.id in NAMED) for name in NAMES}
    authority = replace(authority, **kept)
    linker = run.Linker(authority)
    run.read_authority, run.Linker = lambda _: authority, lambda _: linker
    # What is never looked through again stays shared with each fork
    gc.collect()
    gc.freeze()
    for number, line in enumerate(sys.stdin):
        arm, engine, *numbers = json.loads(line)
        kind = BackupTrials if engine.endswith("-backup") else Trials
        with patch.object(*WITHOUT[arm]) if arm in WITHOUT else nullcontext():
            trials = kind(arm, engine, Path(folder) / str(number), int(seed))
            last = strike(trials, arm, *numbers)
        found = {"last": last, "outcomes": trials.outcomes, "faults": trials.faults}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    logging.disable()
    main(*sys.argv[1:])
