"""Which rankers there are beside ours, and whether each is here.

A peer is imported only when it is asked.
"""

import importlib.metadata
import importlib.util
import json
import sqlite3
import subprocess
from collections.abc import Callable
from dataclasses import astuple, dataclass
from importlib import import_module

from whoosh.lang.stopwords import stoplists

from benchmarks.relevance.collection import Collection
from benchmarks.relevance.measures import DEPTH
from benchmarks.speed.peers import PEERS as SPEED_PEERS
from benchmarks.speed.peers import ROOT, SYSTEM_PYTHON

# For each query in order the best documents with their scores.
Rankings = list[list[tuple[str, float]]]


class PeerFailed(Exception):
    """A peer that is here ended with an error; the message is its last line."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One row of the table. `missing` gives what is not there with the cure, empty if all is there."""

    name: str
    missing: Callable[[], str]
    version: Callable[[], str]
    rank: Callable[[Collection], Rankings]


def _in_process(module: str) -> Callable[[Collection], Rankings]:
    def rank(whole: Collection) -> Rankings:
        own = import_module(f"benchmarks.relevance.engines.{module}")
        return list(own.rank(whole.pages, whole.queries, DEPTH))

    return rank


def _rank_by_xapian(whole: Collection) -> Rankings:
    """In a process of the system's Python, with which it comes. Raises PeerFailed."""
    given = {
        "pages": [astuple(page) for page in whole.pages],
        "queries": [astuple(query) for query in whole.queries],
        "depth": DEPTH,
        # Snowball's list, which its documentation names and its Debian package leaves out.
        "stop_words": sorted(stoplists["en"]),
    }
    command = (SYSTEM_PYTHON, "-m", "benchmarks.relevance.engines.xapian_peer")
    asked = json.dumps(given)
    ended = subprocess.run(command, cwd=ROOT, input=asked, text=True, capture_output=True, check=False)
    if ended.returncode:
        raise PeerFailed((ended.stderr.strip().splitlines() or ["it said nothing"])[-1])
    return [[(id_, score) for id_, score in ranking] for ranking in json.loads(ended.stdout)]


def _bm25s_missing() -> str:
    if importlib.util.find_spec("bm25s"):
        return ""
    return "the package bm25s is not installed. Run: pip install -r requirements/bench.txt"


def _package_version(package: str) -> Callable[[], str]:
    return lambda: f"{package} {importlib.metadata.version(package)}"


def _whoosh_version() -> str:
    # Two packages bring the module.
    package = importlib.metadata.packages_distributions()["whoosh"][0]
    return f"{package} {importlib.metadata.version(package)}"


def _xapian_version() -> str:
    asks = "import xapian; print('xapian', xapian.version_string())"
    return subprocess.run(
        (SYSTEM_PYTHON, "-c", asks), check=True, text=True, capture_output=True
    ).stdout.strip()


# What is not there is the same for the speed benchmark.
_MISSING = {peer.name: peer.missing for peer in SPEED_PEERS}
PEERS: tuple[Peer, ...] = (
    Peer("Whoosh, stemmed OR", _MISSING["whoosh-onepass"], _whoosh_version, _in_process("whoosh_peer")),
    Peer("tantivy, en_stem", _MISSING["tantivy"], _package_version("tantivy"), _in_process("tantivy_peer")),
    Peer(
        "SQLite FTS5, porter",
        _MISSING["sqlite"],
        lambda: f"SQLite {sqlite3.sqlite_version}",
        _in_process("sqlite_peer"),
    ),
    Peer("bm25s", _bm25s_missing, _package_version("bm25s"), _in_process("bm25s_peer")),
    Peer("Xapian", _MISSING["xapian"], _xapian_version, _rank_by_xapian),
)
NAMES: tuple[str, ...] = tuple(peer.name for peer in PEERS)
