"""When to build again: when what changed has come to rest.

Knows no files and builds nothing by itself: it is given what looks, what builds and what waits.
"""

from collections.abc import Callable
from typing import Literal

# A folder that never rests is built all the same after so many looks: what is half written then is
# read as far as it goes, and again once it is whole.
MOST_LOOKS = 30

Look = Callable[[], object]
Wait = Callable[[], bool]
Outcome = Literal["built", "failed", "later"]


def watch(look: Look, build: Callable[[], Outcome], wait: Wait, *, once: bool = False) -> Outcome | None:
    """Build at first and after each change; gives how the last build ended, None where there was none.

    Args: `look` gives a value that differs after any change. `build` tells what came of it: one that
    `failed` is tried again after the next change, one for `later` at the next look. `wait` takes the
    time between two looks, and gives False where the watch is to end. With `once` it ends after the
    first build that is not for later.
    """
    outcome: Outcome | None = None
    while (seen := _rest(look, wait)) is not None:
        outcome = build()
        if once and outcome != "later":
            break
        # What changed while it was built differs from what was seen before, and is built next
        while outcome != "later" and look() == seen[0]:
            if not wait():
                return outcome
    return outcome


def _rest(look: Look, wait: Wait) -> tuple[object] | None:
    """What two looks in turn saw, or the last of many; None where the watch is to end."""
    seen = look()
    for _ in range(MOST_LOOKS):
        if not wait():
            return None
        before, seen = seen, look()
        if before == seen:
            break
    return (seen,)
