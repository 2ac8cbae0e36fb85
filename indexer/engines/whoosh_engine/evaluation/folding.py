"""Near copies folded into one hit.

Leaves all counts of documents as they are. Cost: a pass over the matches, a byte for each; nothing
for a generation without copies.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import MOST_COPY_IDS
from indexer.engines.whoosh_engine.arrays.array_folder import Ints

# Matches looked at first for each hit that is asked: many answers have copies among the best.
_FIRST, _MORE = 1.5, 4


class CopyGroups:
    """The groups of a generation: for each document the number of its group, 0 for none."""

    def __init__(self, documents: Ints, groups: Ints, size: int) -> None:
        """`documents` of all groups by their ids, group after group; `groups`: that of each, from 1 on.

        `size`: how many documents the generation has.
        """
        self._documents = documents
        self.group: NDArray[np.intp] = np.zeros(size, dtype=np.intp)
        self.group[documents] = groups
        # A byte a document: what a search passes over stays in the cache.
        self._grouped = self.group > 0
        self._ends = np.cumsum(np.bincount(groups, minlength=1)).tolist()

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return len(self._ends) > 1

    def listed(self) -> tuple[tuple[int, ...], ...]:
        """The documents of each group, by their ids."""
        return tuple(tuple(self.members(group).tolist()) for group in range(1, len(self._ends)))

    def members(self, group: int) -> Ints:
        """The documents of a group, by their ids; none for 0."""
        documents: Ints = self._documents[self._ends[group - 1] if group else 0 : self._ends[group]]
        return documents

    def others(self, document: int) -> Ints:
        """The documents of a document's group without itself, by their ids."""
        members = self.members(int(self.group[document]))
        others: Ints = members[members != document]
        return others

    def fold(self, documents: Ints) -> "Folds":
        """What is folded of some matching documents, ascending."""
        groups = self.group.take(documents.compress(self._grouped.take(documents)))
        distinct = np.count_nonzero(np.bincount(groups, minlength=1))
        return Folds(len(groups) - int(distinct), documents, self)


class Folds(NamedTuple):
    """What is folded of the matches of a search.

    `folded` counts the documents that stand behind another of their group.
    """

    folded: int
    documents: Ints
    groups: CopyGroups

    def best(self, limit: int, best_of_all: Callable[[int], NDArray[np.int64]]) -> NDArray[np.int64]:
        """Places of the first `limit` hits when of each group the first alone is listed.

        `best_of_all` gives the places of the first so many matches in order, copies among them.
        """
        asked = int(limit * _FIRST)
        while True:
            places = best_of_all(asked)
            listed = _first_of_each(self.groups.group.take(self.documents.take(places)).tolist(), limit)
            if len(listed) == limit or asked >= len(self.documents):
                return places.take(listed)
            asked *= _MORE

    def copies(self, documents: Ints) -> list[tuple[int, list[int]]]:
        """For each hit how many matches are folded into it, and the first of them by their ids."""
        groups = self.groups.group.take(documents).tolist()
        members = {at: self.groups.members(group) for at, group in enumerate(groups) if group}
        copies: list[tuple[int, list[int]]] = [(0, [])] * len(groups)
        if not members:
            return copies
        together = np.concatenate(list(members.values()))
        at = np.searchsorted(self.documents, together)
        held = self.documents.take(at, mode="clip") == together
        found = zip(together.tolist(), held.tolist(), strict=True)
        for place, own in members.items():
            hit = int(documents[place])
            others = [other for other, holds in islice(found, len(own)) if holds and other != hit]
            copies[place] = len(others), others[:MOST_COPY_IDS]
        return copies


def _first_of_each(groups: Sequence[int], limit: int) -> list[int]:
    """The first `limit` places at which no group stands that stood before; 0 is no group.

    >>> _first_of_each([0, 7, 0, 7, 8], 4)
    [0, 1, 2, 4]
    """
    met = set()
    listed = []
    for at, group in enumerate(groups):
        if group in met:
            continue
        if group:
            met.add(group)
        listed.append(at)
        if len(listed) == limit:
            break
    return listed
