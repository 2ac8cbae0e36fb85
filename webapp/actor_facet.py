"""The facet of actors: by type, joined by all or any.

Takes every count from the answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.api import FacetValue, SearchRequest
from webapp.addresses import search_address
from webapp.facet_lists import FacetPage, link_rest, make_excluded, make_value, say_heading
from webapp.facet_parts import FacetPart, GroupPart, ValuePart
from webapp.languages import gettext, later, ngettext
from webapp.wording import join, noun, number, plural

# The types of the authority file in the order in which they are read, with one of them.
ACTOR_TYPES = {
    "armed_group": (later("Armed groups"), "armed group"),
    "pmc": (later("Private military companies"), "private military company"),
    "state_force": (later("State forces"), "state force"),
    "un_body": (later("United Nations bodies"), "United Nations body"),
    "intl_mission": (later("International missions"), "international mission"),
    "government": (later("Governments"), "government"),
    "collective": (later("Groups without a name"), "group without a name"),
    "person": (later("People"), "person"),
    "intl_org": (later("International organisations"), "international organisation"),
    "organisation": (later("Organisations"), "organisation"),
    "media": (later("Media"), "media"),
    "company": (later("Companies"), "company"),
    "country": (later("Countries"), "country"),
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
    return gettext(known[0]) if known else kind.replace("_", " ").capitalize()


def actor_noun(kind: str) -> str:
    """One actor of a type, in words."""
    return noun(1, actor_type(kind))


def actor_type(kind: str) -> str:
    """The noun that `plural` knows a type of actor by."""
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
    """The actors of an answer, None where it names none and leaves none out.

    Those that are chosen or left out stand first, whatever their number.
    """
    request = page.request
    excluded = make_excluded(request, page.search)
    if not values and not excluded:
        return None
    open_ = [v for v in values if not v.selected]
    first = sorted(open_, key=lambda v: v.group in LAST_TYPES)[:MOST_ACTORS]
    wanted = {v.value for v in first}
    shown = [v for v in open_ if v.value in wanted]
    chosen = (*(make_value("actor", v, request) for v in values if v.selected), *excluded)
    top = (GroupPart("g-chosen", "", chosen),) if chosen else ()
    count = len(values) - len(open_) + len(shown)
    facet = FacetPart("actor", say_heading("actor"), "", top + actor_groups(shown, request))
    facet = link_rest(facet, count, len(values), page)
    facet = replace(
        facet,
        also=_say_hidden(values, shown, page) if facet.all_url else "",
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


def _say_hidden(values: Sequence[FacetValue], shown: Sequence[FacetValue], page: FacetPage) -> str:
    """The types of which no actor is shown; only their number where not all values are at hand."""
    hidden = [v for v in values if not v.selected and v not in shown]
    if page.answer.facet_sizes.get("actor", 0) > len(values):
        more = page.answer.facet_sizes["actor"] - len(values) + len(hidden)
        return ngettext("%(n)s is not shown here", "%(n)s are not shown here", more, n=number(more))
    kinds = sorted({v.group for v in hidden} - {v.group for v in shown}, key=by_type)
    also = [plural(sum(v.group == kind for v in hidden), actor_type(kind)) for kind in kinds]
    return gettext("also %(actors)s", actors=join(also)) if also else ""
