"""The Whoosh schema: analysed terms in, no analysis here.

Every field takes (term, position) pairs that `analysis` made, so that Whoosh never cuts or folds
a text by rules of its own.
"""

from collections.abc import Iterator
from typing import Any

from whoosh.fields import ID, FieldType, Schema
from whoosh.formats import Existence, Positions

TEXT = "text"
EXACT = "exact"
TITLE = "title"
TITLE_EXACT = "title_exact"
ACTOR = "actor"
DOCUMENT = "document"
VALUE_FIELDS = ("published", "mentioned", "source")

TermList = list[tuple[str, int]]


class ReadyField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of ready terms: with positions for words, without for plain values."""

    def __init__(self, *, positions: bool) -> None:
        self.analyzer = None
        self.format = Positions() if positions else Existence()
        self.scorable = False
        self.stored = False
        self.vector = None

    def index(self, value: TermList, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings of one document: word, frequency, weight and encoded positions."""
        places: dict[str, list[int]] = {}
        for term, position in value:
            places.setdefault(term, []).append(position)
        for term, own in places.items():
            yield term.encode("utf-8"), len(own), float(len(own)), self.format.encode(own)


def whoosh_schema() -> Schema:
    """The schema of every generation."""
    return Schema(
        text=ReadyField(positions=True),
        exact=ReadyField(positions=True),
        title=ReadyField(positions=True),
        title_exact=ReadyField(positions=True),
        actor=ReadyField(positions=True),
        place=ReadyField(positions=True),
        published=ReadyField(positions=False),
        mentioned=ReadyField(positions=False),
        source=ReadyField(positions=False),
        document=ID(unique=False, stored=True),
    )
