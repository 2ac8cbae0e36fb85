"""What a reader asks for, and what the desk answers: plain values, the same in Python and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from indexer.query.syntax import All, Node
from indexer.schema.document import Document
from indexer.schema.fields import FACETS

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
Match = Literal["all", "any"]
WantedMatch = Literal["auto", "all", "any"]
Spelling = Literal["all", "exact"]
Copies = Literal["fold", "all"]
Parents = Literal["alone", "whole"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. Values inside a facet are joined by OR, facets by AND.

    `actors_match` "all" joins the chosen actors by AND instead. With `parents` "whole" a chosen or
    excluded actor stands for all that is part of it too, and is counted so. `published` and `mentioned`
    hold facet values (2024, 2024-03, 2024-03-27, none, --01-07) or ranges (2023-12..2024-01);
    `languages` hold ISO 639-1 codes, or none.
    `match` "all" joins the words by AND, "any" by OR; "auto" is "all", but "any" for a sentence and
    where no document has all of the words. `spelling` "exact" reads no word as a name.
    `copies` "fold" lists of documents that are near copies of each other the first hit alone, "all"
    lists each; no count depends on it. `page` counts from 1.
    """

    text: str = ""
    actors: tuple[str, ...] = ()
    not_actors: tuple[str, ...] = ()
    actors_match: Match = "all"
    parents: Parents = "alone"
    published: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    match: WantedMatch = "auto"
    spelling: Spelling = "all"
    sort: Sort = "relevance"
    copies: Copies = "fold"
    facets: tuple[str, ...] = FACETS
    page: int = 1
    per: int = 10


NoteKind = Literal["read", "ignored", "loosened", "filter"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something said about the reading of a request, as a whole sentence.

    `kind` "read": a word was read as an actor, given in `word` and `actors`, with `spellings`
    its spellings found in the collection. "ignored": a part of the text was not used.
    "loosened": any of the words was tried. "filter": a filter named in `parameter` could not be
    read and was not used.
    """

    kind: NoteKind
    message: str
    word: str = ""
    actors: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    parameter: str = ""
    value: str = ""


class Mark(NamedTuple):
    """Characters of the document's text that made it match.

    `kind` "word" for words of the query, "alias" for another spelling of a name in it or of a
    chosen actor. `label` says which word or actor.
    """

    start: int
    end: int
    kind: Literal["word", "alias"]
    label: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One stretch of a passage shown with a hit. `cut_before`/`cut_after`: the passage goes on.

    `text` is the document's text from `start` to `end`; what was removed from it is blank. A stretch of
    `kind` "heading" is a whole heading, and `passage` the first one below it (the last one where none
    follows, 0 where there is none). `first_match` is the number of its first mark among all matches in
    the document's headings and passages, from 1; 0 without a mark.
    """

    passage: int
    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]
    cut_before: bool
    cut_after: bool
    kind: Literal["passage", "heading"] = "passage"
    first_match: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document matches: a word or filter, and the forms found with how often.

    `part` is "word" (from the text of the query) or "filter". `forms` are (as written, times),
    most often first. `in_title` counts those in the headline.
    """

    part: Literal["word", "filter"]
    label: str
    actor: str | None
    forms: tuple[tuple[str, int], ...]
    in_title: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One document of the answer. `passages` are its best, `matching` counts all that match.

    `title_marks` are offsets into `document.title`. `copies` counts the other documents of the
    answer that are near copies and folded into this hit; `copy_ids` are the first of them.
    """

    document: Document
    score: float
    passages: tuple[Excerpt, ...]
    matching: int
    title_marks: tuple[Mark, ...]
    reasons: tuple[Reason, ...]
    actors: tuple[tuple[str, int], ...]
    copies: int = 0
    copy_ids: tuple[str, ...] = ()


class FacetValue(NamedTuple):
    """One value of a facet. `count` is the number of hits after choosing it.

    A named tuple, as an answer holds some hundred: a frozen dataclass takes four times as long.

    `group` is the actor's type or the date's level (year, month, day). `passages` is given for
    the document facet: how many of its passages match.
    """

    value: str
    label: str
    count: int  # type: ignore[assignment]  # in place of tuple's own method
    selected: bool
    group: str = ""
    passages: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another spelling of a query, offered and never used by itself; it finds `total` documents."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found. `total` counts all documents that match, not those of this page.

    `folded` of them stand in no page, as they are near copies of another hit.
    `understood` is the query as it was read, in the query language; `match` is the joining that
    was used in the end ("any" when loosened). `facets` holds each asked facet with every value
    that has a count, and every chosen one even at 0; past a limit the rarest are left out, and
    `facet_sizes` tells how many values there are. Of documents it holds the best hits, and the size is
    the number of hits. `suggestion` finds more, with the same filters; an answer is `complete` unless
    there was no time to look for one.
    """

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    notes: tuple[Note, ...]
    took_ms: float
    generation: str
    understood: str
    match: Match
    query: Node = field(default_factory=All)
    folded: int = 0
    suggestion: Suggestion | None = None
    facet_sizes: Mapping[str, int] = field(default_factory=dict)
    complete: bool = True

    @property
    def listed(self) -> int:
        """The number of hits on all pages."""
        return self.total - self.folded

    @property
    def pages(self) -> int:
        """The number of pages; 1 for an empty answer."""
        return max(1, -(-self.listed // self.request.per))
