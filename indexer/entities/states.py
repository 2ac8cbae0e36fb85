"""Which state a text is mostly about.

Counts mentions only; never links anything.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from indexer.entities.authority import Authority

_MAIN_SHARE = 2 / 3
"""A text on one country names its neighbours too; below this share it is about several."""


def states_of(authority: Authority) -> Mapping[str, str]:
    """The Sahel state that each actor and place belongs to, by id; others are left out.

    An actor belongs to the first country among its parents (its own id included).
    """
    parents = {actor.id: actor.parent for actor in authority.actors}
    countries = {a.id for a in authority.actors if a.type == "country" and a.id in authority.sahel}
    states = {}
    for id_ in parents:
        at: str | None = id_
        while at is not None and at not in countries:
            at = parents.get(at)
        if at is not None:
            states[id_] = at
    for place in authority.places:
        country = f"c-{place.country.lower()}"
        if country in countries:
            states[place.id] = country
    return states


def main_state(ids: Iterable[str], states: Mapping[str, str]) -> str | None:
    """The state with two thirds of all mentions of Sahel states, if there is one.

    `ids` are the linked ids, one a mention.

    >>> main_state(["fama", "c-ml", "c-ne"], {"fama": "c-ml", "c-ml": "c-ml", "c-ne": "c-ne"})
    'c-ml'
    """
    counts = Counter(states[id_] for id_ in ids if id_ in states)
    if not counts:
        return None
    state, count = counts.most_common(1)[0]
    return state if count >= _MAIN_SHARE * counts.total() else None
