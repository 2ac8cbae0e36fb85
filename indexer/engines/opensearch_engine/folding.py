"""Near copies: which documents are in a group, and what is folded into a hit.

The groups of a generation are read once; a search asks for those of its own hits alone.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from indexer.engine_port import MOST_COPY_IDS, EngineHit
from indexer.engines.opensearch_engine.translate import all_of

Json = dict[str, Any]
Ask = Callable[[Json], Json]
# The field that copies are folded by, and the one that documents of groups alone have.
FOLD, COPIED = "fold_by", "copied"
# Groups whose members are asked for at once, and groups counted at once.
_TOGETHER = 200
_MOST_GROUPS = 50_000


class CopyGroups:
    """The groups of one generation; safe to share between threads."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self.groups = tuple(map(tuple, groups))
        self._group_of = {id_: group for group in self.groups for id_ in group}

    def others(self, document_id: str) -> tuple[str, ...]:
        """The ids of a document's group without its own, ascending; empty where it has none."""
        return tuple(id_ for id_ in self._group_of.get(document_id, ()) if id_ != document_id)

    def head(self, document_id: str) -> str:
        """What a document is folded by: the first id of its group, or its own."""
        return self._group_of.get(document_id, (document_id,))[0]

    def count_folded(self, ask: Ask, query: Json) -> int:
        """How many matches of a query stand behind another of their group."""
        folded = 0
        partitions = -(-len(self.groups) // _MOST_GROUPS)
        for partition in range(partitions):
            own: Json = {"field": COPIED, "size": len(self.groups)}
            if partitions > 1:
                own |= {"include": {"partition": partition, "num_partitions": partitions}}
            found = ask({"size": 0, "query": query, "aggs": {"groups": {"terms": own}}})
            folded += sum(bucket["doc_count"] - 1 for bucket in found["aggregations"]["groups"]["buckets"])
        return folded

    def folded_in(self, ask: Ask, query: Json, hits: Sequence[EngineHit]) -> Iterator[EngineHit]:
        """Hits with what is folded into each. Cost: a request where one of them is in a group."""
        wanted = [self.head(hit.id) for hit in hits if hit.id in self._group_of]
        matching: dict[str, tuple[int, list[str]]] = {}
        for at in range(0, len(wanted), _TOGETHER):
            matching |= _members(ask, query, wanted[at : at + _TOGETHER])
        for hit in hits:
            count, first = matching.get(self.head(hit.id), (1, []))
            others = [id_ for id_ in first if id_ != hit.id]
            yield hit._replace(copies=count - 1, copy_ids=tuple(others[:MOST_COPY_IDS]))


def _members(ask: Ask, query: Json, heads: Sequence[str]) -> dict[str, tuple[int, list[str]]]:
    """How many matches each group has, and the first of them by their ids."""
    ids = {"terms": {"field": "document", "size": MOST_COPY_IDS + 1, "order": {"_key": "asc"}}}
    groups = {"terms": {"field": FOLD, "size": len(heads)}, "aggs": {"ids": ids}}
    body = {"size": 0, "query": all_of([query, {"terms": {FOLD: list(heads)}}]), "aggs": {"groups": groups}}
    buckets = ask(body)["aggregations"]["groups"]["buckets"]
    return {
        bucket["key"]: (bucket["doc_count"], [own["key"] for own in bucket["ids"]["buckets"]])
        for bucket in buckets
    }
