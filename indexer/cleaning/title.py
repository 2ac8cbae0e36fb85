"""Which line of a text is its title, if any.

A text may have none: its first line is then prose. A title stays in the text.
"""

import re
from collections.abc import Sequence

from indexer.cleaning.function_words import FUNCTION_WORDS
from indexer.cleaning.lines import Line
from indexer.cleaning.wording import fold_cue

TITLE_WORDS = 25
TITLE_CHARACTERS = 200
# Fewer words than this are a heading, a kicker or a label.
_LEAST_WORDS = 3
# How far down a title that was delivered beside the text is looked for, and how far prose may be.
_HEAD_LINES = 5
_STANDFIRST_LINES = 3
_SITE_LETTERS = 40
_SITE = re.compile(rf"(?<!\s)\s+[-–—|·»:]\s+[^-–—|·»]{{2,{_SITE_LETTERS}}}$")
_NO_LETTERS = bytes(byte for byte in range(256) if not chr(byte).isalpha() or byte >= 0x80)
_SMALL = 4
_WORDS = re.compile(r"\w+")
# So long a headline is at least, and so many of its words the article says.
_LEAST_HEADLINE = 4
_SAID_SHARE, _SAID_WORDS = 0.75, 3
_TITLE_CASE_SHARE = 0.7


def find_title(lines: Sequence[Line], given: str | None = None) -> Line | None:
    """The line that is the title: the one that equals the given title, else a first line like one."""
    if given:
        # Folding drops no letter and at most trebles one, and only a site's name goes.
        longest = 3 * len(given) + _SITE_LETTERS
        short = [line for line in lines[:_HEAD_LINES] if _count_letters(line.text[: 2 * longest]) <= longest]
        wanted = {_fold(given), _fold(without_site(given))} if short else set()
        for line in short:
            if wanted & {_fold(line.text), _fold(without_site(line.text))} - {""}:
                return line
        return None
    return lines[0] if lines and _is_title(lines) else None


def find_headline(lines: Sequence[Line], body: str) -> Line | None:
    """The headline among lines at the head of the article of a whole page.

    Its words stand in the article too: of the lines like that the longest. None where there is none.
    """
    said = _words(body)
    found: list[Line] = []
    for line in lines:
        if not _LEAST_HEADLINE <= line.words <= TITLE_WORDS or line.text[-1] in ".:;,…" or line.is_bullet:
            continue
        own = {word for word in _words(line.text) if word not in FUNCTION_WORDS}
        alike = len(own & said)
        if alike >= max(_SAID_SHARE * len(own), _SAID_WORDS) and not line.wording.phrasings:
            found.append(line)
    return max(found, key=lambda line: line.words, default=None)


def _words(text: str) -> set[str]:
    """The different words of a text, in small letters."""
    # Most pieces between blanks stand there often, and none of them is cut where a word is.
    return set(_WORDS.findall(" ".join(set(text.lower().split()))))


def without_site(title: str) -> str:
    """A title without the name of the site behind it.

    >>> without_site("Rains fail in Gao - Example News")
    'Rains fail in Gao'
    """
    return _SITE.sub("", title)


def _count_letters(text: str) -> int:
    """How many ASCII letters a text has; cost: far below that of folding it."""
    return len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))


def _fold(title: str) -> str:
    return fold_cue(title).casefold()


def _is_title(lines: Sequence[Line]) -> bool:
    """Whether the first line is short, ends without a stop and stands above prose."""
    first = lines[0]
    if not _LEAST_WORDS <= first.words <= TITLE_WORDS or len(first.text) > TITLE_CHARACTERS:
        return False
    if first.is_bullet or (first.has_final_stop and first.text[-1] not in "?!") or first.text[0].islower():
        return False
    if len(lines) > 1 and lines[1].is_prose:
        return True
    return is_title_case(first.text) and any(line.is_prose for line in lines[1 : 1 + _STANDFIRST_LINES])


def is_title_case(text: str) -> bool:
    """Whether most of the longer words begin with a capital.

    >>> is_title_case("Rains Fail in Gao"), is_title_case("Rains fail again in the north")
    (True, False)
    """
    words = [word.strip("\"'“”‘’«»(),") for word in text.split()]
    long = [word for word in words if len(word) >= _SMALL]
    return bool(long) and sum(word[0].isupper() for word in long) >= _TITLE_CASE_SHARE * len(long)
