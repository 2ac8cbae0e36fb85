"""The slow truth: what a request means, document by document.

Shares the terms, the facet values and the dates with the engines, and nothing else: no index,
no arrays, no shortcuts. Never imports an engine.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, product
from math import log

from indexer.analysis.document_terms import Occurrence, analyze_document
from indexer.engine_port import MOST_COPY_IDS, EngineHit, EngineRequest, FacetFilter
from indexer.query import syntax
from indexer.query.facet_values import date_days, facet_values
from indexer.schema.document import Document
from indexer.schema.ranking import K1, B

# Ranks must not hang on the last digits of a sum; engines round likewise.
SCORE_DIGITS = 9

Place = tuple[Occurrence, Occurrence]


@dataclass(frozen=True, slots=True)
class OracleAnswer:
    """What an engine must answer; `facets` hold {value: count}, most frequent first."""

    total: int
    hits: tuple[EngineHit, ...]
    facets: dict[str, dict[str, int]]
    expanded: int
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A document and its words."""

    document: Document
    words: tuple[Occurrence, ...]
    title_words: int
    length: int

    def sought(self, field: syntax.TextField) -> tuple[Occurrence, ...]:
        """The words of a field: the title alone, or title and text."""
        return self.words[: self.title_words] if field == "title" else self.words


