"""Actors as JSON values, under the names that they have in Python.

Computes nothing; the addresses are those of the pages.
"""

from dataclasses import asdict
from typing import Any

from indexer.api import Actor, Neighbour, Search, Seen
from webapp.addresses import actor_address, actor_part_address, shared_address
from webapp.dated_rows import ask_for_actor
from webapp.timeline_json import dated_values, timeline_facts

# Dated passages that stand in the JSON of an actor: the CSV has all.
MOST_DATED = 100


def actor_facts(actor: Actor, count: int) -> dict[str, Any]:
    """An actor with the number of documents that name it."""
    return {
        "id": actor.id,
        "label": actor.label,
        "name": actor.name,
        "type": actor.type,
        "parent": actor.parent,
        "count": count,
        "url": actor_address(actor.id),
    }


def actor_values(actor: Actor, search: Search) -> dict[str, Any]:
    """An actor with its spellings, its dates, and the actors named in the same passages."""
    others = search.collection.actors
    seen, timeline = search.timelines.seen(actor.id), search.timelines.timeline(ask_for_actor(actor))
    dated = search.timelines.rows(timeline, 0, MOST_DATED)
    return {
        **actor_facts(actor, seen.documents),
        "generation": search.generation,
        "active_from": actor.active_from,
        "active_to": actor.active_to,
        "note": actor.note,
        "successor": actor.successor,
        "predecessors": [other.id for other in others if other.successor == actor.id],
        "children": [other.id for other in others if other.parent == actor.id],
        "source": actor.source,
        "offices": [asdict(office) for office in actor.offices],
        "holders": [
            {"actor": other.id, **asdict(office)}
            for other in others
            for office in other.offices
            if office.of == actor.id
        ],
        "spellings": [
            {"form": form, "mentions": mentions, "documents": documents}
            for form, mentions, documents in search.spellings(actor.id)
        ],
        "aliases": [alias.text for alias in actor.aliases],
        "seen": _seen_values(seen),
        "timeline": {
            **timeline_facts(timeline),
            "csv": actor_part_address(actor.id, "timeline.csv"),
            "first": [dated_values(passage) for passage in dated],
        },
        "network": [_neighbour_values(actor, other) for other in search.network.neighbours(actor.id)],
    }


def _seen_values(seen: Seen) -> dict[str, Any]:
    return {
        "first": asdict(seen.first) if seen.first else None,
        "last": asdict(seen.last) if seen.last else None,
        "undated": seen.undated,
    }


def _neighbour_values(actor: Actor, other: Neighbour) -> dict[str, Any]:
    return {
        "id": other.actor.id,
        "label": other.actor.label,
        "type": other.actor.type,
        "passages": other.passages,
        "documents": other.documents,
        "url": shared_address(actor.id, other.actor.id),
    }
