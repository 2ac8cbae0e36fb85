"""Where the leaves of a query stand in one document.

Works on the analysed terms, with the meanings of `query.syntax`; never decides whether a
document matches: the engine has done so.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
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
from indexer.schema.document import Document

Kind = Literal["word", "alias"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A leaf seen in a document; `passage` is 0 in a title or heading.

    In a title delivered beside the text the offsets are the title's own and `beside` is true.
    """

    start: int
    end: int
    passage: int
    kind: Kind
    in_title: bool
    beside: bool


class AnalysedDocument:
    """One document with its terms, ready to be searched for leaves.

    Each search costs time linear in the document's length, with a factor for the query's.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.terms: DocumentTerms = analyze_document(document)
        self._starts = [passage.start for passage in document.passages]

    def find(self, node: syntax.Node) -> Iterator[Sighting]:
        """Every place of a leaf, in no certain order."""
        match node:
            case syntax.Term() | syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                for word in self._words(node.field):
                    if _is_word(word, node):
                        yield self._of_words(word, word)
            case syntax.Phrase(slop=0):
                yield from self._phrase(node)
            case syntax.Phrase():
                yield from self._sloppy(node)
            case syntax.Name(_, actors, literal):
                yield from self._name(actors, literal)
            case syntax.FieldIs() | syntax.DateRange():
                yield from self._value(node)
            case _:
                for part in syntax.children(node):
                    yield from self.find(part)

    def _value(self, node: syntax.FieldIs | syntax.DateRange) -> Iterator[Sighting]:
        mentions = {"actor": self.terms.actors, "place": self.terms.places}
        if isinstance(node, syntax.FieldIs) and node.field in mentions:
            for mention in mentions[node.field]:
                if mention.id == node.value:
                    yield self._of_entity(mention, "alias")
        elif node.field == "mentioned":
            yield from self._dates(node)

    def _words(self, field: syntax.TextField) -> tuple[Occurrence, ...]:
        words = self.terms.words
        return words[: self.terms.title_words] if field == "title" else words

    def _phrase(self, node: syntax.Phrase) -> Iterator[Sighting]:
        words = self._words(node.field)
        size = len(node.terms)
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            same_block = run[-1].position - run[0].position == size - 1
            if same_block and all(w.term == t for w, t in zip(run, node.terms, strict=True)):
                yield self._of_words(run[0], run[-1])

    def _sloppy(self, node: syntax.Phrase) -> Iterator[Sighting]:
        wanted = Counter(node.terms)
        own = [w for w in self._words(node.field) if w.term in wanted]
        width = len(node.terms) - 1 + node.slop
        shown: set[int] = set()
        end = 0
        for at, first in enumerate(own):
            while end < len(own) and own[end].position <= first.position + width:
                end += 1
            window = own[at:end]
            if all(sum(w.term == t for w in window) >= n for t, n in wanted.items()):
                for word in window:
                    if word.position not in shown:
                        shown.add(word.position)
                        yield self._of_words(word, word)

    def _name(self, actors: tuple[str, ...], literal: syntax.Term | syntax.Phrase) -> Iterator[Sighting]:
        typed = {t.term for t in tokenize(literal.surface)}
        own = [mention for mention in self.terms.actors if mention.id in actors]
        for mention in own:
            form = {t.term for t in tokenize(self.document.text[mention.start : mention.end])}
            yield self._of_entity(mention, "word" if typed <= form else "alias")
        covered = sorted((mention.start, mention.end) for mention in own)
        starts = [start for start, _ in covered]
        furthest = list(accumulate((end for _, end in covered), max))
        for sight in self.find(literal):
            at = bisect_right(starts, sight.start)
            inside = at > 0 and sight.end <= furthest[at - 1]
            if sight.beside or not inside:
                yield sight

    def _dates(self, node: syntax.FieldIs | syntax.DateRange) -> Iterator[Sighting]:
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

    def _of_entity(self, mention: EntityOccurrence, kind: Kind) -> Sighting:
        in_title = mention.passage == 0
        passage = 0 if in_title else self._passage_at(mention.start)
        return Sighting(mention.start, mention.end, passage, kind, in_title, False)

    def _passage_at(self, offset: int) -> int:
        at = bisect_right(self._starts, offset)
        passage = self.document.passages[at - 1] if at else None
        return passage.number if passage is not None and offset < passage.end else 0


def _is_word(word: Occurrence, node: syntax.Term | syntax.Prefix | syntax.Wildcard | syntax.Fuzzy) -> bool:
    if isinstance(node, syntax.Term):
        return (word.term if node.exact else word.stem) == node.term
    return is_meant(word.term, node)
