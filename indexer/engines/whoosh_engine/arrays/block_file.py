"""Compressed documents with their bytes as delivered, in one file; read one at a time by number.

Safe for many threads: each read names its own place.
"""

import os
from functools import lru_cache, partial
from weakref import proxy

from indexer.engines.whoosh_engine.arrays.compression import Decompressor
from indexer.engines.whoosh_engine.arrays.document_rows import decode_document
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.errors import GenerationCorrupt
from indexer.schema.document import Document

BLOCKS_FILE = "documents.bin"
# Documents kept for a moment: those whose words rank an answer are mostly its hits.
KEPT_DOCUMENTS = 32


class BlockFile:
    """Block n is the bytes from `documents_ptr[n]` to before `documents_ptr[n + 1]`."""

    def __init__(self, segment: Segment) -> None:
        self._path = segment.path / BLOCKS_FILE
        self._starts = segment.arrays["documents_ptr"]
        try:
            self._decompressor = Decompressor(segment.arrays["dictionary"].tobytes())
        except ValueError as error:
            raise self._damaged(error) from error
        self._kept = lru_cache(maxsize=KEPT_DOCUMENTS)(partial(BlockFile._read, proxy(self)))
        self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)

    def document(self, number: int) -> Document:
        """One document. Raises GenerationCorrupt where its block is damaged."""
        return self._kept(number)

    def _read(self, number: int) -> Document:
        try:
            return decode_document(self._decompressor.document(self.block(number)))
        except (ValueError, OSError) as error:
            raise self._damaged(error) from error

    def original(self, number: int) -> bytes:
        """The bytes of a document as delivered. Raises GenerationCorrupt where its block is damaged."""
        return self.both(number)[1]

    def both(self, number: int) -> tuple[bytes, bytes]:
        """A document as `encode_document` gave it, and its bytes as delivered; raises likewise."""
        try:
            return self._decompressor.both(self.block(number))
        except (ValueError, OSError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> GenerationCorrupt:
        return GenerationCorrupt(
            f"The index cannot be used: {self._path}: {error}. Run: python -m indexer rebuild"
        )

    def block(self, number: int) -> bytes:
        """One block as it stands in the file."""
        start, end = int(self._starts[number]), int(self._starts[number + 1])
        return os.pread(self._descriptor, end - start, start)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)
