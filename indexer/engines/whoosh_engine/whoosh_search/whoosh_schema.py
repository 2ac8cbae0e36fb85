"""The Whoosh schema: which fields an index has, and how its terms are written.

Every field takes its terms from `analysis` and `facet_values`, so that Whoosh never cuts or folds
a text by rules of its own. What stands in a term's postings is numbers; nothing is pickled.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh.analysis import Analyzer, IDAnalyzer, Token
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Format

from indexer.analysis.filters import STOP_WORDS, stem
from indexer.analysis.tokenizer import tokenize

TEXT = "text"
EXACT = "exact"
TITLE = "title"
TITLE_EXACT = "title_exact"
ACTOR = "actor"
PLACE = "place"
DOCUMENT = "document"
VALUE_FIELDS = ("published", "mentioned", "source", "language")


class SlicePositions(Format):  # type: ignore[misc]  # Whoosh has no types
    """Positions as int32 in little-endian order, one after another."""

    def encode(self, positions: Iterable[int]) -> bytes:
        """The bytes of some positions."""
        return np.fromiter(positions, dtype="<i4").tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        """The positions of a posting."""
        found: list[int] = np.frombuffer(value, dtype="<i4").tolist()
        return found

    def decode_frequency(self, value: bytes) -> int:
        """How many positions a posting has."""
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        """The frequency: no position counts more than another."""
        return float(self.decode_frequency(value))

    def combine(self, values: Iterable[bytes]) -> bytes:
        """The positions of several postings in one document, each once."""
        return self.encode(sorted({p for value in values for p in self.decode_positions(value)}))


class DeskAnalyzer(Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """The chain of `analysis` for Whoosh's own query parser: folded words, or stems without stop words."""

    def __init__(self, *, stemmed: bool) -> None:
        self.stemmed = stemmed

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **_: Any) -> Iterator[Token]:  # noqa: FBT001, FBT002  # Whoosh calls it so
        """The tokens of a text; as everywhere in Whoosh, one object with changing contents."""
        token = Token(positions, chars)
        token.boost = 1.0
        token.stopped = False
        for position, found in enumerate(tokenize(value)):
            if self.stemmed and found.term in STOP_WORDS:
                continue
            token.text = token.original = stem(found.term) if self.stemmed else found.term
            token.pos, token.startchar, token.endchar = position, found.start, found.end
            yield token


class ReadyField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of ready terms.

    Args: `stemmed`: stems or folded words, None for plain values; `positions`: whether its terms
    have positions; `sortable`: whether a document has one value, which Whoosh can sort by.
    """

    def __init__(
        self, *, stemmed: bool | None = None, positions: bool = False, sortable: bool = False
    ) -> None:
        analyzer = IDAnalyzer() if stemmed is None else DeskAnalyzer(stemmed=stemmed)
        super().__init__(SlicePositions() if positions else Existence(), analyzer, sortable=sortable)
        self.unique = self.stored = False

    def to_bytes(self, value: Any) -> bytes:
        """A term as the index holds it; half characters pass."""
        if isinstance(value, list | tuple):
            value = value[0]
        return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")

    def from_bytes(self, bs: bytes) -> str:
        """The term of some bytes of the index."""
        return bytes(bs).decode("utf-8", "surrogatepass")

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings of a text: term, frequency, weight and encoded positions."""
        places: dict[str, list[int]] = {}
        for token in self.analyzer(value, positions=True, mode="index"):
            places.setdefault(token.text, []).append(token.pos)
        for term, own in places.items():
            yield self.to_bytes(term), len(own), float(len(own)), self.format.encode(own)


def whoosh_schema() -> Schema:
    """The schema of every generation."""
    text, exact = (ReadyField(stemmed=stemmed, positions=True) for stemmed in (True, False))
    text.scorable = exact.scorable = True
    document = ReadyField(sortable=True)
    document.unique = document.stored = True
    return Schema(
        text=text,
        exact=exact,
        title=ReadyField(stemmed=True, positions=True),
        title_exact=ReadyField(stemmed=False, positions=True),
        actor=ReadyField(positions=True),
        place=ReadyField(positions=True),
        published=ReadyField(sortable=True),
        mentioned=ReadyField(),
        source=ReadyField(sortable=True),
        language=ReadyField(sortable=True),
        document=document,
    )
