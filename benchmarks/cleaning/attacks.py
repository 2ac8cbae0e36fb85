"""Texts on which a regular expression takes long, made from the expression itself.

A backtracking matcher is slow where a part that repeats can be cut in many ways, and where many
places of a text begin like a match and fail late (Davis et al. 2018, "The impact of regular
expression denial of service in practice"). So each part that repeats is pumped behind a text that
leads to it, and each stretch of the expression is repeated as a whole. Matches nothing itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

# The parse tree has no public name.
_sre: Any = import_module("re._parser")
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
# Signs that stand for their class: where two parts that repeat side by side both take one, it pumps both.
_SIGNS = "aA1 .-,'/|é"
_COMMON = (
    "a",
    "A",
    "1",
    " ",
    "a ",
    "A ",
    "A. ",
    ".",
    "-",
    "\t",
    "(",
    "[",
    '"',
    "©",
    "/",
    "a/",
    "1-",
    "<",
    "é",
)
_UNMATCHED = "\0"
# A stretch of more parts is long enough to be reached in pieces.
_MOST_PARTS = 10
_RUN = 30


@dataclass(frozen=True, slots=True)
class Attack:
    """A text of any length: `before`, then `pump` again and again, then what ends no match.

    `folded`: with single blanks only, as a rule sees a line.
    """

    before: str
    pump: str
    folded: bool = False

    def text(self, length: int) -> str:
        """So many characters of it."""
        times = max(length - len(self.before), 0) // len(self.pump) + 1
        text = self.before + self.pump * times
        return (" ".join(text.split()) if self.folded else text)[: length - 1] + _UNMATCHED


def make_attacks(pattern: str, flags: int = 0, *, folded: bool = False) -> list[Attack]:
    """All attacks on a pattern, each once.

    >>> Attack("", "a") in make_attacks("(?:a+)+$")
    True
    """
    tree = _sre.parse(pattern, flags)
    found: dict[Attack, None] = {}
    for before, pump in _pumps(tree, ""):
        if pump:
            lead = before + pump
            for start, part in ((before, pump), ("", lead), ("", before + pump * _RUN)):
                found[Attack(start, part, folded)] = None
    for pump in _COMMON:
        found[Attack("", pump, folded)] = None
    return list(found)


def _pumps(nodes: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    """What leads to each part that repeats, and what the part takes."""
    for at, (op, value) in enumerate(nodes):
        name, here = str(op), before + _sample(nodes[:at])
        if name in _REPEATS:
            body = value[2]
            yield from ((here, pump) for pump in _variants(body))
            yield from _pumps(body, here)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _pumps(branch, here)
        elif name in {"SUBPATTERN", "ATOMIC_GROUP", "ASSERT"}:
            yield from _pumps(value if name == "ATOMIC_GROUP" else value[-1], here)
    parts = _parts(nodes)
    if 1 < len(parts) <= _MOST_PARTS:
        for first in range(len(parts)):
            lead = before + "".join(parts[:first])
            for last in range(first + 1, len(parts) + 1):
                yield lead, "".join(parts[first:last])


def _parts(nodes: Sequence[Any]) -> list[str]:
    """The sequence as samples of its parts, letters that follow each other as one."""
    parts: list[str] = []
    in_letters = False
    for node in nodes:
        is_letter = str(node[0]) == "LITERAL"
        piece = _sample([node])
        if is_letter and in_letters:
            parts[-1] += piece
        elif piece:
            parts.append(piece)
        in_letters = is_letter
    return parts


def _variants(body: Sequence[Any]) -> Iterable[str]:
    """Samples of a part that repeats: each sign that it takes, or each of its branches."""
    if len(body) == 1:
        op, value = str(body[0][0]), body[0][1]
        if op in {"IN", "ANY", "NOT_LITERAL", "CATEGORY"}:
            return [sign for sign in _SIGNS if _takes(op, value, sign)] or [_sample(body)]
        inner = value[-1] if op == "SUBPATTERN" else body
        if len(inner) == 1 and str(inner[0][0]) == "BRANCH":
            return [_sample(branch) for branch in inner[0][1][1]]
    return [_sample(body)]


def _sample(nodes: Iterable[Any]) -> str:
    """A text that the nodes match: the first branch, each repeat at least once."""
    return "".join(_sample_one(str(op), value) for op, value in nodes)


def _sample_one(op: str, value: Any) -> str:
    if op == "LITERAL":
        return chr(value)
    if op in {"IN", "ANY", "NOT_LITERAL", "CATEGORY"}:
        return next((sign for sign in _SIGNS if _takes(op, value, sign)), _first(op, value))
    if op in _REPEATS:
        return _sample(value[2]) * max(1, min(int(value[0]), _RUN))
    if op == "BRANCH":
        return _sample(value[1][0])
    if op == "SUBPATTERN":
        return _sample(value[-1])
    if op == "ATOMIC_GROUP":
        return _sample(value)
    # What must stand before a match leads to it; what must follow comes by itself.
    return _sample(value[1]) if op == "ASSERT" and value[0] < 0 else ""


def _takes(op: str, value: Any, sign: str) -> bool:
    """Whether a class of characters takes a sign."""
    if op == "ANY":
        return sign != "\n"
    if op == "NOT_LITERAL":
        return ord(sign) != value
    if op == "CATEGORY":
        return _in_category(str(value), sign)
    negated = str(value[0][0]) == "NEGATE"
    return any(_in_item(str(kind), item, sign) for kind, item in value) is not negated


def _in_item(kind: str, item: Any, sign: str) -> bool:
    if kind == "LITERAL":
        return ord(sign) == item
    if kind == "RANGE":
        return bool(item[0] <= ord(sign) <= item[1])
    return kind == "CATEGORY" and _in_category(str(item), sign)


def _in_category(category: str, sign: str) -> bool:
    tests = {"DIGIT": sign.isdigit(), "SPACE": sign.isspace(), "WORD": sign.isalnum() or sign == "_"}
    name = category.removeprefix("CATEGORY_")
    return not tests[name.removeprefix("NOT_")] if name.startswith("NOT_") else tests[name]


def _first(op: str, value: Any) -> str:
    """The first sign that a class of none of the usual ones names."""
    for kind, item in value if op == "IN" else ():
        if str(kind) == "LITERAL":
            return chr(item)
        if str(kind) == "RANGE":
            return chr(item[0])
    return "x"
