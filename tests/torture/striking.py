"""Runs the driver of struck rebuilds in a process of its own, as it changes the process that it runs in."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.agreement.layouts import temporary_folder
from tests.torture.report import Size

ROOT = Path(__file__).parents[2]


class Arm(NamedTuple):
    """Trials of one kind: see tests/crash/driver.py for the words.

    Every `step`-th operation from `start` on is struck until a run comes through, and that `rounds`
    times, each beginning one operation later; with the arm instant `rounds` are the trials.
    """

    arm: str
    engine: str
    step: int = 1
    rounds: int = 1
    start: int = 1


def every(slice_step: int, size: Size, full_step: int = 1) -> int:
    """At which operations to strike: every so many-th in the slice, and at full size.

    >>> every(17, Size(1.0)), every(17, Size(0.1)), every(17, Size(0.0)), every(17, Size(0.5), 5)
    (1, 10, 17, 10)
    """
    return slice_step if size.sliced else min(slice_step, max(full_step, round(full_step / size.share)))


@dataclass(slots=True)
class Struck:
    """What several arms came to together."""

    trials: int = 0
    failures: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)

    def add(self, arm: Arm, seed: int) -> Counter[str]:
        """Strike, and count what came of it; gives the outcomes."""
        name, report = f"{arm.arm} {arm.engine}", strike(arm, seed)
        outcomes = Counter[str](report["outcomes"])
        self.trials += sum(outcomes.values())
        self.failures += [f"{name} {fault}" for fault in report["faults"]]
        told = ", ".join(f"{times:,} {outcome}" for outcome, times in sorted(outcomes.items()))
        counted = "" if arm.arm in ("instant", "full") else f", of {report['operations'] - 1:,} operations"
        self.figures[f"{name}{counted}"] = f"{told} generation"
        print(f"  {name}: {sum(outcomes.values()):,} trials, {len(report['faults'])} failures", flush=True)
        return outcomes


def strike(arm: Arm, seed: int) -> dict:
    """The report of the driver on one arm. Raises AssertionError where the driver itself fails."""
    with temporary_folder() as folder:
        asked = [arm.arm, arm.engine, str(folder), *map(str, (seed, *arm[2:]))]
        done = subprocess.run(
            [sys.executable, "-m", "tests.crash.driver", *asked],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def control(arms: Sequence[Arm], seed: int) -> tuple[str, list[str]]:
    """Trials with a safeguard taken away: how many of how many failed, as words, and how."""
    reports = [strike(arm, seed) for arm in arms]
    faults = [fault for report in reports for fault in report["faults"]]
    return f"{len(faults)} of {sum(sum(report['outcomes'].values()) for report in reports)} fail", faults
