"""Strikes at one storage operation of a process, or leaves it no room. Judges nothing."""

import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Audit events of what changes a disk; `open` counts only inside the index.
EVENTS = {"os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.truncate", "os.chmod", "os.link"}
CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
PAGE = 4096
_DISK_BYTES = 8 << 20


class Storage:
    """Counts the storage operations of this process, and strikes at one of them."""

    def __init__(self, index: Path, strike_at: int, arm: str, record: Path) -> None:
        self._index = str(index)
        self._strike_at = strike_at
        self._arm = arm
        # Ended before or after it has read, a process leaves the same behind
        self._reads = arm.startswith(("fail", "dead"))
        self._record = record
        self._count = 0
        self._busy = False
        self._files: dict[int, str] = {}
        self._folders: dict[int, dict[str, int]] = {}
        self._write = os.write

    def watch(self) -> None:
        """From now on every operation counts."""
        os.fsync, os.write = self._synced, self._written
        sys.addaudithook(self._seen)

    def _seen(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            counts = str(path).startswith(self._index) and (self._reads or flags & CHANGES)
        else:
            counts = event in EVENTS
        if counts:
            self._operation()

    def _operation(self) -> None:
        if self._busy:
            return
        self._count += 1
        if self._arm == "dead" and self._count >= self._strike_at:
            raise OSError(5, "Input/output error")
        if self._count != self._strike_at:
            return
        if self._arm.startswith("fail"):
            raise OSError(28, "No space left on device")
        self.write_record()
        os.kill(os.getpid(), signal.SIGKILL)

    @property
    def struck(self) -> bool:
        """Whether the rebuild came so far as the strike."""
        return self._count >= self._strike_at

    def write_record(self) -> None:
        """Leave word of what is safe on the disk."""
        self._busy = True
        self._record.write_text(json.dumps([self._files, self._folders]))

    def _written(self, descriptor: int, content: bytes) -> int:
        self._operation()
        return self._write(descriptor, content)

    def _synced(self, descriptor: int) -> None:
        self._operation()
        if self._arm != "power":
            return
        self._busy = True
        path = Path(f"/proc/self/fd/{descriptor}").resolve()
        inode = path.stat().st_ino
        if path.is_dir():
            self._folders[inode] = {name.name: name.stat().st_ino for name in path.iterdir()}
        else:
            self._files[inode] = hashlib.sha256(path.read_bytes()).hexdigest()
        self._busy = False


@contextmanager
def most_bytes(size: int) -> Iterator[None]:
    """No file grows past a size: the write fails, as it does on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size - 1, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def mount_disk(folder: Path) -> None:
    """Make a folder a small disk of its own. Raises CalledProcessError where that is not permitted."""
    asked = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(folder)]
    subprocess.run(asked, check=True, capture_output=True)


def fill_disk(filler: Path, pages: int) -> None:
    """Leave so many pages of memory free on the disk of a file, and give the rest to that file."""
    with filler.open("wb") as file:
        room = os.statvfs(filler)
        os.posix_fallocate(file.fileno(), 0, (room.f_bavail - pages) * room.f_frsize)
