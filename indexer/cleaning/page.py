"""One page through all steps of cleaning.

In order: visible text of markup, residue, lines that the source repeats, date, title, headings and
passages, language. The text itself is never changed, and no text makes it raise; markup that shows
too much is refused.
"""

from bisect import bisect_right
from dataclasses import replace
from typing import Literal

from indexer.cleaning.byline import find_byline
from indexer.cleaning.corpus_memory import NOTHING_KNOWN, CorpusMemory, SourceMemory
from indexer.cleaning.language import find_language
from indexer.cleaning.layout import lay_out, split_paragraphs
from indexer.cleaning.lines import Line, Page, cut_lines
from indexer.cleaning.markup import VisiblePage, read_markup
from indexer.cleaning.publication import find_published
from indexer.cleaning.removal import find_residue_of
from indexer.cleaning.repeated_lines import find_repeated
from indexer.cleaning.rules import RULES
from indexer.cleaning.rules_frame import FRAME, frame_around
from indexer.cleaning.rules_stamps import RULES as STAMP_RULES
from indexer.cleaning.title import find_headline, find_title
from indexer.schema.document import CleanPage, RawPage, RemovedSpan, blank, keep

# So far above the article that was found the headline of a whole page may stand.
_ABOVE_LINES = 25
# Where markup tells the article, its lines are not asked for it again.
_INNER_RULES = tuple(rule for rule in RULES if rule.name != FRAME)

_WHOLE_PAGE = "Read as a whole page: the menus, teasers and footers around the article are removed."
_WEB_PAGE = (
    "Read as a web page: its elements tell the article; the headline, menus, teasers and footers around it"
    " are removed."
)


def clean_page(page: RawPage, memory: CorpusMemory = NOTHING_KNOWN) -> CleanPage:
    """A raw page cleaned, with what was delivered beside it, and with what is known of its source."""
    return _clean(_visible(page), memory.of(page.source))


def clean_text(text: str, *, kind: Literal["text", "html"] = "text", url: str | None = None) -> CleanPage:
    r"""A text, or the visible text of markup, cleaned by itself; of its source at most the `url` is known.

    Raises CleaningError for markup that shows more text than any page has.

    >>> [span.rule for span in clean_text("It rains.\n\nAdvertisement\n\nIt pours.").removed]
    ['advert-label']
    """
    page = read_markup(text) if kind == "html" else VisiblePage(text)
    return _clean(replace(page, url=url) if url else page)


def plain_page(page: RawPage) -> CleanPage:
    """A raw page as it is: nothing removed, passages by paragraphs."""
    visible = _visible(page)
    text = visible.text
    cut = Page(text)
    stamps = find_residue_of(cut, STAMP_RULES)
    published, notes = find_published(text, stamps, visible.published, visible.url)
    lines = cut.lines
    found = find_title(lines, visible.title) if visible.title else None
    rest = [line for line in lines if line is not found]
    return CleanPage(
        text=text,
        title=visible.title,
        title_start=found.start if found else None,
        title_end=found.end if found else None,
        published=published,
        byline=visible.byline,
        headings=(),
        passages=split_paragraphs(rest),
        removed=(),
        notes=notes,
        language=find_language(text),
        outlet=visible.outlet,
        url=visible.url,
    )


def _visible(page: RawPage) -> VisiblePage:
    """The visible text of a page; metadata delivered beside it goes before that of the markup."""
    found = read_markup(page.text) if page.kind == "html" else VisiblePage(page.text)
    return VisiblePage(
        text=found.text,
        title=page.title or found.title,
        published=page.published or found.published,
        byline=found.byline,
        url=page.url or found.url,
        outlet=found.outlet,
        article=found.article,
    )


def _clean(page: VisiblePage, memory: SourceMemory | None = None) -> CleanPage:
    text, cut = page.text, Page(page.text)
    removed = _find_removed(page, cut)
    if memory:
        left = blank(text, 0, len(text), removed)
        repeated = find_repeated(text, left, memory, page.title)
        removed = tuple(sorted((*removed, *repeated), key=lambda span: span.start))
    published, notes = find_published(text, removed, page.published, page.url)
    framed = any(span.rule == FRAME for span in removed)
    if framed:
        notes += (_WHOLE_PAGE if page.article is None else _WEB_PAGE,)
    if removed and not keep(text, 0, len(text), removed).strip():
        notes += ("All of the text was taken for residue: none of it is found by a search.",)
    # Removed characters as blanks: every line that is left keeps its offsets.
    left = blank(text, 0, len(text), removed)
    lines = cut.blanked(removed)
    headline = title = find_title(lines, page.title) if page.title or not framed else None
    if framed and lines and not page.title:
        above = _lines_above(cut, lines[0].start)[-_ABOVE_LINES:]
        prose = " ".join(line.text for line in lines if line.is_prose)
        first = lines[:1] if len(lines) > 1 and not lines[1].text[0].islower() else ()
        headline = find_headline((*above, *first), prose)
        title = headline if headline is lines[0] else None
    headings, passages = lay_out(left, [line for line in lines if line is not title])
    return CleanPage(
        text=text,
        title=page.title or _words(headline),
        title_start=title.start if title else None,
        title_end=title.end if title else None,
        published=published,
        byline=page.byline or find_byline(text, removed),
        headings=headings,
        passages=passages,
        removed=removed,
        notes=notes,
        language=find_language(keep(text, 0, len(text), removed)),
        outlet=page.outlet,
        url=page.url,
    )


def _find_removed(page: VisiblePage, cut: Page) -> tuple[RemovedSpan, ...]:
    """What is removed: residue by its own wording and place, and what is around an article."""
    if page.article is None:
        return find_residue_of(cut, RULES)
    frame = tuple(RemovedSpan(*span, FRAME) for span in frame_around(cut, list(page.article)))
    return find_residue_of(cut, _INNER_RULES, frame)


def _lines_above(cut: Page, end: int) -> tuple[Line, ...]:
    """The lines above an offset, the last of them perhaps a part of one."""
    at = bisect_right(cut.lines, end, key=lambda line: line.end)
    return (
        (*cut.lines[:at], *cut_lines(cut.text[cut.lines[at].start : end]))
        if at < len(cut.lines)
        else cut.lines
    )


def _words(line: Line | None) -> str | None:
    return " ".join(line.text.split()) if line else None
