from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.document_terms import BLOCK_GAP, Occurrence, analyze_document
from indexer.analysis.tokenizer import tokenize
from indexer.engine_port import WordPlace
from indexer.engines.analysed_view import AnalysedView
from indexer.query import syntax
from indexer.query.facet_values import date_days, date_levels
from indexer.query.patterns import is_meant
from indexer.schema.document import ActorMention, Document, PlaceMention, RemovedSpan
from indexer.search.mention_words import MentionWords
from indexer.search.sighting import Sighting
from indexer.search.sightings import SightingFinder
from tests.generators import documents, queries
from tests.tiny_collection import document, mention, tiny_documents


class PlainSightings:
    """Every sighting from all words of the document, one after the other, as the nodes are meant."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.terms = analyze_document(doc)

    def find(self, node: syntax.Node) -> Iterator[Sighting]:
        """All sightings of a leaf, some more than once."""
        match node:
            case syntax.Term(_, _, exact):
                words, term = self.words(node.field), node.sought_in(self.doc.language)
                yield from (self.run(w, w) for w in words if (w.term if exact else w.stem) == term)
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                yield from (self.run(w, w) for w in self.words(node.field) if is_meant(w.term, node))
            case syntax.Phrase(terms, _, slop):
                yield from self.sloppy(node) if slop else self.phrase(terms, self.words(node.field))
            case syntax.Name(_, actors, literal):
                yield from self.name(actors, literal)
            case syntax.FieldIs() | syntax.DateRange():
                yield from self.value(node)
            case syntax.Near(left, right, distance):
                sides = [*self.side(left)], [*self.side(right)]
                for part, (own, others) in enumerate((sides, sides[::-1])):
                    near = (s for s in own if any(self.gap(s, other) <= distance for other in others))
                    yield from (sight._replace(part=part) for sight in near)
            case _:
                for part in syntax.children(node):
                    yield from self.find(part)

    def side(self, node: syntax.Node) -> Iterator[Sighting]:
        """The places of a side of a NEAR, those inside of mentions too."""
        yield from self.find(node)
        if isinstance(node, syntax.Name):
            covered = {s[:2] for s in self.find(node)}
            yield from (sight for sight in self.find(node.literal) if sight[:2] not in covered)

    def gap(self, one: Sighting, other: Sighting) -> int:
        """How many words lie from one place to another, too many where they overlap."""
        (first, last), (begin, end) = self.run_of(one), self.run_of(other)
        return min((gap for gap in (begin - last, first - end) if gap >= 1), default=BLOCK_GAP)

    def run_of(self, sight: Sighting) -> tuple[int, int]:
        """The positions of the first and last word that a place overlaps."""
        if sight.beside:
            own = tokenize(self.doc.title or "")
            held = [n for n, word in enumerate(own) if word.start < sight.end and sight.start < word.end]
        else:
            words = [w for w in self.terms.words if w.start >= 0]
            held = [w.position for w in words if w.start < sight.end and sight.start < w.end]
        return held[0], held[-1]

    def words(self, field: str) -> tuple[Occurrence, ...]:
        """The words of a field."""
        return self.terms.words[: self.terms.title_words] if field == "title" else self.terms.words

    def phrase(self, terms: tuple[str, ...], words: tuple[Occurrence, ...]) -> Iterator[Sighting]:
        """Runs of words in one block."""
        for at in range(len(words) - len(terms) + 1):
            run = words[at : at + len(terms)]
            if tuple(w.term for w in run) == terms and len({w.block for w in run}) == 1:
                yield self.run(run[0], run[-1])

    def sloppy(self, node: syntax.Phrase) -> Iterator[Sighting]:
        """The wanted words of all windows that hold enough of them."""
        width = len(node.terms) - 1 + node.slop
        own = [w for w in self.words(node.field) if w.term in node.terms]
        shown = set()
        for first in own:
            window = [w for w in own if 0 <= w.position - first.position <= width]
            if not Counter(node.terms) - Counter(w.term for w in window):
                shown.update(window)
        parts = list(dict.fromkeys(node.terms))
        yield from (self.run(word, word)._replace(part=parts.index(word.term)) for word in shown)

    def name(self, actors: tuple[str, ...], literal: syntax.Term | syntax.Phrase) -> Iterator[Sighting]:
        """Mentions of the actors, and the words where no mention covers them."""
        typed = {t.term for t in tokenize(literal.surface)}
        own = [m for m in self.terms.actors if m.id in actors]
        for found in own:
            form = {t.term for t in tokenize(self.doc.text[found.start : found.end])}
            yield self.mention(found, "word" if typed <= form else "alias")
        for sight in self.find(literal):
            if sight.beside or not any(m.start <= sight.start and sight.end <= m.end for m in own):
                yield sight

    def value(self, node: syntax.FieldIs | syntax.DateRange) -> Iterator[Sighting]:
        """Mentions of a value that is chosen."""
        if isinstance(node, syntax.FieldIs) and node.field in ("actor", "place"):
            own = self.terms.actors if node.field == "actor" else self.terms.places
            yield from (self.mention(m, "alias") for m in own if m.id == node.value)
        for date in self.doc.dates if node.field == "mentioned" else ():
            days = date_days(date.value)
            if isinstance(node, syntax.FieldIs):
                wanted = node.value in date_levels(date.value)
            else:
                wanted = days is not None and node.first <= days[0] and days[1] <= node.last
            if wanted:
                yield Sighting(date.start, date.end, self.passage(date.start), "alias", False, False)

    def run(self, first: Occurrence, last: Occurrence) -> Sighting:
        """The sighting of a run of words."""
        if first.start >= 0:
            passage = self.passage(first.start) if first.passage else 0
            return Sighting(first.start, last.end, passage, "word", first.passage == 0, False)
        own = tokenize(self.doc.title or "")
        return Sighting(own[first.position].start, own[last.position].end, 0, "word", True, True)

    def mention(self, found, kind) -> Sighting:
        """The sighting of a mention."""
        passage = self.passage(found.start) if found.passage else 0
        return Sighting(found.start, found.end, passage, kind, found.passage == 0, False)

    def passage(self, offset: int) -> int:
        """The passage that an offset lies in, 0 for none."""
        at = bisect_right([p.start for p in self.doc.passages], offset)
        inside = at > 0 and offset < self.doc.passages[at - 1].end
        return self.doc.passages[at - 1].number if inside else 0


def found_once(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Sightings in an order of their own; a node of two equal parts gives each of them twice."""
    return sorted(sightings)


