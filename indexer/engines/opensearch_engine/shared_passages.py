"""Actors named together, counted over the nested blocks of all documents.

Exact: every actor of the collection is listed, and documents are counted from their blocks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from indexer.engine_port import BlockPlace, BlocksNaming, NamedTogether

Json = dict[str, Any]
# Asks with the deadline of the question.
Ask = Callable[[Json], Json]
_ACTORS = 10_000
# Pairs that are counted in one request, and documents whose blocks are read in one.
_PAIRS = 20_000
_DOCUMENTS = 500
_NEWEST: list[Json] = [{"day": {"order": "desc", "missing": "_last"}}, {"document": "asc"}]
_WHOLE: Json = {"reverse_nested": {}}


def named_beside(ask: Ask, actor: str) -> tuple[NamedTogether, ...]:
    """See `IndexReader.named_beside`."""
    newest = {"top_hits": {"size": 1, "sort": _NEWEST, "_source": False}}
    others = {
        "terms": {"field": "blocks.actors", "size": _ACTORS},
        "aggs": {"whole": {**_WHOLE, "aggs": {"newest": newest}}},
    }
    body = {"size": 0, "query": _naming((actor,)), "aggs": _in_blocks({"others": others}, (actor,))}
    found = ask(body)["aggregations"]["blocks"]["own"]["others"]["buckets"]
    rows = [(b["key"], b["doc_count"], b["whole"]) for b in found if b["key"] != actor]
    newest_of = {other: whole["newest"]["hits"]["hits"][0]["_id"] for other, _, whole in rows}
    blocks = _blocks_of(ask, sorted(set(newest_of.values())))
    pairs = []
    for other, passages, whole in rows:
        id_ = newest_of[other]
        number = min(number for number, named in blocks[id_] if {actor, other} <= named)
        place = BlockPlace(id_, number)
        pairs.append(NamedTogether(actor, other, passages, whole["doc_count"], place))
    return tuple(sorted(pairs, key=lambda pair: (-pair.passages, pair.second)))


def named_together(ask: Ask, actors: Sequence[str]) -> tuple[NamedTogether, ...]:
    """See `IndexReader.named_together`."""
    own = sorted(set(actors))
    found: list[NamedTogether] = []
    at_once = max(1, _PAIRS // max(1, len(own)))
    for at in range(0, len(own), at_once):
        firsts = own[at : at + at_once]
        second = {
            "terms": {"field": "blocks.actors", "size": len(own), "include": own},
            "aggs": {"whole": _WHOLE},
        }
        first = {
            "terms": {"field": "blocks.actors", "size": len(firsts), "include": firsts},
            "aggs": {"second": second},
        }
        body = {"size": 0, "aggs": {"blocks": {"nested": {"path": "blocks"}, "aggs": {"first": first}}}}
        for bucket in ask(body)["aggregations"]["blocks"]["first"]["buckets"]:
            found += [
                NamedTogether(bucket["key"], b["key"], b["doc_count"], b["whole"]["doc_count"])
                for b in bucket["second"]["buckets"]
                if bucket["key"] < b["key"]
            ]
    return tuple(sorted(found, key=lambda pair: (pair.first, pair.second)))


def blocks_naming(ask: Ask, actors: Sequence[str], start: int, limit: int) -> BlocksNaming:
    """See `IndexReader.blocks_naming`. Cost: reads the blocks of all documents before the last asked."""
    if not actors:
        return BlocksNaming(0, 0, ())
    body = {"size": 0, "track_total_hits": True, "query": _naming(actors), "aggs": _in_blocks({}, actors)}
    answer = ask(body)
    total = answer["aggregations"]["blocks"]["own"]["doc_count"]
    places: list[BlockPlace] = []
    if start < total and limit > 0:
        for place in _walk(ask, set(actors)):
            places.append(place)
            if len(places) >= start + limit:
                break
    return BlocksNaming(total, answer["hits"]["total"]["value"], tuple(places[start:]))


def _walk(ask: Ask, actors: set[str]) -> Iterator[BlockPlace]:
    """The blocks that name all of some actors, those of the newest document first."""
    body: Json = {
        "size": _DOCUMENTS,
        "query": _naming(sorted(actors)),
        "sort": _NEWEST,
        "_source": ["blocks"],
    }
    while hits := ask(body)["hits"]["hits"]:
        for hit in hits:
            yield from (BlockPlace(hit["_id"], n) for n, named in _read(hit["_source"]) if actors <= named)
        if len(hits) < _DOCUMENTS:
            return
        body["search_after"] = hits[-1]["sort"]


def _naming(actors: Sequence[str]) -> Json:
    """Documents with a block that names all of some actors."""
    return {"nested": {"path": "blocks", "query": _all(actors)}}


def _all(actors: Sequence[str]) -> Json:
    return {"bool": {"filter": [{"term": {"blocks.actors": actor}} for actor in actors]}}


def _in_blocks(aggs: Json, actors: Sequence[str]) -> Json:
    """What is counted over the blocks that name all of some actors."""
    own = {"filter": _all(actors), **({"aggs": aggs} if aggs else {})}
    return {"blocks": {"nested": {"path": "blocks"}, "aggs": {"own": own}}}


def _blocks_of(ask: Ask, ids: Sequence[str]) -> dict[str, list[tuple[int, set[str]]]]:
    found = {}
    for at in range(0, len(ids), _DOCUMENTS):
        chunk = list(ids[at : at + _DOCUMENTS])
        body = {"size": len(chunk), "query": {"terms": {"document": chunk}}, "_source": ["blocks"]}
        found.update({hit["_id"]: _read(hit["_source"]) for hit in ask(body)["hits"]["hits"]})
    return found


def _read(source: Mapping[str, Any]) -> list[tuple[int, set[str]]]:
    return [(block["number"], set(block["actors"])) for block in source["blocks"]]
