"""Actors under the headings of their types, each a link to its page.

Counts nothing: numbers come with the actors.
"""

from collections.abc import Iterable

from indexer.api import Actor
from webapp.actor_facet import actor_heading, by_type
from webapp.addresses import actor_address
from webapp.context_parts import Link
from webapp.search_contexts import ListGroup


def make_actor_groups(counts: Iterable[tuple[Actor, int]]) -> tuple[ListGroup, ...]:
    """The actors by type, in the order in which they come, with their counts."""
    kinds: dict[str, list[Link]] = {}
    for actor, count in counts:
        kinds.setdefault(actor.type, []).append(Link(actor.label, actor_address(actor.id), count))
    return tuple(ListGroup(actor_heading(kind), tuple(kinds[kind])) for kind in sorted(kinds, key=by_type))
