"""Small faults in a module, made on its syntax tree.

One fault a mutant: a comparison turned or its bound moved, a condition negated, a number off by one, a
truth turned, `and` for `or`, a result that is None, a statement left out. Runs nothing.
"""

import ast
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

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
# What has statements below it, but for classes, whose statements are their fields.
_BLOCKS = (ast.FunctionDef, ast.If, ast.With, ast.For, ast.While, ast.Try, ast.ExceptHandler)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault: in which line it is, what it is, and the source."""

    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    r"""Every fault of a module; messages, docstrings, logs and the types of arguments have none.

    >>> [mutant.what for mutant in mutants("def f(a):\n    return a < 1")]
    ['return None', 'Lt to LtE', 'Lt to GtE', '1 to 2']
    """
    whole = ast.parse(source)
    types, packed = _types(whole), pickle.dumps(whole)
    for number, node in enumerate(ast.walk(whole)):
        for what in range(0 if node in types else _faults(node)):
            tree = pickle.loads(packed)
            place = next(islice(ast.walk(tree), number, None))
            line, told = _break(place, what)
            if told:
                yield Mutant(line, told, ast.unparse(ast.fix_missing_locations(tree)))


def _types(tree: ast.Module) -> set[ast.AST]:
    """All nodes of annotations: no fault in them changes what is done, or the module cannot be loaded."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            found.update(ast.walk(getattr(node, name, None) or ast.Pass()))
    return found


def _faults(node: ast.AST) -> int:
    """How many faults a node may have."""
    if isinstance(node, ast.Compare):
        return len(_TURNED.get(type(node.ops[0]), ()))
    if isinstance(node, ast.BinOp):
        return type(node.op) in _SWAPPED
    if isinstance(node, _BLOCKS):
        return len(_statements(node)) + isinstance(node, ast.If)
    return isinstance(node, ast.Constant | ast.BoolOp | ast.UnaryOp | ast.Return | ast.IfExp)


def _break(node: ast.AST, what: int) -> tuple[int, str]:
    """Put one fault into a node; its line and what it is, or nothing where it would be none."""
    if isinstance(node, _BLOCKS) and what < len(_statements(node)):
        return _leave_out(*_statements(node)[what])
    return getattr(node, "lineno", 0), _change(node, what)


def _change(node: ast.AST, what: int) -> str:  # one case a kind of node
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
        case ast.If():
            node.test = ast.UnaryOp(ast.Not(), node.test)
            return "condition negated"
    return ""


def _statements(node: ast.AST) -> list[tuple[list[ast.stmt], int]]:
    """Each statement right below a node, as its list and its place there."""
    lists = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
    return [(body, at) for body in lists for at in range(len(body))]


def _leave_out(body: list[ast.stmt], at: int) -> tuple[int, str]:
    statement = body[at]
    text = ast.unparse(statement)
    is_words = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    if is_words or text.startswith("log.") or isinstance(statement, ast.Return | ast.Pass | ast.FunctionDef):
        return 0, ""
    body[at] = ast.Pass(lineno=statement.lineno, col_offset=0)
    return statement.lineno, f"without {text.splitlines()[0][:60]}"
