"""Whether the mentions of a document stand on words of it.

A mention in a removed stretch, or between two passages, is none that a reader sees.
"""

import re
from bisect import bisect_left, bisect_right

from indexer.analysis.tokenizer import APOSTROPHES, tokenize
from indexer.schema.document import Document, blank

# Characters around a mention that tell its words: an apostrophe cuts off no more than a few.
_CONTEXT = 80
_APOSTROPHE_REACH = 8
_SIGN = f"[{re.escape(APOSTROPHES)}]"
_SURE = re.compile(rf"(?<!{_SIGN})[A-Za-z0-9](?!.{{0,{_APOSTROPHE_REACH - 2}}}{_SIGN})", re.DOTALL)


class MentionWords:
    """The blocks of one document, without the text that is cut up only where a mention stands."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._removed = document.removed
        self._removed_starts = [span.start for span in document.removed]
        self._removed_ends = [span.end for span in document.removed]
        blocks = [(h.start, h.end, not document.passages) for h in document.headings]
        blocks += [(p.start, p.end, False) for p in document.passages]
        start, end = document.title_start, document.title_end
        if document.title is not None and start is not None and end is not None:
            blocks.append((start, end, True))
        self._blocks = sorted(blocks)
        self._ends = [end for _, end, _ in self._blocks]

    def in_title(self, start: int, end: int) -> bool | None:
        """Whether the first word that a mention overlaps is one of the title; None without a word."""
        at = bisect_right(self._ends, start)
        while at < len(self._blocks) and self._blocks[at][0] < end:
            first, last, is_title = self._blocks[at]
            if self._has_word(max(first, start), min(last, end), first, last):
                return is_title
            at += 1
        return None

    def _has_word(self, start: int, end: int, first: int, last: int) -> bool:
        """Whether a word of the block from `first` to `last` reaches into `start`..`end`."""
        low, high = max(first, start - _CONTEXT), min(last, end + _CONTEXT)
        at = bisect_right(self._removed_ends, low)
        removed = self._removed[at : bisect_left(self._removed_starts, high, lo=at)]
        if not removed and _is_sure(self._text, start, end):
            return True
        words = tokenize(blank(self._text, low, high, removed))
        return any(low + word.start < end and start < low + word.end for word in words)


def _is_sure(text: str, start: int, end: int) -> bool:
    """Whether a letter far from every apostrophe stands there: one that belongs to a word."""
    found = _SURE.search(text, start, end + _APOSTROPHE_REACH)
    return found is not None and found.start() < end
