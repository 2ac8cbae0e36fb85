"""Runs and backups that are killed: at every storage operation, and at any instant."""

from tests.torture.report import Result, Size
from tests.torture.striking import Arm, Struck, control, every

PROMISE = (
    "A rebuild, an update and a restore are killed before each of their storage operations, publishing among "
    "them, and a rebuild at instants drawn by lot. After each: the old or the new generation passes the deep "
    "check with its own documents, never a mix; the next rebuild works at once and leaves nothing of the one "
    "before. A backup is killed so too: the old file or the new one is there, whole, and the next one works."
)
# CURRENT changes within the last of the 57 operations of the small engine.
LATE = 40


def run(size: Size, seed: int) -> Result:
    """Kill, and see what is left."""
    struck = Struck()
    for arm in (
        Arm("kill", "fake"),
        Arm("kill", "fake-update", every(4, size)),
        Arm("kill", "whoosh", every(23, size)),
        Arm("kill", "whoosh-update", every(97, size)),
        Arm("kill", "fake-restore", every(5, size)),
        Arm("kill", "whoosh-restore", every(97, size)),
        Arm("kill", "fake-backup"),
        Arm("instant", "whoosh", rounds=size.trials(12, 1000)),
    ):
        struck.add(arm, seed)
    told, faults = control([Arm("kill-in-place", "fake", start=LATE)], seed)
    return Result(
        suite="killing",
        promise=PROMISE,
        trials=struck.trials,
        failures=tuple(struck.failures),
        control=f"CURRENT written in place: {told}",
        control_failed=bool(faults),
        figures=struck.figures,
        seed=seed,
    )
