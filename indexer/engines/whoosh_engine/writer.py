"""Writes one generation: its segments, which of their documents are deleted, its facts."""

import json
import shutil
from pathlib import Path

from indexer.engines.whoosh_engine.array_folder import FORMAT
from indexer.engines.whoosh_engine.segment_writer import RUN_WORDS, SegmentWriter
from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.schema.json_values import to_json

COLLECTION_FILE = "collection.json"
SEGMENTS_FILE = "segments.json"
INDEX_NAME = "CUTTINGS"


class WhooshWriter:
    """Fills an empty folder."""

    def __init__(self, folder: Path, base: Path | None = None, run_words: int = RUN_WORDS) -> None:
        self._folder = folder
        self._segment = SegmentWriter(folder / "seg-new", folder / ".runs", run_words)
        self._seen: set[str] = set()

    def add(self, document: Document, original: bytes, page_hash: int = 0) -> None:
        """Add a document and its bytes as delivered. Raises ValueError on a repeated id."""
        if document.id in self._seen:
            raise ValueError(f"two documents have the id {document.id}; ids are unique")
        self._seen.add(document.id)
        self._segment.add(document, original, page_hash)

    def delete(self, document_id: str) -> None:
        """Leave out a document of the base. Raises KeyError where there is none."""
        raise KeyError(document_id)

    def finish(self, collection: Collection) -> None:
        """Write all to disk. No call may follow."""
        digits, documents = self._segment.finish()
        name = f"seg-{digits}"
        self._segment.path.rename(self._folder / name)
        listed = {
            "format": FORMAT,
            "segments": [{"name": name, "documents": documents, "deleted": None}],
            "rank": None,
        }
        (self._folder / SEGMENTS_FILE).write_text(json.dumps(listed), encoding="ascii")
        text = json.dumps(to_json(collection), ensure_ascii=True, indent=0)
        (self._folder / COLLECTION_FILE).write_text(text, encoding="ascii")

    def abort(self) -> None:
        """Drop everything; safe to call at any time."""
        self._segment.abort()
        shutil.rmtree(self._folder / ".runs", ignore_errors=True)
