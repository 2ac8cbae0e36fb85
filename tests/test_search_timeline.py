"""Dated passages: only what passages write, in the order of the dates, for any search."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine_port import Copies, DocumentView, EngineAnswer, EngineRequest, FacetCounts
from indexer.engines.analysed_view import AnalysedView
from indexer.query.facet_values import date_days, date_levels
from indexer.query.request import SearchRequest
from indexer.schema.document import ActorMention, DateMention, Document, Heading
from indexer.search import timeline as module
from indexer.search.open_search import Search
from indexer.search.timeline import Timeline
from indexer.settings import Settings
from tests.fake_engine import FakeReader
from tests.tiny_collection import EMPTY_COLLECTION, dated, document

DATES = ("2012", "2012-03", "2012-03-05", "2013-01-01", "--01-07", "--03")
WORDS = ("JNIM", "mercenaries", *DATES, "road", "camp", "river")
JNIM = SearchRequest(actors=("jnim",), sort="newest", copies="all")
# Queries with what each asks of the words of a document or passage: all of it, some of it, and
# of a document also what it must not hold.
QUERIES = {
    "": (lambda _: True, frozenset(), frozenset()),
    "camp": (lambda words: "camp" in words, {"camp"}, frozenset()),
    "camp road": (lambda words: {"camp", "road"} <= words, {"camp", "road"}, frozenset()),
    "camp OR road": (lambda words: bool({"camp", "road"} & words), {"camp", "road"}, frozenset()),
    "camp -river": (lambda words: "camp" in words, {"camp"}, {"river"}),
    "-river": (lambda _: True, frozenset(), {"river"}),
    "camp (road OR river)": (
        lambda words: "camp" in words and bool({"road", "river"} & words),
        {"camp", "road", "river"},
        frozenset(),
    ),
}


class ListedCounts(FacetCounts):
    """Counts as a plain list."""

    def __init__(self, pairs: Sequence[tuple[str, int]]) -> None:
        self._pairs = tuple(pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __getitem__(self, at):
        return self._pairs[at]


class MemoryReader(FakeReader):
    """Documents in memory, tried one by one; knows the order of dates."""

    def __init__(self, documents: tuple[Document, ...], groups: tuple[tuple[str, ...], ...] = ()) -> None:
        self.documents = {page.id: page for page in documents}
        self.collection = EMPTY_COLLECTION
        self._copies = Copies(groups)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """The hits by score or by date of publication, as they are asked for."""
        found = super().search(replace(request, start=0, limit=len(self.documents)))
        hits = list(found.hits)
        if request.sort != "relevance":
            hits.sort(key=lambda hit: self._place(hit.id, newest=request.sort == "newest"))
        facets = {name: ListedCounts(counts) for name, counts in found.facets.items()}
        page = tuple(hits[request.start : request.start + request.limit])
        return replace(found, hits=page, facets=facets)

    def view(self, document_id: str) -> DocumentView | None:
        """The document of this id with the places of its words."""
        found = self.documents.get(document_id)
        return AnalysedView(found) if found else None

    def _place(self, document_id: str, *, newest: bool) -> tuple[bool, int, str]:
        published = self.documents[document_id].published
        days = date_days(published.value) if published else None
        return days is None, (-days[0] if newest else days[0]) if days else 0, document_id


def desk(*documents: Document, groups: tuple[tuple[str, ...], ...] = ()) -> Search:
    """A search over some documents."""
    reader = MemoryReader(documents, groups)
    return Search(reader, Settings(), generation="one")  # type: ignore[arg-type]  # it has all that is asked


@st.composite
def pages(draw: st.DrawFn) -> tuple[Document, ...]:
    """Documents whose passages hold names, weak ones too, and dates as they are linked."""
    return tuple(draw_page(draw, f"d{at}") for at in range(draw(st.integers(0, 4))))


def draw_page(draw: st.DrawFn, id_: str) -> Document:
    """A document of words, some of which are linked; a passage may be a heading."""
    lines = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=1, max_size=4))
    page = document(id_, *(" ".join(line) for line in lines), title=draw(st.sampled_from((None, "Mali"))))
    actors, dates = [], []
    for passage, line in zip(page.passages, lines, strict=True):
        at = passage.start
        for word in line:
            if word in ("JNIM", "mercenaries"):
                actors.append(ActorMention("jnim", at, at + len(word), weak=word != "JNIM"))
            elif word in DATES:
                dates.append(DateMention(word, at, at + len(word)))
            at += len(word) + 1
    headings = page.passages[:1] if len(lines) > 1 and draw(st.booleans()) else ()
    return document(
        id_,
        *(" ".join(line) for line in lines),
        title=page.title,
        actors=tuple(actors),
        dates=tuple(dates),
        passages=page.passages[len(headings) :],
        headings=tuple(Heading(p.start, p.end, page.text[p.start : p.end]) for p in headings),
        published=draw(st.sampled_from((None, dated("2024"), dated("2023-12-12")))),
    )


requests = st.builds(
    SearchRequest,
    text=st.sampled_from(sorted(QUERIES)),
    actors=st.sampled_from(((), ("jnim",))),
    mentioned=st.sampled_from(((), ("2012",), ("2012-03", "--01-07"))),
    match=st.just("all"),
    sort=st.sampled_from(("relevance", "newest", "oldest")),
    copies=st.just("all"),
)


def look_at_every_passage(documents: tuple[Document, ...], asked: SearchRequest) -> dict[tuple, str]:
    """Document, block and date of every passage of a search with what it holds, as its words tell."""
    is_met, some, none = QUERIES[asked.text]
    found = {}
    for page in documents:
        words = set(page.text.split())
        named = not asked.actors or "JNIM" in words
        dates = [m.value for m in page.dates]
        chosen = not asked.mentioned or any(_holds(asked.mentioned, value) for value in dates)
        if not (is_met(words) and not none & words and named and chosen):
            continue
        for number, block in enumerate(page.blocks()):
            own = set(block.text.split())
            whole = is_met(own) and (not asked.actors or "JNIM" in own)
            part = some & own or (asked.actors and "JNIM" in own)
            for value in own & set(DATES):
                if not asked.mentioned or _holds(asked.mentioned, value):
                    found[page.id, number, value] = "whole" if whole else "part" if part else "none"
    return found


def _holds(chosen: tuple[str, ...], value: str) -> bool:
    return any(one in date_levels(value) for one in chosen)


def held(timeline: Timeline) -> dict[tuple, str]:
    """The places of a timeline in the form of `look_at_every_passage`."""
    return {(p.document, p.block, p.value): p.holds for p in timeline.places}


@settings(deadline=None)
@given(documents=pages(), asked=requests)
def test_a_timeline_holds_every_dated_passage_and_no_other(
    documents: tuple[Document, ...], asked: SearchRequest
) -> None:
    """Each date once a passage, with what the passage holds of the search; weak mentions name nobody."""
    timelines = desk(*documents).timelines
    own = look_at_every_passage(documents, asked)
    listed = {"whole": ("whole",), "match": ("whole", "part"), "all": ("whole", "part", "none")}
    for passages, holds in listed.items():
        found = timelines.timeline(asked, passages)
        expected = {place: says for place, says in own.items() if says in holds}
        assert expected == held(found)
        assert len(expected) == len(found.places) == found.counts[passages]
        assert len({place[:2] for place in expected}) == found.passages
        assert found.complete
        for row in timelines.rows(found, 0, len(found.places)):
            assert row.surface in row.block.text
            assert row.surface == row.place.value
        order = [p.value for p in found.places]
        assert sorted(order, key=lambda v: (v.startswith("--"), v)) == order


@settings(deadline=None)
@given(documents=pages(), asked=requests, passages=st.sampled_from(("whole", "match", "all")), data=st.data())
def test_what_is_found_year_by_year_is_the_whole_timeline(
    documents: tuple[Document, ...], asked: SearchRequest, passages, data
) -> None:
    """The same places in the same order, also where near copies are folded."""
    ids = [page.id for page in documents]
    groups = (tuple(ids[:2]),) if len(ids) > 1 and data.draw(st.booleans()) else ()
    asked = replace(asked, copies=data.draw(st.sampled_from(("fold", "all"))))
    timelines = desk(*documents, groups=groups).timelines
    found = timelines.timeline(asked, passages)
    assert list(found.places) == [row.place for row in timelines.whole(asked, passages)]


def test_rows_carry_the_marks_of_the_search() -> None:
    """Words of the query, names and chosen dates are marked where they stand in the text."""
    page = mentioning("a", "JNIM left a camp in 2012.", "2012")
    timelines = desk(page).timelines
    asked = SearchRequest(text="camp", actors=("jnim",), mentioned=("2012",))
    (row,) = timelines.rows(timelines.timeline(asked), 0, 10)
    assert [("JNIM", "alias"), ("camp", "word"), ("2012", "alias")] == [
        (page.text[mark.start : mark.end], mark.kind) for mark in row.marks
    ]


def test_a_date_in_the_headline_is_a_passage_of_its_own() -> None:
    """With its marks, in offsets of the text."""
    text = "JNIM in 2012"
    page = document(
        "a",
        text,
        "It left.",
        title=text,
        title_start=0,
        title_end=len(text),
        actors=(ActorMention("jnim", 0, 4),),
        dates=(DateMention("2012", 8, 12),),
    )
    page = replace(page, passages=page.passages[1:])
    timelines = desk(page).timelines
    (row,) = timelines.rows(timelines.timeline(JNIM), 0, 10)
    assert ("title", "2012", [(0, 4)]) == (row.block.kind, row.surface, [mark[:2] for mark in row.marks])


def test_a_query_that_no_document_meets_whole_has_the_timeline_of_any_of_its_words() -> None:
    """The documents are those of the answer, loosened where that is."""
    timelines = desk(mentioning("a", "A camp in 2012.", "2012")).timelines
    found = timelines.timeline(SearchRequest(text="camp zebra"))
    assert [("2012", "whole")] == [(p.value, p.holds) for p in found.places]


def test_what_is_no_date_narrows_nothing() -> None:
    """As in a search: what cannot be read is noted there and not used."""
    page = mentioning("a", "JNIM in 2012.", "2012")
    assert 1 == len(desk(page).timelines.timeline(replace(JNIM, mentioned=("2012-13",))).places)


def mentioning(id_: str, text: str, *values: str, **found: object) -> Document:
    """A document that names JNIM and writes some dates."""
    dates = tuple(DateMention(value, text.index(value), text.index(value) + len(value)) for value in values)
    return document(id_, text, actors=(ActorMention("jnim", 0, 4),), dates=dates, **found)


def test_a_timeline_of_part_of_the_documents_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first in the order of the search are read; a whole timeline has all."""
    monkeypatch.setattr(module, "READ_DOCUMENTS", 1)
    timelines = desk(
        mentioning("a", "JNIM in 2012.", "2012", published=dated("2020")),
        mentioning("b", "JNIM in 2013.", "2013", published=dated("2024")),
        mentioning("c", "JNIM then."),
    ).timelines
    part = timelines.timeline(JNIM)
    assert (["2013"], 1, 2, False) == (
        [p.value for p in part.places],
        part.read,
        part.documents,
        part.complete,
    )
    assert ["2012"] == [p.value for p in timelines.timeline(replace(JNIM, sort="oldest")).places]
    assert ["2012", "2013"] == [row.place.value for row in timelines.whole(JNIM)]


def test_first_and_last_date_are_those_with_a_year() -> None:
    """The last is the one that ends last; dates without a year have no place among them."""
    own = desk(
        mentioning("a", "JNIM in 2013, 2012-03, --01-07 and 2013-01-01.", "2013", "2012-03", "--01-07")
    )
    assert ("2012-03", "2013") == own.timelines.timeline(JNIM).dated
    yearless = desk(mentioning("a", "JNIM on --01-07.", "--01-07"))
    assert ("", "") == yearless.timelines.timeline(JNIM).dated


def test_first_and_last_seen_are_as_exact_as_their_documents() -> None:
    """A year stays a year; the undated are counted."""
    own = desk(
        mentioning("a", "JNIM.", published=dated("2024")),
        mentioning("b", "JNIM.", published=dated("2023-12-12")),
        mentioning("c", "JNIM."),
        document("d", "Gao.", published=dated("2020")),
    ).timelines
    seen = own.seen("jnim")
    assert ("2023-12-12", "2024") == (seen.first and seen.first.value, seen.last and seen.last.value)
    assert (1, 3) == (seen.undated, seen.documents)
    assert (None, None, 0) == (own.seen("eu").first, own.seen("eu").last, own.seen("eu").documents)
