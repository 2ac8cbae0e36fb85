"""Breaks modules in small ways, one at a time, and counts how many of the faults their tests see.

`python -m benchmarks.mutation` takes all modules that it knows, `python -m benchmarks.mutation guard` one.
Survivors are printed, and a mutant that makes its tests wait counts as seen. Never writes into the project,
but for the page that `--report` names.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.mutation.covering import coverage_of
from benchmarks.mutation.mutants import Mutant, mutants
from benchmarks.mutation.report import GOAL, Found, Survivor, page
from benchmarks.mutation.trying import ROOT, TESTS, are_seen, path_of, warm
from benchmarks.speed.machine import describe


def main(argv: Sequence[str] | None = None) -> int:
    """Break what is asked for; ends with 1 where less than nine of ten faults are seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="mutants at the same time")
    parser.add_argument("--every", type=int, default=1, help="only every so many mutants")
    parser.add_argument("--report", type=Path, help="write the page there, with the coverage of branches")
    asked = parser.parse_args(argv)
    names = [name for name in TESTS if not asked.modules or name.rpartition(".")[2] in asked.modules]
    machine, results = describe(ROOT), []
    warm(names)
    for found in _try_all(names, asked.jobs, asked.every, measured=asked.report is not None):
        results.append(found)
        print(f"{found.module}: {found.seen} of {found.mutants} faults seen, {found.share:.1%}", flush=True)
        for one in found.survivors:
            print(f"  line {one.line}: {one.what}: {one.text}", flush=True)
    if asked.report:
        asked.report.write_text(page(results, machine, asked.every), encoding="utf-8")
    return int(any(found.share < GOAL for found in results))


def _try_all(names: Sequence[str], jobs: int, every: int, *, measured: bool) -> Iterator[Found]:
    for name in names:
        source = path_of(name).read_text("utf-8")
        if are_seen(name, [Mutant(0, "no fault", source)], 1) != [False]:
            raise SystemExit(f"{name}: its tests fail without any fault")
        made, lines = list(mutants(source))[::every], source.splitlines()
        seen = are_seen(name, made, jobs)
        survivors = [
            Survivor(name, one.line, one.what, lines[one.line - 1].strip())
            for one, was in zip(made, seen, strict=True)
            if not was
        ]
        yield Found(name, len(made), tuple(survivors), coverage_of(name) if measured else "")


if __name__ == "__main__":
    sys.exit(main())
