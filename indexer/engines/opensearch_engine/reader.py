"""Answers from one generation on a cluster.

One reader serves many threads. What never changes in a generation is read once and kept.
"""

import json
from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any, Self

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
    check_deadline,
)
from indexer.engines.analysed_view import AnalysedView
from indexer.engines.opensearch_engine import shared_passages
from indexer.engines.opensearch_engine.facts_index import COLLECTION, COPIES, LENGTHS, SKETCHES, VOCABULARY
from indexer.engines.opensearch_engine.folding import CopyGroups
from indexer.engines.opensearch_engine.lexicon import Lexicon, Words
from indexer.engines.opensearch_engine.mapping import LengthTotals
from indexer.engines.opensearch_engine.place import Place
from indexer.engines.opensearch_engine.searcher import Searcher
from indexer.engines.opensearch_engine.statistics import Statistics
from indexer.engines.opensearch_engine.stored_documents import StoredDocuments
from indexer.engines.opensearch_engine.weighing import Weigher
from indexer.errors import GenerationCorrupt
from indexer.query.syntax import Node, Term, TextField
from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.schema.json_values import from_json


class OpenSearchReader:
    """Reads the indices of one generation, which are there and whole."""

    def __init__(self, place: Place) -> None:
        """Raises EngineUnavailable, GenerationMissing and GenerationCorrupt."""
        self._place = place
        self._stored = StoredDocuments(place.cluster, place.index)
        totals = LengthTotals(**_fact(place, LENGTHS))
        self._searcher = Searcher(
            place,
            self._stored,
            Statistics(place.cluster, place.index, totals),
            # Not the reader's own method: in a cycle a generation would outlive its last user
            Lexicon(partial(_read_words, place)),
            CopyGroups(_fact(place, COPIES)),
        )

    @cached_property
    def collection(self) -> Collection:
        """The facts of this generation."""
        return from_json(Collection, _fact(self._place, COLLECTION))

    @property
    def document_count(self) -> int:
        """How many documents it holds."""
        return self._searcher.statistics.documents

    def document_ids(self) -> tuple[str, ...]:
        """All ids, ascending."""
        return self._stored.ids()

    def page_hashes(self) -> dict[str, int]:
        """The `page_hash` of every document by its id."""
        return self._stored.page_hashes()

    def document(self, document_id: str) -> Document | None:
        """The document of this id, or None."""
        return self._stored.document(document_id)

    def view(self, document_id: str) -> DocumentView | None:
        """The document of this id with the places of its words, or None."""
        document = self.document(document_id)
        return None if document is None else AnalysedView(document)

    def original(self, document_id: str) -> bytes | None:
        """The bytes of the document as delivered, or None."""
        return self._stored.original(document_id)

    def copies(self) -> Copies:
        """The near copies as they were given to the writer."""
        return Copies(self._searcher.copies.groups, self._place.facts.read(SKETCHES) or b"")

    def copies_of(self, document_id: str) -> tuple[str, ...]:
        """The ids of a document's group without its own, ascending; empty where it has none."""
        return self._searcher.copies.others(document_id)

    def term_statistics(self, term: str, *, exact: bool, french: str = "") -> int:
        """In how many documents a stem, or a folded word where `exact`, occurs in the text."""
        statistics = self._searcher.statistics
        return statistics.frequency(statistics.term_tokens(Term(term, term, exact, french=french)))

    def vocabulary(self) -> Vocabulary:
        """Every word of the collection with its number of documents."""
        return self._searcher.lexicon.fields["text"].vocabulary

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
        return shared_passages.named_beside(partial(self._searcher.ask, deadline=deadline), actor)

    def named_together(
        self, actors: Sequence[str], deadline: float | None = None
    ) -> tuple[NamedTogether, ...]:
        """Every pair of some actors that one block names, by id; `first` is the lesser id."""
        return shared_passages.named_together(partial(self._searcher.ask, deadline=deadline), actors)

    def blocks_naming(
        self, actors: Sequence[str], start: int, limit: int, deadline: float | None = None
    ) -> BlocksNaming:
        """The blocks that name all of some actors, from number `start` on at most `limit`."""
        ask = partial(self._searcher.ask, deadline=deadline)
        return shared_passages.blocks_naming(ask, tuple(dict.fromkeys(actors)), start, limit)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request. Raises EngineTimedOut, EngineUnavailable and QueryRefused."""
        return self._searcher.search(request)

    def walk(self, request: EngineRequest) -> EngineWalk:
        """All hits of a request in order. Raises EngineTimedOut, EngineUnavailable and QueryRefused."""
        return self._searcher.walk(request)

    def weigh(
        self,
        nodes: Sequence[Node],
        document_ids: Sequence[str],
        max_expansions: int = 2000,
        deadline: float | None = None,
    ) -> tuple[DocumentScores, ...]:
        """How each of some nodes comes to its score in some documents, with the numbers of a search."""
        check_deadline(deadline)
        translator = self._searcher.translator(nodes, max_expansions, deadline)
        documents = {id_: self.document(id_) for id_ in document_ids}
        for id_, document in documents.items():
            if document is None:
                raise KeyError(id_)
        own = [document for document in documents.values() if document is not None]
        ask = partial(self._searcher.ask, deadline=deadline)
        weighed = {scores.document: scores for scores in Weigher(translator).weigh(nodes, own, ask)}
        return tuple(weighed[id_] for id_ in document_ids)

    def close(self) -> None:
        """Let go of what is kept; the connections are the store's."""
        self._stored.forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _fact(place: Place, name: str) -> Any:
    content = place.facts.read(name)
    if content is None:
        raise GenerationCorrupt(
            f"“{name}” of the index {place.index} is missing. Run: python -m indexer rebuild"
        )
    return json.loads(content)


def _read_words(place: Place) -> dict[TextField, Words]:
    told = _fact(place, VOCABULARY)
    return {
        "text": Words(Vocabulary(told["words"], told["documents"])),
        "title": Words(Vocabulary(told["title_words"], told["title_documents"])),
    }
