"""Dated passages: where an actor and a date are named in the same passage.

Only dates that a passage writes, as exactly as it writes them; none is worked out from another.
"""

import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.engine_port import EngineRequest, FacetFilter, IndexReader, check_deadline
from indexer.query import syntax
from indexer.query.date_ranges import read_date_filter
from indexer.query.facet_values import date_days, date_levels
from indexer.query.request import Sort
from indexer.schema.document import Block, DateMention, Document, Published
from indexer.schema.fields import NONE
from indexer.settings import Settings

# Documents that are read for a page: more would take longer than a reader waits. Exports read all.
READ_DOCUMENTS = 1000
_NAMELESS = ("", "")


@dataclass(frozen=True, slots=True)
class DatedPlace:
    """A date in a passage that names the actor: offsets in the document's text.

    `block` counts the blocks of the document from 0. A date that a passage writes twice stands in
    it once.
    """

    value: str
    document: str
    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DatedPassage:
    """A dated place with its document and its passage, heading or title."""

    place: DatedPlace
    document: Document
    block: Block

    @property
    def surface(self) -> str:
        """The date as the passage writes it."""
        start = self.block.start or 0
        return self.block.text[self.place.start - start : self.place.end - start]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated places by date, the wider before the narrower; those without a year come last.

    They are those of `read` documents, the newest of `documents` that name the actor and a date.
    """

    places: tuple[DatedPlace, ...]
    read: int
    documents: int

    @property
    def complete(self) -> bool:
        """Whether all documents were read."""
        return self.read == self.documents

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
    """Timelines of the actors of one generation; safe to share between threads."""

    def __init__(self, reader: IndexReader, settings: Settings) -> None:
        self._reader = reader
        self._settings = settings

    def timeline(self, actor: str, mentioned: str = "", *, whole: bool = False) -> Timeline:
        """The dated passages of an actor, of those dates alone that `mentioned` holds.

        `mentioned` is a date or a range as in a search; one that is none holds nothing. The newest
        READ_DOCUMENTS are read, or all if `whole`, without a limit of time. Raises EngineTimedOut.
        """
        deadline = None if whole else time.monotonic() + self._settings.query_seconds
        wanted = read_date_filter("mentioned", mentioned) if mentioned else syntax.All()
        if wanted is None:
            return Timeline((), 0, 0)
        filters = (
            FacetFilter("actor", syntax.FieldIs("actor", actor), narrows_itself=True),
            FacetFilter("mentioned", syntax.Not(syntax.FieldIs("mentioned", NONE)), narrows_itself=True),
            FacetFilter("mentioned", wanted, narrows_itself=True),
        )
        limit = self._reader.document_count if whole else READ_DOCUMENTS
        asked = EngineRequest(syntax.All(), filters, sort="newest", limit=limit, deadline=deadline)
        found = self._reader.search(asked)
        places: list[DatedPlace] = []
        for hit in found.hits:
            check_deadline(deadline)
            places += find_dated(self._document(hit.id), actor, wanted)
        # Stable: within a date the newest document comes first.
        places.sort(key=lambda place: _order(place.value))
        return Timeline(tuple(places), len(found.hits), found.total)

    def read(self, places: Iterable[DatedPlace]) -> Iterator[DatedPassage]:
        """The passages of some places, one by one. Cost: reads a document for each."""
        for place in places:
            document = self._document(place.document)
            block = next(b for at, b in enumerate(document.blocks()) if at == place.block)
            yield DatedPassage(place, document, block)

    def seen(self, actor: str) -> Seen:
        """When the documents that name an actor were published."""
        dated = syntax.Not(syntax.FieldIs("published", NONE))
        with_date = self._find(actor, dated, "oldest")
        whole = self._find(actor, syntax.All(), "newest")
        first = self._document(with_date[1]).published if with_date[1] else None
        newest = self._find(actor, dated, "newest")[1]
        last = self._document(newest).published if newest else None
        return Seen(first, last, whole[0] - with_date[0], whole[0])

    def _find(self, actor: str, also: syntax.Node, sort: Sort) -> tuple[int, str]:
        filters = (
            FacetFilter("actor", syntax.FieldIs("actor", actor), narrows_itself=True),
            FacetFilter("published", also, narrows_itself=True),
        )
        deadline = time.monotonic() + self._settings.query_seconds
        found = self._reader.search(
            EngineRequest(syntax.All(), filters, sort=sort, limit=1, deadline=deadline)
        )
        return found.total, found.hits[0].id if found.hits else ""

    def _document(self, document_id: str) -> Document:
        document = self._reader.document(document_id)
        if document is None:
            raise AssertionError(f"the engine found {document_id} but does not hold it")
        return document


def find_dated(document: Document, actor: str, wanted: syntax.Node) -> Iterator[DatedPlace]:
    """The dates that passages naming an actor write, each once a passage, in reading order."""
    spans = sorted(_block_spans(document))
    starts = [start for start, _, _ in spans]

    def block_at(offset: int) -> int:
        at = bisect_right(starts, offset) - 1
        return spans[at][2] if at >= 0 and offset < spans[at][1] else -1

    naming = {block_at(m.start) for m in document.actors if m.id == actor and not m.weak and m.end > 0}
    seen = {(-1, "")}
    for mention in document.dates:
        block = block_at(mention.start)
        if block in naming and block >= 0 and (block, mention.value) not in seen and _holds(wanted, mention):
            seen.add((block, mention.value))
            yield DatedPlace(mention.value, document.id, block, mention.start, mention.end)


def _block_spans(document: Document) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of each block that stands in the text."""
    titled = document.title is not None
    if titled and document.title_start is not None and document.title_end is not None:
        yield document.title_start, document.title_end, 0
    inner = [(heading.start, heading.end) for heading in document.headings]
    inner += [(passage.start, passage.end) for passage in document.passages]
    for number, (start, end) in enumerate(sorted(inner), int(titled)):
        yield start, end, number


def _holds(wanted: syntax.Node, mention: DateMention) -> bool:
    match wanted:
        case syntax.FieldIs(_, value):
            return value in date_levels(mention.value)
        case syntax.DateRange(_, first, last, _):
            days = date_days(mention.value)
            return days is not None and first <= days[0] and days[1] <= last
    return True


def _order(value: str) -> tuple[bool, int, int, str]:
    days = date_days(value)
    return (True, 0, 0, value) if days is None else (False, days[0], -days[1], value)


def _last_day(value: str) -> tuple[int, int]:
    first, last = date_days(value) or (0, 0)
    return last, first
