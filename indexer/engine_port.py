"""What an engine must do, and no more. Engines know nothing of users, pages or notes."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, Self

from indexer.errors import EngineTimedOut
from indexer.query.request import Sort
from indexer.query.syntax import Fuzzy, Node, Prefix, Term, TextField, Wildcard
from indexer.schema.collection import Collection
from indexer.schema.document import Document


@dataclass(frozen=True, slots=True)
class FacetFilter:
    """The choice made in one facet.

    While `narrows_itself` is false, the facet's own counts are taken without it (drill
    sideways: values joined by OR). Where it is true they are taken with it (joined by AND).
    """

    facet: str
    node: Node
    narrows_itself: bool


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """A search in an engine's terms. `start` and `limit` cut the ranked hits.

    `deadline` is an instant of `time.monotonic`; past it the engine raises EngineTimedOut.
    `max_expansions` bounds the words that prefixes, wildcards and fuzzy words may stand for.
    `fold` lists of each group of near copies the first match alone; what is counted stays.
    """

    query: Node
    filters: tuple[FacetFilter, ...] = ()
    facets: tuple[str, ...] = ()
    sort: Sort = "relevance"
    start: int = 0
    limit: int = 10
    deadline: float | None = None
    max_expansions: int = 2000
    fold: bool = False


# So many ids of folded copies are given with a hit; their number is always whole.
MOST_COPY_IDS = 50


class EngineHit(NamedTuple):
    """A document's id and its score; filters add nothing to a score.

    A tuple, because a batch makes thousands of them. `copies` counts the other matches of its
    group that are folded into it; `copy_ids` are the first MOST_COPY_IDS of them, ascending.
    """

    id: str
    score: float
    copies: int = 0
    copy_ids: tuple[str, ...] = ()


class ValueCounts(NamedTuple):
    """Values of a facet and the count of each: two lists, as pairs would cost more than counting."""

    values: Sequence[str]
    counts: Sequence[int]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> Self:
        """Pairs taken apart."""
        known = tuple(pairs)
        return cls([value for value, _ in known], [count for _, count in known])


class FacetCounts(Sequence[tuple[str, int]]):
    """The values of one facet with counts above 0, most frequent first, then by value.

    An engine may count first and put into order only what is looked at: `most(limit)` costs less
    than the whole sequence. Equal to any sequence of the same pairs.
    """

    def most(self, limit: int) -> ValueCounts:
        """The first `limit` values."""
        return ValueCounts.of(self[:limit])

    def count_of(self, value: str) -> int:
        """The count of one value, 0 where it has none."""
        return dict(self).get(value, 0)

    def no_longer_than(self, characters: int) -> ValueCounts:
        """The values with at most so many characters: of dates, 7 gives months, years and none."""
        return ValueCounts.of(pair for pair in self if len(pair[0]) <= characters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """Hits by score, then id; or by date, then id, the undated last.

    `total` counts the documents that match, `folded` those of them that stand in no list of hits,
    as another of their group does. `facets` maps each asked facet to its counts of documents.
    `expanded` counts the words that wildcards stood for.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, FacetCounts]
    expanded: int = 0
    folded: int = 0


@dataclass(frozen=True, slots=True)
class EngineWalk:
    """All hits of a request in their order, once; `total` and `folded` as in an answer.

    `hits` are made as they are asked for, of one generation that stays as it is. What is held
    meanwhile are some bytes a match, or a cursor of the engine's own: let go of with `hits`.
    """

    total: int
    folded: int
    hits: Iterator[EngineHit]


class WordCount(NamedTuple):
    """A folded word and the number of documents that hold it."""

    word: str
    documents: int


class WordPlace(NamedTuple):
    """A word where it stands: its position, and its offsets in the document's text.

    `beside` is true in a title that was delivered beside the text; then the offsets are the
    title's own. A tuple, because an answer makes a hundred of them.
    """

    position: int
    start: int
    end: int
    in_title: bool
    beside: bool


class BlockPlace(NamedTuple):
    """A title, heading or passage: block number `block`, from 0, of `Document.blocks`."""

    document: str
    block: int


class NamedTogether(NamedTuple):
    """Two actors with the number of blocks that name both, and of documents with such a block.

    `newest` is one of the blocks: that of the newest document, where it was asked for.
    """

    first: str
    second: str
    passages: int
    documents: int
    newest: BlockPlace | None = None


class BlocksNaming(NamedTuple):
    """How many blocks name some actors, in how many documents, and a stretch of them.

    The blocks of the newest document come first, those of undated ones last; then by id.
    """

    total: int
    documents: int
    places: tuple[BlockPlace, ...]


class TermWeight(NamedTuple):
    """A term behind a score: `documents` hold it, and `idf` is what that makes it worth.

    `kind` says what `term` is: a stem, a folded word as it stands, or the id of an actor.
    """

    kind: Literal["stem", "word", "actor"]
    term: str
    documents: int
    idf: float


