"""Dated passages: only what passages write, in the order of the dates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine_port import EngineAnswer, EngineHit, EngineRequest
from indexer.query.facet_values import date_days, date_levels
from indexer.schema.document import ActorMention, DateMention, Document, Heading
from indexer.search import timeline as module
from indexer.search.timeline import Timelines
from indexer.settings import Settings
from tests.fake_engine import matches
from tests.tiny_collection import dated, document

DATES = ("2012", "2012-03", "2012-03-05", "2013-01-01", "--01-07", "--03")
WORDS = ("JNIM", "mercenaries", *DATES, "road", "camp")


class FakeReader:
    """Documents in memory, tried one by one."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self.documents = {page.id: page for page in documents}
        self.document_count = len(documents)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """All documents that match, by date of publication as the order asks."""
        asked = [part.node for part in request.filters]
        found = [d for d in self.documents.values() if all(matches(d, node) for node in asked)]
        newest = request.sort == "newest"
        found.sort(key=lambda d: (d.published is None, -_first_day(d) if newest else _first_day(d), d.id))
        hits = tuple(EngineHit(d.id, 0.0) for d in found[: request.limit])
        return EngineAnswer(len(found), hits, {})

    def document(self, document_id: str) -> Document | None:
        """The document of this id."""
        return self.documents.get(document_id)


def _first_day(page: Document) -> int:
    days = date_days(page.published.value) if page.published else None
    return days[0] if days else 0


def timelines(*documents: Document) -> Timelines:
    """The timelines of some documents."""
    # A reader with no more than what timelines ask of one.
    return Timelines(FakeReader(documents), Settings())  # type: ignore[arg-type]


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


def look_at_every_passage(documents: tuple[Document, ...]) -> set[tuple[str, int, str]]:
    """Document, block and date of every passage that names the actor, as its words tell it."""
    return {
        (page.id, number, word)
        for page in documents
        for number, block in enumerate(page.blocks())
        if "JNIM" in block.text.split()
        for word in block.text.split()
        if word in DATES
    }


@settings(deadline=None)
@given(documents=pages())
def test_a_timeline_holds_every_dated_passage_and_no_other(documents: tuple[Document, ...]) -> None:
    """Each date once a passage; weak mentions name nobody; the date stands in the passage's text."""
    own = timelines(*documents)
    found = own.timeline("jnim")
    assert look_at_every_passage(documents) == {(p.document, p.block, p.value) for p in found.places}
    assert len(found.places) == len({(p.document, p.block, p.value) for p in found.places})
    assert found.complete
    for passage in own.read(found.places):
        assert passage.surface in passage.block.text
        assert passage.surface == passage.place.value
    order = [p.value for p in found.places]
    assert sorted(order, key=lambda v: (v.startswith("--"), v)) == order


@settings(deadline=None)
@given(documents=pages(), value=st.sampled_from(("2012", "2012-03", "--01-07")))
def test_a_narrowed_timeline_holds_the_dates_within(documents: tuple[Document, ...], value: str) -> None:
    """A chosen date holds itself and what lies in it."""
    own = timelines(*documents)
    kept = [p for p in own.timeline("jnim").places if value in date_levels(p.value)]
    assert kept == list(own.timeline("jnim", value).places)


def test_what_is_no_date_holds_nothing() -> None:
    """A text that cannot be read as a date finds no passage."""
    page = mentioning("a", "JNIM in 2012.", "2012")
    assert () == timelines(page).timeline("jnim", "2012-13").places


def mentioning(id_: str, text: str, *values: str, **found: object) -> Document:
    """A document that names JNIM and writes some dates."""
    dates = tuple(DateMention(value, text.index(value), text.index(value) + len(value)) for value in values)
    return document(id_, text, actors=(ActorMention("jnim", 0, 4),), dates=dates, **found)


def test_a_timeline_of_part_of_the_documents_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest are read; a whole timeline has all."""
    monkeypatch.setattr(module, "READ_DOCUMENTS", 1)
    own = timelines(
        mentioning("a", "JNIM in 2012.", "2012", published=dated("2020")),
        mentioning("b", "JNIM in 2013.", "2013", published=dated("2024")),
        mentioning("c", "JNIM then."),
    )
    part, whole = own.timeline("jnim"), own.timeline("jnim", whole=True)
    assert (["2013"], 1, 2, False) == (
        [p.value for p in part.places],
        part.read,
        part.documents,
        part.complete,
    )
    assert (["2012", "2013"], 2, 2) == ([p.value for p in whole.places], whole.read, whole.documents)


def test_first_and_last_date_are_those_with_a_year() -> None:
    """The last is the one that ends last; dates without a year have no place among them."""
    own = timelines(
        mentioning("a", "JNIM in 2013, 2012-03, --01-07 and 2013-01-01.", "2013", "2012-03", "--01-07")
    )
    assert ("2012-03", "2013") == own.timeline("jnim").dated
    assert ("", "") == timelines(mentioning("a", "JNIM on --01-07.", "--01-07")).timeline("jnim").dated


def test_first_and_last_seen_are_as_exact_as_their_documents() -> None:
    """A year stays a year; the undated are counted."""
    own = timelines(
        mentioning("a", "JNIM.", published=dated("2024")),
        mentioning("b", "JNIM.", published=dated("2023-12-12")),
        mentioning("c", "JNIM."),
        document("d", "Gao.", published=dated("2020")),
    )
    seen = own.seen("jnim")
    assert ("2023-12-12", "2024") == (seen.first and seen.first.value, seen.last and seen.last.value)
    assert (1, 3) == (seen.undated, seen.documents)
    assert (None, None, 0) == (own.seen("eu").first, own.seen("eu").last, own.seen("eu").documents)
