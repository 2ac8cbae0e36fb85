"""A walk through an answer: the hits of all pages, once, without looking for any of them twice."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engine_port import Copies, EngineAnswer, EngineRequest
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.errors import QueryRefused, UnknownField
from indexer.query.request import Hit, SearchRequest
from indexer.search.open_search import Search
from indexer.search.walking import Walk
from indexer.settings import Settings
from tests.agreement.layouts import Collected, collected, written
from tests.generators import collections, query_texts, search_requests
from tests.tiny_collection import EMPTY_COLLECTION, document

PER = 3


def ways() -> st.SearchStrategy[dict[str, str]]:
    """Orders, and copies folded or not."""
    return st.fixed_dictionaries(
        {
            "sort": st.sampled_from(("relevance", "newest", "oldest")),
            "copies": st.sampled_from(("fold", "all")),
            "match": st.sampled_from(("auto", "any")),
        }
    )


def check_walk(search: Search, request: SearchRequest) -> None:
    """The walk is what the pages are: hits with all that is shown, notes, counts, in any order."""
    try:
        first = search.search(replace(request, facets=(), per=PER))
    except QueryRefused as error:
        with pytest.raises(QueryRefused, match=re.escape(str(error))):
            search.walk(request)
        return
    pages = [search.search(replace(first.request, page=number)) for number in range(2, first.pages + 1)]
    expected = [hit for answer in (first, *pages) for hit in answer.hits]
    walk = search.walk(request)
    assert expected == list(walk.hits)
    assert len(expected) == walk.listed
    told = (walk.total, walk.folded, walk.notes, walk.understood, walk.match, walk.generation)
    assert (
        first.total,
        first.folded,
        first.notes,
        first.understood,
        first.match,
        first.generation,
    ) == told
    bare = search.walk(request, passages=False)
    assert [strip(hit) for hit in expected] == list(bare.hits)


def strip(hit: Hit) -> Hit:
    """A hit in whose document nothing was looked for."""
    return replace(hit, passages=(), matching=0, title_marks=(), reasons=())


@settings(
    deadline=None,
    max_examples=max(4, settings().max_examples // 4),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(
    collected(collections()),
    st.lists(st.tuples(query_texts(), search_requests(), ways()), min_size=4, max_size=8),
)
def test_a_walk_is_all_pages_in_their_order(
    collection: Collected, asked: list[tuple[str, SearchRequest, dict[str, str]]]
) -> None:
    """Any text, filters and order, copies folded or not, over one segment or several."""
    with written(collection.histories[-1:], collection.groups) as (folder,):
        reader = WhooshReader(folder)
        with Search(reader, Settings(), generation="gen-1") as search:
            for text, request, way in asked:
                check_walk(search, replace(request, text=text, **way))  # type: ignore[arg-type]  # each way names its fields


class CountingReader(WhooshReader):
    """Remembers how often it searched and which documents it read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.searches = 0
        self.read: list[str] = []

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request."""
        self.searches += 1
        return super().search(request)

    def view(self, document_id: str):
        """The document of this id with the places of its words."""
        self.read.append(document_id)
        return super().view(document_id)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountingReader]:
    """700 documents, of which two are near copies."""
    folder = tmp_path_factory.mktemp("many")
    writer = WhooshWriter(folder)
    for number in range(700):
        writer.add(document(f"d{number:03}", f"The camp {number} by the road."), b"")
    writer.finish(EMPTY_COLLECTION, Copies((("d005", "d600"),)))
    with CountingReader(folder) as opened:
        yield opened


@pytest.fixture
def search(reader: CountingReader) -> Search:
    """A search over them whose pages end at hit 20."""
    return Search(reader, replace(Settings(), max_page_hits=20), generation="gen-1")


def test_a_walk_goes_past_the_last_page(search: Search) -> None:
    """Pages have a bound, a walk has none; the page of its request is not looked at."""
    walk = search.walk(SearchRequest(text="camp", page=10**6, per=10**6))
    ids = [hit.document.id for hit in walk.hits]
    assert (700, 1, 699) == (walk.total, walk.folded, walk.listed)
    assert sorted({f"d{n:03}" for n in range(700)} - {"d600"}) == sorted(ids)


def test_a_walk_searches_once_and_reads_each_document_when_it_is_asked_for(
    search: Search, reader: CountingReader
) -> None:
    """How much is found has no part in the number of searches, and no document is read ahead."""
    reader.searches = 0
    reader.read.clear()
    walk = search.walk(SearchRequest(text="camp"))
    assert ([], 1) == (reader.read, reader.searches)
    first = next(walk.hits)
    assert [first.document.id] == reader.read
    assert 698 == sum(1 for _ in walk.hits)
    assert (699, 1) == (len(reader.read), reader.searches)


def test_a_walk_is_refused_before_its_first_hit(search: Search) -> None:
    """What a search refuses, a walk refuses at once, not when it is read."""
    with pytest.raises(QueryRefused):
        search.walk(SearchRequest(text="a* b* c* d* e* f* g* h* i* j*"))
    with pytest.raises(UnknownField):
        search.walk(SearchRequest(sort="random"))  # type: ignore[arg-type]  # no such order


def test_a_walk_leaves_the_pages_kept_in_memory(search: Search, reader: CountingReader) -> None:
    """A page that was shown is shown again without reading a document anew."""
    page = SearchRequest(text="road", per=5, facets=())
    search.search(page)
    walk: Walk = search.walk(SearchRequest(text="camp"))
    assert 699 == sum(1 for _ in walk.hits)
    reader.read.clear()
    search.search(page)
    assert [] == reader.read
