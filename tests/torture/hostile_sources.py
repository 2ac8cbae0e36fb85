"""Source files as an enemy's: a rebuild of thousands of them, as a user would run it."""

import contextlib
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.settings import Settings
from indexer.sources.file_names import name_files
from indexer.sources.reading import find_source_files
from indexer.wiring import open_store
from tests.torture.hostile_files import SECRET, SENTENCE, write_files, write_good, write_special
from tests.torture.report import Result, Size

PROMISE = (
    "A rebuild over hostile source files (markup, text, JSON lines, CSV, WARC and gzip made to stall, fill "
    "or stop it; links, pipes, sockets, devices; names that break a line; files that grow or vanish) ends "
    "well, has every file in its report with a reason for each that is refused, shows nothing from outside "
    "of the folder, and finds in the good files among them what it finds in them alone. No process takes "
    "500 MB, and the run no more than ten CPU seconds a file."
)
ROOT = Path(__file__).parents[2]
MOST_BYTES = 500_000_000
CPU_SECONDS_A_FILE = 10
# Refused whatever is in them.
SPECIAL = ("link", "pipe", "socket", "device", "shut")
# Limits as if there were none.
OFF = {
    **dict.fromkeys(
        ("MAX_FILE_BYTES", "MAX_TEXT_CHARACTERS", "MAX_UNPACKING", "PAGE_MEMORY_BYTES"), str(10**12)
    ),
    "PAGE_SECONDS": "86400",
}
CONTROL_SECONDS, CONTROL_BYTES, CONTROL_TAGS = 60, 4_000_000_000, 4_000_000
# Linux counts what a process held before exec as its own most memory, and that is a copy of who started
# it: so one that is small starts the command. Prints its status, most memory in KiB and CPU seconds.
WATCH = """
import os, resource, subprocess, sys
bounds, *command = sys.argv[1:]
for what, most in zip((resource.RLIMIT_AS, resource.RLIMIT_CPU), eval(bounds)):
    resource.setrlimit(what, (most, most))
child = subprocess.Popen(command, stdout=sys.stderr)
_, status, used = os.wait4(child.pid, 0)
print([status, used.ru_maxrss, used.ru_utime + used.ru_stime])
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a rebuild ended: its status, what it said, its largest process, CPU and wall seconds."""

    status: int
    said: str
    most_bytes: int
    cpu: float
    wall: float


def run(size: Size, seed: int) -> Result:
    """Rebuild the good files alone, then with the others, and compare."""
    rng, number = random.Random(seed), size.trials(200, 2000)
    failures: list[str] = []
    with scratch() as folder:
        good, bad, secret = folder / "good", folder / "bad", folder / "secret"
        good.mkdir()
        bad.mkdir()
        secret.write_text(f"{SECRET} {SENTENCE}")
        write_good(good)
        write_files(bad, number, size.trials(10_000, 100_000), rng)
        special = write_special(bad, secret)
        fleeting = write_fleeting(bad)
        alone = rebuild(folder, "alone", (good,))
        with unrest(bad, fleeting):
            ran = rebuild(folder, "all", (good, bad), "--jobs", "2")
        if alone.status or ran.status:
            failures.append(f"ended with {alone.status} and {ran.status}: {ran.said[-400:]}")
        else:
            failures += compare(folder, (good, bad), fleeting)
        if ran.most_bytes > MOST_BYTES:
            failures.append(f"a process took {ran.most_bytes:,} bytes")
        if ran.cpu > CPU_SECONDS_A_FILE * number:
            failures.append(f"it took {ran.cpu:.0f} CPU seconds")
        told, broke = control(folder)
        figures = {
            "ended": f"{ran.wall:.0f} s after its start, {ran.cpu:.0f} CPU s, {ran.cpu / number:.2f} a file",
            "largest process": f"{ran.most_bytes / 1e6:.0f} MB, on good files {alone.most_bytes / 1e6:.0f}",
            "files": f"{number} hostile, {special} special, {len(fleeting)} that grow or vanish, 41 good",
            **({} if failures else statuses(folder)),
        }
    return Result(
        suite="hostile_sources",
        promise=PROMISE,
        trials=number + special + len(fleeting),
        failures=tuple(failures),
        control=told,
        control_failed=broke,
        figures=figures,
        seed=seed,
    )


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone at the end, also where some of it may not be entered."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        yield folder
    finally:
        with contextlib.suppress(FileNotFoundError):
            (folder / "bad" / "shut").chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)


