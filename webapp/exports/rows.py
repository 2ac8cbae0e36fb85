"""One document as it leaves the desk, and what is said of the whole.

The same for every format: what a date, a name or an address is, is decided here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indexer.api import Document, Excerpt, Hit, Published, Search, SearchRequest
from webapp.addresses import found_document_address
from webapp.article import keep_excerpt
from webapp.document_lines import web_link
from webapp.source_lines import one_line


@dataclass(frozen=True, slots=True)
class Row:
    """A document with what a search found in it.

    `title` is None where the text has no headline; `opening` are its first words then, else empty.
    What is not known is empty or None. `actors` are id, label and mentions, `places` id and label.
    `passage` is the number of the passage that `quote` is from, 0 for none.
    """

    id: str
    title: str | None
    opening: str
    published: Published | None
    outlet: str
    byline: str
    url: str
    source_file: str
    sha256: str
    language: str
    actors: tuple[tuple[str, str, int], ...]
    places: tuple[tuple[str, str], ...]
    link: str
    score: float | None = None
    passage: int = 0
    quote: str = ""
    copies: int = 0

    @property
    def label(self) -> str:
        """The headline, or the opening words."""
        return self.title if self.title is not None else self.opening


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which page of an answer a file holds, of how many, and how long a page is."""

    page: int
    pages: int
    per: int


@dataclass(frozen=True, slots=True)
class Head:
    """What is said of a file as a whole.

    It holds `rows` documents: of the `total` that match, `folded` are near copies of another one.
    `understood` is the query as it was read, and `notes` tell how. `built_at` is UTC, ISO 8601.
    `root` is the address of this host, without a slash; `stretch` is None for all rows.
    """

    request: SearchRequest
    rows: int
    total: int
    folded: int
    understood: str
    notes: tuple[str, ...]
    generation: str
    built_at: str
    root: str
    stretch: Stretch | None = None


def row_maker(search: Search, request: SearchRequest, root: str) -> Callable[[Hit], Row]:
    """What makes the rows of an answer; each leads to its document within the search, at `root`."""
    address = found_document_address(request)

    def make(hit: Hit) -> Row:
        document = hit.document
        best = _best_passage(hit)
        return Row(
            id=document.id,
            title=document.title,
            opening="" if document.title is not None else document.opening,
            published=document.published,
            outlet=document.outlet or "",
            byline=document.byline or "",
            url=web_link(document.url),
            source_file=document.source_file,
            sha256=document.sha256,
            language=document.language or "",
            actors=tuple((id_, search.facet_label("actor", id_), times) for id_, times in hit.actors),
            places=tuple((id_, search.facet_label("place", id_)) for id_ in _place_ids(document)),
            link=root + address(document.id),
            score=hit.score,
            passage=best.passage if best else 0,
            quote=_quote(document, best) if best else "",
            copies=hit.copies,
        )

    return make


def _place_ids(document: Document) -> Iterable[str]:
    """The places of a document by their first mention."""
    return dict.fromkeys(mention.id for mention in document.places)


def _best_passage(hit: Hit) -> Excerpt | None:
    """The stretch with most of what was looked for; of equals the first, a passage before a heading."""

    def worth(excerpt: Excerpt) -> tuple[bool, int, int]:
        return excerpt.kind == "passage", len({mark.label for mark in excerpt.marks}), len(excerpt.marks)

    if len(hit.passages) < 2:
        return hit.passages[0] if hit.passages else None
    return max(hit.passages, key=worth)


def _quote(document: Document, excerpt: Excerpt) -> str:
    """A stretch in one line, to the letter, with an ellipsis where the passage goes on."""
    text, _ = keep_excerpt(document, excerpt)
    before, after = "… " if excerpt.cut_before else "", " …" if excerpt.cut_after else ""
    return f"{before}{one_line(text)}{after}"
