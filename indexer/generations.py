"""The index directory: build aside, publish at once, open verified.

    index/ LOCK  CURRENT  pins/  gen-<utc>-<hash>/{MANIFEST.json, engine files}  build-<pid>/

CURRENT is one line, the name of a generation and the SHA-256 of its manifest; replacing it is
the only act that makes a generation visible. A published generation is never written to, no
lock file is ever removed, and nothing of a generation is given out before it is verified.
"""

import contextlib
import fcntl
import logging
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from indexer.errors import (
    GenerationCorrupt,
    GenerationLocked,
    GenerationMissing,
    GenerationOutdated,
    SettingsError,
)
from indexer.manifest import (
    WRITABLE_BY_OTHERS,
    BuildFacts,
    Manifest,
    check_files,
    file_hashes,
    read_manifest,
    sync_folder,
    write_manifest,
)
from indexer.pins import PINS, Pin, pinned_generations, shut_gate, take_pin
from indexer.said import say

log = logging.getLogger(__name__)

CURRENT = "CURRENT"
LOCK = "LOCK"
DEFAULT_KEEP = 2
_STAMP = "%Y%m%dT%H%M%S.%fZ"
# The digits of the manifest's hash in a name: enough to verify a generation that CURRENT does
# not name.
_NAME_DIGITS = 16
_NAME = re.compile(r"gen-(\d{8}T\d{6}\.\d{6}Z)-([0-9a-f]{16})")
_LINE = re.compile(rf"({_NAME.pattern}) ([0-9a-f]{{64}})\n")
# A build in the making, and a generation on its way out; whatever else lies there is not ours.
_BUILD = re.compile(r"build-(?:\d+|old-gen-[0-9TZ.]+-[0-9a-f]+)")
# What a killed run had started holds its lock, too, until it is awake and sees that it has to end.
_LOCK_ATTEMPTS, _LOCK_SECONDS = 100, 0.05
_HOLDER = re.compile(r"process (?P<process>\d{1,9}) on (?P<machine>\S+) since ")
# CURRENT moves on at most once a rebuild, so a reader that lost this many races faces damage.
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation: its name, its folder and its contents list."""

    name: str
    path: Path
    manifest: Manifest


class OpenGeneration:
    """A verified generation that stays on disk until it is closed.

    `degraded` is empty, or says why an older generation than the one asked for is in use.
    `current` is what CURRENT named at the time: compare it with `current_name` to see a change.
    """

    def __init__(self, generation: Generation, pin: Pin, current: str | None, degraded: str) -> None:
        self.name = generation.name
        self.path = generation.path
        self.manifest = generation.manifest
        self.current = current
        self.degraded = degraded
        self._pin = pin

    def read_array(self, name: str) -> NDArray[Any] | None:
        """An array that a build put there, None where it did not."""
        path = self.path / name
        return np.load(path, allow_pickle=False) if path.exists() else None

    def close(self) -> None:
        """Let the collector have it; safe to call twice."""
        self._pin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Build:
    """One generation in the making, in a folder that nobody else sees."""

    def __init__(self, index: Path, keep: int) -> None:
        self._index = index
        self._keep = keep
        self.folder = index / f"build-{os.getpid()}"
        self.folder.mkdir(mode=0o700)

    def write_array(self, name: str, values: NDArray[Any]) -> None:
        """Put an array into the build, for runs that go on from it. Raises OSError."""
        np.save(self.folder / name, values, allow_pickle=False)

    def publish(self, facts: BuildFacts, base: OpenGeneration | None = None) -> Generation:
        """Make the build the current generation, then drop what is older than needed.

        Files that it shares with a verified `base` are not read again. Everything is on the disk
        before CURRENT names it. Raises OSError; then the generation before stays current, unless
        CURRENT names this one already.
        """
        verified = file_hashes(base.path, base.manifest) if base else None
        sha256 = write_manifest(self.folder, facts, verified)
        path = self._index / _new_name(self._index, sha256)
        self.folder.rename(path)
        self.folder = path
        sync_folder(self._index)
        _write_current(self._index, f"{path.name} {sha256}\n")
        try:
            sync_folder(self._index)
        except OSError as error:
            # After a power cut CURRENT is the old or the new one; both are whole and kept.
            log.warning("CURRENT may not be on the disk yet index=%s error=%s", self._index, error)
        collect(self._index, self._keep)
        return Generation(path.name, path, read_manifest(path, sha256))


@contextmanager
def building(index: Path, keep: int = DEFAULT_KEEP) -> Iterator[Build]:
    """A build folder under the lock of the index; unpublished it is removed at the end.

    Args: `keep` older generations stay beside the current one. Raises GenerationLocked while
    another build runs, SettingsError where no folder can be made.
    """
    _make_folder(index)
    lock = _take_lock(index)
    try:
        collect(index, keep)
        build = Build(index, keep)
        try:
            yield build
        finally:
            if not _may_be_current(index, build.folder.name):
                shutil.rmtree(build.folder, ignore_errors=True)
    finally:
        os.close(lock)


def _may_be_current(index: Path, name: str) -> bool:
    """Whether CURRENT names a folder, or cannot be read; then the next build tidies up.

    Asked of the disk: a signal may come between the replacing of CURRENT and any note of it.
    """
    try:
        return parse_current((index / CURRENT).read_bytes())[0] == name
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True


def current_name(index: Path) -> str | None:
    """The generation that CURRENT names, or None. Cost: reads one line, verifies nothing."""
    try:
        return parse_current((index / CURRENT).read_bytes())[0]
    except (OSError, ValueError):
        return None


def free_bytes(index: Path) -> int | None:
    """Room on the disk of an index for a process without privileges; None where there is no index."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(index).free
    return None


