"""A document's text as blocks of lines, with marks, names, dates and cuts.

Works on offsets into the text as read; shows every character that cleaning kept, once.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from indexer.api import Document, Excerpt, Heading, Mark, Passage
from webapp.article_parts import BlockPart, Line, RawPart, Run
from webapp.highlighting import highlight
from webapp.languages import gettext
from webapp.wording import plural

# What a scraper leaves of list signs; a number says something and stays.
_BULLET = re.compile(r"\s*[•‣◦▪●○■□–—*·-]\s+")

# A reader steps from match to match so far; later ones are marked and have no number.
MOST_STEPS = 1000

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Underline:
    """A name or a date in the text; `value` is the date for programs."""

    start: int
    end: int
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A document with what is to be marked in it. `matching` are numbers of passages.

    Where it is `numbered` the marks are the matches of a search, each with its number.
    """

    document: Document
    marks: tuple[Mark, ...]
    matching: frozenset[int]
    underlines: tuple[Underline, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that is shown in its own way."""

    start: int
    end: int
    kind: Literal["actor", "date", "match", "alias"]
    value: str = ""
    number: int = 0


def find_underlines(document: Document, quiet: frozenset[str]) -> tuple[Underline, ...]:
    """Actors and dates to underline, ascending and free of overlaps; `quiet` actors are not."""
    found = [
        Underline(m.start, m.end, "actor")
        for m in document.actors
        if m.start < m.end and not m.weak and m.id not in quiet
    ]
    found += [Underline(d.start, d.end, "date", d.value) for d in document.dates]
    kept: list[Underline] = []
    for line in sorted(found, key=lambda u: (u.start, -u.end)):
        if not kept or line.start >= kept[-1].end:
            kept.append(line)
    return tuple(kept)


def make_blocks(article: Article) -> tuple[BlockPart, ...]:
    """Headings, passages and cuts in reading order; a cut inside a passage follows it."""
    document = article.document
    placed: list[tuple[int, int, BlockPart]] = [
        (h.start, 0, BlockPart("heading", 0, False, (_line(((h.start, h.end),), article),), _told(h)))
        for h in document.headings
    ]
    placed += [(p.start, 0, _passage(p, article)) for p in document.passages]
    taken = [(p.start, p.end) for p in document.passages]
    for number, span in enumerate(document.removed, 1):
        says = gettext(
            "%(characters)s removed: %(rule)s",
            characters=plural(span.end - span.start, "character"),
            rule=span.rule,
        )
        inside = next((start for start, end in taken if start < span.start < end), None)
        at = span.start if inside is None else inside
        placed.append((at, 0 if inside is None else number, BlockPart("cut", number, False, (), says)))
    return tuple(block for _, _, block in sorted(placed, key=lambda p: p[:2]))


def make_line(article: Article, start: int, end: int) -> Line:
    """What cleaning kept between two offsets, in one line."""
    return _line(kept_spans(article.document, start, end), article)


def _told(heading: Heading) -> str:
    return gettext("Another story in the same file") if heading.begins_story else ""


def make_raw(document: Document) -> tuple[RawPart, ...]:
    """The text as read in stretches, kept or removed."""
    parts, at = [], 0
    for number, span in enumerate(document.removed, 1):
        if at < span.start:
            parts.append(RawPart(document.text[at : span.start], 0))
        parts.append(RawPart(document.text[span.start : span.end], number))
        at = span.end
    if at < len(document.text):
        parts.append(RawPart(document.text[at:], 0))
    return tuple(parts)


def _passage(passage: Passage, article: Article) -> BlockPart:
    spans = kept_spans(article.document, passage.start, passage.end)
    if passage.kind == "prose":
        lines: tuple[Spans, ...] = (spans,)
    else:
        lines = tuple(split_lines(article.document.text, spans))
        if passage.kind == "list":
            lines = join_entries(article.document.text, lines)
    shown = tuple(_line(line, article) for line in lines)
    return BlockPart(passage.kind, passage.number, passage.number in article.matching, shown)


def kept_spans(document: Document, start: int, end: int) -> Spans:
    """What cleaning kept between two offsets."""
    spans, at = [], start
    for cut in document.removed:
        if cut.end <= start or cut.start >= end:
            continue
        if at < cut.start:
            spans.append((at, cut.start))
        at = max(at, cut.end)
    if at < end:
        spans.append((at, end))
    return tuple(spans)


def split_lines(text: str, spans: Spans) -> Iterator[Spans]:
    """The lines of some stretches of the text, empty ones left out."""
    line: list[tuple[int, int]] = []
    for start, end in spans:
        at = start
        for feed in re.finditer(r"\r\n?|\n", text[start:end]):
            line.append((at, start + feed.start()))
            if any(text[s:e].strip() for s, e in line):
                yield tuple(line)
            line, at = [], start + feed.end()
        line.append((at, end))
    if any(text[s:e].strip() for s, e in line):
        yield tuple(line)


def join_entries(text: str, lines: Sequence[Spans]) -> tuple[Spans, ...]:
    """The entries of a list, without their signs.

    Where some lines begin with a sign, a line without one goes on with the entry above.
    """
    entries: list[Spans] = []
    signed = any(_BULLET.match(text, line[0][0], line[0][1]) for line in lines)
    for line in lines:
        (start, end), rest = line[0], line[1:]
        sign = _BULLET.match(text, start, end)
        if sign:
            entries.append(((sign.end(), end), *rest))
        elif signed and entries:
            entries[-1] = (*entries[-1], *line)
        else:
            entries.append(line)
    return tuple(entries)


def _line(spans: Spans, article: Article) -> Line:
    runs: list[Run] = []
    before = None
    for start, end in spans:
        # Lines that were joined are parted by a blank; what a cut parts is shown as it is left
        if before is not None and "\n" in article.document.text[before:start]:
            runs.append(Run("text", Markup(" ")))
        runs += _runs(start, end, article)
        before = end
    return tuple(runs)


def _runs(start: int, end: int, article: Article) -> Iterator[Run]:
    """A stretch in runs; a mark of the search takes the place of an underline that it touches."""
    text, at = article.document.text, start
    for piece in _pieces(start, end, article):
        if at < piece.start:
            yield Run("text", highlight(text[at : piece.start]))
        yield Run(piece.kind, highlight(text[piece.start : piece.end]), piece.value, piece.number)
        at = piece.end
    if at < end:
        yield Run("text", highlight(text[at:end]))


def _pieces(start: int, end: int, article: Article) -> list[Piece]:
    """What is marked or underlined between two offsets, ascending and apart."""
    marked = list(_marked(start, end, article))
    first = bisect_left(article.underlines, start, key=lambda line: line.start)
    last = bisect_left(article.underlines, end, lo=first, key=lambda line: line.start)
    pieces = [
        Piece(line.start, line.end, "date" if line.kind == "date" else "actor", line.value)
        for line in article.underlines[first:last]
        if line.end <= end and not _touches(marked, line)
    ]
    return sorted([*marked, *pieces], key=lambda piece: piece.start)


def _marked(start: int, end: int, article: Article) -> Iterator[Piece]:
    """The parts of marks between two offsets; a mark that a cut parts has its number on the first."""
    first = bisect_right(article.marks, start, key=lambda mark: mark.end)
    last = bisect_left(article.marks, end, lo=first, key=lambda mark: mark.start)
    for at, mark in enumerate(article.marks[first:last], first + 1):
        own, until = max(mark.start, start), min(mark.end, end)
        if article.document.text[own:until].strip():
            number = at if article.numbered and at <= MOST_STEPS and own == mark.start else 0
            yield Piece(own, until, "alias" if mark.kind == "alias" else "match", number=number)


def _touches(marked: Sequence[Piece], line: Underline) -> bool:
    at = bisect_right(marked, line.start, key=lambda piece: piece.end)
    return at < len(marked) and marked[at].start < line.end


def keep_excerpt(document: Document, excerpt: Excerpt) -> tuple[str, tuple[Mark, ...]]:
    """The text of an excerpt as a reader sees it, and its marks in offsets of that text.

    What was removed is left out; where it held the end of a line, a blank stands for it.
    """
    spans = kept_spans(document, excerpt.start, excerpt.end)
    text = ""
    shifts: list[tuple[int, int, int]] = []
    for start, end in spans:
        if text and "\n" in document.text[shifts[-1][1] : start]:
            text += " "
        shifts.append((start, end, len(text) - start))
        text += document.text[start:end]

    def place(offset: int) -> int:
        at = max(0, bisect_right(shifts, offset, key=lambda shift: shift[0]) - 1)
        start, end, shift = shifts[at]
        return min(max(offset, start), end) + shift

    return text, tuple(mark._replace(start=place(mark.start), end=place(mark.end)) for mark in excerpt.marks)
