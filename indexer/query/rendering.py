"""A query tree as text in the query language, as it was understood.

A tree that was read from a text reads as the same tree again; nothing and everything have no text.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from indexer.query import syntax
from indexer.query.lexer import DASHES
from indexer.query.names import NameTable
from indexer.query.plain_words import PlainWord, read_word

_NEEDS_QUOTES = re.compile(r"[^\w.-]")


def render(node: syntax.Node, names: NameTable | None = None) -> str:
    """The tree as a query text; the outermost AND or OR has no brackets.

    What is only optional has no text: it changes no answer but its order.

    With `names`, an AND parts neighbouring words that would read as one name.

    >>> render(syntax.And((syntax.Term("mali", "Mali"), syntax.Not(syntax.Prefix("mo", "mo*")))))
    'Mali -mo*'
    """
    match node:
        case syntax.And(parts):
            return _side_by_side(parts, names)
        case syntax.Or(parts):
            return " OR ".join(_part(part, names) for part in parts)
        case syntax.AndMaybe(required, _):
            return render(required, names)
        case syntax.Wildcard():
            return _leaf(node)
        case _:
            return _part(node, names)


def _part(node: syntax.Node, names: NameTable | None) -> str:
    match node:
        case syntax.And() | syntax.Or():
            return f"({render(node, names)})"
        case syntax.AndMaybe(required, _):
            return _part(required, names)
        case syntax.Not(child):
            return f"-{_closed(child, names)}"
        case syntax.Boosted(child, factor):
            weight = f"{factor:.4f}".rstrip("0").rstrip(".")
            return f"{_closed(child, names)}^{weight}"
        case syntax.Near(left, right, distance):
            return f"{_part(left, names)} NEAR/{distance} {_part(right, names)}"
        case syntax.Wildcard(_, surface, _) if surface.endswith("?"):
            return f"({_leaf(node)})"  # at the end of a text it would be a question mark
        case _:
            return _leaf(node)


def _closed(node: syntax.Node, names: NameTable | None) -> str:
    """The text of a node that a sign before or behind it can take as one."""
    text = _part(node, names)
    open_ended = isinstance(node, syntax.Near | syntax.Boosted) or (
        isinstance(node, syntax.Name) and len(text.split()) > 1
    )
    return f"({text})" if open_ended or text[:1] in tuple(DASHES) else text


def _leaf(node: syntax.Node) -> str:
    match node:
        case syntax.Term(_, surface, exact, field):
            return _field(field) + (f'"{surface}"' if exact else surface)
        case syntax.Phrase(terms, surface, slop, field):
            near = f"~{slop}" if slop else ""
            return f'{_field(field)}"{surface or " ".join(terms)}"{near}'
        case syntax.Name(surface, _, _):
            return surface
        case syntax.Prefix(_, surface, field) | syntax.Wildcard(_, surface, field):
            return _field(field) + surface
        case syntax.Fuzzy(_, surface, _, field):
            return _field(field) + surface
        case syntax.FieldIs(field, value):
            return f'{field}:"{value}"' if _NEEDS_QUOTES.search(value) else f"{field}:{value}"
        case syntax.DateRange(field, first, last, surface):
            days = f"{date.fromordinal(first)}..{date.fromordinal(last)}"
            return f"{field}:{surface or days}"
        case _:
            return ""


def _field(field: syntax.TextField) -> str:
    return "title:" if field == "title" else ""


def _side_by_side(parts: Sequence[syntax.Node], names: NameTable | None) -> str:
    """The parts of an AND; the word itself stands only where names need it."""
    if names is None:
        return " ".join(_part(part, None) for part in parts)
    texts = []
    # Words wait for their neighbours; whatever else stands between them ends the waiting.
    for waits, run in groupby(parts, key=lambda part: bool(_words(part))):
        own = tuple(run)
        apart = waits and not _read_apart([_words(part) for part in own], names)
        texts.append((" AND " if apart else " ").join(_part(part, names) for part in own))
    return " ".join(texts)


def _words(node: syntax.Node) -> tuple[PlainWord, ...]:
    """The plain words of which a part consists; empty for other parts."""
    match node:
        case syntax.Name(surface, _, _) | syntax.Term(_, surface, False, "text"):
            words = (read_word(word) for word in surface.split())
            return tuple(word for word in words if word)
        case syntax.Near(left, right, _):
            return _words(left) + _words(right)
        case _:
            return ()


def _read_apart(parts: Sequence[tuple[PlainWord, ...]], names: NameTable) -> bool:
    """Whether each part is read by itself where all stand side by side."""
    words = [word for part in parts for word in part]
    for part in parts:
        if max(names.longest(words)[0], 1) != len(part):
            return False
        words = words[len(part) :]
    return True
