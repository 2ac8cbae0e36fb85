"""Words that prefixes, wildcards and fuzzy words stand for, over all segments.

Bounded by a budget for the whole query; words of deleted documents alone do not count.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation.matches import union
from indexer.query.patterns import refuse_over_budget
from indexer.query.syntax import Fuzzy, Node, Prefix, Wildcard, children

Pattern = Prefix | Wildcard | Fuzzy
# Words that are looked at between two looks at the clock.
_CHECKED_WORDS = 256


class ArrayLexicon:
    """The words of one generation, seen through the budget of one query."""

    def __init__(self, segments: Sequence[Segment], budget: int, check_deadline: Callable[[], None]) -> None:
        self._segments = segments
        self._budget = budget
        self._check_deadline = check_deadline
        self._found: dict[Pattern, list[NDArray[np.int64]]] = {}
        self.expanded = 0

    def count(self, node: Node) -> None:
        """Add the words that the patterns of a tree stand for. Raises QueryRefused over the budget."""
        if isinstance(node, Pattern):
            self._check_deadline()
            if node not in self._found:
                self._found[node] = [self._living(s, node) for s in self._segments]
            self.expanded += self.distinct(node)
            if self.expanded > self._budget:
                raise refuse_over_budget(node, self._budget)
        for child in children(node):
            self.count(child)

    def documents(self, node: Pattern, at: int) -> Ints:
        """The documents of segment `at` that hold a word that a node of a counted tree stands for."""
        numbers = self._found[node][at]
        segment = self._segments[at]
        lists = segment.words[node.field].word_lists
        if len(numbers) and int(numbers[-1]) - int(numbers[0]) < len(numbers):
            found = [lists.documents(int(numbers[0]), int(numbers[-1]) + 1)]
        else:
            found = [lists.documents(number) for number in numbers.tolist()]
        documents = union(found, segment.size)
        self._check_deadline()
        return documents

    def numbers(self, node: Pattern, at: int) -> NDArray[np.int64]:
        """The words of segment `at` that a node of a counted tree stands for, ascending."""
        return self._found[node][at]

    def distinct(self, node: Pattern) -> int:
        """How many words a node stands for, one in several segments counted once."""
        found = self._found[node]
        if len(found) == 1:
            return len(found[0])
        distinct: set[bytes] = set()
        for segment, numbers in zip(self._segments, found, strict=True):
            words = segment.words[node.field].words
            distinct.update(map(words.__getitem__, numbers.tolist()))
        return len(distinct)

    def _living(self, segment: Segment, node: Pattern) -> NDArray[np.int64]:
        """The words that stand in a document that is not deleted; one more than allowed at most."""
        field = segment.words[node.field]
        numbers = field.words.meant(node)
        left = self._budget + 1 - self.expanded
        if segment.live is None:
            return numbers[:left]
        living: list[int] = []
        for at, number in enumerate(numbers.tolist()):
            if at % _CHECKED_WORDS == 0:
                self._check_deadline()
            if segment.count_live(field.word_lists.documents(number)):
                living.append(number)
                if len(living) >= left:
                    break
        return np.array(living, dtype=np.int64)
