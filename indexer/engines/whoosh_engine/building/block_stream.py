"""Documents, compressed one by one, into one file of blocks.

Holds the first ones in memory until it has learned what they have in common.
"""

from array import array
from collections.abc import Sequence

import numpy as np

from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.block_file import BLOCKS_FILE
from indexer.engines.whoosh_engine.arrays.compression import PLAIN_BYTES, Compressor, train_dictionary
from indexer.engines.whoosh_engine.arrays.segment import Segment

# How many documents are learned from; of fewer, a dictionary would take more than it saves. Where
# they are so large that not even some can be held, each has enough to learn from itself.
LEARNED_DOCUMENTS = 2_000
FEWEST_DOCUMENTS = 200
# What each of them may contribute, and how much is held while they are gathered.
_SAMPLE_BYTES = 1 << 14
_HELD_BYTES = 1 << 24
# Bytes of blocks that are written at once.
_WAITING_BYTES = 1 << 18


def largest_dictionary(segments: Sequence[Segment]) -> bytes:
    """That of the segment with most documents."""
    largest = max(segments, key=lambda segment: segment.live_count)
    return largest.arrays["dictionary"].tobytes()


def _sample(document: bytes, original: bytes) -> bytes:
    """The beginning of what is compressed of a document."""
    own = document[PLAIN_BYTES : PLAIN_BYTES + _SAMPLE_BYTES]
    return own + original[: _SAMPLE_BYTES - len(own)]


class BlockStream:
    """Writes `documents.bin` and what is needed to read it."""

    def __init__(self, out: ArrayFolderWriter, dictionary: bytes = b"") -> None:
        """`dictionary`: that of other segments; else one is learned."""
        self._out = out
        self._file = out.file(BLOCKS_FILE)
        self._dictionary = dictionary
        self._compressor = Compressor(dictionary) if dictionary else None
        self._held: list[tuple[bytes, bytes]] = []
        self._held_bytes = 0
        self._waiting: list[bytes] = []
        self._end = 0
        self._starts = array("q", [0])

    def add(self, document: bytes, original: bytes) -> None:
        """Append a document and its bytes as delivered."""
        if self._compressor is not None:
            self.append(self._compressor.compress(document, original))
            return
        self._held.append((document, original))
        self._held_bytes += len(document) + len(original)
        if len(self._held) == LEARNED_DOCUMENTS or self._held_bytes >= _HELD_BYTES:
            samples = [_sample(*held) for held in self._held]
            self._compress_held(train_dictionary(samples) if len(samples) >= FEWEST_DOCUMENTS else b"")

    def _compress_held(self, dictionary: bytes) -> None:
        self._dictionary = dictionary
        self._compressor = Compressor(dictionary)
        for document, original in self._held:
            self.append(self._compressor.compress(document, original))
        self._held.clear()

    def append(self, block: bytes) -> None:
        """Append a block that was compressed with the same dictionary."""
        self._waiting.append(block)
        self._end += len(block)
        self._starts.append(self._end)
        if self._end - self._file.bytes >= _WAITING_BYTES:
            self._write()

    def _write(self) -> None:
        self._file.write(b"".join(self._waiting))
        self._waiting.clear()

    def finish(self) -> None:
        """Write what is left."""
        if self._held:
            self._compress_held(b"")
        self._write()
        self._out.write("documents_ptr", np.array(self._starts))
        self._out.write("dictionary", np.frombuffer(self._dictionary, np.uint8), "|u1")
