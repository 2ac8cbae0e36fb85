"""The best passages of a hit, cut at sentences.

Shows stretches of the text as read; removed characters inside them are blanks, so that offsets
stay true.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from indexer.query.request import Excerpt, Mark
from indexer.schema.document import Document, Heading, Passage
from indexer.search.evidence import Evidence, Want
from indexer.search.rooms import MAX_CHARACTERS, Room
from indexer.search.visible import visible
from indexer.search.windows import Knot, Stretch, cut_window

MAX_PASSAGES = 3
# Beyond the best passages each word that no other shows gets a line, up to so many stretches in all.
MOST_EXCERPTS, LINE_CHARACTERS = 12, 140
# A passage is worth the weights of what it shows; these are shares of that worth. How near its words
# stand counts most, then a match in the heading above it, then repetition: enough to tell equals apart,
# never enough to outweigh a word of common weight.
NEARNESS, HEADING, REPETITION, MOST_REPEATED = 0.3, 0.2, 0.02, 5

_START, _END = itemgetter(0), itemgetter(1)


def best_excerpts(
    document: Document, evidence: Evidence, weights: Mapping[Want, int], *, every: bool = False
) -> tuple[Excerpt, ...]:
    """Up to three stretches in reading order, and more while a word stands in none of them.

    If `every`, all matches of all passages that match. The opening of the document when nothing in a
    passage or heading matches.
    """
    if not evidence.by_passage:
        return tuple(_opening(document, passage) for passage in document.passages[:1])
    if len(evidence.by_passage) == 1 and not every:
        # Most hits on short texts: there is nothing to choose, only to cut.
        ((number, sights),) = evidence.by_passage.items()
        room = Room(document, document.passages[number - 1], sights) if number else None
        if room is not None and room.show(weights, room.wants, MAX_CHARACTERS) == room.wants:
            return tuple(show_room(room, evidence.marks))
    choice = _Choice(document, evidence, weights)
    found = list(choice.every() if every else choice.best())
    found.sort(key=lambda excerpt: (excerpt.start, excerpt.end))
    return tuple(found)


def excerpt_around(document: Document, mark: Mark) -> Excerpt:
    """The excerpt with a mark that lies in a passage of the document."""
    at = bisect_right(document.passages, mark.start, key=lambda passage: passage.start) - 1
    passage = document.passages[at]
    text = visible(document, passage.start, passage.end)
    core = mark.start - passage.start, mark.end - passage.start
    stretch = Stretch(text, 0, len(text), (Knot(*core, ()),), passage.kind != "prose")
    return _excerpt(passage, text, cut_window(stretch, core, MAX_CHARACTERS), (mark,), 0)


def _opening(document: Document, passage: Passage) -> Excerpt:
    text = visible(document, passage.start, passage.end)
    stretch = Stretch(text, 0, len(text), (), passage.kind != "prose")
    return _excerpt(passage, text, cut_window(stretch, (0, 0), MAX_CHARACTERS), (), 0)


def _excerpt(
    passage: Passage, text: str, window: tuple[int, int], marks: tuple[Mark, ...], first_match: int
) -> Excerpt:
    start, end = window
    return Excerpt(
        passage.number,
        passage.start + start,
        passage.start + end,
        text[start:end],
        marks,
        bool(text[:start].strip()),
        bool(text[end:].strip()),
        first_match=first_match,
    )


def show_room(room: Room, marks: tuple[Mark, ...]) -> Iterator[Excerpt]:
    """The stretches of a passage that are shown, with their marks."""
    base = room.passage.start
    for start, end in room.shown:
        inside, first = marks_in(marks, base + start, base + end)
        yield _excerpt(room.passage, room.text, (start, end), inside, first)


def marks_in(marks: tuple[Mark, ...], start: int, end: int) -> tuple[tuple[Mark, ...], int]:
    """The marks between two offsets, and the number of the first of them, 0 for none."""
    first = bisect_left(marks, start, key=_START)
    last = bisect_right(marks, end, lo=first, key=_END)
    return marks[first:last], first + 1 if last > first else 0


class _Choice:
    """Which stretches of one document to show."""

    def __init__(self, document: Document, evidence: Evidence, weights: Mapping[Want, int]) -> None:
        self._document = document
        self._marks = evidence.marks
        self._matching = frozenset(evidence.matching)
        self._above = [(s.start, s.want) for s in evidence.by_passage.get(0, ())]
        numbers = sorted(number for number in evidence.by_passage if number)
        self._rooms = [Room(document, self._passage(n), evidence.by_passage[n]) for n in numbers]
        self._wants = frozenset().union(*(room.wants for room in self._rooms))
        self._weights = weights

    def _passage(self, number: int) -> Passage:
        return self._document.passages[number - 1]

    def _required(self, wants: frozenset[Want]) -> frozenset[Want]:
        """What some stretch must show: another spelling only of what is not written as typed."""
        return frozenset(
            want for want in wants if want.kind == "word" or want._replace(kind="word") not in wants
        )

    def best(self) -> Iterator[Excerpt]:
        """The best passages, then a line for each word that they lack."""
        unshown, required = self._wants, self._required(self._wants)
        for count in range(MOST_EXCERPTS):
            room = self._next_room(unshown if count < MAX_PASSAGES else unshown & required, count)
            if room is None:
                break
            limit = MAX_CHARACTERS if count < MAX_PASSAGES else LINE_CHARACTERS
            unshown -= room.show(self._weights, unshown, limit)
        shown = [room for room in self._rooms if room.shown]
        for room in shown:
            yield from show_room(room, self._marks)
        yield from self._headings(shown)

    def _next_room(self, unshown: frozenset[Want], count: int) -> Room | None:
        """The passage to show next: the one with most that is not shown, of equals the best."""
        if len(self._rooms) == 1 and unshown:
            return self._rooms[0]
        gains: list[tuple[int, Room]] = []
        for room in self._rooms:
            new = room.wants & unshown
            if new:
                gains.append((sum(self._weights[want] for want in new), room))
            elif count < MAX_PASSAGES and not room.shown and (room.passage.number in self._matching):
                gains.append((0, room))
        if not gains:
            return None
        most = max(gain for gain, _ in gains)
        best = [room for gain, room in gains if gain == most]
        return best[0] if len(best) == 1 else max(best, key=self._worth)

    def _worth(self, room: Room) -> float:
        """What a passage is worth among equals: its words, their nearness, heading and repetition."""
        if room.worth is None:
            weights = self._weights
            known = sum(weights[want] for want in room.wants)
            worth = 1.0 + REPETITION * min(len(room.sights) - len(room.wants), MOST_REPEATED)
            if len(room.wants) > 1:
                worth += NEARNESS * max(0.0, 1.0 - room.span(weights) / MAX_CHARACTERS)
            room.worth = known * worth
            if self._above:
                heading = self._heading_over(room.passage)
                own = {
                    want for start, want in self._above if heading and heading.start <= start < heading.end
                }
                room.worth += HEADING * sum(weights[want] for want in own)
        return room.worth

    def every(self) -> Iterator[Excerpt]:
        """All matches of the passages that match, and one of each that stands in no such passage."""
        unshown = self._required(self._wants)
        matching = [room for room in self._rooms if room.passage.number in self._matching]
        for room in matching:
            room.show_all()
            unshown -= room.wants
        while (lacking := self._next_room(unshown, MAX_PASSAGES)) is not None:
            # What cannot be shown, as it stands where nothing does, is not asked for again.
            unshown -= lacking.show(self._weights, unshown, MAX_CHARACTERS) or lacking.wants
        for room in self._rooms:
            yield from show_room(room, self._marks)
        marked = {at for start, _ in self._above if (at := self._heading_at(start)) is not None}
        yield from (self._show_heading(self._document.headings[at]) for at in sorted(marked))

    def _headings(self, shown: Sequence[Room]) -> Iterator[Excerpt]:
        """Headings that match: those above what is shown, and those that alone have a word.

        Where no passage matches, the passage below comes with its heading.
        """
        if not self._above:
            return
        known = {at for start, _ in self._above if (at := self._heading_at(start)) is not None}
        over = [self._heading_over(room.passage) for room in shown]
        chosen = {at for at in known if self._document.headings[at] in over}
        lacking = self._required(self._wants.union(w for _, w in self._above)) - self._wants
        for start, want in sorted(self._above):
            at = self._heading_at(start)
            if want in lacking and at is not None and len(chosen) + len(shown) < MOST_EXCERPTS:
                chosen.add(at)
                lacking -= {other for begin, other in self._above if self._heading_at(begin) == at}
        for at in chosen:
            yield self._show_heading(self._document.headings[at])
        if not shown and chosen:
            below = bisect_left(
                self._document.passages, self._document.headings[min(chosen)].start, key=lambda p: p.start
            )
            yield from (_opening(self._document, p) for p in self._document.passages[below : below + 1])

    def _heading_at(self, offset: int) -> int | None:
        """The number of the heading that holds an offset."""
        headings = self._document.headings
        at = bisect_right(headings, offset, key=lambda heading: heading.start) - 1
        return at if at >= 0 and offset < headings[at].end else None

    def _heading_over(self, passage: Passage) -> Heading | None:
        at = bisect_right(self._document.headings, passage.start, key=lambda heading: heading.start) - 1
        return self._document.headings[at] if at >= 0 else None

    def _show_heading(self, heading: Heading) -> Excerpt:
        passages = self._document.passages
        below = bisect_left(passages, heading.start, key=lambda passage: passage.start)
        number = passages[min(below, len(passages) - 1)].number if passages else 0
        marks, first = marks_in(self._marks, heading.start, heading.end)
        text = visible(self._document, heading.start, heading.end)
        return Excerpt(
            number, heading.start, heading.end, text, marks, False, False, "heading", first_match=first
        )
