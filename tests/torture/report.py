"""What a suite found, and the page that tells it. Runs nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from benchmarks.speed.report import markdown

# So many failures of one suite are shown.
SHOWN = 5
_INTRODUCTION = """# Faults, load and attacks, measured

Written by `make torture` (`python -m tests.torture --report docs/reliability.md`). Every suite counts
trials, not assertions, and has a *control*: the same trials with a safeguard taken away, which must fail;
where it does not, the suite could not have seen a fault, and counts as failed. A seed repeats a suite:
`python -m tests.torture SUITE --seed N`. The tests run a slice of each.
"""
_SMALL_FAULTS = """## Mutation testing

What guards queries and keeps the index folder is broken in small ways, one at a time, to see whether its own
tests fail: [mutation-figures.md](mutation-figures.md).
"""
_NOT_SHOWN = """## Not shown here

Power cuts are a model, not real ones: a disk that says that it has written what it has not is not seen. The
index folder is on a local file system; network file systems are not tried. A cluster of OpenSearch has
faults of its own, which [scale.md](scale.md) tells.
"""


class Size(NamedTuple):
    """How much of a suite is run: a share of its full size, never less than the slice that the tests run."""

    share: float

    def trials(self, slice_: int, full: int) -> int:
        """How many of something there are to be.

        >>> Size(1.0).trials(200, 2000), Size(0.5).trials(200, 2000), Size(0.0).trials(200, 2000)
        (2000, 1000, 200)
        """
        return max(slice_, round(full * self.share))

    @property
    def sliced(self) -> bool:
        """Whether it is the slice of the tests."""
        return self.share <= 0


SLICE, FULL = Size(0.0), Size(1.0)


@dataclass(frozen=True, slots=True)
class Result:
    """What one suite found.

    `promise` is the sentence that each trial tries. `control` says which safeguard was taken away and
    what came of it, `control_failed` whether that was seen. `figures` are shown as they are. `seconds`
    are CPU time with that of all children, filled in by the frame.
    """

    suite: str
    promise: str
    trials: int
    failures: tuple[str, ...]
    control: str
    control_failed: bool
    figures: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether the promise held in each trial, and the control shows that this means something."""
        return not self.failures and self.control_failed and self.trials > 0


def tell(result: Result) -> str:
    """A result as lines for a terminal."""
    counted = f"{result.trials:,} trials, {len(result.failures):,} failures"
    word = "holds" if result.holds else "FAILS"
    lines = [
        f"{result.suite}: {word}: {counted}, seed {result.seed}, {result.seconds:.0f} CPU s",
        f"  control: {result.control}{'' if result.control_failed else ' (DID NOT FAIL)'}",
        *(f"  {name}: {value}" for name, value in result.figures.items()),
        *(f"  failure: {failure[:500]}" for failure in result.failures[:SHOWN]),
    ]
    return "\n".join(lines)


def page(results: Sequence[Result], machine: Mapping[str, Any], share: float) -> str:
    """The page of all results: on what it was measured, the table, promises and figures, failures."""
    size = "at full size" if share >= 1 else f"at {share:.0%} of the full size, never less than the tests run"
    size = size if share > 0 else "the slices that the tests run; `make torture` runs all of it"
    rows = [["suite", "trials", "failures", "control that must fail", "seed", "CPU s"]]
    for one in results:
        control = one.control if one.control_failed else f"**did not fail:** {one.control}"
        counted = f"{one.trials:,}", f"{len(one.failures):,}"
        rows.append([one.suite, *counted, control, str(one.seed), f"{one.seconds:,.0f}"])
    commit, cpu, cores = machine["commit"], machine["cpu"], f"{machine['cores']} cores"
    memory, python = f"{machine['memory_gb']} GB", f"Python {machine['python']}"
    parts = [
        _INTRODUCTION,
        f"{machine['date']}, commit {commit}, {cpu}, {cores}, {memory}, {python}; {size}.\n",
        f"{markdown(rows)}\n",
        *map(_section, results),
        _SMALL_FAULTS,
        _NOT_SHOWN,
    ]
    return "\n".join(parts)


def _section(result: Result) -> str:
    lines = [f"## {result.suite}\n", f"{result.promise}\n"]
    lines += [f"- {name}: {value}" for name, value in result.figures.items()]
    if result.failures:
        lines += ["", "Failures:", "", *(f"- `{failure[:500]}`" for failure in result.failures[:SHOWN])]
        if len(result.failures) > SHOWN:
            lines.append(f"- and {len(result.failures) - SHOWN:,} more")
    return "\n".join([*lines, ""])
