"""Words that prefixes, wildcards and fuzzy words stand for.

Walks the sorted term dictionary; bounded by a budget for the whole query and by its deadline.
"""

from collections.abc import Callable, Iterator
from typing import Any

from indexer.errors import QueryRefused
from indexer.query.patterns import fixed_start, is_meant
from indexer.query.syntax import Fuzzy, Prefix, Wildcard


class Lexicon:
    """The words of one index, seen through the budget of one query."""

    def __init__(self, reader: Any, budget: int, check_deadline: Callable[[], None]) -> None:
        self._reader = reader
        self._budget = budget
        self._check_deadline = check_deadline
        self.expanded = 0

    def expand(self, node: Prefix | Wildcard | Fuzzy, field: str) -> Iterator[str]:
        """The words of a field that a node stands for. Raises QueryRefused over the budget."""
        for word in self._walk(field, fixed_start(node)):
            if not is_meant(word, node):
                continue
            self.expanded += 1
            if self.expanded > self._budget:
                raise refuse_over_budget(node, self._budget)
            yield word

    def _walk(self, field: str, start: str) -> Iterator[str]:
        """The words of a field that begin so, ascending."""
        prefix = start.encode("utf-8")
        for at, (name, word) in enumerate(self._reader.terms_from(field, prefix)):
            if name != field or not word.startswith(prefix):
                return
            if at % 4096 == 0:
                self._check_deadline()
            yield word.decode("utf-8")


def refuse_over_budget(node: Prefix | Wildcard | Fuzzy, budget: int) -> QueryRefused:
    """The refusal of a query whose patterns stand for too many words."""
    return QueryRefused(
        f"This query was not run. “{node.surface}” and the like stand for more than "
        f"{budget:,} words. Type more letters. Nothing is wrong with the index."
    )
