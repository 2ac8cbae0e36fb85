"""A small engine of plain files, for tests of what is around engines.

Knows the nodes that checks ask for; a score is how often the words of a query occur.
"""

import json
import os
from base64 import b64decode, b64encode
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from indexer.analysis.document_terms import analyze_document
from indexer.engine_port import (
    NO_COPIES,
    Copies,
    DocumentScores,
    EngineAnswer,
    EngineHit,
    EngineRequest,
    EngineWalk,
    LeafScore,
    Vocabulary,
    WordCount,
)
from indexer.generation_store import FolderStore
from indexer.query.facet_values import facet_values
from indexer.query.syntax import All, And, AndMaybe, FieldIs, Node, Not, Or, Term
from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.schema.json_values import from_json, to_json
from indexer.settings import Settings
from tests.oracle import fold

DOCUMENTS = "documents.jsonl"
ORIGINALS = "originals.jsonl"
COLLECTION = "collection.json"
COPIES = "copies.json"
BASE_DOCUMENTS = "base-documents.jsonl"
BASE_ORIGINALS = "base-originals.jsonl"
DELETED = "deleted.json"


class FakeWriter:
    """Writes one line a document into two files, and the collection into a third.

    A generation that is based on another shares that one's files, and lists what is deleted; one
    that is based on such a generation copies what is left.
    """

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        self._folder = folder
        self._documents = (folder / DOCUMENTS).open("wb", buffering=0)
        self._originals = (folder / ORIGINALS).open("wb", buffering=0)
        self._base = FakeReader(base) if base is not None else None
        self._shares = base is not None and not (base / DELETED).exists()
        self._left = set(self._base.documents) if self._base else set()
        self._added: set[str] = set()
        if base is not None and self._shares:
            (folder / BASE_DOCUMENTS).hardlink_to(base / DOCUMENTS)
            (folder / BASE_ORIGINALS).hardlink_to(base / ORIGINALS)

    def add(self, document: Document, original: bytes, page_hash: int = 0) -> None:
        """Add a document and its bytes as delivered."""
        if document.id in self._added | self._left:
            raise ValueError(document.id)
        self._added.add(document.id)
        self._write(document, original, page_hash)

    def _write(self, document: Document, original: bytes, page_hash: int) -> None:
        line = json.dumps([to_json(document), page_hash]).encode()
        os.write(self._documents.fileno(), line + b"\n")
        os.write(self._originals.fileno(), json.dumps(b64encode(original).decode()).encode() + b"\n")

    def delete(self, document_id: str) -> None:
        """Leave out a document of the base."""
        self._left.remove(document_id)

    def finish(self, collection: Collection, copies: Copies = NO_COPIES) -> None:
        """Write all to disk."""
        if self._base is not None and self._shares:
            deleted = sorted(self._base.documents.keys() - self._left)
            (self._folder / DELETED).write_text(json.dumps(deleted), encoding="utf-8")
        elif self._base is not None:
            for id_ in sorted(self._left):
                self._write(self._base.documents[id_], self._base.originals[id_], self._base.hashes[id_])
        self.abort()
        (self._folder / COLLECTION).write_text(json.dumps(to_json(collection)), encoding="utf-8")
        kept = [copies.groups, b64encode(copies.sketches).decode()]
        (self._folder / COPIES).write_text(json.dumps(kept), encoding="utf-8")

    def abort(self) -> None:
        """Close the files."""
        self._documents.close()
        self._originals.close()


