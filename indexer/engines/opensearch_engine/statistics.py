"""What the ranking needs of a whole generation: how many documents, how long, how many hold a token.

A generation never changes, so what was asked once is kept.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from indexer.analysis.filters import FRENCH
from indexer.engines.opensearch_engine.client import Cluster
from indexer.engines.opensearch_engine.documents import actor_token, coded_length, token_of
from indexer.engines.opensearch_engine.mapping import FRENCH_MARK, LengthTotals
from indexer.query.syntax import Term
from indexer.schema.ranking import idf, length_norm

# Tokens whose documents are counted in one request, and how many are kept.
_TOGETHER = 500
_KEPT = 200_000


class Token(NamedTuple):
    """A token of a text field of the mapping."""

    field: str
    text: str


def word_token(word: str) -> Token:
    """A folded word as it stands."""
    return Token("words", token_of(word))


def stem_tokens(node: Term) -> tuple[Token, ...]:
    """The stem of a term in French documents and in all others; no document has both."""
    french = (Token("stems", FRENCH_MARK + token_of(node.french)),) if node.french else ()
    return (Token("stems", token_of(node.term)), *french)


def mention_token(actor: str) -> Token:
    """The mentions of an actor in the text."""
    return Token("stems", actor_token(actor))


class Statistics:
    """The numbers of one generation; safe to share between threads."""

    def __init__(self, cluster: Cluster, index: str, totals: LengthTotals) -> None:
        self._cluster = cluster
        self._index = index
        self.documents = totals.documents
        self.average_length = totals.stems / totals.documents if totals.documents else 0.0
        self.average_words = totals.words / totals.documents if totals.documents else 0.0
        self._known: dict[Token, int] = {}

    @cached_property
    def has_french(self) -> bool:
        """Whether any document is in French: else no French stem is looked for."""
        query = {"term": {"language": FRENCH}}
        found = self._cluster.search(self._index, {"size": 0, "track_total_hits": True, "query": query})
        return bool(found["hits"]["total"]["value"])

    def load(self, tokens: Iterable[Token], deadline: float | None = None) -> None:
        """Have the numbers of some tokens at hand. Raises EngineTimedOut, EngineUnavailable."""
        missing = iter([token for token in dict.fromkeys(tokens) if token not in self._known])
        while chunk := list(islice(missing, _TOGETHER)):
            if len(self._known) > _KEPT:
                self._known = {}
            self._known |= dict(zip(chunk, self._count(chunk, deadline), strict=True))

    def _count(self, tokens: Sequence[Token], deadline: float | None) -> list[int]:
        filters = [{"term": {field: text}} for field, text in tokens]
        body = {"size": 0, "aggs": {"held": {"filters": {"filters": filters}}}}
        answer = self._cluster.search(self._index, body, deadline)
        return [bucket["doc_count"] for bucket in answer["aggregations"]["held"]["buckets"]]

    def frequency(self, tokens: Iterable[Token]) -> int:
        """How many documents hold one of some tokens that no document has two of."""
        own = tuple(tokens)
        self.load(own)
        known = self._known
        return sum(known[token] for token in own)

    def idf(self, *tokens: Token) -> float:
        """The inverse document frequency of some tokens as one term."""
        return idf(self.documents, self.frequency(tokens))

    def term_tokens(self, node: Term) -> tuple[Token, ...]:
        """The tokens that a term is sought as."""
        if node.exact:
            return (word_token(node.term),)
        found = stem_tokens(node)
        return found if self.has_french else found[:1]

    def norm(self, length: int) -> float:
        """What BM25 makes of a number of stems, as it is coded; see `coded_length`."""
        return length_norm(coded_length(max(1, length)), self.average_length)

    def word_norm(self, words: int) -> float:
        """The same of a number of words: the length of what is quoted."""
        return length_norm(coded_length(max(1, words)), self.average_words)
