"""Why a document has its score: the parts, and how they sum to it.

Joins what the engine says of each part as `query.syntax` states it; knows no formula.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from indexer.engine_port import LeafScore, TermWeight
from indexer.query import syntax
from indexer.query.rendering import render
from indexer.query.request import Note
from indexer.said import say, say_all

KEPT_TERMS = 1024

Field = Literal["", "title", "text", "both"]


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form in which a part stands in a document, or the value that lets the document through.

    `source` says where: text, the source of a date of publication (header, line, metadata, url),
    stated for an actor given beside the text, or collection for a fact such as the outlet. `value`
    is the facet value behind the form: 2024-03 of March 2024; empty for words. `passages` are
    those that hold it, without headings and title.
    """

    form: str
    times: int = 1
    in_title: int = 0
    passages: tuple[int, ...] = ()
    value: str = ""
    source: str = "text"


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """A term of a part: stem, word or actor, how many documents hold it, and its idf."""

    kind: Literal["stem", "word", "actor"]
    term: str
    documents: int
    idf: float


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """One part of the query: how it was read, whether it matches, and what it adds to the score.

    `score` is `weight` times `factor`, or 0 where the part does not count: it does not match, what it
    is joined with does not, or another spelling of the name scores more. `weight` is `idf` (of its
    `terms` together) times `saturated`, what BM25 makes of `frequency`; a pattern weighs 1, a value or
    an excluded part 0. `field` says where it stands. `documents` hold the part's rarest term; a pattern
    stands for `meant` words of the collection, of which the document has `words`. `lines` are the
    sides of a NEAR, the words and actors of a name, what is excluded, and the words of the best
    documents, which only rank; they are in the sum already.
    """

    part: str
    kind: str
    reading: str
    matches: bool
    score: float
    counts: bool = True
    factor: float = 1.0
    weight: float = 0.0
    field: Field = ""
    frequency: int = 0
    documents: int = 0
    idf: float = 0.0
    saturated: float = 0.0
    terms: tuple[ExplainedTerm, ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    meant: int = 0
    forms: tuple[FoundForm, ...] = ()
    lines: "tuple[ExplanationLine, ...]" = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score of a document for a query; the lines' scores sum to `total`.

    `matches` is true where query and filters let the document through; else `lacks` says why not,
    in sentences. `filters` add nothing to the score. `documents` are those of the generation;
    `length` counts the document's words without stop words, `norm` is what BM25 makes of it beside
    `average_length`.
    """

    query: str
    document: str
    matches: bool
    total: float
    lines: tuple[ExplanationLine, ...]
    filters: tuple[ExplanationLine, ...] = ()
    lacks: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    documents: int = 0
    length: int = 0
    average_length: float = 0.0
    norm: float = 0.0
    generation: str = ""


class Explained(NamedTuple):
    """A node in a document: whether it matches, its lines, and why it does not."""

    matches: bool
    lines: tuple[ExplanationLine, ...]
    lacks: tuple[str, ...] = ()


class Told(NamedTuple):
    """A node in words: as it is typed, its kind in a word, and how it was read."""

    part: str
    kind: str
    reading: str


class Wording(NamedTuple):
    """How nodes are told, why one does not match, and the forms of one that does or does not."""

    tell: Callable[[syntax.Node], Told]
    lack: Callable[[syntax.Node], str]
    forms: Callable[[syntax.Node, bool], tuple[FoundForm, ...]]


def nodes_to_weigh(node: syntax.Node) -> Iterator[syntax.Node]:
    """The nodes of a tree of which the engine is asked; the others follow from them.

    >>> mali = syntax.Term("mali", "Mali")
    >>> list(nodes_to_weigh(syntax.Not(syntax.Or((mali, syntax.Boosted(mali, 2.0)))))) == [mali, mali]
    True
    """
    match node:
        case syntax.And(parts) | syntax.Or(parts):
            for part in parts:
                yield from nodes_to_weigh(part)
        case syntax.Not(child) | syntax.Boosted(child, _):
            yield from nodes_to_weigh(child)
        case syntax.Name():
            yield from _choices(node)
        case syntax.AndMaybe(required, optional):
            yield from nodes_to_weigh(required)
            yield from nodes_to_weigh(optional)
        case syntax.Near(left, right, _):
            yield node
            yield from nodes_to_weigh(left)
            yield from nodes_to_weigh(right)
        case _:
            yield node


def _choices(name: syntax.Name) -> tuple[syntax.Node, ...]:
    """The words of a name and its actors, one of which gives the score."""
    return (name.literal, *(syntax.FieldIs("actor", actor) for actor in name.actors))


class TreeExplainer:
    """Explains trees in one document; `score_of` gives what the engine says of a node there.

    `absent` keeps what is said of words that a document does not hold: the same in all that share it.
    """

    def __init__(
        self,
        score_of: Callable[[syntax.Node], LeafScore | None],
        wording: Wording,
        absent: dict[tuple[syntax.Node, float], Explained] | None = None,
    ) -> None:
        self._score_of = score_of
        self._wording = wording
        self._absent = {} if absent is None else absent

    def explain(self, node: syntax.Node, factor: float = 1.0) -> Explained:
        """A tree whose score is taken `factor` times: the lines that sum to it."""
        match node:
            case syntax.And(parts):
                return self._all_of([self.explain(part, factor) for part in parts])
            case syntax.Or(parts):
                return self._any_of(parts, [self.explain(part, factor) for part in parts])
            case syntax.Boosted(child, own):
                return self.explain(child, factor * own)
            case syntax.Not(child):
                return self._excluded(node, self.explain(child, 0.0))
            case syntax.AndMaybe(required, optional):
                asked = self.explain(required, factor)
                more = self._optional(node, self.explain(optional, factor))
                return Explained(
                    asked.matches, (*asked.lines, more if asked.matches else _mute(more)), asked.lacks
                )
            case syntax.Name():
                return self._name(node, factor)
            case syntax.Near(left, right, _):
                sides = (self.explain(left, factor), self.explain(right, factor))
                lines = tuple(line for side in sides for line in side.lines)
                lacks = tuple(lack for side in sides for lack in side.lacks)
                both = self._leaf(node, factor)
                return Explained(both.matches, (replace(both.lines[0], lines=lines),), lacks or both.lacks)
            case _:
                return self._leaf(node, factor)

    @staticmethod
    def _all_of(parts: Sequence[Explained]) -> Explained:
        matches = all(part.matches for part in parts)
        lines = tuple(line for part in parts for line in part.lines)
        lacks = tuple(lack for part in parts for lack in part.lacks)
        return Explained(matches, lines if matches else tuple(map(_mute, lines)), () if matches else lacks)

    @staticmethod
    def _any_of(nodes: Sequence[syntax.Node], parts: Sequence[Explained]) -> Explained:
        matches = any(part.matches for part in parts)
        lines = tuple(line for part in parts for line in part.lines)
        lacks: tuple[str, ...] = ()
        if not matches:
            lacks = (
                parts[0].lacks
                if len(parts) == 1
                else (say("It has none of %(words)s.", words=_list(map(render, nodes))),)
            )
        return Explained(matches, lines, lacks)

    def _excluded(self, node: syntax.Not, inner: Explained) -> Explained:
        matches = not inner.matches
        lines = tuple(map(_mute, inner.lines))
        line = ExplanationLine(*self._wording.tell(node), matches, 0.0, matches, lines=lines)
        return Explained(matches, (line,), () if matches else (self._wording.lack(node),))

    def _optional(self, node: syntax.AndMaybe, inner: Explained) -> ExplanationLine:
        """What adds to a score where it matches, and lets every document through, as one line."""
        score = sum(line.score for line in inner.lines)
        told = self._wording.tell(node)
        return ExplanationLine(*told, inner.matches, score, inner.matches, weight=score, lines=inner.lines)

    def _name(self, node: syntax.Name, factor: float) -> Explained:
        """The words and the actors, of which the first with the greatest score gives it."""
        choices = [self._leaf(choice, factor) for choice in _choices(node)]
        if not any(choice.matches for choice in choices):
            lines = tuple(choice.lines[0] for choice in choices)
            line = self._lacking(node, 1.0, self._wording.forms(node, False))
            return Explained(False, (replace(line, lines=lines),), (self._wording.lack(node),))
        best = max(choices, key=lambda choice: (choice.matches, choice.lines[0].weight))
        lines = tuple(own.lines[0] if own is best else _mute(own.lines[0]) for own in choices)
        part, kind, reading = self._wording.tell(node)
        forms = self._wording.forms(node, True)
        line = replace(best.lines[0], part=part, kind=kind, reading=reading, forms=forms, lines=lines)
        return Explained(True, (line,))

    def _leaf(self, node: syntax.Node, factor: float) -> Explained:
        score = self._score_of(node)
        forms = self._wording.forms(node, score is not None)
        if score is not None:
            return Explained(True, (self._scored(node, score, factor, forms),))
        known = None if forms else self._absent.get((node, factor))
        if known is None:
            known = Explained(False, (self._lacking(node, factor, forms),), (self._wording.lack(node),))
            if not forms:
                self._absent[node, factor] = known
        return known

    def _lacking(
        self, node: syntax.Node, factor: float, forms: tuple[FoundForm, ...] = ()
    ) -> ExplanationLine:
        return ExplanationLine(
            *self._wording.tell(node), False, 0.0, counts=False, factor=factor, forms=forms
        )

    def _scored(
        self, node: syntax.Node, score: LeafScore, factor: float, forms: tuple[FoundForm, ...]
    ) -> ExplanationLine:
        terms = score.terms
        alone = terms[0] if len(terms) == 1 else None
        return ExplanationLine(
            *self._wording.tell(node),
            True,
            score.score * factor,
            factor=factor,
            weight=score.score,
            field=_field(score, forms),
            frequency=score.frequency,
            documents=alone.documents if alone else min((term.documents for term in terms), default=0),
            idf=alone.idf if alone else sum(term.idf for term in terms),
            saturated=score.saturated,
            terms=(_explain_term(alone),) if alone else tuple(map(_explain_term, terms)),
            words=score.words,
            meant=score.meant,
            forms=forms,
        )


# A word has the same numbers in every document.
@lru_cache(maxsize=KEPT_TERMS)
def _explain_term(term: TermWeight) -> ExplainedTerm:
    return ExplainedTerm(*term)


def _field(score: LeafScore, forms: Sequence[FoundForm]) -> Field:
    """Where something stands: in the title, the text below it, or both."""
    if not score.frequency:
        return ""
    titled = max(score.in_title, sum(form.in_title for form in forms)) if forms else score.in_title
    if not titled:
        return "text"
    return "title" if titled >= score.frequency else "both"


def _mute(line: ExplanationLine) -> ExplanationLine:
    """A line that adds nothing, though it may match."""
    return replace(line, score=0.0, counts=False, lines=tuple(map(_mute, line.lines)))


def quote(part: str) -> str:
    """A part as it stands in a sentence; quotes stand for themselves.

    >>> quote("mali"), quote('"road block"')
    ('“mali”', '"road block"')
    """
    return part if part.startswith('"') else f"“{part}”"


def _list(parts: Iterable[str]) -> str:
    return say_all([quote(part) for part in parts])
