"""What small faults were seen, as a page. Measures nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.mutation.reasons import REASONS
from benchmarks.speed.report import markdown

# The share of faults that tests must see.
GOAL = 0.9
_INTRODUCTION = """# Small faults that tests see

`python -m benchmarks.mutation --report docs/mutation-figures.md` breaks a module in one small way: a
comparison turned or its bound moved, a condition negated, a number off by one, a truth turned, `and` for
`or`, a result that is None, a statement left out. Then it runs the module's own tests, and takes the next
fault. A fault is *seen* if a test fails, or waits without end. Nine of ten must be seen; each that is not
is listed below. Docstrings, messages, logs and types have no faults. Lines and branches are those that
the same tests run, measured in that run with coverage.py, which is not among the locked packages
(`pip install coverage`).
"""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A fault that no test saw: where it is, what it is, and the line as it stands."""

    module: str
    line: int
    what: str
    text: str

    @property
    def reason(self) -> str:
        """Why no test can see it, or that one is missing."""
        return REASONS.get((self.module, self.what, self.text), "**a test is missing**")


@dataclass(frozen=True, slots=True)
class Found:
    """What came of the faults of one module; `coverage` is empty where it was not asked for."""

    module: str
    mutants: int
    survivors: tuple[Survivor, ...]
    coverage: str

    @property
    def seen(self) -> int:
        """How many faults were seen."""
        return self.mutants - len(self.survivors)

    @property
    def share(self) -> float:
        """How many of all were seen."""
        return self.seen / self.mutants


def page(results: Sequence[Found], machine: Mapping[str, Any], every: int) -> str:
    """The page: when, the table, and what was not seen, with its reason."""
    rows = [["module", "faults", "seen", "share", "lines and branches that its tests run"]]
    rows += [
        [f"`{one.module}`", str(one.mutants), str(one.seen), f"{one.share:.1%}", one.coverage]
        for one in results
    ]
    size = "all faults" if every == 1 else f"each {every}th fault"
    parts = [
        _INTRODUCTION,
        f"{machine['date']}, commit {machine['commit']}, Python {machine['python']}; {size}.\n",
        markdown(rows),
    ]
    missed = [survivor for one in results for survivor in one.survivors]
    if missed:
        parts += ["## Faults that no test saw\n", *map(_survivor, missed)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _survivor(one: Survivor) -> str:
    return f"- `{one.module}`, line {one.line}, {one.what}, `{one.text}`: {one.reason}"
