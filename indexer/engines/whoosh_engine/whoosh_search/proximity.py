"""Where phrases, names and NEAR stand in the index.

Reads the positions of the postings of one segment's reader. It scores nothing.
"""

from collections.abc import Callable
from typing import Any

from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.whoosh_search import whoosh_schema as names
from indexer.engines.whoosh_engine.whoosh_search.columns import Columns
from indexer.engines.whoosh_engine.whoosh_search.places import Place, has_sloppy_phrase, phrase_places
from indexer.query import syntax


class Proximity:
    """The places of nodes, by document number."""

    def __init__(self, reader: Any, segment: Segment, check_deadline: Callable[[], None]) -> None:
        self._reader = reader
        self._segment = segment
        self._columns = Columns(segment)
        self._check_deadline = check_deadline

    def phrase_frequencies(self, node: syntax.Phrase) -> dict[int, int]:
        """How often a phrase stands in each document that has it; once at most where it has slop."""
        field = names.EXACT if node.field == "text" else names.TITLE_EXACT
        lists = [self._positions(field, term) for term in node.terms]
        found = {}
        for document in set.intersection(*(set(of) for of in lists)):
            positions = [of[document] for of in lists]
            if node.slop:
                frequency = int(has_sloppy_phrase(positions, len(positions) - 1 + node.slop))
            else:
                frequency = len(phrase_places(positions))
            if frequency:
                found[document] = frequency
        return found

    def places(self, node: syntax.Node) -> dict[int, list[Place]]:
        """Where a node stands, by document; nothing for a node that has no places."""
        match node:
            case syntax.Boosted(child, _):
                return self.places(child)
            case syntax.Term():
                return {d: [(p, p) for p in found] for d, found in self.term_positions(node).items()}
            case syntax.Phrase(terms, _, 0, field):
                name = names.EXACT if field == "text" else names.TITLE_EXACT
                lists = [self._positions(name, term) for term in terms]
                common = set.intersection(*(set(of) for of in lists))
                return {d: phrase_places([of[d] for of in lists]) for d in common}
            case syntax.FieldIs("actor" | "place" as field, value):
                return self._columns.mention_places(field, value)
            case syntax.Name(_, actors, literal):
                found = self.places(literal)
                for actor in actors:
                    for document, places in self._columns.mention_places(names.ACTOR, actor).items():
                        found[document] = found.get(document, []) + places
                return found
        return {}

    def term_positions(self, node: syntax.Term) -> dict[int, list[int]]:
        """The positions of a term by document: by French stems in those in French."""
        exact = names.EXACT if node.field == "text" else names.TITLE_EXACT
        name = exact if node.exact else names.TEXT if node.field == "text" else names.TITLE
        own = {document: list(places) for document, places in self._positions(name, node.term).items()}
        french = self._segment.terms.french
        if french is None or node.exact:
            return own
        own = {document: places for document, places in own.items() if not french[document]}
        words = self._segment.words[node.field]
        for number in words.french_stems.forms(node.french).tolist():
            for document, places in self._positions(exact, words.words.word(number)).items():
                if french[document]:
                    own[document] = sorted([*own.get(document, []), *places])
        return own

    def _positions(self, field: str, term: str) -> dict[int, tuple[int, ...]]:
        """The positions of a term by document that is not deleted."""
        if (field, term) not in self._reader:
            return {}
        matcher = self._reader.postings(field, term)
        found: dict[int, tuple[int, ...]] = {}
        while matcher.is_active():
            found[matcher.id()] = tuple(matcher.value_as("positions"))
            matcher.next()
            if len(found) % 1024 == 0:
                self._check_deadline()
        return found
