"""Blocks of bytes in one file, read one at a time by number.

Safe for many threads: each read names its own place.
"""

import os
from pathlib import Path

from indexer.engines.whoosh_engine.arrays.array_folder import Ints


class BlockFile:
    """Block n is the bytes from `starts[n]` to before `starts[n + 1]`."""

    def __init__(self, path: Path, starts: Ints) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._starts = starts

    def block(self, number: int) -> bytes:
        """One block."""
        start, end = int(self._starts[number]), int(self._starts[number + 1])
        return os.pread(self._descriptor, end - start, start)

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
