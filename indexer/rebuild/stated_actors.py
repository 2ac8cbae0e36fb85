"""Actors that a page states beside its text.

Gives ids that can be filtered and counted; never invents an alias for them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from hashlib import sha256

from indexer.schema.collection import Actor

UNLISTED = "unlisted"
_ID_CHARACTERS = 60
# So many names are known as they were delivered; a hostile file has a new one in every page.
_NAMES = 100_000


class StatedActors:
    """The actors stated in a run: known ones by their id, others by an id made from the name.

    Ids depend on the order of the names, so ask from one place, in the order of the pages. That
    shows only where two names come to one id or one label: then `in_order` is true.
    """

    def __init__(self, known: Mapping[str, Actor], before: Iterable[Actor] = ()) -> None:
        """`before` are the actors that were stated in a generation that this run goes on from."""
        self.in_order = False
        self._known = known
        self._ids: dict[str, str] = {}
        self._actors: dict[str, Actor] = {}
        self._by_name: dict[str, str] = {}
        for actor in before:
            self._actors[actor.id] = known.get(actor.id, actor)
            if actor.id not in known:
                self._ids[actor.label.casefold()] = actor.id

    def ids(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the names, each once, in order; blank names are left out."""
        try:
            return tuple(dict.fromkeys([self._by_name[name] for name in names]))
        except KeyError:
            return tuple(dict.fromkeys(self._name(name) for name in names if name.strip()))

    def actors(self, used: Iterable[str]) -> tuple[Actor, ...]:
        """Those of the actors stated so far that are `used`, by id."""
        return tuple(self._actors[id_] for id_ in sorted({*used} & self._actors.keys()))

    def _name(self, name: str) -> str:
        if len(self._by_name) >= _NAMES:
            self._by_name.clear()
        id_ = self._by_name[name] = self._id(" ".join(name.split()))
        return id_

    def _id(self, name: str) -> str:
        if name in self._known:
            self._actors[name] = self._known[name]
            return name
        key = name.casefold()
        if key not in self._ids:
            slug = slug_of(name)
            number = 1
            id_ = slug
            while id_ in self._actors or id_ in self._known:
                number += 1
                id_ = f"{slug}-{number}"
            self.in_order = self.in_order or number > 1
            self._ids[key] = id_
            self._actors[id_] = Actor(
                id_, UNLISTED, name, name, None, None, None, "", decoy=False, aliases=()
            )
        elif self._actors[self._ids[key]].label != name:
            self.in_order = True
        return self._ids[key]


def slug_of(name: str) -> str:
    """A name as small ASCII letters, digits and hyphens; a hash where none are left.

    >>> slug_of("Jama'at Nasr al-Islam"), slug_of("فاغنر")
    ('jama-at-nasr-al-islam', 'actor-b258d7bf')
    """
    ascii_ = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_)[:_ID_CHARACTERS].strip("-")
    return slug or f"actor-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
