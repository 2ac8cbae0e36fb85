"""The bytes of a WARC, unpacked member by member.

A packed WARC is one gzip member a record. Damage in a member costs that one: reading goes on at
the next.
"""

import zlib

from indexer.sources.unpacking import Read

_MAGIC = b"\x1f\x8b\x08"
_BLOCK_BYTES = 1 << 16


class Damaged(Exception):
    """A record cannot be read; its text says why."""


class Members:
    """The unpacked bytes of gzip members one after the other."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._input = b""
        self._member: zlib._Decompress | None = None

    def read(self, size: int, /) -> bytes:
        """At most so many bytes of one member; none at the end.

        Raises Damaged where a member cannot be unpacked; the next read goes on behind it.
        """
        while True:
            ended = not self._input and not self._fill()
            if ended and self._member is None:
                return b""
            if found := self._unpack(size):
                return found
            if ended and self._member is not None:
                self._member = None
                raise Damaged("it is cut off")

    def _fill(self) -> bool:
        self._input = self._read(_BLOCK_BYTES)
        if self._member is None:
            # Some tapes and disks fill up their last block.
            while self._input and not (rest := self._input.lstrip(b"\0")):
                self._input = self._read(_BLOCK_BYTES)
            self._input = rest if self._input else b""
        return bool(self._input)

    def _unpack(self, size: int) -> bytes:
        if self._member is None:
            self._member = zlib.decompressobj(wbits=31)
        try:
            found = self._member.decompress(self._input, size)
        except zlib.error as error:
            self._member = None
            self._skip()
            raise Damaged("it cannot be unpacked") from error
        if self._member.eof:
            self._input = self._member.unused_data.lstrip(b"\0")
            self._member = None
        else:
            self._input = self._member.unconsumed_tail
        return found

    def _skip(self) -> None:
        """Go to the next bytes with which a member begins."""
        at = self._input.find(_MAGIC, 1)
        while at < 0:
            block = self._read(_BLOCK_BYTES)
            if not block:
                self._input = b""
                return
            self._input = self._input[1 - len(_MAGIC) :] + block
            at = self._input.find(_MAGIC)
        self._input = self._input[at:]
