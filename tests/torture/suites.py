"""All suites by name, and how one is run in a process of its own."""

import logging
import resource
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.torture import (
    bombs,
    damaged_files,
    failing_disk,
    hostile_sources,
    killing,
    overload,
    power,
    reloading_readers,
    requests,
    scripts_in_pages,
    soak,
)
from tests.torture.report import Result, Size

# Longest first, as they begin in this order.
SUITES: Mapping[str, Callable[[Size, int], Result]] = {
    "killing": killing.run,
    "power": power.run,
    "hostile_sources": hostile_sources.run,
    "failing_disk": failing_disk.run,
    "damaged_files": damaged_files.run,
    "reloading_readers": reloading_readers.run,
    "scripts_in_pages": scripts_in_pages.run,
    "bombs": bombs.run,
    "requests": requests.run,
    "overload": overload.run,
    "soak": soak.run,
}
# These have the machine for themselves: they measure how long an answer takes.
ALONE = frozenset({"overload", "soak"})


def run(name: str, size: Size, seed: int) -> Result:
    """Run one suite in this process; one that breaks has failed."""
    logging.disable()
    started = _cpu_seconds()
    try:
        result = SUITES[name](size, seed)
    except Exception:  # noqa: BLE001 the others go on, and the report has it
        result = Result(name, "", 0, (traceback.format_exc()[-500:],), "not reached", control_failed=False)
    return replace(result, suite=name, seed=seed, seconds=_cpu_seconds() - started)


def _cpu_seconds() -> float:
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
