"""Words of the best documents rank an answer and never change what it holds."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine_port import EngineAnswer, EngineHit, EngineRequest
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.errors import QueryRefused
from indexer.query import syntax
from indexer.query.guard import Limits
from indexer.query.parser import parse
from indexer.query.rendering import render
from indexer.query.request import SearchRequest
from indexer.schema.ranking import FEEDBACK, FeedbackNumbers
from indexer.search.feedback import choose_words, with_feedback
from indexer.search.open_search import Search
from indexer.settings import Settings
from tests.array_generations import generation
from tests.tiny_collection import EMPTY_COLLECTION, document

# Gold from the river is dredged with barges; a convoy is something else that is at Gao.
PAGES = (
    document("a", "Gold is dredged from the river with barges, and dredged gold is sold at Gao."),
    document("b", "Gold of the river: barges are dredging at night, say miners."),
    document(
        "c", "The river carries barges that dredged all year, and miners on them, past villages and fields."
    ),
    document("d", "The river was low when the convoy came to the old bridge over it."),
    document("e", "Rice and millet are dear at Gao this year."),
    document("f", "The convoy was attacked on the road."),
)
WORDS = sorted({word.strip(".,:").lower() for page in PAGES for word in page.text.split()})


@pytest.fixture(scope="module")
def reader() -> Iterator[WhooshReader]:
    """The pages in two segments."""
    with generation([PAGES[:3], PAGES[3:]]) as folder, WhooshReader(folder) as opened:
        # This folder has no facts beside its documents.
        vars(opened)["collection"] = EMPTY_COLLECTION
        yield opened


def any_of(text: str) -> syntax.Node:
    """A query of which any word may match."""
    return parse(text, Limits(), match="any").query


def find(reader: WhooshReader, query: syntax.Node) -> list[str]:
    """The ids of an answer in their order."""
    return [hit.id for hit in reader.search(EngineRequest(query, limit=100)).hits]


def test_documents_like_the_best_ones_come_first(reader: WhooshReader) -> None:
    """Of two documents with one word of the query, that which speaks of the same matter is better."""
    query = any_of("gold river")
    plain, ranked = find(reader, query), find(reader, with_feedback(reader, query, None))
    assert set(plain) == set(ranked)
    # Both hold the river once, and the shorter text was the better one.
    assert plain.index("d") < plain.index("c")
    assert ranked.index("c") < ranked.index("d")


@settings(deadline=None, max_examples=60)
@given(text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join))
def test_no_document_is_found_or_lost_by_feedback(reader: WhooshReader, text: str) -> None:
    """The documents, and what the query is understood as, are those of the query alone."""
    query = any_of(text)
    ranked = with_feedback(reader, query, None)
    assert sorted(find(reader, query)) == sorted(find(reader, ranked))
    assert render(query) == render(ranked)
    assert list(syntax.positive_leaves(query)) == list(syntax.positive_leaves(ranked))


def test_the_words_weigh_together_what_the_numbers_say(reader: WhooshReader) -> None:
    """Feedback has its share of the weight of the query's own words, whatever their number."""
    ranked = with_feedback(reader, any_of("gold river barges"), None)
    assert isinstance(ranked, syntax.AndMaybe)
    assert isinstance(ranked.optional, syntax.Or)
    factors = [part.factor for part in ranked.optional.children if isinstance(part, syntax.Boosted)]
    assert pytest.approx(3 * FEEDBACK.weight) == sum(factors)
    assert factors == sorted(factors, reverse=True)


def test_words_of_one_document_alone_are_not_taken(reader: WhooshReader) -> None:
    """A word that no other document has leads nowhere; a common one weighs little."""
    hits = (EngineHit("a", 2.0), EngineHit("b", 1.0))
    chosen = {term.term: weight for term, weight in choose_words(reader, hits)}
    assert {"gold", "barg", "dredg", "miner", "river", "gao"} == set(chosen)
    # Both stand in both documents, but four of all speak of the river.
    assert chosen["dredg"] > chosen["river"]


def test_a_query_of_one_word_has_no_feedback(reader: WhooshReader) -> None:
    """One word says too little of what is wanted; nor does a query that finds nothing."""
    assert any_of("gold") == with_feedback(reader, any_of("gold"), None)
    assert any_of("absent lacking") == with_feedback(reader, any_of("absent lacking"), None)


def test_the_numbers_bound_what_is_read(reader: WhooshReader) -> None:
    """So many documents, so many words, and no more."""
    few = FeedbackNumbers(documents=1, candidates=9, words=2, weight=1.0)
    ranked = with_feedback(reader, any_of("gold river"), None, few)
    assert isinstance(ranked, syntax.AndMaybe)
    assert 2 == len(list(syntax.positive_leaves(ranked.optional)))


def test_scores_hang_on_the_query_alone(reader: WhooshReader) -> None:
    """A filter changes which documents are found, and the score of none."""
    search = Search(reader, Settings(), generation="gen-1")
    request = SearchRequest(text="gold river", match="any", facets=())
    whole = {hit.document.id: hit.score for hit in search.search(request).hits}
    one = search.search(replace(request, documents=("d",)))
    assert [("d", whole["d"])] == [(hit.document.id, hit.score) for hit in one.hits]
    plain = {hit.id: hit.score for hit in reader.search(EngineRequest(any_of("gold river"), limit=9)).hits}
    assert whole["d"] > plain["d"]


def test_patterns_that_a_search_may_run_are_not_refused(reader: WhooshReader) -> None:
    """Feedback takes the limit of the search for the words of patterns, and not another one."""
    query = any_of("gold ri*")
    with pytest.raises(QueryRefused):
        with_feedback(reader, query, None, max_expansions=1)
    search = Search(reader, Settings(query_expansions=3000), generation="gen-1")
    asked: list[EngineRequest] = []

    def spy(request: EngineRequest) -> EngineAnswer:
        asked.append(request)
        return WhooshReader.search(reader, request)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reader, "search", spy)
        search.search(SearchRequest(text="gold ri*", match="any", facets=()))
    assert [3000, 3000] == [request.max_expansions for request in asked]
