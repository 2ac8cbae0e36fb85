"""What the pages of searching and browsing get.

Holds values that are ready to be shown.
"""

from dataclasses import dataclass

from webapp.context_parts import (
    Ask,
    ChipPart,
    DocumentPart,
    Frame,
    HitPart,
    Link,
    PagesPart,
    Pairs,
    ReadPart,
)
from webapp.facet_parts import FacetPart
from webapp.take_away import TakeAway
from webapp.why_parts import ScorePart
from webapp.zero_hits import WayOut, WordRow


@dataclass(frozen=True, slots=True)
class ListGroup:
    """Links under a heading.

    Attributes:
        heading: the heading.
        links: the links with their counts.
    """

    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What one cleaning rule took.

    Attributes:
        rule: its name.
        says: what it takes, in words.
        spans: how many stretches.
        characters: how many characters.
        share: these as a share of all characters read.
        documents: from how many documents.
        url: the address of the rule on the page of the collection.
    """

    rule: str
    says: str
    spans: str
    characters: str
    share: str
    documents: str
    url: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of the collection.

    Attributes:
        documents: how many, from how many files, in words.
        headlines: how many documents have one, in words.
        passages: how many passages.
        published: how many have a date and between which.
        removed: how much was removed.
        copies: how many documents are duplicates or near copies, in words.
        rules: the rules that took something.
        total_spans: the stretches of all rules together.
        total_characters: the characters of all rules together.
        total_share: these as a share of all characters read.
    """

    documents: str
    headlines: str
    passages: str
    published: str
    removed: str
    copies: str
    rules: tuple[RuleRow, ...]
    total_spans: str
    total_characters: str
    total_share: str


@dataclass(frozen=True, slots=True)
class Example:
    """A query with what it finds.

    Attributes:
        query: the text of the query.
        url: the search.
        says: what it finds, in words.
    """

    query: str
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """home.html: browsing and how to ask.

    Attributes:
        frame: what stands around the page.
        ask: the search form.
        reading: what was not used of the address.
        counts: documents and actors, in words.
        documents: one page of the documents.
        pages: the way through them.
        orders: the orders of the list; the current one has no address.
        groups: the actors by type.
        actors: how many there are, in words.
        all_actors: the page of all of them; None where all are shown.
        examples: queries with what they find.
        facts: the facts of the collection.
        facets: dates and places.
    """

    frame: Frame
    ask: Ask
    reading: tuple[ReadPart, ...]
    counts: str
    documents: tuple[DocumentPart, ...]
    pages: PagesPart
    orders: tuple[Link, ...]
    groups: tuple[ListGroup, ...]
    actors: str
    all_actors: Link | None
    examples: tuple[Example, ...]
    facts: Facts
    facets: tuple[FacetPart, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """search.html: an answer.

    Attributes:
        frame: what stands around the page.
        ask: the search form.
        count: how many documents, in words.
        sentence: what they do.
        reading: how the query was read.
        literal: the search for the letters only, None where no word was read as a name.
        suggestion: the search in another spelling; None where that finds no more.
        chips: the filters in use.
        clear: the search without filters, None where there are none.
        orders: the orders; the current one has no address.
        undated: whether undated documents come last.
        copies: the same answer with each near copy, or with folded ones; None without any.
        views: other ways to look at the same documents.
        hits: the documents of this page.
        scores: why each of them has its score.
        pages: the way through the pages.
        ways_out: what is found when one thing changes, for an answer without hits.
        words: the words one by one, for an answer without hits.
        facets: the facets.
        away: the ways to take it away.
    """

    frame: Frame
    ask: Ask
    count: str
    sentence: str
    reading: tuple[ReadPart, ...]
    literal: Link | None
    suggestion: Link | None
    chips: tuple[ChipPart, ...]
    clear: Link | None
    orders: tuple[Link, ...]
    undated: bool
    copies: Link | None
    views: tuple[Link, ...]
    hits: tuple[HitPart, ...]
    scores: tuple[ScorePart, ...]
    pages: PagesPart
    ways_out: tuple[WayOut, ...]
    words: tuple[WordRow, ...]
    facets: tuple[FacetPart, ...]
    away: TakeAway


@dataclass(frozen=True, slots=True)
class FacetListPage:
    """facet.html: all values of a facet in a search.

    Attributes:
        frame: what stands around the page.
        back: the answer.
        sentence: what is searched, in words.
        reading: how the query was read, and what was not used of the address.
        says: how many values there are, in words.
        facet: the facet with one page of its values, those that are chosen first.
        orders: by count, by name and the like; the current one has no address.
        path: the address of this page without its parameters.
        find: what is looked for in the names of the values; may be empty.
        hidden: what the form that looks for it carries along; None without a form.
        clear: the whole list again; without an address where it is whole.
        pages: the way through the values.
    """

    frame: Frame
    back: Link
    sentence: str
    reading: tuple[ReadPart, ...]
    says: str
    facet: FacetPart
    orders: tuple[Link, ...]
    path: str
    find: str
    hidden: Pairs | None
    clear: Link
    pages: PagesPart
