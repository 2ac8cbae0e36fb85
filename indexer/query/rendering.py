"""A query tree as text in the query language, as it was understood."""

from datetime import date

from indexer.query import syntax

_SIGNS = frozenset(' ()"“”«»:~^*?-')


def render(node: syntax.Node) -> str:
    """The tree as a query text; the outermost AND has no brackets.

    >>> render(syntax.And((syntax.Term("mali", "Mali"), syntax.Not(syntax.Prefix("mo", "mo*")))))
    'Mali -mo*'
    """
    match node:
        case syntax.And(parts):
            return " ".join(_part(part) for part in parts)
        case syntax.Or(parts):
            return " OR ".join(_part(part) for part in parts)
        case _:
            return _part(node)


def _part(node: syntax.Node) -> str:
    match node:
        case syntax.And() | syntax.Or():
            return f"({render(node)})"
        case syntax.Not(child):
            return f"-{_part(child)}"
        case syntax.Boosted(child, factor):
            return f"{_part(child)}^{factor:g}"
        case syntax.Near(left, right, distance):
            return f"{_part(left)} NEAR/{distance} {_part(right)}"
        case _:
            return _leaf(node)


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
            return f'{field}:"{value}"' if _SIGNS - {"-"} & set(value) else f"{field}:{value}"
        case syntax.DateRange(field, first, last, surface):
            days = f"{date.fromordinal(first)}..{date.fromordinal(last)}"
            return f"{field}:{surface or days}"
        case syntax.Nothing():
            return "(nothing)"
        case _:
            return ""


def _field(field: syntax.TextField) -> str:
    return "title:" if field == "title" else ""
