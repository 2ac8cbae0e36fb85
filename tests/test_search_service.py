from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engine_port import EngineAnswer, EngineHit, EngineRequest, FacetCounts
from indexer.engines.analysed_view import AnalysedView
from indexer.query.request import SearchRequest
from indexer.query.syntax import FieldIs, children
from indexer.search.neighbours import Neighbours
from indexer.search.open_search import Search
from indexer.settings import load_settings
from tests.misspelt import opened
from tests.tiny_collection import EMPTY_COLLECTION, document

DOCUMENTS = {f"d{n:03}": document(f"d{n:03}", f"The camp {n}.") for n in range(250)}


class ListedCounts(FacetCounts):
    """Counts that notice when they are put into order as a whole."""

    def __init__(self, pairs: Sequence[tuple[str, int]]) -> None:
        self.pairs = tuple(pairs)
        self.whole = 0

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return self.pairs[at]
        self.whole += 1
        return self.pairs[at]

    def count_of(self, value: str) -> int:
        """The count of one value."""
        return dict(self.pairs).get(value, 0)


class ListedReader:
    """Every document by its id, whatever is asked; remembers what was asked."""

    collection = EMPTY_COLLECTION

    def __init__(self) -> None:
        self.asked: list[EngineRequest] = []
        self.viewed: list[str] = []
        self.sources = ListedCounts([("Radio", 3), ("Paper", 2), ("Wire", 1)])

    def search(self, request: EngineRequest) -> EngineAnswer:
        """A page of all documents, or of the chosen one."""
        self.asked.append(request)
        ids = list(DOCUMENTS)
        for part in request.filters:
            chosen = [node.value for node in (part.node, *children(part.node)) if isinstance(node, FieldIs)]
            ids = [id_ for id_ in ids if id_ in chosen]
        page = ids[request.start : request.start + request.limit]
        facets = dict.fromkeys(request.facets, self.sources)
        return EngineAnswer(len(ids), tuple(EngineHit(id_, 1.0) for id_ in page), facets)

    @property
    def document_count(self) -> int:
        """How many documents there are."""
        return len(DOCUMENTS)

    def term_statistics(self, term: str, *, exact: bool, french: str = "") -> int:
        """Every word is in some document."""
        return 1

    def document(self, document_id: str):
        """The document of this id."""
        return DOCUMENTS.get(document_id)

    def view(self, document_id: str):
        """The document of this id with the places of its words."""
        self.viewed.append(document_id)
        found = DOCUMENTS.get(document_id)
        return None if found is None else AnalysedView(found)


@pytest.fixture
def reader() -> ListedReader:
    """A reader that remembers."""
    return ListedReader()


@pytest.fixture
def desk(reader: ListedReader) -> Search:
    """A search over it."""
    settings, _ = load_settings({})
    return Search(reader, settings, generation="one")  # type: ignore[arg-type]  # it has all that is asked


CAMP = SearchRequest(text="camp", facets=("source", "document"))


@pytest.mark.parametrize(("page", "per"), [(1, 10), (1, 3), (3, 10), (2, 7), (20, 10)])
def test_the_best_documents_come_with_the_hits(
    desk: Search, reader: ListedReader, page: int, per: int
) -> None:
    """One search gives a page of hits and the best ten documents, whatever the page."""
    found = desk.search(replace(CAMP, page=page, per=per))
    assert list(DOCUMENTS)[(page - 1) * per : page * per] == [hit.document.id for hit in found.hits]
    assert list(DOCUMENTS)[:10] == [value.value for value in found.facets["document"]]
    assert (page, per) == (found.request.page, found.request.per)
    assert 1 == len(reader.asked)


def test_a_late_page_asks_for_the_best_documents_alone(desk: Search, reader: ListedReader) -> None:
    """Beyond some pages no list of hits is made for the sake of its first ten."""
    found = desk.search(replace(CAMP, page=24))
    assert list(DOCUMENTS)[230:240] == [hit.document.id for hit in found.hits]
    assert list(DOCUMENTS)[:10] == [value.value for value in found.facets["document"]]
    assert [(230, 10), (0, 10)] == [(asked.start, asked.limit) for asked in reader.asked]


