"""The arrays of one segment, mapped read-only.

Never unpickles and never writes; a file of another size than its list says is not opened.
"""

import json
import mmap
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import GenerationCorrupt, GenerationOutdated

FORMAT = 4
ARRAYS_FILE = "arrays.json"
# Below this an array is read whole: each mapping holds a descriptor, of which a process has few.
_SMALL_BYTES = 1 << 18
# How much of a file is read at once to compare its checksum.
_CHECKED_BYTES = 1 << 20

Ints = NDArray[Any]


class ArrayFolder:
    """The arrays of a segment by name; safe to share between threads.

    Raises GenerationCorrupt, which names the file, and GenerationOutdated. Cost: opens each file,
    reads none of the large ones.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        listed = _read_list(path)
        try:
            self.documents = int(listed["documents"])
            self._checksums = {f"{name}.bin": int(a["crc32"]) for name, a in listed["arrays"].items()}
            self._checksums |= {name: int(f["crc32"]) for name, f in listed["files"].items()}
            for name, file in listed["files"].items():
                _check_size(path / name, int(file["bytes"]))
            self._arrays = {
                name: _map(path / f"{name}.bin", np.dtype(a["type"]), int(a["length"]))
                for name, a in listed["arrays"].items()
            }
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _damaged(path / ARRAYS_FILE, "it is not a list of arrays") from error

    def __getitem__(self, name: str) -> Ints:
        try:
            return self._arrays[name]
        except KeyError as error:
            raise _damaged(self.path / ARRAYS_FILE, f"it lists no {name}") from error

    def check(self) -> None:
        """Raise GenerationCorrupt where a file differs from its checksum. Cost: reads each byte."""
        for name, expected in self._checksums.items():
            found = 0
            with (self.path / name).open("rb") as file:
                while block := file.read(_CHECKED_BYTES):
                    found = zlib.crc32(block, found)
            if found != expected:
                raise _damaged(self.path / name, "it was changed")


def _read_list(path: Path) -> dict[str, Any]:
    try:
        listed = json.loads((path / ARRAYS_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise _damaged(path / ARRAYS_FILE, "it cannot be read") from error
    if not isinstance(listed, dict):
        raise _damaged(path / ARRAYS_FILE, "it is not a list of arrays")
    if listed.get("format") != FORMAT:
        raise outdated(path, listed.get("format"))
    return listed


def _check_size(path: Path, expected: int) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _damaged(path, "it is missing") from error
    if size != expected:
        raise _damaged(path, f"it has {size} bytes, not {expected}")


def _map(path: Path, kind: np.dtype[Any], length: int) -> Ints:
    """The integers of one file; the mapping lives as long as an array on it."""
    _check_size(path, kind.itemsize * length)
    if kind.itemsize * length < _SMALL_BYTES:
        return np.frombuffer(path.read_bytes(), kind)
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return np.frombuffer(mmap.mmap(descriptor, 0, prot=mmap.PROT_READ), kind)
    finally:
        os.close(descriptor)


def outdated(path: Path, found: object) -> GenerationOutdated:
    """The error of a folder of another format."""
    return GenerationOutdated(
        f"{path} has format {found}; this program reads format {FORMAT}. Run: python -m indexer rebuild"
    )


def _damaged(path: Path, what: str) -> GenerationCorrupt:
    return GenerationCorrupt(f"The index cannot be used: {path}: {what}. Run: python -m indexer rebuild")
