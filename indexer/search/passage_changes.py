"""The passages of one text that differ from those of another, word by word.

Compares what cleaning left. White space, breaks between passages and the typesetting of quotes and
dashes are no change; letters, marks and headlines are.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

from indexer.schema.document import Document, blank
from indexer.search.word_changes import Same, find_same

# A word with what is inside it, or a single mark.
_WORD = r"\w+(?:['’\-]\w+)*"
_TOKEN = re.compile(rf"{_WORD}|[^\w\s]")
_words = re.compile(_WORD)
# Marks that differ by typesetting alone.
_TYPESET = str.maketrans("‘’‚‛“”„‟«»‐‑‒–—−´`", "''''\"\"\"\"\"\"------''")

# A passage that has less of its words in another one than this, or that of it, is no form of it.
ALIKE = 0.25

PieceKind = Literal["same", "added", "removed"]
PassageKind = Literal["changed", "added", "removed"]


class Piece(NamedTuple):
    """A stretch of a changed passage.

    `start` and `end` are offsets into the copy, of a `removed` one into the document that it is
    compared with; both are -1 in a headline that was delivered beside a text. `spaced`: white space
    follows.
    """

    kind: PieceKind
    text: str
    start: int
    end: int
    spaced: bool


@dataclass(frozen=True, slots=True)
class ChangedPassage:
    """A passage, heading or headline that differs.

    `passage` is its number in the copy, of a `removed` one that in the document compared with; 0 is
    the headline. `added` and `removed` ones have one piece.
    """

    kind: PassageKind
    passage: int
    pieces: tuple[Piece, ...]


class _Token(NamedTuple):
    """A word or mark as it is compared, where it stands, and the number and passage of its block."""

    word: str
    start: int
    end: int
    block: int
    passage: int


class _Side(NamedTuple):
    """One of two texts; `beside` is true for a headline that was delivered beside it."""

    text: str
    tokens: list[_Token]
    beside: bool = False

    def piece(self, kind: PieceKind, tokens: Sequence[_Token]) -> Piece:
        """The stretch of some tokens that follow one another."""
        start, end = tokens[0].start, tokens[-1].end
        spaced = self.text[end : end + 1].isspace()
        return Piece(kind, self.text[start:end], *((-1, -1) if self.beside else (start, end)), spaced)


def find_changes(base: Document, copy: Document) -> tuple[ChangedPassage, ...]:
    """The passages that a copy changed, added and removed, its headline first, in its own order.

    Cost: reads both texts once, and compares short stretches word by word.
    """
    sides = [(_title(base), _title(copy)), (_body(base), _body(copy))]
    return tuple(passage for left, right in sides for passage in _Changes(left, right).listed())


def count_words(pieces: Iterable[Piece], kind: PieceKind) -> int:
    """The words of the pieces of one kind; marks are none."""
    return sum(len(_words.findall(piece.text)) for piece in pieces if piece.kind == kind)


def _title(document: Document) -> _Side:
    block = next((block for block in document.blocks() if block.kind == "title"), None)
    if block is None:
        return _Side("", [])
    if block.start is None:
        return _Side(block.text, _cut(block.text, 0, 0, 0), beside=True)
    return _Side(_without_residue(document), _cut(block.text, block.start, 0, 0))


def _body(document: Document) -> _Side:
    tokens: list[_Token] = []
    for number, block in enumerate(document.blocks()):
        if block.kind != "title" and block.start is not None:
            tokens += _cut(block.text, block.start, number, block.passage)
    return _Side(_without_residue(document), tokens)


def _without_residue(document: Document) -> str:
    return blank(document.text, 0, len(document.text), document.removed)


def _cut(text: str, offset: int, block: int, passage: int) -> list[_Token]:
    return [
        _Token(word[0].translate(_TYPESET), offset + word.start(), offset + word.end(), block, passage)
        for word in _TOKEN.finditer(text)
    ]


class _Changes:
    """Puts the runs that both sides have, and what stands between them, into passages."""

    def __init__(self, left: _Side, right: _Side) -> None:
        self._left, self._right = left, right
        self._runs = _common_runs(left.tokens, right.tokens)
        # Blocks of which some word stands in the other text too.
        self._kept: tuple[set[int], set[int]] = (set(), set())
        for run in self._runs:
            self._kept[0].update(token.block for token in left.tokens[run.left : run.left + run.length])
            self._kept[1].update(token.block for token in right.tokens[run.right : run.right + run.length])
        # By block of the right side, or below 0 by one of the left side that is gone.
        self._pieces: dict[int, list[Piece]] = {}
        self._passages: dict[int, int] = {}

    def listed(self) -> list[ChangedPassage]:
        """All passages with a change, in the order of the right side."""
        i = j = 0
        for run in (*self._runs, Same(len(self._left.tokens), len(self._right.tokens), 0)):
            self._put_between(i, run.left, j, run.right)
            i, j = run.left + run.length, run.right + run.length
            for tokens in _by_block(self._right.tokens[run.right : j]):
                self._put("same", self._right, tokens, tokens[0].block)
        found = []
        for block, pieces in self._pieces.items():
            if any(piece.kind != "same" for piece in pieces):
                kind: PassageKind = "changed" if block in self._kept[1] else "added"
                passage = self._passages[block]
                found.append(ChangedPassage("removed" if block < 0 else kind, passage, tuple(pieces)))
        return found

    def _put_between(self, i: int, i_end: int, j: int, j_end: int) -> None:
        """What stands between two runs: the end of a passage, whole ones, the beginning of the next."""
        mine, theirs = self._left.tokens, self._right.tokens
        # The passages that the runs before and after stand in.
        before = (mine[i - 1].block, theirs[j - 1].block) if i and j else (-1, -1)
        following = theirs[j_end].block if j_end < len(theirs) else -1
        late: list[tuple[PieceKind, _Side, list[_Token], int]] = []
        for tokens in _by_block(mine[i:i_end]):
            block = tokens[0].block
            if block not in self._kept[0]:
                self._put("removed", self._left, tokens, -1 - block)
            elif block == before[0]:
                self._put("removed", self._left, tokens, before[1])
            else:
                late.append(("removed", self._left, tokens, following))
        for tokens in _by_block(theirs[j:j_end]):
            block = tokens[0].block
            if block == following != before[1]:
                late.append(("added", self._right, tokens, block))
            else:
                self._put("added", self._right, tokens, block)
        for kind, side, tokens, block in late:
            self._put(kind, side, tokens, block)

    def _put(self, kind: PieceKind, side: _Side, tokens: Sequence[_Token], block: int) -> None:
        self._pieces.setdefault(block, []).append(side.piece(kind, tokens))
        if side is self._right or block < 0:
            self._passages[block] = tokens[0].passage
        else:
            # Of a passage that begins with a removal the number comes with its first own word.
            self._passages.setdefault(block, 0)


def _common_runs(left: Sequence[_Token], right: Sequence[_Token]) -> list[Same]:
    """What both have in common, each run within one passage of either side.

    Two passages that share little, a full stop or a common word, have nothing in common.
    """
    parts: list[Same] = []
    for run in find_same([token.word for token in left], [token.word for token in right]):
        first = 0
        for at in range(1, run.length + 1):
            i, j = run.left + at, run.right + at
            if (
                at < run.length
                and left[i].block == left[i - 1].block
                and right[j].block == right[j - 1].block
            ):
                continue
            parts.append(Same(run.left + first, run.right + first, at - first))
            first = at
    sizes = tuple(Counter(token.block for token in tokens) for tokens in (left, right))
    shared: Counter[tuple[int, int]] = Counter()
    for part in parts:
        shared[left[part.left].block, right[part.right].block] += part.length

    def is_one(part: Same) -> bool:
        mine, theirs = left[part.left].block, right[part.right].block
        return shared[mine, theirs] >= ALIKE * min(sizes[0][mine], sizes[1][theirs])

    return _widened([part for part in parts if is_one(part)], left, right)


def _widened(parts: Sequence[Same], left: Sequence[_Token], right: Sequence[_Token]) -> list[Same]:
    """The runs with equal words beside them that stood for another passage before."""

    def follow(i: int, j: int, run: tuple[int, int]) -> bool:
        blocks = left[run[0]].block, right[run[1]].block
        return left[i].word == right[j].word and (left[i].block, right[j].block) == blocks

    found: list[Same] = []
    for at, part in enumerate(parts):
        last = found[-1] if found else Same(0, 0, 0)
        after = parts[at + 1] if at + 1 < len(parts) else Same(len(left), len(right), 0)
        i, j, run = part.left, part.right, (part.left, part.right)
        while i > last.left + last.length and j > last.right + last.length and follow(i - 1, j - 1, run):
            i, j = i - 1, j - 1
        x, y = part.left + part.length, part.right + part.length
        while x < after.left and y < after.right and follow(x, y, run):
            x, y = x + 1, y + 1
        found.append(Same(i, j, x - i))
    return found


def _by_block(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    return (list(group) for _, group in groupby(tokens, attrgetter("block")))
