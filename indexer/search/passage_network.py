"""Actors named in the same passages, with those passages as the evidence.

The engine counts; this gives names to what it counted. A headline and a heading count as passages
of their own. Weak mentions and actors stated beside a text never count.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.engine_port import BlockPlace, IndexReader
from indexer.schema.collection import Actor
from indexer.schema.document import Block, Document
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An actor named in the same passages as another one: so many, in so many documents.

    `newest` is one of these passages, of the newest document.
    """

    actor: Actor
    passages: int
    documents: int
    newest: BlockPlace


@dataclass(frozen=True, slots=True)
class Tie:
    """Two actors, by id, with the number of passages and documents that name them together."""

    first: str
    second: str
    passages: int
    documents: int


@dataclass(frozen=True, slots=True)
class NamedPassage:
    """A passage, heading or title of a document."""

    document: Document
    block: Block


@dataclass(frozen=True, slots=True)
class SharedPassages:
    """How many passages name two actors, in how many documents, and one page of them.

    Those of the newest document come first, undated ones last.
    """

    total: int
    documents: int
    passages: tuple[NamedPassage, ...]


class PassageNetwork:
    """Who is named with whom in one generation; safe to share between threads."""

    def __init__(self, reader: IndexReader, settings: Settings, actors: Mapping[str, Actor]) -> None:
        self._reader = reader
        self._settings = settings
        self._actors = actors

    def neighbours(self, actor: str, *, whole: bool = False) -> tuple[Neighbour, ...]:
        """All actors named in the same passages as one, most passages first.

        If `whole`, without a limit of time. Raises EngineTimedOut.
        """
        found = self._reader.named_beside(actor, None if whole else self._deadline())
        return tuple(
            Neighbour(self._actors[pair.second], pair.passages, pair.documents, pair.newest)
            for pair in found
            if pair.second in self._actors and pair.newest is not None
        )

    def ties(self, actors: Sequence[str]) -> tuple[Tie, ...]:
        """Every two of some actors that a passage names together, by id, without a limit of time."""
        return tuple(Tie(*pair[:4]) for pair in self._reader.named_together(actors))

    def shared(self, actor: str, other: str, page: int, per: int) -> SharedPassages:
        """One page of the passages that name two actors, counted from 1. Raises EngineTimedOut."""
        start = (page - 1) * per
        found = self._reader.blocks_naming((actor, other), start, per, self._deadline())
        return SharedPassages(found.total, found.documents, tuple(self.read(found.places)))

    def read(self, places: Sequence[BlockPlace]) -> Iterator[NamedPassage]:
        """The passages of some places, one by one. Cost: reads a document for each."""
        for place in places:
            document = self._reader.document(place.document)
            if document is None:
                raise AssertionError(f"the engine found {place.document} but does not hold it")
            yield NamedPassage(document, next(b for n, b in enumerate(document.blocks()) if n == place.block))

    def _deadline(self) -> float:
        return time.monotonic() + self._settings.query_seconds
