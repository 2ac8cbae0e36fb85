"""Which lines each page has that may be its site's: the ground of the corpus memory.

Counts nothing out of order: pages taken in any order, taken out and put back, give the same memory.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from html import unescape
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.cleaning.lines import SENTENCE_WORDS, Line, Page

Records = NDArray[np.void]

# What a line is at one place: a plea to the reader, or a line directly above a sentence.
PLEA, ABOVE_SENTENCE = 1, 2
# So many of the longest lines of a page stand for its text.
LONGEST = 5
DOCUMENT = np.dtype([("page", "u8"), ("source", "u8"), ("longest", "u4", (LONGEST,))])
ROW = np.dtype([("line", "u8"), ("document", "u4"), ("above", "u4"), ("below", "u4"), ("kinds", "u1")])
# Lines further from prose, or from the edge of the text, are the page around the article.
_NEAR = 6
# A hostile page is all short lines: no more of them are counted.
_MOST = 200
_HASH_BYTES = 8
# A name of one word is a site's own only if it is long.
_LONG_NAME = 8
_PLEA_WORDS = 3
_TO_READER = re.compile(
    r"\b(?:(?i:we|our|ours|you|your|yours|nous|notre|nos|vous|votre|vos|wir|unser[ea]?|nuestr[oa]s?|ustedes"
    r"|noss[oa]s?|você|(?:this|cet?|este|diese[rs]?) (?:article|story|page|post|site|website|newsletter"
    r"|artículo|artigo|artikel))|[Uu]s)\b|©|https?://|www\.|\S@\S+\.\S"
)
_STOP = re.compile(r"[.!۔।。！][\"'”’»)\]]*$")
_QUOTES = "\"'“”‘’«»„‹›"
_DIGITS = re.compile(r"\d+")
_UNSEEN = re.compile(r"<(?:script|style|noscript|template|svg)\b", re.IGNORECASE)
_SEEN = re.compile(r"</(?:script|style|noscript|template|svg)\b", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|em|font|i|mark|q|s|small|span|strong|sub|sup|time|u)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page that count, as numbers.

    `page` is the page's hash, `source` that of its source; `longest` are hashes of its longest lines,
    0 where there are fewer. `rows` give a line's hash, those of the lines above and below it, 0 at an
    edge, and its kinds.
    """

    page: int
    source: int
    longest: tuple[int, ...]
    rows: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class LineCounts:
    """The lines of all pages; `documents` of type DOCUMENT, `rows` of type ROW, which number them."""

    documents: Records
    rows: Records

    def of_pages(self, pages: Iterable[int]) -> "LineCounts":
        """The lines of those pages alone."""
        wanted = np.fromiter(pages, np.uint64)
        kept = np.isin(self.documents["page"], wanted)
        rows = self.rows[kept[self.rows["document"]]]
        rows["document"] = (np.cumsum(kept) - 1)[rows["document"]]
        return LineCounts(self.documents[kept], rows)

    def __add__(self, other: "LineCounts") -> "LineCounts":
        rows = np.concatenate([self.rows, other.rows])
        rows["document"][len(self.rows) :] += len(self.documents)
        return LineCounts(np.concatenate([self.documents, other.documents]), rows)

    def pages_with(self, lines: Iterable[int]) -> set[int]:
        """The pages that have any of the lines."""
        found = np.isin(self.rows["line"], np.fromiter(lines, np.uint64))
        return set(self.documents["page"][np.unique(self.rows["document"][found])].tolist())


