"""Some searches side by side, counted by date.

Every number is a count of the engine; how they are shown is none of this module's business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from indexer.engine_port import EngineAnswer, EngineRequest, FacetFilter, IndexReader
from indexer.errors import QueryRefused
from indexer.query import syntax
from indexer.query.rendering import render
from indexer.query.request import SearchRequest, Spelling
from indexer.schema.fields import NONE
from indexer.search.facets import chosen_values
from indexer.search.reading import Reading
from indexer.search.service import SearchService

DateFacet = Literal["published", "mentioned"]
Level = Literal["year", "month", "day"]
LENGTHS: Mapping[Level, int] = {"year": 4, "month": 7, "day": 10}
# Without a level that is asked for: months up to so many, and days up to so many months.
MOST_MONTHS, DAYS_FROM_MONTHS = 36, 1


@dataclass(frozen=True, slots=True)
class Series:
    """The documents of one search by date; `counts` holds only dates that have some.

    `none` are those without a date, `wider` those whose date of publication is less exact than the
    level. `asked` finds just these documents and leaves the dates free to be chosen; None where no
    one search does.
    """

    total: int
    counts: Mapping[str, int]
    none: int
    wider: int
    asked: SearchRequest | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Searches by dates of one level, with the documents that all of them find.

    `both` is None for a single search; `collection` has all documents.
    """

    level: Level
    sides: tuple[Series, ...]
    both: Series | None
    collection: Series

    @property
    def dates(self) -> tuple[str, ...]:
        """Every date on which a side has a document, in their order."""
        return tuple(sorted({date for side in self.sides for date in side.counts}))


class Comparisons:
    """Comparisons in one generation; safe to share between threads."""

    def __init__(self, reader: IndexReader, service: SearchService) -> None:
        self._reader = reader
        self._service = service

    def compare(
        self, requests: Sequence[SearchRequest], facet: DateFacet, level: Level | None = None
    ) -> Comparison:
        """The documents of each request by date. Raises InvalidRequest, EngineError.

        Without a `level` it is chosen by how far the dates lie apart. Cost: two or three searches
        each, two more for one that chooses such dates itself, and three for what they have in common.
        """
        deadline = self._service.deadline()
        plain = [replace(request, page=1, per=1, facets=(facet,), copies="all") for request in requests]
        readings = [self._service.resolve(request, deadline)[0] for request in plain]
        asked = [_narrow(self._service.to_engine(reading, deadline)) for reading in readings]
        found = [self._reader.search(one) for one in asked]
        collection = self._reader.search(replace(asked[0], query=syntax.All(), filters=()))
        level = level or choose_level(found, facet)
        sides = tuple(
            _count(answer, self._open((reading, own, answer.total), request, facet), facet, level)
            for answer, reading, own, request in zip(found, readings, asked, requests, strict=True)
        )
        both = None
        if len(asked) > 1:
            common = self._reader.search(_join(asked))
            both = _count(common, self._ask_for_all(readings, asked, common.total), facet, level)
        return Comparison(level, sides, both, _count(collection, SearchRequest(), facet, level))

    def _open(
        self, read: tuple[Reading, EngineRequest, int], request: SearchRequest, facet: DateFacet
    ) -> SearchRequest | None:
        """A request with dates left to be chosen: those that it chooses itself become part of its text.

        `read` is how it was read, what the engine was asked for and how many documents it found. None
        where the text would be too long or find anything else.
        """
        free = replace(request, page=1)
        if not chosen_values(request, facet):
            return free
        reading, asked, total = read
        own = [part.node for part in reading.filters if part.facet == facet]
        text = self._render((reading.query, *own), request.spelling)
        free = replace(free, text=text, match="all")
        free = replace(free, published=()) if facet == "published" else replace(free, mentioned=())
        return self._check(free, [asked], total)

    def _ask_for_all(
        self, readings: Sequence[Reading], asked: Sequence[EngineRequest], total: int
    ) -> SearchRequest | None:
        """One search for what several have in common, None where its text would find anything else."""
        spellings = {reading.request.spelling for reading in readings}
        spelling: Spelling = "exact" if spellings == {"exact"} else "all"
        nodes = [node for reading in readings for node in (reading.query, *(f.node for f in reading.filters))]
        request = SearchRequest(text=self._render(nodes, spelling), match="all", spelling=spelling)
        return self._check(request, asked, total)

    def _check(
        self, request: SearchRequest, asked: Sequence[EngineRequest], total: int
    ) -> SearchRequest | None:
        """A request, None where it is refused or finds anything but the `total` that all of some find."""
        try:
            reading, found = self._service.resolve(replace(request, facets=(), per=1), asked[0].deadline)
        except QueryRefused:
            return None
        own = self._service.to_engine(reading, asked[0].deadline)
        same = found.total == total == self._reader.search(_join((*asked, own))).total
        return request if same else None

    def _render(self, nodes: Sequence[syntax.Node], spelling: Spelling) -> str:
        """All of some nodes as one text, each once."""
        known = tuple(dict.fromkeys(_bare(node) for node in nodes if node != syntax.All()))
        names = None if spelling == "exact" else self._service.requests.names
        return render(known[0] if len(known) == 1 else syntax.And(known), names) if known else ""


