"""Why a document has its score: the parts, and that they sum to it.

Asks the engine for each part alone; computes no score of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from indexer.query import syntax
from indexer.query.rendering import render


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """One part of the query: what it is, whether it matches, and what it adds to the score."""

    part: str
    matches: bool
    score: float
    forms: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score of a document for a query; the lines' scores sum to `total` where it matches."""

    query: str
    document: str
    matches: bool
    total: float
    lines: tuple[ExplanationLine, ...]


def summands(node: syntax.Node, factor: float = 1.0) -> list[tuple[syntax.Node, float]]:
    """The nodes whose scores, times their factors, sum to the score of a tree.

    >>> term = syntax.Term("mali", "Mali")
    >>> [factor for _, factor in summands(syntax.Boosted(syntax.And((term, term)), 2.0))]
    [2.0, 2.0]
    """
    match node:
        case syntax.And(parts) | syntax.Or(parts):
            return [pair for part in parts for pair in summands(part, factor)]
        case syntax.AndMaybe(required, optional):
            return summands(required, factor) + summands(optional, factor)
        case syntax.Boosted(child, own):
            return summands(child, factor * own)
        case _:
            return [(node, factor)]


def explain_tree(
    query: syntax.Node,
    document_id: str,
    score_of: Callable[[syntax.Node], float | None],
    forms_of: Callable[[syntax.Node], tuple[tuple[str, int], ...]],
) -> Explanation:
    """Explain a tree; `score_of` gives a node's score in the document, None without a match."""
    total = score_of(query)
    lines = []
    for node, factor in summands(query):
        score = score_of(node)
        part = render(node) if factor == 1.0 else f"{render(node)} times {factor:g}"
        lines.append(ExplanationLine(part, score is not None, (score or 0.0) * factor, forms_of(node)))
    return Explanation(render(query), document_id, total is not None, total or 0.0, tuple(lines))
