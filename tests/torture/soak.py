"""The desk as it is used for long: requests by the clock, and a new generation each minute."""

import json
import os
import re
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from tests.real_server import Served, serving, start
from tests.torture.big_desk import save_collection, words
from tests.torture.load import Load, distinct_paths, keep_busy, send_by_clock
from tests.torture.report import Result, Size

PROMISE = (
    "The desk is served as it is by default and asked twenty times a second for half an hour, while each "
    "minute a rebuild publishes another generation; twenty others, with requests as fast as they are "
    "answered, came before. Every request is answered; the memory of its own of all processes grows by less "
    "than 1 MB in ten minutes (least squares, after a fifth of the time), and the open files stay as many as "
    "they were."
)
RATE, EVERY = 20.0, 60.0
DOCUMENTS, WORDS, PATHS = 1_500, 15_000, 3_000
# What is loaded and kept once is no growth, nor are the gaps that an allocator has between what stays:
# so many generations come, each after five seconds of requests, before any look.
ROUNDS, CLIENTS = 20, 8
TEN_MINUTES = 600.0
MOST_GROWTH, MOST_FILES = 1_000_000, 8
# Growth is told from noise only after so many seconds.
LONG_ENOUGH = 900.0
# What the control adds: two of the allowed growths.
PLANTED = 2_000_000
ANSWERED, TOO_BUSY = (200, 302, 404), (503, 504)

# A look at the processes: when, bytes of their own, open files.
Look = tuple[float, int, int]


def run(size: Size, seed: int) -> Result:
    """Ask and rebuild, and look at the processes every few seconds."""
    seconds = float(size.trials(20, 1800))
    # A slice runs beside other work, which may leave it no time
    rate, expected = (RATE / 4, ANSWERED + TOO_BUSY) if size.sliced else (RATE, ANSWERED)
    with tempfile.TemporaryDirectory() as folder:
        source, index = Path(folder) / "pages.jsonl", Path(folder) / "index"
        vocabulary = words(WORDS, seed)
        save_collection(source, DOCUMENTS, vocabulary, seed)
        rebuild(source, index)
        paths = distinct_paths(vocabulary, PATHS, DOCUMENTS)
        with serving(index, processes="0", query_seconds="2.0") as server:
            for number in range(ROUNDS if not size.sliced else 1):
                keep_busy(server.port, paths[number::ROUNDS] + paths, CLIENTS, min(5.0, seconds / 4))
                vary(source, number)
                rebuild(source, index)
            asking = partial(send_by_clock, server.port, paths, rate, seconds)
            looks, load, generations = live(server, asking, source, index, seconds)
    late = [look for look in looks if look[0] > seconds / 5]
    grown, files = slope(late), [look[2] for look in late]
    more_files = median(files[-len(files) // 4 :]) - median(files[: len(files) // 4 or 1])
    failures = [
        f"{one.status or 'lost'} after {one.seconds:.1f} s"
        for one in load.outcomes
        if one.status not in expected
    ]
    if seconds >= LONG_ENOUGH and grown >= MOST_GROWTH:
        failures.append(f"{grown / 1e6:.2f} MB more in ten minutes")
    if more_files > MOST_FILES and not size.sliced:
        failures.append(f"{more_files:.0f} more files are open")
    planted = slope([(at, held + int(PLANTED * at / TEN_MINUTES), files) for at, held, files in late])
    statuses = Counter(one.status for one in load.outcomes)
    return Result(
        suite="soak",
        promise=PROMISE,
        trials=len(load.outcomes),
        failures=tuple(failures),
        control=f"with 2 MB in ten minutes added to what was seen, {planted / 1e6:+.2f} MB are found",
        control_failed=planted - grown > MOST_GROWTH,
        figures={
            "asked": f"{seconds:.0f} s, {len(load.outcomes):,} requests, "
            + ", ".join(f"{count:,} × {status}" for status, count in sorted(statuses.items())),
            "generations published meanwhile": str(generations),
            "memory of its own, all processes": f"{grown / 1e6:+.2f} MB in ten minutes, by n = {len(late)} "
            f"looks; from {late[0][1] / 1e6:.0f} to {late[-1][1] / 1e6:.0f} MB, at most "
            f"{max(look[1] for look in late) / 1e6:.0f} MB",
            "open files": f"{min(files)} to {max(files)}, {more_files:+.0f} from first quarter to last",
            "answered within": "half {:.0f} ms, 99 % {:.0f} ms, all {:.0f} ms".format(
                *(1000 * load.quantile(part, *ANSWERED) for part in (0.5, 0.99, 1.0))
            ),
        },
        seed=seed,
    )


def live(
    server: Served, asking: Callable[[], Load], source: Path, index: Path, seconds: float
) -> tuple[list[Look], Load, int]:
    """Ask by the clock while generations come: the looks, what came of the requests, how many came."""
    over, looks, published = threading.Event(), list[Look](), list[int]()

    def look() -> None:
        began = time.monotonic()
        while not over.wait(max(0.5, seconds / 360)):
            looks.append((time.monotonic() - began, *held_by(server.process.pid)))

    def publish() -> None:
        # Of a short run three times as often as it has thirds
        while not over.wait(min(EVERY, seconds / 3)):
            vary(source, ROUNDS + len(published))
            rebuild(source, index)
            published.append(1)

    threads = [threading.Thread(target=work) for work in (look, publish)]
    for thread in threads:
        thread.start()
    try:
        load = asking()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    return looks, load, len(published)


def rebuild(source: Path, index: Path) -> None:
    """Publish a generation, as a command in a process of its own."""
    with start(
        "rebuild", "--index", str(index), "--seeds", str(source), "--no-clean", "--no-link"
    ) as process:
        _, told = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "rebuild", stderr=told)


def vary(source: Path, number: int) -> None:
    """Let a page of the source say something else."""
    lines = source.read_text(encoding="utf-8").splitlines()
    page = json.loads(lines[number % len(lines)])
    lines[number % len(lines)] = json.dumps(page | {"text": f"{page['text']}\n\nVersion {number}."})
    source.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def held_by(pid: int) -> tuple[int, int]:
    """Bytes of its own and open files of a process and its children."""
    own = files = 0
    for one in (pid, *children_of(pid)):
        try:
            status = Path(f"/proc/{one}/status").read_text(encoding="ascii")
            files += len(os.listdir(f"/proc/{one}/fd"))  # noqa: PTH208  # names alone are counted
        except FileNotFoundError:
            continue
        found = re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)
        own += 1024 * int(found[1]) if found else 0
    return own, files


def children_of(pid: int) -> list[int]:
    """The processes that a process has begun."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                behind_name = (
                    (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
                )
            except OSError:
                continue
            if int(behind_name.split()[1]) == pid:
                found.append(int(folder.name))
    return found


def slope(looks: Sequence[Look]) -> float:
    """By how many bytes memory grew in ten minutes, by least squares.

    >>> round(slope([(0.0, 100, 1), (300.0, 600, 1), (600.0, 1100, 1)]))
    1000
    """
    times, held = np.array([look[0] for look in looks]), np.array([look[1] for look in looks], dtype=float)
    return float(np.polyfit(times, held, 1)[0] * TEN_MINUTES)
