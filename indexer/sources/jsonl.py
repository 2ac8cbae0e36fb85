"""JSON Lines: one page a line, plain or gzipped."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from indexer.errors import SeedError
from indexer.schema.document import RawPage
from indexer.sources.lone_surrogates import replace_surrogates
from indexer.sources.page_ids import page_id
from indexer.sources.problems import SourceProblem

# How much of a line that is too long is read at once while it is passed over.
_SKIPPED_BYTES = 1 << 16


def unpack_gzip(file: BinaryIO) -> BinaryIO:
    """The unpacked bytes of a gzip file as a stream that is unpacked as it is read."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=file))


def read_lines(
    path: Path, file: BinaryIO, *, max_bytes: int, max_line_bytes: int, max_text_characters: int
) -> Iterator[RawPage | SourceProblem]:
    """One page a line, or what is wrong with the line; blank lines are nothing.

    Holds one line. Raises SeedError where the stream is damaged, ends too early, or has more than
    `max_bytes` bytes; pages given before that stand.
    """
    stem = path.name.split(".")[0]
    for number, line in enumerate(_cut_lines(file, max_bytes, max_line_bytes), 1):
        if line is None:
            yield SourceProblem(number, f"the line has more than {max_line_bytes:,} bytes")
        elif line.strip():
            try:
                yield _read_line(path, line.rstrip(b"\r\n"), f"{stem}-{number}", max_text_characters)
            except ValueError as error:
                yield SourceProblem(number, str(error))


def _cut_lines(file: BinaryIO, limit: int, line_limit: int) -> Iterator[bytes | None]:
    """The lines of a stream, None for one that is too long to be held."""
    total = 0
    while line := _read_some(file, line_limit + 1):
        total += len(line)
        fits = len(line) <= line_limit
        while not fits and not line.endswith(b"\n") and total <= limit:
            line = _read_some(file, _SKIPPED_BYTES)
            total += len(line)
            if not line:
                break
        if total > limit:
            raise SeedError(f"it unpacks to more than {limit:,} bytes. Split it.")
        yield line if fits else None


def _read_some(file: BinaryIO, most: int) -> bytes:
    """The stream up to the next newline or `most` bytes."""
    try:
        return file.readline(most)
    except EOFError as error:
        raise SeedError("it is cut off: the gzip has no end. Deliver it again.") from error
    except (OSError, zlib.error) as error:
        raise SeedError("it is damaged or cannot be read. Deliver it again.") from error


def _read_line(path: Path, line: bytes, fallback: str, limit: int) -> RawPage:
    try:
        given: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON in UTF-8") from error
    if not isinstance(given, dict):
        raise ValueError("it is no JSON object")
    kind = "html" if isinstance(given.get("html"), str) else "text"
    text = given.get(kind)
    if not isinstance(text, str):
        raise ValueError("it has no “text” and no “html”")
    if not text.strip():
        raise ValueError("its text is empty")
    if len(text) > limit:
        raise ValueError(f"its text has {len(text):,} characters; the limit is {limit:,}")
    given_id = given.get("id")
    actors = given.get("actors")
    return RawPage(
        id=page_id(str(given_id)) if given_id not in (None, "") else page_id(fallback),
        source_file=str(path),
        kind="html" if kind == "html" else "text",
        text=text,
        raw=line,
        sha256=hashlib.sha256(line).hexdigest(),
        title=_text(given.get("title")),
        url=_text(given.get("url")),
        outlet=_text(given.get("source")),
        published=_text(given.get("published")),
        actors=tuple(replace_surrogates(str(a)) for a in actors if a) if isinstance(actors, list) else (),
    )


def _text(value: object) -> str | None:
    """A metadata value as text on one line, None where there is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return replace_surrogates(" ".join(value.split())) or None
