"""Whole documents and their original bytes, compressed, by number.

One file of blocks and one of offsets each; read by position, never as a whole.
"""

import json
import os
import zlib
from array import array
from pathlib import Path

import numpy as np

from indexer.engines.whoosh_engine.arrays import load_array
from indexer.schema.document import Document
from indexer.schema.json_values import from_json, to_json


class BlobWriter:
    """Appends compressed blocks to `name.bin`; their offsets go to `name.npy`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = (folder / f"{name}.bin").open("wb")
        self._offsets_path = folder / f"{name}.npy"
        self._offsets = array("q", [0])

    def add(self, block: bytes) -> None:
        """Append one block."""
        packed = zlib.compress(block, 6)
        self._file.write(packed)
        self._offsets.append(self._offsets[-1] + len(packed))

    def finish(self) -> None:
        """Write the offsets and close both files."""
        self._file.close()
        np.save(self._offsets_path, np.array(self._offsets, dtype=np.int64), allow_pickle=False)

    def abort(self) -> None:
        """Close the file; what was written is dropped with its folder."""
        self._file.close()


class BlobReader:
    """Reads single blocks; safe for many threads, as each read names its own place."""

    def __init__(self, folder: Path, name: str) -> None:
        self._descriptor = os.open(folder / f"{name}.bin", os.O_RDONLY | os.O_CLOEXEC)
        self._offsets = load_array(folder / f"{name}.npy")

    def block(self, number: int) -> bytes:
        """The block of a number, unpacked."""
        start, end = int(self._offsets[number]), int(self._offsets[number + 1])
        return zlib.decompress(os.pread(self._descriptor, end - start, start))

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def pack_document(document: Document) -> bytes:
    """A document as bytes. Lone surrogates of a text survive, as JSON escapes."""
    return json.dumps(to_json(document), ensure_ascii=True, separators=(",", ":")).encode("ascii")


def unpack_document(block: bytes) -> Document:
    """The document that `pack_document` packed."""
    return from_json(Document, json.loads(block))