class LeafScore(NamedTuple):
    """How one node comes to its score in one document that it matches.

    BM25: the sum of the idf of its `terms`, times `saturated`, which is what is left of
    `frequency` in a text of this length. Of a title's words `in_title` are among the frequency.
    A pattern has `words`, those of the document that it stands for with how often each, and
    `meant`, how many words of the collection. Without terms the score is the node's own.
    """

    score: float
    frequency: int = 0
    in_title: int = 0
    saturated: float = 0.0
    terms: tuple[TermWeight, ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    meant: int = 0


@dataclass(frozen=True, slots=True)
class DocumentScores:
    """The scores of some nodes in one document, None for a node that does not match it.

    `length` counts its words without stop words, `average_length` is that of all `documents` of
    the generation, `norm` is what BM25 makes of both (see `schema.ranking.length_norm`).
    """

    document: str
    documents: int
    length: int
    average_length: float
    norm: float
    leaves: tuple[LeafScore | None, ...]


class Vocabulary(NamedTuple):
    """Folded words of title and text, ascending, and in how many documents each occurs (1 or more)."""

    words: Sequence[str]
    documents: Sequence[int]


@dataclass(frozen=True, slots=True)
class Copies:
    """The near copies of a generation.

    `groups` hold the ids of two or more documents each, ascending; no id stands in two.
    `sketches` is what an update needs to find them anew: an engine keeps it and reads nothing in it.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    sketches: bytes = b""


NO_COPIES = Copies()


class DocumentView(Protocol):
    """One document as it was indexed: the places of its words without cutting it up again."""

    @property
    def document(self) -> Document:
        """The document itself."""

    def word_places(self, node: Term | Prefix | Wildcard | Fuzzy) -> Sequence[WordPlace]:
        """Where the words that a node stands for are, by position."""


def check_deadline(deadline: float | None) -> None:
    """Raise EngineTimedOut once the instant of `time.monotonic` is over; None never is."""
    if deadline is not None and time.monotonic() > deadline:
        raise EngineTimedOut.of_search()


class IndexWriter(Protocol):
    """Takes the documents of one new generation. Nothing is visible before it is published."""

    def add(self, document: Document, original: bytes, page_hash: int = 0) -> None:
        """Add a document and its bytes as delivered. Raises ValueError on a repeated id.

        `page_hash` (below 2**64) tells an update whether the page is the same; 0 says nothing.
        """

    def delete(self, document_id: str) -> None:
        """Leave out a document of the generation that this one is based on.

        Raises KeyError where there is none. Its id is free then.
        """

    def finish(self, collection: Collection, copies: Copies = NO_COPIES) -> None:
        """Write all to disk. No call may follow. Raises KeyError for a group of an unknown id."""

    def abort(self) -> None:
        """Drop everything; safe to call at any time."""


class IndexReader(Protocol):
    """Answers from one generation, for many threads at once."""

    @property
    def collection(self) -> Collection:
        """The facts of this generation."""

    @property
    def document_count(self) -> int:
        """How many documents it holds."""

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request. Raises EngineTimedOut, EngineUnavailable, QueryRefused."""

    def walk(self, request: EngineRequest) -> EngineWalk:
        """Every hit that searches of all pages would list, found and put into order once.

        `start`, `limit` and `facets` are not looked at, and the deadline is that of the first hit.
        Raises as `search` does.
        """

    def weigh(
        self,
        nodes: Sequence[Node],
        document_ids: Sequence[str],
        max_expansions: int = 2000,
        deadline: float | None = None,
    ) -> tuple[DocumentScores, ...]:
        """How each of some nodes comes to its score in some documents, with the numbers of a search.

        In the order of the ids. Raises KeyError for an unknown one, EngineTimedOut, QueryRefused.
        """

    def document(self, document_id: str) -> Document | None:
        """The document of this id, or None."""

    def view(self, document_id: str) -> DocumentView | None:
        """The document of this id with the places of its words, or None."""

    def page_hashes(self) -> Mapping[str, int]:
        """The `page_hash` of every document by its id."""

    def original(self, document_id: str) -> bytes | None:
        """The bytes of the document as delivered, or None."""

    def document_ids(self) -> tuple[str, ...]:
        """All ids, ascending."""

    def copies(self) -> Copies:
        """The near copies as they were given to the writer."""

    def copies_of(self, document_id: str) -> tuple[str, ...]:
        """The ids of a document's group without its own, ascending; empty where it has none."""

    def named_beside(self, actor: str, deadline: float | None = None) -> tuple[NamedTogether, ...]:
        """All others that a block names with an actor, most blocks first, then by id.

        Weak mentions and actors stated beside the text are in no block. Raises EngineTimedOut.
        """

    def named_together(
        self, actors: Sequence[str], deadline: float | None = None
    ) -> tuple[NamedTogether, ...]:
        """Every pair of some actors that one block names, by id; `first` is the lesser id."""

    def blocks_naming(
        self, actors: Sequence[str], start: int, limit: int, deadline: float | None = None
    ) -> BlocksNaming:
        """The blocks that name all of some actors, from number `start` on at most `limit`."""

    def term_statistics(self, term: str, *, exact: bool, french: str = "") -> int:
        """In how many documents a stem, or a folded word where `exact`, occurs in the text.

        Documents in French are counted where they hold the stem `french`.
        """

    def vocabulary(self) -> Vocabulary:
        """Every word of the collection. Cost: reads all words; whoever needs them keeps them."""

    def words_beginning(
        self, start: str, limit: int, within: EngineRequest | None = None, field: TextField = "text"
    ) -> Sequence[WordCount]:
        """The folded words of a field that begin so, most documents first, then by word; at most `limit`.

        Counts all documents, or those that a request finds. Where the words that begin so stand in
        more postings than can be looked at in some milliseconds, those of a request are taken from
        the words most frequent in all. Raises EngineTimedOut and QueryRefused for the request.
        """

    def count_each(self, queries: Sequence[Node], among: EngineRequest) -> Sequence[int]:
        """How many of the documents that a request finds match each of some queries.

        What several queries have in common is worked out once. Raises as `search` does.
        """

    def close(self) -> None:
        """Let go of all files."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
