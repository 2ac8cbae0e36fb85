"""The nodes of a query tree, with their exact meaning.

Every engine, the oracle and the highlights implement these meanings and no others. A tree says
which documents match; the score of a document is the sum over the nodes that match in it,
as each node states. Terms come from `analysis`: `Term.term` is a stem, or a folded word where
`exact`. Fields are "text" (title and text as one) and "title".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.analysis.filters import FRENCH

TextField = Literal["text", "title"]
DateField = Literal["published", "mentioned"]


@dataclass(frozen=True, slots=True)
class All:
    """Every document. Scores 0."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document: what is left of a query that can match nothing."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word. Scores BM25 of the term in the text field, whichever field it is sought in.

    Documents in French are searched for the stem `french`, others for `term`; an exact word is the
    same in all. Together they are one term with one frequency of documents. Length and average
    length are those of `DocumentTerms.length`; frequency and document frequency count stems, or
    folded words where `exact`.
    """

    term: str
    surface: str
    exact: bool = False
    field: TextField = "text"
    french: str = ""

    def sought_in(self, language: str | None) -> str:
        """The stem or word that is sought in documents of a language."""
        return self.french if language == FRENCH and not self.exact else self.term


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words in this order at consecutive positions, or near each other if `slop` > 0.

    With slop s, in any order: one position for each word, all different, in one block, such
    that the last minus the first is at most len(terms) - 1 + s. Scores the sum of the distinct
    words' idf times the frequency part, where the frequency is the number of places at which
    an exact phrase starts, and 1 for a sloppy one.
    """

    terms: tuple[str, ...]
    surface: str
    slop: int = 0
    field: TextField = "text"


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides within `distance` words of each other, in either order and in one block.

    A side is a Term, an exact Phrase, a Name or FieldIs(actor or place). Its places are the
    pairs of first and last position; two places are near if the gap from the last position of
    the earlier to the first of the later is at least 1 and at most `distance`. Scores the
    scores of its two sides.
    """

    left: "Node"
    right: "Node"
    distance: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any folded word that begins so. Scores 1."""

    prefix: str
    surface: str
    field: TextField = "text"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Any folded word of this pattern: `?` one character, `*` any number. Scores 1."""

    pattern: str
    surface: str
    field: TextField = "text"


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Any folded word within `distance` edits (OSA: swaps count one), first letter the same. Scores 1."""

    term: str
    surface: str
    distance: int = 1
    field: TextField = "text"


@dataclass(frozen=True, slots=True)
class FieldIs:
    """A facet value: actor, place, published, mentioned, document, source or language is `value`.

    The values of a document are those that `facet_values` lists. An actor scores BM25 of its
    mentions with the length of the text field; all others score 0.
    """

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """A date of `field` lies wholly within `first`..`last` (ordinals of UTC days, inclusive).

    A date known to the month only covers the whole month and must lie wholly within; a date
    without a year lies in no range. Scores 0.
    """

    field: DateField
    first: int
    last: int
    surface: str


@dataclass(frozen=True, slots=True)
class Name:
    """Words that are an alias: the words themselves, or a mention of one of the actors.

    Scores the greatest score of its parts. Places: those of the words and of the mentions.
    """

    surface: str
    actors: tuple[str, ...]
    literal: "Term | Phrase"


@dataclass(frozen=True, slots=True)
class And:
    """All of the children. Scores their sum; a child given twice counts twice."""

    children: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the children. Scores the sum of those that match."""

    children: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """Every document that the child does not match. Scores 0."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Boosted:
    """The child, its score multiplied by `factor` (0 to 100)."""

    child: "Node"
    factor: float


@dataclass(frozen=True, slots=True)
class AndMaybe:
    """What `required` matches. Scores its score, and that of `optional` where that matches too."""

    required: "Node"
    optional: "Node"


Node = (
    All
    | Nothing
    | Term
    | Phrase
    | Near
    | Prefix
    | Wildcard
    | Fuzzy
    | FieldIs
    | DateRange
    | Name
    | And
    | Or
    | Not
    | Boosted
    | AndMaybe
)


def children(node: Node) -> tuple[Node, ...]:
    """The direct children of a node, left to right."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(child) | Boosted(child, _):
            return (child,)
        case Near(left, right, _) | AndMaybe(left, right):
            return (left, right)
        case Name(_, _, literal):
            return (literal,)
        case _:
            return ()


def positive_leaves(node: Node) -> Iterator[Node]:
    """The nodes that give evidence: leaves, names and nears, none from under a NOT or only optional."""
    stack = [node]
    while stack:
        top = stack.pop()
        match top:
            case Not():
                continue
            case And(parts) | Or(parts):
                stack.extend(reversed(parts))
            case Boosted(child, _) | AndMaybe(child, _):
                stack.append(child)
            case All() | Nothing():
                continue
            case _:
                yield top
