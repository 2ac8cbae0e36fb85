"""A rule for what no list foresees: lines that read like the site, not like its article.

The words alone are never enough. Such a line stands below the text, with nothing of the article
between it and the end; or above or between its paragraphs, and the text does not speak of it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.cleaning.function_words import FUNCTION_WORDS
from indexer.cleaning.lines import Line, Page
from indexer.cleaning.pleas import CALLING
from indexer.cleaning.rule import Rule, Span
from indexer.cleaning.site_wording import read_words, score
from indexer.cleaning.wording import PROSE_WORDS, Wording

# The log of the odds: of a label below the article and above it, of prose there, of both between paragraphs.
_BELOW, _ABOVE, _PROSE, _BETWEEN, _PROSE_BETWEEN = 0.5, 2.75, 2.0, 2.5, 3.0
# So far down the lines above the article are looked for.
_HEAD = 12
# A word or two say too little, and a few less than more.
_LEAST_WORDS, _FEW_WORDS, _DOUBT = 3, 5, 3.0
# So many labels may stand between two lines of the site, none of them less likely than this.
_MOST_DOUBTFUL, _UNLIKELY = 3, -1.0
# With figures so few words may be a date, a place and a number, as a chronology or a table has them.
_DATED_WORDS = 6
# So many telling words of a title, and this share of all, stand in the text again.
_SAID_WORDS, _SAID_SHARE = 2, 0.6
# A price is none of these.
_PRICE = re.compile(r"[€$£]\s?\d[\d.,]*|\d[\d.,]*\s?[€$£]")
_FIGURE = re.compile(r"\d")
_WORDS = re.compile(r"\w{3,}")
_QUOTES = '"“”«»„'


def _find_site_lines(page: Page) -> Iterator[Span]:
    if page.prose_lines == 0 or page.addresses_its_reader:
        return
    for line in (*_find_below(page), *_find_above(page), *_find_between(page)):
        yield line.start, line.end


def _find_below(page: Page) -> Iterator[Line]:
    """Lines from the end of the text on, up to the first that is of the article.

    A few labels between two such lines are of the site as well.
    """
    doubtful: list[Line] = []
    for line in reversed(page.lines):
        if _reads_like_site(page, line, _BELOW, _PROSE):
            yield from (*doubtful, line)
            doubtful.clear()
        elif len(doubtful) < _MOST_DOUBTFUL and _is_doubtful(page, line):
            doubtful.append(line)
        else:
            return


def _find_above(page: Page) -> Iterator[Line]:
    """Lines above all prose; what stands between two of them may be the title."""
    for line in page.lines[:_HEAD]:
        if _reads_like_site(page, line, _ABOVE, _PROSE):
            if not _is_of_article(page, line):
                yield line
        elif line.is_prose:
            return


def _find_between(page: Page) -> Iterator[Line]:
    """Lines between two paragraphs; prose only where it has a word of pleas."""
    for above, line, below in zip(page.lines, page.lines[1:], page.lines[2:], strict=False):
        if not (above.is_prose and below.is_prose) or (line.is_prose and CALLING not in line.wording.signs):
            continue
        if _reads_like_site(page, line, _BETWEEN, _PROSE_BETWEEN) and not _is_of_article(page, line):
            yield line


def _reads_like_site(page: Page, line: Line, label: float, prose: float) -> bool:
    """Whether the words of a line say so, be it a label or a sentence."""
    surely = prose if line.is_sentence else label + _DOUBT * (line.words < _FEW_WORDS)
    return _may_go(page, line) and line.wording.fact(_score) > surely


def _is_doubtful(page: Page, line: Line) -> bool:
    """Whether a line may be of the site where those around it are: no sentence, no item of a list."""
    plain = not line.has_final_stop and not page.is_listed(line) and line.words < PROSE_WORDS
    return plain and line.wording.fact(_score) > _UNLIKELY and not any(q in line.text for q in _QUOTES)


def _is_of_article(page: Page, line: Line) -> bool:
    """Whether the text says most words of a line, as it does those of its title and headings."""
    own = line.wording.fact(_find_telling)
    alike = len(own & _find_said(page)) if own else 0
    return alike >= max(_SAID_WORDS, _SAID_SHARE * len(own))


@lru_cache(maxsize=2)
def _find_said(page: Page) -> frozenset[str]:
    """The telling words of all prose of a page."""
    return frozenset().union(*(line.wording.fact(_find_telling) for line in page.lines if line.is_prose))


def _find_telling(wording: Wording) -> frozenset[str]:
    return frozenset(_WORDS.findall(wording.text.lower())) - FUNCTION_WORDS


def _score(wording: Wording) -> float:
    return score(wording.text, read_words())


def _may_go(page: Page, line: Line) -> bool:
    if not line.is_short or line.words < _LEAST_WORDS or line.is_reported or page.is_listed(line):
        return False
    if line.words <= _DATED_WORDS and _FIGURE.search(_PRICE.sub("", line.text)):
        return False
    return not any(quote in line.text for quote in _QUOTES)


RULES: tuple[Rule, ...] = (
    Rule(
        "site-wording",
        "nav",
        "a line that reads like the site, not like its article",
        ("en", "fr", "es", "pt", "de", "ar", "it"),
        "edges",
        ("Our cookie settings and your account help, plus all of our latest offers",),
        ("The army left the town on Friday",),
        _find_site_lines,
        is_last=True,
    ),
)
