"""Rebuilds killed, starved of disk and cut off from power: the old or the new answers, whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEED = 20260101
# Every so many-th operation of the engine is struck; `CRASH_STEP=1` strikes at each.
STEP = int(os.environ.get("CRASH_STEP", "17"))
# CURRENT changes within the last of the 43 operations of the small engine.
LATE = 34


def strike(arm: str, engine: str, folder: Path, step: int = 1, rounds: int = 1, start: int = 1) -> dict:
    """The trials of one arm; see the driver."""
    asked = [arm, engine, str(folder), *map(str, (SEED, step, rounds, start))]
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.driver", *asked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert 0 == done.returncode, done.stderr
    report = json.loads(done.stdout)
    print(*asked, report)
    return report


@pytest.mark.parametrize("arm", ["kill", "fail"])
@pytest.mark.parametrize(
    ("engine", "step", "operations"),
    [("fake", 1, 40), ("whoosh", STEP, 200), ("fake-update", 1, 40), ("whoosh-update", 5 * STEP, 200)],
)
def test_a_rebuild_struck_at_any_operation_leaves_a_whole_generation(tmp_path, arm, engine, step, operations):
    """Killed there or told that the disk is full: old or new answers, and the next rebuild works."""
    report = strike(arm, engine, tmp_path, step)
    assert [] == report["faults"]
    assert {"old", "new"} == report["outcomes"].keys()
    assert report["operations"] >= operations


@pytest.mark.parametrize(("engine", "rounds"), [("fake", 40), ("whoosh", 12)])
def test_a_rebuild_killed_at_any_instant_leaves_a_whole_generation(tmp_path, engine, rounds):
    """As above, at instants drawn by lot."""
    report = strike("instant", engine, tmp_path, rounds=rounds)
    assert [] == report["faults"]
    assert rounds == sum(report["outcomes"].values())


@pytest.mark.parametrize(
    ("engine", "step", "rounds"), [("fake", 1, 4), ("whoosh", STEP, 1), ("fake-update", 1, 2)]
)
def test_a_power_cut_leaves_a_whole_generation(tmp_path, engine, step, rounds):
    """What was not synced is emptied, halved, zeroed or gone: CURRENT never names any of it."""
    report = strike("power", engine, tmp_path, step, rounds)
    assert [] == report["faults"]
    assert {"old", "new"} == report["outcomes"].keys()


def test_the_power_cut_shows_a_missing_sync(tmp_path):
    """Without fsync a generation that CURRENT names is broken: the trial can see it."""
    report = strike("power-without-sync", "fake", tmp_path, rounds=4, start=LATE)
    assert any("fallback" in fault for fault in report["faults"])


def test_the_power_cut_shows_a_missing_verification(tmp_path):
    """If files were not compared either, a broken generation would be opened as if it were whole."""
    report = strike("power-without-verification", "fake", tmp_path, rounds=8, start=LATE)
    assert [] != [fault for fault in report["faults"] if "fallback" not in fault]
