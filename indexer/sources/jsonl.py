"""JSON Lines: one page a line, plain or gzipped."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.schema.document import RawPage
from indexer.sources.page_fields import Delivered, check_text, make_page, read_fields
from indexer.sources.page_hashes import KeptPages, KnownPages, gather_kept
from indexer.sources.problems import SourceProblem

# How much of a line that is too long is read at once while it is passed over.
_SKIPPED_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class LineLimits:
    """The most bytes of a file and of a line, and characters of a text."""

    file_bytes: int
    line_bytes: int
    text_characters: int


def read_lines(
    path: Path, stream: io.BufferedReader, limits: LineLimits, name: str, known: KnownPages
) -> Iterator[RawPage | KeptPages | SourceProblem]:
    """One page a line, or what is wrong with the line; blank lines are nothing.

    A line that `known` holds is not read. Holds one line. Raises SeedError where the stream is
    damaged, ends too early, or has more bytes than a file may; pages given before that stand.
    """
    return gather_kept(_read_each(path, stream, limits, name, known))


def _read_each(
    path: Path, stream: io.BufferedReader, limits: LineLimits, name: str, known: KnownPages
) -> Iterator[RawPage | SourceProblem | str]:
    """What stands in each line; the id alone of a page that is known."""
    stem = path.name.split(".")[0]
    for number, full in enumerate(cut_lines(stream, limits.line_bytes), 1):
        if full is None:
            yield SourceProblem(number, f"the line has more than {limits.line_bytes:,} bytes")
            continue
        line = full.rstrip(b"\r\n")
        if not line or line.isspace():
            continue
        sha256 = hashlib.sha256(line)
        place = f"{stem}-{number}"
        if id_ := known.find(sha256) or known.find_numbered(sha256, place):
            yield id_
            continue
        try:
            fields = _read_object(line, limits.text_characters)
        except ValueError as error:
            yield SourceProblem(number, str(error))
            continue
        yield make_page(fields, Delivered(name, place, line, sha256), known)


def cut_lines(stream: io.BufferedReader, limit: int) -> Iterator[bytes | None]:
    """The lines of a stream, None for one that is too long to be held."""
    while line := stream.readline(limit + 1):
        fits = len(line) <= limit
        rest = line
        while not fits and rest and not rest.endswith(b"\n"):
            rest = stream.readline(_SKIPPED_BYTES)
        yield line if fits else None


def _read_object(line: bytes, limit: int) -> Mapping[str, Any]:
    """The fields of a line, whose text can be used. Raises ValueError."""
    try:
        # Bytes that begin so are UTF-8, which the parser finds out at some cost.
        given: Any = json.loads(line.decode("utf-8", "surrogatepass") if line[:2] == b'{"' else line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON in UTF-8") from error
    if not isinstance(given, dict):
        raise ValueError("it is no JSON object")
    fields = read_fields(given)
    check_text(fields, limit)
    return fields
