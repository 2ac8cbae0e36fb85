"""How many processes this machine has room for.

Starts none. What a system does not tell is no bound.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from math import ceil
from pathlib import Path

# Beyond these one desk needs no more: they answer hundreds of pages a second.
MOST_PROCESSES = 4
# One takes 130 MB of its own with 100,000 documents, and 32 MB of pages that it keeps.
BYTES_EACH = 512 * 1024 * 1024


def processes_that_fit(root: Path = Path("/")) -> int:
    """One for each processor that this process may use, and for each half gigabyte; at least one.

    Counts what control groups grant, as of a container or a unit. `root` is where the system's files are.
    """
    processors = float(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    memory = _free_memory(root / "proc/meminfo")
    for group in _control_groups(root):
        with suppress(OSError, ValueError):
            quota, period = (group / "cpu.max").read_text(encoding="ascii").split()
            processors = min(processors, float(quota) / float(period))
        with suppress(OSError, ValueError):
            memory = min(memory, float((group / "memory.max").read_text(encoding="ascii")))
    fits = min(float(MOST_PROCESSES), ceil(processors), memory // BYTES_EACH)
    return max(1, int(fits))


def _free_memory(file: Path) -> float:
    """Bytes that can be had without moving anything out."""
    with suppress(OSError):
        found = re.search(r"^MemAvailable: +(\d+) kB", file.read_text(encoding="ascii"), re.MULTILINE)
        if found:
            return 1024.0 * int(found[1])
    return float("inf")


def _control_groups(root: Path) -> Iterator[Path]:
    """The folder of the group of this process and of each above it, in the one tree of version 2."""
    with suppress(OSError):
        found = re.search(
            r"^0::(/.*)$", (root / "proc/self/cgroup").read_text(encoding="utf-8"), re.MULTILINE
        )
        top = root / "sys/fs/cgroup"
        own = top / (found[1].strip("/") if found else "")
        yield from (folder for folder in (own, *own.parents) if folder.is_relative_to(top))
