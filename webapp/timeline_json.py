"""Timelines as JSON values, under the names that they have in Python.

Computes nothing; the addresses are those of the pages.
"""

from typing import Any

from indexer.api import DatedPassage, SearchRequest, Timeline
from webapp.addresses import document_address


def timeline_facts(timeline: Timeline) -> dict[str, Any]:
    """How many dates there are, and in how many documents they were looked for."""
    first, last = timeline.dated
    return {
        "total": len(timeline.places),
        "read": timeline.read,
        "documents": timeline.documents,
        "complete": timeline.complete,
        "first_date": first or None,
        "last_date": last or None,
    }


def dated_values(passage: DatedPassage, request: SearchRequest | None = None) -> dict[str, Any]:
    """A date in a passage; offsets point into the text of its document, as those of `marks` do."""
    place, block = passage.place, passage.block
    first, last = block.start or 0, block.end or 0
    return {
        "value": place.value,
        "surface": passage.surface,
        "document": place.document,
        "start": place.start,
        "end": place.end,
        "part": block.kind,
        "passage": block.passage,
        "text": block.text,
        "holds": place.holds,
        "marks": [mark._asdict() for mark in passage.marks if first <= mark.start and mark.end <= last],
        "url": document_address(place.document, request, block.passage or None),
    }
