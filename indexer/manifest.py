"""The contents list of one generation, and its verification.

Hashes files and compares them; never unpickles, never follows a link, never calls an engine.
"""

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from indexer.errors import GenerationCorrupt, GenerationOutdated
from indexer.schema.json_values import from_json, to_json

# Raised with every change to the index directory or to an engine's files that an older program
# would misread.
FORMAT = 4
MANIFEST_FILE = "MANIFEST.json"
_ID_BYTES = 16
FileKey = tuple[int, int, int]
# Who else could write into a generation could plant a file that an engine unpickles.
WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Canary:
    """A query whose answer is known: one exact word, or one value of a facet.

    `facet` is empty for a word. `digest` is of the ids found, see `IdSum`; those that drew a
    smaller `lot` are not among them, and are not known.
    """

    facet: str
    value: str
    documents: int
    digest: str
    lot: int = 0


@dataclass(frozen=True, slots=True)
class BuildFacts:
    """What the manifest says of a build beside its files.

    `analysis` and `corpus` are SHA-256 of how words are cut and of the source files; `tools` are
    names with versions; `built_at` is UTC, ISO 8601, to the second. `ids` is the digest of all
    ids, see `IdSum`. `processing` is a hash of how pages become documents, `linking` of how names are
    found in them; an update needs both and the engine to be the same, and every page to be
    `independent` of those before it.
    """

    built_at: str
    documents: int
    analysis: str
    corpus: str
    tools: tuple[tuple[str, str], ...] = ()
    canaries: tuple[Canary, ...] = ()
    ids: str = ""
    engine: str = ""
    processing: str = ""
    independent: bool = False
    linking: str = ""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file of a generation: its path inside, its size in bytes and its hash."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every file of a generation, and what it was built from."""

    format: int
    facts: BuildFacts
    files: tuple[ListedFile, ...]

    @property
    def size(self) -> int:
        """Bytes in all files together."""
        return sum(listed.size for listed in self.files)


class IdSum:
    """A set of ids as its size and the sum of their hashes: told in any order, and taken back.

    >>> ids = IdSum.of(("a", "b", "c"))
    >>> ids.add("b", -1)
    >>> (ids.count, ids.digest) == (2, IdSum.of(("c", "a")).digest)
    True
    """

    __slots__ = ("_sum", "count")

    def __init__(self, count: int = 0, digest: str = "0") -> None:
        self.count = count
        self._sum = int(digest, 16)

    @classmethod
    def of(cls, ids: Iterable[str]) -> Self:
        """The sum of ids, each of them given once."""
        found = cls()
        for id_ in ids:
            found.count += 1
            found._sum += int.from_bytes(hashlib.sha256(id_.encode()).digest()[:_ID_BYTES])
        return found

    def add(self, id_: str, step: int = 1) -> None:
        """Count an id, or with `step` -1 take it back."""
        self.count += step
        self._sum += step * int.from_bytes(hashlib.sha256(id_.encode()).digest()[:_ID_BYTES])

    def merge(self, other: Self) -> None:
        """Take in the ids of another sum, none of which it has."""
        self.count += other.count
        self._sum += other._sum

    @property
    def digest(self) -> str:
        """The sum in hexadecimal digits, always as many."""
        return f"{self._sum % (1 << 8 * _ID_BYTES):0{2 * _ID_BYTES}x}"


def write_manifest(folder: Path, facts: BuildFacts, verified: Mapping[FileKey, str] | None = None) -> str:
    """List all files of a finished build and force everything to the disk.

    Args: `verified` are hashes of files that the build may share with a published generation, see
    `file_hashes`: they are on the disk and are not read again.
    Gives the SHA-256 of the manifest. Raises OSError, and GenerationCorrupt on a link or a
    special file.
    """
    files = []
    for name in _file_names(folder):
        with (folder / name).open("rb") as file:
            status = os.fstat(file.fileno())
            sha256 = (verified or {}).get((status.st_dev, status.st_ino, status.st_size))
            if sha256 is None:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                os.fsync(file.fileno())
            files.append(ListedFile(name, status.st_size, sha256))
    manifest = Manifest(FORMAT, facts, tuple(files))
    content = json.dumps(to_json(manifest), ensure_ascii=True, indent=1).encode("ascii")
    with (folder / MANIFEST_FILE).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    for inner, _, _ in os.walk(folder):
        sync_folder(Path(inner))
    return hashlib.sha256(content).hexdigest()


