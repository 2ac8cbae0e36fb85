"""Shared locks by which readers keep a generation on disk.

A pin is a file `pins/<generation>.<process>.<number>` on which its reader holds a shared lock;
a crash drops the lock, and no started program inherits it. Knows nothing of what a generation holds.
"""

import fcntl
import logging
import os
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

log = logging.getLogger(__name__)

PINS = "pins"
# Held shared while a reader pins, alone while the collector takes generations out of sight:
# a generation that a reader sees under the gate cannot go before its pin stands.
GATE = "GATE"
_GATE_ATTEMPTS = 40
_GATE_PAUSE = 0.025


class Pin:
    """One reader's hold on a generation, until it is closed or the process ends."""

    def __init__(self, descriptor: int | None, path: Path) -> None:
        self._descriptor = descriptor
        self._path = path
        self._process = os.getpid()

    def close(self) -> None:
        """Let go; safe to call twice. A forked copy leaves the pin to its parent."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if self._process == os.getpid():
            with suppress(OSError):
                self._path.unlink()
        os.close(descriptor)


def take_pin(index: Path, name: str) -> Pin | None:
    """Hold a generation, or None if it is gone.

    Where the index cannot be written to, the reader goes without a lock.
    """
    pins = index / PINS
    try:
        gate = os.open(pins / GATE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        log.warning("a generation is read without a pin generation=%s error=%s", name, error)
        return Pin(None, pins) if (index / name).is_dir() else None
    try:
        fcntl.flock(gate, fcntl.LOCK_SH)
        return _create_pin(pins, name) if (index / name).is_dir() else None
    finally:
        os.close(gate)


def _create_pin(pins: Path, name: str) -> Pin:
    numbers = count(1)
    while True:
        path = pins / f"{name}.{os.getpid()}.{next(numbers)}"
        # A number in use is another reader's of this process, or of one with its id elsewhere.
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            return Pin(descriptor, path)


def shut_gate(index: Path) -> int | None:
    """The gate's descriptor, held alone; None if readers keep coming."""
    gate = os.open(index / PINS / GATE, os.O_RDWR | os.O_CREAT, 0o600)
    for _ in range(_GATE_ATTEMPTS):
        try:
            fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_GATE_PAUSE)
        else:
            return gate
    os.close(gate)
    return None


def pinned_generations(index: Path) -> set[str]:
    """The generations that a reader holds; pins of dead readers are removed.

    The caller has shut the gate.
    """
    live = set()
    for path in (index / PINS).glob("gen-*"):
        # A reader that lets go does not ask the gate, so a pin may be gone by now.
        with suppress(FileNotFoundError):
            descriptor = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            except BlockingIOError:
                live.add(path.name.rsplit(".", 2)[0])
            finally:
                os.close(descriptor)
    return live
