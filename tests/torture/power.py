"""Power that is cut: what was never synced is emptied, halved, zeroed or gone, by lot."""

from tests.torture.report import Result, Size
from tests.torture.striking import Arm, Struck, control, every

PROMISE = (
    "The power goes before a storage operation: of each file and name that was not synced, by lot all, a "
    "part, zeros or nothing is left. After each: the old or the new generation passes the deep check with "
    "its own documents."
)
# CURRENT changes within the last of the 57 operations of the small engine.
LATE = 40


def run(size: Size, seed: int) -> Result:
    """Cut the power, and see what is left."""
    struck = Struck()
    for arm in (
        Arm("power", "fake", rounds=size.trials(2, 14)),
        Arm("power", "fake-update", every(3, size), size.trials(1, 4)),
        Arm("power", "fake-restore", every(4, size)),
        Arm("power", "whoosh", every(47, size)),
        Arm("power", "whoosh-update", every(251, size, 5)),
    ):
        struck.add(arm, seed)
    without_sync, broken = control([Arm("power-without-sync", "fake", rounds=4, start=LATE)], seed)
    blind, opened = control([Arm("power-without-verification", "fake", rounds=8, start=LATE)], seed)
    return Result(
        suite="power",
        promise=PROMISE,
        trials=struck.trials,
        failures=tuple(struck.failures),
        control=f"without fsync: {without_sync}; without verification too: {blind}",
        # Without verification a broken generation is opened as if it were whole
        control_failed=bool(broken) and any("fallback" not in fault for fault in opened),
        figures=struck.figures,
        seed=seed,
    )
