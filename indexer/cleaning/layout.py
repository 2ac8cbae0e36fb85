"""What is left of a text as headings and passages.

Every line belongs to exactly one of them; nothing is moved, joined or dropped.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal

from indexer.cleaning.lines import Line
from indexer.cleaning.stories import mark_stories
from indexer.cleaning.wording import PROSE_WORDS
from indexer.schema.document import Heading, Passage

# A heading is no longer than this; the longest inner title of the seeds has 11 words.
HEADING_WORDS = 16
# A table row that was flattened to a line: no longer than this, and one sentence at most.
ROW_WORDS = 20
# So many short lines in a row are a table or a list of names, not headings.
ROWS = 3
# A text of which this share of lines breaks off inside a sentence is wrapped at a fixed width.
_WRAPPED_SHARE = 0.3
# With this share of blank lines between lines, blank lines separate the paragraphs.
_BLANK_SHARE = 0.2
_INNER_STOP = re.compile(r"[.!?…][\"”’»)]*\s")
_SPEAKER = re.compile(r"[\"“«‘'–—-]|[QRA]\s?[:.)]|\w+(?: \w+)?\s?:")

_Kind = Literal["heading", "prose", "list", "rows"]


class _Paragraph:
    """One or more lines of the text that belong together.

    `is_short`: whether it could be a heading or a cell, of few words and without a final stop;
    `is_prose`: whether it reads as a sentence of an article; `is_bullet`: whether it is an item of a list.
    """

    __slots__ = ("first", "is_bullet", "is_prose", "is_short", "last", "words")

    def __init__(self, first: Line, last: Line, words: int) -> None:
        self.first = first
        self.last = last
        self.words = words
        self.is_short = words <= HEADING_WORDS and not last.has_final_stop
        self.is_prose = words >= PROSE_WORDS and last.has_final_stop
        self.is_bullet = first.is_bullet

    @property
    def is_row(self) -> bool:
        """Whether it could be a row of a table: one sentence at most."""
        one_line = self.first is self.last and self.words <= ROW_WORDS
        return one_line and not self.is_bullet and _INNER_STOP.search(self.first.text) is None

    @property
    def is_question(self) -> bool:
        """Whether it is one question that nobody in the text asks."""
        text = self.first.text
        asks = text[-1] == "?" and self.first is self.last and 3 <= self.words <= ROW_WORDS
        return asks and not _SPEAKER.match(text) and _INNER_STOP.search(text) is None


def lay_out(text: str, lines: Sequence[Line]) -> tuple[tuple[Heading, ...], tuple[Passage, ...]]:
    """Headings and passages of the lines; `text` has blanks in place of all that was removed."""
    headings: list[Heading] = []
    passages: list[Passage] = []
    for kind, group in _units(_paragraphs(lines), blank_lines=_separates_by_blanks(lines)):
        start, end = group[0].first.start, group[-1].last.end
        if kind == "heading":
            headings.append(Heading(start, end, " ".join(text[start:end].split())))
        else:
            above = headings[-1].text if headings else None
            passages.append(Passage(len(passages) + 1, start, end, above, kind))
    return mark_stories(text, headings), tuple(passages)


def split_paragraphs(lines: Sequence[Line]) -> tuple[Passage, ...]:
    """Passages by blank lines alone, or one a line in a text without blank lines."""
    blank_lines = _separates_by_blanks(lines)
    spans: list[tuple[int, int]] = []
    for line in lines:
        if spans and blank_lines and not line.after_blank:
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return tuple(Passage(n, start, end, None, "prose") for n, (start, end) in enumerate(spans, 1))


def _separates_by_blanks(lines: Sequence[Line]) -> bool:
    return sum(line.after_blank for line in lines[1:]) >= max(1, _BLANK_SHARE * (len(lines) - 1))


def _breaks_off(above: Line, line: Line) -> bool:
    """Whether a line goes on with the sentence of the line above."""
    joined = not (line.after_blank or above.has_final_stop) and line.text[0].islower()
    return joined and not line.is_bullet


def _paragraphs(lines: Sequence[Line]) -> list[_Paragraph]:
    """Lines that break off inside a sentence joined with those that go on with it."""
    goes_on = [False, *(_breaks_off(above, line) for above, line in pairwise(lines))]
    broken = sum(goes_on)
    if not broken:
        return [_Paragraph(line, line, line.words) for line in lines]
    beside = sum(not line.after_blank for line in lines[1:])
    if broken >= ROWS and broken >= _WRAPPED_SHARE * beside:
        width = max(len(line.text) for line in lines)
        for at, (above, line) in enumerate(pairwise(lines), 1):
            # The last line of a wrapped paragraph ends early and with a stop.
            ends = above.has_final_stop and len(above.text) < 0.8 * width
            goes_on[at] = goes_on[at] or not (line.after_blank or ends or line.is_bullet)
    starts = [at for at in range(len(lines)) if not goes_on[at]]
    return [
        _Paragraph(lines[at], lines[end - 1], sum(line.words for line in lines[at:end]))
        for at, end in pairwise((*starts, len(lines)))
    ]


def _units(
    paragraphs: Sequence[_Paragraph], *, blank_lines: bool
) -> list[tuple[_Kind, Sequence[_Paragraph]]]:
    """Paragraphs grouped into lists, rows, headings and prose, in order."""
    asks = sum(p.is_question for p in paragraphs) > 1
    units: list[tuple[_Kind, Sequence[_Paragraph]]] = []
    at = 0
    while at < len(paragraphs):
        kind, length = _next_unit(paragraphs, at, blank_lines=blank_lines, asks=asks)
        units.append((kind, paragraphs[at : at + length]))
        at += length
    trailing = 0
    while trailing < len(units) and units[-1 - trailing][0] == "heading":
        trailing += 1
    if trailing:
        # A heading without anything below it is the last words of the text.
        last = paragraphs[len(paragraphs) - sum(len(group) for _, group in units[-trailing:]) :]
        units[-trailing:] = [("rows" if len(last) > 1 else "prose", last)]
    return units


def _next_unit(
    paragraphs: Sequence[_Paragraph], at: int, *, blank_lines: bool, asks: bool
) -> tuple[_Kind, int]:
    """The kind of the unit that begins at `at`, and how many paragraphs it has."""
    this = paragraphs[at]
    following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    if this.is_bullet:
        length = _run(paragraphs, at, lambda p: p.is_bullet)
        heads = length == 1 and this.is_short and following is not None and following.is_prose
        return ("heading" if heads and this.first.text[0].isalnum() else "list"), length
    if blank_lines and this.is_short:
        block = 1 + _run(paragraphs, at + 1, lambda p: p.is_row and not p.first.after_blank)
        plain = all(p.is_short for p in paragraphs[at : at + block])
        if block >= ROWS or (block > 1 and plain):
            return "rows", block
    if this.is_short:
        length = _run(paragraphs, at, lambda p: p.is_short and not p.is_bullet)
        return ("rows", length) if length >= ROWS else ("heading", 1)
    if asks and this.is_question and following is not None and following.is_prose:
        return "heading", 1
    return "prose", 1


def _run(paragraphs: Sequence[_Paragraph], at: int, belongs: Callable[[_Paragraph], bool]) -> int:
    """How many paragraphs in a row, from `at` on, belong together."""
    end = at
    while end < len(paragraphs) and belongs(paragraphs[end]):
        end += 1
    return end - at
