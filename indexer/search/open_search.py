"""One open generation, as its readers use it.

Safe to share between threads; everything it returns is a plain value.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Self

from indexer.engine_port import IndexReader
from indexer.errors import ActorNotFound, DocumentNotFound
from indexer.manifest import BuildFacts
from indexer.query.request import Answer, SearchRequest, Suggestion
from indexer.schema.collection import Actor, Collection
from indexer.schema.document import Document
from indexer.search.comparison import Comparisons
from indexer.search.completion import Completer
from indexer.search.copy_changes import CopyHistories
from indexer.search.evidence import Evidence
from indexer.search.explain import Explanation
from indexer.search.explaining import Explainer
from indexer.search.limits import batch_limits
from indexer.search.named_actors import count_naming
from indexer.search.near_copies import NearCopies, compare_copies
from indexer.search.neighbours import Neighbours, find_neighbours
from indexer.search.passage_network import PassageNetwork
from indexer.search.service import SearchService
from indexer.search.similar import SimilarStory, find_similar
from indexer.search.timeline import Timelines
from indexer.search.unlinked import UnlinkedReview
from indexer.search.walking import Walk, walk_hits
from indexer.settings import Settings

# So many similar stories are given where nobody says how many.
SIMILAR_STORIES = 5


class Search:
    """Searches one generation until it is closed; `build` is what its manifest says of it."""

    def __init__(
        self,
        reader: IndexReader,
        settings: Settings,
        *,
        generation: str,
        build: BuildFacts | None = None,
        degraded: str | None = None,
        on_close: Callable[[], None] | None = None,
    ) -> None:
        self.generation = generation
        self.build = build
        self.degraded = degraded
        self._reader = reader
        self._settings = settings
        self._on_close = on_close
        self._service = SearchService(reader, settings, generation)
        # The total of a request and how it was read, raising what `search` raises.
        self.count = self._service.count
        self.completer = Completer(reader, self._service.requests, settings)
        self._actors = {actor.id: actor for actor in self.collection.actors}
        # The actor's type or the date's level, empty for other facets.
        self.facet_group = self._service.labels.group
        self._explainer = Explainer(reader, self._service, settings)
        # Why each hit of an answer of this search has its score, in their order.
        self.explain_hits = self._explainer.explain_hits
        self.unlinked = UnlinkedReview(reader)
        self.network = PassageNetwork(reader, settings, self._actors)
        self.timelines = Timelines(reader, self._service)
        self.comparisons = Comparisons(reader, self._service)
        self.copies = CopyHistories(reader)

    @property
    def collection(self) -> Collection:
        """The facts of this generation."""
        return self._reader.collection

    def search(self, request: SearchRequest, *, batch: bool = False, every_value: bool = False) -> Answer:
        """Answer a request. Raises InvalidRequest and EngineError, never for odd text.

        A query from a batch has the wider limits of its owner. With `every_value` the facets hold all
        values and not the most frequent alone.
        """
        limits = batch_limits(self._settings) if batch else None
        return self._service.search(request, limits, every_value=every_value)

    def walk(self, request: SearchRequest, *, passages: bool = True) -> Walk:
        """All hits of a request in their order, as those of its pages 1 to n, however many.

        The request's page and facets are not looked at. Without `passages` nothing is looked for in
        the documents: their passages, marks and reasons are empty. What comes after the first hit has
        no limit of time. Raises InvalidRequest and EngineError.
        """
        return walk_hits(self._service, self._reader, request, passages=passages)

    @property
    def months(self) -> tuple[str, ...]:
        """The months in which documents were published."""
        return self._service.months

    def suggest(self, request: SearchRequest, *, batch: bool = False) -> Suggestion | None:
        """Another spelling of a text that finds more, or None; never raises for a text."""
        return self._service.suggest(request, batch_limits(self._settings) if batch else None)

    def rank(self, request: SearchRequest, limit: int) -> tuple[tuple[str, float], ...]:
        """Ids and scores of the first hits of a query from a batch, at most `limit`."""
        wide = replace(request, page=1, per=max(1, limit), facets=(), copies="all")
        _, found = self._service.resolve(wide, None, batch_limits(self._settings))
        return tuple((hit.id, hit.score) for hit in found.hits)

    def document(self, document_id: str) -> Document:
        """The document of an id. Raises DocumentNotFound."""
        document = self._reader.document(document_id)
        if document is None:
            raise DocumentNotFound.of(document_id)
        return document

    def original(self, document_id: str) -> bytes:
        """The bytes of a document as delivered. Raises DocumentNotFound."""
        original = self._reader.original(document_id)
        return original if original is not None else self.document(document_id).text.encode()

    def evidence(self, document_id: str, request: SearchRequest) -> Evidence:
        """What matches in a document for the words and the chosen values of a request."""
        self.document(document_id)
        return self._service.evidence(document_id, request)

    def neighbours(self, document_id: str, request: SearchRequest) -> Neighbours:
        """The hits before and after a document in the answer to a request."""
        most = self._settings.max_page_hits
        return find_neighbours(self._service, self._reader.document, document_id, request, most)

    def near_copies(self, document_id: str) -> NearCopies:
        """The documents of the collection that say the same as one. Raises DocumentNotFound."""
        return compare_copies(self.document(document_id), self._reader.copies_of(document_id), self.document)

    def similar(self, document_id: str, limit: int = SIMILAR_STORIES) -> tuple[SimilarStory, ...]:
        """Other stories on a document's matter, best first. Raises DocumentNotFound, EngineTimedOut."""
        return find_similar(self._reader, self.document(document_id), limit, self._service.deadline())

    def actor(self, actor_id: str) -> Actor:
        """An actor of this collection's authority file. Raises ActorNotFound."""
        actor = self._actors.get(actor_id)
        if actor is None or actor.decoy:
            raise ActorNotFound.of(actor_id)
        return actor

    def actor_counts(self) -> tuple[tuple[Actor, int], ...]:
        """Actors with the number of documents that name them, most first, then by label."""
        named = count_naming(self._reader)
        counts = [(self._actors[id_], n) for id_, n in named if id_ in self._actors]
        return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0].label.casefold())))

    def spellings(self, actor_id: str) -> tuple[tuple[str, int, int], ...]:
        """The forms of an actor in this collection: as written, mentions, documents."""
        return tuple(
            (s.form, s.mentions, s.documents) for s in self.collection.spellings if s.actor == actor_id
        )

    def facet_label(self, facet: str, value: str) -> str:
        """The name of a facet value for people."""
        if facet == "document":
            document = self._reader.document(value)
            return document.label if document else value
        return self._service.labels.label(facet, value)

    def explain(self, asked: SearchRequest | str, document_id: str) -> Explanation:
        """Why a document has its score for a search, or why it does not match.

        Raises DocumentNotFound, InvalidRequest, EngineError.
        """
        self.document(document_id)
        request = SearchRequest(text=asked) if isinstance(asked, str) else asked
        return self._explainer.explain(request, document_id)

    def close(self) -> None:
        """Let go of the generation."""
        self.unlinked.close()
        self._reader.close()
        if self._on_close is not None:
            self._on_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
