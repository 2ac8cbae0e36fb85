"""What the timeline of a search gets, and the dated passages of other pages.

Holds values that are ready to be shown.
"""

from dataclasses import dataclass

from webapp.article_parts import Line
from webapp.context_parts import DocumentPart, Frame, Link, PagesPart, Pairs, ReadPart


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage under a date.

    Attributes:
        when: the date in it, or when its document was published, in words.
        basis: where that date is from and how exact it is, in words.
        line: the passage, with its names and dates.
        place: the number of the passage, in words.
        url: the address of the passage in its document.
        document: its document.
        holds: what the passage holds of the search, in words; empty where that goes without saying.
    """

    when: str
    basis: str
    line: Line
    place: str
    url: str
    document: DocumentPart
    holds: str = ""


@dataclass(frozen=True, slots=True)
class TimelinePart:
    """The first dated passages of an actor.

    Attributes:
        says: how many there are and where they were looked for, in words.
        rows: some of them, by date.
        all: the page with all of them.
        csv: the address of all as CSV; empty for none.
    """

    says: str
    rows: tuple[PassageRow, ...]
    all: Link
    csv: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """timeline.html: the dates that the documents of a search write.

    Attributes:
        frame: what stands around the page.
        back: the answer.
        actor: the only actor that is asked for, None where more is asked.
        count: how many dates there are, in words.
        says: in how many passages, in words.
        basis: which documents were read, in words.
        reading: how the query was read.
        ways: the passages that can be listed, with their dates; the current ones have no address.
        orders: which documents are read first; empty where all are read.
        hidden: the other parameters of the search.
        mentioned: the dates that are asked for, as typed.
        errors: what of them was not read, a sentence each.
        rows: one page of them, by date.
        pages: the way through them.
        csv: the address of all as CSV; empty for none.
        json: the address of this page as JSON.
    """

    frame: Frame
    back: Link
    actor: Link | None
    count: str
    says: str
    basis: str
    reading: tuple[ReadPart, ...]
    ways: tuple[Link, ...]
    orders: tuple[Link, ...]
    hidden: Pairs
    mentioned: str
    errors: tuple[str, ...]
    rows: tuple[PassageRow, ...]
    pages: PagesPart
    csv: str
    json: str
