"""Breaks modules in small ways, one at a time, and counts how many of the faults their tests see.

`python -m benchmarks.mutation` takes all modules that it knows, `python -m benchmarks.mutation guard` one.
Each mutant has a process of its own, in which the module is loaded with its fault; survivors are printed,
and a mutant that makes its tests wait counts as seen. Never writes into the project.
"""

import argparse
import os
import resource
import signal
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from subprocess import DEVNULL, run
from types import ModuleType

from benchmarks.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).parents[2]
CPU_SECONDS = 300
# Modules, and the tests that must see their faults, the quickest first.
TESTS: Mapping[str, tuple[str, ...]] = {
    "indexer.query.guard": ("tests/test_query_guard.py", "tests/test_query_parser.py"),
    "indexer.manifest": ("tests/test_generations.py", "tests/test_generations_damage.py"),
    "indexer.generations": (
        "tests/test_generations.py",
        "tests/test_generations_damage.py",
        "tests/test_generations_interrupts.py",
        "tests/test_generations_readers.py",
    ),
    "indexer.pins": ("tests/test_generations_readers.py", "tests/test_generations.py"),
}


class _Broken(MetaPathFinder, Loader):
    """Gives one module with its fault."""

    def __init__(self, name: str, source: str) -> None:
        self._name = name
        self._source = source

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._source, f"<{self._name} with a fault>", "exec"), module.__dict__)


def path_of(module: str) -> Path:
    """Where a module is."""
    return ROOT / Path(*module.split(".")).with_suffix(".py")


def is_seen(module: str, number: int) -> bool:
    """Whether the tests of a module fail with its mutant of this number; with -1 there is no fault."""
    done = run(
        (sys.executable, "-m", "benchmarks.mutation", module, "--mutant", str(number)),
        cwd=ROOT,
        stdout=DEVNULL,
        stderr=DEVNULL,
        check=False,
    )
    return done.returncode != 0


def try_one(module: str, number: int) -> int:
    """Run the tests of a module with one fault; the exit code of pytest."""
    import pytest  # noqa: PLC0415  # the one who counts needs none

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    signal.alarm(CPU_SECONDS * 10)
    if number >= 0:
        found: Mutant = list(mutants(path_of(module).read_text("utf-8")))[number]
        sys.meta_path.insert(0, _Broken(module, found.source))
    return int(
        pytest.main(["-x", "-q", "-n0", "-p", "no:cacheprovider", "-p", "no:randomly", *TESTS[module]])
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Break what is asked for; ends with 1 where less than nine of ten faults are seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--every", type=int, default=1, help="only every so many mutants")
    parser.add_argument("--mutant", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    if asked.mutant is not None:
        return try_one(asked.modules[0], asked.mutant)
    names = [name for name in TESTS if not asked.modules or name.rpartition(".")[2] in asked.modules]
    bad = False
    for name in names:
        if is_seen(name, -1):
            print(f"{name}: its tests fail without any fault")
            return 2
        made = list(enumerate(mutants(path_of(name).read_text("utf-8"))))[:: asked.every]
        with ThreadPoolExecutor(asked.jobs) as pool:
            seen = list(pool.map(lambda pair, name=name: is_seen(name, pair[0]), made))
        print(f"{name}: {sum(seen)} of {len(made)} faults seen, {sum(seen) / len(made):.0%}", flush=True)
        for (number, mutant), was in zip(made, seen, strict=True):
            if not was:
                print(f"  {number} line {mutant.line}: {mutant.what}", flush=True)
        bad = bad or sum(seen) < 0.9 * len(made)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
