"""Queries whose answers are known from the documents themselves.

Chosen while documents pass by, never asked of the engine that they are to prove.
"""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappush, heapreplace
from itertools import chain
from typing import Any
from zlib import crc32

from indexer.analysis.tokenizer import TERM_CHARACTERS, tokenize
from indexer.engine_port import EngineRequest, IndexReader
from indexer.manifest import Canary, IdSum
from indexer.query.facet_values import facet_values
from indexer.query.syntax import FieldIs, Node, Term
from indexer.schema.document import Document

WORDS = 35
ACTORS = 15
# Words are known of so many documents at most, drawn by lot from all: cutting up each of a
# million would take longer than building their index.
SAMPLED = 8192
# Pieces of text known to hold no word that is asked for; past this many all are forgotten.
_IDLE = 300_000
# Around a word these are none of it; apostrophes may be.
_MARKS = '.,;:!?"()'


def lot_of(id_: str) -> int:
    """The lot that a document draws; each lot is half as frequent as the one before.

    >>> [lot_of(id_) for id_ in ("a", "b", "c", "d")]
    [0, 1, 5, 0]
    """
    return 32 - crc32(id_.encode()).bit_length()


class Sample:
    """The `size` keys of the smallest hash, each with the sum of the ids that it was seen with.

    A key that is kept at the end was kept from its first sight on, since the greatest hash kept
    only ever falls: so its sum is complete. Cost: one hash a key.
    """

    def __init__(self, size: int, known: Iterable[Canary] = ()) -> None:
        """With a size of 0 no keys are kept but those of `known`."""
        self._sums = {canary.value: {canary.lot: IdSum(canary.documents, canary.digest)} for canary in known}
        self._size = size
        self._greatest: list[tuple[int, str]] = []

    def keeps(self, key: str) -> bool:
        """Whether a key is asked for as yet; once it is not, it never is again."""
        if key in self._sums:
            return True
        if not self._size:
            return False
        place = (-crc32(key.encode("utf-8", "surrogatepass")), key)
        if len(self._greatest) < self._size:
            heappush(self._greatest, place)
        elif place > self._greatest[0]:
            _, dropped = heapreplace(self._greatest, place)
            del self._sums[dropped]
        else:
            return False
        self._sums[key] = {}
        return True

    def count(self, key: str, id_: str, lot: int, step: int = 1) -> None:
        """See a kept key with an id and its lot, each pair once; with `step` -1 take the pair back."""
        if key in self._sums:
            self._sums[key].setdefault(lot, IdSum()).add(id_, step)

    def state(self) -> dict[str, list[tuple[int, int, str]]]:
        """The keys with the sums of each lot, as JSON."""
        return {
            key: [(lot, ids.count, ids.digest) for lot, ids in sums.items()]
            for key, sums in self._sums.items()
        }

    def take_in(self, state: Mapping[str, Sequence[tuple[int, int, str]]]) -> None:
        """See the keys of another sample, with other ids: the result is as if this one had seen all."""
        for key, sums in state.items():
            if self.keeps(key):
                for lot, count, digest in sums:
                    self._sums[key].setdefault(lot, IdSum()).merge(IdSum(count, digest))

    def found(self, facet: str, least: int) -> Iterator[Canary]:
        """The keys, ascending, with the sums of the ids of this lot and those above."""
        for key in sorted(self._sums):
            total = IdSum()
            for lot, ids in self._sums[key].items():
                if lot >= least:
                    total.merge(ids)
            yield Canary(facet, key, total.count, total.digest, least)


