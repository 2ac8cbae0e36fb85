"""JSON Lines: one page a line, plain or gzipped."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from indexer.errors import SeedError
from indexer.schema.document import RawPage
from indexer.sources.lone_surrogates import replace_surrogates
from indexer.sources.page_hashes import KeptPages, KnownPages
from indexer.sources.page_ids import page_id
from indexer.sources.problems import SourceProblem

# How much of a line that is too long is read at once while it is passed over.
_SKIPPED_BYTES = 1 << 16
# So many pages that are as before are told of at once: most of an update is passing over them.
_KEPT_TOGETHER = 256


def unpack_gzip(file: BinaryIO) -> BinaryIO:
    """The unpacked bytes of a gzip file as a stream that is unpacked as it is read."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=file))


@dataclass(frozen=True, slots=True)
class LineLimits:
    """The most bytes of a file and of a line, and characters of a text."""

    file_bytes: int
    line_bytes: int
    text_characters: int


def read_lines(
    path: Path, file: BinaryIO, limits: LineLimits, name: str, known: KnownPages
) -> Iterator[RawPage | KeptPages | SourceProblem]:
    """One page a line, or what is wrong with the line; blank lines are nothing.

    A line that `known` holds is not read. Holds one line. Raises SeedError where the stream is
    damaged, ends too early, or has more bytes than a file may; pages given before that stand.
    """
    kept: list[str] = []
    try:
        for found in _read_each(path, file, limits, name, known):
            if isinstance(found, str):
                kept.append(found)
                if len(kept) < _KEPT_TOGETHER:
                    continue
            if kept:
                yield KeptPages(tuple(kept))
                kept.clear()
            if not isinstance(found, str):
                yield found
    except SeedError:
        if kept:
            yield KeptPages(tuple(kept))
        raise
    if kept:
        yield KeptPages(tuple(kept))


def _read_each(
    path: Path, file: BinaryIO, limits: LineLimits, name: str, known: KnownPages
) -> Iterator[RawPage | str | SourceProblem]:
    """What stands in each line; the id alone of a page that is known."""
    stem = path.name.split(".")[0]
    for number, full in enumerate(_cut_lines(file, limits.file_bytes, limits.line_bytes), 1):
        if full is None:
            yield SourceProblem(number, f"the line has more than {limits.line_bytes:,} bytes")
            continue
        line = full.rstrip(b"\r\n")
        if not line or line.isspace():
            continue
        sha256 = hashlib.sha256(line)
        if id_ := known.find(sha256) or known.find_numbered(sha256, f"{stem}-{number}"):
            yield id_
            continue
        try:
            given = _read_object(line, limits.text_characters)
        except ValueError as error:
            yield SourceProblem(number, str(error))
            continue
        named = given.get("id") not in (None, "")
        place = f"{stem}-{number}"
        yield _read_page(
            given,
            page_id(str(given["id"]) if named else place),
            name,
            line,
            sha256.hexdigest(),
            known.hash_of(sha256, "" if named else place),
        )


def _cut_lines(file: BinaryIO, limit: int, line_limit: int) -> Iterator[bytes | None]:
    """The lines of a stream, None for one that is too long to be held."""
    total = 0
    try:
        while line := file.readline(line_limit + 1):
            size = len(line)
            total += size
            fits = size <= line_limit
            while not fits and not line.endswith(b"\n") and total <= limit:
                line = file.readline(_SKIPPED_BYTES)
                total += len(line)
                if not line:
                    break
            if total > limit:
                raise SeedError(f"it unpacks to more than {limit:,} bytes. Split it.")
            yield line if fits else None
    except EOFError as error:
        raise SeedError("it is cut off: the gzip has no end. Deliver it again.") from error
    except (OSError, zlib.error) as error:
        raise SeedError("it is damaged or cannot be read. Deliver it again.") from error


def _read_object(line: bytes, limit: int) -> dict[str, Any]:
    """A line as the object that it holds, whose text can be used. Raises ValueError."""
    try:
        # Bytes that begin so are UTF-8, which the parser finds out at some cost.
        given: Any = json.loads(line.decode("utf-8", "surrogatepass") if line[:2] == b'{"' else line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON in UTF-8") from error
    if not isinstance(given, dict):
        raise ValueError("it is no JSON object")
    text = given.get(_kind(given))
    if not isinstance(text, str):
        raise ValueError("it has no “text” and no “html”")
    if not text.strip():
        raise ValueError("its text is empty")
    if len(text) > limit:
        raise ValueError(f"its text has {len(text):,} characters; the limit is {limit:,}")
    return given


def _kind(given: dict[str, Any]) -> Literal["text", "html"]:
    return "html" if isinstance(given.get("html"), str) else "text"


def _read_page(
    given: dict[str, Any], id_: str, name: str, line: bytes, sha256: str, page_hash: int
) -> RawPage:
    kind = _kind(given)
    actors = given.get("actors")
    return RawPage(
        id=id_,
        source_file=name,
        kind=kind,
        text=given[kind],
        raw=line,
        sha256=sha256,
        title=_text(given.get("title")),
        url=_text(given.get("url")),
        outlet=_text(given.get("source")),
        published=_text(given.get("published")),
        actors=tuple(replace_surrogates(str(a)) for a in actors if a) if isinstance(actors, list) else (),
        page_hash=page_hash,
    )


def _text(value: object) -> str | None:
    """A metadata value as text on one line, None where there is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    if value.isalnum():
        return value if value.isascii() else replace_surrogates(value)
    return replace_surrogates(" ".join(value.split())) or None
