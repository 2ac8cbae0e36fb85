"""Written sentences among the signs of queries.

A question mark ends a question before it stands for a letter, and a sentence in capitals has no
operators. Only pieces are changed; nothing of a text is dropped but such signs.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.analysis.filters import STOP_WORDS
from indexer.analysis.tokenizer import tokenize
from indexer.query.field_values import VALUE_FIELDS
from indexer.query.guard import has_sign
from indexer.query.lexer import Piece
from indexer.query.request import Match, Note
from indexer.said import say, say_all, say_many

# From this many plain words on a text is a sentence, of which hardly a document has every word.
SENTENCE_WORDS = 6
# A shorter text of so many plain words is a question if it ends like one; it may be wagne?.
QUESTION_WORDS = 3
_ENDS = "?!.,;:"
_OPERATORS = ("and", "or", "not", "near")


def is_plain(piece: Piece) -> bool:
    """Whether a piece is a word with no sign of the query language."""
    return piece.kind == "word" and not piece.field and piece.weight == 1.0 and not has_sign(piece)


def read_prose(pieces: Sequence[Piece], notes: list[Note], match: Match) -> tuple[Piece, ...]:
    """The pieces of a text, those of sentences as the plain words that they are.

    Where any word may match, each word of a compound may: boundary-layer also finds layers.
    """
    read = tuple(map(_without_colon, pieces)) if any(piece.field for piece in pieces) else tuple(pieces)
    if any(piece.kind in _OPERATORS for piece in read):
        read = _read_capitals(read, notes)
    if any("?" in piece.text for piece in read):
        read = _read_questions(read, notes)
    if match == "any" and all(_is_prose(piece) for piece in read):
        read = tuple(part for piece in read for part in _parts(piece))
    return read


def _without_colon(piece: Piece) -> Piece:
    """A word before a colon that ends it is no field: Mali: what next."""
    name = piece.field.lower()
    if piece.kind != "word" or not name or piece.text or name == "title" or name in VALUE_FIELDS:
        return piece
    return replace(piece, text=piece.field, field="")


def _read_capitals(pieces: tuple[Piece, ...], notes: list[Note]) -> tuple[Piece, ...]:
    """The operators of a sentence all in capitals as words.

    JNIM OR AQIM is none, as no small word is in it; AND joins as its neighbours are joined, so
    that a shorter text is enough where there is no other.
    """
    signs = tuple(dict.fromkeys(piece.text for piece in pieces if piece.kind in _OPERATORS))
    words = [piece.text for piece in pieces if is_plain(piece)]
    least = QUESTION_WORDS if signs == ("AND",) else SENTENCE_WORDS
    if not (
        signs
        and len(words) >= least
        and all(piece.text == piece.text.upper() for piece in pieces)
        and any(word.strip(_ENDS).lower() in STOP_WORDS for word in words)
    ):
        return pieces
    says = say_many(
        "The text is a sentence in capitals, so %(signs)s was read as a word.",
        "The text is a sentence in capitals, so %(signs)s were read as words.",
        len(signs),
        signs=say_all(signs),
    )
    notes.append(Note("ignored", says))
    return tuple(Piece("word", p.text, p.at) if p.kind in _OPERATORS else p for p in pieces)


def _read_questions(pieces: tuple[Piece, ...], notes: list[Note]) -> tuple[Piece, ...]:
    """Question marks around the words of a sentence, or at the end of a short question."""
    words = [piece for piece in pieces if is_plain(_bare(piece))]
    if len(words) >= SENTENCE_WORDS and all(_is_prose(piece) for piece in pieces):
        read = [_bare(p) if _ends_question(pieces, at) else p for at, p in enumerate(pieces)]
    elif len(pieces) >= QUESTION_WORDS and all(map(is_plain, pieces[:-1])) and is_plain(_bare(pieces[-1])):
        read = [*pieces[:-1], _bare(pieces[-1])]
    else:
        return pieces
    marks = sum(piece != other for piece, other in zip(pieces, read, strict=True))
    if marks:
        says = say("The ? at the end was read as a question mark.")
        if marks > 1 or read[-1] == pieces[-1]:
            says = say("Each ? at a word's end was read as a question mark.")
        notes.append(Note("ignored", says))
    return tuple(piece for piece in read if piece.text)


def _bare(piece: Piece) -> Piece:
    """A word without the question marks around it."""
    if piece.kind != "word" or "?" not in piece.text:
        return piece
    text = piece.text.lstrip("?")
    last = text.rstrip("?!")
    return replace(piece, text=last if "?" in text[len(last) :] else text)


def _is_prose(piece: Piece) -> bool:
    return (piece.kind in ("open", "close", "quote") and not piece.field) or is_plain(_bare(piece))


def _ends_question(pieces: Sequence[Piece], at: int) -> bool:
    """Whether the question marks of a word are none of a pattern: (wagne?) alone in brackets is one."""
    before = pieces[at - 1].kind if at else "word"
    after = pieces[at + 1].kind if at + 1 < len(pieces) else "word"
    return pieces[at].kind == "word" and not (before == "open" and after == "close")


def _parts(piece: Piece) -> tuple[Piece, ...]:
    """The words of a compound; any other piece alone."""
    tokens = tokenize(piece.text) if piece.kind == "word" else ()
    if len(tokens) < 2:
        return (piece,)
    return tuple(replace(piece, text=piece.text[token.start : token.end]) for token in tokens)
