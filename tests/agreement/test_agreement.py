"""Same question, same answer: the engine against the oracle, on generated collections.

A counter-example is printed by Hypothesis as it was shrunk. Ten times as many are tried with
`pytest --hypothesis-profile=long tests/agreement`.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.analysis.document_terms import analyze_document
from indexer.engine_port import EngineAnswer, EngineRequest, FacetFilter, IndexReader
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.query import syntax
from indexer.query.facet_values import facet_values
from indexer.query.guard import Limits
from indexer.query.names import NameTable
from indexer.query.parser import parse
from indexer.query.request import SearchRequest
from indexer.schema.document import ActorMention, Document
from indexer.schema.fields import FACETS
from indexer.search.filters import read_filters
from tests.generators import collections, queries, query_texts, requests, search_requests
from tests.oracle import Oracle, OracleAnswer, Page
from tests.tiny_collection import EMPTY_COLLECTION, document, tiny_documents
from tests.vocabulary import NAMED_ACTORS

# An index takes longer to write than a request to answer.
REQUESTS = st.lists(requests(), min_size=4, max_size=12)
CHOSEN = {
    "actor": "actors",
    "place": "places",
    "published": "published",
    "mentioned": "mentioned",
    "document": "documents",
    "source": "sources",
}
many = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@contextmanager
def indexed(documents: Sequence[Document]) -> Iterator[IndexReader]:
    """The documents in an index of their own."""
    with tempfile.TemporaryDirectory() as folder:
        writer = WhooshWriter(Path(folder))
        for page in documents:
            writer.add(page, page.text.encode("utf-8", "surrogatepass"))
        writer.finish(EMPTY_COLLECTION)
        with WhooshReader(Path(folder)) as reader:
            yield reader


def check_same_answer(expected: OracleAnswer, answer: EngineAnswer) -> None:
    """Assert the same total, ids in order, scores, counts in order and words of wildcards."""
    assert expected.total == answer.total
    assert [hit.id for hit in expected.hits] == [hit.id for hit in answer.hits]
    assert pytest.approx([h.score for h in expected.hits], rel=0, abs=1e-9) == [h.score for h in answer.hits]
    assert {facet: tuple(counts.items()) for facet, counts in expected.facets.items()} == answer.facets
    assert expected.expanded == answer.expanded


@many
@given(collections(), REQUESTS)
def test_the_engine_answers_as_the_oracle(
    documents: tuple[Document, ...], asked: list[EngineRequest]
) -> None:
    """Any tree, filters, order and page: the same hits, scores and counts."""
    oracle = Oracle(documents)
    with indexed(documents) as reader:
        for request in asked:
            check_same_answer(oracle.search(request), reader.search(request))


@many
@given(collections(), st.lists(query_texts(), min_size=4, max_size=12), st.sampled_from(("all", "any")))
def test_typed_queries_are_answered_as_they_are_read(
    documents: tuple[Document, ...], texts: list[str], match: str
) -> None:
    """Any text, broken ones too: it is read, and its tree answered as the oracle does."""
    oracle = Oracle(documents)
    names = NameTable(NAMED_ACTORS)
    with indexed(documents) as reader:
        for text in texts:
            query = parse(text, Limits(), match=match, names=names).query
            request = EngineRequest(query, facets=FACETS, limit=100)
            check_same_answer(oracle.search(request), reader.search(request))


def keeps(request: SearchRequest, document: Document) -> bool:
    """Whether a document has the chosen values: any of each facet's, all actors where asked."""
    for facet, field in CHOSEN.items():
        chosen = set(getattr(request, field))
        own = set(facet_values(document, facet))
        together = facet == "actor" and request.actors_match == "all"
        if chosen and not (chosen <= own if together else chosen & own):
            return False
    return not set(request.not_actors) & set(facet_values(document, "actor"))


