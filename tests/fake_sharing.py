"""A store in memory that several runs fill, in the way of a cluster; what is finished goes to a folder."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from indexer.engine_port import NO_COPIES
from indexer.errors import GenerationMissing
from indexer.generation_store import FolderStore, Shard
from tests.fake_engine import FakeReader, FakeWriter


@dataclass
class Held:
    """What the runs of one key wrote so far."""

    of: int
    documents: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    begun: set = field(default_factory=set)


class SharedWriter:
    """Keeps documents back until they are acknowledged, as a request does that is not sent yet."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._waiting: dict = {}

    def add(self, document, original, page_hash=0):
        """Wait with a document."""
        self._waiting[document.id] = (document, original, page_hash)

    def send(self):
        """Have all that waits safe."""
        for id_, own in self._waiting.items():
            self._held.documents.setdefault(id_, own)
        self._waiting = {}


class SharedBuild:
    """One run's view of what is held."""

    def __init__(self, held: Held, build=None, *, resumed: bool = False) -> None:
        self.name = "gen-shared"
        self.resumed = resumed
        self._held = held
        self._build = build
        self._writer = None
        if build is not None:
            self.scratch, self.open_reader = build.scratch, build.open_reader

    def open_writer(self, base=None):
        """A writer for a shard, or one that finishes what all shards wrote."""
        assert base is None
        self._writer = SharedWriter(self._held) if self._build is None else self
        return self._writer

    def finish(self, collection, copies=NO_COPIES):
        """Put all documents into the folder."""
        writer = self._build.open_writer()
        for id_ in sorted(self._held.documents):
            writer.add(*self._held.documents[id_])
        writer.finish(collection, copies)

    def publish(self, facts, base=None):
        """Publish the folder, with the arrays that a shard wrote."""
        for name, values in self._held.facts.items():
            if name.endswith(".npy"):
                self._build.write_array(name, values)
        return self._build.publish(facts, base)

    def write_array(self, name, values):
        """Keep an array."""
        self._held.facts[name] = values

    def write_fact(self, name, content):
        """Keep a fact."""
        self._held.facts[name] = content

    def read_fact(self, name):
        """A fact that was kept."""
        return self._held.facts.get(name)

    def acknowledge(self, documents):
        """Have all safe."""
        self._writer.send()

    def stored(self, ids: Sequence[str]):
        """Those that are safe, with their hashes."""
        found = self._held.documents
        return {id_: (found[id_][0], found[id_][2]) for id_ in ids if id_ in found}


class SharingFolder(FolderStore):
    """Holds builds by their keys."""

    def __init__(self, index: Path) -> None:
        super().__init__(index, 2, FakeWriter, FakeReader)
        self.builds: dict[str, Held] = {}

    @contextmanager
    def sharing(self, key: str, shard: Shard) -> Iterator[SharedBuild]:
        """What the runs of a key fill."""
        held = self.builds.setdefault(key, Held(shard.of))
        resumed = shard.number in held.begun
        held.begun.add(shard.number)
        yield SharedBuild(held, resumed=resumed)

    @contextmanager
    def finishing(self) -> Iterator[tuple[SharedBuild, int]]:
        """The last build."""
        if not self.builds:
            raise GenerationMissing("none")
        held = list(self.builds.values())[-1]
        with self.building() as build:
            yield SharedBuild(held, build), held.of