def file_hashes(folder: Path, manifest: Manifest) -> dict[FileKey, str]:
    """The hashes of a verified generation by device, inode and size of its files.

    A file changed since is listed with its old hash wherever it is shared, and so refused there.
    """
    hashes = {}
    for listed in manifest.files:
        status = os.lstat(folder / listed.path)
        if status.st_size == listed.size:
            hashes[status.st_dev, status.st_ino, status.st_size] = listed.sha256
    return hashes


def read_manifest(folder: Path, sha256: str) -> Manifest:
    """The manifest whose hash starts with `sha256`.

    Raises GenerationCorrupt if it is another one, GenerationOutdated if its format is.
    """
    try:
        mode = os.lstat(folder).st_mode
        content = (folder / MANIFEST_FILE).read_bytes()
    except OSError as error:
        raise _corrupt(folder, f"{MANIFEST_FILE}: {error.strerror}") from error
    if not stat.S_ISDIR(mode) or mode & WRITABLE_BY_OTHERS:
        raise GenerationCorrupt(
            f"Generation {folder.name} is not used, as other users may write into it. "
            f"Run: chmod go-w {folder}"
        )
    if not hashlib.sha256(content).hexdigest().startswith(sha256):
        raise _corrupt(folder, f"{MANIFEST_FILE} was changed")
    try:
        return parse_manifest(content, f"Generation {folder.name}")
    except ValueError as error:
        raise _corrupt(folder, f"{MANIFEST_FILE} cannot be read") from error


def parse_manifest(content: bytes, whose: str) -> Manifest:
    """A manifest from its bytes. Raises GenerationOutdated, ValueError where it is none."""
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise GenerationOutdated(
                f"{whose} has format {found['format']}; this program reads format {FORMAT}. "
                "Run: python -m indexer rebuild"
            )
        return from_json(Manifest, found)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise GenerationCorrupt unless the folder holds the listed files and no others.

    Sizes are compared before any content is read. Cost: reads each byte once.
    """
    names = tuple(listed.path for listed in manifest.files)
    try:
        present = tuple(name for name in _file_names(folder) if name != MANIFEST_FILE)
        for name in sorted({*names} ^ {*present}):
            raise _corrupt(folder, f"{name} is {'missing' if name in names else 'not listed'}")
        for listed in manifest.files:
            size = os.lstat(folder / listed.path).st_size
            if size != listed.size:
                raise _corrupt(folder, f"{listed.path} has {size} bytes, not {listed.size}")
        for listed in manifest.files:
            with (folder / listed.path).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != listed.sha256:
                    raise _corrupt(folder, f"{listed.path} was changed")
    except OSError as error:
        raise _corrupt(folder, str(error)) from error


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _file_names(folder: Path) -> list[str]:
    """All files below a folder as relative paths, ascending; regular files only."""
    found = []
    for inner, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(inner) / name
            mode = os.lstat(path).st_mode
            if stat.S_ISREG(mode):
                found.append(path.relative_to(folder).as_posix())
            elif not stat.S_ISDIR(mode):
                raise _corrupt(folder, f"{name} is a link or a special file")
    return sorted(found)


def _corrupt(folder: Path, what: str) -> GenerationCorrupt:
    return GenerationCorrupt(
        f"Generation {folder.name} does not match its manifest ({what}) and is not used. "
        "Run: python -m indexer rebuild"
    )
