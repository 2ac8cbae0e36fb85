"""Damaged files of an index and of a backup: told, never an answer."""

import json
import subprocess
import sys
from collections.abc import Mapping

from tests.agreement.layouts import temporary_folder
from tests.torture.report import Result, Size
from tests.torture.striking import ROOT

PROMISE = (
    "A file of the index, its manifest and pointer among them, has another bit or byte, is cut, has a run "
    "of zeros or bytes put in, or changes places with another. It is refused with an error of ours and its "
    "cure, or an answer says that it may be of the past; nothing is unpickled at all, whole or damaged. The "
    "same changes of a backup are refused."
)
# What shows that verification is what stops it.
WRONG = ("another answer, not told", "another error", "the process died")


def run(size: Size, seed: int) -> Result:
    """Damage files in a process of its own, as its audit hook stays."""
    trials, blind, backups = size.trials(500, 10_000), size.trials(40, 500), size.trials(100, 1000)
    with temporary_folder() as folder:
        asked = [str(folder), *map(str, (seed, trials, blind, backups))]
        done = subprocess.run(
            [sys.executable, "-m", "tests.torture.damaging", *asked],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    wrong = sum(found["unverified"].get(outcome, 0) for outcome in WRONG)
    blind_told = _told(found["unverified"])
    by_whoosh = found["unpickled by Whoosh"]
    return Result(
        suite="damaged_files",
        promise=PROMISE,
        trials=sum(found["outcomes"].values()) + sum(found["backups"].values()),
        failures=tuple(found["faults"]),
        control=f"without verification: {blind_told}; Whoosh's own opening unpickles {by_whoosh} classes",
        control_failed=wrong > 0 and by_whoosh > 0,
        figures={
            "files of the index": _told(found["outcomes"]),
            "backups": _told(found["backups"]),
            "classes unpickled": str(found["unpickled"]),
        },
        seed=seed,
    )


def _told(outcomes: Mapping[str, int]) -> str:
    return ", ".join(f"{times:,} {outcome}" for outcome, times in sorted(outcomes.items()))
