"""What made a document match: the marked characters and the reasons."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from operator import itemgetter, le
from typing import Literal

from indexer.engine_port import DocumentView
from indexer.query import syntax
from indexer.query.request import Mark, Reason
from indexer.schema.document import Document
from indexer.search.sightings import Sighting, SightingFinder

_START = itemgetter(0)
# A mark from its fields: the way of a named tuple itself, without its call in Python.
_mark: Callable[[Iterable[object]], Mark] = partial(tuple.__new__, Mark)
Part = Literal["word", "filter"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A node that gives evidence, with the name under which it is shown."""

    part: Part
    node: syntax.Node
    label: str
    actor: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All sightings in one document, by leaf; `marks` are merged and ascending.

    `by_passage` counts the sightings of each leaf's label in each passage. `matching` are the
    passages that hold a word of the query, or a chosen value where there are no words.
    """

    marks: tuple[Mark, ...]
    title_marks: tuple[Mark, ...]
    reasons: tuple[Reason, ...]
    by_passage: dict[int, dict[str, int]]
    matching: tuple[int, ...]


def find_evidence(view: DocumentView, leaves: Iterable[Leaf]) -> Evidence:
    """Everything that the leaves point at in a document."""
    document = view.document
    finder = SightingFinder(view)
    seen = [(leaf, finder.find(leaf.node)) for leaf in leaves]
    passages: dict[int, dict[str, int]] = {}
    marks: list[Mark] = []
    title_marks: list[Mark] = []
    for leaf, sightings in seen:
        label, by_filter = leaf.label, leaf.part == "filter"
        times: dict[int, int] = {}
        for start, end, passage, kind, _, beside in sightings:
            mark = _mark((start, end, "alias" if by_filter else kind, label))
            (title_marks if beside else marks).append(mark)
            times[passage] = times.get(passage, 0) + 1
        times.pop(0, None)
        for passage, seen_there in times.items():
            counts = passages.setdefault(passage, {})
            counts[label] = counts.get(label, 0) + seen_there
    title_marks += _within_title(document, marks)
    return Evidence(
        merge_marks(marks),
        merge_marks(title_marks),
        tuple(_reason(document, leaf, sightings) for leaf, sightings in seen),
        passages,
        _matching(document, [leaf for leaf, _ in seen], passages),
    )


def _matching(document: Document, leaves: list[Leaf], passages: dict[int, dict[str, int]]) -> tuple[int, ...]:
    """The passages that match: all of them where nothing was looked for."""
    if not leaves:
        return tuple(sorted(passage.number for passage in document.passages))
    counted = {leaf.label for leaf in leaves if leaf.part == "word"} or {leaf.label for leaf in leaves}
    return tuple(sorted(n for n, labels in passages.items() if not counted.isdisjoint(labels)))


def _within_title(document: Document, marks: Iterable[Mark]) -> list[Mark]:
    first, last = document.title_start, document.title_end
    if first is None or last is None:
        return []
    return [
        Mark(start - first, end - first, kind, label)
        for start, end, kind, label in marks
        if first <= start and end <= last
    ]


def _reason(document: Document, leaf: Leaf, sightings: list[Sighting]) -> Reason:
    text, title = document.text, document.title or ""
    written: dict[str, int] = {}
    for start, end, _, _, _, beside in sightings:
        form = (title if beside else text)[start:end]
        written[form] = written.get(form, 0) + 1
    forms: dict[str, int] = {}
    for form, times in written.items():
        plain = " ".join(form.split())
        forms[plain] = forms.get(plain, 0) + times
    ordered = sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))
    in_title = [sight.in_title for sight in sightings].count(True)
    return Reason(leaf.part, leaf.label, leaf.actor, tuple(ordered), in_title)


def merge_marks(marks: list[Mark]) -> tuple[Mark, ...]:
    """Marks without overlaps: the longer one wins, then a word of the query."""
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
            merged += knot if len(knot) == 1 else _untie(knot)
            knot = []
        end = max(end, mark.end) if knot else mark.end
        knot.append(mark)
    merged += _untie(knot)
    return tuple(merged)


def _untie(knot: list[Mark]) -> list[Mark]:
    """The marks to keep of some that overlap, one by one from the longest."""
    kept: list[Mark] = []
    starts: list[int] = []
    for mark in sorted(knot, key=lambda m: (m.start - m.end, m.kind != "word", m.start)):
        # Those kept lie apart, so that only the neighbours can overlap.
        at = bisect_right(starts, mark.start)
        before = kept[at - 1].end if at else mark.start
        after = kept[at].start if at < len(kept) else mark.end
        if before <= mark.start and mark.end <= after:
            starts.insert(at, mark.start)
            kept.insert(at, mark)
    return kept
