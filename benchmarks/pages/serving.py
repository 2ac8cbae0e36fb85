"""Pages a second of the desk as it is served, beside bare Flask, by wrk.

Run as `python -m benchmarks.pages.serving INDEX [--processes N…] [--seconds N] [--connections N] [--turns N]
[--kept BYTES]`. Both are served by waitress in as many processes with as many threads; wrk asks each
for the same mixed addresses in turns. Bare Flask renders one template of as many bytes as the desk's
pages have on average, a loop of values through Jinja, and does nothing else.
"""

import argparse
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import flask
from waitress import serve

from benchmarks.pages.__main__ import ask
from benchmarks.pages.asking import Reader
from benchmarks.speed.figures import table
from benchmarks.speed.peers import ROOT
from indexer.api import Settings, open_search
from indexer.cli_children import Children
from webapp.app import create_app

THREADS = 6
# Answers with a status above 399, connections that broke, and answers after more than SECONDS.
ERRORS = ("refused", "broken", "late")
SECONDS = 30
HEADS = [
    "served",
    "processes",
    "pages/s",
    "p50 ms",
    "p99 ms",
    "most ms",
    "errors",
    "CPU ms a page",
    "pages",
    "RSS MB",
    "PSS MB",
]
ROW = '<li><a href="/?q={{ value }}&amp;page={{ loop.index }}">{{ value }}</a> {{ loop.index }}</li>\n'
TEMPLATE = "<!doctype html><title>bare</title><ul>{% for value in values %}" + ROW + "{% endfor %}</ul>"
SCRIPT = """
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
done = function(summary, latency)
  local e = summary.errors
  local form = '{"pages": %d, "seconds": %f, "p50": %f, "p99": %f, "most": %f, ' ..
    '"refused": %d, "broken": %d, "late": %d}\\n'
  io.write(string.format(form, summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, e.status, e.connect + e.read + e.write, e.timeout))
end
"""


def bare_app(size: int) -> flask.Flask:
    """An app whose every page has about so many bytes."""
    app = flask.Flask("bare")
    template = app.jinja_env.from_string(TEMPLATE)
    values = [f"value {number} & more" for number in range(20_000)]
    one = len(template.render(values=values[:1000])) / 1000
    shown = values[: max(1, round(size / one))]

    def show(**_path: str) -> str:
        return template.render(values=shown)

    app.add_url_rule("/", view_func=show)
    app.add_url_rule("/<path:path>", view_func=show)
    return app


@contextmanager
def started(command: list[str], **environment: str) -> Iterator[tuple[int, str]]:
    """A server that runs meanwhile: its process and its address, which it prints."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        if found is None:
            raise SystemExit(f"{' '.join(command)} does not serve")
        yield process.pid, found[0]
    finally:
        process.terminate()
        process.wait()


def family(pid: int) -> list[int]:
    """A process and those that it has begun."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [pid, *(int(child) for task in tasks for child in (task / "children").read_text("ascii").split())]


def cpu_of(pid: int) -> float:
    """CPU seconds that a process and its children have spent, with all their threads."""
    stats = [Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split() for one in family(pid)]
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> tuple[float, float]:
    """MB of a process and its children: RSS, and PSS, where what they share is counted once."""
    rolled = "".join(Path(f"/proc/{one}/smaps_rollup").read_text("ascii") for one in family(pid))
    rss, pss = (re.findall(rf"^{name}: +(\d+) kB", rolled, re.MULTILINE) for name in ("Rss", "Pss"))
    return sum(map(int, rss)) / 1000, sum(map(int, pss)) / 1000


def run_wrk(address: str, work: Path, seconds: int, connections: int) -> dict[str, Any]:
    """What wrk tells of one run."""
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        f"--timeout={SECONDS}s",
        "-s",
        str(work / "pages.lua"),
        address,
    ]
    environment = {**os.environ, "PATHS": str(work / "paths")}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if told.returncode:
        raise SystemExit(f"wrk says: {told.stderr or told.stdout}")
    facts: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return facts


def main() -> None:
    """Serve both, ask both in turns, print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages.serving", description=__doc__)
    parser.add_argument("index", type=Path, help="the folder of an index")
    parser.add_argument("--processes", type=int, nargs="+", default=[1], help="that serve, one row each")
    parser.add_argument("--seconds", type=int, default=30, help="of each run")
    parser.add_argument("--connections", type=int, default=16, help="of wrk")
    parser.add_argument("--turns", type=int, default=2, help="runs of each")
    parser.add_argument("--pages", type=int, default=400, help="addresses of each kind")
    parser.add_argument("--kept", type=int, default=Settings().page_cache_bytes, help="bytes of kept pages")
    parser.add_argument("--bare", type=int, default=0, help="serve bare Flask with pages of so many bytes")
    asked = parser.parse_args()
    if asked.bare:
        serve_bare(asked.bare, asked.processes[0])
        return
    lot = random.Random(7)
    with open_search(asked.index) as search:
        drawn = [address for _, address in Reader(search, lot).addresses(asked.pages)]
    lot.shuffle(drawn)
    app = create_app(Settings(index=asked.index))
    size = sum(len(ask(app, address)[2]) for address in drawn[:200]) // 200
    print(
        f"{len(drawn):,} addresses, {size:,} bytes a page, {asked.connections} connections, "
        f"{THREADS} threads a process",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "paths").write_text("\n".join(drawn), encoding="utf-8")
        (work / "pages.lua").write_text(SCRIPT, encoding="utf-8")
        print(table([HEADS, *ask_in_turns(asked, size, work)]))


def ask_in_turns(asked: argparse.Namespace, size: int, work: Path) -> Iterator[list[str]]:
    """A row for each run; the servers wait for their turn."""
    bare = [sys.executable, "-m", "benchmarks.pages.serving", str(asked.index), "--bare", str(size)]
    ours = [sys.executable, "-m", "indexer", "serve", "--port", "0", "--index", str(asked.index)]
    ours += ["--threads", str(THREADS)]
    with ExitStack() as running:
        served = []
        for count in asked.processes:
            more = ["--processes", str(count)]
            desk = started([*ours, *more], CUTTINGS_PAGE_CACHE_BYTES=str(asked.kept))
            served.append(("desk", count, *running.enter_context(desk)))
            served.append(("bare Flask", count, *running.enter_context(started([*bare, *more]))))
        for _ in range(asked.turns):
            for name, count, pid, address in served:
                before = cpu_of(pid)
                facts = run_wrk(address, work, asked.seconds, asked.connections)
                spent = 1000 * (cpu_of(pid) - before) / facts["pages"]
                rate = facts["pages"] / facts["seconds"]
                times = (f"{facts[name]:.0f}" for name in ("p50", "p99", "most"))
                errors = ", ".join(f"{facts[kind]} {kind}" for kind in ERRORS if facts[kind]) or "none"
                memory = (f"{mb:.0f}" for mb in memory_of(pid))
                pages = f"{facts['pages']:,}"
                yield [name, str(count), f"{rate:.0f}", *times, errors, f"{spent:.2f}", pages, *memory]
                time.sleep(0.5)


def serve_bare(size: int, processes: int) -> None:
    """Serve bare Flask until somebody ends it."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
    app = bare_app(size)

    def work(begun: Callable[[], None]) -> None:
        begun()
        serve(app, sockets=[listening], threads=THREADS, _quiet=True)

    if processes == 1:
        work(lambda: None)
    else:
        Children(work, processes).run()


if __name__ == "__main__":
    main()
