"""Records of a WARC: the pages among them, unpacked from their answers.

Warcio reads the headers. Where a record is damaged, reading goes on at the next one.
"""

import io
import re
import zlib
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from indexer.errors import SeedError
from indexer.sources.warc_members import Damaged

_BEGIN = b"WARC/"
_BLOCK_BYTES = 1 << 16
# No server sends headers of this size; the lengths of a page's chunks stand in lines, too.
_HEADER_BYTES = 1 << 20
_STORED = frozenset(("resource", "conversion"))
PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
# A file for crawlers (RFC 9309), never an article.
_ROBOTS = re.compile(r"\w+://[^/]+/robots\.txt", re.IGNORECASE)
# What zlib is told of the two ways to pack an answer (RFC 9110, section 8.4.1), and of the bare
# deflate that some servers send.
_UNPACKING = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}


@dataclass(frozen=True, slots=True)
class Payload:
    """A page as a record holds it, unpacked, and what was said of it; `url` may be empty."""

    url: str
    content_type: str
    raw: bytes


def media_type(content_type: str) -> str:
    """The type without its parameters.

    >>> media_type("Text/HTML; charset=koi8-r")
    'text/html'
    """
    return content_type.partition(";")[0].strip().lower()


class _Source:
    """The stream of records as warcio reads it, with a limit on headers."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._header_bytes = 0
        self.offset = 0

    def allow_headers(self) -> None:
        """Have lines up to the limit read again."""
        self._header_bytes = 0

    def read(self, size: int) -> bytes:
        found = self._stream.read(size)
        self.offset += len(found)
        return found

    def readline(self, size: int | None = None) -> bytes:
        line = self._stream.readline(min(size or _BLOCK_BYTES, _BLOCK_BYTES))
        self.offset += len(line)
        self._header_bytes += len(line)
        if self._header_bytes > _HEADER_BYTES:
            raise Damaged("its headers have no end")
        return line

    def find_begin(self, line: bytes, *, anywhere: bool) -> bytes:
        """The first line of the next record, empty at the end; `line` was read before.

        Only blank lines stand before it, or `anywhere` any others.
        """
        while not line.startswith(_BEGIN):
            if line.strip() and not anywhere:
                raise Damaged("it does not begin like a record")
            line = self._stream.readline(_BLOCK_BYTES)
            self.offset += len(line)
            if not line:
                break
        return line


class Records:
    """The records of a stream, one after the other."""

    def __init__(self, stream: io.BufferedReader, limit: int, total: int) -> None:
        """`limit` is the most bytes of a page, `total` of all that were packed once more for the way.

        Raises SeedError where warcio is missing.
        """
        try:
            self._parser: Any = import_module("warcio.recordloader").ArcWarcRecordLoader(verify_http=False)
            self._errors: Any = import_module("warcio.exceptions").ArchiveLoadFailed
            self._chunks: Any = import_module("warcio.bufferedreaders").ChunkedDataReader
        except ImportError as error:
            raise SeedError("it is a WARC, and the package warcio is missing. Run: make install") from error
        self._source = _Source(stream)
        self._limit = limit
        self._left = total
        self._line = b""
        self._lost = False
        self.ended = False

    def take(self) -> Payload | None:
        """The page of the next record; None where it holds none, and at the end.

        Raises Damaged where the record is, and SeedError as the stream does; ValueError where
        its page cannot be unpacked or is too large.
        """
        line, self._line = self._line, b""
        try:
            line = self._source.find_begin(line, anywhere=self._lost)
            self._lost = False
            self.ended = not line
            return self._read(line) if line else None
        except Damaged as error:
            self._lost = True
            raise Damaged(
                f"{error}, near byte {self._source.offset:,}. The crawl may have to be delivered again"
            ) from error

    def _read(self, line: bytes) -> Payload | None:
        self._source.allow_headers()
        try:
            record = self._parser.parse_record_stream(self._source, line, "warc", no_record_parse=True)
        except self._errors as error:
            raise Damaged("it is of no known version of WARC") from error
        if record.length is None or not hasattr(record.raw_stream, "limit"):
            raise Damaged("it does not state its length")
        problem: ValueError | None = None
        page: Payload | None = None
        try:
            page = self._find_page(record)
        except ValueError as error:
            problem = error
        while record.raw_stream.read(_BLOCK_BYTES):
            pass
        if record.raw_stream.limit:
            raise Damaged("it is cut off")
        self._line = self._source.readline()
        if self._line.strip():
            raise Damaged("it is not as long as it states")
        if problem:
            raise problem
        return page

    def _find_page(self, record: Any) -> Payload | None:
        """The page of a record whose headers are read. Raises ValueError."""
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        kind, content_type = record.rec_type, record.content_type or ""
        packing, chunked = "", False
        if kind == "response" and media_type(content_type) == "application/http":
            answer = _read_headers(self._parser, record.raw_stream)
            if answer is None or answer.get_statuscode() != "200":
                return None
            content_type = answer.get_header("Content-Type") or ""
            packing = (answer.get_header("Content-Encoding") or "").strip().lower()
            chunked = (answer.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
        elif kind not in _STORED:
            return None
        if media_type(content_type) not in PAGE_TYPES or _ROBOTS.fullmatch(url):
            return None
        if record.length > self._limit + _HEADER_BYTES:
            raise ValueError(f"its page has more than {self._limit:,} bytes")
        self._source.allow_headers()
        content = self._chunks(record.raw_stream) if chunked else record.raw_stream
        raw = _unpack(content.read(record.length + 1), packing, self._limit)
        if packing:
            self._left -= len(raw)
        if self._left < 0:
            raise SeedError("its pages unpack to too many bytes. Split it.")
        if len(raw) > self._limit:
            raise ValueError(f"its page has more than {self._limit:,} bytes")
        return Payload(url, content_type, raw)


def _read_headers(parser: Any, stream: Any) -> Any:
    """The headers of an answer, None where it is empty."""
    try:
        return parser.http_parser.parse(stream)
    except EOFError:
        return None


def _unpack(raw: bytes, packing: str, limit: int) -> bytes:
    """A page as it was before it was packed for the way, at most one byte more than the limit.

    Many crawlers store pages unpacked under headers that say otherwise: what cannot be unpacked
    from its first bytes on is taken as it is. Raises ValueError.
    """
    if not packing or packing == "identity":
        return raw
    for window in _UNPACKING.get(packing, ()):
        unpacker = zlib.decompressobj(wbits=window)
        try:
            found = unpacker.decompress(raw, limit + 1)
        except zlib.error:
            continue
        if not unpacker.eof and len(found) <= limit:
            raise ValueError("its page is packed and cut off")
        return found
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"its page is packed as “{packing}”, which cannot be unpacked") from error
    return raw
