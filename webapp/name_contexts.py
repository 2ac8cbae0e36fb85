"""What the page of unlinked names gets.

Holds values that are ready to be shown.
"""

from dataclasses import dataclass

from webapp.context_parts import Frame, Link, PagesPart, QuotePart


@dataclass(frozen=True, slots=True)
class NameQuote:
    """A mention of a name.

    Attributes:
        document: the document.
        quote: the words around the mention.
    """

    document: Link
    quote: QuotePart


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name that nobody listed.

    Attributes:
        number: its place in the list.
        name: its most frequent spelling.
        url: the search for it as written.
        counts: its documents and sources, in words.
        kind: what it may name, in words; empty where nothing tells it.
        variants: its other spellings, each with how many documents.
        near: the spellings of actors that are most like it, each with the actor.
        quotes: mentions of it.
    """

    number: int
    name: str
    url: str
    counts: str
    kind: str
    variants: tuple[tuple[str, str], ...]
    near: tuple[tuple[str, Link], ...]
    quotes: tuple[NameQuote, ...]


@dataclass(frozen=True, slots=True)
class UnlinkedPage:
    """unlinked.html: the names that nobody listed.

    Attributes:
        frame: what stands around the page.
        count: how many names, in words; empty until every document was read.
        bounds: in how many documents and sources a listed name is, in words.
        held: what was read, in words.
        documents: the least number of documents.
        sources: the least number of sources.
        errors: what of the bounds was not used.
        fewer: the list with the lowest bounds, None where it is that.
        names: one page of the names.
        pages: the way through them.
        json: the address of the same list as JSON.
    """

    frame: Frame
    count: str
    bounds: str
    held: str
    documents: int
    sources: int
    errors: tuple[str, ...]
    fewer: Link | None
    names: tuple[NameRow, ...]
    pages: PagesPart
    json: str
