"""ZIP files written from front to back, with the same bytes each time.

Source: PKWARE APPNOTE 6.3.10; ZIP64 where a number needs it. Holds of each file that was written some
packed bytes for the directory at the end, and no file. Not for names from outside: names are ASCII.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

# These say that the number stands in a ZIP64 field.
_WIDE, _MANY = 0xFFFFFFFF, 0xFFFF
# Sizes and places from here on stand in one.
LARGE = _WIDE
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_END_64 = struct.Struct("<IQHHIIQQQQ")
_LOCATOR_64 = struct.Struct("<IIQI")
_DEFLATED, _PLAIN_VERSION, _WIDE_VERSION = 8, 20, 45
_UNIX = 3 << 8
# A regular file that its owner may write and everyone may read.
_ATTRIBUTES = 0o100644 << 16
_RAW = -zlib.MAX_WBITS
_FIRST_YEAR = 1980


class Packed:
    """A file that is packed while it grows."""

    def __init__(self, content: bytes = b"") -> None:
        self._packer = zlib.compressobj(wbits=_RAW)
        self._parts: list[bytes] = []
        self.size = 0
        self.crc = 0
        self.add(content)

    def add(self, content: bytes) -> None:
        """Put bytes behind those before."""
        self.size += len(content)
        self.crc = zlib.crc32(content, self.crc)
        if part := self._packer.compress(content):
            self._parts.append(part)

    def finish(self) -> tuple[bytes, ...]:
        """The packed bytes; nothing is added after them."""
        self._parts.append(self._packer.flush())
        return tuple(self._parts)

    def read(self) -> Iterator[bytes]:
        """What was added, unpacked again; nothing is added after it."""
        unpacker = zlib.decompressobj(wbits=_RAW)
        for part in self.finish():
            yield unpacker.decompress(part)


@dataclass(frozen=True, slots=True)
class _Written:
    """What the directory says of a file."""

    name: bytes
    crc: int
    size: int
    packed_size: int
    offset: int


class ZipStream:
    """One ZIP file; its parts are sent in the order of the calls, `end` last."""

    def __init__(self, written_at: datetime) -> None:
        """`written_at` stands at every file, to two seconds; a ZIP file begins in 1980."""
        at = max(written_at.replace(tzinfo=None), datetime(_FIRST_YEAR, 1, 1))  # noqa: DTZ001  # ZIP has no zones
        self._time = at.hour << 11 | at.minute << 5 | at.second // 2
        self._day = (at.year - _FIRST_YEAR) << 9 | at.month << 5 | at.day
        self._directory = Packed()
        self._files = 0
        self._at = 0

    def add(self, name: str, content: Packed) -> Iterator[bytes]:
        """A file with its name. Raises UnicodeEncodeError for a name that is not ASCII."""
        parts = content.finish()
        own = _Written(name.encode("ascii"), content.crc, content.size, sum(map(len, parts)), self._at)
        self._files += 1
        self._directory.add(self._central(own))
        yield self._send(self._local(own))
        for part in parts:
            yield self._send(part)

    def end(self) -> Iterator[bytes]:
        """The directory of all files, without which no program reads them."""
        start, size = self._at, self._directory.size
        for part in self._directory.read():
            yield self._send(part)
        wide = self._files >= _MANY or size >= LARGE or start >= LARGE
        if wide:
            at = self._at
            version = _WIDE_VERSION
            yield _END_64.pack(
                0x06064B50,
                _END_64.size - 12,
                _UNIX | version,
                version,
                0,
                0,
                self._files,
                self._files,
                size,
                start,
            ) + _LOCATOR_64.pack(0x07064B50, 0, at, 1)
        files = min(self._files, _MANY)
        yield _END.pack(
            0x06054B50,
            0,
            0,
            files,
            files,
            _WIDE if size >= LARGE else size,
            _WIDE if start >= LARGE else start,
            0,
        )

    def _send(self, part: bytes) -> bytes:
        self._at += len(part)
        return part

    def _local(self, own: _Written) -> bytes:
        wide = own.size >= LARGE or own.packed_size >= LARGE
        extra = struct.pack("<HHQQ", 1, 16, own.size, own.packed_size) if wide else b""
        head = _LOCAL.pack(
            0x04034B50,
            _WIDE_VERSION if wide else _PLAIN_VERSION,
            0,
            _DEFLATED,
            self._time,
            self._day,
            own.crc,
            _WIDE if wide else own.packed_size,
            _WIDE if wide else own.size,
            len(own.name),
            len(extra),
        )
        return head + own.name + extra

    def _central(self, own: _Written) -> bytes:
        numbers = (own.size, own.packed_size, own.offset)
        wide = [number for number in numbers if number >= LARGE]
        extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
        version = _WIDE_VERSION if wide else _PLAIN_VERSION
        size, packed_size, offset = (_WIDE if number >= LARGE else number for number in numbers)
        head = _CENTRAL.pack(
            0x02014B50,
            _UNIX | version,
            version,
            0,
            _DEFLATED,
            self._time,
            self._day,
            own.crc,
            packed_size,
            size,
            len(own.name),
            len(extra),
            0,
            0,
            0,
            _ATTRIBUTES,
            offset,
        )
        return head + own.name + extra
