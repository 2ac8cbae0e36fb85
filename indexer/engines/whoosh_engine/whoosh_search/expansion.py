"""Words that prefixes, wildcards and fuzzy words stand for.

Walks the sorted terms of Whoosh's reader; bounded by a budget for the whole query and by its
deadline.
"""

from collections.abc import Callable, Iterator
from typing import Any

from indexer.engines.whoosh_engine.whoosh_search import whoosh_schema as names
from indexer.query.patterns import fixed_start, is_meant, refuse_over_budget
from indexer.query.syntax import Fuzzy, Node, Prefix, Wildcard, children


class Lexicon:
    """The words of one index, seen through the budget of one query."""

    def __init__(self, reader: Any, budget: int, check_deadline: Callable[[], None]) -> None:
        self._reader = reader
        self._budget = budget
        self._check_deadline = check_deadline
        self._found: dict[Node, list[str]] = {}
        self.expanded = 0

    def count(self, node: Node) -> None:
        """Add the words that the patterns of a tree stand for. Raises QueryRefused over the budget."""
        if isinstance(node, Prefix | Wildcard | Fuzzy):
            if node not in self._found:
                self._found[node] = list(self._expand(node))
            self.expanded += len(self._found[node])
            if self.expanded > self._budget:
                raise refuse_over_budget(node, self._budget)
        for child in children(node):
            self.count(child)

    def words(self, node: Prefix | Wildcard | Fuzzy) -> list[str]:
        """The words that a node of a counted tree stands for."""
        return self._found[node]

    def _expand(self, node: Prefix | Wildcard | Fuzzy) -> Iterator[str]:
        """The words that stand in a document that is not deleted; one more than allowed at most."""
        field = names.EXACT if node.field == "text" else names.TITLE_EXACT
        left = self._budget + 1 - self.expanded
        for word in self._walk(field, fixed_start(node)):
            if is_meant(word, node) and self._is_living(field, word):
                yield word
                left -= 1
            if not left:
                return

    def _is_living(self, field: str, word: str) -> bool:
        leaves = [leaf for leaf, _ in self._reader.leaf_readers() if (field, word) in leaf]
        return any(leaf.postings(field, word).is_active() for leaf in leaves)

    def _walk(self, field: str, start: str) -> Iterator[str]:
        """The words of a field that begin so, ascending."""
        prefix = start.encode("utf-8", "surrogatepass")
        for at, (name, word) in enumerate(self._reader.terms_from(field, prefix)):
            if name != field or not word.startswith(prefix):
                return
            if at % 4096 == 0:
                self._check_deadline()
            yield word.decode("utf-8", "surrogatepass")
