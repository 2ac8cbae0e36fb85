"""Documents and their bytes as delivered as compressed blocks (Zstandard, RFC 8878).

Most documents are too short to teach a compressor anything: a dictionary of what those of a
segment have in common, kept with the segment, teaches it before. The bytes as delivered stand
in one frame with the document, whose text they mostly repeat: that takes next to nothing.
"""

from collections.abc import Sequence
from threading import Lock

import zstandard

# Of a block these many bytes are a hash, which no compression makes shorter.
PLAIN_BYTES = 32
# Bytes that say how many of the first ones are the document.
_SIZE_BYTES = 4
_HEAD_BYTES = PLAIN_BYTES + _SIZE_BYTES

_LEVEL = 3
# As large as those of Zstandard's own tool. The parameters of its cover algorithm: with these it
# learns at once what it finds by trying others a thousandth better.
_DICTIONARY_BYTES = 112_640
_COVER_SEGMENT, _COVER_DMER = 1024, 8


def train_dictionary(samples: Sequence[bytes]) -> bytes:
    """What the samples have in common; the same for the same samples.

    Empty where nothing can be learned: too few samples, or all the same.
    """
    try:
        trained = zstandard.train_dictionary(
            _DICTIONARY_BYTES, list(samples), k=_COVER_SEGMENT, d=_COVER_DMER
        )
    except zstandard.ZstdError:
        return b""
    return trained.as_bytes()


class Compressor:
    """Makes blocks; for one thread."""

    def __init__(self, dictionary: bytes) -> None:
        """`dictionary`: from `train_dictionary`; may be empty."""
        data = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        if data:
            data.precompute_compress(level=_LEVEL)
        # The files have checksums, and a segment has one dictionary.
        self._zstd = zstandard.ZstdCompressor(
            level=_LEVEL, dict_data=data, write_checksum=False, write_dict_id=False
        )

    def compress(self, document: bytes, original: bytes) -> bytes:
        """One block; the first `PLAIN_BYTES` of the document stay as they are."""
        size = len(document).to_bytes(_SIZE_BYTES, "little")
        return document[:PLAIN_BYTES] + size + self._zstd.compress(document[PLAIN_BYTES:] + original)


class Decompressor:
    """Reads blocks that were made with the same dictionary. Safe for many threads."""

    def __init__(self, dictionary: bytes) -> None:
        """Raises ValueError where the dictionary is damaged."""
        data = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        try:
            self._zstd = zstandard.ZstdDecompressor(dict_data=data)
        except zstandard.ZstdError as error:
            raise ValueError("the dictionary is damaged") from error
        # Making a decompressor takes longer than most blocks, and one serves one thread at a time.
        self._lock = Lock()

    def document(self, block: bytes) -> bytes:
        """The document of a block. Cost: that of its own bytes, not of those delivered.

        Raises ValueError where the block is damaged.
        """
        left = _document_bytes(block) - PLAIN_BYTES
        try:
            with self._lock, self._zstd.stream_reader(block[_HEAD_BYTES:]) as reader:
                found: bytes = reader.read(left)
        except (zstandard.ZstdError, MemoryError) as error:
            raise ValueError("the block is damaged") from error
        if len(found) != left:
            raise ValueError("the block is cut off")
        return block[:PLAIN_BYTES] + found

    def both(self, block: bytes) -> tuple[bytes, bytes]:
        """The document of a block, and the bytes as delivered. Raises ValueError where it is damaged."""
        left = _document_bytes(block) - PLAIN_BYTES
        try:
            with self._lock:
                found = self._zstd.decompress(block[_HEAD_BYTES:], allow_extra_data=False)
        except (zstandard.ZstdError, MemoryError) as error:
            raise ValueError("the block is damaged") from error
        if len(found) < left:
            raise ValueError("the block is cut off")
        return block[:PLAIN_BYTES] + found[:left], found[left:]


def _document_bytes(block: bytes) -> int:
    size = int.from_bytes(block[PLAIN_BYTES:_HEAD_BYTES], "little")
    if len(block) < _HEAD_BYTES or size < PLAIN_BYTES:
        raise ValueError("the block is cut off")
    return size
