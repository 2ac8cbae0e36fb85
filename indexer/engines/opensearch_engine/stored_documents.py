"""Documents, bytes as delivered and page hashes of one generation, by id.

Searches nothing. Documents that were read are kept, as a generation never changes.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote
from weakref import proxy

from indexer.engines.opensearch_engine.client import Cluster
from indexer.engines.opensearch_engine.documents import read_document, read_original, read_page_hash
from indexer.schema.document import Document

Json = dict[str, Any]
# Documents that are kept: those of some pages of hits.
KEPT_DOCUMENTS = 256
# Ids told in one answer.
_IDS = 10_000


class StoredDocuments:
    """What an index stores; safe to share between threads."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self.document = lru_cache(maxsize=KEPT_DOCUMENTS)(partial(StoredDocuments._read, proxy(self)))

    def _read(self, document_id: str) -> Document | None:
        """The document of this id, or None."""
        source = self._source(document_id, "stored")
        return None if source is None else read_document(source)

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
        self.document.cache_clear()
