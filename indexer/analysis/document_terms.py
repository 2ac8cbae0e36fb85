"""The terms of a whole document, with positions and offsets.

Every engine indexes exactly these, and the highlights point at exactly these.
"""

from bisect import bisect_left
from dataclasses import dataclass

from indexer.analysis.filters import STOP_WORDS, stem_in
from indexer.analysis.tokenizer import tokenize
from indexer.schema.document import Document

# Positions jump by this much between blocks: more than any slop that a query may ask for, so
# that no phrase and no NEAR ever crosses from one passage into another.
BLOCK_GAP = 100


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A token in its document. `stem` is that of the document's language, None for a stop word.

    `start` and `end` are -1 in a title that was delivered beside the text. `passage` is 0 in
    the title, else the passage, or for a heading the first passage below it.
    """

    term: str
    stem: str | None
    position: int
    start: int
    end: int
    passage: int
    block: int


@dataclass(frozen=True, slots=True)
class EntityOccurrence:
    """A mention of an actor or place, at the positions of its first and last token."""

    id: str
    position: int
    last: int
    start: int
    end: int
    passage: int


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """All that an engine needs to index of a document's words.

    `words` and both entity tuples ascend by position; the title's words, if any, come first and
    are the `title_words` first of `words`. `length` counts the words that are not stop words.
    """

    words: tuple[Occurrence, ...]
    title_words: int
    length: int
    actors: tuple[EntityOccurrence, ...]
    places: tuple[EntityOccurrence, ...]


def analyze_document(document: Document) -> DocumentTerms:
    """Cut a document's blocks into terms; cost: reads each character once.

    Weak mentions and mentions outside of every block have no entity occurrence.
    """
    words: list[Occurrence] = []
    title_words = 0
    base = 0
    for number, block in enumerate(document.blocks()):
        tokens = tokenize(block.text)
        for at, token in enumerate(tokens):
            words.append(
                Occurrence(
                    token.term,
                    None if token.term in STOP_WORDS else stem_in(document.language, token.term),
                    base + at,
                    -1 if block.start is None else block.start + token.start,
                    -1 if block.start is None else block.start + token.end,
                    block.passage,
                    number,
                )
            )
        if block.kind == "title":
            title_words = len(tokens)
        base += len(tokens) + BLOCK_GAP
    # In the order of the text: a title that stands below a first line has the first positions.
    placed = sorted((w for w in words if w.start >= 0), key=lambda w: w.start)
    ends = [w.end for w in placed]
    actors = _place([(m.id, m.start, m.end) for m in document.actors if not m.weak], placed, ends)
    places = _place([(m.id, m.start, m.end) for m in document.places], placed, ends)
    length = sum(w.stem is not None for w in words)
    return DocumentTerms(tuple(words), title_words, length, actors, places)


def _place(
    mentions: list[tuple[str, int, int]], placed: list[Occurrence], ends: list[int]
) -> tuple[EntityOccurrence, ...]:
    """Give each mention the positions of the tokens that it overlaps."""
    found = []
    for id_, start, end in mentions:
        first = bisect_left(ends, start + 1)
        last = first
        while last + 1 < len(placed) and placed[last + 1].start < end:
            last += 1
        if first < len(placed) and placed[first].start < end:
            a, z = placed[first], placed[last]
            found.append(EntityOccurrence(id_, a.position, z.position, start, end, a.passage))
    found.sort(key=lambda o: (o.position, o.id))
    return tuple(found)
