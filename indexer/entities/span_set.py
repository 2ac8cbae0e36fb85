"""Ask quickly whether a stretch is taken.

Holds offsets only; a question costs the logarithm of the number of spans.
"""

from bisect import bisect_right
from collections.abc import Iterable


class SpanSet:
    """Spans that do not overlap one another, as (start, end), end exclusive."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any span shares a character with `start` to `end`.

        >>> SpanSet([(2, 5)]).overlaps(4, 9), SpanSet([(2, 5)]).overlaps(5, 9)
        (True, False)
        """
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and self._ends[at] > start:
            return True
        return at + 1 < len(self._starts) and self._starts[at + 1] < end

    def span_at(self, start: int, end: int) -> tuple[int, int]:
        """The first span that shares a character with `start` to `end`; these two where none does.

        >>> SpanSet([(2, 5)]).span_at(4, 9), SpanSet([(2, 5)]).span_at(6, 9)
        ((2, 5), (6, 9))
        """
        at = bisect_right(self._ends, start)
        if at < len(self._ends) and self._starts[at] < end:
            return self._starts[at], self._ends[at]
        return start, end
