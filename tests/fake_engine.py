"""A small engine of plain files, for tests of what is around engines.

Knows the nodes that checks ask for; scores nothing.
"""

import json
import os
from base64 import b64decode, b64encode
from collections import Counter
from pathlib import Path

from indexer.analysis.document_terms import analyze_document
from indexer.engine_port import EngineAnswer, EngineHit, EngineRequest
from indexer.engines.analysed_view import AnalysedView
from indexer.query.facet_values import facet_values
from indexer.query.syntax import All, And, FieldIs, Node, Not, Or, Term
from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.schema.json_values import from_json, to_json

DOCUMENTS = "documents.jsonl"
ORIGINALS = "originals.jsonl"
COLLECTION = "collection.json"


class FakeWriter:
    """Writes one line a document into two files, and the collection into a third."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents = (folder / DOCUMENTS).open("wb", buffering=0)
        self._originals = (folder / ORIGINALS).open("wb", buffering=0)
        self._ids: set[str] = set()

    def add(self, document: Document, original: bytes) -> None:
        """Add a document and its bytes as delivered."""
        if document.id in self._ids:
            raise ValueError(document.id)
        self._ids.add(document.id)
        os.write(self._documents.fileno(), json.dumps(to_json(document)).encode() + b"\n")
        os.write(self._originals.fileno(), json.dumps(b64encode(original).decode()).encode() + b"\n")

    def finish(self, collection: Collection) -> None:
        """Write all to disk."""
        self.abort()
        (self._folder / COLLECTION).write_text(json.dumps(to_json(collection)), encoding="utf-8")

    def abort(self) -> None:
        """Close the files."""
        self._documents.close()
        self._originals.close()


class FakeReader:
    """Holds all documents in memory and tries each of them."""

    def __init__(self, folder: Path) -> None:
        lines = (folder / DOCUMENTS).read_text(encoding="utf-8").splitlines()
        documents = [from_json(Document, json.loads(line)) for line in lines]
        originals = (folder / ORIGINALS).read_text(encoding="utf-8").splitlines()
        self.documents = {document.id: document for document in documents}
        self.originals = {
            document.id: b64decode(json.loads(line))
            for document, line in zip(documents, originals, strict=True)
        }
        self.collection = from_json(Collection, json.loads((folder / COLLECTION).read_text(encoding="utf-8")))

    @property
    def document_count(self) -> int:
        """How many documents it holds."""
        return len(self.documents)

    def document_ids(self) -> tuple[str, ...]:
        """All ids, ascending."""
        return tuple(sorted(self.documents))

    def document(self, document_id: str) -> Document | None:
        """The document of this id, or None."""
        return self.documents.get(document_id)

    def view(self, document_id: str) -> AnalysedView | None:
        """The document of this id with the places of its words, or None."""
        document = self.documents.get(document_id)
        return None if document is None else AnalysedView(document)

    def original(self, document_id: str) -> bytes | None:
        """The bytes of the document as delivered, or None."""
        return self.originals.get(document_id)

    def term_statistics(self, term: str, *, exact: bool) -> int:
        """In how many documents a term occurs."""
        return sum(matches(d, Term(term, term, exact)) for d in self.documents.values())

    def search(self, request: EngineRequest) -> EngineAnswer:
        """All documents that match, by id."""
        asked = [request.query, *(part.node for part in request.filters)]
        found = [
            self.documents[id_]
            for id_ in self.document_ids()
            if all(matches(self.documents[id_], node) for node in asked)
        ]
        facets = {}
        for facet in request.facets:
            counts = Counter(value for document in found for value in facet_values(document, facet))
            facets[facet] = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        page = found[request.start : request.start + request.limit]
        return EngineAnswer(len(found), tuple(EngineHit(d.id, 0.0) for d in page), facets)

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def matches(document: Document, node: Node) -> bool:
    """Whether a document matches a node of a kind that checks use."""
    match node:
        case All():
            return True
        case Term(term, _, exact, field):
            terms = analyze_document(document)
            words = terms.words[: terms.title_words] if field == "title" else terms.words
            return any((word.term if exact else word.stem) == term for word in words)
        case FieldIs(field, value):
            return value in facet_values(document, field)
        case And(children):
            return all(matches(document, child) for child in children)
        case Or(children):
            return any(matches(document, child) for child in children)
        case Not(child):
            return not matches(document, child)
        case _:
            raise NotImplementedError(node)
