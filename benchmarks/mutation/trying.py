"""Runs the tests of a module that has a fault.

Each run is a process of its own, copied from one that has loaded pytest and other people's packages
already, but nothing of this project. Never writes into the project.
"""

import os
import resource
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from io import StringIO
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.mutation.mutants import Mutant

ROOT = Path(__file__).parents[2]
# Twenty times what the slowest tests here take: a module that does not end is one that is seen.
CPU_SECONDS = 60
_GENERATIONS = tuple(
    f"tests/test_generations{part}.py" for part in ("", "_building", "_damage", "_interrupts", "_readers")
)
# Modules, and the tests that must see their faults, the quickest first.
TESTS: Mapping[str, tuple[str, ...]] = {
    "indexer.generations": _GENERATIONS,
    "indexer.manifest": ("tests/test_manifest.py", "tests/test_generations_damage.py"),
    "indexer.pins": ("tests/test_pins.py", "tests/test_generations_readers.py"),
    "indexer.query.guard": ("tests/test_query_guard.py", "tests/test_query_parser.py"),
}
# As the tests run else, but alone, in order, without what they share, and stopped at the first that fails.
OPTIONS = ("-x", "-q", "-n0", "--noconftest", "--hypothesis-seed=0", "-pno:cacheprovider", "-pno:randomly")


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


def warm(modules: Iterable[str]) -> None:
    """Load what the tests of modules need and is not ours, so that no copy has to."""
    with redirect_stdout(StringIO()):
        pytest.main([*OPTIONS, "--collect-only", *dict.fromkeys(chain(*(TESTS[one] for one in modules)))])
    for name in [name for name in sys.modules if name.partition(".")[0] in ("indexer", "tests", "webapp")]:
        del sys.modules[name]


def are_seen(module: str, faults: Sequence[Mutant], jobs: int) -> list[bool]:
    """Of each fault, whether the tests of its module fail with it; so many at the same time."""
    running: dict[int, int] = {}
    seen = [False] * len(faults)

    def wait() -> None:
        process, status = os.wait()
        seen[running.pop(process)] = status != 0

    for at, fault in enumerate(faults):
        if len(running) == jobs:
            wait()
        running[_start(module, fault)] = at
    while running:
        wait()
    return seen


def _start(module: str, fault: Mutant) -> int:
    process = os.fork()
    if process:
        return process
    code = 2
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        signal.alarm(CPU_SECONDS * 2)
        sys.meta_path.insert(0, _Broken(module, fault.source))
        code = _run_tests(module)
    finally:
        os._exit(code)


def _run_tests(module: str) -> int:
    with (ROOT / os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        return int(pytest.main([*OPTIONS, *TESTS[module]]))
