"""Numbers on a page that count something: those that a link leads to, and those that stand alone.

Reads markup; asks for no page.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_PLURALS = {"near copies": "near copy", "matches": "match"}
_COUNTED = re.compile(
    r"(?<![\w.,–-])(\d[\d,]*)(?: of \d[\d,]*)?(?: more| other)? "
    r"(documents?|passages?|mentions?|actors?|places?|sources?(?! file)|dates?(?! of pub)"
    r"|match(?:es)?|near cop(?:y|ies)|languages?)\b"
)
# Numbers that say which one, not how many.
_ORDINAL = re.compile(r"\b(?:Passage|Page) \d[\d,]*(?: of \d[\d,]*)?")
_NUMBER = re.compile(r"\d[\d,]*")
VOID = frozenset(["meta", "link", "input", "hr", "br", "img", "rect", "line", "option"])
# What begins a new word although no blank stands there.
PARTS = frozenset(["span", "td", "th", "li", "p", "dd", "dt", "text", "h1", "h2", "h3", "h4", "b"])


@dataclass(frozen=True, slots=True)
class Claim:
    """A number with what it counts; `address` is where it leads, empty for plain text."""

    count: int
    unit: str
    address: str
    words: str


@dataclass(slots=True)
class _Cell:
    """A cell of a table: the heading of its column, its text, and a link in it."""

    heading: str
    text: str = ""
    linked: bool = False


@dataclass(slots=True)
class _Table:
    headings: list[str] = field(default_factory=list)
    column: int = 0


class PageNumbers(HTMLParser):
    """Collects the claims of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.claims: list[Claim] = []
        self._link: str | None = None
        self._words = self._label = self._loose = ""
        self._tables: list[_Table] = []
        self._cell: _Cell | None = None
        self._heading: str | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follow links, tables and what is read aloud in their place."""
        values = {name: value or "" for name, value in attrs}
        if tag == "option":
            self._keep(values.get("label", ""), f"?q={values['value']}")
        if tag in ("script", "style", "desc", "title", "head", "q", "mark"):
            self._silent += 1
        if tag in PARTS:
            self.handle_data(" ")
        if tag == "a" and "href" in values:
            self._flush()
            self._link, self._words, self._label = values["href"], "", values.get("aria-label", "")
        if tag == "table":
            self._tables.append(_Table())
        if tag == "tr" and self._tables:
            self._tables[-1].column = 0
        if tag in ("td", "th") and self._tables:
            self._open_cell(values)

    def handle_endtag(self, tag: str) -> None:
        """Close what was followed."""
        if tag in ("script", "style", "desc", "title", "head", "q", "mark"):
            self._silent -= 1
        if tag in PARTS:
            self.handle_data(" ")
        if tag == "a" and self._link is not None:
            self._close_link()
        if tag in ("td", "th") and self._tables:
            self._close_cell(tag)
        if tag == "table" and self._tables:
            self._tables.pop()
        if tag in ("p", "li", "h1", "h2", "h3", "dd", "nav", "body"):
            self._flush()

    def handle_data(self, data: str) -> None:
        """Words of a link, or loose ones."""
        if self._silent:
            return
        if self._link is not None:
            self._words += data
        else:
            self._loose += data
        if self._cell is not None:
            self._cell.text += data
        if self._heading is not None:
            self._heading += data

    def _open_cell(self, values: dict[str, str]) -> None:
        table = self._tables[-1]
        if values.get("scope") == "col":
            self._heading = ""
            return
        at = table.column
        self._cell = _Cell(table.headings[at] if at < len(table.headings) else "")
        table.column += int(values.get("colspan", "1"))

    def _close_cell(self, tag: str) -> None:
        if self._heading is not None:
            self._tables[-1].headings.append(" ".join(self._heading.split()))
            self._heading = None
        elif self._cell is not None:
            cell, self._cell = self._cell, None
            text = cell.text.strip()
            if tag == "td" and not cell.linked and cell.heading and _NUMBER.fullmatch(text):
                self._keep(f"{text} {cell.heading.lower()}", "")

    def _close_link(self) -> None:
        address, self._link = self._link or "", None
        words = " ".join((self._label or self._words).split())
        if self._cell is not None and self._cell.heading and _NUMBER.fullmatch(words):
            words = f"{words} {self._cell.heading.lower()}"
        if self._cell is not None:
            self._cell.linked = True
        self._keep(words, address)

    def _flush(self) -> None:
        words, self._loose = " ".join(self._loose.split()), ""
        self._keep(words, "")

    def _keep(self, words: str, address: str) -> None:
        for number, unit in _COUNTED.findall(_ORDINAL.sub("", words)):
            one = _PLURALS.get(unit, unit.removesuffix("s"))
            self.claims.append(Claim(int(number.replace(",", "")), one, address, words))


def find_numbers(markup: str) -> list[Claim]:
    """All numbers of a page that count something, in reading order."""
    page = PageNumbers()
    page.feed(markup)
    page.close()
    return page.claims
