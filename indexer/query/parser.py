"""Query text to query tree, with notes on what was ignored.

Never raises for odd text; QueryRefused only for what costs too much. Recursion is bounded by
the depth limit, which is checked first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.analysis.tokenizer import tokenize
from indexer.query import syntax
from indexer.query.brackets import pair_brackets
from indexer.query.date_ranges import DATE_FIELDS, read_date
from indexer.query.groups import Group, join, lacks_a_side
from indexer.query.guard import Limits, check_pieces, check_text
from indexer.query.leaves import LeafReader, Rules
from indexer.query.lexer import Piece, cut
from indexer.query.names import NameTable
from indexer.query.prose import is_plain, read_prose
from indexer.query.request import Match, Note, Spelling
from indexer.said import say, say_list

# So many words that are not searched on their own are named, the rest counted.
SHOWN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree with notes. `bare` is true for plain words alone, `plain_words` counts them."""

    query: syntax.Node
    notes: tuple[Note, ...]
    plain_words: int
    bare: bool


def parse(
    text: str,
    limits: Limits,
    *,
    match: Match = "all",
    names: NameTable | None = None,
    spelling: Spelling = "all",
) -> Parsed:
    """Read a query text. Words that are names become `Name` nodes if `names` is given.

    `spelling` "exact" reads no word as a name; values behind actor: and place: still are.

    >>> parse("wagner -mali", Limits()).query.children[0]
    Term(term='wagner', surface='wagner', exact=False, field='text', french='wagn')
    """
    typed = tuple(cut(check_text(text, limits)))
    check_pieces(typed, limits)
    pieces, says = pair_brackets(typed)
    notes = [Note("ignored", message) for message in says]
    pieces = _join_dates(read_prose(pieces, notes, match))
    leaves = LeafReader(Rules(limits, match, names, spelling), notes)
    query = _Run(pieces, leaves, notes).parse()
    if query is None and text.strip():
        notes.append(Note("ignored", say("Nothing is left to search for.")))
        query = syntax.Nothing()
    words = sum(piece.kind == "word" and not piece.field and bool(tokenize(piece.text)) for piece in pieces)
    bare = all(is_plain(piece) for piece in pieces)
    return Parsed(query or syntax.All(), _gather(notes), words, bare)


def _join_dates(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The words of a date behind its field as one piece: published:27 March 2024."""
    joined: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece, size = pieces[at], 1
        if piece.kind == "word" and piece.field.lower() in DATE_FIELDS and not read_date(piece.text):
            for more in (2, 3):
                own = pieces[at : at + more]
                text = " ".join(part.text for part in own)
                if all(is_plain(part) for part in own[1:]) and read_date(text):
                    piece, size = replace(piece, text=text, weight=own[-1].weight), len(own)
                    break
        joined.append(piece)
        at += size
    return tuple(joined)


def _gather(notes: list[Note]) -> tuple[Note, ...]:
    """Each note once, and the words that are not searched on their own in one."""
    unique = list(dict.fromkeys(notes))
    alone = [note for note in unique if note.kind == "ignored" and note.word]
    if len(alone) > 1:
        shown: list[str] = [say("“%(word)s”", word=note.word) for note in alone[:SHOWN_WORDS]]
        more = say("%(n)s more", n=len(alone) - SHOWN_WORDS)
        says = say(
            "%(words)s and %(last)s are not searched on their own.",
            last=shown.pop() if len(alone) <= SHOWN_WORDS else more,
            words=say_list(shown),
        )
        unique[unique.index(alone[0])] = Note("ignored", says)
        unique = [note for note in unique if note not in alone]
    return tuple(unique)


class _Run:
    """One pass over the pieces of a query, whose brackets all have partners."""

    def __init__(self, pieces: Sequence[Piece], leaves: LeafReader, notes: list[Note]) -> None:
        self._pieces = pieces
        self._leaves = leaves
        self._notes = notes
        self._at = 0

    def _peek(self) -> Piece | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def parse(self) -> syntax.Node | None:
        """The sides of the ORs up to the end of the text or of the brackets; None without any."""
        node, seen = self._and()
        parts = [node]
        while (piece := self._peek()) is not None and piece.kind == "or":
            self._at += 1
            node, right = self._and()
            parts.append(node)
            if not (seen and right):
                self._notes.append(lacks_a_side(piece))
            seen = seen or right
        return join([part for part in parts if part is not None], syntax.Or)

    def _and(self) -> tuple[syntax.Node | None, bool]:
        """The parts up to an OR or the end of the brackets, and whether there was any."""
        group = self._leaves.group()
        while (piece := self._peek()) is not None and piece.kind not in ("or", "close"):
            self._at += 1
            match piece.kind:
                case "and":
                    group.conjoin(piece)
                case "not":
                    group.negate(piece)
                case "near":
                    group.near(replace(piece, number=self._leaves.cut_slop(piece.number)))
                case "open":
                    self._brackets(piece, group)
                case _:
                    self._leaves.read(piece, group)
        return self._leaves.finish(group), group.seen

    def _brackets(self, opening: Piece, group: Group) -> None:
        group.flush()
        if (piece := self._peek()) is not None and piece.kind == "close":
            self._leaves.ignore(f"The brackets at position {opening.at} are empty and were ignored.")
        node = self.parse()
        closing = self._pieces[self._at]
        self._at += 1
        self._leaves.add(node, closing.weight, group)
