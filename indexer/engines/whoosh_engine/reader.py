"""Answers from one generation: its arrays, its documents, its facts.

One reader serves many threads. The folder's files were verified before.
"""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

from indexer.engine_port import (
    BlocksNaming,
    Copies,
    DocumentScores,
    DocumentView,
    EngineAnswer,
    EngineRequest,
    EngineWalk,
    NamedTogether,
    Vocabulary,
    WordCount,
)
from indexer.engines.whoosh_engine.arrays.block_file import BlockFile
from indexer.engines.whoosh_engine.arrays.generation_files import COLLECTION_FILE, read_sketches
from indexer.engines.whoosh_engine.evaluation.searcher import ArraySearcher
from indexer.engines.whoosh_engine.evaluation.view import ArrayView
from indexer.engines.whoosh_engine.evaluation.vocabulary import count_words
from indexer.query.syntax import Node, TextField
from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.schema.json_values import from_json


class WhooshReader:
    """Reads the folder of one generation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searcher = ArraySearcher(folder)
        self._blocks: list[BlockFile] = []
        try:
            self._blocks += map(BlockFile, self._searcher.segments)
        except BaseException:
            self.close()
            raise

    @cached_property
    def collection(self) -> Collection:
        """The facts of this generation."""
        facts = json.loads((self._folder / COLLECTION_FILE).read_text(encoding="ascii"))
        return from_json(Collection, facts)

    @property
    def document_count(self) -> int:
        """How many documents it holds."""
        return self._searcher.statistics.documents

    def document_ids(self) -> tuple[str, ...]:
        """All ids, ascending."""
        return tuple(sorted(id_ for segment in self._searcher.segments for id_ in segment.live_ids()))

    def page_hashes(self) -> dict[str, int]:
        """The `page_hash` of every document by its id."""
        found: dict[str, int] = {}
        for segment in self._searcher.segments:
            found |= segment.page_hashes()
        return found

    def document(self, document_id: str) -> Document | None:
        """The document of this id, or None."""
        place = self._find(document_id)
        if place is None:
            return None
        at, number = place
        return self._blocks[at].document(number)

    def view(self, document_id: str) -> DocumentView | None:
        """The document of this id with the places of its words, or None."""
        place = self._find(document_id)
        if place is None:
            return None
        at, number = place
        return ArrayView(self._searcher.segments[at], number, self._blocks[at].document(number))

    def original(self, document_id: str) -> bytes | None:
        """The bytes of the document as delivered, or None."""
        place = self._find(document_id)
        if place is None:
            return None
        at, number = place
        return self._blocks[at].original(number)

    def _find(self, document_id: str) -> tuple[int, int] | None:
        """The place of a segment and the number of the document in it."""
        for at, segment in enumerate(self._searcher.segments):
            number = segment.number_of(document_id)
            if number is not None:
                return at, number
        return None

    def copies(self) -> Copies:
        """The near copies as they were given to the writer."""
        groups = self._searcher.copies.listed()
        ids = tuple(tuple(map(self._searcher.id_of, group)) for group in groups)
        return Copies(ids, read_sketches(self._folder))

    def copies_of(self, document_id: str) -> tuple[str, ...]:
        """The ids of a document's group without its own, ascending; empty where it has none."""
        place = self._find(document_id)
        if place is None:
            return ()
        at, number = place
        others = self._searcher.copies.others(self._searcher.segments[at].base + number)
        return tuple(map(self._searcher.id_of, others.tolist()))

    def term_statistics(self, term: str, *, exact: bool, french: str = "") -> int:
        """In how many documents a stem, or a folded word where `exact`, occurs in the text."""
        return self._searcher.statistics.document_frequency(term, exact=exact, french=french)

    def vocabulary(self) -> Vocabulary:
        """Every word of the collection with its number of documents."""
        return count_words(self._searcher.segments)

    def words_beginning(
        self, start: str, limit: int, within: EngineRequest | None = None, field: TextField = "text"
    ) -> tuple[WordCount, ...]:
        """The most frequent folded words that begin so, in all documents or in those of a request."""
        return self._searcher.words_beginning(start, limit, within, field)

    def count_each(self, queries: Sequence[Node], among: EngineRequest) -> tuple[int, ...]:
        """How many of the documents that a request finds match each of some queries."""
        return self._searcher.count_each(queries, among)

    def named_beside(self, actor: str, deadline: float | None = None) -> tuple[NamedTogether, ...]:
        """All others that a block names with an actor, most blocks first, then by id."""
        return self._searcher.shared.beside(actor, deadline)

    def named_together(
        self, actors: Sequence[str], deadline: float | None = None
    ) -> tuple[NamedTogether, ...]:
        """Every pair of some actors that one block names, by id; `first` is the lesser id."""
        return self._searcher.shared.together(actors, deadline)

    def blocks_naming(
        self, actors: Sequence[str], start: int, limit: int, deadline: float | None = None
    ) -> BlocksNaming:
        """The blocks that name all of some actors, from number `start` on at most `limit`."""
        return self._searcher.shared.naming(actors, start, limit, deadline)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request. Raises EngineTimedOut and QueryRefused."""
        return self._searcher.search(request)

    def walk(self, request: EngineRequest) -> EngineWalk:
        """All hits of a request in order. Raises EngineTimedOut and QueryRefused."""
        return self._searcher.walk(request)

    def weigh(
        self,
        nodes: Sequence[Node],
        document_ids: Sequence[str],
        max_expansions: int = 2000,
        deadline: float | None = None,
    ) -> tuple[DocumentScores, ...]:
        """How each of some nodes comes to its score in some documents, with the numbers of a search."""
        return self._searcher.weigh(nodes, document_ids, max_expansions, deadline)

    def close(self) -> None:
        """Close the documents; the arrays are let go of with the reader."""
        for blocks in self._blocks:
            blocks.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
