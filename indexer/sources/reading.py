"""Source files to raw pages; a file that cannot be used says why.

Never follows a link, never expands an archive past its limit, never opens a socket.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from indexer.errors import SeedError
from indexer.schema.document import RawPage
from indexer.sources.encoding import decode
from indexer.sources.jsonl import read_lines, unpack_gzip
from indexer.sources.page_ids import page_id
from indexer.sources.problems import SourceProblem
from indexer.sources.regular_file import open_regular_file

__all__ = ["SourceProblem", "find_source_files", "read_source_file"]

HTML = (".html", ".htm")
LINES = (".jsonl", ".jsonl.gz")
SUFFIXES = (".txt", *HTML, *LINES)
# A file of many articles may be larger than one article by this factor.
LINES_FACTOR = 200


def find_source_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """All source files of files and folders, sorted; hidden ones and other kinds left out.

    A path that is named itself is always taken. Raises SeedError for one that does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            found.update(dict.fromkeys(sorted(p for p in path.rglob("*") if _is_wanted(p, path))))
        elif path.exists() or path.is_symlink():
            found[path] = None
        else:
            raise SeedError(f"{path} does not exist. Name a file or a folder with --seeds.")
    return tuple(found)


def _is_wanted(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    named = path.name.lower().endswith(SUFFIXES)
    return named and not hidden and (path.is_symlink() or not path.is_dir())


def read_source_file(
    path: Path, *, max_file_bytes: int, max_text_characters: int
) -> Iterator[RawPage | SourceProblem]:
    """The pages of one file and its unusable lines. Raises SeedError if no page can be read."""
    name = path.name.lower()
    if name.endswith(LINES):
        limit = max_file_bytes * LINES_FACTOR
        packed = name.endswith(".gz")
        with _open_file(path, limit) as file, unpack_gzip(file) if packed else file as lines:
            yield from read_lines(
                path,
                lines,
                max_bytes=limit,
                max_line_bytes=max_file_bytes,
                max_text_characters=max_text_characters,
            )
        return
    with _open_file(path, max_file_bytes) as file:
        raw = file.read(max_file_bytes + 1)
    if len(raw) > max_file_bytes:
        raise SeedError(f"it grew past {max_file_bytes:,} bytes while it was read. Wait for its download.")
    html = name.endswith(HTML)
    text, encoding, notes = decode(raw, html=html)
    if not text.strip():
        raise SeedError("it is empty.")
    if len(text) > max_text_characters:
        raise SeedError(
            f"it has {len(text):,} characters; the limit is {max_text_characters:,} "
            "(CUTTINGS_MAX_TEXT_CHARACTERS)."
        )
    yield RawPage(
        id=page_id(path.name.rsplit(".", 1)[0] or path.name),
        source_file=str(path),
        kind="html" if html else "text",
        text=text,
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        encoding=encoding,
        notes=notes,
    )


@contextmanager
def _open_file(path: Path, limit: int) -> Iterator[BinaryIO]:
    """A regular file that is not too large. Raises SeedError with the cause and the cure."""
    file, size = open_regular_file(path)
    with file:
        if size > limit:
            raise SeedError(f"it has {size:,} bytes; the limit is {limit:,} (CUTTINGS_MAX_FILE_BYTES).")
        if size == 0:
            raise SeedError("it is empty.")
        yield file
