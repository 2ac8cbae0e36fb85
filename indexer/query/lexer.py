"""A query text cut into words, quotes, brackets and operators.

Never fails: every character belongs to some piece or is white space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["word", "quote", "open", "close", "and", "or", "not", "near"]

_OPEN_QUOTES = '"“„«‟'
_CLOSE_QUOTES = '"”“»‟'
DASHES = "-‐‑‒–—―−"
_PIECE = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|(?P<close>\))"
    rf"|(?P<minus>[{DASHES}](?=[^\s)]))"
    rf"|(?:(?P<field>[A-Za-z_]+):)?[{_OPEN_QUOTES}](?P<quoted>[^{_CLOSE_QUOTES}]*)"
    rf"(?:[{_CLOSE_QUOTES}](?:~(?P<slop>\d{{1,9}}))?|(?P<unclosed>\Z))"
    rf"|(?P<word>[^\s()\"“”„«»‟]+)|(?P<stray>.)"
)
_NEAR = re.compile(r"NEAR(?:/(\d{1,9}))?")
_FIELD = re.compile(r"([A-Za-z_]+):(.*)", re.DOTALL)
_BOOST = re.compile(r"(.+)\^(\d{1,4}(?:\.\d{1,4})?)", re.DOTALL)
DEFAULT_NEAR = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. `at` is its position from 1, `number` a slop or distance, -1 where not given."""

    kind: PieceKind
    text: str
    at: int
    field: str = ""
    number: int = -1
    boost: float = 1.0
    closed: bool = True


def cut(text: str) -> Iterator[Piece]:
    """The pieces of a query text in order.

    >>> [p.kind for p in cut('a OR (b -"c d"~5)')]
    ['word', 'or', 'open', 'word', 'not', 'quote', 'close']
    """
    operators: dict[str, PieceKind] = {"AND": "and", "OR": "or", "NOT": "not"}
    for found in _PIECE.finditer(text):
        at = found.start() + 1
        match found.lastgroup:
            case "space" | "stray":
                continue
            case "open" | "close" as kind:
                yield Piece(kind, found.group(), at)
            case "minus":
                yield Piece("not", found.group(), at)
            case "word":
                word = found.group()
                if word in operators:
                    yield Piece(operators[word], word, at)
                elif near := _NEAR.fullmatch(word):
                    yield Piece("near", word, at, number=int(near.group(1) or DEFAULT_NEAR))
                else:
                    yield _word(word, at)
            case _:
                slop = int(found.group("slop")) if found.group("slop") else -1
                closed = found.group("unclosed") is None
                field = (found.group("field") or "").lower()
                yield Piece("quote", found.group("quoted"), at, field, slop, 1.0, closed)


def _word(text: str, at: int) -> Piece:
    boost = 1.0
    if found := _BOOST.fullmatch(text):
        text, boost = found.group(1), float(found.group(2))
    field = ""
    if found := _FIELD.fullmatch(text):
        field, text = found.group(1).lower(), found.group(2)
    return Piece("word", text, at, field, boost=boost)
