"""Small faults in a module, made on its syntax tree.

One fault a mutant: a comparison turned or its bound moved, a condition negated, a number off by one, a
truth turned, `and` for `or`, a result that is None, a statement left out. Runs nothing.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault: in which line it is, what it is, and the source."""

    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    r"""Every fault of a module; messages, docstrings and logs have none.

    >>> [mutant.what for mutant in mutants("def f(a):\n    return a < 1")]
    ['return None', 'Lt to LtE', 'Lt to GtE', '1 to 2']
    """
    for number, node in enumerate(ast.walk(ast.parse(source))):
        for what in range(_faults(node)):
            tree = ast.parse(source)
            place = next(one for at, one in enumerate(ast.walk(tree)) if at == number)
            told = _break(place, what)
            if told:
                yield Mutant(getattr(place, "lineno", 0), told, ast.unparse(ast.fix_missing_locations(tree)))


def _faults(node: ast.AST) -> int:
    """How many faults a node may have."""
    if isinstance(node, ast.Compare):
        return len(_TURNED.get(type(node.ops[0]), ()))
    if isinstance(node, ast.BinOp):
        return type(node.op) in _SWAPPED
    if isinstance(node, ast.FunctionDef | ast.If | ast.With | ast.For | ast.Try):
        return len(node.body) + isinstance(node, ast.If)
    return isinstance(node, ast.Constant | ast.BoolOp | ast.UnaryOp | ast.Return | ast.IfExp)


def _break(node: ast.AST, what: int) -> str:  # noqa: C901  # one case a kind of node
    """Put one fault into a node; what it is, or nothing where it would be none."""
    match node:
        case ast.Compare():
            old, new = node.ops[0], _TURNED[type(node.ops[0])][what]()
            node.ops[0] = new
            return f"{type(old).__name__} to {type(new).__name__}"
        case ast.BinOp():
            old_, node.op = node.op, _SWAPPED[type(node.op)]()
            return f"{type(old_).__name__} to {type(node.op).__name__}"
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            return f"to {type(node.op).__name__}"
        case ast.UnaryOp(op=ast.Not()):
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
            return "without not"
        case ast.Constant(value=bool()):
            node.value = not node.value
            return f"{not node.value} to {node.value}"
        case ast.Constant(value=int()):
            node.value += 1
            return f"{node.value - 1} to {node.value}"
        case ast.Return(value=ast.expr()) if not (
            isinstance(node.value, ast.Constant) and node.value.value is None
        ):
            node.value = ast.Constant(None)
            return "return None"
        case ast.IfExp():
            node.body, node.orelse = node.orelse, node.body
            return "sides of if swapped"
        case ast.If() if what == len(node.body):
            node.test = ast.UnaryOp(ast.Not(), node.test)
            return "condition negated"
        case ast.FunctionDef() | ast.If() | ast.With() | ast.For() | ast.Try():
            return _leave_out(node.body, what)
    return ""


def _leave_out(body: list[ast.stmt], at: int) -> str:
    statement = body[at]
    text = ast.unparse(statement)
    is_words = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    if is_words or text.startswith("log.") or isinstance(statement, ast.Return | ast.Pass | ast.FunctionDef):
        return ""
    body[at] = copy.copy(ast.Pass(lineno=statement.lineno, col_offset=0))
    return f"without {text.splitlines()[0][:60]}"
