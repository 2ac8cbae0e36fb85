"""What made a document match: the marked characters and the reasons."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

from indexer.analysis.tokenizer import tokenize
from indexer.engine_port import DocumentView
from indexer.query import syntax
from indexer.query.request import Mark, Reason
from indexer.schema.document import Document
from indexer.search.marks import make_mark, merge_marks
from indexer.search.sighting import Sighting
from indexer.search.sightings import SightingFinder
from indexer.search.visible import visible

Part = Literal["word", "filter"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A node that gives evidence, with the name under which it is shown."""

    part: Part
    node: syntax.Node
    label: str
    actor: str | None


class Want(NamedTuple):
    """What a reader looks for in a document: a part of a leaf, as typed or in another spelling."""

    label: str
    part: int
    kind: Literal["word", "alias"]


class Sight(NamedTuple):
    """A place of something looked for, with offsets into the document's text."""

    start: int
    end: int
    want: Want


_NOTHING = Want("", 0, "word")
# A sight from its fields: the way of a named tuple itself, without its call in Python.
_sight: Callable[[Iterable[object]], Sight] = partial(tuple.__new__, Sight)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All sightings in one document, by leaf; `marks` are merged and ascending.

    `marks` are those of headings and passages, `title_marks` have offsets into the title. `by_passage`
    are the sights in each passage, those of headings under 0, in no certain order; they may overlap.
    `matching` are the passages that hold a word of the query, or a chosen value where there are no words.
    """

    marks: tuple[Mark, ...]
    title_marks: tuple[Mark, ...]
    reasons: tuple[Reason, ...]
    by_passage: dict[int, list[Sight]]
    matching: tuple[int, ...]


def find_evidence(view: DocumentView, leaves: Iterable[Leaf]) -> Evidence:
    """Everything that the leaves point at in a document."""
    document = view.document
    finder = SightingFinder(view)
    seen = [(leaf, finder.find(leaf.node)) for leaf in leaves]
    # No offset lies within a title that is not in the text.
    first = len(document.text) + 1 if document.title_start is None else document.title_start
    last = document.title_end or 0
    passages: dict[int, list[Sight]] = {}
    marks: list[Mark] = []
    beside_marks: list[Mark] = []
    title_marks: list[Mark] = []
    for leaf, sightings in seen:
        label, by_filter = leaf.label, leaf.part == "filter"
        # Sightings come in runs of one kind and one passage.
        held: list[Sight] = []
        want, kind, was, before = _NOTHING, "", "", -1
        for start, end, passage, found, _, beside, part in sightings:
            if passage != before or found != was or part != want.part:
                was, before = found, passage
                kind = "alias" if by_filter else found
                want = Want(label, part, kind)
                held = passages.setdefault(passage, [])
            mark = make_mark((start, end, kind, label))
            if beside:
                beside_marks.append(mark)
            elif first <= start and end <= last:
                title_marks.append(mark)
            elif passage or _in_heading(document, start, end):
                marks.append(mark)
                held.append(_sight((start, end, want)))
    passages = {number: sights for number, sights in passages.items() if sights}
    return Evidence(
        merge_marks(marks, partial(visible, document)),
        _merge_title(document, beside_marks, title_marks),
        tuple(_reason(document, leaf, sightings) for leaf, sightings in seen),
        passages,
        _matching(document, [leaf for leaf, _ in seen], passages),
    )


def _in_heading(document: Document, start: int, end: int) -> bool:
    """Whether a stretch lies in a heading; a date may stand where nothing is shown."""
    at = bisect_right(document.headings, start, key=lambda heading: heading.start) - 1
    return at >= 0 and end <= document.headings[at].end


def _matching(document: Document, leaves: list[Leaf], passages: dict[int, list[Sight]]) -> tuple[int, ...]:
    """The passages that match: all of them where nothing was looked for."""
    if not leaves:
        return tuple(sorted(passage.number for passage in document.passages))
    counted = {leaf.label for leaf in leaves if leaf.part == "word"} or {leaf.label for leaf in leaves}
    found = (n for n, sights in passages.items() if n and any(s.want.label in counted for s in sights))
    return tuple(sorted(found))


def _merge_title(document: Document, beside: list[Mark], within: list[Mark]) -> tuple[Mark, ...]:
    """The marks of the title in its own offsets; `within` are those of a title in the text."""
    title = document.title or ""
    marks = beside + (_shift(document, title, within) if within else [])
    return merge_marks(marks, lambda start, end: title[start:end])


def _shift(document: Document, title: str, marks: list[Mark]) -> list[Mark]:
    first, last = document.title_start or 0, document.title_end or 0
    if document.text[first:last] == title:
        return [mark._replace(start=mark.start - first, end=mark.end - first) for mark in marks]
    # A title delivered beside the text may be written in another way than the line that it is.
    own, shown = tokenize(visible(document, first, last)), tokenize(title)
    alike = [one.term == other.term for one, other in zip(own, shown, strict=False)]
    found = []
    for mark in marks:
        start, end = mark.start - first, mark.end - first
        at = [n for n, word in enumerate(own) if word.start < end and start < word.end]
        if at and at[-1] < len(alike) and all(alike[at[0] : at[-1] + 1]):
            found.append(mark._replace(start=shown[at[0]].start, end=shown[at[-1]].end))
    return found


def _reason(document: Document, leaf: Leaf, sightings: list[Sighting]) -> Reason:
    text, title = document.text, document.title or ""
    written: dict[str, int] = {}
    removed = document.removed
    for start, end, _, _, _, beside, _ in sightings:
        form = (title if beside else text)[start:end]
        if removed and not beside and not form.isalnum():
            form = visible(document, start, end)
        written[form] = written.get(form, 0) + 1
    forms: dict[str, int] = {}
    for form, times in written.items():
        plain = " ".join(form.split())
        forms[plain] = forms.get(plain, 0) + times
    ordered = sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))
    in_title = [sight[4] for sight in sightings].count(True)
    return Reason(leaf.part, leaf.label, leaf.actor, tuple(ordered), in_title)
