"""A disk that fails: one operation, all from one on, and no room for files or past a size."""

import subprocess
from dataclasses import replace

from tests.torture.report import Result, Size
from tests.torture.striking import Arm, Control, every, struck

PROMISE = (
    "One storage operation of a rebuild, update, restore or backup fails as on a full disk; or all from one "
    "on fail as on a broken one; or no file may grow past a size; or a small disk of its own is full but for "
    "some pages of memory. Each time: an error of our own with its cure, or the run comes through; the "
    "generation or backup before is as it was, also while the disk is full; the lock is free, and once there "
    "is room the next rebuild works."
)
# Bytes of the longest file that such a run writes, by engine, or backup; pages of all its files together.
LONGEST = {"fake": 8_400, "whoosh": 24_000, "fake-backup": 27_000}
PAGES = {"fake": 10, "fake-backup": 8, "whoosh": 100, "whoosh-update": 100}
# Runs a command that may mount a disk, which is gone with it; root may, and others on many systems.
MOUNTING = ("unshare", "--mount", "--map-root-user")


def run(size: Size, seed: int) -> Result:
    """Fail, and see what is left."""
    levels = size.trials(10, 100)
    arms = [
        Arm("fail", "fake", every(4, size)),
        Arm("fail", "fake-update", every(9, size)),
        Arm("fail", "whoosh", every(151, size, 2)),
        Arm("fail", "whoosh-update", every(401, size, 5)),
        Arm("fail", "fake-restore", every(9, size)),
        Arm("fail", "fake-backup", every(3, size)),
        Arm("dead", "fake", every(11, size)),
        Arm("dead", "whoosh-update", every(401, size, 11)),
    ]
    arms += [Arm("full", engine, longest // levels) for engine, longest in LONGEST.items()]
    mounting = may_mount()
    if mounting:
        arms += [Arm("room", engine, max(1, pages // levels), start=0) for engine, pages in PAGES.items()]
    unnamed = Control("errors of the disk not named", Arm("fail-unnamed", "fake", 7))
    result = struck("failing_disk", PROMISE, arms, [unnamed], seed, MOUNTING if mounting else ())
    told = "see room" if mounting else "not tried: no disk may be mounted here; full stands in its place"
    return replace(result, figures={**result.figures, "a small disk that is really full": told})


def may_mount() -> bool:
    """Whether this user may mount a disk that only the processes begun with it see."""
    try:
        asked = [*MOUNTING, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        return not subprocess.run(asked, capture_output=True, check=False).returncode
    except OSError:
        return False
