"""The dates that the documents of a search write, by date, with their passages.

An actor's timeline is that of the search for the actor. Nothing is shown or written here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from indexer.engine_port import DocumentView, EngineRequest, FacetFilter, IndexReader, check_deadline
from indexer.query import syntax
from indexer.query.facet_values import date_days
from indexer.query.request import Mark, SearchRequest, Sort
from indexer.schema.document import Block, Document, Published
from indexer.schema.fields import NONE
from indexer.search.dated_passages import DatedPlace, Holds, Wanted, find_dated, holds_date
from indexer.search.evidence import Evidence, Leaf
from indexer.search.reading import Reading
from indexer.search.service import SearchService

# Documents that are read for a page: more would take longer than a reader waits. Exports read all.
READ_DOCUMENTS = 100
# Which passages are listed: those that hold all of the search, some of it, or any that write a date.
Passages = Literal["whole", "match", "all"]
LISTED: Mapping[Passages, tuple[Holds, ...]] = {
    "whole": ("whole",),
    "match": ("whole", "part"),
    "all": ("whole", "part", "none"),
}
_NAMELESS = ("", "")
_DATED = FacetFilter("mentioned", syntax.Not(syntax.FieldIs("mentioned", NONE)), narrows_itself=True)


@dataclass(frozen=True, slots=True)
class DatedPassage:
    """A dated place with its document and its passage, heading or title.

    `marks` are those of the search in the document's text.
    """

    place: DatedPlace
    document: Document
    block: Block
    marks: tuple[Mark, ...] = ()

    @property
    def surface(self) -> str:
        """The date as the passage writes it."""
        start = self.block.start or 0
        return self.block.text[self.place.start - start : self.place.end - start]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated places by date, the wider before the narrower; those without a year come last.

    They are those of `read` documents, the first of `documents` in the order of the search, which
    write a date. `counts` are the places by which passages are listed, `leaves` what is marked.
    """

    places: tuple[DatedPlace, ...]
    read: int
    documents: int
    counts: Mapping[Passages, int]
    leaves: tuple[Leaf, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all documents were read."""
        return self.read == self.documents

    @property
    def passages(self) -> int:
        """In how many passages the dates stand."""
        return len({(place.document, place.block) for place in self.places})

    @property
    def dated(self) -> tuple[str, str]:
        """The first and the last date with a year, both empty where there is none."""
        own = [place.value for place in self.places if date_days(place.value)]
        return (own[0], max(own, key=_last_day)) if own else _NAMELESS


@dataclass(frozen=True, slots=True)
class Seen:
    """The earliest and the latest date of publication of an actor's documents, and how many have none."""

    first: Published | None
    last: Published | None
    undated: int
    documents: int


class Timelines:
    """Timelines of one generation; safe to share between threads."""

    def __init__(self, reader: IndexReader, service: SearchService) -> None:
        self._reader = reader
        self._service = service

    def timeline(self, request: SearchRequest, passages: Passages = "match") -> Timeline:
        """The dated passages of a search, of those dates alone that it chooses.

        The first READ_DOCUMENTS in its order are read. Raises InvalidRequest, EngineTimedOut.
        """
        deadline = self._service.deadline()
        reading, wanted = self._read(request, deadline)
        found = self._reader.search(replace(self._ask(reading, deadline), limit=READ_DOCUMENTS))
        leaves = wanted.leaves
        places: list[DatedPlace] = []
        for hit in found.hits:
            check_deadline(deadline)
            places += find_dated(self._service.found_view(hit.id), wanted, leaves)
        # Stable: within a date the documents stay in the order of the search.
        places.sort(key=lambda place: _order(place.value))
        held = Counter(place.holds for place in places)
        return Timeline(
            tuple(place for place in places if place.holds in LISTED[passages]),
            len(found.hits),
            found.total - found.folded,
            {name: sum(held[one] for one in holds) for name, holds in LISTED.items()},
            self._service.requests.leaves(reading),
        )

    def rows(self, timeline: Timeline, first: int, limit: int) -> tuple[DatedPassage, ...]:
        """Some places of a timeline with their passages and marks; `first` counts from 0."""
        found = self._service.evidence_for(timeline.leaves)
        return tuple(
            replace(row, marks=_marks(row.document, found(row.document.id)))
            for row in self._passages(timeline.places[first : first + limit])
        )

    def whole(self, request: SearchRequest, passages: Passages = "match") -> Iterator[DatedPassage]:
        """The dated passages of all documents of a search, without marks.

        They are found at once and within the time of any search, so what can be refused is; then each
        year's documents are read, however long that takes, when its first passage is asked for, so that no
        more than a year's places are held. Raises InvalidRequest, EngineTimedOut.
        """
        deadline = self._service.deadline()
        reading, wanted = self._read(request, deadline)
        asked = self._ask(reading, deadline)
        found = self._reader.search(replace(asked, facets=("mentioned",)))
        listed = {hit.id: at for at, hit in enumerate(self._reader.walk(asked).hits)}
        dates = found.facets["mentioned"].no_longer_than(len("2024-03")).values
        years = sorted(date for date in dates if len(date) == len("2024") and date != NONE and date[0] != "-")
        parts = [syntax.FieldIs("mentioned", year) for year in years if _may_hold(wanted.dates, year)]
        yearless = tuple(syntax.FieldIs("mentioned", date) for date in dates if date.startswith("--"))
        chunks: list[syntax.Node] = [*parts, *([syntax.Or(yearless)] if yearless else ())]
        # Each year narrows a search that took no longer than it may
        return self._whole(replace(asked, deadline=None), wanted, LISTED[passages], chunks, listed)

    def seen(self, actor: str) -> Seen:
        """When the documents that name an actor were published."""
        dated = syntax.Not(syntax.FieldIs("published", NONE))
        with_date = self._find(actor, dated, "oldest")
        whole = self._find(actor, syntax.All(), "newest")
        first = self._document(with_date[1]).published if with_date[1] else None
        newest = self._find(actor, dated, "newest")[1]
        last = self._document(newest).published if newest else None
        return Seen(first, last, whole[0] - with_date[0], whole[0])

    def _read(self, request: SearchRequest, deadline: float | None) -> tuple[Reading, Wanted]:
        """A search as it is read in the end, and what it asks of passages."""
        one = replace(request, page=1, per=1, facets=())
        reading, _ = self._service.resolve(one, deadline)
        sought = (part.node for part in reading.filters if part.facet in ("actor", "place"))
        dates = [part.node for part in reading.filters if part.facet == "mentioned"]
        return reading, Wanted((reading.query, *sought), dates[0] if dates else syntax.All())

    def _ask(self, reading: Reading, deadline: float | None) -> EngineRequest:
        """The documents of a search that write a date."""
        asked = self._service.to_engine(reading, deadline)
        return replace(asked, filters=(*asked.filters, _DATED))

    def _whole(
        self,
        asked: EngineRequest,
        wanted: Wanted,
        listed: Sequence[Holds],
        chunks: Iterable[syntax.Node],
        order: Mapping[str, int],
    ) -> Iterator[DatedPassage]:
        leaves = wanted.leaves
        for chunk in chunks:
            own = FacetFilter("mentioned", chunk, narrows_itself=True)
            found = self._reader.walk(replace(asked, filters=(*asked.filters, own), fold=False))
            # Near copies are folded over all years: in another year the same one is listed.
            ids = sorted((hit.id for hit in found.hits if hit.id in order), key=order.__getitem__)
            places = [
                place
                for id_ in ids
                for place in find_dated(self._view(id_), wanted, leaves)
                if place.holds in listed and holds_date(chunk, place.value)
            ]
            places.sort(key=lambda place: _order(place.value))
            yield from self._passages(places)

    def _passages(self, places: Iterable[DatedPlace]) -> Iterator[DatedPassage]:
        """The passages of some places, one by one. Cost: reads a document for each."""
        for place in places:
            document = self._document(place.document)
            block = next(b for at, b in enumerate(document.blocks()) if at == place.block)
            yield DatedPassage(place, document, block)

    def _find(self, actor: str, also: syntax.Node, sort: Sort) -> tuple[int, str]:
        filters = (
            FacetFilter("actor", syntax.FieldIs("actor", actor), narrows_itself=True),
            FacetFilter("published", also, narrows_itself=True),
        )
        found = self._reader.search(
            EngineRequest(syntax.All(), filters, sort=sort, limit=1, deadline=self._service.deadline())
        )
        return found.total, found.hits[0].id if found.hits else ""

    def _view(self, document_id: str) -> DocumentView:
        """A document past the cache: a walk would drive out what pages show again."""
        view = self._reader.view(document_id)
        if view is None:
            raise AssertionError(f"the engine found {document_id} but does not hold it")
        return view

    def _document(self, document_id: str) -> Document:
        return self._service.found_view(document_id).document


def _marks(document: Document, evidence: Evidence) -> tuple[Mark, ...]:
    """The marks of headings, passages and of a title that stands in the text, ascending."""
    start = document.title_start
    if start is None or document.text[start : document.title_end] != document.title:
        return evidence.marks
    moved = (mark._replace(start=mark.start + start, end=mark.end + start) for mark in evidence.title_marks)
    return tuple(sorted((*evidence.marks, *moved), key=lambda mark: mark.start))


def _may_hold(dates: syntax.Node, year: str) -> bool:
    """Whether chosen dates may hold a date of a year."""
    match dates:
        case syntax.Or(parts):
            return any(_may_hold(part, year) for part in parts)
        case syntax.FieldIs(_, chosen):
            return chosen[: len(year)] == year
        case syntax.DateRange(_, first, last, _):
            days = date_days(year)
            return days is None or (first <= days[1] and days[0] <= last)
    return True


def _order(value: str) -> tuple[bool, int, int, str]:
    days = date_days(value)
    return (True, 0, 0, value) if days is None else (False, days[0], -days[1], value)


def _last_day(value: str) -> tuple[int, int]:
    first, last = date_days(value) or (0, 0)
    return last, first
