"""Query trees as queries of the cluster: what matches, and what it scores.

The meanings are those of `query.syntax`. Lengths in scores are as Lucene codes them in one byte
(`documents.coded_length`), at least 1: of stems and actors the number of words without stop words, of
quoted words and phrases that of all words, each beside its true average.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.engines.opensearch_engine import intervals
from indexer.engines.opensearch_engine.documents import token_of, value_of
from indexer.engines.opensearch_engine.lexicon import Expansion, Pattern
from indexer.engines.opensearch_engine.mapping import LENGTH_SCALE, TITLE_MARK
from indexer.engines.opensearch_engine.statistics import Statistics, Token, mention_token, word_token
from indexer.query import syntax
from indexer.schema.ranking import K1, B

Json = dict[str, Any]
# Lucene leaves this constant factor of BM25 out.
BM25_FACTOR = K1 + 1
# The values that one list of a query may have, as indices have it.
_MOST_TERMS = 65_536
_NOTHING: Json = {"match_none": {}}


def needed_tokens(node: syntax.Node, statistics: Statistics) -> Iterator[Token]:
    """The tokens of a tree whose numbers of documents its scores hang on, past those Lucene sees itself."""
    match node:
        case syntax.Term(exact=False) if statistics.has_french:
            yield from statistics.term_tokens(node)
        case syntax.Phrase(terms):
            if node.slop or node.field == "title" or len(set(terms)) < len(terms):
                yield from map(word_token, terms)
                if node.field == "title":
                    yield from (_titled(word_token(term)) for term in terms)
    for child in syntax.children(node):
        yield from needed_tokens(child, statistics)


def all_of(queries: Sequence[Json]) -> Json:
    """What all of some queries match, without a score."""
    return {"bool": {"filter": list(queries)}} if queries else {"match_all": {}}


@dataclass(frozen=True, slots=True)
class Translator:
    """Trees of one request; `expansion` has the words of their patterns."""

    statistics: Statistics
    expansion: Expansion

    def matching(self, node: syntax.Node) -> Json:
        """What a node matches, where nobody wants its scores."""
        match node:
            case syntax.And(parts):
                return all_of([self.matching(part) for part in parts])
            case syntax.Or(parts):
                return _any_of([self.matching(part) for part in parts])
            case syntax.Not(child):
                return {"bool": {"must_not": [self.matching(child)]}}
            case syntax.Boosted(child, _) | syntax.AndMaybe(child, _):
                return self.matching(child)
            case syntax.Name(_, actors, literal):
                return _any_of([self.matching(literal), {"terms": {"actor": list(map(value_of, actors))}}])
            case syntax.Near():
                return intervals.near(node, self.statistics)
            case syntax.Phrase():
                return intervals.sloppy(node) if node.slop else _phrase(node)
            case syntax.Term():
                mark = TITLE_MARK if node.field == "title" else ""
                tokens = self.statistics.term_tokens(node)
                return {"terms": {tokens[0].field: [mark + token.text for token in tokens]}}
        return self._value(node)

    def _value(self, node: syntax.Node) -> Json:
        match node:
            case syntax.All():
                return {"match_all": {}}
            case syntax.Nothing():
                return _NOTHING
            case syntax.FieldIs(field, value):
                return {"term": {field: value_of(value)}}
            case syntax.DateRange(field, first, last, _):
                return {"range": {f"{field}_days": {"gte": first, "lte": last, "relation": "within"}}}
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                return self._pattern(node)
        raise AssertionError(f"a node without meaning: {node!r}")

    def _pattern(self, node: Pattern) -> Json:
        mark = TITLE_MARK if node.field == "title" else ""
        words = [mark + token_of(word) for word in self.expansion.words[node]]
        chunks = [words[at : at + _MOST_TERMS] for at in range(0, len(words), _MOST_TERMS)]
        return _any_of([{"terms": {"word_set": chunk}} for chunk in chunks])

    def scoring(self, node: syntax.Node, boost: float = 1.0) -> Json:
        """What a node matches, with its score times `boost`."""
        match node:
            case syntax.And(parts) if parts:
                return {"bool": {"must": [self.scoring(part, boost) for part in parts]}}
            case syntax.Or(parts):
                return _any_of([self.scoring(part, boost) for part in parts])
            case syntax.Boosted(child, factor):
                return self.scoring(child, boost * factor)
            case syntax.AndMaybe(required, optional):
                own = {"must": [self.scoring(required, boost)], "should": [self.scoring(optional, boost)]}
                return {"bool": own}
            case syntax.Name(_, actors, literal):
                mentions = [self._actor(syntax.FieldIs("actor", actor), boost) for actor in actors]
                return {"dis_max": {"queries": [self.scoring(literal, boost), *mentions]}}
            case syntax.Near(left, right, _):
                sides = [self.scoring(left, boost), self.scoring(right, boost)]
                return {"bool": {"filter": [self.matching(node)], "must": sides}}
        return self._leaf(node, boost)

    def _leaf(self, node: syntax.Node, boost: float) -> Json:
        match node:
            case syntax.Term():
                return self._term(node, boost)
            case syntax.Phrase():
                return self._phrase(node, boost)
            case syntax.FieldIs("actor", _):
                return self._actor(node, boost)
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                return _flat(self.matching(node), boost)
        return _flat(self.matching(node), 0.0)

    def _actor(self, node: syntax.FieldIs, boost: float) -> Json:
        """BM25 of the mentions; an actor that is stated beside the text only has none, and scores 0."""
        mentions = _bm25(mention_token(node.value), boost)
        return {"bool": {"filter": [self.matching(node)], "should": [mentions]}}

    def _term(self, node: syntax.Term, boost: float) -> Json:
        """BM25 of a word by its frequency in title and text, also where it is sought in titles.

        A stem and its French form are two tokens for Lucene, and one term for us: each is weighed with
        the documents of both.
        """
        tokens = self.statistics.term_tokens(node)
        if len(tokens) > 1:
            # What stands nowhere takes no part, so that a stem of one language alone is weighed by Lucene.
            tokens = tuple(token for token in tokens if self.statistics.frequency((token,)))
        if len(tokens) == 1:
            scored = _bm25(tokens[0], boost)
        else:
            together = self.statistics.idf(*tokens)
            scored = _any_of([_bm25(t, boost * together / self.statistics.idf(t)) for t in tokens])
        if node.field == "title":
            return {"bool": {"filter": [self.matching(node)], "must": [scored]}}
        return scored

    def _phrase(self, node: syntax.Phrase, boost: float) -> Json:
        """BM25 with the sum of the idf of the distinct words.

        Lucene counts an exact phrase itself, in titles alone where it is sought there; it sums up the
        idf of each of its words, which is evened out. A sloppy one has the frequency 1, so that its
        score hangs on the length alone.
        """
        words = [word_token(term) for term in node.terms]
        distinct = dict.fromkeys(words)
        if node.slop:
            weight = sum(map(self.statistics.idf, distinct))
            return {"bool": {"filter": [self.matching(node)], "must": [self._once(boost * weight)]}}
        own = [_titled(word) for word in words] if node.field == "title" else words
        quotient = 1.0
        if own != list(distinct):
            quotient = sum(map(self.statistics.idf, distinct)) / sum(map(self.statistics.idf, own))
        return _phrase(node, boost * quotient * BM25_FACTOR)

    def _once(self, weight: float) -> Json:
        """BM25 of frequency 1 among all words, as a distance of `coded_words` from 0.

        Source: with c = k1 (1 - b) and d = k1 b / average, weight (k1 + 1) / (1 + c + d L) is
        weight (k1 + 1) / (1 + c) times P / (P + L), where P = (1 + c) / d.
        """
        least = 1 + K1 * (1 - B)
        pivot = least * (self.statistics.average_words or 1.0) / (K1 * B)
        distance = {
            "field": "coded_words",
            "origin": 0,
            "pivot": f"{max(1, round(pivot * LENGTH_SCALE))}ms",
            "boost": weight * BM25_FACTOR / least,
        }
        return {"distance_feature": distance}


def _titled(token: Token) -> Token:
    return Token(token.field, TITLE_MARK + token.text)


def _bm25(token: Token, boost: float) -> Json:
    return {"term": {token.field: {"value": token.text, "boost": boost * BM25_FACTOR}}}


def _phrase(node: syntax.Phrase, boost: float = 1.0) -> Json:
    return {"match_phrase": {"words": {"query": intervals.phrase_text(node), "boost": boost}}}


def _flat(query: Json, score: float) -> Json:
    return {"constant_score": {"filter": query, "boost": score}}


def _any_of(queries: Sequence[Json]) -> Json:
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": list(queries), "minimum_should_match": 1}} if queries else _NOTHING
