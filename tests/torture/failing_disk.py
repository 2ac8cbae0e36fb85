"""A disk that fails: one operation, all from one on, and no room for files past a size."""

from tests.torture.report import Result, Size
from tests.torture.striking import Arm, Struck, control, every

PROMISE = (
    "One storage operation of a rebuild, update, restore or backup fails as on a full disk; or all from one "
    "on fail as on a broken one; or no file may grow past a size, at a hundred sizes. Each time: an error of "
    "our own with its cure, or the run comes through; the generation or backup before is as it was; the lock "
    "is free, and the next rebuild works."
)
# Bytes of the longest file that such a run writes, by engine, or backup.
LONGEST = {"fake": 8_400, "whoosh": 24_000, "backup": 27_000}


def run(size: Size, seed: int) -> Result:
    """Fail, and see what is left."""
    struck, levels = Struck(), size.trials(10, 100)
    for arm in (
        Arm("fail", "fake", every(4, size)),
        Arm("fail", "fake-update", every(9, size)),
        Arm("fail", "whoosh", every(151, size, 2)),
        Arm("fail", "whoosh-update", every(401, size, 5)),
        Arm("fail", "fake-restore", every(9, size)),
        Arm("fail", "fake-backup", every(3, size)),
        Arm("dead", "fake", every(11, size)),
        Arm("dead", "whoosh-update", every(401, size, 11)),
        Arm("full", "fake", LONGEST["fake"] // levels),
        Arm("full", "fake-backup", LONGEST["backup"] // levels),
        Arm("full", "whoosh", LONGEST["whoosh"] // levels),
    ):
        struck.add(arm, seed)
    told, faults = control([Arm("fail-unnamed", "fake", 7)], seed)
    return Result(
        suite="failing_disk",
        promise=PROMISE,
        trials=struck.trials,
        failures=tuple(struck.failures),
        control=f"errors of the disk not named: {told}",
        control_failed=bool(faults),
        figures=struck.figures,
        seed=seed,
    )
