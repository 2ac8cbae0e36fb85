"""A request as it is read: the tree, the filters, the notes, and what to look for.

Asks no engine: the same request always reads the same in one generation.
"""

from dataclasses import dataclass, replace
from functools import lru_cache, partial

from indexer.engine_port import FacetFilter
from indexer.query import syntax
from indexer.query.guard import Limits
from indexer.query.names import NameTable
from indexer.query.parser import parse
from indexer.query.prose import SENTENCE_WORDS
from indexer.query.rendering import render
from indexer.query.request import Match, Note, SearchRequest
from indexer.said import say
from indexer.schema.collection import Collection
from indexer.search.actor_families import Families
from indexer.search.evidence import Leaf
from indexer.search.facets import Labels, chosen_values
from indexer.search.filters import families_of, read_filters, read_value

KEPT_TEXTS = 256


@dataclass(frozen=True, slots=True)
class Reading:
    """A request as it was read; `match` is how its words are joined in the end.

    `sentence`: so many plain words that hardly a document has all; `open`: plain words and nothing
    else, more than one of them, and nobody said how to join them.
    """

    request: SearchRequest
    query: syntax.Node
    filters: tuple[FacetFilter, ...]
    notes: tuple[Note, ...]
    match: Match
    sentence: bool
    open: bool

    @property
    def loosens_at_once(self) -> bool:
        """Whether nobody need know what all of the words would find."""
        return self.open and self.sentence

    @property
    def loosened(self) -> bool:
        """Whether any of the words may match, though nobody asked for that."""
        return self.match == "any" and self.request.match == "auto"

    def may_loosen(self, total: int) -> bool:
        """Whether any of the words should be tried after all of them found `total`."""
        return self.open and (self.sentence or total == 0)


class RequestReader:
    """Reads requests with the names of one collection."""

    def __init__(self, collection: Collection) -> None:
        self.labels = Labels(collection.actors, collection.places)
        forms: dict[str, list[str]] = {}
        for spelling in collection.spellings:
            forms.setdefault(spelling.actor, []).append(spelling.form)
        self.families = Families.of(collection.actors)
        self.names = NameTable(collection.actors, collection.places, forms)
        # A page asks for one text several times: with other filters, and joined in another way.
        self._parse = lru_cache(maxsize=KEPT_TEXTS)(partial(parse, names=self.names))

    def read(self, request: SearchRequest, limits: Limits) -> Reading:
        """The request as a tree with filters. Raises QueryRefused, for nothing else."""
        match: Match = "any" if request.match == "any" else "all"
        parsed = self._parse(request.text, limits, match=match, spelling=request.spelling)
        filters, notes = read_filters(request, self.families)
        return Reading(
            request,
            parsed.query,
            filters,
            parsed.notes + notes,
            match,
            sentence=parsed.plain_words >= SENTENCE_WORDS,
            open=request.match == "auto" and parsed.bare and isinstance(parsed.query, syntax.And),
        )

    def loosen(self, reading: Reading, limits: Limits) -> Reading:
        """The same request with any of its words, and the note that says so."""
        if reading.sentence:
            says = say("This reads as a sentence, so any of its words may match, best first.")
        else:
            says = say("No document has all of the words, so any of them was tried.")
        asked = reading.request
        query = self._parse(asked.text, limits, match="any", spelling=asked.spelling).query
        notes = (*reading.notes, Note("loosened", says))
        return replace(reading, query=query, notes=notes, match="any", open=False)

    def understood(self, reading: Reading) -> str:
        """The tree as text: read again, it asks the same. Empty for a request without a text."""
        if not reading.request.text.strip():
            return ""
        return render(reading.query, None if reading.request.spelling == "exact" else self.names)

    def leaves(self, reading: Reading) -> tuple[Leaf, ...]:
        """What to look for in the documents: the words, then the chosen values."""
        found = [
            Leaf("word", node, *self._leaf_label(node)) for node in syntax.positive_leaves(reading.query)
        ]
        families = families_of(reading.request, self.families)
        for facet in ("actor", "place", "mentioned"):
            for value in chosen_values(reading.request, facet):
                node = read_value(facet, value, families)
                if node is not None:
                    actor = value if facet == "actor" else None
                    found.append(Leaf("filter", node, self.labels.label(facet, value), actor))
        unique = {(leaf.part, leaf.label, leaf.node): leaf for leaf in found}
        return tuple(unique.values())

    def _leaf_label(self, node: syntax.Node) -> tuple[str, str | None]:
        """How a leaf is called, and the actor that it names."""
        match node:
            case syntax.Name(surface, actors, _):
                return surface, actors[0]
            case syntax.FieldIs(field, value):
                return self.labels.label(field, value), value if field == "actor" else None
            case syntax.Near() | syntax.DateRange():
                return render(node), None
            case _:
                return str(getattr(node, "surface", "")) or render(node), None
