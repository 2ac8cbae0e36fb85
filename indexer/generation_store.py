"""Where generations are kept, as runs and readers see it.

A store gives out the current generation and takes the next one; a folder on disk is one of them.
What it rests on, files and locks or indices and aliases, is known to the store alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, Self

from numpy.typing import NDArray

from indexer.engine_port import IndexReader, IndexWriter
from indexer.generations import Build, OpenGeneration, building, current_name, free_bytes, open_generation
from indexer.manifest import BuildFacts
from indexer.schema.document import Document


class StoredGeneration(Protocol):
    """A verified generation that stays until it is closed."""

    @property
    def name(self) -> str:
        """Its name; names sort by time."""

    @property
    def facts(self) -> BuildFacts:
        """What its build says of it."""

    @property
    def degraded(self) -> str:
        """Why it is not the current one, else empty."""

    @property
    def parts(self) -> int:
        """In how many files or indices it is kept."""

    @property
    def size(self) -> int:
        """The bytes of all of them."""

    def find_damage(self) -> list[str]:
        """What opening it did not look at and is not as it was written, as sentences."""

    def open_reader(self) -> IndexReader:
        """A reader of it. Raises EngineError, GenerationError."""

    def read_array(self, name: str) -> NDArray[Any] | None:
        """An array that its build wrote, None where it did not."""

    def close(self) -> None:
        """Let go of it; safe to call twice."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class StoredBuild(Protocol):
    """One generation in the making, which nobody else sees."""

    @property
    def scratch(self) -> Path:
        """A folder on this disk for what does not stay in memory."""

    def open_writer(self, base: StoredGeneration | None = None) -> IndexWriter:
        """What fills it, beginning with all documents of `base` if there is one. Raises EngineError."""

    def open_reader(self) -> IndexReader:
        """A reader of what was written. Raises EngineError."""

    def write_array(self, name: str, values: NDArray[Any]) -> None:
        """Put an array into it, for runs that go on from it. Raises OSError, EngineError."""

    def publish(self, facts: BuildFacts, base: StoredGeneration | None = None, /) -> str:
        """Make it the current generation, and give its name. Raises OSError, EngineError."""


class GenerationStore(Protocol):
    """The generations of one collection, of which one is current."""

    @property
    def place(self) -> str:
        """Where it is, for people."""

    def open(self, analysis: str | None = None) -> StoredGeneration:
        """The current generation, verified; `analysis` is the hash of how this program cuts words.

        Raises GenerationMissing, GenerationCorrupt, GenerationOutdated, EngineUnavailable.
        """

    def building(self) -> AbstractContextManager[StoredBuild]:
        """A build that is gone at the end unless it was published; one at a time.

        Raises GenerationLocked, SettingsError, EngineUnavailable.
        """

    def current_name(self) -> str | None:
        """The name of the current generation, None where there is none. Cost: one look."""

    def free_bytes(self) -> int | None:
        """Room for the next generation, None where that is not known."""


