"""Source files to raw pages; a file that cannot be used says why.

Never follows a link, never expands an archive past its limit, never opens a socket.
"""

import hashlib
import os
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from indexer.errors import SeedError
from indexer.schema.document import RawPage
from indexer.sources.delimited import read_rows
from indexer.sources.encoding import decode
from indexer.sources.jsonl import LineLimits, read_lines
from indexer.sources.mojibake import mend, say_mended
from indexer.sources.page_hashes import KeptPages, KnownPages
from indexer.sources.page_ids import page_id
from indexer.sources.problems import SourceNote, SourceProblem
from indexer.sources.regular_file import open_regular_file
from indexer.sources.unpacking import open_stream
from indexer.sources.warc import read_records

__all__ = ["KeptPages", "SourceNote", "SourceProblem", "find_source_files", "read_source_file"]

HTML = (".html", ".htm", ".xhtml")
WARC = ".warc"
READERS = {".jsonl": read_lines, ".csv": read_rows, ".tsv": read_rows, WARC: read_records}
PACKED = ".gz"
SUFFIXES = tuple(ending + packing for ending in (".txt", *HTML, *READERS) for packing in ("", PACKED))
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
    max_unpacking: int = 100,
    name: str | None = None,
    known: MutableMapping[int, str] | None = None,
) -> Iterator[RawPage | KeptPages | SourceProblem | SourceNote]:
    """The pages of one file and its unusable parts. Raises SeedError if no page can be read.

    Args: `max_unpacking` is to how many times its size a packed file may unpack; to `max_file_bytes` it
    always may. `name` is what the file is called in reports. `known` are ids of pages by their hash:
    such a page is not read but taken out of `known`.
    """
    name = str(path) if name is None else name
    pages = KnownPages({} if known is None else known, name, path.name)
    ending, packed = _ending(path)
    limits = LineLimits(max_file_bytes * LINES_FACTOR, max_file_bytes, max_text_characters)
    reader = READERS.get(ending)
    if reader is None:
        yield _read_page(path, limits, name, pages, packed=packed)
        return
    with _open_file(path, limits.file_bytes) as file:
        unpacked = max(limits.line_bytes, os.fstat(file.fileno()).st_size * max_unpacking)
        limits = replace(limits, file_bytes=min(limits.file_bytes, unpacked))
        # A packed WARC is unpacked record by record: damage in one costs no other.
        whole = packed and ending != WARC
        yield from reader(path, open_stream(file, limits.file_bytes, packed=whole), limits, name, pages)


def _ending(path: Path) -> tuple[str, bool]:
    """The ending of a file's name that tells its format, and whether it is packed."""
    name = path.name.lower()
    packed = name.endswith(PACKED)
    return Path(name.removesuffix(PACKED)).suffix, packed


def _read_page(
    path: Path, limits: LineLimits, name: str, known: KnownPages, *, packed: bool
) -> RawPage | KeptPages:
    """The one page of a file. Raises SeedError."""
    with _open_file(path, limits.line_bytes) as file:
        raw = open_stream(file, limits.line_bytes, packed=packed).read()
    sha256 = hashlib.sha256(raw)
    if id_ := known.find(sha256):
        return KeptPages((id_,))
    ending, _ = _ending(path)
    html = ending in HTML
    decoded, encoding, notes = decode(raw, html=html)
    if not decoded.strip():
        raise SeedError("it is empty.")
    if not html and len(decoded) > limits.text_characters:
        raise SeedError(
            f"it has {len(decoded):,} characters; the limit is {limits.text_characters:,} "
            "(CUTTINGS_MAX_TEXT_CHARACTERS)."
        )
    text, repairs = mend(decoded)
    stem = path.name[: -len(PACKED)] if packed else path.name
    return RawPage(
        id=page_id(stem.rsplit(".", 1)[0] or stem),
        source_file=name,
        kind="html" if html else "text",
        text=text,
        raw=raw,
        sha256=sha256.hexdigest(),
        encoding=encoding,
        notes=notes + say_mended(repairs),
        page_hash=known.hash_of(sha256),
        repairs=repairs,
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
