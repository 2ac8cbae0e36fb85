"""Which lines each page has: the ground of the corpus memory.

Knows a line by its hash and by what stands above and below it, and judges none. Pages taken in any
order, taken out and put back, give the same memory.
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

Records = NDArray[np.void]

# So many of the longest lines of a page stand for its text.
LONGEST = 5
DOCUMENT = np.dtype([("page", "u8"), ("source", "u8"), ("longest", "u4", (LONGEST,))])
ROW = np.dtype([("line", "u8"), ("document", "u4"), ("below", "u4"), ("heads", "u1")])
# Lines further from a sentence, or from the edge of the text, are the page around the article.
_NEAR = 6
# A hostile page is all short lines: no more of them are counted.
_MOST = 200
# A line of so many characters that ends with a stop is taken for a sentence.
_SENTENCE = 50
_STOPS = frozenset(".!?…؟۔।。！？\"'”’»)]")
# A line beside another is known by so many characters.
_OPENING = 80
# Slogans, desks and pleas have no more characters than this.
SHORT = 240
_HASH_BYTES = 8
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
    0 where there are fewer. `rows` give a line's hash, that of the line below it, 0 at the end, and
    whether that one is a sentence.
    """

    page: int
    source: int
    longest: tuple[int, ...]
    rows: tuple[tuple[int, int, bool], ...]


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
    """The lines of all pages. Cost: 17 bytes a line and 36 a page, and as much again at the end."""
    facts, lines, documents, below, heads = (array(kind) for kind in "QQIIB")
    for number, page in enumerate(pages):
        facts.extend((page.page, page.source, *page.longest, *[0] * (LONGEST - len(page.longest))))
        lines.extend([row[0] for row in page.rows])
        documents.extend([number] * len(page.rows))
        below.extend([row[1] for row in page.rows])
        heads.extend([row[2] for row in page.rows])
    listed = np.frombuffer(facts, np.uint64).reshape(-1, 2 + LONGEST)
    found = np.zeros(len(listed), DOCUMENT)
    found["page"], found["source"], found["longest"] = listed[:, 0], listed[:, 1], listed[:, 2:]
    rows = np.zeros(len(lines), ROW)
    rows["line"], rows["document"], rows["below"], rows["heads"] = lines, documents, below, heads
    return LineCounts(found, rows)


def read_lines(text: str, page: int, source: str) -> PageLines:
    """What a page counts for. Args: `page` is its hash, `source` the name of its source."""
    lines = [line for raw in _split(text) if (line := raw.strip())]
    long = [line for line in dict.fromkeys(lines) if len(line) >= _SENTENCE]
    longest = sorted(long, key=len)[-LONGEST:]
    whose = _hash_source(source)
    return PageLines(page, whose, tuple(map(_small, longest)), tuple(_rows(lines, whose)))


def _split(text: str) -> list[str]:
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).split("\n")


def _rows(lines: list[str], source: int) -> Iterator[tuple[int, int, bool]]:
    sentence = [len(line) >= _SENTENCE and line[-1] in _STOPS for line in lines]
    near = _near_sentences(sentence)
    for at in [at for at, line in enumerate(lines) if near[at] and len(line) <= SHORT][:_MOST]:
        last = at + 1 == len(lines)
        below = 0 if last else _small(_DIGITS.sub("0", lines[at + 1][:_OPENING]))
        yield _hash(lines[at]) ^ source, below, not last and sentence[at + 1]


def _near_sentences(sentence: list[bool]) -> bytearray:
    """Which lines stand near a sentence or near an edge of the text."""
    length = len(sentence)
    near = bytearray(length)
    for at in (0, length - 1, *(at for at, is_one in enumerate(sentence) if is_one)):
        first, end = max(0, at - _NEAR), min(length, at + _NEAR + 1)
        near[first:end] = b"\1" * max(0, end - first)
    return near


def visible_lines(markup: str) -> str:
    """The text between the tags of blocks, one a line: enough to count lines by, in a tenth of the time.

    >>> visible_lines("<p>It <b>rains</b>.</p><script>x</script><p>Salt &amp; sand").split()
    ['It', 'rains.', 'Salt', '&', 'sand']
    """
    first, *others = _UNSEEN.split(markup)
    seen = (other[found.end() :] for other in others if (found := _SEEN.search(other)))
    return unescape(_TAG.sub("\n", _INLINE.sub("", "".join((first, *("\n<" + s for s in seen))))))


def hash_line(source: str, text: str) -> int:
    """A hash of 64 bits of a line, its case and white space aside, and of whose it is.

    >>> hash_line("Example News", "The  Voice") == hash_line("Example News", "the voice")
    True
    """
    return _hash(text) ^ _hash_source(source)


def _hash_source(source: str) -> int:
    # Not the hash of a line that is the source's name: the two would cancel out.
    return _hash(f"{source}\0")


def _hash(text: str) -> int:
    folded = " ".join(text.split()).casefold().encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(folded, digest_size=_HASH_BYTES).digest())


def _small(text: str) -> int:
    """A hash of 32 bits, never 0."""
    return crc32(text.encode("utf-8", "surrogatepass")) or 1
