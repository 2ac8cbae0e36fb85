"""Query text to query tree, with notes on what was ignored.

Never raises for odd text; QueryRefused only for what costs too much. Recursion is bounded by
the depth limit, which is checked first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.analysis.filters import STOP_WORDS, stem
from indexer.analysis.tokenizer import tokenize
from indexer.query import syntax
from indexer.query.field_values import FIELD_NAMES, read_field
from indexer.query.guard import Limits, check_text, refuse
from indexer.query.lexer import Piece, cut
from indexer.query.names import NameTable
from indexer.query.request import Match, Note

_WILD = frozenset("*?")
LITERAL_LETTERS = 2
MAX_BOOST = 100.0


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree with notes. `bare` is true for plain words alone, `plain_words` counts them."""

    query: syntax.Node
    notes: tuple[Note, ...]
    plain_words: int
    bare: bool


def parse(text: str, limits: Limits, *, match: Match = "all", names: NameTable | None = None) -> Parsed:
    """Read a query text. Words that are names become `Name` nodes if `names` is given.

    >>> parse("wagner -mali", Limits()).query.children[0]
    Term(term='wagner', surface='wagner', exact=False, field='text')
    """
    pieces = list(cut(check_text(text, limits)))
    _check_pieces(pieces, limits)
    run = _Run(pieces, limits, match, names)
    query = run.parse_all()
    if not pieces:
        query = syntax.Nothing() if text.strip() else syntax.All()
    words = sum(p.kind == "word" and not p.field for p in pieces)
    bare = all(_is_plain(p) for p in pieces)
    return Parsed(query, tuple(dict.fromkeys(run.notes)), words, bare)


def _is_plain(piece: Piece) -> bool:
    return (
        piece.kind == "word"
        and not piece.field
        and piece.boost == 1.0
        and not _WILD & set(piece.text)
        and "~" not in piece.text
    )


def _check_pieces(pieces: Sequence[Piece], limits: Limits) -> None:
    if len(pieces) > limits.words:
        raise refuse(len(pieces), "words and signs", limits.words)
    depth = deepest = 0
    for piece in pieces:
        depth += (piece.kind == "open") - (piece.kind == "close" and depth > 0)
        deepest = max(deepest, depth)
    if deepest > limits.depth:
        raise refuse(deepest, "levels of parentheses", limits.depth)
    wild = sum(p.kind == "word" and bool(_WILD & set(p.text) or "~" in p.text) for p in pieces)
    if wild > limits.wildcards:
        raise refuse(wild, "wildcards", limits.wildcards)


