"""The lines of a text, and which are sentences.

The ground of all rules: where a line stands counts as much as what it says. Changes no text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from indexer.cleaning.phrases import Phrasing, find_phrasings

# A line of so many words with a final stop is a sentence; headings, labels and menus are not.
SENTENCE_WORDS = 6
# A line of so many words with a final stop is prose of an article.
PROSE_WORDS = 12
# Lines longer than this are never residue as a whole: labels and pleas are short.
SHORT_WORDS = 45
SHORT_CHARACTERS = 400
_CLOSING = r"[\"'”’»)\]]*$"
_FINAL_STOP = re.compile(rf"[.!?…:;؟۔।。！？]{_CLOSING}")
# An introduction stops here, and no sentence does.
_INTRODUCES = ("", ":", ";")
_BULLET = re.compile(r"(?:[•‣▪◦●○■□*·–—-]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_REPORTED = re.compile(
    r"[,?!…][\"”»']? (?:[\w.'’-]+ ){1,6}?(?:said|says|asked|asks|told|tells|wrote|writes|ordered|warned|warns"
    r"|added|adds|argued|argues|explained|announced|insists?|insisted|claims?|claimed|chanted|recalls?|recalled"
    r"|dit|déclare|déclaré|explique|affirme|affirmé|ajoute|raconte)(?: [\w'’-]+){0,3}[.!]$"
)
_YOU = re.compile(r"\b(?:[Yy]ou(?:rs?)?|[Vv]ous|[Vv]otre|[Vv]os|usted(?:es)?|você)\b(?![^“«]*[”»])")
_YOU_SHARE, _YOU_LINES = 0.25, 8
_DECORATION = " \t|*_=~>#•·–—-[]()"
_FOLD = str.maketrans(
    {
        "\u00a0": " ",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u200b": None,
        "\u2060": None,
        "\ufeff": None,
        "\u00ad": None,
    }
)


class Wording:
    """What a line is by its words alone; the same for all lines of the same words.

    All but `is_short`, whether it can be residue as a whole, is worked out when it is asked for.
    """

    __slots__ = ("_cue", "_phrasings", "_stop", "_words", "is_short", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._words: int | None = None
        # A word and the blank before it are two characters.
        self.is_short = len(text) <= 2 * SHORT_WORDS or (
            len(text) <= SHORT_CHARACTERS and self.words <= SHORT_WORDS
        )
        self._cue: str | None = None
        self._stop: str | None = None
        self._phrasings: tuple[Phrasing, ...] | None = None

    @property
    def words(self) -> int:
        """How many words it has, by white space."""
        if self._words is None:
            self._words = len(self.text.split())
        return self._words

    @property
    def cue(self) -> str:
        """The text as rules compare it, see `fold_cue`; empty for long lines and bare decoration."""
        if self._cue is None:
            self._cue = fold_cue(self.text) if self.is_short else ""
        return self._cue

    @property
    def phrasings(self) -> tuple[Phrasing, ...]:
        """The known phrasings that it has from end to end."""
        if self._phrasings is None:
            self._phrasings = find_phrasings(self.cue) if self.cue else ()
        return self._phrasings

    @property
    def stop(self) -> str:
        """The sign that ends it, closing quotes and brackets aside; empty where that is no stop."""
        if self._stop is None:
            found = _FINAL_STOP.search(self.text[-8:])
            self._stop = found[0][0] if found else ""
        return self._stop


# Lines of menus, labels and pleas repeat: on the pages of a site and in the rounds of cleaning.
_wording_of_short = lru_cache(maxsize=1 << 15)(Wording)


class Line:
    """A line that is not blank; `start` and `end` leave out the white space around it."""

    __slots__ = ("after_blank", "end", "number", "start", "text", "wording")

    def __init__(self, number: int, start: int, text: str, *, after_blank: bool) -> None:
        self.number = number
        self.start = start
        self.end = start + len(text)
        self.text = text
        self.after_blank = after_blank
        self.wording = _wording_of_short(text) if len(text) <= SHORT_CHARACTERS else Wording(text)

    @property
    def words(self) -> int:
        """How many words it has, by white space."""
        return self.wording.words

    @property
    def cue(self) -> str:
        """The text as rules compare it; see `Wording`."""
        return self.wording.cue

    @property
    def has_final_stop(self) -> bool:
        """Whether it ends like a sentence or an introduction."""
        return self.wording.stop != ""

    @property
    def is_sentence(self) -> bool:
        """Whether it reads as a sentence, if a short one."""
        return self.wording.words >= SENTENCE_WORDS and self.wording.stop not in _INTRODUCES

    @property
    def is_prose(self) -> bool:
        """Whether it reads as a sentence of an article."""
        return self.wording.words >= PROSE_WORDS and self.wording.stop != ""

    @property
    def is_short(self) -> bool:
        """Whether it can be residue as a whole."""
        return self.wording.is_short

    @property
    def is_reported(self) -> bool:
        """Whether it ends as speech does: a comma, who, said."""
        return _REPORTED.search(self.text[-80:]) is not None

    @property
    def is_bullet(self) -> bool:
        """Whether it begins with a bullet or a list number."""
        return _BULLET.match(self.text) is not None

    def says(self, *phrasings: Phrasing) -> bool:
        """Whether it has one of these phrasings from end to end, decoration aside."""
        own = self.wording.phrasings
        return bool(own) and any(phrasing in own for phrasing in phrasings)


class Page:
    """A text with its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = cut_lines(text)

    @cached_property
    def short_lines(self) -> tuple[Line, ...]:
        """The lines that can be residue as a whole."""
        return tuple(line for line in self.lines if line.is_short)

    @cached_property
    def _by_phrasing(self) -> dict[Phrasing, list[Line]]:
        found: dict[Phrasing, list[Line]] = {}
        for line in self.short_lines:
            for phrasing in line.wording.phrasings:
                found.setdefault(phrasing, []).append(line)
        return found

    def lines_saying(self, phrasing: Phrasing) -> Sequence[Line]:
        """The short lines that have a phrasing from end to end, decoration aside."""
        return self._by_phrasing.get(phrasing, ())

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def lines_holding(self, words: str) -> Iterator[Line]:
        """The lines in which some words or signs stand. Cost: of a search, whatever the lines."""
        at = self.text.find(words)
        while at >= 0:
            line = self.lines[bisect_right(self._starts, at) - 1]
            yield line
            at = self.text.find(words, line.end)

    @cached_property
    def first_sentence(self) -> int:
        """The number of the first sentence line; the number of lines if there is none."""
        return next((line.number for line in self.lines if line.is_sentence), len(self.lines))

    @cached_property
    def last_sentence(self) -> int:
        """The number of the last sentence line; -1 if there is none."""
        return next((line.number for line in reversed(self.lines) if line.is_sentence), -1)

    @cached_property
    def prose_lines(self) -> int:
        """How many lines are prose of an article."""
        return sum(line.is_prose for line in self.lines)

    @cached_property
    def addresses_its_reader(self) -> bool:
        """Whether a good part of its prose says you: a manual or a letter, not a report."""
        prose = [line for line in self.lines if line.is_prose]
        return sum(_YOU.search(line.text) is not None for line in prose) > _YOU_SHARE * max(
            len(prose), _YOU_LINES
        )

    def in_head(self, line: Line) -> bool:
        """Whether a line stands above all sentences."""
        return line.number < self.first_sentence

    def in_tail(self, line: Line) -> bool:
        """Whether a line stands below all sentences."""
        return line.number > self.last_sentence

    def from_end(self, line: Line) -> int:
        """How many lines stand below a line."""
        return len(self.lines) - 1 - line.number

    def in_list(self, line: Line) -> bool:
        """Whether a line is one of several bullets between sentences: such lists are content."""
        return self.is_listed(line) and not self.in_head(line) and not self.in_tail(line)

    def is_listed(self, line: Line) -> bool:
        """Whether a line is one of several bullets, wherever they stand."""
        if not line.is_bullet or line.text[-1] == line.text[0]:
            return False
        near = (self.before(line), self.after(line))
        return any(other is not None and other.text[:2] == line.text[:2] for other in near)

    def before(self, line: Line) -> Line | None:
        """The line above a line."""
        return self.lines[line.number - 1] if line.number else None

    def after(self, line: Line) -> Line | None:
        """The line below a line."""
        return self.lines[line.number + 1] if line.number + 1 < len(self.lines) else None


def fold_cue(text: str) -> str:
    """A line as rules compare it.

    >>> fold_cue("- Lire  aussi : -"), fold_cue("Don’t miss")
    ('Lire aussi', "Don't miss")
    """
    # The table holds no ASCII, and looking that up costs more than all the rest.
    folded = text if text.isascii() else text.translate(_FOLD)
    return " ".join(folded.split()).strip(_DECORATION).rstrip(" :")


def cut_lines(text: str) -> tuple[Line, ...]:
    r"""Lines at newlines only: other separators may stand inside a sentence.

    >>> [line.text for line in cut_lines(" one \r\n\ntwo")]
    ['one', 'two']
    """
    lines: list[Line] = []
    after_blank, at = False, 0
    # Of the same length, so that offsets stay: the blank is white space around the line.
    for raw in text.replace("\r\n", " \n").replace("\r", "\n").split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at if len(stripped) == len(raw) else at + len(raw) - len(raw.lstrip())
            lines.append(Line(len(lines), start, stripped, after_blank=after_blank))
        after_blank = not stripped
        at += len(raw) + 1
    return tuple(lines)
