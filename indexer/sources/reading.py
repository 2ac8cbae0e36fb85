"""Source files to raw pages; a file that cannot be used says why.

Never follows a link, never expands an archive past its limit, never opens a socket.
"""

import hashlib
import os
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from indexer.errors import SeedError
from indexer.schema.document import RawPage
from indexer.sources.encoding import decode
from indexer.sources.jsonl import LineLimits, read_lines, unpack_gzip
from indexer.sources.page_hashes import KeptPages, KnownPages
from indexer.sources.page_ids import page_id
from indexer.sources.problems import SourceProblem
from indexer.sources.regular_file import open_regular_file

__all__ = ["KeptPages", "SourceProblem", "find_source_files", "read_source_file"]

HTML = (".html", ".htm", ".xhtml")
LINES = (".jsonl", ".jsonl.gz")
SUFFIXES = (".txt", *HTML, *LINES)
# A file of many articles may be larger than one article by this factor.
LINES_FACTOR = 200


def find_source_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """All source files of files and folders, sorted; hidden ones and other kinds left out.

    A path that is named itself is always taken. A folder that cannot be opened and a link to a
    folder stand among the files, so that reading says why nothing of them is used. A file that is
    reached in two ways is given once, as it was reached first. Raises SeedError for a path that
    does not exist.
    """
    found: dict[tuple[str, str], Path] = {}
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            reached = sorted(_walk(path))
        elif path.exists() or path.is_symlink():
            reached = [path]
        else:
            raise SeedError(f"{path} does not exist. Name a file or a folder with --seeds.")
        places = {folder: os.path.realpath(folder) for folder in {file.parent for file in reached}}
        for file in reached:
            found.setdefault((places[file.parent], file.name), file)
    return tuple(found.values())


def _walk(root: Path) -> Iterator[Path]:
    """The source files of a folder, and the folders below it that are not entered."""
    shut: list[Path] = []
    for folder, folders, files in os.walk(root, onerror=lambda error: shut.append(Path(error.filename))):
        here = Path(folder)
        folders[:] = [name for name in folders if not _is_hidden(name)]
        yield from (here / name for name in folders if (here / name).is_symlink())
        yield from (here / name for name in files if name.lower().endswith(SUFFIXES) and not _is_hidden(name))
    yield from shut


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def read_source_file(
    path: Path,
    *,
    max_file_bytes: int,
    max_text_characters: int,
    name: str | None = None,
    known: MutableMapping[int, str] | None = None,
) -> Iterator[RawPage | KeptPages | SourceProblem]:
    """The pages of one file and its unusable lines. Raises SeedError if no page can be read.

    Args: `name` is what the file is called in reports. `known` are ids of pages by their hash: such
    a page is not read but taken out of `known`.
    """
    name = str(path) if name is None else name
    pages = KnownPages({} if known is None else known, name, path.name)
    ending = path.name.lower()
    if ending.endswith(LINES):
        limits = LineLimits(max_file_bytes * LINES_FACTOR, max_file_bytes, max_text_characters)
        packed = ending.endswith(".gz")
        with _open_file(path, limits.file_bytes) as file, unpack_gzip(file) if packed else file as lines:
            yield from read_lines(path, lines, limits, name, pages)
        return
    with _open_file(path, max_file_bytes) as file:
        raw = file.read(max_file_bytes + 1)
    if len(raw) > max_file_bytes:
        raise SeedError(f"it grew past {max_file_bytes:,} bytes while it was read. Wait for its download.")
    sha256 = hashlib.sha256(raw)
    if id_ := pages.find(sha256):
        yield KeptPages((id_,))
        return
    html = ending.endswith(HTML)
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
        source_file=name,
        kind="html" if html else "text",
        text=text,
        raw=raw,
        sha256=sha256.hexdigest(),
        encoding=encoding,
        notes=notes,
        page_hash=pages.hash_of(sha256),
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
