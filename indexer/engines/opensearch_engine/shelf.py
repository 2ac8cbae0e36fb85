"""Which generations there are on a cluster, and which one is current.

Removes what is too old or was never finished; makes none.
"""

import logging
from dataclasses import dataclass

from indexer.engines.opensearch_engine.beats import WHOLE, beat_of, refuse_living
from indexer.engines.opensearch_engine.client import Cluster
from indexer.engines.opensearch_engine.facts_index import MANIFEST, FactsIndex
from indexer.engines.opensearch_engine.names import Names
from indexer.engines.opensearch_engine.place import Place
from indexer.errors import EngineUnavailable, GenerationCorrupt, GenerationLocked, IndexerError

log = logging.getLogger(__name__)

# What a build that several processes fill says of itself: of how many shards it is.
PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The generations below one prefix."""

    cluster: Cluster
    names: Names

    def places(self) -> tuple[Place, ...]:
        """All generations, oldest first, whole or not."""
        found = self.cluster.call("GET", f"/{self.names.pattern}/_settings", params={"flat_settings": "true"})
        named = {name for index in found if (name := self.names.generation_of(index))}
        return tuple(Place(self.cluster, self.names, name) for name in sorted(named))

    def current(self, deadline: float | None = None) -> str | None:
        """The name of the generation that the alias names, None where there is none."""
        found = self.cluster.find(f"/_alias/{self.names.prefix}", deadline)
        if not found:
            return None
        if len(found) > 1:
            raise GenerationCorrupt(
                f"The alias {self.names.prefix} names {len(found)} indices: {', '.join(sorted(found))}. "
                "Run: python -m indexer promote --to GENERATION"
            )
        (index,) = found
        name = self.names.generation_of(index)
        if name is None:
            raise _foreign(self.names.prefix, index)
        return name

    def refuse_foreign(self) -> None:
        """Raise EngineUnavailable where our aliases lead to an index of others, or one has their name."""
        for alias in (self.names.prefix, self.names.facts_alias):
            for index in self.cluster.find(f"/{alias}/_settings") or {}:
                if self.names.generation_of(index) is None:
                    raise _foreign(alias, index)

    def swap_to(self, place: Place) -> None:
        """Have both aliases name a generation and no other, in one request."""
        pairs = ((self.names.prefix, place.index), (self.names.facts_alias, place.facts.index))
        actions = []
        for alias, index in pairs:
            before = self.cluster.find(f"/_alias/{alias}") or {}
            # Tried again after a lost answer, there may be nothing left to remove.
            actions += [
                {"remove": {"index": old, "alias": alias, "must_exist": False}}
                for old in before
                if old != index
            ]
            actions.append({"add": {"index": index, "alias": alias}})
        self.cluster.call("POST", "/_aliases", {"actions": actions})
        log.info("aliases swapped generation=%s", place.generation)

    def is_whole(self, place: Place) -> bool:
        """Whether its build was finished and counted."""
        return place.facts.get(MANIFEST) is not None

    def is_shared(self, place: Place) -> bool:
        """Whether several processes fill it, which may go on later."""
        return place.facts.get(PLAN) is not None

    def beats(self, place: Place) -> list[tuple[FactsIndex, str]]:
        """Where the processes that fill it give signs of life."""
        plan = place.facts.get(PLAN)
        if plan is None:
            return [(place.facts, WHOLE)]
        return [(place.facts, beat_of(f"{at}/{plan['of']}")) for at in range(1, plan["of"] + 1)]

    def collect(self, current: str, keep: int) -> None:
        """Remove whole generations but the current and the newest `keep` others, and dead builds.

        Failing to is logged: the next build tries again.
        """
        try:
            places = [place for place in self.places() if place.generation != current]
            whole = [place for place in places if self.is_whole(place)]
            for place in whole[: max(0, len(whole) - keep)]:
                place.remove()
            for place in places:
                if place not in whole and place.generation < current and not self._is_alive(place):
                    place.remove()
        except IndexerError as error:
            log.warning("old generations are left on the cluster reason=%s", error)

    def _is_alive(self, place: Place) -> bool:
        try:
            refuse_living(self.beats(place))
        except GenerationLocked:
            return True
        return False


def _foreign(alias: str, index: str) -> EngineUnavailable:
    return EngineUnavailable(
        f"The alias {alias} names the index “{index}”, which is not of this program. "
        "Choose other names with CUTTINGS_INDEX_PREFIX, or remove that alias"
    )
