"""The filters of a request as query nodes, one set a facet."""

from collections.abc import Callable, Sequence

from indexer.engine_port import FacetFilter
from indexer.query.date_ranges import read_date_filter, say_why_not
from indexer.query.request import Note, SearchRequest
from indexer.query.syntax import And, DateField, DateRange, FieldIs, Node, Not, Or
from indexer.search.actor_families import NO_FAMILIES, Families
from indexer.search.facets import chosen_values

# Facets whose values are dates or ranges of dates.
DATE_FACETS: tuple[DateField, ...] = ("published", "mentioned")


def read_filters(
    request: SearchRequest, families: Families = NO_FAMILIES
) -> tuple[tuple[FacetFilter, ...], tuple[Note, ...]]:
    """Filters by facet, and a note for each value that cannot be read and is not used.

    Excluded actors narrow everything, the counts of actors too. Of `families` all are one where the
    request asks for parents with their parts.
    """
    families = families_of(request, families)
    filters: list[FacetFilter] = []
    notes: list[Note] = []
    for facet in ("actor", "place", "published", "mentioned", "document", "source", "language"):
        nodes: list[Node] = []
        for value in chosen_values(request, facet):
            node = read_value(facet, value, families)
            if node is None:
                notes.append(Note("filter", say_why_not(value), parameter=facet, value=value))
            else:
                nodes.append(node)
        together = facet == "actor" and request.actors_match == "all"
        if nodes:
            join: Callable[[tuple[Node, ...]], Node] = And if together else Or
            filters.append(FacetFilter(facet, join(tuple(nodes)), together))
    if request.not_actors:
        excluded: Sequence[Node] = [Not(families.node(a)) for a in request.not_actors]
        filters.append(FacetFilter("actor", And(tuple(excluded)), True))
    return tuple(filters), tuple(notes)


def families_of(request: SearchRequest, families: Families) -> Families:
    """The families that count as one actor in a request."""
    return families if request.parents == "whole" else NO_FAMILIES


def read_value(facet: str, value: str, families: Families = NO_FAMILIES) -> Node | None:
    """The node of one facet value or range of dates; None where a date cannot be read."""
    if facet == "actor":
        return families.node(value)
    for dates in DATE_FACETS:
        if dates == facet:
            return read_date_filter(dates, value)
    return FieldIs(facet, value)


def canonical_date(facet: str, text: str) -> str | None:
    """The canonical form of a date or range that somebody typed; None where it is not one."""
    if facet not in DATE_FACETS:
        return None
    match read_value(facet, text):
        case FieldIs(_, value):
            return value
        case DateRange(_, _, _, surface):
            return surface
    return None