def choose_level(found: Sequence[EngineAnswer], facet: DateFacet) -> Level:
    """The level at which some answers are told apart: the further their dates, the wider.

    Years where a date of publication names no month: it would be in no month.
    """
    known = [dict(zip(*a.facets[facet].no_longer_than(LENGTHS["month"]), strict=True)) for a in found]
    months = sorted({date for counts in known for date in counts if _is_of(date, "month")})
    years = {date for counts in known for date in counts if _is_of(date, "year")}
    if not months or len(years) > MOST_MONTHS // 12 + 1:
        return "year"
    if facet == "mentioned":
        return "month" if len(years) == 1 else "year"
    if any(
        sum(n for date, n in counts.items() if _is_of(date, "year"))
        != sum(n for date, n in counts.items() if _is_of(date, "month"))
        for counts in known
    ):
        return "year"
    first, last = (int(date[:4]) * 12 + int(date[5:7]) for date in (months[0], months[-1]))
    span = last - first + 1
    return "day" if span <= DAYS_FROM_MONTHS else "month" if span <= MOST_MONTHS else "year"


def _bare(node: syntax.Node) -> syntax.Node:
    """A node without an AND or OR of one part around it."""
    match node:
        case syntax.And((only,)) | syntax.Or((only,)):
            return _bare(only)
    return node


def _narrow(asked: EngineRequest) -> EngineRequest:
    """A request whose counts are taken with all of its filters."""
    return replace(asked, filters=tuple(replace(part, narrows_itself=True) for part in asked.filters))


def _join(asked: Sequence[EngineRequest]) -> EngineRequest:
    """The request for the documents that all of some find."""
    filters: tuple[FacetFilter, ...] = tuple(part for one in asked for part in one.filters)
    return replace(asked[0], query=syntax.And(tuple(one.query for one in asked)), filters=filters)


def _count(answer: EngineAnswer, asked: SearchRequest | None, facet: DateFacet, level: Level) -> Series:
    shown = answer.facets[facet].no_longer_than(LENGTHS[level])
    length = LENGTHS[level]
    # Thousands of days: looked at here, not in a function for each
    counts = {date: n for date, n in zip(*shown, strict=True) if len(date) == length and date[0] != "-"}
    counts.pop(NONE, None)
    none = answer.facets[facet].count_of(NONE)
    wider = answer.total - none - sum(counts.values()) if facet == "published" else 0
    return Series(answer.total, counts, none, wider, asked)


def _is_of(date: str, level: Level) -> bool:
    return len(date) == LENGTHS[level] and date[0] != "-" and date != NONE
