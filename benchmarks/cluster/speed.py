"""The same collection on one disk and on clusters: rate of building, time of answers, size, order of hits.

Asks both in turns, so that what else the machine does meets both. Times are wall-clock times: a cluster works
in processes of its own.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cluster.faults import Built, Place, rebuild
from benchmarks.speed.figures import percentile
from indexer import api
from tests.cluster_requests import ask

TOP = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """Times of answers with all facets, in milliseconds, and how far the first hits agree (0 to 1)."""

    questions: int
    rounds: int
    disk: tuple[float, float]
    cluster: tuple[float, float]
    overlap: float
    wrong: int


def build_on_disk(seeds: Path, index: Path) -> tuple[float, int]:
    """Seconds of a rebuild with the array engine, and the bytes of its generation."""
    settings, _ = api.load_settings({}, index=index, seeds=(seeds,))
    begin = time.monotonic()
    api.rebuild(settings, clean=False)
    took = time.monotonic() - begin
    return took, sum(file.stat().st_size for file in index.rglob("*") if file.is_file())


def build_on_cluster(place: Place, seeds: Path) -> tuple[Built, int]:
    """A rebuild, and the bytes of its indices without their copies."""
    built = rebuild(place, seeds)
    told = ask(place.living(), f"/{place.prefix}-*/_stats/store?expand_wildcards=all")
    return built, int(told["_all"]["primaries"]["store"]["size_in_bytes"])


def compare(index: Path, place: Place, texts: Sequence[str], rounds: int) -> Asked:
    """Ask both the same, in turns."""
    on_disk, _ = api.load_settings({}, index=index)
    told = {f"CUTTINGS_{name.upper()}": value for name, value in place.settings().items()}
    on_cluster, _ = api.load_settings(told)
    times: tuple[list[float], list[float]] = [], []
    shared, wrong = [], 0
    with api.open_search(settings=on_disk) as first, api.open_search(settings=on_cluster) as second:
        for turn in range(rounds + 1):
            for text in texts:
                request = api.SearchRequest(text=text)
                answers = []
                for at, search in enumerate((first, second)):
                    begin = time.perf_counter()
                    answers.append(search.search(request))
                    # The first turn warms both up
                    if turn:
                        times[at].append(1000 * (time.perf_counter() - begin))
                if not turn:
                    shared.append(_overlap(*answers))
                    wrong += answers[0].total != answers[1].total
    spread = [(percentile(one, 0.5), percentile(one, 0.95)) for one in times]
    return Asked(len(texts), rounds, spread[0], spread[1], statistics.fmean(shared), wrong)


def _overlap(first: api.Answer, second: api.Answer) -> float:
    tops = [{hit.document.id for hit in answer.hits[:TOP]} for answer in (first, second)]
    most = max(len(top) for top in tops)
    return len(tops[0] & tops[1]) / most if most else 1.0
