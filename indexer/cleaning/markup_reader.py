"""Reads markup into the blocks that can be seen.

Runs no script, follows no address, and takes any text: broken markup gives what can be read. The
parser is that of libxml2, which closes what was left open; the cost is linear in the markup, however
it is nested.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from indexer.cleaning.markup_blocks import Block, Place
from indexer.cleaning.markup_facts import STATING, MarkupFacts
from indexer.cleaning.markup_mending import mend, prepare, show_all
from indexer.cleaning.markup_names import TOPICS, read_names


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNSEEN = _words(
    "script style svg math object iframe canvas select textarea title audio video map datalist template"
    " noembed noframes"
)
_BLOCKS = _words(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre"
    " section summary table tbody td tfoot th thead tr ul"
)
# Of what is not shown these take room: the words before and behind stand apart.
_BOXES = _words("object iframe canvas select textarea audio video")
_CELLS = frozenset(("td", "th"))
_BOLD = frozenset(("b", "strong"))
_MARKS = _BOLD | {"a"}
# Elements that say what they hold; each is a bit, in this order.
KINDS = (
    "nav",
    "footer",
    "aside",
    "header",
    "form",
    "figure",
    "table",
    "ul",
    "ol",
    "blockquote",
    "article",
    "main",
)
_KIND_BITS = {kind: 1 << number for number, kind in enumerate(KINDS)}
_ROLE_BITS = {
    role: _KIND_BITS[kind]
    for role, kind in {
        "navigation": "nav",
        "banner": "header",
        "contentinfo": "footer",
        "complementary": "aside",
        "search": "form",
        "main": "main",
        "article": "article",
    }.items()
}
_WHOLE = frozenset(("html", "body"))
_ARTICLE_BODY = 1 << TOPICS
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# An element behind the last sign: where it is not shown, something before it was left open.
_END = "end-of-markup"
_SEEN_BY_FACTS = STATING | {_END}
# A line break among pieces of text; markup is read without this sign.
_BREAK = "\0"


class _Open(NamedTuple):
    """What holds of an element that is open; `place` is its own, or that of the one around it."""

    place: int
    hidden: bool
    linked: bool
    bold: bool


class MarkupReader:
    """Collects blocks, the places where they stand, and stated facts.

    A target of lxml: `start`, `end` and `data` come in order, and each start has its end.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.places = [Place(0, "", 0, 0, 0, 0, 0)]
        self.facts = MarkupFacts()
        self.is_whole = False
        self._open = _Open(0, hidden=False, linked=False, bold=False)
        self._around: list[_Open] = []
        # How many elements are open from the outermost on that is not shown.
        self._unseen = 0
        self._shapes: dict[tuple[str, str, int], int] = {}
        self._pieces: list[str] = []
        self._linked = self._bold = self._links = 0
        self._link_begins = False

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        """An element opens."""
        if tag in _SEEN_BY_FACTS:
            self.facts.see_tag(tag, values)
            self.is_whole = tag == _END and not self._unseen
        if self._unseen or tag in _UNSEEN:
            self._unseen += 1
            if tag in _BOXES:
                self._pieces.append(" ")
            return
        above = self._open
        self._around.append(above)
        hidden = above.hidden or (bool(values) and _is_hidden(values))
        if tag in _BLOCKS:
            if tag in _CELLS:
                # Cells of one row go on one line.
                self._pieces.append(" ")
            else:
                self._flush()
            self._open = _Open(self._add_place(tag, values), hidden, above.linked, above.bold)
        elif tag == "br":
            self._pieces.append(_BREAK)
        elif tag in _MARKS or hidden != above.hidden:
            self._link_begins = self._link_begins or tag == "a"
            self._open = _Open(above.place, hidden, above.linked or tag == "a", above.bold or tag in _BOLD)

    def end(self, tag: str) -> None:
        """An element closes, after all that was open in it."""
        if self._unseen:
            self._unseen -= 1
            if tag in STATING:
                self.facts.see_end()
            return
        if tag in _CELLS:
            self._pieces.append(" ")
        elif tag in _BLOCKS:
            self._flush()
        self._open = self._around.pop()

    def data(self, text: str) -> None:
        """Text, visible or not; it may come in several pieces."""
        if self._unseen:
            self.facts.see_text(text)
            return
        self._pieces.append(text)
        if self._open.linked or self._open.bold:
            self._weigh(text)

    def close(self) -> "MarkupReader":
        """All was read."""
        self._flush()
        return self

    def _weigh(self, text: str) -> None:
        """Count the letters of links and of bold type."""
        words = text.split()
        # A blank before or behind words belongs to none of them.
        length = sum(map(len, words)) + max(len(words) - 1, 0)
        if self._open.linked:
            self._linked += length
            self._links += self._link_begins and length > 0
            self._link_begins = self._link_begins and not length
        if self._open.bold:
            self._bold += length

    def _add_place(self, tag: str, values: Mapping[str, str]) -> int:
        parent = self._open.place
        around = self.places[parent]
        kinds, names, own = around.kinds | _KIND_BITS.get(tag, 0), "", 0
        # Themes name all that a site has on the element of the whole page.
        if values and tag not in _WHOLE:
            names = values.get("class", "")
            own = read_names(f"{names} {values['id']}" if "id" in values else names)
            if "articleBody" in values.get("itemprop", ""):
                own |= _ARTICLE_BODY
            kinds |= _ROLE_BITS.get(values.get("role", ""), 0)
        key = (tag, names, around.shape if tag in {"p", "li"} else 0)
        shape = self._shapes.setdefault(key, len(self._shapes) + 1)
        self.places.append(Place(parent, tag, kinds, own, around.above | around.own, around.depth + 1, shape))
        return len(self.places) - 1

    def _flush(self) -> None:
        """End the block that is being read."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        place, hidden, _, _ = self._open
        broken = False
        for line in text.split(_BREAK):
            words = " ".join(line.split())
            if words:
                tag, length = self.places[place].tag, len(words)
                linked, bold = min(self._linked, length), min(self._bold, length)
                self.blocks.append(Block(words, tag, place, linked, bold, self._links, broken, hidden))
                broken = True
        self._linked = self._bold = self._links = 0


def read(markup: str) -> MarkupReader:
    """All of a page; what is left open at its end is mended, and what still hides it is shown."""
    raw = prepare(markup)
    reader = _parse(raw)
    if not reader.is_whole:
        mended = mend(raw.decode())
        reader = _parse(mended.encode())
        if not reader.is_whole:
            reader = _parse(show_all(mended).encode())
    return reader


def _parse(raw: bytes) -> MarkupReader:
    """The markup was decoded before: what it says of its encoding does not count."""
    reader = MarkupReader()
    etree.fromstring(
        raw + b"<%s>" % _END.encode(), etree.HTMLParser(target=reader, huge_tree=True, encoding="utf-8")
    )
    return reader


def _is_hidden(values: Mapping[str, str]) -> bool:
    style = values.get("style")
    return (
        "hidden" in values
        or values.get("aria-hidden") == "true"
        or (style is not None and _HIDDEN.search(style) is not None)
    )