def test_a_chosen_document_stays_beside_the_best(desk: Search) -> None:
    """The choice of a document does not take the others out of the facet."""
    found = desk.search(replace(CAMP, documents=("d200", "gone")))
    assert ["d200"] == [hit.document.id for hit in found.hits]
    shown = found.facets["document"]
    assert [*list(DOCUMENTS)[:10], "d200", "gone"] == [value.value for value in shown]
    assert [("d200", 1), ("gone", 0)] == [(value.value, value.count) for value in shown if value.selected]


def test_counts_are_put_into_order_as_far_as_they_are_shown(desk: Search, reader: ListedReader) -> None:
    """A facet asks for its first values and the chosen ones, never for all."""
    found = desk.search(replace(CAMP, documents=(), sources=()))
    assert [("Radio", 3), ("Paper", 2), ("Wire", 1)] == [(v.value, v.count) for v in found.facets["source"]]
    assert 0 == reader.sources.whole


def test_chosen_values_stay_beyond_the_limit(reader: ListedReader) -> None:
    """The limit cuts what was not chosen, never what was; a choice without hits counts 0."""
    settings, _ = load_settings({}, facet_limit=1)
    desk = Search(reader, settings, generation="one")  # type: ignore[arg-type]  # it has all that is asked
    found = desk.search(replace(CAMP, sources=("Wire", "Radio", "gone"))).facets["source"]
    assert [("Radio", 3, True), ("Wire", 1, True), ("gone", 0, True)] == [
        (v.value, v.count, v.selected) for v in found
    ]
    assert ["Radio"] == [v.value for v in desk.search(CAMP).facets["source"]]


def test_who_turns_the_page_reads_no_document_twice(desk: Search, reader: ListedReader) -> None:
    """Documents that were shown are kept: a generation never changes."""
    for page in (1, 2, 1):
        desk.search(replace(CAMP, page=page))
    assert list(DOCUMENTS)[:20] == sorted(reader.viewed)


@pytest.mark.parametrize("place", [0, 1, 98, 99, 100, 248, 249])
def test_neighbours_are_found_wherever_a_document_stands(desk: Search, place: int) -> None:
    """Among the first hits and among the last, on both sides of where is looked first."""
    documents = list(DOCUMENTS.values())
    expected = Neighbours(
        place + 1,
        250,
        documents[place - 1] if place else None,
        documents[place + 1] if place < 249 else None,
    )
    assert expected == desk.neighbours(documents[place].id, CAMP)


def test_neighbours_of_an_early_hit_ask_for_few(desk: Search, reader: ListedReader) -> None:
    """Who has come from the first page makes the engine list no thousands of hits."""
    desk.neighbours("d005", CAMP)
    assert [100] == [asked.limit for asked in reader.asked]


def test_a_document_outside_the_answer_has_no_place(desk: Search) -> None:
    """It is told apart from one that has neighbours."""
    assert Neighbours(None, 250, None, None) == desk.neighbours("other", CAMP)


def test_counting_costs_one_search_and_no_document(desk: Search, reader: ListedReader) -> None:
    """The total is that of the answer; no hit is read for it, whichever page is asked."""
    counted = desk.count(replace(CAMP, page=3))
    assert [(0, 0, ())] == [(asked.start, asked.limit, asked.facets) for asked in reader.asked]
    assert [] == reader.viewed
    found = desk.search(replace(CAMP, page=3))
    assert (found.total, found.notes, found.match) == (counted.total, counted.notes, counted.match)
    assert ((), {}) == (counted.hits, counted.facets)


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest("wagner nonsense"),
        SearchRequest("who met the envoy of the government in the town"),
        SearchRequest("Wagnr"),
        SearchRequest("Wagner", spelling="exact"),
        SearchRequest("soldiers", actors=("wagner",)),
        SearchRequest("(", match="any"),
        SearchRequest(""),
    ],
    ids=lambda request: request.text,
)
def test_a_count_says_what_the_search_says(tmp_path: Path, request_: SearchRequest) -> None:
    """Total, notes and joining are those of the answer, also where any of the words were tried."""
    with opened(tmp_path) as search:
        found, counted = search.search(request_), search.count(request_)
    assert (found.total, found.notes, found.match) == (counted.total, counted.notes, counted.match)
    assert (found.folded, found.understood) == (counted.folded, counted.understood)
