"""Markup to visible text, and what it states of itself.

One line a block, blank lines between paragraphs. Runs no script, follows no address, and takes
any text: broken markup gives the text that can be read.
"""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from indexer.cleaning.markup_blocks import Block, choose_blocks, join_blocks
from indexer.cleaning.markup_facts import MarkupFacts
from indexer.cleaning.title import without_site


@dataclass(frozen=True, slots=True)
class VisiblePage:
    """The text of a page, and what was stated beside it or in its markup."""

    text: str
    title: str | None = None
    published: str | None = None
    byline: str | None = None
    url: str | None = None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _words("area base br col embed hr img input link meta param source track wbr")
_UNSEEN = _words(
    "script style noscript template svg math object iframe canvas select button textarea head audio video"
    " map dialog"
)
_FURNITURE = _words("nav footer aside form menu")
_BLOCKS = _words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary"
    " table tbody td tfoot th thead title tr ul"
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
# Words in class and id that name furniture in all common templates.
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|share|sharing|sharedaddy|social"
    r"|related|recommended|recirc"
    r"|newsletter|subscribe|signup|promo|advert|advertisement|ads?|adsense|sponsored|cookie|consent|gdpr"
    r"|comments?|respond|disqus|popup|modal"
    r"|widgets?|tags|taboola|outbrain|footer|copyright|pagination|pager|screen-reader-text|visually-hidden"
    r"|sr-only|skip-link)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_CONTAINERS = _words("div section ul ol dl p span aside header table")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class _Open:
    """An element that is open."""

    tag: str
    dropped: bool
    named: int
    article: int
    main: bool


class _Reader(HTMLParser):
    """Collects visible blocks and stated facts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.facts = MarkupFacts()
        # Of each container that is named like furniture the one around it; 0 is no container.
        self.around: list[int] = [0]
        self._open: list[_Open] = [_Open("", dropped=False, named=0, article=0, main=False)]
        self._counts: Counter[str] = Counter()
        self._pieces: list[str] = []
        self._linked = 0
        self._articles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens; what HTML closes by itself is closed."""
        values = {name: value or "" for name, value in attrs}
        self.facts.see_tag(tag, values)
        if tag == "br":
            self._pieces.append("\n")
        if tag in _BLOCKS:
            self._flush(tag)
            if self._counts["p"]:
                self._close("p")
            while self._open[-1].tag in _CLOSED_BY.get(tag, ()):
                self._close(self._open[-1].tag)
        if tag in _VOID:
            return
        above = self._open[-1]
        if tag == "article":
            self._articles += 1
        named = above.named
        if _is_named(tag, values):
            self.around.append(named)
            named = len(self.around) - 1
        self._counts[tag] += 1
        self._open.append(
            _Open(
                tag,
                above.dropped or _is_furniture(tag, values),
                named,
                self._articles if tag == "article" else above.article,
                above.main or tag == "main" or values.get("role") == "main",
            )
        )

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
        if self._open[-1].dropped:
            return
        # Newlines of the source are blanks; those of <br> are put in as their own pieces.
        flat = _SPACE.sub(" ", data)
        self._pieces.append(flat)
        if self._counts["a"]:
            self._linked += len(flat)

    def unknown_decl(self, data: str) -> None:
        """Declarations such as CDATA are not visible."""

    def finish(self) -> None:
        """The text behind the last tag."""
        self._flush("")

    def _close(self, tag: str) -> None:
        while len(self._open) > 1:
            top = self._open[-1]
            if top.tag in _BLOCKS:
                self._flush(top.tag)
            self._open.pop()
            self._counts[top.tag] -= 1
            if top.tag == tag:
                return

    def _flush(self, next_tag: str) -> None:
        """End the block that is being read; cells of one row go on one line."""
        top = self._open[-1]
        if next_tag in _CELLS:
            self._pieces.append(" ")
            return
        text = "".join(self._pieces)
        linked, self._linked, self._pieces = self._linked, 0, []
        if top.dropped:
            return
        tag = next((frame.tag for frame in reversed(self._open[-4:]) if frame.tag in _BLOCKS), "")
        for line in text.split("\n"):
            words = " ".join(line.split())
            if words:
                links = min(linked, len(words))
                self.blocks.append(Block(words, tag, links, top.named, top.article, top.main))


def _is_furniture(tag: str, values: dict[str, str]) -> bool:
    if tag in _UNSEEN or tag in _FURNITURE:
        return True
    if "hidden" in values or values.get("aria-hidden") == "true" or _HIDDEN.search(values.get("style", "")):
        return True
    return values.get("role") in {
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
    }


def _is_named(tag: str, values: dict[str, str]) -> bool:
    """Whether class or id name a container like furniture."""
    named = f"{values.get('class', '')} {values.get('id', '')}"
    return tag in _CONTAINERS and _NAMED.search(named[:400]) is not None


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


def read_markup(markup: str) -> VisiblePage:
    r"""The visible text of the article, or of the page where none is marked.

    >>> read_markup("<nav>Home</nav><h1>Rain</h1><p>It rains.</p>").text
    'Rain\n\nIt rains.'
    """
    reader = _Reader()
    try:
        reader.feed(_without_open_ends(markup))
        reader.close()
    except (AssertionError, ValueError):
        # The parser gives up on some broken declarations; what it read until then counts.
        pass
    reader.finish()
    facts = reader.facts
    blocks = choose_blocks(reader.blocks, reader.around)
    heading = next((block.text for block in blocks if block.tag == "h1"), None)
    title = facts.title or heading or (without_site(facts.head_title) if facts.head_title else None)
    return VisiblePage(join_blocks(blocks), title or None, facts.published, facts.byline, facts.url)
