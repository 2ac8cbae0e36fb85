"""What a reader sees of a stretch of a document."""

from bisect import bisect_left, bisect_right

from indexer.schema.document import Document, blank


def visible(document: Document, start: int, end: int) -> str:
    """The text from `start` to `end`, removed characters as blanks, so that offsets stay true.

    Costs no more than the removed spans of that stretch.
    """
    removed = document.removed
    if removed:
        first = bisect_right(removed, start, key=lambda span: span.end)
        removed = removed[first : bisect_left(removed, end, lo=first, key=lambda span: span.start)]
    return blank(document.text, start, end, removed)
