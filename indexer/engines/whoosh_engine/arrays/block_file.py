"""Compressed documents with their bytes as delivered, in one file; read one at a time by number.

Safe for many threads: each read names its own place.
"""

import os

from indexer.engines.whoosh_engine.arrays.compression import Decompressor
from indexer.engines.whoosh_engine.arrays.document_rows import decode_document
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.schema.document import Document

BLOCKS_FILE = "documents.bin"


class BlockFile:
    """Block n is the bytes from `documents_ptr[n]` to before `documents_ptr[n + 1]`."""

    def __init__(self, segment: Segment) -> None:
        self._starts = segment.arrays["documents_ptr"]
        self._decompressor = Decompressor(segment.arrays["dictionary"].tobytes())
        self._descriptor = os.open(segment.path / BLOCKS_FILE, os.O_RDONLY | os.O_CLOEXEC)

    def document(self, number: int) -> Document:
        """One document. Raises ValueError where its block is damaged."""
        return decode_document(self._decompressor.document(self.block(number)))

    def original(self, number: int) -> bytes:
        """The bytes of a document as delivered. Raises ValueError where its block is damaged."""
        return self._decompressor.both(self.block(number))[1]

    def both(self, number: int) -> tuple[bytes, bytes]:
        """A document as `encode_document` gave it, and its bytes as delivered."""
        return self._decompressor.both(self.block(number))

    def block(self, number: int) -> bytes:
        """One block as it stands in the file."""
        start, end = int(self._starts[number]), int(self._starts[number + 1])
        return os.pread(self._descriptor, end - start, start)

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
