"""What each template gets: one class a page.

Holds values that are ready to be shown; a test compares each with what its template uses.
"""

from dataclasses import dataclass

from webapp.actor_contexts import ActorPage, ActorsPage, SharedPage
from webapp.api_contexts import ApiPage
from webapp.compare_contexts import ComparePage
from webapp.context_parts import Ask, Frame, Link, PagesPart
from webapp.copies_contexts import CopiesPage
from webapp.document_contexts import DocumentPage
from webapp.name_contexts import UnlinkedPage
from webapp.search_contexts import Example, FacetListPage, Facts, HomePage, RuleRow, SearchPage
from webapp.timeline_contexts import TimelinePage
from webapp.why_parts import WhyPage


@dataclass(frozen=True, slots=True)
class FileRow:
    """What became of a source file.

    Attributes:
        path: the file.
        removed_url: where it is shown what its only document lost; may be empty.
        size: its bytes, in words.
        documents: how many documents it holds.
        status: read, partly or refused.
        reason: why it was not read whole; may be empty.
    """

    path: str
    removed_url: str
    size: str
    documents: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What was removed from the documents of one source.

    Attributes:
        name: the outlet, or the source file of documents that give none.
        url: the address of its documents, empty for a file.
        removed_url: where it is shown what a file's only document lost; may be empty.
        documents: how many documents.
        characters: how many characters were read.
        removed: how many of them were removed.
        share: these as a share.
    """

    name: str
    url: str
    removed_url: str
    documents: str
    characters: str
    removed: str
    share: str


@dataclass(frozen=True, slots=True)
class FlaggedRow:
    """A document of which unusually much was removed.

    Attributes:
        label: its headline or opening words.
        url: the address of what was removed from it.
        took: what took it, in words; empty for a rule.
        rule: the name of the rule, empty for all rules together.
        rule_url: the address of the rule.
        characters: how many characters.
        share: these as a share of the document.
    """

    label: str
    url: str
    took: str
    rule: str
    rule_url: str
    characters: str
    share: str


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """collection.html: what was read, removed and refused.

    Attributes:
        frame: what stands around the page.
        facts: the facts of the collection.
        generation: the name of the generation.
        flagged: documents of which unusually much was removed.
        more_flagged: how many more of them, in words; empty for none.
        idle: the rules that took nothing.
        sources: what was removed by source, most first.
        more_sources: how many more of them, in words; empty for none.
        refused: files that were not read, or only partly.
        files: one page of the files that were read.
        pages: the way through them.
    """

    frame: Frame
    facts: Facts
    generation: str
    flagged: tuple[FlaggedRow, ...]
    more_flagged: str
    idle: tuple[RuleRow, ...]
    sources: tuple[SourceRow, ...]
    more_sources: str
    refused: tuple[FileRow, ...]
    files: tuple[FileRow, ...]
    pages: PagesPart


@dataclass(frozen=True, slots=True)
class HelpPage:
    """help.html: how to ask.

    Attributes:
        frame: what stands around the page.
        examples: queries with what they find.
    """

    frame: Frame
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """error.html: why a page cannot be shown, and what to do.

    Attributes:
        frame: what stands around the page.
        heading: what happened.
        says: where and why.
        cure: a command to run; empty for none.
        link: the way on.
        ask: the search form with what was typed, None where there is nothing to search.
        request_id: the id of the request in the log.
    """

    frame: Frame
    heading: str
    says: str
    cure: str
    link: Link
    ask: Ask | None
    request_id: str


PAGES: dict[str, type] = {
    "home.html": HomePage,
    "search.html": SearchPage,
    "document.html": DocumentPage,
    "copies.html": CopiesPage,
    "actors.html": ActorsPage,
    "actor.html": ActorPage,
    "unlinked.html": UnlinkedPage,
    "timeline.html": TimelinePage,
    "compare.html": ComparePage,
    "actor-with.html": SharedPage,
    "facet.html": FacetListPage,
    "collection.html": CollectionPage,
    "help.html": HelpPage,
    "api.html": ApiPage,
    "error.html": ErrorPage,
    "why.html": WhyPage,
}
