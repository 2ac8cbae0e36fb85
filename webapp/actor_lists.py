"""Actors under the headings of their types, each a link to its page.

Counts mentions in a document and nothing else: numbers of documents come with the actors.
"""

from collections.abc import Iterable

from indexer.api import Actor, Document, Search
from webapp.actor_facet import actor_heading, by_type
from webapp.addresses import actor_address
from webapp.context_parts import Link, NamedPart
from webapp.document_contexts import NamedGroup
from webapp.document_lines import make_named
from webapp.search_contexts import ListGroup


def make_actor_groups(counts: Iterable[tuple[Actor, int]]) -> tuple[ListGroup, ...]:
    """The actors by type, in the order in which they come, with their counts."""
    kinds: dict[str, list[Link]] = {}
    for actor, count in counts:
        kinds.setdefault(actor.type, []).append(Link(actor.label, actor_address(actor.id), count))
    return tuple(ListGroup(actor_heading(kind), tuple(kinds[kind])) for kind in sorted(kinds, key=by_type))


def make_named_groups(document: Document, search: Search) -> tuple[NamedGroup, ...]:
    """The actors that a document names by type, most named first, each with the way to the places."""
    counts: dict[str, int] = {}
    for mention in document.actors:
        if not mention.weak:
            counts[mention.id] = counts.get(mention.id, 0) + 1
    kinds: dict[str, list[NamedPart]] = {}
    labelled = ((actor, count, search.facet_label("actor", actor)) for actor, count in counts.items())
    for actor, count, _ in sorted(labelled, key=lambda row: (-row[1], row[2].casefold())):
        named = make_named(document, actor, count, search)
        kinds.setdefault(search.facet_group("actor", actor), []).append(named)
    return tuple(NamedGroup(actor_heading(kind), tuple(kinds[kind])) for kind in sorted(kinds, key=by_type))
