"""Writes the arrays of one segment, narrow and checked.

Never holds a large array: what is long is appended piece by piece.
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import ARRAYS_FILE, FORMAT, Ints
from indexer.engines.whoosh_engine.arrays.array_ranges import starts_from

_UNSIGNED = (np.dtype("<u1"), np.dtype("<u2"), np.dtype("<u4"), np.dtype("<u8"))


def narrowest(most: int) -> np.dtype[Any]:
    """The narrowest unsigned type for numbers from 0 to `most`.

    >>> narrowest(255).str, narrowest(256).str
    ('|u1', '<u2')
    """
    return next(kind for kind in _UNSIGNED if most <= np.iinfo(kind).max)


class FileStream:
    """A file written from beginning to end, with its size and checksum."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self.bytes = 0
        self.crc32 = 0

    def write(self, block: bytes | memoryview) -> None:
        """Append bytes."""
        self._file.write(block)
        self.crc32 = zlib.crc32(block, self.crc32)
        self.bytes += len(block)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._file.close()


class ArrayStream:
    """An array of one type, written piece by piece."""

    def __init__(self, path: Path, kind: str) -> None:
        self.kind = np.dtype(kind)
        self.length = 0
        self.file = FileStream(path)

    def append(self, values: Ints) -> None:
        """Append integers that fit the type."""
        if len(values):
            piece = np.ascontiguousarray(values, dtype=self.kind)
            self.file.write(piece.data.cast("B"))
            self.length += len(piece)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self.file.close()


class EscapedStream:
    """A narrow array; what reaches `limit` stands there as `limit` and whole beside it."""

    def __init__(self, narrow: ArrayStream, at: ArrayStream, whole: ArrayStream) -> None:
        self._narrow = narrow
        self._at = at
        self._whole = whole
        self._limit = int(np.iinfo(narrow.kind).max)

    def append(self, values: Ints) -> None:
        """Append integers of any size."""
        over = np.flatnonzero(values >= self._limit)
        if len(over):
            self._at.append(over + self._narrow.length)
            self._whole.append(values[over])
            values = np.minimum(values, self._limit)
        self._narrow.append(values)

    def close(self) -> None:
        """Close the files; safe to call twice."""
        for array in (self._narrow, self._at, self._whole):
            array.close()


class ArrayFolderWriter:
    """A folder of named arrays and files, with the list of them at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self._arrays: dict[str, ArrayStream] = {}
        self._files: dict[str, FileStream] = {}

    def stream(self, name: str, kind: str) -> ArrayStream:
        """An array to be appended to."""
        self._arrays[name] = ArrayStream(self.path / f"{name}.bin", kind)
        return self._arrays[name]

    def escaped(self, name: str, kind: str) -> EscapedStream:
        """An array of a narrow type with `name_over_at` and `name_over` for what does not fit."""
        return EscapedStream(
            self.stream(name, kind), self.stream(f"{name}_over_at", "<i8"), self.stream(f"{name}_over", "<i4")
        )

    def file(self, name: str) -> FileStream:
        """A file of bytes to be appended to."""
        self._files[name] = FileStream(self.path / name)
        return self._files[name]

    def write(self, name: str, values: Ints, kind: str | None = None) -> None:
        """A whole array, of the narrowest type unless one is given."""
        chosen = np.dtype(kind) if kind else narrowest(int(values.max()) if len(values) else 0)
        self.stream(name, chosen.str).append(values)
        self._arrays[name].close()

    def read(self, name: str) -> Ints:
        """An array that was written, mapped; its stream is closed."""
        array = self._arrays[name]
        # An empty file cannot be mapped.
        if not array.length:
            return np.empty(0, dtype=array.kind)
        return np.memmap(self.path / f"{name}.bin", dtype=array.kind, mode="r").view(np.ndarray)

    def write_words(self, blob_name: str, ends_name: str, words: Sequence[str]) -> None:
        """Words as one blob of UTF-8 and where each of them ends, from 0 on."""
        blob, ends = join_words(words)
        self.write(blob_name, np.frombuffer(blob, np.uint8), "|u1")
        self.write(ends_name, ends, "<u4")

    def finish(self, documents: int) -> str:
        """Write the list; gives the first 16 hex digits of its hash."""
        self.close()
        listed = {
            "format": FORMAT,
            "documents": documents,
            "arrays": {
                name: {"type": a.kind.str, "length": a.length, "crc32": a.file.crc32}
                for name, a in self._arrays.items()
            },
            "files": {name: {"bytes": f.bytes, "crc32": f.crc32} for name, f in self._files.items()},
        }
        text = json.dumps(listed, sort_keys=True, indent=0).encode("ascii")
        (self.path / ARRAYS_FILE).write_bytes(text)
        return hashlib.sha256(text).hexdigest()[:16]

    def close(self) -> None:
        """Close all files; safe to call twice."""
        for array in self._arrays.values():
            array.close()
        for file in self._files.values():
            file.close()


def join_words(words: Sequence[str]) -> tuple[bytes, NDArray[np.int64]]:
    r"""Words as one blob of UTF-8 and where each of them ends, from 0 on.

    >>> blob, ends = join_words(("a", "né"))
    >>> blob, ends.tolist()
    (b'an\xc3\xa9', [0, 1, 4])
    """
    encoded = [word.encode("utf-8", "surrogatepass") for word in words]
    sizes = np.fromiter(map(len, encoded), np.int64, len(words))
    return b"".join(encoded), starts_from(sizes)
