"""The table of fields: what can be searched, filtered and counted, in one place."""

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["text", "entity", "date", "keyword"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `query` is its prefix in the query language, `parameter` its URL parameter."""

    name: str
    kind: FieldKind
    facet: bool
    query: str | None
    parameter: str | None
    help: str


FIELDS: tuple[Field, ...] = (
    Field("text", "text", False, None, "q", "title and text, stemmed, as one field"),
    Field("title", "text", False, "title", None, "the title alone"),
    Field("actor", "entity", True, "actor", "actor", "actors named, under any spelling"),
    Field("place", "entity", True, "place", "place", "places named"),
    Field("published", "date", True, "published", "published", "date of publication, or none"),
    Field("mentioned", "date", True, "mentioned", "mentioned", "dates talked about, or none"),
    Field("document", "keyword", True, "document", "document", "one document by its id"),
    Field("source", "keyword", True, "source", "source", "outlet or host, or unknown"),
    Field("language", "keyword", True, "language", "language", "language of the text, or none"),
)

FACETS: tuple[str, ...] = tuple(f.name for f in FIELDS if f.facet)
NONE = "none"
UNKNOWN_SOURCE = "unknown"
