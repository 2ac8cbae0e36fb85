"""The parts that stand side by side between brackets or ORs.

Joins them by the signs between them, and reads neighbouring words as names, the longest first.
"""

from indexer.query import syntax
from indexer.query.lexer import Piece
from indexer.query.names import NameTable
from indexer.query.plain_words import PlainWord, plain_node
from indexer.query.request import Note
from indexer.said import say


class Group:
    """Takes parts and signs from left to right; `finish` gives their node.

    `seen` tells whether there was any part, used or not.
    """

    def __init__(self, names: NameTable | None, notes: list[Note]) -> None:
        self._names = names
        self._notes = notes
        self._words: list[PlainWord] = []
        self._parts: list[tuple[syntax.Node, bool]] = []
        self._not: Piece | None = None
        self._near: Piece | None = None
        self._and: Piece | None = None
        self._explicit = False
        self.seen = False

    def add_word(self, word: PlainWord) -> None:
        """A plain word; it waits for its neighbours, with which it may be a name."""
        self._words.append(word)
        if self._not:
            self.flush()

    def add(self, node: syntax.Node) -> None:
        """Any other part."""
        self.flush()
        self._place(node)

    def skip(self) -> None:
        """A part that is not used; a NOT before it goes with it."""
        self.flush()
        self.seen = True
        self._not = self._and = None

    def conjoin(self, piece: Piece) -> None:
        """An AND."""
        self.flush()
        self._drop_signs()
        if not self.seen or self._and:
            self._lacks(piece)
        else:
            self._and = piece
        self._explicit = True

    def negate(self, piece: Piece) -> None:
        """The next part is not wanted; twice is wanted again."""
        self.flush()
        if self._near:
            self._needs_places(self._near)
            self._near = None
        self._not = None if self._not else piece

    def near(self, piece: Piece) -> None:
        """The next part stands near the last one."""
        self.flush()
        if self._not:
            self._drop_signs()
        if self._near or not self._parts:
            self._lacks(piece)
        elif self._parts[-1][1] or not has_places(self._parts[-1][0]):
            self._needs_places(piece)
        else:
            self._near = piece

    def flush(self) -> None:
        """Read the waiting words, the longest names first."""
        words, self._words = self._words, []
        at = 0
        while at < len(words):
            size, actors = self._names.longest(words[at:]) if self._names else (0, ())
            if self._names and size:
                own = words[at : at + size]
                surface = " ".join(word.surface for word in own)
                terms = tuple(term for word in own for term in word.terms)
                self._place(self._names.node(surface, terms, actors))
                self._notes.append(self._names.note(surface, actors))
                at += size
                continue
            node = plain_node(words[at])
            if node is None:
                self._notes.append(stop_word_note(words[at].surface))
                self.skip()
            else:
                self._place(node)
            at += 1

    def finish(self, *, loose: bool) -> syntax.Node | None:
        """The joined parts: by AND, or the wanted ones by OR if `loose`; None without any."""
        self.flush()
        self._drop_signs()
        if self._and:
            self._lacks(self._and)
        wanted = [node for node, negated in self._parts if not negated]
        excluded: list[syntax.Node] = [syntax.Not(node) for node, negated in self._parts if negated]
        loose = loose and not self._explicit
        if not excluded:
            return join(wanted, syntax.Or if loose else syntax.And)
        if loose and len(wanted) > 1:
            wanted = [syntax.Or(tuple(wanted))]
        elif not loose:
            return join([syntax.Not(node) if negated else node for node, negated in self._parts], syntax.And)
        return join([*wanted, *excluded], syntax.And)

    def _place(self, node: syntax.Node) -> None:
        self.seen = True
        self._and = None
        near, self._near = self._near, None
        if near and has_places(node):
            left = self._parts.pop()[0]
            self._parts.append((syntax.Near(left, node, max(near.number, 1)), False))
            return
        if near:
            self._needs_places(near)
        self._parts.append((node, self._not is not None))
        self._not = None

    def _drop_signs(self) -> None:
        for sign in (self._not, self._near):
            if sign:
                self._lacks(sign)
        self._not = self._near = None

    def _lacks(self, piece: Piece) -> None:
        self._notes.append(lacks_a_side(piece))

    def _needs_places(self, piece: Piece) -> None:
        says = say(
            "NEAR takes words, exact phrases and names only, so the %(sign)s at position %(n)s was ignored.",
            sign=piece.text,
            n=piece.at,
        )
        self._notes.append(Note("ignored", says))


def lacks_a_side(piece: Piece) -> Note:
    """What is said of an operator with nothing to its left or right."""
    return Note(
        "ignored",
        say("The %(sign)s at position %(n)s lacks a side and was ignored.", sign=piece.text, n=piece.at),
    )


def stop_word_note(surface: str) -> Note:
    """What is said of a word that is not searched alone."""
    return Note("ignored", say("“%(word)s” is not searched on its own.", word=surface), word=surface)


def has_places(node: syntax.Node) -> bool:
    """Whether a node can be a side of NEAR."""
    match node:
        case syntax.Term() | syntax.Name() | syntax.FieldIs("actor" | "place"):
            return True
        case syntax.Phrase(slop=0):
            return True
        case _:
            return False


def join(parts: list[syntax.Node], kind: type[syntax.And] | type[syntax.Or]) -> syntax.Node | None:
    """The parts as one node; None without any."""
    if len(parts) > 1:
        return kind(tuple(parts))
    return parts[0] if parts else None
