"""Markup to visible text, which of it is the article, and what it states of itself.

The text is that of the whole page, one line a block: what is no article is told, never left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.cleaning.lines import Line, cut_lines
from indexer.cleaning.markup_article import find_article
from indexer.cleaning.markup_blocks import Block, Place, join_blocks
from indexer.cleaning.markup_reader import read
from indexer.cleaning.title import without_site
from indexer.errors import CleaningError

# A page whose prose is mostly hidden shows it by a script.
_PROSE_CHARACTERS = 60
# No page shows so much: cleaning a longer text would stall the run.
_MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class VisiblePage:
    """The text of a page, and what was stated beside it or in its markup.

    `article`: for each line of the text whether it belongs to the article; None for a text without
    markup.
    """

    text: str
    title: str | None = None
    published: str | None = None
    byline: str | None = None
    url: str | None = None
    outlet: str | None = None
    article: tuple[bool, ...] | None = None


class ReadMarkup:
    """A page as it was read: its visible blocks, and the line of each in the text."""

    def __init__(self, markup: str) -> None:
        reader = read(markup)
        self.blocks = _visible(reader.blocks)
        self.places: Sequence[Place] = reader.places
        self.facts = reader.facts
        self.text = join_blocks(self.blocks)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """One a block: no block has a newline in it."""
        return cut_lines(self.text)

    @property
    def window_title(self) -> str:
        """The title of the window, by which the headline is told."""
        return self.facts.head_title or self.facts.title or ""


def read_markup(markup: str) -> VisiblePage:
    r"""The visible text of a page, and which of it is its article.

    Raises CleaningError for more visible text than any page has.

    >>> read_markup("<nav>Home</nav><h1>Rain</h1><p>It rains.</p>").text
    'Home\n\nRain\n\nIt rains.'
    """
    page = ReadMarkup(markup)
    if len(page.text) > _MOST_CHARACTERS:
        raise CleaningError(
            f"The page shows {len(page.text):,} characters; the limit is {_MOST_CHARACTERS:,}. Split it."
        )
    facts = page.facts
    article = find_article(page.blocks, page.places, page.window_title, page.lines)
    heading = next((block.text for block in page.blocks if block.tag == "h1"), None)
    title = facts.title or heading or (without_site(facts.head_title) if facts.head_title else None)
    return VisiblePage(
        text=page.text,
        title=title or None,
        published=facts.published,
        byline=facts.byline,
        url=facts.url,
        outlet=facts.outlet,
        article=tuple(article),
    )


def _visible(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that are shown; all, where the hidden ones hold most of the prose."""
    prose = [len(block.text) if len(block.text) >= _PROSE_CHARACTERS else 0 for block in blocks]
    hidden = sum(length for length, block in zip(prose, blocks, strict=True) if block.hidden)
    if hidden > sum(prose) - hidden:
        return list(blocks)
    return [block for block in blocks if not block.hidden]
