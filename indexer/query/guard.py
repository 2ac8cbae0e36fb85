"""What a query text may cost, before anything of it is run.

Cleans the characters and refuses texts that are too long, too deep or too wide, in plain words.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.analysis.tokenizer import tokenize
from indexer.errors import QueryRefused
from indexer.query.field_values import VALUE_FIELDS
from indexer.query.lexer import Piece
from indexer.query.pattern_words import SIGNS, pattern_tokens
from indexer.said import say

# Controls, lone surrogates and the marks that turn the direction of writing.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200e\u200f]"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of each thing that one query may have."""

    characters: int = 512
    words: int = 64
    depth: int = 16
    wildcards: int = 8
    phrase_words: int = 32
    slop: int = 50


def refuse(count: int, what: str, limit: int) -> QueryRefused:
    """The refusal of a query that has too much of something.

    >>> str(refuse(214, "wildcards", 8))
    'This query was not run. It has 214 wildcards; the limit is 8. Nothing is wrong with the index.'
    """
    return QueryRefused(
        say(
            "This query was not run. It has %(n)s %(what)s; the limit is %(limit)s. "
            "Nothing is wrong with the index.",
            n=count,
            what=what,
            limit=limit,
        )
    )


def check_text(text: str, limits: Limits) -> str:
    """The text in NFC without control characters. Raises QueryRefused; cost: linear."""
    if len(text) > limits.characters:
        raise refuse(len(text), say("characters"), limits.characters)
    return unicodedata.normalize("NFC", _UNWANTED.sub(" ", text))


def has_sign(piece: Piece) -> bool:
    """Whether a piece is a word with a `*`, `?` or `~`: one that stands for several words."""
    return piece.kind == "word" and not is_value(piece) and bool(SIGNS & set(piece.text))


def is_value(piece: Piece) -> bool:
    """Whether a piece is the value of a field such as actor: or published:."""
    return piece.field.lower() in VALUE_FIELDS


def check_pieces(pieces: Sequence[Piece], limits: Limits) -> None:
    """Raises QueryRefused for too many words, levels of parentheses or wildcards.

    Every word counts, also those inside quotes or joined by dashes, and so does every sign.
    """
    words = sum(_count_words(piece) for piece in pieces)
    if words > limits.words:
        raise refuse(words, say("words and signs"), limits.words)
    depth = deepest = 0
    for piece in pieces:
        depth += (piece.kind == "open") - (piece.kind == "close" and depth > 0)
        deepest = max(deepest, depth)
    if deepest > limits.depth:
        raise refuse(deepest, say("levels of parentheses"), limits.depth)
    wild = sum(_count_wildcards(piece) for piece in pieces if has_sign(piece))
    if wild > limits.wildcards:
        raise refuse(wild, say("wildcards"), limits.wildcards)


def _count_words(piece: Piece) -> int:
    if is_value(piece) or (not piece.field and piece.text.isascii() and piece.text.isalnum()):
        return 1
    return max(1, len(tokenize(f"{piece.field} {piece.text}")))


def _count_wildcards(piece: Piece) -> int:
    # A text such as a*-b*-c* is one piece and several wildcards.
    return max(1, sum(bool(SIGNS & set(token)) for token in pattern_tokens(piece.text)))
