"""What the pages of actors get.

Holds values that are ready to be shown.
"""

from dataclasses import dataclass

from webapp.context_parts import DocumentPart, Frame, Link, PagesPart
from webapp.facet_parts import HistogramPart
from webapp.search_contexts import ListGroup
from webapp.timeline_contexts import PassageRow, TimelinePart


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
class FactPart:
    """One fact on an actor.

    Attributes:
        name: what it is, in words.
        values: what holds, each a link where it leads somewhere.
    """

    name: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """An actor named in the same passages.

    Attributes:
        actor: the actor.
        kind: its type, in words.
        documents: in how many documents.
        passages: the passages, with their number.
        says: what the number counts, in words.
        width: the length of its bar, of 100.
    """

    actor: Link
    kind: str
    documents: str
    passages: Link
    says: str
    width: str


@dataclass(frozen=True, slots=True)
class NetworkPart:
    """Actors named in the same passages as an actor.

    Attributes:
        says: how many there are and which are listed, in words.
        rows: those with most passages.
        csv: the address of all as CSV.
        gexf: the address of all as GEXF, with the ties between them.
    """

    says: str
    rows: tuple[NeighbourRow, ...]
    csv: str
    gexf: str


@dataclass(frozen=True, slots=True)
class SharedPage:
    """actor-with.html: the passages that name two actors.

    Attributes:
        frame: what stands around the page.
        actor: the way back to the one.
        other: the way to the other.
        says: how many there are, in words.
        search: the search within the documents that name both.
        rows: one page of them, newest document first.
        pages: the way through them.
    """

    frame: Frame
    actor: Link
    other: Link
    says: str
    search: Link
    rows: tuple[PassageRow, ...]
    pages: PagesPart


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
        compare: where it is compared with other actors.
        spellings: the forms found.
        total: mentions of all forms.
        others: forms that are searched too and not found here.
        more_others: how many more of them, in words; empty for none.
        documents: one page of its documents.
        pages: the way through them.
        histogram: its documents by date.
        timeline: its dated passages, None where nothing names it.
        network: the actors named in the same passages, None for none.
        family: what it belongs to, what belongs to it, and who held which office.
        seen: its first and last dates in the documents.
        source: where its facts are from; may be empty.
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
    compare: Link
    spellings: tuple[SpellingRow, ...]
    total: str
    others: tuple[str, ...]
    more_others: str
    documents: tuple[DocumentPart, ...]
    pages: PagesPart
    histogram: HistogramPart | None
    timeline: TimelinePart | None
    network: NetworkPart | None
    family: tuple[FactPart, ...]
    seen: tuple[FactPart, ...]
    source: str
    json: str
