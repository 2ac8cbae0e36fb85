"""Brackets without a partner: dropped before the text is read, with notes.

What is dropped has no effect: the rest reads as if it had not been typed.
"""

from collections.abc import Sequence

from indexer.query.lexer import Piece
from indexer.said import say

# From here on their number is told, not each position.
MANY = 4


def pair_brackets(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """The pieces whose brackets all have partners, and what is to be said of the others.

    >>> from indexer.query.lexer import cut
    >>> kept, says = pair_brackets(tuple(cut("(mali")))
    >>> [piece.text for piece in kept], says
    (['mali'], ('The ( at position 1 has no partner and was ignored.',))
    """
    waiting: list[int] = []
    lone: list[int] = []
    for number, piece in enumerate(pieces):
        if piece.kind == "open":
            waiting.append(number)
        elif piece.kind == "close":
            if waiting:
                waiting.pop()
            else:
                lone.append(number)
    dropped = sorted((*lone, *waiting))
    if len(dropped) >= MANY:
        says: tuple[str, ...] = (say("%(n)s brackets have no partner and were ignored.", n=len(dropped)),)
    else:
        says = tuple(
            say(
                "The %(sign)s at position %(n)s has no partner and was ignored.",
                sign=pieces[number].text,
                n=pieces[number].at,
            )
            for number in dropped
        )
    gone = set(dropped)
    return tuple(piece for number, piece in enumerate(pieces) if number not in gone), says
