"""The generations of one collection on a cluster: build aside, publish by one swap of aliases.

A generation is whole once its companion has a manifest, and current while the alias names it. What
is current is never written to.
"""

import io
import json
import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import IndexReader, IndexWriter
from indexer.engines.opensearch_engine.beats import WHOLE, beating, refuse_living
from indexer.engines.opensearch_engine.client import Cluster, Connection
from indexer.engines.opensearch_engine.facts_index import MANIFEST, WHOLE_FACTS
from indexer.engines.opensearch_engine.mapping import KIND, check_mapping
from indexer.engines.opensearch_engine.names import Names, new_name
from indexer.engines.opensearch_engine.place import Place
from indexer.engines.opensearch_engine.reader import OpenSearchReader
from indexer.engines.opensearch_engine.shelf import Shelf
from indexer.engines.opensearch_engine.writer import OpenSearchWriter
from indexer.errors import (
    EngineError,
    EngineUnavailable,
    GenerationCorrupt,
    GenerationError,
    GenerationMissing,
)
from indexer.generation_store import StoredGeneration
from indexer.manifest import BuildFacts
from indexer.said import say
from indexer.schema.json_values import from_json, to_json
from indexer.settings import Settings

log = logging.getLogger(__name__)

FORMAT = 1
REBUILD = "python -m indexer rebuild --engine opensearch"
# A look at the alias must not hold up whoever only wants to go on.
_LOOK_SECONDS = 1.0


class ClusterGeneration:
    """A whole generation, verified so far as a cluster can tell in a moment."""

    def __init__(self, place: Place, facts: BuildFacts) -> None:
        self.name = place.generation
        self.facts = facts
        self.degraded = ""
        self.parts = 2
        self.place = place

    @property
    def size(self) -> int:
        """The bytes of both indices, each copy counted once."""
        told = self.place.cluster.call("GET", f"/{self.place.index},{self.place.facts.index}/_stats/store")
        return int(told["_all"]["primaries"]["store"]["size_in_bytes"])

    def find_damage(self) -> list[str]:
        """Facts that differ from their hashes, and shards without all of their copies."""
        problems = []
        for name in WHOLE_FACTS:
            try:
                if self.place.facts.read(name) is None:
                    problems.append(f"“{name}” of {self.name} is missing")
            except GenerationCorrupt as error:
                problems.append(str(error))
        path = f"/_cluster/health/{self.place.index},{self.place.facts.index}"
        missing = self.place.cluster.call("GET", path)["unassigned_shards"]
        if missing:
            problems.append(f"{missing} copies of shards of {self.name} are on no node")
        return problems

    def open_reader(self) -> IndexReader:
        """A reader of it."""
        return _read(self.place)

    def read_array(self, name: str) -> NDArray[Any] | None:
        """An array that its build wrote, None where it did not."""
        return read_array(self.place, name)

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class ClusterBuild:
    """A generation in the making."""

    def __init__(self, place: Place, shelf: Shelf, scratch: Path, settings: Settings) -> None:
        self.place = place
        self.scratch = scratch
        self.name = place.generation
        self._shelf = shelf
        self._settings = settings

    def open_writer(self, base: StoredGeneration | None = None) -> IndexWriter:
        """A writer of its indices."""
        return OpenSearchWriter(self.place, None if base is None else _place_of(base))

    def open_reader(self) -> IndexReader:
        """A reader of what was finished."""
        return _read(self.place)

    def write_array(self, name: str, values: NDArray[Any]) -> None:
        """Put an array into the companion."""
        block = io.BytesIO()
        np.save(block, values, allow_pickle=False)
        self.place.facts.write(_array(name), block.getvalue())

    def publish(self, facts: BuildFacts, _base: StoredGeneration | None = None) -> str:
        """Make copies of every shard, count again, and have the aliases name it."""
        place = self.place
        most = self._settings.replicas
        copies = f"0-{most}" if most else "false"
        for index in (place.index, place.facts.index):
            place.set({"auto_expand_replicas": copies}, index)
        place.cluster.call("POST", f"/{place.index}/_flush", params={"wait_if_ongoing": "true"})
        place.wait_green()
        if place.count() != facts.documents:
            raise EngineUnavailable(
                f"{place.generation} has {place.count()} documents, not the {facts.documents} written, so it "
                "is not published. Look at the health of the cluster, and run again"
            )
        manifest = {"format": FORMAT, "facts": to_json(facts)}
        place.facts.write(MANIFEST, json.dumps(manifest, ensure_ascii=True).encode("ascii"))
        for index in (place.index, place.facts.index):
            place.set({"blocks.write": True}, index)
        self._shelf.swap_to(place)
        self._shelf.collect(place.generation, self._settings.keep_generations)
        return place.generation


