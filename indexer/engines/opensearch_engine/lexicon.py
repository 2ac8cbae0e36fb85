"""Words that prefixes, wildcards and fuzzy words stand for.

Goes through the words of the generation, which are read once; bounded by a budget for each query.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from heapq import nsmallest
from weakref import proxy

from indexer.engine_port import Vocabulary, WordCount, check_deadline
from indexer.query.patterns import fixed_start, is_meant, refuse_over_budget
from indexer.query.syntax import Fuzzy, Node, Prefix, TextField, Wildcard, children

Pattern = Prefix | Wildcard | Fuzzy
# Words that are looked at between two looks at the clock.
_CHECKED_WORDS = 256
_LAST = chr(0x10FFFF)


class Words:
    """The words of one field, ascending, with their documents counted."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        # Without a cycle, so that a generation is let go of with its last user.
        self.most = lru_cache(maxsize=1024)(partial(Words._most, proxy(self)))

    def beginning(self, start: str) -> range:
        """The places of the words that begin so."""
        words = self.vocabulary.words
        return range(bisect_left(words, start), bisect_left(words, start + _LAST))

    def meant(self, node: Pattern, most: int, deadline: float | None) -> list[str]:
        """The words that a pattern stands for, ascending; at most so many."""
        words = self.vocabulary.words
        found = []
        for number, at in enumerate(self.beginning(fixed_start(node))):
            if number % _CHECKED_WORDS == 0:
                check_deadline(deadline)
            if is_meant(words[at], node):
                found.append(words[at])
                if len(found) >= most:
                    break
        return found

    def _most(self, start: str, limit: int) -> tuple[WordCount, ...]:
        """The words that begin so, most documents first, then by word."""
        words, documents = self.vocabulary
        pairs = ((-documents[at], words[at]) for at in self.beginning(start))
        return tuple(WordCount(word, -count) for count, word in nsmallest(limit, pairs))


class Lexicon:
    """The words of one generation, read when they are first needed; safe to share between threads."""

    def __init__(self, read: Callable[[], Mapping[TextField, Words]]) -> None:
        self._read = read

    @cached_property
    def fields(self) -> Mapping[TextField, Words]:
        """The words of each field."""
        return self._read()

    def expand(self, trees: Sequence[Node], budget: int, deadline: float | None) -> "Expansion":
        """What the patterns of some trees stand for together. Raises EngineTimedOut, QueryRefused."""
        found = Expansion({}, 0)
        stack = list(reversed(trees))
        while stack:
            node = stack.pop()
            if isinstance(node, Pattern):
                check_deadline(deadline)
                if node not in found.words:
                    left = budget + 1 - found.expanded
                    found.words[node] = self.fields[node.field].meant(node, left, deadline)
                found.expanded += len(found.words[node])
                if found.expanded > budget:
                    raise refuse_over_budget(node, budget)
            stack += reversed(children(node))
        return found


@dataclass(slots=True)
class Expansion:
    """The words of each pattern of a query; `expanded` counts them, those of a repeated one again."""

    words: dict[Pattern, list[str]]
    expanded: int
