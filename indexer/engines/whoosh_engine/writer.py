"""Writes one generation: a Whoosh index, columns and the documents, in one folder."""

import json
from pathlib import Path

from whoosh.index import create_in

from indexer.analysis.document_terms import DocumentTerms, analyze_document
from indexer.engines.whoosh_engine.columns import ColumnsWriter
from indexer.engines.whoosh_engine.store import BlobWriter, pack_document
from indexer.engines.whoosh_engine.whoosh_schema import VALUE_FIELDS, whoosh_schema
from indexer.query.facet_values import facet_values
from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.schema.json_values import to_json

COLLECTION_FILE = "collection.json"
INDEX_NAME = "CUTTINGS"
# Megabytes of postings that Whoosh sorts in memory before it spools them to disk.
MEMORY_LIMIT = 256


class WhooshWriter:
    """Fills an empty folder; one segment, so that a number names a document for good."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        index = create_in(str(folder), whoosh_schema(), indexname=INDEX_NAME)
        self._writer = index.writer(limitmb=MEMORY_LIMIT)
        self._columns = ColumnsWriter()
        self._documents = BlobWriter(folder, "documents")
        self._originals = BlobWriter(folder, "originals")
        self._seen: set[str] = set()

    def add(self, document: Document, original: bytes) -> None:
        """Add a document and its bytes as delivered. Raises ValueError on a repeated id."""
        if document.id in self._seen:
            raise ValueError(f"two documents have the id {document.id}; ids are unique")
        self._seen.add(document.id)
        terms = analyze_document(document)
        values = {name: [(v, 0) for v in facet_values(document, name)] for name in VALUE_FIELDS}
        self._writer.add_document(document=document.id, **_term_lists(terms), **values)
        self._columns.add(document, terms)
        self._documents.add(pack_document(document))
        self._originals.add(original)

    def finish(self, collection: Collection) -> None:
        """Write all to disk. No call may follow."""
        self._writer.commit(merge=False)
        (self._folder / f"{INDEX_NAME}_WRITELOCK").unlink(missing_ok=True)
        self._columns.write(self._folder)
        self._documents.finish()
        self._originals.finish()
        text = json.dumps(to_json(collection), ensure_ascii=True, indent=0)
        (self._folder / COLLECTION_FILE).write_text(text, encoding="ascii")

    def abort(self) -> None:
        """Drop everything; safe to call at any time."""
        self._documents.abort()
        self._originals.abort()
        if not self._writer.is_closed:
            self._writer.cancel()


def _term_lists(terms: DocumentTerms) -> dict[str, list[tuple[str, int]]]:
    title = terms.words[: terms.title_words]
    return {
        "text": [(w.stem, w.position) for w in terms.words if w.stem is not None],
        "exact": [(w.term, w.position) for w in terms.words],
        "title": [(w.stem, w.position) for w in title if w.stem is not None],
        "title_exact": [(w.term, w.position) for w in title],
        "actor": [(a.id, a.position) for a in terms.actors],
        "place": [(p.id, p.position) for p in terms.places],
    }
