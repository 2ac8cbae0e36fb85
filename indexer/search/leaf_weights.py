"""How much each word of a query says: the rarer, the more.

For choosing what to show of a document; the score of a document is the engine's own.
"""

from collections.abc import Iterable
from functools import cached_property

from indexer.engine_port import IndexReader
from indexer.query import syntax
from indexer.schema.ranking import idf
from indexer.search.evidence import Leaf, Want

# What stands for many words, or for a date or a place, has no frequency of its own: it counts like a
# word that stands in every fifth document.
_COMMON = idf(5, 1)
# Another spelling of what is also written as typed, and a chosen value, say less than a word.
_ALIAS_SHARE = 0.25
# Sums of whole numbers do not depend on their order.
_UNITS = 1000


class Weights(dict[Want, int]):
    """The weight of each want: its idf in thousandths, of a phrase that of its rarest word.

    Worked out when first asked for; costs one look at the statistics a word. Source: `schema.ranking`.
    """

    def __init__(self, reader: IndexReader, leaves: Iterable[Leaf]) -> None:
        super().__init__()
        self._reader = reader
        self._leaves = tuple(leaves)

    def __missing__(self, want: Want) -> int:
        share = _UNITS if want.kind == "word" else _UNITS * _ALIAS_SHARE
        self[want] = max(1, int(self._labels[want.label] * share))
        return self[want]

    @cached_property
    def _labels(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for leaf in self._leaves:
            found[leaf.label] = max(found.get(leaf.label, 0.0), self._weigh(leaf.node))
        return found

    def _weigh(self, node: syntax.Node) -> float:
        match node:
            case syntax.Term(term, _, exact):
                return self._rarity(term, exact=exact, french=node.french)
            case syntax.Phrase(terms):
                return max(self._rarity(term, exact=True) for term in terms)
            case syntax.Name(_, _, literal):
                return self._weigh(literal)
            case syntax.Near(left, right, _):
                return max(self._weigh(left), self._weigh(right))
            case _:
                return _COMMON

    def _rarity(self, term: str, *, exact: bool, french: str = "") -> float:
        containing = self._reader.term_statistics(term, exact=exact, french=french)
        return idf(self._reader.document_count, containing)
