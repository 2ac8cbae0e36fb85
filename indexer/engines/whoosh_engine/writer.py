"""Writes one generation: its segments, which of their documents are deleted, its facts."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.engine_port import NO_COPIES, Copies
from indexer.engines.whoosh_engine.arrays.array_folder import FORMAT, Ints
from indexer.engines.whoosh_engine.arrays.generation_files import COLLECTION_FILE, SEGMENTS_FILE
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.building.generation_base import GenerationBase, link_folder
from indexer.engines.whoosh_engine.building.segment_merge import merge_segments
from indexer.engines.whoosh_engine.building.segment_writer import RUN_WORDS, SegmentWriter
from indexer.engines.whoosh_engine.whoosh_search.codec import array_segment, write_toc
from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.schema.json_values import to_json

# Past this share of deleted and new documents, or this many segments, all are merged into one.
MOST_CHANGED = 0.2
MOST_SEGMENTS = 8
_RUNS = ".runs"
_NEW = ".segment"
_MERGED = ".merged"


class WhooshWriter:
    """Fills an empty folder.

    Args: `base`: a generation whose documents the new one has too; `run_words`: how many words
    are sorted at once.
    """

    def __init__(self, folder: Path, base: Path | None = None, *, run_words: int = RUN_WORDS) -> None:
        self._folder = folder
        self._base = GenerationBase(base) if base else None
        self._segment = SegmentWriter(
            folder / _NEW, folder / _RUNS, run_words, self._base.dictionary if self._base else b""
        )
        self._seen: set[str] = set()

    def add(self, document: Document, original: bytes, page_hash: int = 0) -> None:
        """Add a document and its bytes as delivered. Raises ValueError on a repeated id."""
        if document.id in self._seen or (self._base and self._base.find(document.id)):
            raise ValueError(f"two documents have the id {document.id}; ids are unique")
        self._seen.add(document.id)
        self._segment.add(document, original, page_hash)

    def delete(self, document_id: str) -> None:
        """Leave out a document of the base. Raises KeyError where there is none."""
        if self._base is None:
            raise KeyError(document_id)
        self._base.delete(document_id)

    def finish(self, collection: Collection, copies: Copies = NO_COPIES) -> None:
        """Write all to disk. No call may follow. Raises KeyError for a group of an unknown id."""
        segments = self._finish_segments()
        self._write_list(segments, copies)
        write_toc(self._folder, [array_segment(segment) for segment in segments])
        text = json.dumps(to_json(collection), ensure_ascii=True, indent=0)
        (self._folder / COLLECTION_FILE).write_text(text, encoding="ascii")

    def _finish_segments(self) -> list[Segment]:
        """Put the segments of the generation into its folder."""
        digits, added = self._segment.finish()
        fresh = self._folder / _NEW
        older = self._base.living() if self._base else []
        if not older:
            return [Segment(fresh.rename(self._folder / f"seg-{digits}"))]
        if self._must_merge(len(older) + bool(added), added):
            new = [Segment(fresh)] if added else []
            digits, _ = merge_segments([*older, *new], self._folder / _MERGED)
            shutil.rmtree(fresh)
            return [Segment((self._folder / _MERGED).rename(self._folder / f"seg-{digits}"))]
        taken = []
        for segment in older:
            path = self._folder / segment.path.name
            link_folder(segment.path, path)
            taken.append(Segment(path, deleted=segment.deleted(), arrays=segment.arrays))
        if not added:
            shutil.rmtree(fresh)
            return taken
        return [*taken, Segment(fresh.rename(self._folder / f"seg-{digits}"))]

    def _must_merge(self, segments: int, added: int) -> bool:
        assert self._base is not None
        changed = self._base.deleted_count + added
        return segments > MOST_SEGMENTS or changed > MOST_CHANGED * (self._base.size + added)

    def _write_list(self, segments: Sequence[Segment], copies: Copies) -> None:
        listed = []
        for segment in segments:
            deleted = segment.deleted()
            name = self._write_numbers("deleted", deleted) if len(deleted) else None
            listed.append({"name": segment.path.name, "documents": segment.size, "deleted": name})
        rank = self._write_numbers("rank", _rank(segments)) if len(segments) > 1 else None
        facts = {
            "format": FORMAT,
            "segments": listed,
            "rank": rank,
            "copies": self._write_numbers("copies", _number(segments, copies)) if copies.groups else None,
            "sketches": self._write_named("sketches", copies.sketches, "bin") if copies.sketches else None,
        }
        (self._folder / SEGMENTS_FILE).write_text(json.dumps(facts, indent=0), encoding="ascii")

    def _write_numbers(self, kind: str, numbers: Ints) -> str:
        return self._write_named(kind, numbers.astype("<i4").tobytes(), "i4")

    def _write_named(self, kind: str, block: bytes, ending: str) -> str:
        name = f"{kind}-{hashlib.sha256(block).hexdigest()[:16]}.{ending}"
        (self._folder / name).write_bytes(block)
        return name

    def abort(self) -> None:
        """Close all files and remove what was not finished; safe to call at any time."""
        self._segment.abort()
        for name in (_NEW, _MERGED):
            shutil.rmtree(self._folder / name, ignore_errors=True)


def _number(segments: Sequence[Segment], copies: Copies) -> Ints:
    """The documents of all groups, then the group of each, from 1 on. Raises KeyError."""
    numbers = {}
    wanted = {id_ for group in copies.groups for id_ in group}
    base = 0
    for segment in segments:
        found = ((id_, segment.number_of(id_)) for id_ in wanted)
        numbers.update({id_: base + number for id_, number in found if number is not None})
        base += segment.size
    rows = [(numbers[id_], at) for at, group in enumerate(copies.groups, 1) for id_ in group]
    return np.array(rows, dtype=np.int64).T


def _rank(segments: Sequence[Segment]) -> Ints:
    """The place of each document's id among the ids of all."""
    # Ascending stretches, which the sort only joins.
    ids = [id_ for segment in segments for id_ in segment.ids.decoded()]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    places = np.empty(len(ids), dtype=np.int64)
    places[order] = np.arange(len(ids))
    base = 0
    ranks = []
    for segment in segments:
        ranks.append(places[base + segment.rank.astype(np.int64)])
        base += segment.size
    return np.concatenate(ranks)
