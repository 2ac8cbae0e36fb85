"""What made a document match: the marked characters and the reasons.

Works on the analysed terms of one document, with the meanings of `query.syntax`; never decides
whether a document matches: the engine has done so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.analysis.document_terms import (
    DocumentTerms,
    EntityOccurrence,
    Occurrence,
    analyze_document,
)
from indexer.analysis.tokenizer import tokenize
from indexer.query import syntax
from indexer.query.facet_values import date_days, date_levels
from indexer.query.patterns import is_meant
from indexer.query.request import Mark, Reason
from indexer.schema.document import Document

Part = Literal["word", "filter"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A node that gives evidence, with the name under which it is shown."""

    part: Part
    node: syntax.Node
    label: str
    actor: str | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A leaf seen in a document. In a title delivered beside the text the offsets are the
    title's own and `beside` is true. `passage` is 0 in a title or heading.
    """

    start: int
    end: int
    passage: int
    kind: Literal["word", "alias"]
    in_title: bool
    beside: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """All sightings in one document, by leaf; `marks` are merged and ascending."""

    marks: tuple[Mark, ...]
    title_marks: tuple[Mark, ...]
    reasons: tuple[Reason, ...]
    by_passage: dict[int, dict[str, int]]
    matching: tuple[int, ...]


class DocumentView:
    """One document with its terms, ready to be searched for leaves."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.terms: DocumentTerms = analyze_document(document)
        self._first = {p.start: p.number for p in document.passages}
        self._headings = [(h.start, h.end) for h in document.headings]

    def find_evidence(self, leaves: Iterable[Leaf]) -> Evidence:
        """Everything that the leaves point at in this document."""
        own = list(leaves)
        seen = [(leaf, list(self._sightings(leaf.node))) for leaf in own]
        passages: dict[int, dict[str, int]] = {}
        marks: list[Mark] = []
        title_marks: list[Mark] = []
        for leaf, sightings in seen:
            for sight in sightings:
                mark = Mark(sight.start, sight.end, self._mark_kind(leaf, sight), leaf.label)
                (title_marks if sight.beside else marks).append(mark)
                if sight.passage:
                    counts = passages.setdefault(sight.passage, {})
                    counts[leaf.label] = counts.get(leaf.label, 0) + 1
        counted = {leaf.label for leaf in own if leaf.part == "word"}
        counted = counted or {leaf.label for leaf in own}
        matching = [n for n, labels in passages.items() if counted & labels.keys()]
        if not own:
            matching = [p.number for p in self.document.passages]
        return Evidence(
            _merge(marks),
            _merge(title_marks + self._within_title(marks)),
            tuple(self._reason(leaf, sightings) for leaf, sightings in seen),
            passages,
            tuple(sorted(matching)),
        )

    @staticmethod
    def _mark_kind(leaf: Leaf, sight: Sighting) -> Literal["word", "alias"]:
        return "alias" if leaf.part == "filter" else sight.kind

    def _within_title(self, marks: Iterable[Mark]) -> list[Mark]:
        start, end = self.document.title_start, self.document.title_end
        if start is None or end is None:
            return []
        return [
            Mark(m.start - start, m.end - start, m.kind, m.label)
            for m in marks
            if start <= m.start and m.end <= end
        ]

    def _reason(self, leaf: Leaf, sightings: list[Sighting]) -> Reason:
        text, title = self.document.text, self.document.title or ""
        forms: Counter[str] = Counter()
        for s in sightings:
            forms[" ".join((title if s.beside else text)[s.start : s.end].split())] += 1
        ordered = sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))
        in_title = sum(s.in_title for s in sightings)
        return Reason(leaf.part, leaf.label, leaf.actor, tuple(ordered), in_title)

    def _sightings(self, node: syntax.Node) -> Iterator[Sighting]:
        match node:
            case syntax.Term(term, _, exact, field):
                for word in self._words(field):
                    if (word.term if exact else word.stem) == term:
                        yield self._of_words(word, word)
            case syntax.Phrase():
                yield from self._phrase(node)
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                for word in self._words(node.field):
                    if is_meant(word.term, node):
                        yield self._of_words(word, word)
            case syntax.Name(_, actors, literal):
                yield from self._name(actors, literal)
            case syntax.Near(left, right, _):
                yield from self._sightings(left)
                yield from self._sightings(right)
            case syntax.FieldIs("actor", value):
                yield from (self._of_entity(m, "alias") for m in self.terms.actors if m.id == value)
            case syntax.FieldIs("place", value):
                yield from (self._of_entity(m, "alias") for m in self.terms.places if m.id == value)
            case syntax.FieldIs("mentioned", _) | syntax.DateRange("mentioned"):
                yield from self._dates(node)
            case syntax.Or(parts) | syntax.And(parts):
                for part in parts:
                    yield from self._sightings(part)

    def _words(self, field: syntax.TextField) -> tuple[Occurrence, ...]:
        words = self.terms.words
        return words[: self.terms.title_words] if field == "title" else words

    def _phrase(self, node: syntax.Phrase) -> Iterator[Sighting]:
        words = self._words(node.field)
        if node.slop:
            yield from self._sloppy(words, node)
            return
        size = len(node.terms)
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            same_block = run[-1].position - run[0].position == size - 1
            if same_block and all(w.term == t for w, t in zip(run, node.terms, strict=True)):
                yield self._of_words(run[0], run[-1])

    def _sloppy(self, words: tuple[Occurrence, ...], node: syntax.Phrase) -> Iterator[Sighting]:
        wanted = Counter(node.terms)
        own = [w for w in words if w.term in wanted]
        width = len(node.terms) - 1 + node.slop
        shown: set[int] = set()
        for at, first in enumerate(own):
            window = [w for w in own[at:] if w.position <= first.position + width]
            if all(sum(w.term == t for w in window) >= n for t, n in wanted.items()):
                for word in window:
                    if word.position not in shown:
                        shown.add(word.position)
                        yield self._of_words(word, word)

    def _name(
        self, actors: tuple[str, ...], literal: "syntax.Term | syntax.Phrase"
    ) -> Iterator[Sighting]:
        typed = {t.term for t in tokenize(literal.surface)}
        covered: list[tuple[int, int]] = []
        for mention in self.terms.actors:
            if mention.id in actors:
                form = {t.term for t in tokenize(self.document.text[mention.start : mention.end])}
                covered.append((mention.start, mention.end))
                yield self._of_entity(mention, "word" if typed <= form else "alias")
        for sight in self._sightings(literal):
            inside = any(start <= sight.start and sight.end <= end for start, end in covered)
            if sight.beside or not inside:
                yield sight

    def _dates(self, node: "syntax.FieldIs | syntax.DateRange") -> Iterator[Sighting]:
        for mention in self.document.dates:
            if isinstance(node, syntax.FieldIs):
                wanted = node.value in date_levels(mention.value)
            else:
                days = date_days(mention.value)
                wanted = days is not None and node.first <= days[0] and days[1] <= node.last
            if wanted:
                passage = self._passage_at(mention.start)
                yield Sighting(mention.start, mention.end, passage, "alias", False, False)

    def _of_words(self, first: Occurrence, last: Occurrence) -> Sighting:
        in_title = first.passage == 0
        if first.start >= 0:
            passage = 0 if in_title else self._passage_at(first.start)
            return Sighting(first.start, last.end, passage, "word", in_title, False)
        tokens = tokenize(self.document.title or "")
        start, end = tokens[first.position].start, tokens[last.position].end
        return Sighting(start, end, 0, "word", True, True)

    def _of_entity(self, mention: EntityOccurrence, kind: Literal["word", "alias"]) -> Sighting:
        in_title = mention.passage == 0
        passage = 0 if in_title else self._passage_at(mention.start)
        return Sighting(mention.start, mention.end, passage, kind, in_title, False)

    def _passage_at(self, offset: int) -> int:
        for passage in self.document.passages:
            if passage.start <= offset < passage.end:
                return passage.number
        return 0


def _merge(marks: list[Mark]) -> tuple[Mark, ...]:
    """Marks without overlaps: the longer one wins, then a word of the query."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start - m.end, m.kind != "word", m.start)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda m: m.start))