class Oracle:
    """Tries every document of a collection for every request."""

    def __init__(self, documents: Sequence[Document], groups: Sequence[Sequence[str]] = ()) -> None:
        self.groups = groups
        self.pages = []
        for document in documents:
            terms = analyze_document(document)
            length = sum(word.stem is not None for word in terms.words)
            self.pages.append(Page(document, terms.words, terms.title_words, length))
        self._known: dict[tuple[syntax.Node, str], float | None] = {}
        self._idfs: dict[syntax.Node, float] = {}

    def search(self, request: EngineRequest) -> OracleAnswer:
        """Answer one request."""
        found = self.find(request)
        listed = self.ranked(request, found)
        hits = tuple(listed[request.start : request.start + request.limit])
        facets = {facet: self.count_values(request, facet) for facet in request.facets}
        asked = (request.query, *(part.node for part in request.filters))
        expanded = sum(self.expansions(node) for node in asked)
        return OracleAnswer(len(found), hits, facets, expanded, len(found) - len(listed))

    def ranked(self, request: EngineRequest, found: Sequence[tuple[Page, float]]) -> list[EngineHit]:
        """All hits of a request in their order, of what it found."""
        ordered = sorted(found, key=lambda pair: _rank(pair[0].document, pair[1], request.sort))
        listed = [EngineHit(page.document.id, score) for page, score in ordered]
        return fold(listed, self.groups) if request.fold else listed

    def find(self, request: EngineRequest) -> list[tuple[Page, float]]:
        """All pages that match the query and every filter, with the score of the query."""
        found = []
        for page in self.pages:
            score = self.score(request.query, page)
            if score is not None and all(self.score(part.node, page) is not None for part in request.filters):
                found.append((page, score))
        return found

    def count_values(self, request: EngineRequest, facet: str) -> dict[str, int]:
        """For each value of a facet: the total with it as the choice of this facet.

        A choice that narrows itself stays beside it.
        """
        held = tuple(part for part in request.filters if part.facet != facet or part.narrows_itself)
        counts = {}
        for value in {value for page in self.pages for value in facet_values(page.document, facet)}:
            choice = FacetFilter(facet, syntax.FieldIs(facet, value), narrows_itself=False)
            total = len(self.find(replace(request, filters=(*held, choice))))
            if total:
                counts[value] = total
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def score(self, node: syntax.Node, page: Page) -> float | None:
        """The score of a page for a node; None where it does not match. Worked out once."""
        key = (node, page.document.id)
        if key not in self._known:
            self._known[key] = self.evaluate(node, page)
        return self._known[key]

    def forget_scores(self) -> None:
        """Give the room of all scores back; what is known of words stays."""
        self._known.clear()

    def evaluate(self, node: syntax.Node, page: Page) -> float | None:
        """The meaning of each node, as `syntax` states it."""
        match node:
            case syntax.All():
                return 0.0
            case syntax.Nothing():
                return None
            case syntax.And(parts):
                scores = [self.score(part, page) for part in parts]
                return None if None in scores else sum(s for s in scores if s is not None)
            case syntax.Or(parts):
                matching = [s for s in (self.score(part, page) for part in parts) if s is not None]
                return sum(matching) if matching else None
            case syntax.Not(child):
                return 0.0 if self.score(child, page) is None else None
            case syntax.Boosted(child, factor):
                score = self.score(child, page)
                return None if score is None else score * factor
            case syntax.AndMaybe(required, optional):
                own, more = self.score(required, page), self.score(optional, page)
                return None if own is None else own + (more or 0.0)
            case syntax.Name(_, actors, literal):
                parts = (literal, *(syntax.FieldIs("actor", actor) for actor in actors))
                matching = [s for s in (self.score(part, page) for part in parts) if s is not None]
                return max(matching) if matching else None
            case syntax.Near(left, right, distance):
                return self.near(left, right, distance, page)
            case _:
                return self.evaluate_leaf(node, page)

    def evaluate_leaf(self, node: syntax.Node, page: Page) -> float | None:
        """The score of a page for a node without children; None where it does not match."""
        match node:
            case syntax.Term():
                if not any(_is_word(page, word, node) for word in page.sought(node.field)):
                    return None
                frequency = sum(_is_word(page, word, node) for word in page.words)
                return self.idf(node) * self.saturated(frequency, page, node)
            case syntax.Phrase():
                return self.phrase(node, page)
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                return 1.0 if any(is_meant(w.term, node) for w in page.sought(node.field)) else None
            case syntax.FieldIs(field, value):
                if value not in facet_values(page.document, field):
                    return None
                return self.actor(value, page) if field == "actor" else 0.0
            case syntax.DateRange(field, first, last, _):
                spans = [date_days(value) for value in _dates(page.document, field)]
                within = any(s is not None and first <= s[0] and s[1] <= last for s in spans)
                return 0.0 if within else None
            case _:
                raise AssertionError(f"the oracle does not know {node!r}")

    def phrase(self, node: syntax.Phrase, page: Page) -> float | None:
        """The sum of the distinct words' idf, times the frequency part."""
        frequency = len(self.phrase_places(node, page))
        if node.slop:
            frequency = int(self.has_sloppy(node, page))
        if not frequency:
            return None
        words = (syntax.Term(term, term, exact=True) for term in set(node.terms))
        return sum(map(self.idf, words)) * self.saturated(frequency, page, node)

    def phrase_places(self, node: syntax.Phrase, page: Page) -> list[Place]:
        """The first and last words of all places where an exact phrase stands."""
        words = page.sought(node.field)
        size = len(node.terms)
        runs = (words[at : at + size] for at in range(len(words) - size + 1))
        return [
            (run[0], run[-1])
            for run in runs
            if tuple(word.term for word in run) == node.terms
            and all(b.position == a.position + 1 and a.block == b.block for a, b in pairwise(run))
        ]

    def has_sloppy(self, node: syntax.Phrase, page: Page) -> bool:
        """Whether all words of a phrase stand in some window of one block."""
        words = [word for word in page.sought(node.field) if word.term in node.terms]
        width = len(node.terms) - 1 + node.slop
        for first in words:
            window = [
                word.term
                for word in words
                if word.block == first.block and 0 <= word.position - first.position <= width
            ]
            if not Counter(node.terms) - Counter(window):
                return True
        return False

    def near(self, left: syntax.Node, right: syntax.Node, distance: int, page: Page) -> float | None:
        """The scores of both sides, where a place of each is near enough to the other."""
        scores = self.score(left, page), self.score(right, page)
        if scores[0] is None or scores[1] is None:
            return None
        for one, other in product(self.places(left, page), self.places(right, page)):
            for earlier, later in ((one, other), (other, one)):
                gap = later[0].position - earlier[1].position
                if 1 <= gap <= distance and earlier[1].block == later[0].block:
                    return scores[0] + scores[1]
        return None

    def places(self, node: syntax.Node, page: Page) -> list[Place]:
        """Where a side of a NEAR stands."""
        match node:
            case syntax.Term():
                return [(word, word) for word in page.sought(node.field) if _is_word(page, word, node)]
            case syntax.Phrase(slop=0):
                return self.phrase_places(node, page)
            case syntax.FieldIs(field, value):
                return list(_mention_places(page, field, value))
            case syntax.Name(_, actors, literal):
                mentioned = [p for actor in actors for p in _mention_places(page, "actor", actor)]
                return self.places(literal, page) + mentioned
            case _:
                raise AssertionError(f"{node!r} is no side of a NEAR")

    def actor(self, actor: str, page: Page) -> float:
        """BM25 of an actor's mentions in the text; 0 for one stated beside it only."""
        frequency = len(list(_mention_places(page, "actor", actor)))
        node = syntax.FieldIs("actor", actor)
        return self.idf(node) * self.saturated(frequency, page, node) if frequency else 0.0

    def idf(self, node: syntax.Term | syntax.FieldIs) -> float:
        """The inverse document frequency of a term in title and text, or of an actor. Worked out once."""
        if node not in self._idfs:
            self._idfs[node] = _idf(len(self.pages), sum(_holds(page, node) for page in self.pages))
        return self._idfs[node]

    @cached_property
    def average_length(self) -> float:
        """How many words that are no stop words a page has on average."""
        return sum(page.length for page in self.pages) / len(self.pages)

    def saturated(self, frequency: int, page: Page, node: syntax.Node) -> float:
        """The frequency part of BM25 of a word, a phrase or an actor; the same for all of them."""
        relative = page.length / self.average_length if self.average_length else 1.0
        return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * relative))

    def expansions(self, node: syntax.Node) -> int:
        """How many words the wildcards of a tree stand for."""
        match node:
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                words = {word.term for page in self.pages for word in page.sought(node.field)}
                return sum(is_meant(word, node) for word in words)
            case _:
                return sum(self.expansions(child) for child in syntax.children(node))


