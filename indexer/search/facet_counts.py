"""The counts of an answer's facets, as values with names.

The engine counts; this asks it for what one search cannot tell: chosen ranges, chosen documents.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from indexer.engine_port import DocumentView, EngineAnswer, FacetCounts, FacetFilter, ValueCounts
from indexer.query.request import FacetValue
from indexer.search.actor_families import Families
from indexer.search.evidence import Evidence
from indexer.search.facets import Labels, chosen_values
from indexer.search.filters import DATE_FACETS, families_of, read_value
from indexer.search.reading import Reading

# The document facet is a way into the best hits, not a list of the collection.
DOCUMENT_VALUES = 10


class CountedFacet(NamedTuple):
    """Values of a facet in the engine's order, and how many there are with those past the limit."""

    values: tuple[FacetValue, ...]
    size: int


@dataclass(frozen=True, slots=True)
class FacetCounter:
    """Values of facets for one reading of a request; each holds what the answer was made with."""

    labels: Labels
    families: Families
    ask: Callable[[Reading, float | None], EngineAnswer]
    view: Callable[[str], DocumentView | None]
    evidence: Callable[[str], Evidence]
    limit: int

    def values(
        self,
        facet: str,
        reading: Reading,
        found: EngineAnswer,
        deadline: float | None,
    ) -> CountedFacet:
        """The values of one facet, and how many there are. Raises EngineError."""
        if facet == "document":
            return self._documents(reading, found, deadline)
        chosen = chosen_values(reading.request, facet)
        counts = found.facets[facet]
        if facet == "actor" and families_of(reading.request, self.families).members:
            shown, size = self._whole(counts, chosen, reading, deadline)
            return CountedFacet(self.labels.values(facet, shown, chosen), size)
        shown, size = counts.most(self.limit), len(counts)
        if not chosen:
            return CountedFacet(self.labels.values(facet, shown), size)
        numbers = dict(zip(*shown, strict=True))
        for value in chosen:
            if facet in DATE_FACETS and ".." in value:
                numbers[value] = self._count(facet, value, reading, deadline)
                size += 1
            elif value not in numbers:
                numbers[value] = counts.count_of(value)
                size += not numbers[value]
        if facet in DATE_FACETS:
            inside = {date: counts.count_of(date) for value in chosen for date in _inside(value)}
            numbers.update((date, n) for date, n in inside.items() if n and date not in numbers)
        shown = ValueCounts(tuple(numbers), tuple(numbers.values()))
        return CountedFacet(self.labels.values(facet, shown, chosen), size)

    def _whole(
        self, counts: FacetCounts, chosen: Sequence[str], reading: Reading, deadline: float | None
    ) -> tuple[ValueCounts, int]:
        """Actors, each with all that is part of it: a document that names two parts counts once."""
        alone = dict(counts)
        numbers = dict(alone)
        for parent, family in self.families.members.items():
            named = [alone[member] for member in family if member in alone]
            if len(named) > 1:
                numbers[parent] = self._count("actor", parent, reading, deadline)
            elif named:
                # Only one of the family is named: no search is needed to count its documents.
                numbers[parent] = named[0]
        order = sorted(numbers, key=lambda value: (-numbers[value], value))
        shown = dict.fromkeys((*order[: self.limit], *chosen))
        size = len(numbers.keys() | set(chosen))
        return ValueCounts(tuple(shown), tuple(numbers.get(value, 0) for value in shown)), size

    def _count(self, facet: str, value: str, reading: Reading, deadline: float | None) -> int:
        """How many hits one value of a facet alone would leave."""
        node = read_value(facet, value, families_of(reading.request, self.families))
        if node is None:
            return 0
        others = tuple(f for f in reading.filters if f.facet != facet or f.narrows_itself)
        filters = (*others, FacetFilter(facet, node, narrows_itself=False))
        counted = replace(reading.request, page=1, per=1, facets=())
        return self.ask(replace(reading, request=counted, filters=filters), deadline).total

    def _documents(self, reading: Reading, found: EngineAnswer, deadline: float | None) -> CountedFacet:
        """The best hits without the choice of documents, with their matching passages."""
        chosen = reading.request.documents
        from_the_best = reading.request.page == 1 and not chosen
        if not from_the_best or len(found.hits) < min(DOCUMENT_VALUES, found.total - found.folded):
            wide = replace(reading.request, page=1, per=DOCUMENT_VALUES, facets=())
            others = tuple(f for f in reading.filters if f.facet != "document")
            found = self.ask(replace(reading, request=wide, filters=others), deadline)
        counts = {hit.id: 1 for hit in found.hits[:DOCUMENT_VALUES]}
        for value in chosen:
            if value not in counts:
                counts[value] = self._count("document", value, reading, deadline)
        values = tuple(self._document(value, counts[value], chosen) for value in counts)
        listed = found.total - found.folded
        return CountedFacet(values, max(len(values), listed))

    def _document(self, value: str, count: int, chosen: Sequence[str]) -> FacetValue:
        view = self.view(value)
        if view is None:
            return FacetValue(value, value, 0, value in chosen, "", 0)
        matching = len(self.evidence(value).matching) if count else 0
        return FacetValue(value, view.document.label, count, value in chosen, "", matching)


def _inside(date: str) -> Iterator[str]:
    """The months of a year and the days of a month: all of them are offered where it is chosen.

    >>> len(list(_inside("2024"))), next(_inside("2024-03")), list(_inside("none"))
    (12, '2024-03-01', [])
    """
    most = {4: 12, 7: 31}.get(len(date), 0) if date[0].isdigit() and ".." not in date else 0
    return (f"{date}-{at:02}" for at in range(1, most + 1))
