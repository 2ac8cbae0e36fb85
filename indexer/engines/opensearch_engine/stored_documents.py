"""Documents, bytes as delivered and page hashes of one generation, by id.

Searches nothing. Documents that were read or came with hits are kept, as a generation never changes.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any
from urllib.parse import quote

from indexer.engines.opensearch_engine.client import Cluster
from indexer.engines.opensearch_engine.documents import read_document, read_original, read_page_hash
from indexer.schema.document import Document

Json = dict[str, Any]
# What a hit brings along, so that its page costs no further request.
WITH_HITS = ["stored"]
# Documents that are kept, those of some pages of hits; a longer one is asked for each time.
KEPT_DOCUMENTS, KEPT_CHARACTERS = 1024, 50_000
# Ids told in one answer.
_IDS = 10_000


class StoredDocuments:
    """What an index stores; safe to share between threads."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._kept: OrderedDict[str, Json | Document] = OrderedDict()
        self._lock = Lock()

    def document(self, document_id: str) -> Document | None:
        """The document of this id, or None."""
        with self._lock:
            found: Json | Document | None = self._kept.get(document_id)
        if found is None:
            found = self._source(document_id, "stored")
        if isinstance(found, dict):
            small = len(found.get("stored", "")) <= KEPT_CHARACTERS
            found = read_document(found)
            if small:
                self._keep([(document_id, found)])
        return found

    def keep_hits(self, hits: Iterable[Json]) -> None:
        """Keep the documents that came with some hits; they are read when they are asked for."""
        brought = ((hit["_id"], hit["_source"]) for hit in hits if "_source" in hit)
        self._keep([own for own in brought if len(own[1].get("stored", "")) <= KEPT_CHARACTERS])

    def _keep(self, documents: Iterable[tuple[str, Json | Document]]) -> None:
        with self._lock:
            for id_, own in documents:
                if not isinstance(self._kept.get(id_), Document):
                    self._kept[id_] = own
                self._kept.move_to_end(id_)
            while len(self._kept) > KEPT_DOCUMENTS:
                self._kept.popitem(last=False)

    def original(self, document_id: str) -> bytes | None:
        """The bytes of the document as delivered, or None."""
        source = self._source(document_id, "original")
        return None if source is None else read_original(source)

    def _source(self, document_id: str, field: str) -> Json | None:
        if not document_id:
            return None
        path = f"/{self._index}/_doc/{quote(document_id, safe='')}"
        found = self._cluster.find(path, _source_includes=field)
        return found["_source"] if found and found["found"] else None

    def ids(self) -> tuple[str, ...]:
        """All ids, ascending."""
        return tuple(hit["_id"] for hit in self._all_hits({}))

    def page_hashes(self) -> dict[str, int]:
        """The `page_hash` of every document by its id."""
        found = self._all_hits({"docvalue_fields": ["page_hash"]})
        return {hit["_id"]: read_page_hash(int(hit["fields"]["page_hash"][0])) for hit in found}

    def _all_hits(self, more: Json) -> Iterator[Json]:
        body = {"size": _IDS, "sort": [{"document": "asc"}], "_source": False, **more}
        while hits := self._cluster.search(self._index, body)["hits"]["hits"]:
            yield from hits
            if len(hits) < _IDS:
                return
            body["search_after"] = hits[-1]["sort"]

    def forget(self) -> None:
        """Let go of what is kept."""
        with self._lock:
            self._kept.clear()