def open_generation(index: Path, analysis: str | None = None) -> OpenGeneration:
    """The current generation, verified; or, where it is damaged, the newest older sound one.

    Args: `analysis` is the hash of how this program cuts words; another one is outdated.
    Raises GenerationMissing, GenerationCorrupt, GenerationOutdated. Cost: reads each byte once.
    """
    _refuse_open_folder(index)
    for _ in range(_ATTEMPTS):
        name, sha256, reason = _read_current(index)
        if name is not None:
            try:
                return _open(index, name, sha256, analysis, (name, ""))
            except GenerationCorrupt as error:
                if current_name(index) not in (name, None):
                    # Collected between the look at CURRENT and the pin: there is a newer one.
                    continue
                reason = str(error)
        return _open_older(index, name, analysis, reason)
    raise GenerationCorrupt(f"{index / CURRENT} changes too often to be read. Stop other rebuilds of it")


def _refuse_open_folder(index: Path) -> None:
    """Whoever may write here can put a generation of their own in, and code with it."""
    with contextlib.suppress(OSError):
        if index.stat().st_mode & WRITABLE_BY_OTHERS:
            raise GenerationCorrupt(
                f"The index {index} is not used, as other users may write into it. Run: chmod go-w {index}"
            )


def _open_older(index: Path, current: str | None, analysis: str | None, reason: str) -> OpenGeneration:
    for name in reversed(_names(index)):
        if current is not None and name >= current:
            continue
        try:
            opened = _open(index, name, name.rpartition("-")[2], analysis, (current, reason))
        except (GenerationCorrupt, GenerationOutdated):
            continue
        log.warning("an older generation is used generation=%s reason=%s", name, reason)
        return opened
    raise GenerationCorrupt(reason)


def _open(
    index: Path, name: str, sha256: str, analysis: str | None, found: tuple[str | None, str]
) -> OpenGeneration:
    """Pin and verify one generation."""
    path = index / name
    pin = take_pin(index, name)
    if pin is None:
        raise GenerationCorrupt(f"Generation {name} is gone. Run: python -m indexer rebuild")
    try:
        manifest = read_manifest(path, sha256)
        _check_analysis(name, manifest, analysis)
        check_files(path, manifest)
    except BaseException:
        pin.close()
        raise
    return OpenGeneration(Generation(name, path, manifest), pin, *found)


def _check_analysis(name: str, manifest: Manifest, analysis: str | None) -> None:
    if analysis is not None and manifest.facts.analysis != analysis:
        raise GenerationOutdated(
            f"Generation {name} was built by a version of this program that cuts words in another "
            "way. Run: python -m indexer rebuild"
        )


