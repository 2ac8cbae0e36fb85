"""Which segments a generation consists of, and the order of all its ids.

Reads the list of segments; the list says which documents of each are deleted.
"""

import errno
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from indexer.engines.whoosh_engine.arrays.array_folder import ARRAYS_FILE, FORMAT, Ints, outdated
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.errors import EngineUnavailable, GenerationCorrupt

SEGMENTS_FILE = "segments.json"
COLLECTION_FILE = "collection.json"
_NAME_DIGITS = 16
_NO_NUMBERS: Ints = np.empty(0, dtype="<i4")


def open_segments(folder: Path) -> tuple[tuple[Segment, ...], Ints]:
    """The segments of a generation, and the place of each document's id among all ids.

    Raises GenerationCorrupt, GenerationOutdated, EngineUnavailable.
    """
    with _reading(folder) as listed:
        segments: list[Segment] = []
        base = 0
        for one in listed["segments"]:
            deleted = _read_numbers(folder / one["deleted"]) if one["deleted"] else None
            segment = Segment(folder / one["name"], base, deleted)
            _read_named(segment.path / ARRAYS_FILE, segment.path.name)
            segments.append(segment)
            base += segment.size
        if not listed["rank"]:
            return tuple(segments), segments[0].rank if segments else _NO_NUMBERS
        return tuple(segments), _read_numbers(folder / listed["rank"])


def read_copies(folder: Path, size: int) -> tuple[Ints, Ints]:
    """The documents of all groups of near copies, and the group of each, from 1 on; raises likewise.

    The documents of a group stand together, by their ids. `size`: documents of the generation.
    """
    with _reading(folder) as listed:
        if not listed["copies"]:
            return _NO_NUMBERS, _NO_NUMBERS
        documents, groups = _read_numbers(folder / listed["copies"]).reshape(2, -1)
        if min(documents.min(), groups[0] - 1, np.diff(groups).min()) < 0 or documents.max() >= size:
            raise ValueError("these are no groups of documents")
        return documents, groups


def read_sketches(folder: Path) -> bytes:
    """What is kept of the texts to find near copies anew; raises likewise."""
    with _reading(folder) as listed:
        name = listed["sketches"]
        return _read_named(folder / name, Path(name).stem) if name else b""


@contextmanager
def _reading(folder: Path) -> Iterator[Any]:
    """The list of a generation, and one error for all that is wrong with it."""
    path = folder / SEGMENTS_FILE
    try:
        listed: Any = json.loads(path.read_text(encoding="ascii"))
        if listed["format"] != FORMAT:
            raise outdated(folder, listed["format"])
        yield listed
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
            raise EngineUnavailable(
                f"too many files are open to open {folder}. Allow this process more of them: ulimit -n 4096"
            ) from error
        raise GenerationCorrupt(
            f"The index cannot be used: {path} or a file that it names cannot be read ({error}). "
            "Run: python -m indexer rebuild"
        ) from error


def _read_numbers(path: Path) -> Ints:
    return np.frombuffer(_read_named(path, path.stem), dtype="<i4")


def _read_named(path: Path, name: str) -> bytes:
    """A file by whose hash something is named. Raises ValueError where it was changed."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest()[:_NAME_DIGITS] != name.rpartition("-")[2]:
        raise ValueError(f"{path} was changed")
    return content
