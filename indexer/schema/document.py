"""Pages, documents and what was found in them.

All offsets are Python str offsets into `text` as read, end exclusive; no value here ever
holds an offset into cleaned text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Precision = Literal["day", "month", "year"]
PublishedSource = Literal["metadata", "header", "line", "url"]
BlockKind = Literal["title", "heading", "passage"]
PassageKind = Literal["prose", "list", "rows"]


@dataclass(frozen=True, slots=True)
class Repair:
    """A stretch of the text as read whose encoding was mended; `original` is what was delivered there."""

    start: int
    end: int
    original: str


@dataclass(frozen=True, slots=True)
class RawPage:
    """One scraped page as a source reader found it, before any cleaning.

    `text` is what was decoded from `raw`, without newline translation and with the `repairs`, which
    are ascending; for `kind` "html" it is the markup. `id` is stable across rebuilds and matches
    `[A-Za-z0-9_-]{1,64}`. The fields from `title` on are metadata delivered beside the text, None or
    empty where there was none. `page_hash` tells whether the page is that of another run; below
    2**64, 0 says nothing.
    """

    id: str
    source_file: str
    kind: Literal["text", "html"]
    text: str
    raw: bytes
    sha256: str
    encoding: str = "utf-8"
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    actors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    page_hash: int = 0
    repairs: tuple[Repair, ...] = ()

    @property
    def source(self) -> str:
        """Whose page it is, see `source_of`."""
        return source_of(self.outlet or host_of(self.url), self.source_file)


@dataclass(frozen=True, slots=True)
class RemovedSpan:
    """A stretch of the text as read that a named rule took out."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date, only as exact as its source.

    `value` is YYYY, YYYY-MM or YYYY-MM-DD. `start` and `end` mark the date in the text where
    the text gave it, else both are None. `evidence` is the words that gave it.
    """

    value: str
    precision: Precision
    source: PublishedSource
    evidence: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """An inner heading of the article, or the title of another story in the same file."""

    start: int
    end: int
    text: str
    begins_story: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a list or a run of table rows, numbered from 1 within its document."""

    number: int
    start: int
    end: int
    heading: str | None
    kind: PassageKind


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor named in the text. `weak` mentions (generic references) are never counted.

    `start` and `end` both 0 mean that the actor is stated beside the text, not named in it: it
    is counted and can be filtered, and has no spelling.
    """

    id: str
    start: int
    end: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date talked about: YYYY, YYYY-MM, YYYY-MM-DD, or --MM-DD and --MM without a year."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CleanPage:
    """What cleaning found in one text: nothing of the text itself is changed.

    `title` comes with `title_start` and `title_end` where the title stands in the text.
    `removed` is ascending and free of overlaps; `passages` and `headings` are ascending.
    `language` is an ISO 639-1 code, None where the text without residue does not tell it.
    `outlet` and `url` are what markup states of itself.
    """

    text: str
    title: str | None
    title_start: int | None
    title_end: int | None
    published: Published | None
    byline: str | None
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    removed: tuple[RemovedSpan, ...]
    notes: tuple[str, ...] = ()
    language: str | None = None
    outlet: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that phrases and NEAR never cross: the title, a heading or a passage.

    `start` and `end` are None for a title that was delivered beside the text. `passage` is the
    number of the passage, or of the first passage below a heading; 0 for the title.
    """

    kind: BlockKind
    text: str
    start: int | None
    end: int | None
    passage: int


@dataclass(frozen=True, slots=True)
class Document:
    """One cleaned unit with a stable id, and all that was found in it.

    `repairs` are those of a plain text; what was mended in markup stands in the bytes as delivered.
    `language` is an ISO 639-1 code, None where the text does not tell it.
    """

    id: str
    source_file: str
    sha256: str
    kind: Literal["text", "html"]
    text: str
    title: str | None
    title_start: int | None
    title_end: int | None
    published: Published | None
    byline: str | None
    outlet: str | None
    url: str | None
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    removed: tuple[RemovedSpan, ...]
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    notes: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    language: str | None = None

    @property
    def source(self) -> str:
        """Whose page it was, see `source_of`."""
        return source_of(self.outlet, self.source_file)

    @property
    def label(self) -> str:
        """The title, or the opening words where there is none."""
        return self.title if self.title is not None else self.opening

    @property
    def opening(self) -> str:
        """The opening words of the first passage, cut at a comma or a word, with an ellipsis."""
        if not self.passages:
            return "(empty)"
        first = self.passages[0]
        return cut_opening(" ".join(keep(self.text, first.start, first.end, self.removed).split()))

    @property
    def clean_text(self) -> str:
        """The text as read minus the removed spans, to the letter."""
        return keep(self.text, 0, len(self.text), self.removed)

    @property
    def delivered_text(self) -> str:
        """The text before its encoding was mended, to the letter."""
        return undo_repairs(self.text, self.repairs)

    def blocks(self) -> Iterator[Block]:
        """Title, headings and passages in reading order.

        Removed spans inside a block are blanked with spaces of equal length, so that an offset
        into a block's text plus the block's start is an offset into the document's text.
        """
        yield from page_blocks(
            self.text,
            self.title,
            self.title_start,
            self.title_end,
            self.headings,
            self.passages,
            self.removed,
        )


