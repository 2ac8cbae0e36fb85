"""The facet of actors: by type, joined by all or any.

Takes every count from the answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.api import FacetValue, SearchRequest
from webapp.addresses import search_address
from webapp.facet_lists import FacetPage, make_value, with_rest
from webapp.facet_parts import FacetPart, GroupPart, ValuePart
from webapp.wording import join, plural

# The types of the authority file in the order in which they are read, with one of them.
ACTOR_TYPES = {
    "armed_group": ("Armed groups", "armed group"),
    "pmc": ("Private military companies", "private military company"),
    "state_force": ("State forces", "state force"),
    "un_body": ("United Nations bodies", "United Nations body"),
    "intl_mission": ("International missions", "international mission"),
    "government": ("Governments", "government"),
    "collective": ("Groups without a name", "group without a name"),
    "person": ("People", "person"),
    "intl_org": ("International organisations", "international organisation"),
    "organisation": ("Organisations", "organisation"),
    "media": ("Media", "media"),
    "company": ("Companies", "company"),
    "country": ("Countries", "country"),
}
# Values shown beside an answer; the rest are one link away.
MOST_ACTORS = 19
# These stand in every text on a region and say little of a document: shown if there is room.
LAST_TYPES = ("country",)


def actor_heading(kind: str) -> str:
    """The heading of a type of actor, also of one that is not in the table.

    >>> actor_heading("pmc"), actor_heading("trade_union")
    ('Private military companies', 'Trade union')
    """
    known = ACTOR_TYPES.get(kind)
    return known[0] if known else kind.replace("_", " ").capitalize()


def actor_noun(kind: str) -> str:
    """One actor of a type, in words."""
    known = ACTOR_TYPES.get(kind)
    return known[1] if known else kind.replace("_", " ")


def by_type(kind: str) -> tuple[int, str]:
    """Sorts types of actors in the order of the table, unknown ones last."""
    order = list(ACTOR_TYPES)
    return (order.index(kind) if kind in order else len(order), kind)


def actor_groups(values: Iterable[FacetValue], request: SearchRequest) -> tuple[GroupPart, ...]:
    """Actors under the headings of their types."""
    kinds: dict[str, list[ValuePart]] = {}
    for value in values:
        kinds.setdefault(value.group, []).append(make_value("actor", value, request))
    return tuple(
        GroupPart(f"g-{kind or 'other'}", actor_heading(kind or "other"), tuple(kinds[kind]))
        for kind in sorted(kinds, key=by_type)
    )


def make_actor_facet(values: Sequence[FacetValue], page: FacetPage) -> FacetPart | None:
    """The actors of an answer, None where it names none."""
    request = page.request
    if not values:
        return None
    first = [v for v in values if v.group not in LAST_TYPES]
    wanted = {v.value for v in (first + [v for v in values if v.group in LAST_TYPES])[:MOST_ACTORS]}
    shown = [v for v in values if v.selected or v.value in wanted]
    hidden = [v for v in values if not v.selected and v.value not in wanted]
    kinds = sorted({v.group for v in hidden} - {v.group for v in shown}, key=by_type)
    also = [plural(sum(v.group == kind for v in hidden), actor_noun(kind)) for kind in kinds]
    facet = replace(
        with_rest("actor", shown, values, page),
        groups=actor_groups(shown, request),
        also=f"also {join(also)}" if also else "",
    )
    facet = replace(
        facet,
        parents=request.parents,
        alone=search_address(replace(request, parents="alone", page=1)),
        whole=search_address(replace(request, parents="whole", page=1)),
    )
    if len(request.actors) < 2:
        return facet
    return replace(
        facet,
        joined=request.actors_match,
        all_of=search_address(replace(request, actors_match="all", page=1)),
        any_of=search_address(replace(request, actors_match="any", page=1)),
    )