class _Run:
    """One pass over the pieces of a query."""

    def __init__(
        self, pieces: Sequence[Piece], limits: Limits, match: Match, names: NameTable | None
    ) -> None:
        self._pieces = pieces
        self._limits = limits
        self._match = match
        self._names = names
        self._at = 0
        self.notes: list[Note] = []

    def _ignore(self, message: str) -> None:
        self.notes.append(Note("ignored", message))

    def _peek(self) -> Piece | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def parse_all(self) -> syntax.Node:
        """The whole query; closing brackets without a partner are ignored."""
        parts = []
        while (piece := self._peek()) is not None:
            if piece.kind == "close":
                self._ignore(f"The ) at position {piece.at} has no partner and was ignored.")
                self._at += 1
                continue
            node = self._or()
            if node is not None:
                parts.append(node)
        return _join(parts, syntax.And) or syntax.Nothing()

    def _or(self) -> syntax.Node | None:
        parts = [self._and()]
        while (piece := self._peek()) is not None and piece.kind == "or":
            self._at += 1
            parts.append(self._and())
            if parts[-1] is None or (len(parts) == 2 and parts[0] is None):
                self._ignore(f"The OR at position {piece.at} lacks a side and was ignored.")
        return _join([p for p in parts if p is not None], syntax.Or)

    def _and(self) -> syntax.Node | None:
        group = _Group(self._names, self.notes)
        while (piece := self._peek()) is not None and piece.kind not in ("or", "close"):
            self._at += 1
            match piece.kind:
                case "and":
                    group.explicit = True
                    group.flush()
                case "not":
                    group.negate()
                case "near":
                    distance = self._cut_slop(piece.number)
                    if not group.near(distance):
                        self._ignore(f"The {piece.text} at position {piece.at} lacks a side and was ignored.")
                case "open":
                    node = self._or()
                    closing = self._peek()
                    if closing is not None and closing.kind == "close":
                        self._at += 1
                    else:
                        self._ignore(f"The ( at position {piece.at} has no partner and was ignored.")
                    if node is not None:
                        group.add(node)
                case _:
                    self._leaf(piece, group)
        return group.finish(loose=self._match == "any")

    def _leaf(self, piece: Piece, group: "_Group") -> None:
        if piece.field and piece.field in FIELD_NAMES and piece.field != "title":
            node = read_field(piece.field, piece.text, self._names, self.notes)
            if node is not None:
                group.add(node)
            return
        field: syntax.TextField = "title" if piece.field == "title" else "text"
        text = piece.text
        if piece.field and field == "text":
            self._ignore(f"“{piece.field}:” is no field; its words are searched as words.")
            text = f"{piece.field} {piece.text}"
        if piece.kind == "quote":
            if not piece.closed:
                self._ignore(f"The quote at position {piece.at} has no partner; it was closed at the end.")
            self._quote(text, field, piece.number, group)
        elif _WILD & set(text) or "~" in text:
            self._pattern(text, field, piece.boost, group)
        else:
            self._word(text, field, piece, group)

    def _quote(self, text: str, field: syntax.TextField, slop: int, group: "_Group") -> None:
        terms = self._terms(text)
        if len(terms) > self._limits.phrase_words:
            raise refuse(len(terms), "words in one phrase", self._limits.phrase_words)
        if len(terms) == 1:
            group.add(syntax.Term(terms[0], text.strip(), exact=True, field=field))
        elif terms:
            group.add(syntax.Phrase(terms, text.strip(), self._cut_slop(max(slop, 0)), field))
        else:
            self._ignore("An empty quote was ignored.")

    def _pattern(self, text: str, field: syntax.TextField, boost: float, group: "_Group") -> None:
        node = self._pattern_node(text, field)
        if node is None:
            self._ignore(f"“{text}” needs {LITERAL_LETTERS} letters before its sign and was ignored.")
        else:
            group.add(_boosted(node, boost))

    def _pattern_node(self, text: str, field: syntax.TextField) -> syntax.Node | None:
        if not _WILD & set(text):
            word, _, edits = text.partition("~")
            terms = self._terms(word)
            if len(terms) != 1 or len(terms[0]) < LITERAL_LETTERS:
                return None
            asked = int(edits) if edits.isdigit() and len(edits) < 4 else 1
            if asked > 2:
                self._ignore(f"“{text}” was cut to 2 edits.")
            return syntax.Fuzzy(terms[0], text, max(1, min(asked, 2)), field)
        folded = "".join(c if c in _WILD else "".join(self._terms(c)) for c in text)
        start = folded[: min(folded.find(c) for c in "?*" if c in folded)]
        if len(start) < LITERAL_LETTERS:
            return None
        if folded.endswith("*") and not _WILD & set(folded[:-1]):
            return syntax.Prefix(folded[:-1], text, field)
        return syntax.Wildcard(folded, text, field)

    def _word(self, text: str, field: syntax.TextField, piece: Piece, group: "_Group") -> None:
        terms = self._terms(text)
        if not terms:
            return
        word = PlainWord(text, terms)
        if field == "text" and piece.boost == 1.0:
            group.add_word(word)
            return
        node = plain_node(word, field)
        if node is not None:
            group.add(_boosted(node, piece.boost))

    def _terms(self, text: str) -> tuple[str, ...]:
        limit = self._limits.token_characters
        return tuple(token.term[:limit] for token in tokenize(text))

    def _cut_slop(self, number: int) -> int:
        if number > self._limits.slop:
            self._ignore(f"A distance of {number:,} was cut to {self._limits.slop}.")
        return min(number, self._limits.slop)


