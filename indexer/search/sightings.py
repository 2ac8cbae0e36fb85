"""Where the leaves of a query stand in one document.

Works on the places of words, with the meanings of `query.syntax`; never decides whether a
document matches: the engine has done so.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate

from indexer.analysis.tokenizer import tokenize
from indexer.engine_port import DocumentView, WordPlace
from indexer.query import syntax
from indexer.query.facet_values import date_days, date_levels
from indexer.schema.document import ActorMention, PlaceMention
from indexer.search.mention_words import MentionWords
from indexer.search.near_places import find_near
from indexer.search.sighting import Kind, Sighting

# A sighting from its fields: the way of a named tuple itself, without its call in Python.
_sighting: Callable[[Iterable[object]], Sighting] = partial(tuple.__new__, Sighting)


class SightingFinder:
    """One document, to be searched for leaves.

    Each search costs time linear in the number of places of the leaf's words.
    """

    def __init__(self, view: DocumentView) -> None:
        self._view = view
        self._document = view.document
        self._starts = [passage.start for passage in self._document.passages]
        # What lies before the first is in none.
        self._passages = [(0, 0), *[(passage.end, passage.number) for passage in self._document.passages]]

    def find(self, node: syntax.Node) -> list[Sighting]:
        """Every place of a leaf, in no certain order."""
        match node:
            case syntax.Term() | syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                return self._of_places(self._view.word_places(node))
            case syntax.Phrase(slop=0):
                return list(self._phrase(node))
            case syntax.Phrase():
                return list(self._sloppy(node))
            case syntax.Name(_, actors, literal):
                return list(self._name(actors, literal))
            case syntax.Near():
                return find_near(self._document, self._side(node.left), self._side(node.right), node.distance)
            case syntax.FieldIs() | syntax.DateRange():
                return list(self._value(node))
            case _:
                return [sight for part in syntax.children(node) for sight in self.find(part)]

    def _value(self, node: syntax.FieldIs | syntax.DateRange) -> Iterator[Sighting]:
        if isinstance(node, syntax.FieldIs) and node.field == "actor":
            for mention in self._document.actors:
                if mention.id == node.value and not mention.weak:
                    yield from self._of_mention(mention, "alias")
        elif isinstance(node, syntax.FieldIs) and node.field == "place":
            for place in self._document.places:
                if place.id == node.value:
                    yield from self._of_mention(place, "alias")
        elif node.field == "mentioned":
            yield from self._dates(node)

    def _places(self, term: str, field: syntax.TextField) -> Sequence[WordPlace]:
        return self._view.word_places(syntax.Term(term, term, exact=True, field=field))

    def _phrase(self, node: syntax.Phrase) -> Iterator[Sighting]:
        by_term = {term: self._places(term, node.field) for term in dict.fromkeys(node.terms)}
        rarest = min(node.terms, key=lambda term: len(by_term[term]))
        if not by_term[rarest]:
            return
        own = {term: {place.position: place for place in places} for term, places in by_term.items()}
        words = [own[term] for term in node.terms]
        before, after = node.terms.index(rarest), len(words) - 1
        # Blocks lie further apart than one position, so that a run never leaves its own.
        for place in by_term[rarest]:
            first = place.position - before
            if all(first + at in word for at, word in enumerate(words)):
                yield self._of_words(words[0][first], words[-1][first + after])

    def _sloppy(self, node: syntax.Phrase) -> Iterator[Sighting]:
        wanted = Counter(node.terms)
        own = [(place.position, term, place) for term in wanted for place in self._places(term, node.field)]
        own.sort(key=lambda word: word[0])
        parts = {term: part for part, term in enumerate(wanted)}
        lacking, missing, end, shown = dict(wanted), len(wanted), 0, 0
        width = len(node.terms) - 1 + node.slop
        for at, (first, leaving, _) in enumerate(own):
            while end < len(own) and own[end][0] <= first + width:
                lacking[own[end][1]] -= 1
                missing -= lacking[own[end][1]] == 0
                end += 1
            if not missing:
                for _, term, place in own[max(at, shown) : end]:
                    yield self._of_words(place, place)._replace(part=parts[term])
                shown = end
            missing += lacking[leaving] == 0
            lacking[leaving] += 1

    def _name(self, actors: tuple[str, ...], literal: syntax.Term | syntax.Phrase) -> Iterator[Sighting]:
        own = self._named(actors, literal)
        yield from own
        covered = sorted((sight.start, sight.end) for sight in own)
        starts = [start for start, _ in covered]
        furthest = list(accumulate((end for _, end in covered), max))
        for sight in self.find(literal):
            at = bisect_right(starts, sight.start)
            if sight.beside or not at or sight.end > furthest[at - 1]:
                yield sight

    def _named(self, actors: tuple[str, ...], literal: syntax.Term | syntax.Phrase) -> list[Sighting]:
        """The mentions of some actors; those that hold all words as typed are no other spelling."""
        typed = {token.term for token in tokenize(literal.surface)}
        own: list[Sighting] = []
        kinds: dict[str, Kind] = {}
        for mention in self._document.actors:
            if mention.id in actors and not mention.weak:
                form = self._document.text[mention.start : mention.end]
                if form not in kinds:
                    kinds[form] = "word" if typed <= {token.term for token in tokenize(form)} else "alias"
                own += self._of_mention(mention, kinds[form])
        return own

    def _side(self, node: syntax.Node) -> list[Sighting]:
        """All places of a side of a NEAR, also those of words inside a mention."""
        if isinstance(node, syntax.Name):
            return self._named(node.actors, node.literal) + self.find(node.literal)
        return self.find(node)

    def _dates(self, node: syntax.FieldIs | syntax.DateRange) -> Iterator[Sighting]:
        for mention in self._document.dates:
            if isinstance(node, syntax.FieldIs):
                wanted = node.value in date_levels(mention.value)
            else:
                days = date_days(mention.value)
                wanted = days is not None and node.first <= days[0] and days[1] <= node.last
            if wanted:
                passage = self._passage_at(mention.start)
                yield Sighting(mention.start, mention.end, passage, "alias", False, False)

    def _of_places(self, places: Sequence[WordPlace]) -> list[Sighting]:
        """One sighting a word."""
        starts, passages = self._starts, self._passages
        found = []
        for _, start, end, in_title, beside in places:
            until, number = passages[0 if in_title else bisect_right(starts, start)]
            passage = number if start < until else 0
            found.append(_sighting((start, end, passage, "word", in_title, beside, 0)))
        return found

    def _of_words(self, first: WordPlace, last: WordPlace) -> Sighting:
        in_title, start = first.in_title, first.start
        passage = 0 if in_title else self._passage_at(start)
        return Sighting(start, last.end, passage, "word", in_title, first.beside)

    @cached_property
    def _mention_words(self) -> MentionWords:
        return MentionWords(self._document)

    def _of_mention(self, mention: ActorMention | PlaceMention, kind: Kind) -> Iterator[Sighting]:
        in_title = self._mention_words.in_title(mention.start, mention.end)
        if in_title is not None:
            passage = 0 if in_title else self._passage_at(mention.start)
            yield Sighting(mention.start, mention.end, passage, kind, in_title, False)

    def _passage_at(self, offset: int) -> int:
        until, number = self._passages[bisect_right(self._starts, offset)]
        return number if offset < until else 0
