"""The rule that takes what a source puts into many of its pages.

The memory says which lines these are; their place in the page decides: at an edge of the article, or
between its paragraphs where the line speaks to the reader. A heading above a sentence is never taken.
"""

import re
from collections.abc import Iterator

from indexer.cleaning.corpus_memory import FOOT, HEAD, SourceMemory
from indexer.cleaning.line_counts import SHORT
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
# A name of one word is a site's own only if it is long.
_LONG_NAME = 8
_PLEA_WORDS = 3
_TO_READER = re.compile(
    r"\b(?:(?i:we|our|ours|you|your|yours|nous|notre|nos|vous|votre|vos|wir|unser[ea]?|nuestr[oa]s?|ustedes"
    r"|noss[oa]s?|você|(?:this|cet?|este|diese[rs]?) (?:article|story|page|post|site|website|newsletter"
    r"|artículo|artigo|artikel))|[Uu]s)\b|©|https?://|www\.|\S@[^\s@]{1,80}?\.\S"
)
_STOP = re.compile(r"[.!۔।。！][\"'”’»)\]]*$")
_QUOTES = "\"'“”‘’«»„‹›"


def find_repeated(
    text: str, left: str, memory: SourceMemory, given_title: str | None = None
) -> tuple[RemovedSpan, ...]:
    """The spans to remove, ascending. `left` is the text with blanks for all that other rules took."""
    page = Page(left)
    title = find_title(page.lines, given_title) if given_title else None
    known = [_places(text, page, line, memory) if line is not title else 0 for line in page.lines]
    if not any(known):
        return ()
    name = site_name(memory.source)
    taken = {line.number for line in page.lines if known[line.number] and is_plea(line, name)}
    sentences = [line.number for line in page.lines if line.is_sentence and line.number not in taken]
    if not sentences:
        return ()
    taken.update(_foot(page, sentences[-1], known, taken))
    taken.update(_head(page, text, sentences[0], known))
    return tuple(RemovedSpan(line.start, line.end, REPEATED) for line in page.lines if line.number in taken)


def _places(text: str, page: Page, line: Line, memory: SourceMemory) -> int:
    """As what the memory takes a line; 0 where something was cut out of it."""
    if len(line.text) > SHORT or not (places := memory.places(line.text)):
        return 0
    whole = text.startswith(line.text, line.start)
    return places if whole and _may_be_of_site(page, line) else 0


def _may_be_of_site(page: Page, line: Line) -> bool:
    """Whether a line can be its site's at all: no speech, no question, no item of a list, no figures."""
    if (
        not line.cue
        or line.text[0] in _QUOTES
        or line.text[-1] in "?:"
        or not any(map(str.isalpha, line.cue))
    ):
        return False
    return not page.is_listed(line) and not line.is_reported


def is_plea(line: Line, name: str) -> bool:
    """Whether a line names its site, or is a sentence that speaks to the reader or of its page."""
    if name and name in _squeeze(line.text):
        return True
    speaks = line.words >= _PLEA_WORDS and _TO_READER.search(line.text) is not None
    return speaks and _STOP.search(line.text[-8:]) is not None


def site_name(source: str) -> str:
    """The name of a site as it is looked for in lines, empty where it could be any word.

    >>> site_name("Example News"), site_name("sahel.example"), site_name("seeds/")
    ('examplenews', '', '')
    """
    if source.endswith("/"):
        return ""
    host = "." in source and " " not in source
    name = source.split(".", maxsplit=1)[0] if host else source
    squeezed = _squeeze(name)
    return squeezed if len(squeezed) >= _LONG_NAME or len(name.split()) > 1 else ""


def _squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _foot(page: Page, last: int, known: list[int], taken: set[int]) -> Iterator[int]:
    """The lines below the last sentence, from the end up to one that is not known."""
    found: list[int] = []
    at = len(known) - 1
    while at > last and (at in taken or known[at] & FOOT):
        found.append(at)
        at -= 1
    if at == last + 1 and found:
        # One line alone above may be a heading: what it heads stays.
        found.pop()
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
