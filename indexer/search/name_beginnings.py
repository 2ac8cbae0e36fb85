"""Names by the beginnings of their words, in all their spellings.

Works on folded tokens, as the reading of names in a query does.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from weakref import proxy

from indexer.analysis.filters import STOP_WORDS
from indexer.query.names import fold_name

# Beginnings whose names are kept: those of one letter have thousands of spellings.
KEPT_BEGINNINGS = 1024
# With fewer letters only the first word of a name is looked for: as the second, too many have them.
FEWEST_LETTERS = 3
# How a spelling fits: it begins so, a later word of it does, or nobody writes it in this collection.
BEGINS, WITHIN, UNWRITTEN = range(3)
_Rank = tuple[int, int, int, str]
# No letter comes after it.
_LAST = "\U0010ffff"


class NameBeginnings:
    """Spellings of names, each findable by its beginning, the usual ones by that of any word in it."""

    def __init__(self, spellings: Iterable[tuple[str, str, int, bool]]) -> None:
        """Args: `spellings`: who is named, the spelling, how often it is written, whether it is usual."""
        found: list[tuple[str, _Rank, str]] = []
        for id_, text, times, usual in spellings:
            known = usual or times > 0
            terms = fold_name(text)
            for at, term in enumerate(terms):
                if not at or (known and term not in STOP_WORDS):
                    grade = UNWRITTEN if not known else WITHIN if at else BEGINS
                    found.append((" ".join(terms[at:]), (grade, -times, len(text), text), id_))
        found.sort()
        self._keys = [key for key, _, _ in found]
        self._found = [(rank, id_) for _, rank, id_ in found]
        # Without a cycle, so that a generation is let go of with its last user.
        self.beginning = lru_cache(maxsize=KEPT_BEGINNINGS)(partial(NameBeginnings._beginning, proxy(self)))

    def _beginning(self, start: str) -> Mapping[str, tuple[int, str]]:
        """Who has a name that begins so: the best of its spellings, behind its grade.

        >>> names = NameBeginnings([("jnim", "JNIM", 9, True), ("jnim", "Group to Support Islam", 2, False)])
        >>> dict(names.beginning("sup")), dict(names.beginning("group to s"))
        ({'jnim': (1, 'Group to Support Islam')}, {'jnim': (0, 'Group to Support Islam')})
        """
        first = bisect_left(self._keys, start)
        best: dict[str, _Rank] = {}
        for rank, id_ in self._found[first : bisect_left(self._keys, start + _LAST, first)]:
            if rank[0] == WITHIN and len(start) < FEWEST_LETTERS:
                continue
            if id_ not in best or rank < best[id_]:
                best[id_] = rank
        return {id_: (rank[0], rank[-1]) for id_, rank in best.items()}
