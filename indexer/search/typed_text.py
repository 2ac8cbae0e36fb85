"""What somebody has typed so far: the word that is begun, and what stands before it.

Asks no engine; any text is read, and most of them have a word to complete.
"""

from dataclasses import dataclass
from typing import Literal

from indexer.analysis.tokenizer import APOSTROPHES, fold_word, tokenize
from indexer.query.field_values import VALUE_FIELDS
from indexer.query.guard import Limits, check_text, has_sign
from indexer.query.lexer import QUOTES, Piece, cut
from indexer.query.prose import is_plain

# Who has typed more words than this is not helped by the next one.
MOST_WORDS = 16
# A name of more words is found by its first ones.
MOST_NAME_WORDS = 6
# Signs that may come between the letters of one word, so that it may go on behind them.
_WITHIN_WORDS = f"{APOSTROPHES}."
_WITHOUT_SIGNS = str.maketrans(dict.fromkeys(f"{QUOTES}()*?~^:", " "))
_OPERATORS = frozenset(("AND", "OR", "NOT", "NEAR"))


@dataclass(frozen=True, slots=True)
class Typed:
    """A text whose end is to be completed.

    `start` is where the begun word stands in `text`, `word` its folded letters: none behind a blank.
    `kind` "word": a word of its own; "phrase": one between quotes; "value": all behind a `field:`
    that has values, not words. `names` are the places from which on the text may be the beginning
    of a name, the earliest first. `plain`: words alone; `narrows`: each part before the word is
    asked for as well.
    """

    text: str
    start: int
    word: str
    kind: Literal["word", "phrase", "value"]
    field: str
    names: tuple[int, ...]
    plain: bool
    narrows: bool
    words: int

    @property
    def head(self) -> str:
        """What stands before the begun word."""
        return self.text[: self.start]

    @property
    def context(self) -> str:
        """What stands before, as words that need not stand in their order."""
        if self.kind != "phrase":
            return self.head
        opening = max(map(self.head.rfind, QUOTES))
        return f"{self.head[:opening]} {self.head[opening + 1 :]}"

    @property
    def begun(self) -> str:
        """What is typed of the word or value."""
        return self.text[self.start :]

    def with_word(self, word: str) -> str:
        """The text with the begun word whole, in the letters typed where they are as many.

        >>> from indexer.query.guard import Limits
        >>> read_typed("Mali MERC", Limits()).with_word("mercenaries")
        'Mali MERCENARIES'
        >>> read_typed('"Goï', Limits()).with_word("goita")
        '"Goïta"'
        """
        begun = self.begun
        rest = word[len(self.word) :]
        if len(begun) != len(self.word) or fold_word(begun) != self.word:
            begun, rest = "", word
        whole = begun + (rest.upper() if begun.isupper() and len(begun) > 1 else rest)
        if whole in _OPERATORS:
            whole = word
        return self.head + whole + ('"' if self.kind == "phrase" else "")

    def with_name(self, at: int, name: str) -> str:
        """The text with a name from a place on."""
        return self.text[:at] + name

    def with_value(self, value: str) -> str:
        """The text with the value of its field whole.

        >>> from indexer.query.guard import Limits
        >>> read_typed("mali source:rad", Limits()).with_value("Radio Gao")
        'mali source:"Radio Gao"'
        """
        quoted = self.head[-1:] in QUOTES
        if quoted or tuple(cut(value)) != (Piece("word", value, 1),):
            return f'{self.head if quoted else self.head + chr(34)}{value}"'
        return self.head + value


def read_typed(text: str, limits: Limits) -> Typed | None:
    """What there is to complete of a text; None where no word is begun at its end.

    Raises QueryRefused for a text that is longer than a query may be.
    """
    text = check_text(text, limits)
    pieces = tuple(cut(text))
    words = sum(len(tokenize(piece.text)) for piece in pieces)
    if not pieces or words > MOST_WORDS:
        return None
    last, before = pieces[-1], pieces[:-1]
    plain = list(map(is_plain, pieces))
    names = _name_places(pieces, plain)
    narrows = all(piece.kind in ("word", "quote", "and", "not") for piece in before)
    whole = last.closed if last.kind == "quote" else last.kind != "word" or has_sign(last)
    if whole or last.weight != 1.0:
        return None
    field = last.field.lower()
    if text[-1].isspace() and last.kind == "word":
        # Nothing is begun; but a name may go on.
        return Typed(text, len(text), "", "word", "", names, all(plain), narrows, words) if names else None
    if field in VALUE_FIELDS:
        start = len(text) - len(last.text)
        return Typed(text, start, last.text.strip(), "value", field, (), False, narrows, words)
    tokens = tokenize(last.text)
    if not tokens or last.text[tokens[-1].end :].strip(_WITHIN_WORDS):
        return None
    start = len(text) - len(last.text) + tokens[-1].start
    kind: Literal["word", "phrase"] = "phrase" if last.kind == "quote" else "word"
    field = field if field == "title" else ""
    return Typed(text, start, tokens[-1].term, kind, field, names, all(plain), narrows, words)


def write_plain(name: str) -> str:
    """A name as plain words, without the signs that mean something in a query.

    >>> write_plain("Jama'at al-Islam"), write_plain("Wagner (PMC)"), write_plain("Either OR")
    ("Jama'at al-Islam", 'Wagner PMC', 'either or')
    """
    for written in (name, " ".join(name.translate(_WITHOUT_SIGNS).split())):
        if all(map(is_plain, cut(written))):
            return written
    return " ".join(token.term for token in tokenize(name))


def _name_places(pieces: tuple[Piece, ...], plain: list[bool]) -> tuple[int, ...]:
    """Where the last plain words begin, the earliest first."""
    places: list[int] = []
    for piece, own in zip(reversed(pieces), reversed(plain), strict=True):
        if not own or len(places) == MOST_NAME_WORDS:
            break
        places.append(piece.at - 1)
    return tuple(reversed(places))
