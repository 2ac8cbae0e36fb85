"""Compares thousands of pairs of collection and request, by chance that can be repeated.

`python -m tests.agreement --pairs 10000 --seed 1`: each pair in four layouts of the same
documents, by both evaluators, with the oracle. `--planted`: after how many pairs each planted
error is told. `--requests 500 --documents 20000 --url http://127.0.0.1:9200`: requests made of the
words of a large collection, on a cluster beside the arrays, with the oracle of coded lengths.
Ends with 1 where an answer differs, or a planted error does not.
"""

import argparse
import secrets
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

from indexer.engine_port import EngineRequest
from indexer.settings import Settings
from tests.agreement.comparing import Comparison, check_pairs, on_files
from tests.agreement.generations_on_cluster import CODED_ERROR
from tests.agreement.large_collections import Comparer, LargeCollection, rebuilt
from tests.agreement.layouts import LAYOUTS, Collected, collected
from tests.agreement.planted import BROKEN_ORACLES, FAULTS, open_arrays, open_faulty
from tests.coded_oracle import CodedOracle
from tests.engines import settings_on
from tests.generators import collections, requests
from tests.reported_news import save_reports

# Collections of one batch: a batch ends with its first difference, the next goes on.
BATCH = 50
# A planted error that so many batches do not tell is not told.
MOST_BATCHES = 20
# So many differences of a large collection are shown.
SHOWN = 5
Check = Callable[[Collected, list[EngineRequest]], float]


class Tally:
    """What was compared so far."""

    def __init__(self) -> None:
        self.pairs = 0
        self.differences = 0
        self.worst = 0.0

    def run(self, chance: int, check: Check, phases: tuple[Phase, ...]) -> bool:
        """Compare one batch; whether all of its answers agree."""

        @seed(chance)
        @settings(
            max_examples=BATCH,
            deadline=None,
            database=None,
            phases=phases,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        @given(collected(collections()), st.lists(requests(), min_size=6, max_size=16))
        def compare(collection: Collected, asked: list[EngineRequest]) -> None:
            self.worst = max(self.worst, check(collection, asked))
            self.pairs += len(asked)

        try:
            compare()
        except AssertionError:
            self.differences += 1
            if Phase.shrink in phases:
                traceback.print_exc()
            return False
        return True


def compare_pairs(pairs: int, chance: int) -> int:
    """Compare at least so many pairs; gives the number of batches with a difference."""
    tally, began, batch = Tally(), time.monotonic(), 0
    while tally.pairs < pairs:
        tally.run(chance + batch, check_pairs, (Phase.generate, Phase.shrink))
        batch += 1
        print(
            f"{tally.pairs} pairs in {len(LAYOUTS)} layouts by 2 evaluators, seeds {chance} to "
            f"{chance + batch - 1}, {tally.differences} differences, worst score difference "
            f"{tally.worst:.1e}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
        # Shrinking repeats pairs that agree; a run that differs everywhere must end too.
        if tally.differences > MOST_BATCHES:
            break
    return tally.differences


def tell_planted(chance: int) -> int:
    """Compare until each planted error is told; gives the number of those that were not."""
    # What is found is not shrunk, and so long when printed.
    warnings.simplefilter("ignore", HypothesisWarning)
    checks: dict[str, Check] = {
        kind.__name__: lambda own, asked, kind=kind: check_pairs(
            own, asked, Comparison(on_files(open_arrays), kind)
        )
        for kind in BROKEN_ORACLES
    }
    checks |= {
        fault.__name__: lambda own, asked, fault=fault: check_pairs(
            own, asked, Comparison(on_files(open_faulty(fault)))
        )
        for fault in FAULTS
    }
    missed = 0
    for name, check in checks.items():
        tally = Tally()
        told = any(not tally.run(chance + batch, check, (Phase.generate,)) for batch in range(MOST_BATCHES))
        missed += not told
        print(f"{name}: {'told' if told else 'NOT told'} after {tally.pairs} pairs", flush=True)
    return missed


def compare_large(asked: argparse.Namespace) -> int:
    """Compare a cluster with the arrays on the seeds and on reports; gives the number of differences."""
    differences = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = {"seeds": Path("seeds")}
        if asked.documents:
            sources["reports"] = folder / "reports.jsonl"
            save_reports(sources["reports"], asked.documents, asked.seed)
        for kind, path in sources.items():
            with rebuilt(Settings(index=folder / kind, seeds=(path,))) as arrays:
                collection = LargeCollection(arrays)
                drawn = collection.requests(asked.requests, asked.seed)
                for shards in asked.shards:
                    index = folder / f"{kind}-{shards}"
                    settings = settings_on(asked.url, shards=shards)(index=index, seeds=(path,))
                    began = time.monotonic()
                    with rebuilt(settings) as engine:
                        oracle = CodedOracle(collection.documents, collection.groups)
                        figures = Comparer(collection, engine, oracle, CODED_ERROR).run(drawn)
                    told = f"{kind}, {len(collection.documents)} documents, {shards} shards: {figures}"
                    print(f"{told}, {time.monotonic() - began:.0f} s", flush=True)
                    print(*figures.differences[:SHOWN], sep="\n\n", flush=True)
                    differences += len(figures.differences)
    return differences


def main() -> int:
    """Read the arguments and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.agreement", description=__doc__)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--shards", type=int, nargs="+", default=[1, 3])
    parser.add_argument("--url", help="compare this cluster, on a large collection")
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    if asked.url:
        return 1 if compare_large(asked) else 0
    return 1 if (tell_planted(asked.seed) if asked.planted else compare_pairs(asked.pairs, asked.seed)) else 0


if __name__ == "__main__":
    sys.exit(main())
