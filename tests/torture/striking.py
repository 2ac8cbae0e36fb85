"""Runs the driver of struck rebuilds in a process of its own, as it changes the process that it runs in."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.agreement.layouts import temporary_folder
from tests.torture.report import Result, Size

ROOT = Path(__file__).parents[2]
UNITS = {"full": "bytes for a file", "room": "pages of memory left", "instant": ""}


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

    def told(self, report: dict) -> tuple[str, str]:
        """What was struck, and what came of it."""
        unit = UNITS.get(self.arm, "operations")
        at = f"of {report['last'] - 1:,} {unit}" if unit else "at any instant"
        came = ", ".join(f"{times:,} {outcome}" for outcome, times in sorted(report["outcomes"].items()))
        return f"{self.arm} {self.engine}, {at}", f"{came} generation"


class Control(NamedTuple):
    """An arm that has a safeguard taken away; faults that hold a word of `seen` do not count."""

    safeguard: str
    arm: Arm
    seen: tuple[str, ...] = ()


def every(slice_step: int, size: Size, full_step: int = 1) -> int:
    """At which operations to strike: every so many-th in the slice, and at full size.

    >>> every(17, Size(1.0)), every(17, Size(0.1)), every(17, Size(0.0)), every(17, Size(0.5), 5)
    (1, 10, 17, 10)
    """
    return slice_step if size.sliced else min(slice_step, max(full_step, round(full_step / size.share)))


def strike(arms: Sequence[Arm], seed: int, before: Sequence[str] = ()) -> Iterator[dict]:
    """The report of the driver on each arm. Raises AssertionError where the driver itself fails.

    Args: `before`, a command that runs the driver.
    """
    with temporary_folder() as folder, (folder / "errors").open("w+") as errors:
        asked = [*before, sys.executable, "-m", "tests.crash.driver", str(folder), str(seed)]
        with subprocess.Popen(
            asked, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as driver:
            assert driver.stdin is not None
            driver.stdin.write("".join(f"{json.dumps(arm)}\n" for arm in arms))
            driver.stdin.close()
            assert driver.stdout is not None
            yield from map(json.loads, driver.stdout)
        errors.seek(0)
        assert driver.returncode == 0, errors.read()


def struck(
    suite: str, promise: str, arms: Sequence[Arm], controls: Sequence[Control], seed: int,
    before: Sequence[str] = (),
) -> Result:  # fmt: skip
    """What comes of all arms, and of the same without a safeguard, where all of these must fail."""
    trials, failures, figures = 0, list[str](), dict[str, str]()
    reports = strike([*arms, *(control.arm for control in controls)], seed, before)
    for arm, report in zip(arms, reports, strict=False):
        name, told = arm.told(report)
        figures[name] = told
        trials += Counter(report["outcomes"]).total()
        failures += [f"{arm.arm} {arm.engine} {fault}" for fault in report["faults"]]
        print(f"  {name}: {told}, {len(report['faults'])} failures", flush=True)
    words, failed = [], True
    for control, report in zip(controls, reports, strict=True):
        faults = sum(not any(word in fault for word in control.seen) for fault in report["faults"])
        words.append(f"{control.safeguard}: {faults} of {Counter(report['outcomes']).total()} fail")
        failed = failed and faults > 0
    return Result(suite, promise, trials, tuple(failures), "; ".join(words), failed, figures, seed)
