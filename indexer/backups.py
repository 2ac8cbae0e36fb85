"""A generation as one file that is verified whole.

The file is a plain tar, nothing packed: CURRENT, the manifest, then each file in its order. It is read
as strictly as it is written: no name, kind or size is believed, for CURRENT has the hash of the manifest,
and that says what must stand there to the last byte. Opens no engine, publishes nothing.
"""

import fcntl
import hashlib
import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from indexer.errors import GenerationCorrupt, GenerationLocked, SettingsError
from indexer.generations import CURRENT, OpenGeneration, parse_current
from indexer.manifest import MANIFEST_FILE, ListedFile, Manifest, parse_manifest, sync_folder

# Bytes done, and of how many.
Show = Callable[[int, int], None]

_BLOCK = 512
_CHUNK = 1 << 20
_END = bytes(2 * _BLOCK)
# "gen-", stamp, digits, and the whole hash behind a space, as generations.py writes them.
_LINE_BYTES = 110
# A hundred times what a generation of many segments has.
_MOST_MANIFEST = 64_000_000
# A file of a generation lies in the folder or in one below it.
_MOST_PARTS, _MOST_NAME = 4, 200


def write_backup(opened: OpenGeneration, file: Path, show: Show, *, replace: bool = False) -> int:
    """Write a verified generation into one file, read it back, and only then put it in its place.

    Gives its size. An existing file stays unless it is to be replaced, and then until the new one is
    whole. Raises SettingsError where it exists or cannot be written, GenerationLocked while another
    run writes it, GenerationCorrupt where it was not read back as it was written.
    """
    if not replace and os.path.lexists(file):
        raise SettingsError(f"{file} is there already. Name another file, or replace it with --force")
    part = file.with_name(f".{file.name}.cuttings-part")
    try:
        with _only_writer(part) as out:
            try:
                _write(opened, out, show)
                os.fsync(out.fileno())
                with open_backup(part) as written:
                    written.read_into(None, show)
                    size = written.size
                _put_in_place(part, file, replace=replace)
            finally:
                if _is_still(part, out):
                    part.unlink()
    except OSError as error:
        raise SettingsError(
            f"The backup cannot be written to {file}: {error.strerror}. Nothing of it is left; "
            "free the disk, or name another file"
        ) from error
    return size


@contextmanager
def _only_writer(part: Path) -> Iterator[BinaryIO]:
    """A file of a fixed name, so that what a killed run leaves is taken up by the next one."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(part, flags, 0o600), "r+b") as out:
        busy = GenerationLocked(f"Another run writes {part}. Wait for it to end, or stop it")
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise busy from error
        if not _is_still(part, out):
            # Another run was done between the opening and the lock: this is its backup by now
            raise busy
        out.truncate(0)
        yield out


def _is_still(path: Path, file: BinaryIO) -> bool:
    """Whether a path leads to an open file, and not to another one or to none."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _write(opened: OpenGeneration, out: BinaryIO, show: Show) -> None:
    content = (opened.path / MANIFEST_FILE).read_bytes()
    line = f"{opened.name} {hashlib.sha256(content).hexdigest()}\n".encode("ascii")
    _write_member(out, CURRENT, line)
    _write_member(out, f"{opened.name}/{MANIFEST_FILE}", content)
    done = 0
    for listed in opened.manifest.files:
        out.write(_header(f"{opened.name}/{listed.path}", listed.size))
        with (opened.path / listed.path).open("rb") as file:
            while chunk := file.read(_CHUNK):
                out.write(chunk)
                done += len(chunk)
                show(done, opened.manifest.size)
        out.write(_padding(listed.size))
    out.write(_END)
    out.flush()


def _write_member(out: BinaryIO, path: str, content: bytes) -> None:
    out.write(_header(path, len(content)) + content + _padding(len(content)))


def _put_in_place(part: Path, file: Path, *, replace: bool) -> None:
    if replace:
        part.replace(file)
    else:
        try:
            file.hardlink_to(part)
        except FileExistsError:
            raise
        except OSError:
            # A file system without hard links, as on a stick: nobody else makes it between these lines
            if os.path.lexists(file):
                raise
            part.rename(file)
    sync_folder(file.absolute().parent)


