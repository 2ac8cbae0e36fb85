"""The bytes of a file, plain or gzipped, as a stream with a limit."""

import gzip
import io
import zlib
from collections.abc import Callable
from typing import BinaryIO

from indexer.errors import SeedError

_BLOCK_BYTES = 1 << 17


Read = Callable[[int], bytes]


def open_stream(file: BinaryIO, limit: int, *, packed: bool) -> io.BufferedReader:
    """The bytes of a file, unpacked as they are read, `limit` of them at most.

    Reading raises SeedError where the file is damaged, ends too early or has more bytes; what
    stands before is read first.
    """
    if packed:
        return bounded(gzip.GzipFile(fileobj=file).read1, limit)
    says = f"it grew past {limit:,} bytes while it was read. Wait for its download."
    return io.BufferedReader(_Bounded(file.read, limit, says), _BLOCK_BYTES)


def bounded(read: Read, limit: int) -> io.BufferedReader:
    """What `read` gives, at most `limit` bytes of it; then SeedError is raised."""
    says = f"it unpacks to more than {limit:,} bytes. Split it."
    return io.BufferedReader(_Bounded(read, limit, says), _BLOCK_BYTES)


class _Bounded(io.RawIOBase):
    """Fills whole blocks; an error waits until what was read before it is used."""

    def __init__(self, read: Read, limit: int, says: str) -> None:
        self._read = read
        self._left = limit
        self._says = says
        self._held: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a buffer is what is given
        held, self._held = self._held, None
        if held is not None:
            raise held
        filled = 0
        while filled < len(buffer):
            try:
                found = self._next(len(buffer) - filled)
            except Exception as error:
                if not filled:
                    raise
                self._held = error
                break
            if not found:
                break
            buffer[filled : filled + len(found)] = found
            filled += len(found)
        return filled

    def _next(self, size: int) -> bytes:
        try:
            found = self._read(min(size, self._left or 1))
        except EOFError as error:
            raise SeedError("it is cut off: the gzip has no end. Deliver it again.") from error
        except (OSError, zlib.error) as error:
            raise SeedError("it is damaged or cannot be read. Deliver it again.") from error
        if found and not self._left:
            raise SeedError(self._says)
        self._left -= len(found)
        return found
