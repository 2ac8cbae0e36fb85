"""Actors with all that is part of them, however far down.

Reads the parents of one collection's actors; asks no engine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indexer.query.syntax import FieldIs, Node, Or
from indexer.schema.collection import Actor


@dataclass(frozen=True, slots=True)
class Families:
    """For each actor with parts: itself, then all that is part of it, each once."""

    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, actors: Iterable[Actor]) -> "Families":
        """The families of some actors; a circle of parents is one family.

        >>> from indexer.schema.collection import Actor
        >>> def actor(id_, parent):
        ...     return Actor(id_, "armed_group", id_, id_, parent, None, None, "", False, ())
        >>> rows = (actor("aqim", "al-qaeda"), actor("jnim", "aqim"), actor("al-qaeda", None))
        >>> Families.of(rows).members
        {'al-qaeda': ('al-qaeda', 'aqim', 'jnim'), 'aqim': ('aqim', 'jnim')}
        """
        parts: dict[str, list[str]] = {}
        for actor in actors:
            if actor.parent and not actor.decoy:
                parts.setdefault(actor.parent, []).append(actor.id)
        members: dict[str, tuple[str, ...]] = {}
        for parent in parts:
            found = {parent: None}
            waiting = [parent]
            while waiting:
                fresh = [part for part in parts.get(waiting.pop(), ()) if part not in found]
                found |= dict.fromkeys(fresh)
                waiting += fresh
            members[parent] = tuple(found)
        return cls(dict(sorted(members.items())))

    def node(self, actor: str) -> Node:
        """The documents that name an actor or a part of it."""
        family = self.members.get(actor, (actor,))
        return (
            Or(tuple(FieldIs("actor", one) for one in family)) if len(family) > 1 else FieldIs("actor", actor)
        )


NO_FAMILIES = Families()
