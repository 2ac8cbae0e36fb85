"""Generations that several runs fill, on any machines.

One small index says which generation the runs of one key fill, so that the first of them names it for
all. What a run has written stays until the generation is published or swept away.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.engine_port import IndexWriter
from indexer.engines.opensearch_engine.beats import beat_of, beating, refuse_living
from indexer.engines.opensearch_engine.bulk import create, send
from indexer.engines.opensearch_engine.documents import read_document, read_page_hash
from indexer.engines.opensearch_engine.facts_index import COLLECTION
from indexer.engines.opensearch_engine.names import new_name
from indexer.engines.opensearch_engine.place import Place
from indexer.engines.opensearch_engine.shelf import PLAN
from indexer.engines.opensearch_engine.store import ClusterBuild, ClusterStore
from indexer.engines.opensearch_engine.writer import OpenSearchWriter
from indexer.errors import EngineError, GenerationMissing
from indexer.generation_store import ListedGeneration, Shard, StoredGeneration
from indexer.schema.document import Document

_FILLED = ["stored", "page_hash"]


class ClusterSharedBuild(ClusterBuild):
    """A generation that one of several runs fills, or that one run makes whole."""

    shard: Shard | None = None
    resumed = False
    _writer: OpenSearchWriter | None = None

    def open_writer(self, base: StoredGeneration | None = None) -> IndexWriter:
        """A writer of its indices, which hold what others wrote."""
        assert base is None, "a shared build begins with nothing"
        self._writer = OpenSearchWriter(self.place)
        return self._writer

    def write_fact(self, name: str, content: bytes) -> None:
        """Keep something in the companion."""
        self.place.facts.write(name, content)

    def read_fact(self, name: str) -> bytes | None:
        """What was kept, None where nothing was."""
        return self.place.facts.read(name)

    def acknowledge(self, documents: int) -> None:
        """Send what waits, and say how much of this shard is on a disk."""
        if self._writer is not None:
            self._writer.flush()
        if self.shard is not None:
            self.place.facts.put(_progress(self.shard.number), {"documents": documents})

    def stored(self, ids: Sequence[str]) -> Mapping[str, tuple[Document, int]]:
        """Those documents that are there, read by their ids and so at once."""
        path = f"/{self.place.index}/_mget"
        told = self.place.cluster.call(
            "POST", path, {"docs": [{"_id": id_, "_source": _FILLED} for id_ in ids]}
        )
        return {
            own["_id"]: (read_document(own["_source"]), read_page_hash(own["_source"]["page_hash"]))
            for own in told["docs"]
            if own.get("found")
        }


class SharingClusterStore(ClusterStore):
    """The generations of a cluster, to be filled by several runs too."""

    @contextmanager
    def sharing(self, key: str, shard: Shard) -> Iterator[ClusterSharedBuild]:
        """The generation of a key; made where there is none."""
        self.cluster.check_version()
        self.shelf.refuse_foreign()
        place = Place(self.cluster, self.names, self._join(key))
        place.create(self._analysis, self._settings.shards)
        place.facts.put(PLAN, {"of": shard.of, "key": key})
        name = beat_of(str(shard))
        resumed = place.facts.get(name) is not None
        with beating(place.facts, name), TemporaryDirectory() as scratch:
            build = ClusterSharedBuild(place, self.shelf, Path(scratch), self._settings)
            build.shard, build.resumed = shard, resumed
            yield build

    @contextmanager
    def finishing(self) -> Iterator[tuple[ClusterSharedBuild, int]]:
        """The newest generation that shards fill."""
        self.cluster.check_version()
        waiting = [
            place
            for place in self.shelf.places()
            if self.shelf.is_shared(place) and not self.shelf.is_whole(place)
        ]
        if not waiting:
            raise GenerationMissing(
                "No generation waits to be promoted. Run: "
                "python -m indexer rebuild --engine opensearch --shard 1/2"
            )
        place = waiting[-1]
        refuse_living(self.shelf.beats(place))
        plan = place.facts.get(PLAN) or {}
        # A run that was cut short may have left it closed.
        self.cluster.call("POST", f"/{place.index}/_open", params={"wait_for_active_shards": "1"})
        with beating(place.facts, "beat-promote"), TemporaryDirectory() as scratch:
            yield ClusterSharedBuild(place, self.shelf, Path(scratch), self._settings), int(plan["of"])

    def generations(self) -> tuple[ListedGeneration, ...]:
        """All that there are, oldest first."""
        self.cluster.check_version()
        current = self.shelf.current()
        return tuple(self._list(place, current) for place in self.shelf.places())

    def _list(self, place: Place, current: str | None) -> ListedGeneration:
        name = place.generation
        if self.shelf.is_whole(place):
            told = json.loads(place.facts.read(COLLECTION) or b"{}")
            state = "current" if name == current else "whole"
            count, built = told.get("documents", 0), told.get("built_at", "")
            return ListedGeneration(name, state, count, built)  # type: ignore[arg-type]  # state is one of four
        plan = place.facts.get(PLAN)
        if plan is None:
            return ListedGeneration(name, "unfinished", 0)
        numbers = range(1, plan["of"] + 1)
        safe = sum((place.facts.get(_progress(number)) or {}).get("documents", 0) for number in numbers)
        done = sum(place.facts.get(f"shard-{number}") is not None for number in numbers)
        return ListedGeneration(name, "filling", safe, "", done, plan["of"])

    def make_current(self, name: str) -> None:
        """Have the aliases name another whole generation."""
        self.cluster.check_version()
        self.shelf.refuse_foreign()
        if name not in {place.generation for place in self.shelf.places()}:
            raise GenerationMissing(f"There is no generation {name}. Run: python -m indexer generations")
        generation = self.open_named(name, self._analysis)
        self.shelf.swap_to(generation.place)

    def _join(self, key: str) -> str:
        """The name that the first run of a key gave its generation; a published one is begun anew."""
        builds = self.names.builds
        if self.cluster.find(f"/{builds}/_settings") is None:
            try:
                self.cluster.call("PUT", f"/{builds}", _BUILDS)
            except EngineError:
                # Another run of this build may have been first.
                if self.cluster.find(f"/{builds}/_settings") is None:
                    raise
        while True:
            send(self.cluster, builds, [create(key, {"generation": new_name()})])
            told = self.cluster.find(f"/{builds}/_doc/{key}")
            if told is None:
                continue
            name = str(told["_source"]["generation"])
            place = Place(self.cluster, self.names, name)
            if self.cluster.find(f"/{place.facts.index}/_settings") is None or not self.shelf.is_whole(place):
                return name
            seen = {"if_seq_no": str(told["_seq_no"]), "if_primary_term": str(told["_primary_term"])}
            # Only of what was seen: another run may have begun anew in between.
            self.cluster.call("DELETE", f"/{builds}/_doc/{key}", params=seen)


_BUILDS = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
    "mappings": {"_meta": {"kind": "cuttings builds"}, "dynamic": False, "properties": {}},
}


def _progress(number: int) -> str:
    return f"shard-{number}-progress"
