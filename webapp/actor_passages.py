"""The actors named in the same passages as another.

Turns values of the desk into parts of a page; counts nothing.
"""

from indexer.api import Actor, Neighbour, Search
from webapp.actor_contexts import NeighbourRow, NetworkPart
from webapp.actor_facet import LAST_TYPES, actor_noun
from webapp.addresses import actor_address, actor_part_address, shared_address
from webapp.context_parts import Link
from webapp.languages import gettext, later, ngettext
from webapp.wording import number, plural

# Actors on the page of an actor; the rest is one link away.
MOST_NEIGHBOURS = 20
OWN_PASSAGE = later("A headline or heading counts as a passage of its own.")


def make_network(search: Search, actor: Actor) -> NetworkPart | None:
    """The actors named in most passages with an actor, None where there are none."""
    found = search.network.neighbours(actor.id)
    if not found:
        return None
    shown = [n for n in found if n.actor.type not in LAST_TYPES]
    countries = len(found) - len(shown)
    actors = plural(len(shown), "actor")
    says = gettext("%(actors)s, most passages first.", actors=actors)
    if len(shown) > MOST_NEIGHBOURS:
        says = gettext(
            "The first %(n)s of %(actors)s, most passages first.", n=number(MOST_NEIGHBOURS), actors=actors
        )
    if countries:
        says += " " + ngettext(
            "%(countries)s is left out here.",
            "%(countries)s are left out here.",
            countries,
            countries=plural(countries, "country"),
        )
    most = max((n.passages for n in shown), default=1)
    return NetworkPart(
        says=f"{says} {gettext(OWN_PASSAGE)}",
        rows=tuple(_make_neighbour(actor, n, most) for n in shown[:MOST_NEIGHBOURS]),
        csv=actor_part_address(actor.id, "network.csv"),
        gexf=actor_part_address(actor.id, "network.gexf"),
    )


def _make_neighbour(actor: Actor, found: Neighbour, most: int) -> NeighbourRow:
    other = found.actor
    return NeighbourRow(
        actor=Link(other.label, actor_address(other.id)),
        kind=actor_noun(other.type),
        documents=number(found.documents),
        passages=Link(number(found.passages), shared_address(actor.id, other.id)),
        says=gettext(
            "%(passages)s with %(actor)s and %(other)s",
            passages=plural(found.passages, "passage"),
            actor=actor.label,
            other=other.label,
        ),
        width=f"{100 * found.passages / most:.1f}",
    )
