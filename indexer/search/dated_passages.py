"""Dated passages of one document: where it writes a date, and what of a search stands there.

Only dates that a passage writes, as exactly as it writes them; none is worked out from another.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from indexer.engine_port import DocumentView
from indexer.query import syntax
from indexer.query.facet_values import date_days, date_levels, facet_values
from indexer.schema.document import DateMention, Document
from indexer.search.sightings import SightingFinder

# What a passage by itself holds of a search: all that it asks for, some of it, or nothing.
Holds = Literal["whole", "part", "none"]
# What is true of a document and stands in no passage of it.
_BESIDE = frozenset({"published", "document", "source", "language"})


@dataclass(frozen=True, slots=True)
class DatedPlace:
    """A date in a passage: offsets in the document's text.

    `block` counts the blocks of the document from 0. A date that a passage writes twice stands in
    it once. `holds` says how much of the search the passage holds.
    """

    value: str
    document: str
    block: int
    start: int
    end: int
    holds: Holds


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks of passages: all of `nodes`, and a date that `dates` hold."""

    nodes: tuple[syntax.Node, ...]
    dates: syntax.Node

    @property
    def leaves(self) -> tuple[syntax.Node, ...]:
        """What can be seen in a passage; nothing of what must not be there."""
        leaves = (leaf for node in self.nodes for leaf in syntax.positive_leaves(node))
        return tuple(dict.fromkeys(leaf for leaf in leaves if not _is_beside(leaf)))


def find_dated(view: DocumentView, wanted: Wanted, leaves: Sequence[syntax.Node]) -> Iterator[DatedPlace]:
    """The dates that passages write, each once a passage, in reading order.

    `leaves` are those of `wanted`. Cost: looks for each of them once, where the document writes a date.
    """
    document = view.document
    spans = sorted(_block_spans(document))
    starts = [start for start, _, _ in spans]

    def block_at(offset: int) -> int:
        at = bisect_right(starts, offset) - 1
        return spans[at][2] if at >= 0 and offset < spans[at][1] else -1

    dated: dict[tuple[int, str], DateMention] = {}
    for mention in document.dates:
        block = block_at(mention.start)
        if block >= 0 and holds_date(wanted.dates, mention.value):
            dated.setdefault((block, mention.value), mention)
    if not dated:
        return
    finder = SightingFinder(view)
    seen = {
        leaf: {block_at(sight.start) for sight in finder.find(leaf) if not sight.beside} for leaf in leaves
    }
    for (block, value), mention in dated.items():
        here = frozenset(leaf for leaf in leaves if block in seen[leaf])
        holds: Holds = "part" if here else "none"
        if all(_is_met(node, here, document) for node in wanted.nodes):
            holds = "whole"
        yield DatedPlace(value, document.id, block, mention.start, mention.end, holds)


def holds_date(dates: syntax.Node, value: str) -> bool:
    """Whether chosen dates hold a date.

    >>> holds_date(syntax.FieldIs("mentioned", "2024"), "2024-03-27")
    True
    """
    match dates:
        case syntax.Or(parts):
            return any(holds_date(part, value) for part in parts)
        case syntax.FieldIs(_, chosen):
            return chosen in date_levels(value)
        case syntax.DateRange(_, first, last, _):
            days = date_days(value)
            return days is not None and first <= days[0] and days[1] <= last
    return True


def _is_met(node: syntax.Node, here: AbstractSet[syntax.Node], document: Document) -> bool:
    """Whether a passage is by itself what a node asks for; `here` are the leaves seen in it."""
    match node:
        case syntax.And(parts):
            return all(_is_met(part, here, document) for part in parts)
        case syntax.Or(parts):
            return any(_is_met(part, here, document) for part in parts)
        case syntax.Boosted(child, _) | syntax.AndMaybe(child, _):
            return _is_met(child, here, document)
        case syntax.All() | syntax.Not():
            return True  # what the document must not hold, its passages do not
        case syntax.FieldIs(field, value) if field in _BESIDE:
            return value in facet_values(document, field)
        case syntax.DateRange("published"):
            return document.published is not None and holds_date(node, document.published.value)
    return node in here


def _is_beside(leaf: syntax.Node) -> bool:
    return isinstance(leaf, syntax.FieldIs | syntax.DateRange) and leaf.field in _BESIDE


def _block_spans(document: Document) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of each block that stands in the text."""
    titled = document.title is not None
    if titled and document.title_start is not None and document.title_end is not None:
        yield document.title_start, document.title_end, 0
    inner = [(heading.start, heading.end) for heading in document.headings]
    inner += [(passage.start, passage.end) for passage in document.passages]
    for number, (start, end) in enumerate(sorted(inner), int(titled)):
        yield start, end, number
