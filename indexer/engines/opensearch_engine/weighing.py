"""How nodes come to their scores in a few documents.

Counts in the documents' own words what the cluster counts in its lists, with the statistics and the
formula of the search. What is no leaf is asked of the cluster, in one search a node.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from indexer.analysis.document_terms import DocumentTerms, Occurrence, analyze_document
from indexer.engine_port import DocumentScores, LeafScore, TermWeight
from indexer.engines.opensearch_engine.lexicon import Pattern
from indexer.engines.opensearch_engine.statistics import Token, mention_token, word_token
from indexer.engines.opensearch_engine.translate import BM25_FACTOR, Translator
from indexer.query import syntax
from indexer.query.facet_values import date_days, facet_values
from indexer.query.patterns import is_meant
from indexer.schema.document import Document

Json = dict[str, Any]
Leaf = LeafScore | None
FLAT = (syntax.FieldIs, syntax.DateRange, syntax.All, syntax.Nothing)


class Weigher:
    """The nodes of one request; `translator` has expanded them."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._statistics = translator.statistics

    def weigh(
        self, nodes: Sequence[syntax.Node], documents: Sequence[Document], ask: Callable[[Json], Json]
    ) -> Iterator[DocumentScores]:
        """The scores of nodes in some documents; `ask` searches."""
        trees = [node for node in dict.fromkeys(nodes) if not _is_leaf(node)]
        ids = [document.id for document in documents]
        asked = {tree: self._ask(tree, ids, ask) for tree in trees}
        statistics = self._statistics
        for document in documents:
            own = _Weighed(document, self._translator)
            leaves = tuple(
                _evaluated(asked[node], document.id) if node in asked else own.leaf(node) for node in nodes
            )
            length = own.terms.length
            norm = statistics.norm(length)
            yield DocumentScores(
                document.id, statistics.documents, length, statistics.average_length, norm, leaves
            )

    def _ask(self, tree: syntax.Node, ids: Sequence[str], ask: Callable[[Json], Json]) -> Mapping[str, float]:
        query = {"bool": {"must": [self._translator.scoring(tree)], "filter": [{"terms": {"document": ids}}]}}
        answer = ask({"size": len(ids), "query": query, "_source": False})
        return {hit["_id"]: hit["_score"] for hit in answer["hits"]["hits"]}


def _is_leaf(node: syntax.Node) -> bool:
    return isinstance(node, (syntax.Term, syntax.Phrase, Pattern, *FLAT))


def _evaluated(scores: Mapping[str, float], document_id: str) -> Leaf:
    return LeafScore(scores[document_id]) if document_id in scores else None


class _Weighed:
    """One document and its words."""

    def __init__(self, document: Document, translator: Translator) -> None:
        self._document = document
        self._translator = translator
        self._statistics = translator.statistics
        self.terms: DocumentTerms = analyze_document(document)

    def leaf(self, node: syntax.Node) -> Leaf:
        """The score of a node without children; None where it does not match."""
        match node:
            case syntax.Term():
                return self._term(node)
            case syntax.Phrase():
                return self._phrase(node)
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                return self._pattern(node)
            case syntax.FieldIs("actor", value):
                return self._actor(value)
            case syntax.All():
                return LeafScore(0.0)
            case syntax.FieldIs(field, value):
                return LeafScore(0.0) if value in facet_values(self._document, field) else None
            case syntax.DateRange():
                return LeafScore(0.0) if self._lies_in(node) else None
        return None

    @cached_property
    def _title(self) -> Sequence[Occurrence]:
        return self.terms.words[: self.terms.title_words]

    def _sought(self, field: syntax.TextField) -> Sequence[Occurrence]:
        return self._title if field == "title" else self.terms.words

    def _term(self, node: syntax.Term) -> Leaf:
        wanted = node.sought_in(self._document.language)

        def count(words: Sequence[Occurrence]) -> int:
            return sum((word.term if node.exact else word.stem) == wanted for word in words)

        titled = count(self._title)
        found = count(self.terms.words)
        if not (titled if node.field == "title" else found):
            return None
        tokens = self._statistics.term_tokens(node)
        kind = "word" if node.exact else "stem"
        often, worth = self._statistics.frequency(tokens), self._statistics.idf(*tokens)
        weight = TermWeight(kind, wanted, often, worth)  # type: ignore[arg-type]  # kind is one of three
        return self._scored(found, titled, self._norm(quoted=node.exact), (weight,))

    def _phrase(self, node: syntax.Phrase) -> Leaf:
        found, titled = (_count_phrase(node, self._sought(field)) for field in ("text", "title"))
        times = titled if node.field == "title" else found
        if not times:
            return None
        weights = tuple(self._weight(word_token(term), term) for term in dict.fromkeys(node.terms))
        return self._scored(times, titled, self._norm(quoted=True), weights)

    def _actor(self, actor: str) -> Leaf:
        if actor not in facet_values(self._document, "actor"):
            return None
        token = mention_token(actor)
        weight = TermWeight("actor", actor, self._statistics.frequency((token,)), self._statistics.idf(token))
        times = sum(mention.id == actor for mention in self.terms.actors)
        return self._scored(times, 0, self._norm(quoted=False), (weight,))

    def _pattern(self, node: Pattern) -> Leaf:
        held = Counter(word.term for word in self._sought(node.field) if is_meant(word.term, node))
        if not held:
            return None
        titled = sum(word.term in held for word in self._title)
        words = tuple(sorted(held.items()))
        meant = len(self._translator.expansion.words[node])
        return LeafScore(1.0, held.total(), titled, words=words, meant=meant)

    def _lies_in(self, node: syntax.DateRange) -> bool:
        published = self._document.published
        dates = self._document.dates if node.field == "mentioned" else ([published] if published else ())
        spans = (date_days(date.value) for date in dates)
        return any(span is not None and node.first <= span[0] and span[1] <= node.last for span in spans)

    def _weight(self, token: Token, term: str) -> TermWeight:
        return TermWeight("word", term, self._statistics.frequency((token,)), self._statistics.idf(token))

    def _norm(self, *, quoted: bool) -> float:
        """What BM25 makes of the length: of all words for what is quoted, else without stop words."""
        if quoted:
            return self._statistics.word_norm(len(self.terms.words))
        return self._statistics.norm(self.terms.length)

    @staticmethod
    def _scored(times: int, titled: int, norm: float, weights: tuple[TermWeight, ...]) -> LeafScore:
        saturated = BM25_FACTOR * times / (times + norm)
        return LeafScore(sum(own.idf for own in weights) * saturated, times, titled, saturated, weights)


def _count_phrase(node: syntax.Phrase, words: Sequence[Occurrence]) -> int:
    """How often a phrase begins; once at most where it has slop."""
    size = len(node.terms)
    if not node.slop:
        return sum(
            words[at + size - 1].position - words[at].position == size - 1
            and all(word.term == term for word, term in zip(words[at : at + size], node.terms, strict=True))
            for at in range(len(words) - size + 1)
        )
    needed = Counter(node.terms)
    placed = [word for word in words if word.term in needed]
    width = size - 1 + node.slop
    for at, first in enumerate(placed):
        window: Counter[str] = Counter()
        for word in placed[at:]:
            if word.position - first.position > width:
                break
            window[word.term] += 1
        if not needed - window:
            return 1
    return 0