class ClusterStore:
    """The generations below one prefix of a cluster."""

    def __init__(self, settings: Settings, analysis: str) -> None:
        """Sends nothing yet; `analysis` is the hash of how words are cut. Raises SettingsError."""
        self._settings = settings
        self._analysis = analysis
        self.cluster = Cluster(
            Connection.of(
                settings.url,
                user=settings.user,
                password=settings.password,
                api_key=settings.api_key,
                ca_file=str(settings.ca_file or ""),
            )
        )
        self.names = Names(settings.index_prefix)
        self.shelf = Shelf(self.cluster, self.names)
        self.place = f"{settings.index_prefix} at {self.cluster.connection.said}"

    def open(self, analysis: str | None = None) -> ClusterGeneration:
        """The generation that the alias names."""
        self.cluster.check_version()
        name = self.shelf.current()
        if name is None:
            raise GenerationMissing(say("There is no index yet. Run: %(command)s", command=REBUILD))
        return self.open_named(name, analysis)

    def open_named(self, name: str, analysis: str | None = None) -> ClusterGeneration:
        """A whole generation by its name. Raises as `open` does."""
        place = Place(self.cluster, self.names, name)
        self._check_ours(place, analysis)
        manifest = place.facts.read(MANIFEST)
        if manifest is None:
            raise GenerationCorrupt(f"Generation {name} is not whole. Run: {REBUILD}")
        try:
            facts = from_json(BuildFacts, json.loads(manifest)["facts"])
        except (ValueError, KeyError, TypeError) as error:
            raise GenerationCorrupt(f"The manifest of {name} cannot be read. Run: {REBUILD}") from error
        held = place.count()
        if held != facts.documents:
            raise GenerationCorrupt(
                f"Generation {name} has {held} documents, not the {facts.documents} of its manifest. "
                f"Run: {REBUILD}"
            )
        return ClusterGeneration(place, facts)

    def _check_ours(self, place: Place, analysis: str | None) -> None:
        found = self.cluster.find(f"/{place.index}/_mapping")
        if found is None:
            raise GenerationMissing(
                f"There is no generation {place.generation} on the cluster. Run: {REBUILD}"
            )
        mapping = next(iter(found.values()))["mappings"]
        if mapping.get("_meta", {}).get("kind") != KIND:
            raise EngineUnavailable(
                f"The index “{place.index}” was not made by this program, so it is not read. Choose other "
                "names with CUTTINGS_INDEX_PREFIX, or remove that index"
            )
        check_mapping(place.index, mapping, analysis)

    @contextmanager
    def building(self) -> Iterator[ClusterBuild]:
        """Two new indices; removed at the end unless they became current."""
        self.cluster.check_version()
        self.shelf.refuse_foreign()
        unfinished = [place for place in self.shelf.places() if not self.shelf.is_whole(place)]
        refuse_living([beat for place in unfinished for beat in self.shelf.beats(place)])
        for place in unfinished:
            if not self.shelf.is_shared(place):
                place.remove()
        place = Place(self.cluster, self.names, new_name())
        try:
            place.create(self._analysis, self._settings.shards)
            with beating(place.facts, WHOLE), tempfile.TemporaryDirectory() as scratch:
                yield ClusterBuild(place, self.shelf, Path(scratch), self._settings)
        finally:
            with suppress(EngineError, GenerationError):
                if not self.shelf.is_whole(place):
                    place.remove()

    def current_name(self) -> str | None:
        """The generation that the alias names."""
        return self.shelf.current(time.monotonic() + _LOOK_SECONDS)

    def free_bytes(self) -> int | None:
        """Room on that data node which has least of it."""
        try:
            deadline = time.monotonic() + _LOOK_SECONDS
            nodes = self.cluster.call("GET", "/_nodes/data:true/stats/fs", deadline=deadline)[
                "nodes"
            ].values()
            return min(int(node["fs"]["total"]["available_in_bytes"]) for node in nodes)
        except (EngineError, KeyError, ValueError):
            return None


def read_array(place: Place, name: str) -> NDArray[Any] | None:
    """An array of a companion, None where there is none."""
    block = place.facts.read(_array(name))
    return None if block is None else cast(NDArray[Any], np.load(io.BytesIO(block), allow_pickle=False))


def _array(name: str) -> str:
    return f"array-{name}"


def _place_of(base: StoredGeneration) -> Place:
    if not isinstance(base, ClusterGeneration):
        raise TypeError(f"{base.name} is on no cluster")
    return base.place


def _read(place: Place) -> IndexReader:
    return OpenSearchReader(place)
