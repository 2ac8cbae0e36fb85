"""Runs the suites of faults, load and attacks, and writes down what they found.

`python -m tests.torture` runs all at full size, `python -m tests.torture killing power` these two,
`--share 0.1` a tenth of them and `--share 0` what the tests run. Each suite has a process of its own.
Ends with 1 where a promise failed, or a control did not.
"""

import argparse
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from benchmarks.speed.machine import describe
from tests.torture.report import Result, Size, page, tell
from tests.torture.suites import ALONE, SUITES, run

ROOT = Path(__file__).parents[2]


def run_all(names: Sequence[str], size: Size, seed: int, jobs: int) -> Iterator[Result]:
    """Run suites, so many at the same time, and give each result as it comes."""
    for part, workers in (
        ([name for name in names if name not in ALONE], jobs),
        ([name for name in names if name in ALONE], 1),
    ):
        with ProcessPoolExecutor(workers, get_context("spawn"), max_tasks_per_child=1) as pool:
            running: list[Future[Result]] = [pool.submit(run, name, size, seed) for name in part]
            for done in as_completed(running):
                yield done.result()


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked for; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}")
    parser.add_argument("--share", type=float, default=1.0, help="of the full size; 0 is what the tests run")
    parser.add_argument("--seed", type=int, help="repeats a run; else by lot, and printed")
    parser.add_argument("--jobs", type=int, default=1, help="suites at the same time")
    parser.add_argument("--report", type=Path, help="write the page there")
    asked = parser.parse_args(argv)
    unknown = sorted({*asked.suites} - {*SUITES})
    if unknown:
        parser.error(f"no such suite: {', '.join(unknown)}; there are {', '.join(SUITES)}")
    seed = secrets.randbelow(1 << 31) if asked.seed is None else asked.seed
    names = [name for name in SUITES if name in asked.suites or not asked.suites]
    print(f"{len(names)} suites, seed {seed}, share {asked.share:g}", flush=True)
    machine, started, found = describe(ROOT), time.monotonic(), {}
    for result in run_all(names, Size(asked.share), seed, asked.jobs):
        found[result.suite] = result
        print(f"[{time.monotonic() - started:.0f} s] {tell(result)}", flush=True)
    results = [found[name] for name in names]
    if asked.report:
        asked.report.write_text(page(results, machine, asked.share), encoding="utf-8")
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