def undo_repairs(text: str, repairs: tuple[Repair, ...]) -> str:
    """The text as it was delivered, to the letter.

    >>> undo_repairs("Café", (Repair(3, 4, "Ã©"),))
    'CafÃ©'
    """
    pieces: list[str] = []
    at = 0
    for repair in repairs:
        pieces += (text[at : repair.start], repair.original)
        at = repair.end
    return "".join((*pieces, text[at:]))


def source_of(outlet: str | None, source_file: str) -> str:
    """The outlet, or where it is not known the folder, which ends with a slash.

    >>> source_of("Example News", "sahel/one.txt"), source_of(None, "sahel/one.txt"), source_of(None, "a.txt")
    ('Example News', 'sahel/', '/')
    """
    return outlet or source_file.rpartition("/")[0] + "/"


def host_of(url: str | None) -> str | None:
    """The host of an address without `www.`, or None.

    >>> host_of("https://www.example.org/a"), host_of("http://[x"), host_of(None)
    ('example.org', None, None)
    """
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


OPENING_CHARACTERS = 100


def cut_opening(text: str, limit: int = OPENING_CHARACTERS) -> str:
    """Cut at the last comma, else the last blank, before `limit` characters.

    >>> cut_opening("One two, three four", limit=12)
    'One two …'
    """
    if len(text) <= limit:
        return text
    cut = text.rfind(",", limit // 2, limit)
    if cut < 0:
        cut = text.rfind(" ", limit // 2, limit)
    return text[: cut if cut > 0 else limit].rstrip(" ,;:") + " …"


def keep(text: str, start: int, end: int, removed: tuple[RemovedSpan, ...]) -> str:
    """The part of `text` from `start` to `end` without the removed spans.

    >>> keep("one two three", 0, 13, (RemovedSpan(3, 7, "example"),))
    'one three'
    """
    pieces = []
    at = start
    for span in removed:
        if span.end <= start or span.start >= end:
            continue
        pieces.append(text[at : max(at, span.start)])
        at = max(at, span.end)
    pieces.append(text[at:end] if at < end else "")
    return "".join(pieces)


def blank(text: str, start: int, end: int, removed: tuple[RemovedSpan, ...]) -> str:
    """The part of `text` from `start` to `end`, removed characters as spaces.

    >>> blank("one two three", 0, 13, (RemovedSpan(3, 7, "example"),))
    'one     three'
    """
    pieces = []
    at = start
    for span in removed:
        first, last = max(span.start, at), min(span.end, end)
        if first >= last:
            continue
        pieces.append(text[at:first])
        pieces.append(" " * (last - first))
        at = last
    pieces.append(text[at:end])
    return "".join(pieces)


def page_blocks(  # noqa: PLR0913, PLR0917  # the parts that a clean page and a document share
    text: str,
    title: str | None,
    title_start: int | None,
    title_end: int | None,
    headings: tuple[Heading, ...],
    passages: tuple[Passage, ...],
    removed: tuple[RemovedSpan, ...],
) -> Iterator[Block]:
    """Title, headings and passages of a page in reading order; see `Document.blocks`."""
    if title is not None:
        if title_start is not None and title_end is not None:
            yield Block("title", blank(text, title_start, title_end, removed), title_start, title_end, 0)
        else:
            yield Block("title", title, None, None, 0)
    spans: list[tuple[int, int, BlockKind]] = [(h.start, h.end, "heading") for h in headings]
    spans += [(p.start, p.end, "passage") for p in passages]
    spans.sort()
    below = {p.start: p.number for p in passages}
    starts = sorted(below)
    ends = [span.end for span in removed]
    for start, end, kind in spans:
        following = min(bisect_left(starts, start), len(starts) - 1)
        number = below[starts[following]] if starts else 0
        # A hostile page has as many spans as blocks: each block looks at its own only.
        own = removed[bisect_right(ends, start) : bisect_left(ends, end) + 1]
        yield Block(kind, blank(text, start, end, own), start, end, number)