class FakeReader:
    """Holds all documents in memory and tries each of them."""

    def __init__(self, folder: Path) -> None:
        self.documents: dict[str, Document] = {}
        self.originals: dict[str, bytes] = {}
        self.hashes: dict[str, int] = {}
        if (folder / DELETED).exists():
            self._read(folder / BASE_DOCUMENTS, folder / BASE_ORIGINALS)
            for id_ in json.loads((folder / DELETED).read_text(encoding="utf-8")):
                del self.documents[id_], self.originals[id_], self.hashes[id_]
        self._read(folder / DOCUMENTS, folder / ORIGINALS)
        self.collection = from_json(Collection, json.loads((folder / COLLECTION).read_text(encoding="utf-8")))
        groups, sketches = json.loads((folder / COPIES).read_text(encoding="utf-8"))
        self._copies = Copies(tuple(map(tuple, groups)), b64decode(sketches))

    def _read(self, documents: Path, originals: Path) -> None:
        lines = documents.read_text(encoding="utf-8").splitlines()
        for line, original in zip(lines, originals.read_text(encoding="utf-8").splitlines(), strict=True):
            written, page_hash = json.loads(line)
            document = from_json(Document, written)
            self.documents[document.id] = document
            self.originals[document.id] = b64decode(json.loads(original))
            self.hashes[document.id] = page_hash

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

    def page_hashes(self) -> dict[str, int]:
        """The hash of every document's page by its id."""
        return self.hashes

    def original(self, document_id: str) -> bytes | None:
        """The bytes of the document as delivered, or None."""
        return self.originals.get(document_id)

    def copies(self) -> Copies:
        """The near copies as they were given to the writer."""
        return self._copies

    def copies_of(self, document_id: str) -> tuple[str, ...]:
        """The other ids of a document's group."""
        groups = (group for group in self._copies.groups if document_id in group)
        return tuple(id_ for group in groups for id_ in group if id_ != document_id)

    def term_statistics(self, term: str, *, exact: bool, french: str = "") -> int:
        """In how many documents a term occurs."""
        return sum(matches(d, Term(term, term, exact, french=french)) for d in self.documents.values())

    def vocabulary(self) -> Vocabulary:
        """Every word with the number of its documents."""
        held = [{word.term for word in cut(d).words} for d in self.documents.values()]
        counts = sorted(Counter(word for words in held for word in words).items())
        return Vocabulary([word for word, _ in counts], [count for _, count in counts])

    def words_beginning(self, start, limit, within=None, field="text"):
        """The most frequent words that begin so, counted one document after the other."""
        asked = [within.query, *(part.node for part in within.filters)] if within else []
        found = Counter()
        for document in self.documents.values():
            if all(matches(document, node) for node in asked):
                terms = cut(document)
                words = terms.words[: terms.title_words] if field == "title" else terms.words
                found.update({word.term for word in words if word.term.startswith(start)})
        ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(WordCount(*pair) for pair in ordered[:limit])

    def count_each(self, queries, among):
        """How many documents match each query and all of a request."""
        asked = [among.query, *(part.node for part in among.filters)]
        found = [d for d in self.documents.values() if all(matches(d, node) for node in asked)]
        return tuple(sum(matches(document, query) for document in found) for query in queries)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """All documents that match, by score, then id."""
        asked = [request.query, *(part.node for part in request.filters)]
        found = [d for d in self.documents.values() if all(matches(d, node) for node in asked)]
        hits = [EngineHit(d.id, score(d, request.query)) for d in found]
        hits.sort(key=lambda hit: (-hit.score, hit.id))
        facets = {}
        for facet in request.facets:
            counts = Counter(value for document in found for value in facet_values(document, facet))
            facets[facet] = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        if request.fold:
            hits = fold(hits, self._copies.groups)
        page = hits[request.start : request.start + request.limit]
        return EngineAnswer(len(found), tuple(page), facets, folded=len(found) - len(hits))

    def walk(self, request: EngineRequest) -> EngineWalk:
        """All hits of a search, one after the other."""
        answer = self.search(replace(request, start=0, limit=len(self.documents)))
        return EngineWalk(answer.total, answer.folded, iter(answer.hits))

    def weigh(self, nodes, document_ids, max_expansions=2000, deadline=None):
        """The score of each node where it matches; nothing of how it came about."""
        found = []
        for id_ in document_ids:
            document = self.documents[id_]
            leaves = tuple(LeafScore(score(document, n)) if matches(document, n) else None for n in nodes)
            length = len(cut(document).words)
            found.append(DocumentScores(id_, len(self.documents), length, float(length), 1.0, leaves))
        return tuple(found)

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


# A test asks the same few documents for many words.
cut = lru_cache(maxsize=1000)(analyze_document)


def score(document: Document, node: Node) -> float:
    """How often a word is among those of a document; 0 for other nodes."""
    if not isinstance(node, Term):
        return 0.0
    words = cut(document).words
    term = node.sought_in(document.language)
    return sum((word.term if node.exact else word.stem) == term for word in words) / len(words)


def matches(document: Document, node: Node) -> bool:
    """Whether a document matches a node of a kind that checks use."""
    match node:
        case All():
            return True
        case Term(_, _, exact, field):
            terms = cut(document)
            words = terms.words[: terms.title_words] if field == "title" else terms.words
            term = node.sought_in(document.language)
            return any((word.term if exact else word.stem) == term for word in words)
        case FieldIs(field, value):
            return value in facet_values(document, field)
        case And(children):
            return all(matches(document, child) for child in children)
        case Or(children):
            return any(matches(document, child) for child in children)
        case AndMaybe(required, _):
            return matches(document, required)
        case Not(child):
            return not matches(document, child)
        case _:
            raise NotImplementedError(node)


def stored(where: Settings | Path, writer=FakeWriter, reader=FakeReader) -> FolderStore:
    """An index folder, or that of some settings, filled and read by this engine or another."""
    settings = Settings(index=where) if isinstance(where, Path) else where
    return FolderStore(settings.index, settings.keep_generations, writer, reader)
