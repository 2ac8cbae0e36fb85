"""Marks without overlaps, from sightings that may overlap.

Moves no mark: what is left of one that another takes the place of begins and ends with its words.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import itemgetter, le

from indexer.analysis.tokenizer import tokenize
from indexer.query.request import Mark

_START = itemgetter(0)
# A mark from its fields: the way of a named tuple itself, without its call in Python.
make_mark: Callable[[Iterable[object]], Mark] = partial(tuple.__new__, Mark)
# The characters between two offsets.
Cut = Callable[[int, int], str]


def merge_marks(marks: list[Mark], cut: Cut) -> tuple[Mark, ...]:
    """Marks without overlaps: the longer one wins, then a word of the query, then the earlier.

    Of one that loses, the words that no other covers stay marked: two phrases may share a word.

    >>> both = [Mark(0, 12, "word", "africa corps"), Mark(7, 17, "word", "corps left")]
    >>> [mark[:2] for mark in merge_marks(both, lambda a, b: "Africa Corps left"[a:b])]
    [(0, 12), (13, 17)]
    """
    if len(marks) < 2:
        return tuple(marks)
    ordered = sorted(marks, key=_START)
    starts = [mark[0] for mark in ordered]
    if all(map(le, [mark[1] for mark in ordered[:-1]], starts[1:])):
        return tuple(ordered)
    merged: list[Mark] = []
    knot: list[Mark] = []
    end = 0
    for mark in ordered:
        if knot and mark.start >= end:
            merged += knot if len(knot) == 1 else _untie(knot, cut)
            knot = []
        end = max(end, mark.end) if knot else mark.end
        knot.append(mark)
    merged += _untie(knot, cut)
    return tuple(merged)


def _untie(knot: list[Mark], cut: Cut) -> list[Mark]:
    """The marks to keep of some that overlap, one by one from the longest."""
    kept: list[Mark] = []
    for mark in sorted(knot, key=lambda m: (m.start - m.end, m.kind != "word", m.start)):
        # Those kept lie apart and ascend, so that the first that can overlap is found by its end.
        at = bisect_left(kept, mark.start + 1, key=lambda m: m.end)
        if at == len(kept) or kept[at].start >= mark.end:
            kept.insert(at, mark)
            continue
        for start, end in list(_bare(mark, kept, at)):
            own = tokenize(cut(mark.start, mark.end))
            whole = [t for t in own if start <= mark.start + t.start and mark.start + t.end <= end]
            if whole:
                first, last = mark.start + whole[0].start, mark.start + whole[-1].end
                place = bisect_left(kept, first, key=lambda m: m.start)
                kept.insert(place, mark._replace(start=first, end=last))
    return kept


def _bare(mark: Mark, kept: list[Mark], at: int) -> Iterator[tuple[int, int]]:
    """The stretches of a mark that those kept from number `at` on leave free."""
    start = mark.start
    while at < len(kept) and kept[at].start < mark.end:
        if start < kept[at].start:
            yield start, kept[at].start
        start = kept[at].end
        at += 1
    if start < mark.end:
        yield start, mark.end