def count_pages(pages: Iterable[PageLines]) -> LineCounts:
    """The lines of all pages. Cost: 21 bytes a line and 36 a page, and as much again at the end."""
    documents, columns = array("Q"), [array(kind) for kind in "QIIIB"]
    for number, page in enumerate(pages):
        longest = (*page.longest, *[0] * LONGEST)
        documents.extend((page.page, page.source, *longest[:LONGEST]))
        for line, above, below, kinds in page.rows:
            for column, value in zip(columns, (line, number, above, below, kinds), strict=True):
                column.append(value)
    listed = np.frombuffer(documents, np.uint64).reshape(-1, 2 + LONGEST)
    found = np.zeros(len(listed), DOCUMENT)
    found["page"], found["source"], found["longest"] = listed[:, 0], listed[:, 1], listed[:, 2:]
    rows = np.zeros(len(columns[0]), ROW)
    for name, column in zip(ROW.names or (), columns, strict=True):
        rows[name] = np.frombuffer(column, ROW[name])
    return LineCounts(found, rows)


def read_lines(text: str, page: int, source: str) -> PageLines:
    """What a page counts for. Args: `page` is its hash, `source` the name of its source."""
    cut = Page(text)
    lines = cut.lines
    prose = [line for line in lines if line.words >= SENTENCE_WORDS]
    longest = sorted(prose, key=lambda line: (-len(line.text), line.text))[:LONGEST]
    return PageLines(
        page,
        hash_line(source, ""),
        tuple(sorted({_small(line.text) for line in longest})),
        tuple(_rows(cut, source))[:_MOST],
    )


def visible_lines(markup: str) -> str:
    r"""The text between the tags of blocks, one a line: enough to count lines by, in a tenth of the time.

    >>> visible_lines("<p>It <b>rains</b>.</p><script>x</script><p>Salt &amp; sand")
    '\nIt rains.\n\n\nSalt & sand'
    """
    first, *others = _UNSEEN.split(markup)
    seen = (other[found.end() :] for other in others if (found := _SEEN.search(other)))
    return unescape(_TAG.sub("\n", _INLINE.sub("", "".join((first, *("\n<" + s for s in seen))))))


def hash_line(source: str, text: str) -> int:
    """A hash of 64 bits of a line as rules compare it, and of whose it is."""
    given = f"{source}\n{text.casefold()}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(given, digest_size=_HASH_BYTES).digest())


def may_be_repeated(page: Page, line: Line) -> bool:
    """Whether a line can be its site's at all: no sentence about the world, no speech, no list."""
    if not line.cue or line.text[0] in _QUOTES or line.text[-1] in "?:" or not _has_letters(line.cue):
        return False
    return not page.is_listed(line) and not line.is_reported


def _rows(page: Page, source: str) -> Iterator[tuple[int, int, int, int]]:
    name = site_name(source)
    lines = page.lines
    for number in _near_prose(page):
        line = lines[number]
        plea = line.is_short and is_plea(line, name)
        if not (plea or not line.is_sentence) or not may_be_repeated(page, line):
            continue
        above, below = page.before(line), page.after(line)
        kinds = PLEA * plea | ABOVE_SENTENCE * (below is not None and below.is_sentence)
        yield hash_line(source, line.cue), _neighbour(above), _neighbour(below), kinds


def _near_prose(page: Page) -> list[int]:
    """The numbers of the lines near prose or near an edge, ascending."""
    last = len(page.lines)
    near = {*range(min(_NEAR, last)), *range(max(0, last - _NEAR), last)}
    for line in page.lines:
        if line.is_prose:
            near.update(range(max(0, line.number - _NEAR), min(last, line.number + _NEAR + 1)))
    return sorted(near)


def is_plea(line: Line, name: str) -> bool:
    """Whether a line names its site, or is a sentence that speaks to the reader or of its page."""
    if name and name in _squeeze(line.text):
        return True
    return (
        line.words >= _PLEA_WORDS
        and _STOP.search(line.text[-8:]) is not None
        and _TO_READER.search(line.text) is not None
    )


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


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _neighbour(line: Line | None) -> int:
    """The line beside a line, its figures aside: a counter that changes is the same line."""
    return 0 if line is None else _small(_DIGITS.sub("0", line.text))


def _small(text: str) -> int:
    """A hash of 32 bits, never 0."""
    return crc32(text.encode("utf-8", "surrogatepass")) or 1