def plain_rights() -> tuple[str, ...]:
    """What runs a command without the right of root to read what is shut; nothing where this is not root."""
    if os.geteuid():
        return ()
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def rebuild(folder: Path, name: str, seeds: tuple[Path, ...], *options: str, **limits: str) -> Ran:
    """Rebuild an index, as the command does."""
    command = [
        *plain_rights(),
        sys.executable,
        "-m",
        "indexer",
        "rebuild",
        "--json",
        "--index",
        str(folder / name),
        *options,
    ]
    for path in seeds:
        command += ["--seeds", str(path)]
    given = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}
    given |= {"CUTTINGS_MAX_FAILED_SHARE": "1"} | {f"CUTTINGS_{key}": value for key, value in limits.items()}
    bounds = (CONTROL_BYTES, CONTROL_SECONDS) if limits else ()
    started = time.monotonic()
    with (folder / f"{name}.log").open("w+b") as log:
        watched = (sys.executable, "-S", "-c", WATCH, repr(bounds), *command)
        watch = subprocess.run(watched, cwd=ROOT, env=given, stdout=PIPE, stderr=log, check=True)
        log.seek(0)
        said = log.read().decode("utf-8", "replace")
    status, most_kb, cpu = json.loads(watch.stdout)
    return Ran(os.waitstatus_to_exitcode(status), said, most_kb * 1024, cpu, time.monotonic() - started)


def write_fleeting(folder: Path) -> tuple[Path, ...]:
    """Files that will grow, and files that will be gone."""
    paths = tuple(folder / f"z-{what}-{n}.txt" for what in ("grow", "vanish") for n in range(5))
    for path in paths:
        path.write_text(SENTENCE)
    return paths


@contextmanager
def unrest(folder: Path, paths: tuple[Path, ...]) -> Iterator[None]:
    """Have files grow and vanish meanwhile."""
    over = threading.Event()

    def trouble() -> None:
        for round_ in range(10_000):
            if over.wait(0.05):
                return
            for path in paths:
                if "grow" in path.name:
                    with path.open("a") as file:
                        file.write(SENTENCE * 50)
            if round_ == 100:
                for path in paths:
                    if "vanish" in path.name:
                        path.unlink()

    thread = threading.Thread(target=trouble)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def read_index(folder: Path, name: str) -> tuple[Collection, Mapping[str, Document], str]:
    """The collection, its documents by id, and all that they show."""
    with open_store(Settings(index=folder / name)).open() as generation, generation.open_reader() as reader:
        found = {id_: reader.document(id_) for id_ in reader.document_ids()}
        documents = {id_: document for id_, document in found.items() if document is not None}
        shown = "\n".join(document.text for document in documents.values())
        return reader.collection, documents, shown


def compare(folder: Path, seeds: tuple[Path, ...], fleeting: tuple[Path, ...]) -> Iterator[str]:
    """What is not as it should be."""
    files, documents, shown = read_index(folder, "all")
    alone, expected, _ = read_index(folder, "alone")
    listed = {file.path: file for file in files.source_files}
    shut = folder / "bad" / "shut"
    for name, path in name_files((*find_source_files(seeds), shut), seeds).items():
        if path.parent == shut:
            # Root sees it; the run, which had no such right, tells of the folder
            continue
        file = listed.get(name)
        if file is None:
            yield f"{name!r} is not in the report"
        elif file.status != "read" and not file.reason:
            yield f"{name!r} is {file.status} without a reason"
        elif path.parent.name == "bad" and path.name.startswith(SPECIAL) and file.status != "refused":
            yield f"{name!r} was {file.status}"
    for path in fleeting:
        if "grow" in path.name and not any(path.name in name for name in listed):
            yield f"{path.name} is not in the report"
    if SECRET in shown:
        yield "a text from outside of the folder is shown"
    good = {file.path for file in alone.source_files}
    found = {id_: document for id_, document in documents.items() if document.source_file in good}
    if found != dict(expected) or len(expected) != 140:
        differing = [id_ for id_ in expected if found.get(id_) != expected[id_]]
        yield f"{len(differing)} of {len(expected)} good documents differ: {differing[:5]}"


def statuses(folder: Path) -> Mapping[str, str]:
    """How many files were read, and why others were not."""
    files = read_index(folder, "all")[0].source_files
    counted = Counter(file.status for file in files if "bad/" in file.path)
    fallen = sum("CUTTINGS_PAGE_" in file.reason or "ended by" in file.reason for file in files)
    told = ", ".join(f"{number} {status}" for status, number in sorted(counted.items()))
    return {"reported": told, "ended by a cap of their page": str(fallen)}


def control(folder: Path) -> tuple[str, bool]:
    """The same with limits as if there were none: one small file must break a promise."""
    bombs = folder / "bombs"
    bombs.mkdir()
    (bombs / "bomb.html.gz").write_bytes(gzip.compress(b"<p>" * CONTROL_TAGS))
    ran = rebuild(folder, "control", (bombs,), **OFF)
    # Ended by the limit of the control itself, or past what a process may take
    broke = ran.status < 0 or ran.most_bytes > MOST_BYTES
    size = (bombs / "bomb.html.gz").stat().st_size
    how = f"a process of {ran.most_bytes / 1e6:,.0f} MB, {ran.cpu:.0f} CPU s, status {ran.status}"
    return f"without limits one file of {size:,} bytes: {how}", broke
