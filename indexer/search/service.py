"""One search, from the request to the answer.

Reads the text, asks the engine, and dresses what it gives with labels, evidence and notes.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.engine_port import EngineAnswer, EngineRequest, FacetFilter, IndexReader
from indexer.errors import PageOutOfRange, UnknownField
from indexer.query import syntax
from indexer.query.guard import Limits
from indexer.query.names import NameTable
from indexer.query.parser import Parsed, parse
from indexer.query.rendering import render
from indexer.query.request import SORTS, Answer, FacetValue, Hit, Match, Note, SearchRequest
from indexer.schema.document import Document
from indexer.schema.fields import FACETS
from indexer.search.evidence import DocumentView, Evidence, Leaf
from indexer.search.facets import Labels, chosen_values
from indexer.search.filters import DATE_FACETS, read_filters, read_value
from indexer.search.snippets import best_excerpts
from indexer.settings import Settings

log = logging.getLogger(__name__)

# From this many plain words on a text is a sentence, of which hardly a document has every word.
SENTENCE_WORDS = 6
# The document facet is a way into the best hits, not a list of the collection.
DOCUMENT_VALUES = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """A request as it was read: the tree, the filters, what was noted, how words are joined."""

    request: SearchRequest
    query: syntax.Node
    filters: tuple[FacetFilter, ...]
    notes: tuple[Note, ...]
    match: Match


class SearchService:
    """Answers requests from one reader; safe to share between threads."""

    def __init__(self, reader: IndexReader, settings: Settings, generation: str) -> None:
        self._reader = reader
        self._settings = settings
        self._generation = generation
        collection = reader.collection
        self.labels = Labels(collection.actors, collection.places)
        forms: dict[str, list[str]] = {}
        for spelling in collection.spellings:
            forms.setdefault(spelling.actor, []).append(spelling.form)
        self._forms = {actor: tuple(found) for actor, found in forms.items()}
        self._names = NameTable(collection.actors, collection.places, self._forms)

    def search(self, request: SearchRequest, limits: Limits | None = None) -> Answer:
        """Answer one request. Raises InvalidRequest, EngineError."""
        began = time.perf_counter()
        self._check(request)
        deadline = time.monotonic() + self._settings.query_seconds
        reading, found = self.resolve(request, deadline, limits)
        leaves = self.leaves(reading)
        hits = tuple(self._hit(hit.id, hit.score, leaves, request) for hit in found.hits)
        facets = {
            facet: self._facet(facet, reading, found, leaves, deadline)
            for facet in request.facets
        }
        took = (time.perf_counter() - began) * 1000.0
        log.info("search total=%d took_ms=%.1f match=%s", found.total, took, reading.match)
        return Answer(
            request,
            found.total,
            hits,
            facets,
            reading.notes,
            round(took, 1),
            self._generation,
            render(reading.query) if request.text.strip() else "",
            reading.match,
            reading.query,
        )

    def resolve(
        self, request: SearchRequest, deadline: float | None = None, limits: Limits | None = None
    ) -> tuple[Reading, EngineAnswer]:
        """The request as it is read in the end, and what the engine finds for it."""
        parsed = self._parse(request, request.match, limits)
        filters, notes = read_filters(request)
        reading = Reading(request, parsed.query, filters, parsed.notes + notes, request.match)
        found = self._ask(reading, deadline)
        several = isinstance(parsed.query, syntax.And) and parsed.bare
        sentence = parsed.plain_words >= SENTENCE_WORDS
        if request.match == "any" or not several or not (sentence or found.total == 0):
            return reading, found
        loose = self._parse(request, "any", limits)
        if sentence:
            says = "This reads as a sentence, so any of its words may match, best first."
        else:
            says = "No document has all of the words, so any of them was tried."
        notes = (*reading.notes, Note("loosened", says))
        reading = replace(reading, query=loose.query, notes=notes, match="any")
        return reading, self._ask(reading, deadline)

    def leaves(self, reading: Reading) -> tuple[Leaf, ...]:
        """What to look for in the documents: the words, then the chosen values."""
        found = [
            Leaf("word", node, *self._leaf_label(node))
            for node in syntax.positive_leaves(reading.query)
        ]
        for facet in ("actor", "place", "mentioned"):
            for value in chosen_values(reading.request, facet):
                node = read_value(facet, value)
                if node is not None:
                    actor = value if facet == "actor" else None
                    found.append(Leaf("filter", node, self.labels.label(facet, value), actor))
        unique = {(leaf.part, leaf.label, leaf.node): leaf for leaf in found}
        return tuple(unique.values())

    def evidence(self, document: Document, request: SearchRequest) -> Evidence:
        """What matches in one document for a request."""
        reading, _ = self.resolve(replace(request, page=1, per=1, facets=()))
        return DocumentView(document).find_evidence(self.leaves(reading))

    def _leaf_label(self, node: syntax.Node) -> tuple[str, str | None]:
        match node:
            case syntax.Name(surface, actors, _):
                return surface, actors[0]
            case syntax.FieldIs(field, value):
                return self.labels.label(field, value), value if field == "actor" else None
            case syntax.Near():
                return render(node), None
            case syntax.Phrase(_, surface, _, _) | syntax.Term(_, surface, _, _):
                return surface, None
            case syntax.Prefix(_, surface, _) | syntax.Wildcard(_, surface, _):
                return surface, None
            case syntax.Fuzzy(_, surface, _, _) | syntax.DateRange(_, _, _, surface):
                return surface, None
        return render(node), None

    def _parse(self, request: SearchRequest, match: Match, limits: Limits | None) -> Parsed:
        limits = limits or web_limits(self._settings)
        names = None if request.spelling == "exact" else self._names
        return parse(request.text, limits, match=match, names=names)

    def _check(self, request: SearchRequest) -> None:
        most = self._settings.max_page_hits
        if request.page < 1 or request.per < 1 or request.page * request.per > most:
            raise PageOutOfRange(
                f"Page {request.page} of {request.per} hits is out of range; "
                f"pages reach to hit {most:,}. Narrow the search instead."
            )
        if request.sort not in SORTS:
            raise UnknownField(f"“{request.sort}” is no order; orders are {', '.join(SORTS)}.")
        for facet in request.facets:
            if facet not in FACETS:
                raise UnknownField(f"“{facet}” is no facet; facets are {', '.join(FACETS)}.")

    def _ask(self, reading: Reading, deadline: float | None) -> EngineAnswer:
        request = reading.request
        return self._reader.search(
            EngineRequest(
                reading.query,
                reading.filters,
                tuple(facet for facet in request.facets if facet != "document"),
                request.sort,
                (request.page - 1) * request.per,
                request.per,
                deadline,
                self._settings.query_expansions,
            )
        )

    def _hit(
        self, document_id: str, score: float, leaves: Sequence[Leaf], request: SearchRequest
    ) -> Hit:
        document = self._reader.document(document_id)
        if document is None:
            raise AssertionError(f"the engine found {document_id} but does not hold it")
        evidence = DocumentView(document).find_evidence(leaves)
        counts: dict[str, int] = {}
        for mention in document.actors:
            if not mention.weak:
                counts[mention.id] = counts.get(mention.id, 0) + 1
        ordered = sorted(counts.items(), key=lambda p: (-p[1], self.labels.label("actor", p[0])))
        return Hit(
            document,
            score,
            best_excerpts(document, evidence, every=request.documents == (document.id,)),
            len(evidence.matching),
            evidence.title_marks,
            evidence.reasons,
            tuple(ordered),
        )

    def _facet(
        self,
        facet: str,
        reading: Reading,
        found: EngineAnswer,
        leaves: Sequence[Leaf],
        deadline: float,
    ) -> tuple[FacetValue, ...]:
        if facet == "document":
            return self._documents(reading, leaves, deadline)
        chosen = chosen_values(reading.request, facet)
        counts = list(found.facets[facet])
        if facet in DATE_FACETS:
            counts += [
                (value, self._count(facet, value, reading, deadline))
                for value in chosen
                if ".." in value
            ]
        return self.labels.values(facet, counts, chosen, self._settings.facet_limit)

    def _count(self, facet: str, value: str, reading: Reading, deadline: float) -> int:
        """How many hits one value of a facet alone would leave."""
        node = read_value(facet, value)
        if node is None:
            return 0
        others = tuple(f for f in reading.filters if f.facet != facet or f.narrows_itself)
        filters = (*others, FacetFilter(facet, node, narrows_itself=False))
        return self._ask(replace(reading, filters=filters), deadline).total

    def _documents(
        self, reading: Reading, leaves: Sequence[Leaf], deadline: float
    ) -> tuple[FacetValue, ...]:
        """The best hits without the choice of documents, with their matching passages."""
        wide = replace(reading.request, page=1, per=DOCUMENT_VALUES, facets=())
        others = tuple(f for f in reading.filters if f.facet != "document")
        best = self._ask(replace(reading, request=wide, filters=others), deadline).hits
        chosen = reading.request.documents
        counts = {hit.id: 1 for hit in best}
        for value in chosen:
            if value not in counts:
                counts[value] = self._count("document", value, reading, deadline)
        values = []
        for value, count in counts.items():
            document = self._reader.document(value)
            if document is None:
                values.append(FacetValue(value, value, 0, value in chosen, "", 0))
                continue
            matching = DocumentView(document).find_evidence(leaves).matching if count else ()
            values.append(
                FacetValue(value, document.label, count, value in chosen, "", len(matching))
            )
        return tuple(values)


def web_limits(settings: Settings) -> Limits:
    """The limits of a query that anyone may type."""
    return Limits(
        characters=settings.query_characters,
        words=settings.query_words,
        depth=settings.query_depth,
        wildcards=settings.query_wildcards,
        phrase_words=settings.phrase_words,
        slop=settings.slop,
        token_characters=settings.token_characters,
    )


def batch_limits(settings: Settings) -> Limits:
    """The limits of a query that the owner of the index runs from a file."""
    return replace(
        web_limits(settings),
        characters=settings.batch_query_characters,
        words=settings.batch_query_words,
    )