class Backup:
    """An open backup whose manifest is known to be the one that CURRENT of it names."""

    def __init__(self, file: Path, held: BinaryIO, name: str, manifest: Manifest) -> None:
        self.name = name
        self.manifest = manifest
        self.size = os.fstat(held.fileno()).st_size
        self._file = file
        self._held = held

    def read_into(self, folder: Path | None, show: Show) -> None:
        """Verify each byte; with a folder, an empty one, also put the files there, without the manifest.

        Raises GenerationCorrupt on the first difference, OSError where the folder cannot be filled.
        """
        done = 0
        for listed in self.manifest.files:
            self._expect(_header(f"{self.name}/{listed.path}", listed.size), f"before {listed.path}")
            digest = hashlib.sha256()
            with _target(folder, listed.path) as out:
                for chunk in self._chunks(listed):
                    digest.update(chunk)
                    out.write(chunk)
                    done += len(chunk)
                    show(done, self.manifest.size)
            if digest.hexdigest() != listed.sha256:
                raise _damaged(self._file, f"{listed.path} was changed")
            self._expect(_padding(listed.size), f"behind {listed.path}")
        self._expect(_END, "at its end")

    def _chunks(self, listed: ListedFile) -> Iterator[bytes]:
        left = listed.size
        while left:
            chunk = self._held.read(min(_CHUNK, left))
            if not chunk:
                raise _damaged(self._file, f"it ends within {listed.path}")
            yield chunk
            left -= len(chunk)

    def _expect(self, expected: bytes, where: str) -> None:
        if self._held.read(len(expected)) != expected:
            raise _damaged(self._file, f"other bytes {where}")


def _target(folder: Path | None, path: str) -> BinaryIO:
    """A new file of the folder, or what takes anything where there is none."""
    if folder is None:
        return Path(os.devnull).open("wb")
    (folder / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return (folder / path).open("xb")


@contextmanager
def open_backup(file: Path) -> Iterator[Backup]:
    """A backup whose head is whole and whose size is right; its files are still to be verified.

    Raises SettingsError where the file cannot be opened, GenerationCorrupt where it is no whole backup,
    GenerationOutdated where it is of another format.
    """
    try:
        # Without waiting: a pipe of this name has no writer
        held = os.fdopen(os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb")
    except OSError as error:
        raise SettingsError(
            f"{file} cannot be read: {error.strerror}. Name a file that backup made"
        ) from error
    with held:
        if not stat.S_ISREG(os.fstat(held.fileno()).st_mode):
            raise SettingsError(f"{file} is no file. Name one that backup made")
        try:
            backup = _read_head(file, held)
        except (ValueError, tarfile.HeaderError) as error:
            raise _damaged(file, "its head cannot be read") from error
        yield backup


def _read_head(file: Path, held: BinaryIO) -> Backup:
    if held.read(_BLOCK) != _header(CURRENT, _LINE_BYTES):
        raise _damaged(file, "it is none that backup made, or its beginning was changed")
    name, sha256 = parse_current(held.read(_LINE_BYTES))
    _expect_zeros(file, held, _LINE_BYTES)
    header = held.read(_BLOCK)
    size = tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape").size
    if header != _header(f"{name}/{MANIFEST_FILE}", size) or size > _MOST_MANIFEST:
        raise _damaged(file, f"other bytes before {MANIFEST_FILE}")
    content = held.read(size)
    if hashlib.sha256(content).hexdigest() != sha256 or not name.endswith(sha256[:16]):
        raise _damaged(file, f"{MANIFEST_FILE} was changed")
    _expect_zeros(file, held, size)
    backup = Backup(file, held, name, parse_manifest(content, f"The generation in {file}"))
    _check_shape(file, backup, held.tell())
    return backup


def _check_shape(file: Path, backup: Backup, head: int) -> None:
    """Whoever writes a manifest can name what they like: only plain files that there is room for."""
    paths = [listed.path for listed in backup.manifest.files]
    folders = {str(folder) for path in paths for folder in PurePosixPath(path).parents}
    for path in paths:
        parts = path.split("/")
        odd = {"", ".", "..", MANIFEST_FILE} & {*parts} or {"\0", "\\"} & {*path} or path in folders
        if odd or len(parts) > _MOST_PARTS or len(path) > _MOST_NAME:
            raise _damaged(file, f"it names a file {path!r:.200}, which no generation has")
    if paths != sorted({*paths}) or any(listed.size < 0 for listed in backup.manifest.files):
        raise _damaged(file, "its list of files is not in order")
    size = head + len(_END)
    for listed in backup.manifest.files:
        size += (
            len(_header(f"{backup.name}/{listed.path}", listed.size)) + listed.size + -listed.size % _BLOCK
        )
    if backup.size != size:
        raise _damaged(file, f"it has {backup.size:,} bytes, not {size:,}")


def _expect_zeros(file: Path, held: BinaryIO, size: int) -> None:
    if held.read(-size % _BLOCK) != _padding(size):
        raise _damaged(file, "other bytes in its head")


def _header(path: str, size: int) -> bytes:
    info = tarfile.TarInfo(path)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _damaged(file: Path, what: str) -> GenerationCorrupt:
    return GenerationCorrupt(
        f"The backup {file} is not whole ({what}) and is not used. Take another copy of it, or make a new "
        "one: python -m indexer backup FILE"
    )
