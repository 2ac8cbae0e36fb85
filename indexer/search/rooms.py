"""A passage that matches, and the stretches of it that are shown."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from indexer.schema.document import Document, Passage
from indexer.search.evidence import Sight, Want
from indexer.search.visible import visible
from indexer.search.windows import (
    SLACK,
    Knot,
    Stretch,
    best_core,
    cut_window,
    strip,
    tie_knots,
)

# About three lines of a result page; a longer passage is cut.
MAX_CHARACTERS = 320
# Stretches of one passage that are shown at most where all of it is asked for.
MOST_STRETCHES = 100


class Room:
    """A passage with what is seen in it; `shown` are windows in offsets of its text."""

    def __init__(self, document: Document, passage: Passage, sights: list[Sight]) -> None:
        self.passage = passage
        self.sights = sights
        self.wants = frozenset(sight.want for sight in sights)
        self.shown: list[tuple[int, int]] = []
        self.worth: float | None = None
        self._document = document

    @cached_property
    def text(self) -> str:
        """The passage as it is shown."""
        return visible(self._document, self.passage.start, self.passage.end)

    @cached_property
    def _knots(self) -> tuple[Knot, ...]:
        return tie_knots(self.sights, self.passage.start)

    @property
    def _is_short(self) -> bool:
        return self.passage.end - self.passage.start <= int(MAX_CHARACTERS * SLACK)

    def show(self, weights: Mapping[Want, int], unshown: frozenset[Want], limit: int) -> frozenset[Want]:
        """Show the best stretch that is open; gives what it shows of `unshown`."""
        if self._is_short and not self.shown:
            self.shown.append(strip(self.text, 0, len(self.text)))
            return self.wants & unshown
        own = {want: weights[want] for want in self.wants} if len(self.wants) > 1 else {}
        best = -1
        place: tuple[Stretch, tuple[int, int]] | None = None
        for stretch in self._open_stretches():
            if not own:
                # One thing is looked for: the first place is as good as another.
                place = stretch, stretch.knots[0][:2]
                break
            first, last = best_core(stretch.knots, own, unshown, limit)
            wants = {want for knot in stretch.knots[first : last + 1] for want in knot.wants}
            worth = sum(own[want] for want in wants & unshown)
            if worth > best:
                best, place = worth, (stretch, (stretch.knots[first].start, stretch.knots[last].end))
        if place is None:
            return frozenset()
        stretch, core = place
        start, end = cut_window(stretch, core, limit)
        self.shown.append((start, end))
        if len(self.wants) == 1:
            return self.wants & unshown
        inside = (knot for knot in self._knots if start <= knot.start and knot.end <= end)
        return frozenset(want for knot in inside for want in knot.wants) & unshown

    def _open_stretches(self) -> Iterator[Stretch]:
        """What is not shown yet, where something is seen."""
        if not self.shown:
            yield Stretch(self.text, 0, len(self.text), self._knots, self.passage.kind != "prose")
            return
        at = 0
        for start, end in [*sorted(self.shown), (len(self.text), len(self.text))]:
            knots = tuple(knot for knot in self._knots if at <= knot.start and knot.end <= start)
            if knots:
                yield Stretch(self.text, at, start, knots, self.passage.kind != "prose")
            at = end

    def show_all(self) -> None:
        """Show all that is seen in the passage; stretches that touch are one."""
        if self._is_short:
            self.shown = [strip(self.text, 0, len(self.text))]
            return
        lines = self.passage.kind != "prose"
        for knot in self._knots:
            at = self.shown[-1][1] if self.shown else 0
            if knot.start < at:
                continue
            if len(self.shown) == MOST_STRETCHES:
                break
            stretch = Stretch(self.text, at, len(self.text), self._knots, lines)
            start, end = cut_window(stretch, (knot.start, knot.end), MAX_CHARACTERS)
            if self.shown and not self.text[at:start].strip():
                start = self.shown.pop()[0]
            self.shown.append((start, end))

    def span(self, weights: Mapping[Want, int]) -> int:
        """The characters from the first to the last knot of the best run of them."""
        own = {want: weights[want] for want in self.wants}
        first, last = best_core(self._knots, own, self.wants, MAX_CHARACTERS)
        return self._knots[last].end - self._knots[first].start
