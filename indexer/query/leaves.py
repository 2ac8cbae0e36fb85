"""Words, quotes, patterns and values: one piece of a query text as a node.

Says in a note whatever of a piece is not used; knows nothing of the pieces beside it.
"""

from dataclasses import dataclass, replace

from indexer.analysis.tokenizer import tokenize
from indexer.query import syntax
from indexer.query.field_values import VALUE_FIELDS, read_field
from indexer.query.groups import Group, stop_word_note
from indexer.query.guard import Limits, has_sign, refuse
from indexer.query.lexer import Piece
from indexer.query.names import NameTable
from indexer.query.pattern_words import read_pattern
from indexer.query.plain_words import PlainWord, plain_node, read_word
from indexer.query.request import Match, Note, Spelling
from indexer.said import say

MAX_WEIGHT = 100.0


@dataclass(frozen=True, slots=True)
class Rules:
    """How a text is to be read; `spelling` "exact" reads no word as a name, but values still."""

    limits: Limits
    match: Match
    names: NameTable | None
    spelling: Spelling


class LeafReader:
    """Adds pieces to groups, within the limits."""

    def __init__(self, rules: Rules, notes: list[Note]) -> None:
        self._rules = rules
        self._limits = rules.limits
        self._notes = notes

    def group(self) -> Group:
        """A group without parts."""
        return Group(self._rules.names if self._rules.spelling == "all" else None, self._notes)

    def finish(self, group: Group) -> syntax.Node | None:
        """The node of a group, joined as the rules say."""
        return group.finish(loose=self._rules.match == "any")

    def ignore(self, message: str) -> None:
        """Say that something was not used."""
        self._notes.append(Note("ignored", message))

    def add(self, node: syntax.Node | None, weight: float, group: Group) -> None:
        """Add a node with its weight; None is a part that cannot be used."""
        if node is None:
            group.skip()
            return
        if weight > MAX_WEIGHT:
            self.ignore(say("A weight above %(n)s was cut to it.", n=int(MAX_WEIGHT)))
        group.add(node if weight == 1.0 else syntax.Boosted(node, min(weight, MAX_WEIGHT)))

    def read(self, piece: Piece, group: Group) -> None:
        """Add a word or quote, or skip it with a note."""
        field = piece.field.lower()
        if field and not piece.text.strip() and piece.kind == "word":
            self.ignore(say("“%(field)s:” has no value and was ignored.", field=field))
            group.skip()
        elif field in VALUE_FIELDS:
            group.flush()
            node = read_field(field, piece.text, self._rules.names, self._notes)
            self.add(node, piece.weight, group)
        elif field and field != "title":
            self._unknown_field(piece, group)
        elif field or piece.kind == "quote" or has_sign(piece) or piece.weight != 1.0:
            group.flush()
            node = self._node(piece, "title" if field else "text")
            self.add(node, piece.weight, group)
        elif word := self._read_word(piece.text):
            group.add_word(word)
        else:
            group.skip()

    def _unknown_field(self, piece: Piece, group: Group) -> None:
        """Both sides of the colon, as words side by side."""
        group.flush()
        self.ignore(say("“%(field)s:” is no field; its words are searched as words.", field=piece.field))
        both = self.group()
        for part in (Piece("word", piece.field, piece.at), replace(piece, field="", weight=1.0)):
            self.read(part, both)
        self.add(self.finish(both), piece.weight, group)

    def _node(self, piece: Piece, field: syntax.TextField) -> syntax.Node | None:
        """The node of a piece that stands for itself alone."""
        if piece.kind == "quote":
            return self._quote(piece, field)
        if has_sign(piece):
            return self._pattern(piece.text, field)
        word = self._read_word(piece.text)
        if word is None:
            return None
        if field == "title":
            return self._plain(word, field)
        alone = self.group()
        alone.add_word(word)
        return self.finish(alone)

    def _plain(self, word: PlainWord, field: syntax.TextField) -> syntax.Node | None:
        node = plain_node(word, field)
        if node is None:
            self._notes.append(stop_word_note(word.surface))
        return node

    def _quote(self, piece: Piece, field: syntax.TextField) -> syntax.Node | None:
        if not piece.closed:
            self.ignore(
                say("The quote at position %(n)s has no partner; it was closed at the end.", n=piece.at)
            )
        terms = self._check_phrase(tuple(token.term for token in tokenize(piece.text)))
        surface = piece.text.strip()
        if not terms:
            self.ignore(_no_letter(surface) if surface else _empty(piece))
            return None
        if len(terms) == 1:
            return syntax.Term(terms[0], surface, exact=True, field=field)
        return syntax.Phrase(terms, surface, self.cut_slop(max(piece.number, 0)), field)

    def _pattern(self, text: str, field: syntax.TextField) -> syntax.Node | None:
        parts = self.group()
        for part in read_pattern(text, field, self.ignore):
            if not isinstance(part, str):
                parts.add(part)
            elif field == "title":
                self.add(self._plain(PlainWord(part, (part,)), field), 1.0, parts)
            else:
                parts.add_word(PlainWord(part, (part,)))
        return self.finish(parts)

    def _read_word(self, text: str) -> PlainWord | None:
        word = read_word(text)
        if word is None:
            self.ignore(_no_letter(text))
            return None
        self._check_phrase(word.terms)
        return word

    def _check_phrase(self, terms: tuple[str, ...]) -> tuple[str, ...]:
        """The words of a phrase, within their limit."""
        if len(terms) > self._limits.phrase_words:
            raise refuse(len(terms), say("words in one phrase"), self._limits.phrase_words)
        return terms

    def cut_slop(self, number: int) -> int:
        """A distance within its limit."""
        if number > self._limits.slop:
            self.ignore(say("A distance above %(n)s was cut to it.", n=self._limits.slop))
        return min(number, self._limits.slop)


def _empty(quote: Piece) -> str:
    return say("The quote at position %(n)s is empty and was ignored.", n=quote.at)


def _no_letter(text: str) -> str:
    return say("“%(text)s” has no letter or digit and was ignored.", text=text)
