"""Reads markup into the blocks that can be seen.

Runs no script, follows no address, and takes any text: broken markup gives what can be read. One
pass; the cost is linear in the markup, however it is nested.
"""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from indexer.cleaning.markup_blocks import Block, Place
from indexer.cleaning.markup_facts import MarkupFacts
from indexer.cleaning.markup_names import TOPICS, read_names


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _words("area base br col embed hr img input link meta param source track wbr")
_UNSEEN = _words(
    "script style noscript template svg math object iframe canvas select textarea head title audio video map"
    " datalist"
)
_BLOCKS = _words(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre"
    " section summary table tbody td tfoot th thead tr ul"
)
_CELLS = frozenset(("td", "th"))
_ROWS = _CELLS | {"tr"}
_TERMS = frozenset(("dd", "dt"))
# What a start tag closes where its end tag was left out.
_CLOSED_BY = {
    "li": frozenset(("li",)),
    "tr": _ROWS,
    **dict.fromkeys(_CELLS, _CELLS),
    **dict.fromkeys(_TERMS, _TERMS),
}
_HEAD = frozenset(("head", "title"))
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
_ARTICLE_BODY = 1 << TOPICS
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class _Open:
    """An element that is open; `place` is its own, or that of the one around it."""

    tag: str
    place: int
    unseen: bool
    hidden: bool


class MarkupReader(HTMLParser):
    """Collects blocks, the places where they stand, and stated facts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.places = [Place(0, "", 0, 0, 0, 0, 0)]
        self.facts = MarkupFacts()
        self._open = [_Open("", 0, unseen=False, hidden=False)]
        self._counts: Counter[str] = Counter()
        self._shapes: dict[tuple[str, str, int], int] = {}
        self._pieces: list[str] = []
        self._linked = self._bold = self._links = 0

    def read(self, markup: str) -> None:
        """All of it, once."""
        try:
            self.feed(_without_open_ends(markup))
            self.close()
        except (AssertionError, ValueError):
            # The parser gives up on some broken declarations; what it read until then counts.
            pass
        self._flush()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens; what HTML closes by itself is closed."""
        values = {name: value or "" for name, value in attrs}
        self.facts.see_tag(tag, values)
        if tag == "br":
            self._pieces.append("\n")
        is_block = tag in _BLOCKS
        if is_block:
            self._end_before(tag)
        if tag in _VOID:
            return
        above = self._open[-1]
        unseen = above.unseen or tag in _UNSEEN
        place = self._add_place(tag, values) if is_block and not unseen else above.place
        if tag == "a":
            self._links += 1
        self._counts[tag] += 1
        self._open.append(_Open(tag, place, unseen, above.hidden or _is_hidden(values)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>`; for elements that are not void the stroke means nothing."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """An element closes, with all that was left open in it."""
        if self._counts[tag]:
            self._close(tag)
        self.facts.see_end(tag)

    def handle_data(self, data: str) -> None:
        """Text, visible or not."""
        self.facts.see_text(data)
        if self._open[-1].unseen:
            return
        # Newlines of the source are blanks; those of <br> are put in as their own pieces.
        flat = _SPACE.sub(" ", data)
        self._pieces.append(flat)
        if self._counts["a"]:
            self._linked += len(flat)
        if self._counts["b"] or self._counts["strong"]:
            self._bold += len(flat)

    def unknown_decl(self, data: str) -> None:
        """Declarations such as CDATA are not visible."""

    def _end_before(self, tag: str) -> None:
        """End the text above a block, and what the block closes."""
        if tag in _CELLS:
            # Cells of one row go on one line.
            self._pieces.append(" ")
        else:
            self._flush()
        if self._counts["p"]:
            self._close("p")
        while self._open[-1].tag in _CLOSED_BY.get(tag, ()):
            self._close(self._open[-1].tag)
        while self._open[-1].tag in _HEAD:
            self._close(self._open[-1].tag)

    def _add_place(self, tag: str, values: dict[str, str]) -> int:
        parent = self._open[-1].place
        around = self.places[parent]
        names = values.get("class", "")
        own = read_names(f"{names} {values['id']}" if "id" in values else names)
        if "articleBody" in values.get("itemprop", ""):
            own |= _ARTICLE_BODY
        kinds = around.kinds | _KIND_BITS.get(tag, 0) | _ROLE_BITS.get(values.get("role", ""), 0)
        key = (tag, names, around.shape if tag in {"p", "li"} else 0)
        shape = self._shapes.setdefault(key, len(self._shapes) + 1)
        self.places.append(Place(parent, tag, kinds, own, around.above | around.own, around.depth + 1, shape))
        return len(self.places) - 1

    def _close(self, tag: str) -> None:
        while len(self._open) > 1:
            top = self._open[-1]
            if top.tag in _CELLS:
                self._pieces.append(" ")
            elif top.tag in _BLOCKS:
                self._flush()
            self._open.pop()
            self._counts[top.tag] -= 1
            if top.tag == tag:
                return

    def _flush(self) -> None:
        """End the block that is being read."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        linked, bold, links = self._linked, self._bold, self._links
        self._linked = self._bold = self._links = 0
        self._pieces = []
        top = self._open[-1]
        broken = False
        for line in text.split("\n"):
            words = " ".join(line.split())
            if words:
                length = len(words)
                tag = self.places[top.place].tag
                self.blocks.append(
                    Block(
                        words,
                        tag,
                        top.place,
                        min(linked, length),
                        min(bold, length),
                        links,
                        broken,
                        top.hidden,
                    )
                )
                broken = True


def _is_hidden(values: dict[str, str]) -> bool:
    if not values:
        return False
    style = values.get("style")
    return (
        "hidden" in values
        or values.get("aria-hidden") == "true"
        or (style is not None and _HIDDEN.search(style) is not None)
    )


def _without_open_ends(markup: str) -> str:
    """The markup without the signs that open what is never closed; their words stay.

    The parser looks for the end of each such sign anew: a page full of them would take hours.

    >>> _without_open_ends("<p>a</p><!-- b <i c")
    '<p>a</p>  b &lt;i c'
    """
    closed = markup.rfind("-->") + 3 if "-->" in markup else 0
    markup = markup[:closed] + markup[closed:].replace("<!--", " ")
    ended = markup.rfind(">") + 1
    return markup[:ended] + markup[ended:].replace("<", "&lt;")
