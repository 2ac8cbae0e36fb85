"""What a hit must show, found the slow way: every word of a document, one after the other.

Knows the nodes of a query by what `query.syntax` says of them, and nothing of how the desk looks for
evidence. Its tokens are those of the analysis chain.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from indexer.analysis.document_terms import BLOCK_GAP
from indexer.analysis.filters import STOP_WORDS, french_stem, stem
from indexer.analysis.tokenizer import tokenize
from indexer.query import syntax
from indexer.query.facet_values import date_days, date_levels
from indexer.query.patterns import is_meant
from indexer.query.request import Answer, Excerpt, Hit, Mark
from indexer.schema.document import Document


@dataclass(frozen=True)
class Word:
    """A token: its block and that block's kind, its offsets in the text, and in what is shown of it.

    `position` grows by one inside a block and by a gap between blocks. In a title `start` and `end` are
    offsets into the title, both -1 where it is not written as in the text; `place` is None beside the text.
    """

    term: str
    position: int
    block: int
    kind: str
    start: int
    end: int
    place: tuple[int, int] | None


Run = tuple[Word, ...]


class Shown:
    """All that a hit shows as marked."""

    def __init__(self, hit: Hit) -> None:
        self.title = [(mark.start, mark.end) for mark in hit.title_marks]
        marks = [mark for excerpt in hit.passages for mark in excerpt.marks]
        self.text = [(mark.start, mark.end) for mark in marks]

    def holds(self, run: Run) -> bool:
        """Whether every word of a run is marked."""
        spans = self.title if run[0].kind == "title" else self.text
        return all(any(s <= word.start and word.end <= e for s, e in spans) for word in run)


class Truth:
    """The words of one document, and where the leaves of a query stand among them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words: list[Word] = []
        base = 0
        if document.title is not None:
            base = self._add_title(document.title, document.title_start, document.title_end)
        inner = [(h.start, h.end, "heading") for h in document.headings]
        inner += [(p.start, p.end, "passage") for p in document.passages]
        for block, (start, end, kind) in enumerate(sorted(inner), 1):
            tokens = tokenize(self.visible(start, end))
            for at, token in enumerate(tokens):
                place = start + token.start, start + token.end
                self.words.append(Word(token.term, base + at, block, kind, *place, place))
            base += len(tokens) + BLOCK_GAP

    def _add_title(self, title: str, start: int | None, end: int | None) -> int:
        own = tokenize(title)
        if start is None or end is None:
            self.words += [Word(t.term, at, 0, "title", t.start, t.end, None) for at, t in enumerate(own)]
            return len(own) + BLOCK_GAP
        tokens = tokenize(self.visible(start, end))
        for at, token in enumerate(tokens):
            same = at < len(own) and own[at].term == token.term
            span = (own[at].start, own[at].end) if same else (-1, -1)
            if self.document.text[start:end] == title:
                span = token.start, token.end
            place = start + token.start, start + token.end
            self.words.append(Word(token.term, at, 0, "title", *span, place))
        return len(tokens) + BLOCK_GAP

    def visible(self, start: int, end: int) -> str:
        """A stretch of the text; what was removed is blank."""
        letters = list(self.document.text[start:end])
        for span in self.document.removed:
            for at in range(max(start, span.start), min(end, span.end)):
                letters[at - start] = " "
        return "".join(letters)

    def needs(self, node: syntax.Node) -> Iterator[list[Run]]:
        """What must be shown of a leaf: of each list one run, if there is any."""
        match node:
            case syntax.Phrase(terms, slop=slop) if slop:
                runs = self.runs(node)
                for term in dict.fromkeys(terms):
                    yield [run for run in runs if run[0].term == term]
            case syntax.Near(left, right, _):
                runs = self.runs(node)
                for side in (left, right):
                    own = set(self.runs(side))
                    yield [run for run in runs if run in own]
            case syntax.Name(surface, _, literal):
                typed = {token.term for token in tokenize(literal.surface or surface)}
                runs = self.runs(node)
                spelled = [run for run in runs if typed <= {word.term for word in run}]
                yield spelled or runs
            case _:
                yield self.runs(node)

    def runs(self, node: syntax.Node) -> list[Run]:
        """All places of a leaf, each as the words that it takes."""
        match node:
            case syntax.Term(term, _, exact, field, french):
                language = self.document.language
                wanted = french if language == "fr" and not exact else term
                own = [w.term if exact else _stem(w.term, language) for w in self.sought(field)]
                return [(w,) for w, found in zip(self.sought(field), own, strict=True) if found == wanted]
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                return [(word,) for word in self.sought(node.field) if is_meant(word.term, node)]
            case syntax.Phrase(slop=0):
                return self.phrases(node)
            case syntax.Phrase():
                return self.sloppy(node)
            case syntax.Near(left, right, distance):
                return self.near(left, right, distance)
            case syntax.Name(_, actors, literal):
                named = [run for actor in actors for run in self.mentions("actor", actor)]
                return named + self.runs(literal)
            case syntax.FieldIs(field, value):
                return self.mentions(field, value)
            case syntax.DateRange("mentioned", first, last, _):
                days = ((d, date_days(d.value)) for d in self.document.dates)
                spans = [d for d, own in days if own and first <= own[0] and own[1] <= last]
                return [run for d in spans if (run := self.within(d.start, d.end))]
            case _:
                return []

    def sought(self, field: str) -> list[Word]:
        """The words of a field."""
        return [word for word in self.words if field == "text" or word.kind == "title"]

    def phrases(self, node: syntax.Phrase) -> list[Run]:
        """Words in order, one beside the other."""
        words, size = self.sought(node.field), len(node.terms)
        runs = (tuple(words[at : at + size]) for at in range(len(words) - size + 1))
        return [
            run for run in runs if tuple(w.term for w in run) == node.terms and run[0].block == run[-1].block
        ]

    def sloppy(self, node: syntax.Phrase) -> list[Run]:
        """Each word of each window that holds all of them."""
        words = [word for word in self.sought(node.field) if word.term in node.terms]
        width, found = len(node.terms) - 1 + node.slop, set()
        for first in words:
            window = [word for word in words if 0 <= word.position - first.position <= width]
            if not Counter(node.terms) - Counter(word.term for word in window):
                found.update(window)
        return [(word,) for word in found]

    def near(self, left: syntax.Node, right: syntax.Node, distance: int) -> list[Run]:
        """The places of both sides that have one of the other near."""
        found = []
        for one, other in product(self.runs(left), self.runs(right)):
            gaps = (other[0].position - one[-1].position, one[0].position - other[-1].position)
            if any(1 <= gap <= distance for gap in gaps):
                found += [one, other]
        return list(dict.fromkeys(found))

    def mentions(self, field: str, value: str) -> list[Run]:
        """The words of each mention of a value."""
        document = self.document
        spans = {
            "actor": [(m.start, m.end) for m in document.actors if m.id == value and not m.weak],
            "place": [(m.start, m.end) for m in document.places if m.id == value],
            "mentioned": [(d.start, d.end) for d in document.dates if value in date_levels(d.value)],
        }
        return [run for span in spans.get(field, ()) if (run := self.within(*span))]

    def within(self, start: int, end: int) -> Run:
        """The words of one block that a stretch of the text overlaps."""
        found = [word for word in self.words if word.place and word.place[0] < end and start < word.place[1]]
        return tuple(word for word in found if word.block == found[0].block)


