"""Where phrases, names and NEAR stand in the index.

Reads the positions of the postings of one segment's reader. It scores nothing.
"""

from collections.abc import Callable
from typing import Any

from indexer.engines.whoosh_engine.whoosh_search import whoosh_schema as names
from indexer.engines.whoosh_engine.whoosh_search.columns import Columns
from indexer.engines.whoosh_engine.whoosh_search.places import Place, has_sloppy_phrase, phrase_places
from indexer.query import syntax


class Proximity:
    """The places of nodes, by document number."""

    def __init__(self, reader: Any, columns: Columns, check_deadline: Callable[[], None]) -> None:
        self._reader = reader
        self._columns = columns
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
            case syntax.Term(term, _, exact, field):
                title = names.TITLE_EXACT if exact else names.TITLE
                name = title if field == "title" else names.EXACT if exact else names.TEXT
                return {
                    document: [(p, p) for p in found]
                    for document, found in self._positions(name, term).items()
                }
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
