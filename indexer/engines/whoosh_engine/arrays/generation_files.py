"""Which segments a generation consists of, and the order of all its ids.

Reads the list of segments; the list says which documents of each are deleted.
"""

import errno
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from indexer.engines.whoosh_engine.arrays.array_folder import ARRAYS_FILE, FORMAT, Ints, outdated
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.errors import EngineUnavailable, GenerationCorrupt

SEGMENTS_FILE = "segments.json"
COLLECTION_FILE = "collection.json"
_NAME_DIGITS = 16


def open_segments(folder: Path) -> tuple[tuple[Segment, ...], Ints]:
    """The segments of a generation, and the place of each document's id among all ids.

    Raises GenerationCorrupt, GenerationOutdated, EngineUnavailable.
    """
    path = folder / SEGMENTS_FILE
    try:
        listed: Any = json.loads(path.read_text(encoding="ascii"))
        if listed["format"] != FORMAT:
            raise outdated(folder, listed["format"])
        segments: list[Segment] = []
        base = 0
        for one in listed["segments"]:
            deleted = _read_numbers(folder / one["deleted"]) if one["deleted"] else None
            segment = Segment(folder / one["name"], base, deleted)
            _read_named(segment.path / ARRAYS_FILE, segment.path.name)
            segments.append(segment)
            base += segment.size
        if not listed["rank"]:
            return tuple(segments), segments[0].rank if segments else np.empty(0, dtype="<i4")
        return tuple(segments), _read_numbers(folder / listed["rank"])
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