def _stem(term: str, language: str | None) -> str | None:
    return None if term in STOP_WORDS else french_stem(term) if language == "fr" else stem(term)


def leaves(answer: Answer) -> list[syntax.Node]:
    """The nodes that a hit may point at: none from under a NOT, and the chosen values."""
    found: list[syntax.Node] = []
    stack = [answer.query]
    while stack:
        node = stack.pop()
        if isinstance(node, syntax.And | syntax.Or):
            stack += node.children
        elif isinstance(node, syntax.Boosted):
            stack.append(node.child)
        elif isinstance(node, syntax.AndMaybe):
            stack.append(node.required)
        elif not isinstance(node, syntax.Not):
            found.append(node)
    asked = answer.request
    found += [syntax.FieldIs("actor", value) for value in asked.actors]
    found += [syntax.FieldIs("place", value) for value in asked.places]
    found += [syntax.FieldIs("mentioned", value) for value in asked.mentioned]
    return found


def check_hit(hit: Hit, wanted: Sequence[syntax.Node]) -> list[str]:
    """What is wrong with the marks of a hit, one sentence each."""
    truth, shown = Truth(hit.document), Shown(hit)
    problems = []
    for node in wanted:
        for runs in truth.needs(node):
            inside = [run for run in runs if run[0].kind == "passage"]
            inside = inside or [run for run in runs if run[0].kind == "heading"]
            inside = inside or [run for run in runs if all(word.start >= 0 for word in run)]
            if inside and not any(shown.holds(run) for run in inside):
                problems.append(f"{node} stands in {hit.document.id} and is marked nowhere")
    right = {word for node in wanted for run in truth.runs(node) for word in run}
    problems += check_marks(hit.title_marks, [w for w in truth.words if w.kind == "title"], right)
    inner = [word for word in truth.words if word.kind != "title"]
    for excerpt in hit.passages:
        problems += check_stretch(excerpt, truth, inner, right)
    return problems


def check_marks(marks: Sequence[Mark], words: Sequence[Word], right: set[Word]) -> Iterator[str]:
    """Every mark goes from the first to the last of some words that were looked for."""
    end = 0
    for mark in marks:
        own = [word for word in words if word.start < mark.end and mark.start < word.end]
        if mark.start < end:
            yield f"{mark} begins inside another"
        if not own or (own[0].start, own[-1].end) != (mark.start, mark.end):
            yield f"{mark} is not from word to word: {own}"
        end = mark.end
        for word in own:
            if word not in right:
                yield f"{mark} marks {word}"


def check_stretch(shown: Excerpt, truth: Truth, words: Sequence[Word], right: set[Word]) -> Iterator[str]:
    """The text is that of the document, no word is cut by a mark's side, and none is left unmarked."""
    if shown.text != truth.visible(shown.start, shown.end):
        yield f"{shown} is not the text of {truth.document.id}"
    own = [word for word in words if shown.start <= word.start and word.end <= shown.end]
    yield from check_marks(shown.marks, own, right)
    for word in own:
        if word in right and not any(m.start <= word.start and word.end <= m.end for m in shown.marks):
            yield f"{word} is shown and not marked"
