"""What a generation gives beside hits: its documents, the places of their words, counts on demand.

In every layout the same as of the living documents themselves.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.analysis.document_terms import analyze_document
from indexer.engine_port import EngineRequest, ValueCounts
from indexer.engines.analysed_view import AnalysedView
from indexer.engines.whoosh_engine.evaluation.searcher import ArraySearcher
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.whoosh_search.searcher import WhooshSearcher
from indexer.query import syntax
from indexer.query.facet_values import facet_values
from indexer.schema.document import ActorMention
from indexer.schema.fields import FACETS
from tests.agreement.layouts import (
    Collected,
    alone,
    collected,
    in_every_layout,
    original_of,
    page_hash_of,
    written,
)
from tests.generators import collections, expanding, queries, requests, terms
from tests.oracle import Oracle
from tests.tiny_collection import EMPTY_COLLECTION, document

some = settings(
    deadline=None,
    database=None,
    print_blob=True,
    report_multiple_bugs=False,
    max_examples=max(3, settings().max_examples // 10),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@some
@given(collected(collections()))
def test_the_living_documents_are_there_and_no_others(collection: Collected) -> None:
    """Documents, bytes, hashes, ids and statistics: nothing is left of what was deleted or changed."""
    pages = {page.id: page for page in collection.documents}
    analysed = [analyze_document(page).words for page in collection.documents]
    words = {word.term for own in analysed for word in own} | {"gonecamp"}
    with in_every_layout(collection) as folders:
        for folder in folders.values():
            with WhooshReader(folder) as reader:
                assert EMPTY_COLLECTION == reader.collection
                assert len(pages) == reader.document_count
                assert tuple(sorted(pages)) == reader.document_ids()
                assert {id_: page_hash_of(page) for id_, page in pages.items()} == reader.page_hashes()
                for id_, page in pages.items():
                    assert page == reader.document(id_)
                    assert original_of(page) == reader.original(id_)
                for lacking in ("gone", "no such id", ""):
                    assert reader.document(lacking) is None
                    assert reader.original(lacking) is None
                    assert reader.view(lacking) is None
                for word in words:
                    expected = sum(any(one.term == word for one in own) for own in analysed)
                    assert expected == reader.term_statistics(word, exact=True)


@some
@given(collected(collections()), st.sampled_from(("text", "title")), st.integers(1, 6), st.integers(0, 11))
def test_words_by_how_they_begin_are_those_of_the_living_documents(
    collection: Collected, field: syntax.TextField, limit: int, only: int
) -> None:
    """The most frequent ones, counted over all documents and over one, for every beginning of two letters."""
    analysed = {page.id: analyze_document(page) for page in collection.documents}
    words = {
        id_: {word.term for word in (own.words[: own.title_words] if field == "title" else own.words)}
        for id_, own in analysed.items()
    }
    one = [*words, "no such id"][only % (1 + len(words))]
    starts = {"", "gonecamp"} | {word[:n] for own in words.values() for word in own for n in (1, 2)}

    def most(start: str, ids: Iterable[str]) -> list[tuple[str, int]]:
        counts = Counter(word for id_ in ids for word in words[id_] if word.startswith(start))
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    with in_every_layout(collection) as folders:
        for folder in folders.values():
            with WhooshReader(folder) as reader:
                within = EngineRequest(syntax.FieldIs("document", one))
                for start in starts:
                    assert most(start, words) == list(reader.words_beginning(start, limit, None, field))
                    assert most(start, {one} & words.keys()) == list(
                        reader.words_beginning(start, limit, within, field)
                    )


@some
@given(collected(collections()), st.lists(queries(), min_size=4, max_size=8), requests())
def test_queries_counted_together_are_counted_as_searched(
    collection: Collected, asked: list[syntax.Node], among: EngineRequest
) -> None:
    """With parts in common, within what a request finds."""
    asked += [syntax.And((asked[0], asked[1])), syntax.Or((asked[0], syntax.Not(asked[2])))]
    among = replace(among, facets=(), max_expansions=10**6)
    with in_every_layout(collection) as folders:
        for folder in folders.values():
            with WhooshReader(folder) as reader:
                both = [replace(among, query=syntax.And((among.query, query))) for query in asked]
                expected = [reader.search(request).total for request in both]
                assert expected == list(reader.count_each(asked, among))


@some
@given(collected(collections()), st.lists(terms() | expanding(), min_size=8, max_size=20))
def test_words_stand_where_the_text_cut_anew_has_them(
    collection: Collected, nodes: list[syntax.Term | syntax.Prefix | syntax.Wildcard | syntax.Fuzzy]
) -> None:
    """Positions and offsets from the arrays, of every kind of leaf in text and title."""
    views = [AnalysedView(page) for page in collection.documents]
    every = syntax.Prefix("", "*")
    expected = [[tuple(view.word_places(node)) for node in (every, *nodes)] for view in views]
    with in_every_layout(collection) as folders:
        for folder in folders.values():
            with WhooshReader(folder) as reader:
                for view, own in zip(views, expected, strict=True):
                    found = reader.view(view.document.id)
                    assert found is not None
                    assert view.document == found.document
                    assert own == [tuple(found.word_places(node)) for node in (every, *nodes)]


@some
@given(collected(collections()), st.lists(requests(), min_size=1, max_size=2))
def test_counts_on_demand_are_those_of_the_whole_sequence(
    collection: Collected, asked: list[EngineRequest]
) -> None:
    """The first so many, the count of one value, the short values: each asked of an answer anew."""
    with in_every_layout(collection) as folders:
        for layout in ("one segment", "deletions and changes"):
            arrays = ArraySearcher(folders[layout])
            for request in asked:
                for engine in (arrays, WhooshSearcher(arrays.segments)):
                    check_counts_on_demand(collection, engine, replace(request, facets=FACETS))


def check_counts_on_demand(
    collection: Collected, engine: ArraySearcher | WhooshSearcher, request: EngineRequest
) -> None:
    """Assert that each way to ask for counts gives what the whole sequence has."""
    whole = {facet: tuple(counts) for facet, counts in engine.search(request).facets.items()}
    for facet, pairs in whole.items():
        for limit in range(len(pairs) + 2):
            # Another answer: what was asked of one before must not be what helps.
            assert ValueCounts.of(pairs[:limit]) == engine.search(request).facets[facet].most(limit)
        counts = engine.search(request).facets[facet]
        values = {value for page in collection.documents for value in facet_values(page, facet)}
        for value in {*values, "", "nobody", "2012-05", "~"}:
            assert dict(pairs).get(value, 0) == counts.count_of(value)
        for characters in (0, 4, 5, 7, 10, 99):
            expected = tuple(pair for pair in pairs if len(pair[0]) <= characters)
            assert ValueCounts.of(expected) == counts.no_longer_than(characters)
        assert len(pairs) == len(counts)
        assert counts == pairs


@pytest.mark.parametrize(("actor", "expected"), [("wagner", 1), ("jnim", 0)])
def test_two_actors_named_from_one_word_keep_their_own_ends(actor: str, expected: int) -> None:
    """“Mali” as one actor and “Mali camp road” as another: only the longer stands beside “shut”."""
    bare = document("a", "Mali camp road shut.")
    both = replace(bare, actors=(ActorMention("jnim", 0, 4), ActorMention("wagner", 0, 14)))
    near = syntax.Near(syntax.FieldIs("actor", actor), syntax.Term("shut", "shut", exact=True), 1)
    with written((alone((both,)),)) as (folder,):
        for engine in (ArraySearcher(folder), WhooshSearcher(folder)):
            assert expected == engine.search(EngineRequest(near)).total
    assert expected == Oracle((both,)).search(EngineRequest(near)).total
