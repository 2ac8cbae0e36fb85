"""The plain words of a query text, where they stand in it.

For whoever changes a word and nothing around it. Knows names, so that they stay as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.analysis.filters import STOP_WORDS
from indexer.analysis.tokenizer import tokenize
from indexer.query.guard import has_sign
from indexer.query.lexer import Piece, cut
from indexer.query.names import NameTable
from indexer.query.plain_words import PlainWord, read_word
from indexer.query.prose import read_prose


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A folded word at its offsets in the text. Words of one `run` stand side by side.

    `fixed`: a name or part of one, a stop word, or a word with a digit.
    """

    term: str
    start: int
    end: int
    run: int
    fixed: bool


def typed_words(text: str, names: NameTable) -> tuple[TypedWord, ...]:
    """The words that are wanted as plain words: none in quotes, of a field, with a sign or after a NOT.

    `text` has gone through `check_text`.

    >>> [word.term for word in typed_words('Wagnr "in Mali" -gao title:coup jnm*', NameTable(()))]
    ['wagnr']
    """
    words: list[TypedWord] = []
    for number, run in enumerate(_runs(text)):
        words += _read_run(run, number, text, names)
    return tuple(words)


def _runs(text: str) -> Iterator[list[Piece]]:
    """Neighbouring pieces that are plain words."""
    run: list[Piece] = []
    excluded = depth = 0
    negated = False
    for piece in read_prose(tuple(cut(text)), [], "all"):
        depth += piece.kind == "open"
        if piece.kind == "open" and negated and not excluded:
            excluded = depth
        wanted = not (excluded or negated) and piece.kind == "word" and not piece.field
        if wanted and not has_sign(piece):
            if piece.weight == 1.0:
                run.append(piece)
            else:
                yield from (run, [piece])
                run = []
        else:
            yield run
            run = []
        if piece.kind == "close":
            excluded = 0 if depth == excluded else excluded
            depth = max(0, depth - 1)
        negated = piece.kind == "not"
    yield run


def _read_run(run: list[Piece], number: int, text: str, names: NameTable) -> Iterator[TypedWord]:
    words = [read_word(piece.text) or PlainWord(piece.text, ()) for piece in run]
    named = 0
    for at, piece in enumerate(run):
        named = max(named, at + names.longest(words[at:])[0])
        # A question mark before a word is no part of the piece.
        first = text.index(piece.text, piece.at - 1)
        for token in tokenize(piece.text):
            fixed = at < named or token.term in STOP_WORDS or any(map(str.isdigit, token.term))
            yield TypedWord(token.term, first + token.start, first + token.end, number, fixed)


def change_words(text: str, changes: "dict[tuple[int, int], str]") -> str:
    """The text with some stretches replaced, each in the case that it was typed in.

    >>> change_words("Wagnr AND mali", {(0, 5): "wagner"})
    'Wagner AND mali'
    """
    parts, at = [], 0
    for (start, end), word in sorted(changes.items()):
        parts += [text[at:start], _in_case(text[start:end], word)]
        at = end
    return "".join([*parts, text[at:]])


def _in_case(typed: str, word: str) -> str:
    """A folded word with the capitals of what was typed; never an operator."""
    if len(typed) > 1 and typed.isupper():
        shouted = word.upper()
        return shouted if all(piece.kind == "word" for piece in cut(shouted)) else word
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word
