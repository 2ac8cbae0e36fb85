"""The visible blocks of a page, and the elements that hold them.

Reads no markup and judges nothing: a block is a line of text and the place where it stood.
"""

from collections.abc import Sequence
from typing import NamedTuple

# Lines of these stand close together.
_ROWS = frozenset(("tr", "td", "th"))
_CLOSE = _ROWS | {"li", "dd", "dt"}


class Place(NamedTuple):
    """An element that holds blocks.

    `parent` is the number of the one around it, smaller than its own. `kinds`, `own` and `above` are
    sets of bits: what elements it is in, what its names speak of, and what those around it speak of.
    `shape` is the same for elements that a template made alike.
    """

    parent: int
    tag: str
    kinds: int
    own: int
    above: int
    depth: int
    shape: int


class Block(NamedTuple):
    """A line of visible text.

    `place` is the number of the innermost element around it. `linked` and `bold` count characters,
    `links` the links that begin in it. `broken`: it follows a forced line break.
    """

    text: str
    tag: str
    place: int
    linked: int
    bold: int
    links: int
    broken: bool
    hidden: bool


def join_blocks(blocks: Sequence[Block]) -> str:
    """Blocks as lines; list items and table rows close together, all else a blank line apart."""
    pieces: list[str] = []
    above = ""
    for block in blocks:
        close = (block.tag == above and block.tag in _CLOSE) or {block.tag, above} <= _ROWS
        if pieces:
            pieces.append("\n" if close or block.broken else "\n\n")
        pieces.append(f"• {block.text}" if block.tag == "li" else block.text)
        above = block.tag
    return "".join(pieces)
