"""WARC: the pages of a crawl, plain or gzipped.

Takes answers with a page, and pages stored without their answer; all other records are counted.
The day of the capture is no date of publication and is not read.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import SeedError
from indexer.schema.document import RawPage
from indexer.sources.encoding import decode
from indexer.sources.jsonl import LineLimits
from indexer.sources.page_fields import Delivered, check_text, make_page
from indexer.sources.page_hashes import KeptPages, KnownPages, gather_kept
from indexer.sources.problems import SourceNote, SourceProblem
from indexer.sources.unpacking import bounded
from indexer.sources.warc_members import Damaged, Members
from indexer.sources.warc_records import Payload, Records, media_type

_GZIP = b"\x1f\x8b"
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)


def read_records(
    path: Path, stream: io.BufferedReader, limits: LineLimits, name: str, known: KnownPages
) -> Iterator[RawPage | KeptPages | SourceProblem | SourceNote]:
    """One page a record, or what is wrong with the record; holds one record.

    The bytes of a page are those of the document in the answer, unpacked. Raises SeedError where
    warcio is not installed, and where there are more bytes than a file may have.
    """
    if stream.peek(len(_GZIP)).startswith(_GZIP):
        stream = bounded(Members(stream.read).read, limits.file_bytes)
    records = Records(stream, limits.line_bytes, limits.file_bytes)
    return gather_kept(_read_each(path.name.split(".")[0], records, limits.text_characters, name, known))


def _read_each(
    stem: str, records: Records, limit: int, name: str, known: KnownPages
) -> Iterator[RawPage | SourceProblem | SourceNote | str]:
    """What stands in each record; the id alone of a page that is known."""
    number = passed = 0
    while not records.ended:
        number += 1
        try:
            payload = records.take()
            if payload is None:
                passed += not records.ended
                continue
            place = payload.url.partition("://")[2] or f"{stem}-{number}"
            page = Delivered(name, place, payload.raw, hashlib.sha256(payload.raw))
            alike = known.under(payload.content_type)
            yield alike.find_numbered(page.sha256, place) or _make_page(payload, page, alike, limit)
        except (Damaged, ValueError) as error:
            yield SourceProblem(number, str(error), "record")
    if passed:
        says = f"{passed:,} records hold no page and were" if passed > 1 else "1 record holds no page and was"
        yield SourceNote(f"{says} passed over")


def _make_page(payload: Payload, page: Delivered, known: KnownPages, limit: int) -> RawPage:
    """The page of a payload. Raises ValueError where it cannot be used."""
    kind = "text" if media_type(payload.content_type) == "text/plain" else "html"
    charset = _CHARSET.search(payload.content_type)
    try:
        text, encoding, notes = decode(
            payload.raw, html=kind == "html", declared=charset.group(1) if charset else ""
        )
    except SeedError as error:
        raise ValueError(str(error).rstrip(".")) from error
    fields = {kind: text, "url": payload.url}
    check_text(fields, limit)
    return make_page(fields, page, known, notes, encoding)
