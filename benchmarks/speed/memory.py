"""Memory and CPU time of processes, as the kernel counts them.

Standard library and Linux's /proc only. Never ends a process that it did not start.
"""

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Seconds between two looks at a tree of processes.
LOOK_EVERY = 0.05
_MEBIBYTE = 1024.0


def resident_mb(field: str = "VmRSS") -> float:
    """Memory of this process in MiB: VmRSS, its peak VmHWM, or its own part RssAnon."""
    return _status_mb("self", field)


def forget_peak() -> None:
    """Begin VmHWM anew, so that it is the peak of what follows."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def cpu_seconds() -> float:
    """CPU time of this process, all its threads and its ended children, user and system."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def folder_bytes(folder: Path) -> dict[str, int]:
    """Bytes of every file below a folder by its path inside, the largest first."""
    sizes = {p.relative_to(folder).as_posix(): p.stat().st_size for p in folder.rglob("*") if p.is_file()}
    return dict(sorted(sizes.items(), key=lambda pair: -pair[1]))


def sync_files(folder: Path) -> None:
    """Force every file below a folder to the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class CommandCost:
    """What a command and all its children cost. `peak_mb`: resident memory of all together."""

    status: int
    cpu_s: float
    wall_s: float
    peak_mb: float
    output: str


def run_command(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> CommandCost:
    """Run a command to its end. The peak is sampled, pages shared by its processes count in each."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    watch = _TreeWatch(process.pid)
    watch.start()
    output, _ = process.communicate()
    wall = time.perf_counter() - began
    watch.ended.set()
    watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return CommandCost(process.returncode, cpu, wall, watch.peak_mb, output)


class _TreeWatch(threading.Thread):
    """Looks at a process and all below it until told that it ended."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self.ended = threading.Event()
        self.peak_mb = 0.0

    def run(self) -> None:
        while not self.ended.wait(LOOK_EVERY):
            tree = process_tree(self._root)
            now = sum(_status_mb(str(pid), "VmRSS") for pid in tree)
            # The kernel's own peak of the first process misses nothing between two looks.
            self.peak_mb = max(self.peak_mb, now, _status_mb(str(self._root), "VmHWM"))


def process_tree(root: int) -> tuple[int, ...]:
    """A process and all its descendants that live now."""
    found = [root]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += map(int, task.read_text(encoding="ascii").split())
            except OSError:
                continue
    return tuple(found)


def _status_mb(pid: str, field: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    for line in lines:
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / _MEBIBYTE
    return 0.0
