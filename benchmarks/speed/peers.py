"""Which engines there are, how each is started, and whether it is here.

Starts programs only to ask whether they are there; never measures.
"""

import importlib.util
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.engines import lucene_peer

ROOT = Path(__file__).parent.parent.parent
# Xapian comes with the system's Python, not with a package for a virtual environment.
SYSTEM_PYTHON = "/usr/bin/python3"
_BENCH = "Run: make bench, or pip install -r requirements/bench.txt"


@dataclass(frozen=True, slots=True)
class Peer:
    """One row of the table. Engines with the same `index` share what the first of them builds.

    `missing` gives what is not there, with the cure; empty if all is there.
    """

    name: str
    index: str
    start: tuple[str, ...]
    missing: Callable[[], str]


def _package(name: str) -> Callable[[], str]:
    def missing() -> str:
        return "" if importlib.util.find_spec(name) else f"the package {name} is not installed. {_BENCH}"

    return missing


def _fts5() -> str:
    with_fts5 = sqlite3.connect(":memory:").execute(
        "select count(*) from pragma_compile_options where compile_options = 'ENABLE_FTS5'"
    )
    return "" if with_fts5.fetchone()[0] else "this Python's SQLite has no FTS5. Take another Python"


def _xapian() -> str:
    cure = "On Debian and Ubuntu: apt-get install python3-xapian"
    try:
        subprocess.run((SYSTEM_PYTHON, "-c", "import xapian"), check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return f"{SYSTEM_PYTHON} cannot import xapian. {cure}"
    return ""


def _module(name: str, *arguments: str, python: str = sys.executable) -> tuple[str, ...]:
    return (python, "-m", f"benchmarks.speed.engines.{name}", *arguments)


OURS = Peer("ours", "ours", _module("ours"), lambda: "")
PEERS: tuple[Peer, ...] = (
    Peer("tantivy", "tantivy", _module("tantivy_peer"), _package("tantivy")),
    Peer("sqlite", "sqlite", _module("sqlite_peer"), _fts5),
    Peer("lucene", "lucene", _module("lucene_peer"), lucene_peer.missing),
    Peer("xapian", "xapian", _module("xapian_peer", python=SYSTEM_PYTHON), _xapian),
    Peer("whoosh-onepass", "whoosh", _module("whoosh_peer", "onepass"), _package("whoosh")),
    Peer("whoosh-groupedby", "whoosh", _module("whoosh_peer", "groupedby"), _package("whoosh")),
)
NAMES: tuple[str, ...] = tuple(peer.name for peer in PEERS)
