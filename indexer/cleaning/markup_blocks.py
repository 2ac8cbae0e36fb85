"""Which blocks of a page are its article, and how they stand as lines.

Judges by where prose stands; reads no markup and no word.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# An article holds at least so many characters of prose, and this share of the page's prose.
_ARTICLE_CHARACTERS = 250
_ARTICLE_SHARE = 0.4
_PROSE_CHARACTERS = 60
# A container is named like furniture in vain where so little prose stands outside of all such,
# and so much inside of it: themes name the whole page so, has-sidebar or ad-free.
_OUTSIDE_SHARE = 0.3
_INSIDE_SHARE = 0.5
# A block of which so much is links leads elsewhere.
_LINK_SHARE = 0.9
_ROWS = frozenset(("tr", "td", "th"))
# Lines of these stand close together.
_CLOSE = _ROWS | {"li", "dd", "dt"}


@dataclass(frozen=True, slots=True)
class Block:
    """A line of visible text.

    `named` is the number of the innermost container around it that is named like furniture, and
    `article` that of its article; 0 where it stands in none.
    """

    text: str
    tag: str
    linked: int
    named: int
    article: int
    main: bool

    @property
    def prose(self) -> int:
        """How many characters of prose it has: none where it is short or a link."""
        return len(self.text) - self.linked if len(self.text) >= _PROSE_CHARACTERS else 0

    @property
    def leads_away(self) -> bool:
        """Whether it is hardly more than links."""
        return self.tag != "h1" and self.linked >= _LINK_SHARE * len(self.text)


def choose_blocks(blocks: list[Block], around: list[int]) -> list[Block]:
    """The blocks of the largest article, else of the main part, else all that are no furniture.

    `around` gives for each container that is named like furniture the one around it, 0 for none.
    """
    blocks = _outside_furniture(blocks, around)
    prose: Counter[int] = Counter()
    for block in blocks:
        prose[block.article] += block.prose
    total = sum(prose.values())
    best = max((number for number in prose if number), key=lambda number: prose[number], default=0)
    chosen = blocks
    if best and prose[best] >= max(_ARTICLE_CHARACTERS, _ARTICLE_SHARE * total):
        chosen = [block for block in blocks if block.article == best]
    elif any(block.main and len(block.text) >= _PROSE_CHARACTERS for block in blocks):
        chosen = [block for block in blocks if block.main]
    return [block for block in chosen if not block.leads_away] or chosen


def join_blocks(blocks: Iterable[Block]) -> str:
    """Blocks as lines; list items and table rows close together, all else a blank line apart."""
    pieces: list[str] = []
    above = ""
    for block in blocks:
        close = (block.tag == above and block.tag in _CLOSE) or {block.tag, above} <= _ROWS
        if pieces:
            pieces.append("\n" if close else "\n\n")
        pieces.append(f"• {block.text}" if block.tag == "li" else block.text)
        above = block.tag
    return "".join(pieces)


def _outside_furniture(blocks: list[Block], around: list[int]) -> list[Block]:
    """The blocks that no container named like furniture holds, unless such names hold the article."""
    prose = [0] * len(around)
    for block in blocks:
        prose[block.named] += block.prose
    total, outside = sum(prose), prose[0]
    for number in range(len(around) - 1, 0, -1):
        prose[around[number]] += prose[number]
    kept = [True] * len(around)
    for number in range(1, len(around)):
        holds = outside < _OUTSIDE_SHARE * total and prose[number] >= _INSIDE_SHARE * total
        kept[number] = kept[around[number]] and holds
    return [block for block in blocks if kept[block.named]] or blocks
