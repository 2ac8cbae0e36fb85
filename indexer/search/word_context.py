"""How likely a word is in a query, by the documents that hold it with the words around it.

Asks the engine for numbers of documents only, a bounded number of times a query.
"""

from collections.abc import Mapping, Sequence
from math import log

from indexer.analysis.filters import STOP_WORDS
from indexer.engine_port import EngineRequest, IndexReader
from indexer.query.syntax import And, Node, Phrase, Term

# The wider estimate counts as much as so many documents. What stands next to a word is told by one
# that was seen; which words share a document is a matter of chance until some were.
BESIDE, TOGETHER = 1.0, 10.0
# Searches that one query may ask for; what comes later is judged by its frequency alone.
MOST_SEARCHES = 160


class WordContext:
    """The numbers behind one query. `pairs` are neighbours in names, with documents that name them."""

    def __init__(
        self, reader: IndexReader, pairs: Mapping[tuple[str, str], int], deadline: float | None = None
    ) -> None:
        self._reader = reader
        self._pairs = pairs
        self._deadline = deadline
        self._left = MOST_SEARCHES
        self._counts: dict[Node, int] = {}

    def side_by_side(self, first: str, second: str) -> int:
        """How many documents have two words next to each other, in their text or as part of a name."""
        phrase = self._count(Phrase((first, second), "")) if self.known(first) and self.known(second) else 0
        return max(phrase, self._pairs.get((first, second), 0))

    def known(self, word: str) -> int:
        """How many documents hold a folded word."""
        return self._reader.term_statistics(word, exact=True)

    def cost(self, word: str, documents: int, around: tuple[str, str], others: Sequence[str]) -> float:
        """Minus the logarithm of the probability of a word among others, in nats.

        Each estimate leans on the wider one where little was seen: next to a neighbour, in documents
        with the other words, in any document. Source: MacKay and Peto, A hierarchical Dirichlet
        language model, 1995, with numbers of documents for those of words.
        """
        estimate = (documents + 0.5) / (self._reader.document_count + 1)
        with_others = self._count(self._all(others)) if others else 0
        if with_others:
            both = self._count(self._all([*others, word]))
            estimate = _lean(both, with_others, estimate, TOGETHER)
        cost = -log(estimate)
        for neighbour, pair in ((around[0], (around[0], word)), (around[1], (word, around[1]))):
            if neighbour and neighbour not in STOP_WORDS:
                seen = self.side_by_side(*pair)
                of = max(self.known(neighbour), seen)
                cost -= log(_lean(seen, of, estimate, BESIDE) / estimate)
        return cost

    @staticmethod
    def _all(words: Sequence[str]) -> Node:
        return And(tuple(Term(word, word, exact=True) for word in words))

    def _count(self, node: Node) -> int:
        """How many documents a node matches, asked once; 0 once too much was asked."""
        if node not in self._counts:
            self._left -= 1
            if self._left < 0:
                return 0
            asked = EngineRequest(node, limit=0, deadline=self._deadline)
            self._counts[node] = self._reader.search(asked).total
        return self._counts[node]


def _lean(seen: int, of: int, estimate: float, weight: float) -> float:
    """The share seen, leaning on an estimate of some weight.

    >>> _lean(0, 1, 0.25, 1.0), _lean(3, 3, 0.25, 1.0) > 0.8
    (0.125, True)
    """
    return (seen + weight * estimate) / (of + weight)