@dataclass(frozen=True, slots=True)
class PlainWord:
    """A word as typed, with its folded tokens; more than one for al-Qaeda."""

    surface: str
    terms: tuple[str, ...]


def plain_node(word: PlainWord, field: syntax.TextField = "text") -> syntax.Node | None:
    """The node of a plain word; None for a stop word."""
    if len(word.terms) > 1:
        return syntax.Phrase(word.terms, word.surface, 0, field)
    if word.terms[0] in STOP_WORDS:
        return None
    return syntax.Term(stem(word.terms[0]), word.surface, exact=False, field=field)


class _Group:
    """The parts that stand side by side between brackets or ORs."""

    def __init__(self, names: NameTable | None, notes: list[Note]) -> None:
        self._names = names
        self._notes = notes
        self._words: list[PlainWord] = []
        self._parts: list[tuple[syntax.Node, bool]] = []
        self._negated = False
        self._distance = 0
        self.explicit = False

    def add_word(self, word: PlainWord) -> None:
        """A plain word; it waits for its neighbours, with which it may be a name."""
        self._words.append(word)
        if self._negated:
            self.flush()

    def add(self, node: syntax.Node) -> None:
        """Any other part."""
        self.flush()
        self._place(node)

    def negate(self) -> None:
        """The next part is not wanted."""
        self.flush()
        self._negated = not self._negated

    def near(self, distance: int) -> bool:
        """The next part stands near the last one; False if there is none that can."""
        self.flush()
        if not self._parts or self._parts[-1][1] or not _has_places(self._parts[-1][0]):
            return False
        self._distance = max(distance, 1)
        return True

    def flush(self) -> None:
        """Read the waiting words, the longest names first."""
        words, self._words = self._words, []
        at = 0
        while at < len(words):
            size, actors = (
                self._names.longest([(w.surface, w.terms) for w in words[at:]]) if self._names else (0, ())
            )
            if self._names and size:
                own = words[at : at + size]
                surface = " ".join(w.surface for w in own)
                terms = tuple(t for w in own for t in w.terms)
                self._place(self._names.node(surface, terms, actors))
                self._notes.append(self._names.note(surface, actors))
                at += size
                continue
            node = plain_node(words[at])
            if node is None:
                says = f"“{words[at].surface}” is not searched on its own."
                self._notes.append(Note("ignored", says, word=words[at].surface))
            else:
                self._place(node)
            at += 1

    def _place(self, node: syntax.Node) -> None:
        if self._distance:
            left, distance, self._distance = self._parts.pop()[0], self._distance, 0
            if _has_places(node):
                self._parts.append((syntax.Near(left, node, distance), False))
                return
            self._notes.append(Note("ignored", "NEAR takes words, phrases and names only."))
            self._parts.append((left, False))
        self._parts.append((node, self._negated))
        self._negated = False

    def finish(self, *, loose: bool) -> syntax.Node | None:
        """The joined parts: by AND, or the wanted ones by OR if `loose`."""
        self.flush()
        if self._negated or self._distance:
            self._notes.append(Note("ignored", "The sign at the end lacks a side and was ignored."))
        wanted = [node for node, negated in self._parts if not negated]
        excluded: list[syntax.Node] = [syntax.Not(node) for node, negated in self._parts if negated]
        if not excluded:
            return _join(wanted, syntax.Or if loose and not self.explicit else syntax.And)
        if loose and not self.explicit and len(wanted) > 1:
            wanted = [syntax.Or(tuple(wanted))]
        return _join([*wanted, *excluded], syntax.And)


def _has_places(node: syntax.Node) -> bool:
    match node:
        case syntax.Term() | syntax.Name() | syntax.FieldIs("actor" | "place"):
            return True
        case syntax.Phrase(slop=0):
            return True
        case _:
            return False


def _boosted(node: syntax.Node, boost: float) -> syntax.Node:
    return node if boost == 1.0 else syntax.Boosted(node, min(boost, MAX_BOOST))


def _join(parts: Sequence[syntax.Node], kind: type[syntax.And] | type[syntax.Or]) -> syntax.Node | None:
    if len(parts) > 1:
        return kind(tuple(parts))
    return parts[0] if parts else None
