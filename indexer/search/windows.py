"""The stretch of a passage that shows most, cut at sentences.

Never ends inside something looked for. Works on one passage's text and offsets into it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from indexer.search.evidence import Sight, Want
from indexer.search.sentences import Sentences

_CLOSING = ",;:)"
_CLAUSE = re.compile(rf"[{_CLOSING}]\s|\s[–—-]\s")
_BLANK = re.compile(r"\s")
# To cut off less than this is not worth an ellipsis.
SLACK = 1.15
# Words within so many characters stand together: no run is nearer.
_BESIDE = 40
# In a longer text no better sentence is looked for.
_LONGEST_TEXT = 20_000
_START = itemgetter(0)
# What is not shown yet counts before all that is: sums of weights stay below 1 << 40.
_FIRST = 40
# A window that is cut inside a sentence ends with a clause, if one ends in the second half of what is free.
_CLAUSE_SHARE = 0.5


class Knot(NamedTuple):
    """Sights that overlap: all of them or none are in a window."""

    start: int
    end: int
    wants: tuple[Want, ...]


# A knot from its fields: the way of a named tuple itself, without its call in Python.
_knot: Callable[[Iterable[object]], Knot] = partial(tuple.__new__, Knot)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a passage's text that a window may take, with the knots in it, ascending.

    `lines`: every line of the text stands for itself.
    """

    text: str
    start: int
    end: int
    knots: tuple[Knot, ...]
    lines: bool = False


def tie_knots(sights: Sequence[Sight], shift: int = 0) -> tuple[Knot, ...]:
    """Sights in any order as knots, their offsets counted from `shift`.

    >>> want = Want("gao", 0, "word")
    >>> [(k.start, k.end) for k in tie_knots([Sight(9, 12, want), Sight(0, 5, want), Sight(3, 8, want)])]
    [(0, 8), (9, 12)]
    """
    knots: list[Knot] = []
    until = shift
    for start, end, want in sorted(sights, key=_START):
        if start < until:
            last = knots[-1]
            until = max(until, end)
            knots[-1] = Knot(last.start, until - shift, (*last.wants, want))
        else:
            until = end
            knots.append(_knot((start - shift, end - shift, (want,))))
    return tuple(knots)


def best_core(
    knots: Sequence[Knot], weights: Mapping[Want, int], unshown: frozenset[Want], limit: int
) -> tuple[int, int]:
    """The numbers of the first and last knot of the run within `limit` characters that shows most.

    First what is not shown yet counts, then all that it shows, then how near it stands, down to words
    that stand beside each other; then the earlier.
    Costs time linear in the number of knots. `weights` are those of all wants of the knots.
    """
    worths = {want: weight + (weight << _FIRST if want in unshown else 0) for want, weight in weights.items()}
    held = dict.fromkeys(worths, 0)
    full = sum(worths.values())
    best, best_worth, best_span = (0, 0), -1, 0
    worth = first = 0
    for last, knot in enumerate(knots):
        for want in knot.wants:
            if not held[want]:
                worth += worths[want]
            held[want] += 1
        while first < last:
            start, _, wants = knots[first]
            needed = held[wants[0]] == 1 if len(wants) == 1 else any(held[w] == wants.count(w) for w in wants)
            if needed and knot.end - start <= limit:
                break
            for want in wants:
                held[want] -= 1
                if not held[want]:
                    worth -= worths[want]
            first += 1
        span = knot.end - knots[first].start
        if worth > best_worth or (worth == best_worth and span < best_span):
            best, best_worth, best_span = (first, last), worth, span
            if worth == full and span <= _BESIDE:
                break
    return best


