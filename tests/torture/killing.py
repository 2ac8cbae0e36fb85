"""Runs and backups that are killed: at every storage operation, and at any instant."""

from tests.torture.report import Result, Size
from tests.torture.striking import Arm, Control, every, struck

PROMISE = (
    "A rebuild, an update and a restore are killed before each operation that changes the disk, publishing "
    "among them, and a rebuild with its processes at instants drawn by lot. After each: the old or the new "
    "generation passes the deep check with its own documents, never a mix; the next rebuild works at once "
    "and leaves nothing of the one before. A backup is killed so too: the old file or the new one is there, "
    "whole, and the next one works."
)
# CURRENT changes within the last of the 38 operations of the small engine.
LATE = 20


def run(size: Size, seed: int) -> Result:
    """Kill, and see what is left."""
    step = every(5, size)
    arms = [Arm("kill", "fake"), Arm("kill", "fake-backup")]
    whole = ("fake-update", "fake-restore", "whoosh", "whoosh-update", "whoosh-restore")
    arms += [Arm("kill", engine, step) for engine in whole]
    arms.append(Arm("instant", "whoosh", rounds=size.trials(12, 1000)))
    in_place = Control("CURRENT written in place", Arm("kill-in-place", "fake", start=LATE))
    return struck("killing", PROMISE, arms, [in_place], seed)
