"""What the page of a document gets.

Holds values that are ready to be shown.
"""

from dataclasses import dataclass

from webapp.article_parts import BlockPart, DatePart, RawPart, RemovedPart
from webapp.citations import Citation
from webapp.context_parts import DocumentPart, Frame, HeadlinePart, Link, NamedPart, PublishedPart, ReadPart


@dataclass(frozen=True, slots=True)
class Where:
    """Where a document stands in a search.

    Attributes:
        back: the answer.
        place: its place in the answer, in words.
        why: why it has its place, or none.
        previous: the document before, None for the first.
        next: the document after, None for the last.
    """

    back: Link
    place: str
    why: Link
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """Actors of one type that a document names.

    Attributes:
        heading: the type.
        actors: the actors, most named first.
    """

    heading: str
    actors: tuple[NamedPart, ...]


@dataclass(frozen=True, slots=True)
class SimilarPart:
    """A story on the same matter, and why.

    Attributes:
        document: the story.
        actors: the actors that both name.
        words: the weightiest words that stand in both.
    """

    document: DocumentPart
    actors: tuple[Link, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """document.html: one document, cleaned or as delivered.

    Attributes:
        frame: what stands around the page.
        where: its place in the search that led here, None without one.
        reading: what of the address is not used, and why.
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
        view: clean, original (as delivered) or difference (with what was removed struck through).
        cleaned_url: the address of the cleaned text.
        original_url: the address of the text as delivered.
        difference_url: the address of the text with what was removed struck through.
        bytes_url: the address of the bytes alone.
        evidence_url: the address of its evidence bundle.
        marked: the words that are marked, in words; empty where none are.
        aliased: those marked as another spelling or as chosen.
        matches: the way to the first match in the text, in words; empty for none.
        steps: the number of the last match that can be stepped to.
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
        copies_url: the address of who printed it first, and what each copy changed.
        similar: other stories on the same matter, the most alike first.
        similar_says: why there are none, in words; empty where there are.
        json: the address of the document as JSON.
        citation: how it is cited.
    """

    frame: Frame
    where: Where | None
    reading: tuple[ReadPart, ...]
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
    view: str
    cleaned_url: str
    original_url: str
    difference_url: str
    bytes_url: str
    evidence_url: str
    marked: str
    aliased: str
    matches: str
    steps: int
    underlined: bool
    marks_url: str
    blocks: tuple[BlockPart, ...]
    raw: tuple[RawPart, ...]
    matching: tuple[int, ...]
    removed: tuple[RemovedPart, ...]
    removed_says: str
    groups: tuple[NamedGroup, ...]
    dates: tuple[DatePart, ...]
    copies: tuple[DocumentPart, ...]
    copies_says: str
    copies_url: str
    similar: tuple[SimilarPart, ...]
    similar_says: str
    json: str
    citation: Citation
