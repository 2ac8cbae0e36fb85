"""The actors named in the same passages as another.

Turns values of the desk into parts of a page; counts nothing.
"""

from indexer.api import Actor, Neighbour, Search
from webapp.actor_contexts import NeighbourRow, NetworkPart
from webapp.actor_facet import LAST_TYPES, actor_noun
from webapp.addresses import actor_address, actor_part_address, shared_address
from webapp.context_parts import Link
from webapp.wording import number, plural

# Actors on the page of an actor; the rest is one link away.
MOST_NEIGHBOURS = 20
OWN_PASSAGE = "A headline or heading counts as a passage of its own."


def make_network(search: Search, actor: Actor) -> NetworkPart | None:
    """The actors named in most passages with an actor, None where there are none."""
    found = search.network.neighbours(actor.id)
    if not found:
        return None
    shown = [n for n in found if n.actor.type not in LAST_TYPES]
    countries = len(found) - len(shown)
    says = f"{plural(len(shown), 'actor')}, most passages first."
    if len(shown) > MOST_NEIGHBOURS:
        says = f"The first {MOST_NEIGHBOURS} of {plural(len(shown), 'actor')}, most passages first."
    if countries:
        says += f" {plural(countries, 'country')} {'is' if countries == 1 else 'are'} left out here."
    most = max((n.passages for n in shown), default=1)
    return NetworkPart(
        says=f"{says} {OWN_PASSAGE}",
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
        says=f"{plural(found.passages, 'passage')} with {actor.label} and {other.label}",
        width=f"{100 * found.passages / most:.1f}",
    )
