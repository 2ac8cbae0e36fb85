"""JSON Lines: one page a line, plain or gzipped."""

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.errors import SeedError
from indexer.schema.document import RawPage
from indexer.sources.page_ids import page_id
from indexer.sources.problems import SourceProblem


def expand_gzip(packed: bytes, limit: int) -> bytes:
    """The bytes of a gzip file. Raises SeedError as soon as they are more than `limit`."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            found = file.read(limit + 1)
    except EOFError as error:
        raise SeedError("it is cut off: the gzip has no end. Deliver it again.") from error
    except (OSError, zlib.error) as error:
        raise SeedError("it is no gzip file, or a damaged one. Deliver it again.") from error
    if len(found) > limit:
        raise SeedError(f"it unpacks to more than {limit:,} bytes. Split it.")
    return found


def read_lines(path: Path, raw: bytes, max_text_characters: int) -> Iterator[RawPage | SourceProblem]:
    """One page a line, or what is wrong with the line; blank lines are nothing."""
    stem = path.name.split(".")[0]
    for number, line in enumerate(io.BytesIO(raw), 1):
        if not line.strip():
            continue
        try:
            yield _read_line(path, line.rstrip(b"\r\n"), f"{stem}-{number}", max_text_characters)
        except ValueError as error:
            yield SourceProblem(number, str(error))


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
        actors=tuple(str(a) for a in actors if a) if isinstance(actors, list) else (),
    )


def _text(value: object) -> str | None:
    """A metadata value as text on one line, None where there is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return (" ".join(value.split()) or None) if isinstance(value, str) else None