def fold(hits: Sequence[EngineHit], groups: Sequence[Sequence[str]]) -> list[EngineHit]:
    """The hits of which no better one is in the same group, with the others of their group."""
    group_of = {id_: group for group in groups for id_ in group}
    matching = {hit.id for hit in hits}
    listed, met = [], set()
    for hit in hits:
        own = group_of.get(hit.id, (hit.id,))
        if hit.id not in met:
            others = sorted(id_ for id_ in own if id_ in matching and id_ != hit.id)
            listed.append(EngineHit(hit.id, hit.score, len(others), tuple(others[:MOST_COPY_IDS])))
            met.update(own)
    return listed


def _rank(document: Document, score: float, sort: str) -> tuple[float, str]:
    """What the hits of a request are sorted by."""
    if sort == "relevance":
        return -round(score, SCORE_DIGITS), document.id
    days = date_days(document.published.value) if document.published else None
    if days is None:
        return float("inf"), document.id
    return (-days[0] if sort == "newest" else days[0]), document.id


def _is_word(page: Page, word: Occurrence, node: syntax.Term) -> bool:
    if node.exact:
        return word.term == node.term
    return word.stem == (node.french if page.document.language == "fr" else node.term)


def _holds(page: Page, node: syntax.Term | syntax.FieldIs) -> bool:
    if isinstance(node, syntax.FieldIs):
        return any(True for _ in _mention_places(page, "actor", node.value))
    return any(_is_word(page, word, node) for word in page.words)


def _idf(documents: int, containing: int) -> float:
    return log(1 + (documents - containing + 0.5) / (containing + 0.5))


def _dates(document: Document, field: str) -> list[str]:
    if field == "mentioned":
        return [mention.value for mention in document.dates]
    return [document.published.value] if document.published else []


def _mention_places(page: Page, field: str, value: str) -> Iterator[Place]:
    """The first and last words that each mention of an actor or place overlaps."""
    document = page.document
    actors = [m for m in document.actors if not m.weak]
    for mention in actors if field == "actor" else document.places:
        words = [w for w in page.words if w.start < mention.end and mention.start < w.end and w.start >= 0]
        if mention.id == value and words:
            yield words[0], words[-1]


def is_meant(word: str, node: syntax.Prefix | syntax.Wildcard | syntax.Fuzzy) -> bool:
    """Whether a folded word is one that a prefix, wildcard or fuzzy word stands for."""
    match node:
        case syntax.Prefix(prefix):
            return word[: len(prefix)] == prefix
        case syntax.Wildcard(pattern):
            signs = {"?": ".", "*": ".*"}
            return bool(re.fullmatch("".join(signs.get(c, re.escape(c)) for c in pattern), word, re.DOTALL))
        case syntax.Fuzzy(term, _, distance):
            return word[:1] == term[:1] and edits(word, term) <= distance


def edits(left: str, right: str) -> int:
    """Insertions, deletions, changes and swaps of neighbours between two words (OSA).

    >>> edits("mlai", "mali"), edits("mali", "malians")
    (1, 3)
    """
    table = {(i, 0): i for i in range(len(left) + 1)} | {(0, j): j for j in range(len(right) + 1)}
    for i, j in product(range(1, len(left) + 1), range(1, len(right) + 1)):
        changed = left[i - 1] != right[j - 1]
        steps = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + changed]
        if i > 1 and j > 1 and left[i - 2 : i] == right[j - 2 : j][::-1]:
            steps.append(table[i - 2, j - 2] + 1)
        table[i, j] = min(steps)
    return table[len(left), len(right)]