@settings(deadline=None, max_examples=300)
@given(documents(), st.lists(queries(), min_size=1, max_size=4))
def test_sightings_are_those_of_all_words_one_by_one(doc: Document, nodes: list[syntax.Node]) -> None:
    """What is worked out from places is what reading the whole document finds."""
    seen, plain = SightingFinder(AnalysedView(doc)), PlainSightings(doc)
    for node in nodes:
        for leaf in syntax.positive_leaves(node):
            assert found_once(plain.find(leaf)) == found_once(seen.find(leaf)), leaf


@pytest.mark.parametrize("doc", tiny_documents(), ids=lambda doc: doc.id)
def test_sightings_in_the_hard_cases(doc: Document) -> None:
    """Every word, run of words, actor and place of the hard cases is seen where it stands."""
    plain, seen = PlainSightings(doc), SightingFinder(AnalysedView(doc))
    words = [word.term for word in analyze_document(doc).words]
    nodes: list[syntax.Node] = [syntax.Term(word, word, exact=True) for word in words]
    nodes += [syntax.Term(word, word, exact=True, field="title") for word in words]
    nodes += [syntax.Phrase(tuple(words[at : at + 2]), "x") for at in range(len(words) - 1)]
    nodes += [syntax.Phrase(tuple(words[at : at + 3]), "x", 2) for at in range(len(words) - 1)]
    nodes += [syntax.FieldIs("actor", m.id) for m in doc.actors]
    nodes += [syntax.FieldIs("place", m.id) for m in doc.places]
    nodes += [syntax.FieldIs("mentioned", m.value) for m in doc.dates]
    for node in nodes:
        assert found_once(plain.find(node)) == found_once(seen.find(node)), node


@settings(deadline=None, max_examples=300)
@given(
    st.text(alphabet="ab's ’.l-ʼ1é\n", max_size=30),
    st.integers(0, 30),
    st.integers(0, 6),
    st.lists(st.integers(0, 30), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_a_mention_stands_on_a_word_or_on_none(text: str, start: int, size: int, cut: list[int]) -> None:
    """Where a word begins and ends around apostrophes and cuts is told from a few characters."""
    doc = document("one", text, text[::-1])
    start, end = min(start, len(doc.text)), min(start + size, len(doc.text))
    for removed in ((), (RemovedSpan(min(cut[0], len(text)), min(cut[1], len(text)), "x"),)):
        own = mention_of(doc, start, end, removed)
        expected = [m.passage == 0 for m in analyze_document(own).places]
        found = MentionWords(own).in_title(start, end)
        assert expected == ([] if found is None else [found])


def mention_of(doc: Document, start: int, end: int, removed: tuple[RemovedSpan, ...]) -> Document:
    """The document with one mention of a place."""
    return replace(doc, removed=removed, places=(PlaceMention("pl", start, end),))


def test_weak_mentions_and_those_beside_the_text_are_not_seen() -> None:
    """A generic reference is no sighting, and who is stated beside the text has no place in it."""
    doc = mention(document("one", "JNIM and the group left."), "jnim", "JNIM")
    others = (ActorMention("jnim", 9, 18, weak=True), ActorMention("jnim", 0, 0))
    doc = replace(doc, actors=(*doc.actors, *others))
    found = list(SightingFinder(AnalysedView(doc)).find(syntax.FieldIs("actor", "jnim")))
    assert [(0, 4)] == [(s.start, s.end) for s in found]


class CountingView:
    """A document of equal words that counts how often a place is looked at."""

    def __init__(self, size: int) -> None:
        self.document = document("one", "men " * size)
        self.looked = 0
        self._places = [WordPlace(n, n * 4, n * 4 + 3, False, False) for n in range(size)]

    def word_places(self, node):
        """Every word, whatever is asked."""
        return _Counted(self)


class _Counted(list):
    def __init__(self, view: CountingView) -> None:
        super().__init__(view._places)
        self._view = view

    def __iter__(self):
        for place in super().__iter__():
            self._view.looked += 1
            yield place


@pytest.mark.parametrize(
    "node",
    [
        syntax.Term("men", "men", exact=True),
        syntax.Prefix("m", "m*"),
        syntax.Phrase(("men",) * 8, "x"),
        syntax.Phrase(("men",) * 8, "x", 50),
        syntax.Name("men", ("jnim",), syntax.Phrase(("men", "men"), "x")),
        syntax.Near(syntax.Term("men", "men"), syntax.Term("men", "men"), 50),
    ],
)
def test_equal_words_are_looked_at_a_few_times_each(node: syntax.Node) -> None:
    """A text of one word again and again costs no more than its length, in all kinds of leaves."""
    for size in (10, 1000):
        view = CountingView(size)
        assert len(list(SightingFinder(view).find(node))) >= size - 8
        assert view.looked <= 4 * size