def choose(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """The request after a value is chosen: beside actors that are joined, else as the one choice."""
    beside = request.actors if facet == "actor" and request.actors_match == "all" else ()
    return replace(request, **{CHOSEN[facet]: (*beside, value)})


@many
@given(collections(), queries(), st.lists(search_requests(), min_size=4, max_size=8))
def test_counts_are_the_hits_after_choosing(
    documents: tuple[Document, ...], query: syntax.Node, asked: list[SearchRequest]
) -> None:
    """The number beside each value is the number of hits with it chosen, whatever else is."""
    oracle = Oracle(documents)
    matching = [page.document for page, _ in oracle.find(EngineRequest(query))]
    with indexed(documents) as reader:
        for request in asked:
            filters, notes = read_filters(request)
            assert () == notes
            answer = reader.search(EngineRequest(query, filters, FACETS))
            assert sum(keeps(request, document) for document in matching) == answer.total
            for facet in FACETS:
                values = {value for document in documents for value in facet_values(document, facet)}
                after = {value: choose(request, facet, value) for value in values}
                expected = {
                    value: sum(keeps(then, document) for document in matching)
                    for value, then in after.items()
                }
                counts = dict(answer.facets[facet])
                assert {v: n for v, n in expected.items() if n} == counts, (facet, request)


@pytest.mark.parametrize(("actor", "expected"), [("wagner", 1), ("jnim", 0)])
def test_two_actors_named_from_one_word_keep_their_own_ends(actor: str, expected: int) -> None:
    """“Mali” as one actor and “Mali camp road” as another: only the longer stands beside “shut”."""
    bare = document("a", "Mali camp road shut.")
    both = replace(bare, actors=(ActorMention("jnim", 0, 4), ActorMention("wagner", 0, 14)))
    near = syntax.Near(syntax.FieldIs("actor", actor), syntax.Term("shut", "shut", exact=True), 1)
    with indexed((both,)) as reader:
        assert expected == reader.search(EngineRequest(near)).total
    assert expected == Oracle((both,)).search(EngineRequest(near)).total


class DeafToNot(Oracle):
    """Control: reads NOT as if it were not there."""

    def evaluate(self, node: syntax.Node, page: Page) -> float | None:
        """As the oracle, but for NOT."""
        return super().evaluate(node.child if isinstance(node, syntax.Not) else node, page)


class LoosePhrases(Oracle):
    """Control: lets one word stand between the words of an exact phrase."""

    def phrase(self, node: syntax.Phrase, page: Page) -> float | None:
        """As the oracle, but for one position."""
        return super().phrase(node if node.slop else replace(node, slop=1), page)


class NearOneShort(Oracle):
    """Control: stops one word before the distance of a NEAR."""

    def near(self, left: syntax.Node, right: syntax.Node, distance: int, page: Page) -> float | None:
        """As the oracle, but for one position."""
        return super().near(left, right, distance - 1, page)


class LengthBlind(Oracle):
    """Control: takes all documents to be of one length."""

    def saturated(self, frequency: int, page: Page) -> float:
        """As the oracle, but for the length."""
        return super().saturated(frequency, replace(page, length=10))


class TitleBlind(Oracle):
    """Control: seeks the words of a title in the whole text."""

    def evaluate(self, node: syntax.Node, page: Page) -> float | None:
        """As the oracle, but for the field."""
        asked = replace(node, field="text") if getattr(node, "field", "") == "title" else node
        return super().evaluate(asked, page)


class DrillsDown(Oracle):
    """Control: narrows the counts of a facet by its own choice."""

    def count_values(self, request: EngineRequest, facet: str) -> dict[str, int]:
        """As the oracle, but for what is held."""
        held = tuple(replace(part, narrows_itself=True) for part in request.filters)
        return super().count_values(replace(request, filters=held), facet)


class DatedLast(Oracle):
    """Control: orders by date as if newest were oldest."""

    def search(self, request: EngineRequest):
        """As the oracle, but for the order."""
        return super().search(replace(request, sort="oldest") if request.sort == "newest" else request)


def probes(documents: Sequence[Document]) -> Iterator[EngineRequest]:
    """Requests that turn on what the planted errors get wrong."""
    chosen = FacetFilter("published", syntax.FieldIs("published", "2024-03"), narrows_itself=False)
    yield EngineRequest(syntax.All(), (chosen,), facets=("published",))
    yield EngineRequest(syntax.All(), sort="newest", limit=100)
    yield EngineRequest(syntax.Not(syntax.Term("camp", "camp")), limit=100)
    for page in documents:
        words = analyze_document(page).words
        for first, last in zip(words, words[2:], strict=False):
            if last.position - first.position == 2:
                yield EngineRequest(syntax.Phrase((first.term, last.term), "probe"))
                ends = (syntax.Term(word.term, word.term, exact=True) for word in (first, last))
                yield EngineRequest(syntax.Near(*ends, 2))
                break
        yield from (EngineRequest(syntax.Term(w.term, w.term, exact=True, field="title")) for w in words)


@pytest.fixture(scope="module")
def answered() -> list[tuple[EngineRequest, EngineAnswer]]:
    """The probes on the tiny collection, with the engine's answers."""
    with indexed(tiny_documents()) as reader:
        return [(request, reader.search(request)) for request in probes(tiny_documents())]


def test_the_probes_are_answered_as_by_the_oracle(answered) -> None:
    """Without an error the comparison below finds none."""
    oracle = Oracle(tiny_documents())
    for request, answer in answered:
        check_same_answer(oracle.search(request), answer)


@pytest.mark.parametrize(
    "broken", [DeafToNot, LoosePhrases, NearOneShort, LengthBlind, TitleBlind, DrillsDown, DatedLast]
)
def test_a_planted_error_is_told(answered, broken: type[Oracle]) -> None:
    """Control: an oracle with one error of meaning disagrees with the engine."""
    oracle = broken(tiny_documents())
    with pytest.raises(AssertionError):  # noqa: PT012  # nothing but the comparison asserts
        for request, answer in answered:
            check_same_answer(oracle.search(request), answer)
