"""Fills the index of one new generation.

Sends documents in large requests while they come; nothing of them is visible before `finish`. Which
generation is current is for the store to say.
"""

import json
from collections.abc import Mapping
from typing import Any

from indexer.engine_port import NO_COPIES, Copies
from indexer.engines.opensearch_engine.bulk import Action, change, create, send
from indexer.engines.opensearch_engine.documents import fold_fields, store_document
from indexer.engines.opensearch_engine.facts_index import COLLECTION, COPIES, SKETCHES
from indexer.engines.opensearch_engine.making_whole import clear_deleted, even_lengths, write_vocabulary
from indexer.engines.opensearch_engine.place import Place
from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.schema.json_values import to_json

# What one request takes: the documents, and the characters of them.
MOST_DOCUMENTS = 500
MOST_CHARACTERS = 8_000_000


class OpenSearchWriter:
    """Writes to indices that are there and empty, or hold a part of the same documents.

    Args: `base`: a generation whose documents the new one has too.
    """

    def __init__(self, place: Place, base: Place | None = None) -> None:
        self._place = place
        self._base = base
        self._seen: set[str] = set()
        self._deleted: set[str] = set()
        self._waiting: list[Action] = []
        self._characters = 0

    def add(self, document: Document, original: bytes, page_hash: int = 0) -> None:
        """Add a document and its bytes as delivered. Raises ValueError on a repeated id."""
        id_ = document.id
        if id_ in self._seen or (id_ not in self._deleted and self._in_base(id_)):
            raise ValueError(f"two documents have the id {id_}; ids are unique")
        self._seen.add(id_)
        action = create(id_, store_document(document, original, page_hash))
        self._waiting.append(action)
        self._characters += len(action.body)
        if len(self._waiting) >= MOST_DOCUMENTS or self._characters >= MOST_CHARACTERS:
            self.flush()

    def delete(self, document_id: str) -> None:
        """Leave out a document of the base. Raises KeyError where there is none."""
        if document_id in self._deleted or not self._in_base(document_id):
            raise KeyError(document_id)
        self._deleted.add(document_id)

    def flush(self) -> None:
        """Send what waits; after that it is on the disk of a node."""
        waiting, self._waiting, self._characters = self._waiting, [], 0
        send(self._place.cluster, self._place.index, waiting)

    def finish(self, collection: Collection, copies: Copies = NO_COPIES) -> None:
        """Make it whole. No call may follow. Raises KeyError for a group of an unknown id."""
        self.flush()
        if self._base is not None:
            self._take_over(self._base)
        self._mark_copies(copies)
        self._place.refresh()
        even_lengths(self._place)
        # After the index was opened anew: until then the log of changes surely holds on to what was deleted.
        clear_deleted(self._place)
        write_vocabulary(self._place)
        facts = self._place.facts
        facts.write(COPIES, json.dumps(copies.groups).encode("ascii"))
        facts.write(SKETCHES, copies.sketches)
        facts.write(COLLECTION, json.dumps(to_json(collection), ensure_ascii=True).encode("ascii"))

    def _take_over(self, base: Place) -> None:
        """Copy the documents of the base that stay, within the cluster."""
        body = {
            "conflicts": "proceed",
            "source": {"index": base.index, "size": MOST_DOCUMENTS},
            # One that was made anew is there already, and stays.
            "dest": {"index": self._place.index, "op_type": "create"},
        }
        self._place.run_task("/_reindex", body, slices="auto")
        gone = sorted(self._deleted - self._seen)
        for at in range(0, len(gone), MOST_DOCUMENTS):
            chunk = [Action("delete", id_) for id_ in gone[at : at + MOST_DOCUMENTS]]
            send(self._place.cluster, self._place.index, chunk)

    def _mark_copies(self, copies: Copies) -> None:
        """Have every document know its group."""
        wanted: dict[str, Mapping[str, Any]] = {
            id_: fold_fields(group) for group in copies.groups for id_ in group
        }
        marked = {} if self._base is None else self._marked_before(self._base)
        alone = [change(id_, {"fold_by": id_, "copied": None}) for id_ in marked.keys() - wanted.keys()]
        fresh = [change(id_, own) for id_, own in wanted.items() if marked.get(id_) != own]
        actions = [*alone, *fresh]
        for at in range(0, len(actions), MOST_DOCUMENTS):
            chunk = actions[at : at + MOST_DOCUMENTS]
            for missing in send(self._place.cluster, self._place.index, chunk):
                raise KeyError(missing)

    def _marked_before(self, base: Place) -> dict[str, Mapping[str, Any]]:
        """What the documents that were copied know of their groups."""
        groups = json.loads(base.facts.read(COPIES) or b"[]")
        copied = {id_: fold_fields(group) for group in groups for id_ in group}
        return {id_: own for id_, own in copied.items() if id_ not in self._deleted | self._seen}

    def abort(self) -> None:
        """Forget what waits; the store removes what was sent. Safe to call at any time."""
        self._waiting = []

    def _in_base(self, document_id: str) -> bool:
        if self._base is None:
            return False
        path = f"/{self._base.index}/_doc/{document_id}"
        return self._base.cluster.find(path, _source="false") is not None
