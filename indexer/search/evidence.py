"""What made a document match: the marked characters and the reasons."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from indexer.query import syntax
from indexer.query.request import Mark, Reason
from indexer.schema.document import Document
from indexer.search.sightings import AnalysedDocument, Sighting

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


def find_evidence(view: AnalysedDocument, leaves: Iterable[Leaf]) -> Evidence:
    """Everything that the leaves point at in a document."""
    seen = [(leaf, list(view.find(leaf.node))) for leaf in leaves]
    passages: dict[int, dict[str, int]] = {}
    marks: list[Mark] = []
    title_marks: list[Mark] = []
    for leaf, sightings in seen:
        for sight in sightings:
            kind = "alias" if leaf.part == "filter" else sight.kind
            mark = Mark(sight.start, sight.end, kind, leaf.label)
            (title_marks if sight.beside else marks).append(mark)
            if sight.passage:
                counts = passages.setdefault(sight.passage, {})
                counts[leaf.label] = counts.get(leaf.label, 0) + 1
    words = {leaf.label for leaf, _ in seen if leaf.part == "word"}
    counted = words or {leaf.label for leaf, _ in seen}
    matching = [n for n, labels in passages.items() if counted & labels.keys()]
    if not seen:
        matching = [passage.number for passage in view.document.passages]
    return Evidence(
        merge_marks(marks),
        merge_marks(title_marks + _within_title(view.document, marks)),
        tuple(_reason(view.document, leaf, sightings) for leaf, sightings in seen),
        passages,
        tuple(sorted(matching)),
    )


def _within_title(document: Document, marks: Iterable[Mark]) -> list[Mark]:
    start, end = document.title_start, document.title_end
    if start is None or end is None:
        return []
    return [
        Mark(m.start - start, m.end - start, m.kind, m.label)
        for m in marks
        if start <= m.start and m.end <= end
    ]


def _reason(document: Document, leaf: Leaf, sightings: list[Sighting]) -> Reason:
    forms: Counter[str] = Counter()
    for sight in sightings:
        text = (document.title or "") if sight.beside else document.text
        forms[" ".join(text[sight.start : sight.end].split())] += 1
    ordered = sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))
    in_title = sum(sight.in_title for sight in sightings)
    return Reason(leaf.part, leaf.label, leaf.actor, tuple(ordered), in_title)


def merge_marks(marks: list[Mark]) -> tuple[Mark, ...]:
    """Marks without overlaps: the longer one wins, then a word of the query."""
    kept: list[Mark] = []
    starts: list[int] = []
    for mark in sorted(marks, key=lambda m: (m.start - m.end, m.kind != "word", m.start)):
        # Those kept lie apart, so that only the neighbours can overlap.
        at = bisect_right(starts, mark.start)
        before = kept[at - 1].end if at else mark.start
        after = kept[at].start if at < len(kept) else mark.end
        if before <= mark.start and mark.end <= after:
            starts.insert(at, mark.start)
            kept.insert(at, mark)
    return tuple(kept)
