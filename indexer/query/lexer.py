"""A query text cut into words, quotes, brackets and operators.

Never fails: every character belongs to some piece or is white space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["word", "quote", "open", "close", "and", "or", "not", "near"]

# Languages differ in which of these opens and which closes: “en”, „de“, ”sv”, «fr», »da«.
QUOTES = '"“”„‟«»'
DASHES = "-‐‑‒–—―−"
_DASH = re.escape(DASHES)
_WEIGHT = r"\^(?P<{}>[0-9]+(?:\.[0-9]+)?)"
_PIECE = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|\)(?:{_WEIGHT.format('group_weight')})?(?P<close>)"
    rf"|(?P<minus>[{_DASH}](?=[^\s){_DASH}]))"
    rf"|(?:(?P<field>[A-Za-z_]+):)?[{QUOTES}](?P<quoted>[^{QUOTES}]*)"
    rf"(?:[{QUOTES}](?:~(?P<slop>[0-9]+))?(?:{_WEIGHT.format('quote_weight')})?|(?P<unclosed>\Z))(?P<quote>)"
    rf"|(?P<word>[^\s(){QUOTES}]+)"
)
_NEAR = re.compile(r"NEAR(?:/([0-9]+))?")
_FIELD = re.compile(r"([A-Za-z_]+):(?!//)(.*)", re.DOTALL)  # not http://
_WEIGHTED = re.compile(rf"(.+){_WEIGHT.format('weight')}", re.DOTALL)
_OPERATORS: dict[str, PieceKind] = {"AND": "and", "OR": "or", "NOT": "not"}
DEFAULT_NEAR = 10
# More than any limit; it keeps the numbers short that a text may hold.
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. `at` is its position from 1, `number` a slop or distance, -1 where not given.

    `field` is as typed. `weight` is that of a word, a quote or the group that a `close` ends.
    """

    kind: PieceKind
    text: str
    at: int
    field: str = ""
    number: int = -1
    weight: float = 1.0
    closed: bool = True


def cut(text: str) -> Iterator[Piece]:
    """The pieces of a query text in order.

    >>> [p.kind for p in cut('a OR (b -"c d"~5)')]
    ['word', 'or', 'open', 'word', 'not', 'quote', 'close']
    """
    for found in _PIECE.finditer(text):
        at = found.start() + 1
        match found.lastgroup:
            case "space":
                continue
            case "open":
                yield Piece("open", "(", at)
            case "close":
                yield Piece("close", ")", at, weight=_weight(found["group_weight"]))
            case "minus":
                yield Piece("not", found.group(), at)
            case "quote":
                slop = _number(found["slop"]) if found["slop"] else -1
                closed = found["unclosed"] is None
                weight = _weight(found["quote_weight"])
                yield Piece("quote", found["quoted"], at, found["field"] or "", slop, weight, closed)
            case _:
                yield _word(found.group(), at)


def _word(text: str, at: int) -> Piece:
    if text in _OPERATORS:
        return Piece(_OPERATORS[text], text, at)
    if near := _NEAR.fullmatch(text):
        return Piece("near", text, at, number=_number(near[1]) if near[1] else DEFAULT_NEAR)
    weight, field = 1.0, ""
    if found := _WEIGHTED.fullmatch(text):
        text, weight = found[1], _weight(found["weight"])
    if found := _FIELD.fullmatch(text):
        field, text = found[1], found[2]
    return Piece("word", text, at, field, weight=weight)


def _number(digits: str) -> int:
    return int(digits.lstrip("0")[: _DIGITS + 1] or 0)


def _weight(digits: str | None) -> float:
    return round(float(digits), 4) if digits else 1.0