class CanaryChoice:
    """Words and actors to ask for once the generation is built.

    With the canaries of a generation that it is based on, their answers are carried on; where all
    names were linked anew, those of words alone.
    """

    def __init__(self, known: tuple[Canary, ...] | None = None, *, linked_anew: bool = False) -> None:
        if linked_anew:
            known = tuple(canary for canary in known or () if not canary.facet)
        size, actors = (WORDS if known is None else 0), (ACTORS if known is None or linked_anew else 0)
        self._lot = max((canary.lot for canary in known or ()), default=0)
        self._left = SAMPLED if known is None else sys.maxsize
        self._words = Sample(size, [canary for canary in known or () if not canary.facet])
        self._actors = Sample(actors, [canary for canary in known or () if canary.facet])
        self._idle: set[str] = set()

    def add(self, document: Document, step: int = 1) -> None:
        """Let one document pass by, or with `step` -1 take it back.

        Cost: one that is drawn is cut at blanks; words are folded only in pieces not seen before.
        """
        lot = lot_of(document.id)
        if lot >= self._lot:
            for word in self._kept_words(document):
                self._words.count(word, document.id, lot, step)
            self._left -= 1
            if not self._left:
                # Of those drawn so far about half stay.
                self._lot += 1
                self._left = SAMPLED // 2
        self.add_actors(document, step)

    def add_actors(self, document: Document, step: int = 1) -> None:
        """Let the actors of one document pass by alone, where its words are known already."""
        if document.actors:
            for actor in facet_values(document, "actor"):
                if self._actors.keeps(actor):
                    self._actors.count(actor, document.id, 0, step)

    def state(self) -> dict[str, Any]:
        """What passed by, as JSON."""
        return {"lot": self._lot, "words": self._words.state(), "actors": self._actors.state()}

    def take_in(self, state: Mapping[str, Any]) -> None:
        """Have the documents pass by that another choice has seen. For a choice without known canaries."""
        self._lot = max(self._lot, state["lot"])
        self._words.take_in(state["words"])
        self._actors.take_in(state["actors"])

    def canaries(self) -> tuple[Canary, ...]:
        """Up to 50 queries with the digest of their answers."""
        return (*self._words.found("", self._lot), *self._actors.found("actor", 0))

    def _kept_words(self, document: Document) -> set[str]:
        words: set[str] = set()
        if len(self._idle) > _IDLE:
            self._idle.clear()
        for piece in {*chain.from_iterable(_pieces(document))} - self._idle:
            kept = [word for word in _words(piece) if self._words.keeps(word)]
            if kept:
                words.update(kept)
            else:
                self._idle.add(piece)
        return words


def _pieces(document: Document) -> Iterator[list[str]]:
    """The searched text between blanks; no word of it goes on over a blank."""
    if document.removed:
        yield from (block.text.split() for block in document.blocks())
        return
    text = document.text
    if document.title is not None:
        yield (
            document.title.split()
            if document.title_start is None
            else (text[document.title_start : document.title_end].split())
        )
    yield from (text[heading.start : heading.end].split() for heading in document.headings)
    yield from (text[passage.start : passage.end].split() for passage in document.passages)


def _words(piece: str) -> Collection[str]:
    """The folded words of a piece; most are plain words, which fold to their small letters."""
    bare = piece.strip(_MARKS)
    if bare.isascii() and bare.isalnum():
        return (bare.lower()[:TERM_CHARACTERS],)
    return {token.term for token in tokenize(piece)}


def check_canaries(reader: IndexReader, canaries: tuple[Canary, ...]) -> list[str]:
    """What the reader answers otherwise than expected, as sentences."""
    problems = []
    for canary in canaries:
        node: Node = (
            FieldIs(canary.facet, canary.value)
            if canary.facet
            else Term(canary.value, canary.value, exact=True)
        )
        answer = reader.search(EngineRequest(node, limit=max(1, reader.document_count)))
        found = IdSum.of(hit.id for hit in answer.hits if lot_of(hit.id) >= canary.lot)
        if (found.count, found.digest) != (canary.documents, canary.digest):
            problems.append(
                f"{canary.facet or 'word'} “{canary.value}” finds {found.count} documents, "
                f"not the {canary.documents} that hold it"
            )
    return problems
