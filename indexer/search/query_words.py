"""The words of one query while some of them are mended.

Knows which stand beside which, what is meant by those that were mended, and what is near to each.
"""

from collections.abc import Sequence
from heapq import nsmallest
from math import log

from indexer.analysis.filters import STOP_WORDS
from indexer.query.typed_words import TypedWord
from indexer.search.near_words import NearWord
from indexer.search.spelling_words import SpellingWords
from indexer.search.typing_errors import REPLACE_ALIKE, error_cost
from indexer.search.word_context import WordContext

# Of the near words so many are weighed by their letters, by distance and frequency; of these so
# many are looked at among the other words of the query.
WEIGHED, CANDIDATES = 120, 12
# Hardly a document has all of more words.
MOST_OTHERS = 6


class QueryWords:
    """Typed words in order; `unmended` are the places of those of which nothing is known yet."""

    def __init__(self, words: Sequence[TypedWord], known: SpellingWords, context: WordContext) -> None:
        self.typed = words
        self.known = known
        self.context = context
        self.unmended: set[int] = set()
        self._meant = [word.term for word in words]

    def mend(self, at: int, meant: str) -> None:
        """From now on a word stands for another one."""
        self._meant[at] = meant

    def around(self, at: int) -> tuple[str, str]:
        """The known words before and behind one, empty where there is none."""
        sides = []
        for other in (at - 1, at + 1):
            beside = 0 <= other < len(self.typed) and self.typed[other].run == self.typed[at].run
            sides.append(self._meant[other] if beside and other not in self.unmended else "")
        return sides[0], sides[1]

    def stands_beside(self, word: str, around: tuple[str, str]) -> bool:
        """Whether documents have a word next to one of its neighbours."""
        left, right = around
        pairs = ((left, word), (word, right))
        return any(self.context.side_by_side(*pair) for pair in pairs if all(pair))

    def cost(self, at: int, word: str, documents: int) -> float:
        """What it costs that a word stands at a place among the others, in nats."""
        return self.context.cost(word, documents, self.around(at), self._others(at))

    def candidates(self, at: int, distance: int) -> list[tuple[float, NearWord]]:
        """The likeliest near words by error and frequency, with the cost of the error in nats."""
        term = self.typed[at].term
        found = self.known.near.find(term, distance)
        if len(found) > WEIGHED:
            found = nsmallest(
                WEIGHED, found, key=lambda n: n.distance * REPLACE_ALIKE - log(n.documents + 0.5)
            )
        costs = [(error_cost(term, near.word), near) for near in found]
        return nsmallest(CANDIDATES, costs, key=lambda c: (c[0] - log(c[1].documents + 0.5), c[1].word))

    def _others(self, at: int) -> tuple[str, ...]:
        """The known words of the query that say something, but for one; none where there are many."""
        others = [
            self._meant[other]
            for other, word in enumerate(self.typed)
            if other != at
            and other not in self.unmended
            and word.term not in STOP_WORDS
            and self.context.known(self._meant[other])
        ]
        return tuple(dict.fromkeys(others)) if len(others) <= MOST_OTHERS else ()
