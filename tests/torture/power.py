"""Power that is cut: what was never synced is emptied, halved, zeroed or gone, by lot."""

from tests.torture.report import Result, Size
from tests.torture.striking import Arm, Control, every, struck

PROMISE = (
    "The power goes before an operation that changes the disk: of each file and name that was not synced, by "
    "lot all, a part, zeros or nothing is left. After each: the old or the new generation passes the deep "
    "check with its own documents."
)
# CURRENT has changed before the last of the 38 operations of the small engine.
LATE = 37


def run(size: Size, seed: int) -> Result:
    """Cut the power, and see what is left."""
    arms = [
        Arm("power", "fake", rounds=size.trials(2, 18)),
        Arm("power", "fake-update", every(3, size), size.trials(1, 4)),
        Arm("power", "fake-restore", every(2, size)),
        Arm("power", "whoosh", every(5, size), size.trials(1, 2)),
        Arm("power", "whoosh-update", every(6, size), size.trials(1, 2)),
    ]
    # Without verification a broken generation is opened as if it were whole: then nothing falls back
    blind = Arm("power-without-verification", "fake", rounds=40, start=LATE)
    controls = [
        Control("without fsync", Arm("power-without-sync", "fake", rounds=8, start=LATE)),
        Control("without verification too, opened broken", blind, ("fallback", "but old")),
    ]
    return struck("power", PROMISE, arms, controls, seed)
