"""What the pages of a document and of actors get.

Holds values that are ready to be shown.
"""

from dataclasses import dataclass

from webapp.article_parts import BlockPart, DatePart, RawPart, RemovedPart
from webapp.context_parts import DocumentPart, Frame, HeadlinePart, Link, PagesPart, PublishedPart
from webapp.facet_parts import HistogramPart
from webapp.search_contexts import ListGroup


@dataclass(frozen=True, slots=True)
class Where:
    """Where a document stands in a search.

    Attributes:
        back: the answer.
        place: its place in the answer, in words.
        previous: the document before, None for the first.
        next: the document after, None for the last.
    """

    back: Link
    place: str
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """document.html: one document, cleaned or as delivered.

    Attributes:
        frame: what stands around the page.
        where: its place in the search that led here, None without one.
        headline: its headline or opening words.
        published: when it was published.
        file: its source file.
        outlet: where it appeared; may be empty.
        byline: who wrote it; may be empty.
        language: the language of its text, in words.
        web: the address where it was scraped; empty where it is none of the web.
        delivered: its size as delivered, in words.
        length: passages and words, in words.
        sha256: the hash of the bytes as delivered.
        notes: what cleaning and reading noted.
        original: whether the text is shown as delivered.
        cleaned_url: the address of the cleaned text.
        original_url: the address of the text as delivered.
        bytes_url: the address of the bytes alone.
        marked: the words that are marked, in words; empty where none are.
        aliased: those marked as another spelling or as chosen.
        underlined: whether actors, dates and matches are marked.
        marks_url: the address where they are not, or are.
        blocks: the cleaned text.
        raw: the text as delivered.
        matching: the passages that match.
        removed: what was removed.
        removed_says: how much that is, in words.
        groups: the actors that it names.
        dates: the dates that it talks about.
        copies: its near copies, the most alike first.
        copies_says: how many there are, in words; empty for none.
        json: the address of the document as JSON.
    """

    frame: Frame
    where: Where | None
    headline: HeadlinePart
    published: PublishedPart
    file: str
    outlet: str
    byline: str
    language: str
    web: str
    delivered: str
    length: str
    sha256: str
    notes: tuple[str, ...]
    original: bool
    cleaned_url: str
    original_url: str
    bytes_url: str
    marked: str
    aliased: str
    underlined: bool
    marks_url: str
    blocks: tuple[BlockPart, ...]
    raw: tuple[RawPart, ...]
    matching: tuple[int, ...]
    removed: tuple[RemovedPart, ...]
    removed_says: str
    groups: tuple[ListGroup, ...]
    dates: tuple[DatePart, ...]
    copies: tuple[DocumentPart, ...]
    copies_says: str
    json: str


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """actors.html: all actors that the collection names.

    Attributes:
        frame: what stands around the page.
        count: how many, in words.
        groups: the actors by type.
        json: the address of the same list as JSON.
    """

    frame: Frame
    count: str
    groups: tuple[ListGroup, ...]
    json: str


@dataclass(frozen=True, slots=True)
class SpellingRow:
    """One form in which an actor is written.

    Attributes:
        text: the form.
        mentions: how often.
        documents: in how many documents.
        url: the search for these letters.
    """

    text: str
    mentions: str
    documents: str
    url: str


@dataclass(frozen=True, slots=True)
class ActorPage:
    """actor.html: one actor.

    Attributes:
        frame: what stands around the page.
        all_actors: the way back to the list.
        label: its short name.
        name: its full name.
        kind: its type, in words.
        id: its identifier.
        parent: what it is part of, None where that is not known.
        active: from when to when, in words; empty where that is not known.
        note: what the authority file notes; may be empty.
        counts: mentions and documents, in words.
        search: the search within its documents.
        spellings: the forms found.
        total: mentions of all forms.
        others: forms that are searched too and not found here.
        more_others: how many more of them, in words; empty for none.
        documents: one page of its documents.
        pages: the way through them.
        histogram: its documents by date.
        json: the address of the actor as JSON.
    """

    frame: Frame
    all_actors: str
    label: str
    name: str
    kind: str
    id: str
    parent: Link | None
    active: str
    note: str
    counts: str
    search: Link
    spellings: tuple[SpellingRow, ...]
    total: str
    others: tuple[str, ...]
    more_others: str
    documents: tuple[DocumentPart, ...]
    pages: PagesPart
    histogram: HistogramPart | None
    json: str
