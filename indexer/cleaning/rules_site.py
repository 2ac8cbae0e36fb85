"""A rule for what no list foresees: lines at the ends of a text that read like its site.

The words alone are never enough. Such a line stands at an end of the text, with nothing of the
article between it and the end, or its words leave no doubt.
"""

from collections.abc import Iterable, Iterator

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.rule import Rule, Span
from indexer.cleaning.site_wording import read_words, score
from indexer.cleaning.wording import PROSE_WORDS, Wording

# The log of the odds: below the article, above it, of a sentence there, and of a label between paragraphs.
_BELOW, _ABOVE, _PROSE, _BETWEEN = 2.0, 2.5, 4.0, 5.0
# A word or two say too little, and a few less than more.
_LEAST_WORDS, _FEW_WORDS, _DOUBT = 3, 5, 1.5
# So many labels may stand between two lines of the site, none of them less likely than this.
_MOST_DOUBTFUL, _UNLIKELY = 3, -1.0
# With figures so few words may be a date, a place and a number, as a chronology or a table has them.
_DATED_WORDS = 6
_QUOTES = '"“”«»„'


def _find_site_lines(page: Page) -> Iterator[Span]:
    if page.prose_lines == 0 or page.addresses_its_reader:
        return
    yield from _run(page, reversed(page.lines), _BELOW)
    yield from _run(page, page.lines, _ABOVE)
    for above, line, below in zip(page.lines, page.lines[1:], page.lines[2:], strict=False):
        between = above.is_prose and below.is_prose and not line.is_prose
        if between and _may_go(page, line) and line.wording.fact(_score) > _BETWEEN:
            yield line.start, line.end


def _run(page: Page, lines: Iterable[Line], least: float) -> Iterator[Span]:
    """Lines from an end of the text on, up to the first that is of the article.

    A few labels between two such lines are of the site as well.
    """
    doubtful: list[Line] = []
    for line in lines:
        surely = _PROSE if line.is_prose else least + _DOUBT * (line.words < _FEW_WORDS)
        if _may_go(page, line) and line.wording.fact(_score) > surely:
            for one in (*doubtful, line):
                yield one.start, one.end
            doubtful.clear()
        elif len(doubtful) < _MOST_DOUBTFUL and _is_doubtful(page, line):
            doubtful.append(line)
        else:
            return


def _is_doubtful(page: Page, line: Line) -> bool:
    """Whether a line may be of the site where those around it are: no sentence, no item of a list."""
    plain = not line.has_final_stop and not page.is_listed(line) and line.words < PROSE_WORDS
    return plain and line.wording.fact(_score) > _UNLIKELY and not any(q in line.text for q in _QUOTES)


def _score(wording: Wording) -> float:
    return score(wording.text, read_words())


def _may_go(page: Page, line: Line) -> bool:
    if not line.is_short or line.words < _LEAST_WORDS or line.is_reported or page.is_listed(line):
        return False
    if line.words <= _DATED_WORDS and any(character.isdigit() for character in line.text):
        return False
    return not any(quote in line.text for quote in _QUOTES)


RULES: tuple[Rule, ...] = (
    Rule(
        "site-wording",
        "nav",
        "a line at an end of the text that reads like its site",
        ("en", "fr"),
        "edges",
        ("Our cookie settings and your account help, plus all of our latest offers",),
        ("The army left the town on Friday",),
        _find_site_lines,
        is_last=True,
    ),
)