class Shard(NamedTuple):
    """One of several runs that fill one generation together: number `number`, from 1 on, `of` so many."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def owns(self, page: int) -> bool:
        """Whether a page is one of its own, by the number of the page."""
        return page % self.of == self.number - 1


class SharedBuild(StoredBuild, Protocol):
    """A generation that several runs fill, on as many machines as one likes.

    It stays when a run ends, however it ends. `resumed` tells whether a run of this shard was begun
    before.
    """

    @property
    def name(self) -> str:
        """The name of the generation."""

    @property
    def resumed(self) -> bool:
        """Whether this shard was begun before."""

    def write_fact(self, name: str, content: bytes) -> None:
        """Keep something beside the documents. Raises EngineError."""

    def read_fact(self, name: str) -> bytes | None:
        """What was kept under a name, None where nothing was. Raises EngineError, GenerationError."""

    def acknowledge(self, documents: int) -> None:
        """Have all that was added on a disk, and say how many documents that are."""

    def stored(self, ids: Sequence[str]) -> Mapping[str, tuple[Document, int]]:
        """Those of some documents that are there already, with the hashes of their pages."""


class ListedGeneration(NamedTuple):
    """A generation of a store. `state` is what can be done with it.

    A "filling" one has shards to come: `done` of them say that they are, of `shards`; `documents` are
    those that are safe.
    """

    name: str
    state: Literal["current", "whole", "filling", "unfinished"]
    documents: int
    built_at: str = ""
    done: int = 0
    shards: int = 0


class SharingStore(GenerationStore, Protocol):
    """A store whose generations several runs can fill, and that goes back to older ones."""

    def sharing(self, key: str, shard: Shard) -> AbstractContextManager[SharedBuild]:
        """The generation that all runs with this key fill. Raises GenerationLocked, EngineError."""

    def finishing(self) -> AbstractContextManager[tuple[SharedBuild, int]]:
        """The generation that waits to be made whole, and of how many shards it is.

        Raises GenerationMissing where there is none, GenerationLocked while one of them runs.
        """

    def generations(self) -> tuple[ListedGeneration, ...]:
        """All that there are, oldest first."""

    def make_current(self, name: str) -> None:
        """Go back, or forward, to a whole generation. Raises GenerationError, EngineError."""


class FolderGeneration:
    """A generation of an index folder."""

    def __init__(self, opened: OpenGeneration, open_reader: Callable[[Path], IndexReader]) -> None:
        manifest = opened.manifest
        self.name, self.path, self.degraded = opened.name, opened.path, opened.degraded
        self.facts, self.parts, self.size = manifest.facts, len(manifest.files), manifest.size
        self.opened = opened
        self.read_array = opened.read_array
        self.close = opened.close
        self._open_reader = open_reader

    def find_damage(self) -> list[str]:
        """Nothing: opening has compared each byte."""
        return []

    def open_reader(self) -> IndexReader:
        """A reader of its folder."""
        return self._open_reader(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _FolderBuild:
    """A build folder."""

    def __init__(
        self,
        build: Build,
        open_writer: Callable[..., IndexWriter],
        open_reader: Callable[[Path], IndexReader],
    ) -> None:
        self.scratch = build.folder
        self.write_array = build.write_array
        self._build = build
        self._open_writer = open_writer
        self._open_reader = open_reader

    def open_writer(self, base: StoredGeneration | None = None) -> IndexWriter:
        """A writer of the folder."""
        given = () if base is None else (_folder_of(base).path,)
        return self._open_writer(self.scratch, *given)

    def open_reader(self) -> IndexReader:
        """A reader of the folder."""
        return self._open_reader(self.scratch)

    def publish(self, facts: BuildFacts, base: StoredGeneration | None = None) -> str:
        """Rename the folder, and have CURRENT name it."""
        return self._build.publish(facts, None if base is None else _folder_of(base).opened).name


def _folder_of(base: StoredGeneration) -> FolderGeneration:
    if not isinstance(base, FolderGeneration):
        raise TypeError(f"{base.name} is in no folder")
    return base


class FolderStore:
    """An index folder on this disk.

    Args: `keep` older generations stay beside the current one; `open_writer` takes an empty folder,
    and that of the generation to begin with if there is one.
    """

    def __init__(
        self,
        index: Path,
        keep: int,
        open_writer: Callable[..., IndexWriter],
        open_reader: Callable[[Path], IndexReader],
    ) -> None:
        self.place = str(index)
        self._index = index
        self._keep = keep
        self._open_writer = open_writer
        self._open_reader = open_reader

    def open(self, analysis: str | None = None) -> FolderGeneration:
        """The current generation, or where it is damaged the newest older sound one."""
        return FolderGeneration(open_generation(self._index, analysis), self._open_reader)

    @contextmanager
    def building(self) -> Iterator[_FolderBuild]:
        """A build folder under the lock of the index."""
        with building(self._index, self._keep) as build:
            yield _FolderBuild(build, self._open_writer, self._open_reader)

    def current_name(self) -> str | None:
        """The generation that CURRENT names."""
        return current_name(self._index)

    def free_bytes(self) -> int | None:
        """Room on the disk for a process without privileges."""
        return free_bytes(self._index)
