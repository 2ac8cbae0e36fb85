"""The rule that takes what a source puts into many of its pages.

The memory says which lines these are; their place in the page decides: at an edge of the article, or
between its paragraphs where the line speaks to the reader. A heading above a sentence is never taken.
"""

from collections.abc import Iterator

from indexer.cleaning.corpus_memory import ANYWHERE, FOOT, HEAD, SourceMemory
from indexer.cleaning.line_counts import may_be_repeated
from indexer.cleaning.lines import Line, Page
from indexer.cleaning.title import find_title
from indexer.schema.document import RemovedSpan

REPEATED = "repeated-in-source"
REPEATED_SAYS = "a line that the source has in many pages: a slogan, a desk, a plea"
# Beside a line that is not known one of fewer words may be a cell of its table.
_CELL_WORDS = 3
# A headline has so many words without figures, and at most so many lines above it.
_HEADLINE_WORDS = 4
_LINES_ABOVE = 3


def find_repeated(
    text: str, left: str, memory: SourceMemory, given_title: str | None = None
) -> tuple[RemovedSpan, ...]:
    """The spans to remove, ascending. `left` is the text with blanks for all that other rules took."""
    page = Page(left)
    title = find_title(page.lines, given_title) if given_title else None
    known = [_places(text, page, line, memory) if line is not title else 0 for line in page.lines]
    if not any(known):
        return ()
    taken = {number for number, places in enumerate(known) if places & ANYWHERE}
    sentences = [line.number for line in page.lines if line.is_sentence and line.number not in taken]
    if not sentences:
        return ()
    taken.update(_foot(page, sentences[-1], known, taken))
    taken.update(_head(page, text, sentences[0], known))
    return tuple(RemovedSpan(line.start, line.end, REPEATED) for line in page.lines if line.number in taken)


def _places(text: str, page: Page, line: Line, memory: SourceMemory) -> int:
    """As what the memory takes a line; 0 where something was cut out of it."""
    whole = text.startswith(line.text, line.start)
    return memory.places(line.cue) if whole and may_be_repeated(page, line) else 0


def _foot(page: Page, last: int, known: list[int], taken: set[int]) -> Iterator[int]:
    """The lines below the last sentence, from the end up to one that is not known."""
    found: list[int] = []
    at = len(known) - 1
    while at > last and (at in taken or known[at] & FOOT):
        found.append(at)
        at -= 1
    while at > last and found:
        line = page.lines[found[-1]]
        if line.words >= _CELL_WORDS or line.after_blank:
            break
        found.pop()
    yield from found


def _head(page: Page, text: str, first: int, known: list[int]) -> Iterator[int]:
    """The lines above a headline, and those above a line that another rule took."""
    lines = page.lines
    for at in range(1, min(first, _LINES_ABOVE + 1)):
        if not known[at - 1] & HEAD:
            break
        if _is_headline(lines[at]) and find_title(lines[at:]) is lines[at]:
            yield from range(at)
            break
    for at in range(1, first):
        if known[at] & HEAD and text[lines[at].end : lines[at + 1].start].strip():
            yield at


def _is_headline(line: Line) -> bool:
    words = [word for word in line.text.split() if not any(map(str.isdigit, word))]
    return sum(word[0].isalpha() for word in words) >= _HEADLINE_WORDS
