"""Nodes killed while the desk builds and while it answers, and generations swapped under readers.

Each attack gives what was seen; the tests of the cluster and the report judge it.
"""

import json
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cluster.load import Seen, reading
from benchmarks.cluster.questions import Counts
from tests.cluster_requests import ask
from tests.opensearch_cluster import Cluster
from tests.real_server import serving, start

PATIENCE = 3600


@dataclass(frozen=True, slots=True)
class Place:
    """Where a collection stands on a cluster."""

    cluster: Cluster
    prefix: str

    def settings(self) -> dict[str, str]:
        """What a command or the served desk must be told, by names of settings."""
        own = {"engine": "opensearch", "url": self.cluster.url, "index_prefix": self.prefix}
        # Each node has a shard; all nodes share one machine, where two seconds are soon over.
        return own | {"shards": str(len(self.cluster.nodes)), "query_seconds": "120"}

    def documents(self, name: str = "") -> int:
        """How many stand in an index of documents; by default in that which is searched."""
        return int(ask(self.living(), f"/{name or self.prefix}/_count")["count"])

    def living(self) -> str:
        """The address of a node that lives."""
        return next(node.address for node in self.cluster.nodes if node.pid() is not None)


@dataclass(frozen=True, slots=True)
class Built:
    """A rebuild that has ended. `green` are seconds until the cluster was well again."""

    code: int
    errors: str
    seconds: float
    report: Mapping[str, object]
    green: float = 0.0


def rebuild(
    place: Place, seeds: Path, *, meanwhile: Callable[[], float] | None = None, **settings: str
) -> Built:
    """Build a collection in a process of its own; `meanwhile` is called while that runs."""
    begin = time.monotonic()
    argv = ("rebuild", "--seeds", str(seeds), "--no-clean", "--json")
    process = start(*argv, stderr=subprocess.PIPE, **(place.settings() | settings))
    green = meanwhile() if meanwhile else 0.0
    said, errors = process.communicate(timeout=PATIENCE)
    report = json.loads(said) if process.returncode == 0 else {}
    return Built(process.returncode, errors, time.monotonic() - begin, report, green)


def kill_when_begun(place: Place, at: int, documents: int) -> Callable[[], float]:
    """Waits until so many documents were taken, kills a node, starts it again; gives the seconds to green."""

    def kill() -> float:
        deadline = time.monotonic() + PATIENCE
        while _indexed(place) < documents:
            if time.monotonic() > deadline:
                raise AssertionError("the rebuild never came so far")
            time.sleep(0.1)
        place.cluster.kill(at)
        time.sleep(2)
        place.cluster.restart(at)
        return place.cluster.wait()

    return kill


def _indexed(place: Place) -> int:
    """Documents that the newest index of this prefix was given, also those no search finds yet."""
    told = ask(place.living(), f"/{place.prefix}-gen-*,-*-facts/_stats/indexing")
    return max(
        (index["primaries"]["indexing"]["index_total"] for index in told["indices"].values()), default=0
    )


@dataclass(frozen=True, slots=True)
class Searched:
    """What readers saw, and the seconds until the cluster was well without the node and with it again."""

    seen: Seen
    yellow: float
    green: float


def kill_under_readers(place: Place, right: Mapping[str, Counts], at: int, seconds: float) -> Searched:
    """Readers ask the served desk; a node is killed and comes back meanwhile."""
    with serving(Path("index"), **place.settings()) as desk, reading(desk.port, [right], 4) as seen:
        time.sleep(seconds)
        place.cluster.kill(at)
        yellow = place.cluster.wait("yellow", nodes=len(place.cluster.nodes) - 1)
        time.sleep(seconds)
        place.cluster.restart(at)
        green = place.cluster.wait()
        time.sleep(seconds)
    return Searched(seen, yellow, green)


def swap_under_readers(
    place: Place, names: tuple[str, str], right: tuple[Mapping[str, Counts], ...], swaps: int
) -> Seen:
    """Two generations take turns under eight readers of the served desk."""
    with serving(Path("index"), **place.settings()) as desk, reading(desk.port, right, 8) as seen:
        for swap in range(swaps):
            promote(place, names[swap % 2])
            time.sleep(1.5)
    return seen


def promote(place: Place, name: str) -> None:
    """Make a generation the one that is searched. Raises CalledProcessError."""
    process = start("promote", "--to", name, **place.settings())
    said, errors = process.communicate(timeout=PATIENCE)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "promote", said, errors)