def cut_window(stretch: Stretch, core: tuple[int, int], limit: int) -> tuple[int, int]:
    """Start and end of the window around a core: whole sentences where they fit into `limit`.

    One sentence may be longer by SLACK; a core that is longer than `limit` is shown whole. A core that
    goes over sentences which do not fit gives way to one sentence that shows as much, if there is one.
    """
    text = stretch.text
    # A sentence that reaches further than this is cut anyway.
    most = int(limit * SLACK)
    low, high = max(stretch.start, core[0] - most - 1), min(stretch.end, core[1] + most + 1)
    sentences = Sentences(text, low, high, lines=stretch.lines)
    start, end = sentences.start_of(core[0]), sentences.end_of(core[0])
    one = end >= core[1]
    if not one:
        end = max(core[1], sentences.end_of(core[1]))
    if end - start > most:
        better = None if one else _find_sentence(stretch, core, most)
        start, end = better or _cut_inside(stretch, (start, end), core, limit)
    else:
        while end - start < limit // 2 and (later := sentences.after(end)) and later - start <= limit:
            end = later
        while end - start < limit // 2 and (earlier := sentences.before(start)) is not None:
            if end - earlier > limit:
                break
            start = earlier
    # A phrase may go on over the end of a sentence or line.
    return strip(text, _outside(stretch, start, 1), _outside(stretch, end, 0))


def _find_sentence(stretch: Stretch, core: tuple[int, int], most: int) -> tuple[int, int] | None:
    """The first sentence with all that a core shows, None where there is none of at most `most` characters.

    Words of one sentence say more than words that stand as near in two. Costs one look at the stretch.
    """
    if stretch.end - stretch.start > _LONGEST_TEXT:
        return None
    wants = {want for knot in stretch.knots if core[0] <= knot.start < core[1] for want in knot.wants}
    sentences = Sentences(stretch.text, stretch.start, stretch.end, lines=stretch.lines)
    until = stretch.start
    for knot in stretch.knots:
        if knot.start < until:
            continue
        start, until = sentences.start_of(knot.start), sentences.end_of(knot.end)
        inside = (other for other in stretch.knots if start <= other.start and other.end <= until)
        if until - start <= most and wants <= {want for other in inside for want in other.wants}:
            return start, until
    return None


def _cut_inside(
    stretch: Stretch, whole: tuple[int, int], core: tuple[int, int], limit: int
) -> tuple[int, int]:
    """A part of some sentences that are too long: from their start or to their end if it can be."""
    start, end = whole
    if core[1] - start <= limit:
        return start, _cut_right(stretch, core[1], min(end, start + limit))
    if end - core[0] <= limit:
        return _cut_left(stretch, max(start, end - limit), core[0]), end
    spare = max(0, limit - (core[1] - core[0]))
    start = _cut_left(stretch, max(start, core[0] - spare // 2), core[0])
    return start, _cut_right(stretch, core[1], min(end, max(core[1], start + limit)))


def _cut_right(stretch: Stretch, least: int, most: int) -> int:
    """The last good place to end a window between two offsets: after a clause, else between words."""
    text, most = stretch.text, _outside(stretch, most, 0)
    if most <= least:
        return least
    clause = least + int((most - least) * _CLAUSE_SHARE)
    for sign, low in ((_CLAUSE, clause), (_BLANK, least)):
        ends = [found.start() + (found.group()[0] in _CLOSING) for found in sign.finditer(text, low, most)]
        ends = [at for at in ends if _outside(stretch, at, 0) == at]
        if ends:
            return ends[-1]
    return most


def _cut_left(stretch: Stretch, least: int, most: int) -> int:
    """The first good place to begin a window between two offsets: after a clause, else between words."""
    text, least = stretch.text, _outside(stretch, least, 1)
    if least >= most or least == stretch.start:
        return min(least, most)
    clause = most - int((most - least) * _CLAUSE_SHARE)
    for sign, high in ((_CLAUSE, clause), (_BLANK, most)):
        for found in sign.finditer(text, least - 1, high):
            if _outside(stretch, found.end(), 1) == found.end():
                return found.end()
    return least


def _outside(stretch: Stretch, at: int, side: int) -> int:
    """An offset moved out of the knot that it lies in: to its start, or to its end for `side` 1."""
    number = bisect_right(stretch.knots, at - 1, key=lambda knot: knot.start) - 1
    if number >= 0:
        knot = stretch.knots[number]
        if knot.start < at < knot.end:
            return knot.end if side else knot.start
    return at


def strip(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without white space at its ends; empty where there is nothing else.

    >>> strip(" Gao ", 0, 5)
    (1, 4)
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