def collect(index: Path, keep: int) -> None:
    """Remove unpublished generations and all but `keep` older ones; never one that is read.

    The caller holds the lock. Failing to remove is logged: the next build tries again.
    """
    try:
        condemned = _condemned(index, keep)
        if condemned and (gate := shut_gate(index)) is not None:
            try:
                for name in condemned - pinned_generations(index):
                    (index / name).rename(index / f"build-old-{name}")
            finally:
                os.close(gate)
        _sweep(index)
    except OSError as error:
        log.warning("garbage is left behind index=%s error=%s", index, error)


def _condemned(index: Path, keep: int) -> set[str]:
    """What came before the kept generations, or was never published; nothing without CURRENT."""
    current = current_name(index)
    if current is None:
        return set()
    names = _names(index)
    older = [name for name in names if name < current]
    return {name for name in names if name > current}.union(older[: max(0, len(older) - keep)])


def _sweep(index: Path) -> None:
    """Remove builds of dead processes; the lock is held, so all others are dead."""
    for path in index.glob("build-*"):
        if _BUILD.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)
    (index / f"{CURRENT}.tmp").unlink(missing_ok=True)


def _make_folder(index: Path) -> None:
    try:
        if not index.exists():
            index.mkdir(mode=0o700, parents=True)
            sync_folder(index.parent)
        elif (mode := index.stat().st_mode) & WRITABLE_BY_OTHERS:
            index.chmod(stat.S_IMODE(mode) & ~WRITABLE_BY_OTHERS)
        (index / PINS).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"index is “{index}”, where no index can be made: {error.strerror}. "
            "Give another folder: --index or CUTTINGS_INDEX"
        ) from error


def _take_lock(index: Path) -> int:
    path = index / LOCK
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    attempts = _LOCK_ATTEMPTS
    while not _is_ours(lock):
        holder = os.pread(lock, 200, 0).decode(errors="replace").strip()
        attempts -= 1
        if not attempts or not _is_gone(holder):
            os.close(lock)
            raise GenerationLocked(
                f"Another rebuild holds {path} ({holder}). Wait for it to end, or stop that process"
            )
        time.sleep(_LOCK_SECONDS)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        os.ftruncate(lock, 0)
        os.write(lock, f"process {os.getpid()} on {os.uname().nodename} since {started}\n".encode())
    except OSError as error:
        # Only for people: the lock itself needs no room on the disk.
        log.warning("the holder of the lock is not written down index=%s error=%s", index, error)
    return lock


def _is_ours(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_gone(holder: str) -> bool:
    """Whether a process of this machine is no more, as it was killed."""
    found = _HOLDER.match(holder)
    if not found or found["machine"] != os.uname().nodename:
        return False
    try:
        os.kill(int(found["process"]), 0)
    except OSError as error:
        # Else it is somebody's who may not be asked
        return isinstance(error, ProcessLookupError)
    return False


def _new_name(index: Path, sha256: str) -> str:
    """A name above all others, also where the clock went back."""
    now, names = datetime.now(UTC), _names(index)
    if names:
        latest = datetime.strptime(names[-1].split("-")[1], _STAMP).replace(tzinfo=UTC)
        now = max(now, latest + timedelta(microseconds=1))
    return f"gen-{now.strftime(_STAMP)}-{sha256[:_NAME_DIGITS]}"


def _names(index: Path) -> list[str]:
    """All generations of the index, oldest first."""
    return sorted(path.name for path in index.glob("gen-*") if _NAME.fullmatch(path.name))


def _write_current(index: Path, line: str) -> None:
    temporary = index / f"{CURRENT}.tmp"
    with temporary.open("wb") as file:
        file.write(line.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index / CURRENT)


def parse_current(line: bytes) -> tuple[str, str]:
    """The name of a generation and the hash of its manifest. Raises ValueError on any other line."""
    found = _LINE.fullmatch(line.decode("ascii"))
    if not found:
        raise ValueError(line)
    return found[1], found[4]


def _read_current(index: Path) -> tuple[str | None, str, str]:
    """Name, manifest hash and, where CURRENT is damaged, the reason."""
    path = index / CURRENT
    try:
        return *parse_current(path.read_bytes()), ""
    except (FileNotFoundError, NotADirectoryError) as error:
        raise GenerationMissing(
            say("There is no index yet. Run: %(command)s", command="python -m indexer rebuild")
        ) from error
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else "not a generation and its hash"
        return None, "", f"{path} cannot be read ({what}). Run: python -m indexer rebuild"
