"""The lines of a text, and which are sentences.

The ground of all rules: where a line stands counts as much as what it says. Changes no text.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from indexer.cleaning.phrases import Phrasing
from indexer.cleaning.signs import Signs, signs
from indexer.cleaning.wording import Wording, find_wording
from indexer.schema.document import RemovedSpan, blank, keep

_REPORTED = re.compile(
    r"[,?!…][\"”»']? (?:[\w.'’-]+ ){1,6}?(?:said|says|asked|asks|told|tells|wrote|writes|ordered|warned|warns"
    r"|added|adds|argued|argues|explained|announced|insists?|insisted|claims?|claimed|chanted|recalls?|recalled"
    r"|dit|déclare|déclaré|explique|affirme|affirmé|ajoute|raconte)(?: [\w'’-]+){0,3}[.!]$"
)
_YOU = re.compile(r"\b(?:[Yy]ou(?:rs?)?|[Vv]ous|[Vv]otre|[Vv]os|usted(?:es)?|você)\b(?![^“«]*[”»])")
# No line says it without one of these.
_YOUS = signs("you", "You", "ous", "otre", "vos", "Vos", "usted", "você")
_YOU_SHARE, _YOU_LINES = 0.25, 8


class Line:
    """A line that is not blank; `start` and `end` leave out the white space around it.

    What it is by its words alone stands in `wording`; `words`, `is_short`, `is_sentence`, `is_prose` and
    `has_final_stop`, whether it ends like a sentence or an introduction, here as well: they are asked most.
    """

    __slots__ = (
        "after_blank",
        "end",
        "has_final_stop",
        "is_prose",
        "is_sentence",
        "is_short",
        "number",
        "start",
        "text",
        "wording",
        "words",
    )

    def __init__(self, number: int, start: int, wording: Wording, *, after_blank: bool) -> None:
        self.number = number
        self.start = start
        self.text = text = wording.text
        self.end = start + len(text)
        self.after_blank = after_blank
        self.wording = wording
        self.words = wording.words
        self.has_final_stop = wording.stop != ""
        self.is_prose = wording.is_prose
        self.is_sentence = wording.is_sentence
        self.is_short = wording.is_short

    def moved(self, number: int, back: int, *, after_gap: bool) -> "Line":
        """The line where so many characters above it are gone, and perhaps the line before it."""
        if not back and not after_gap and number == self.number:
            return self
        return Line(number, self.start - back, self.wording, after_blank=self.after_blank or after_gap)

    @property
    def cue(self) -> str:
        """The text as rules compare it; see `Wording`."""
        return self.wording.cue

    @property
    def is_reported(self) -> bool:
        """Whether it ends as speech does: a comma, who, said."""
        return self.wording.fact(_is_reported)

    @property
    def is_bullet(self) -> bool:
        """Whether it begins with a bullet or a list number."""
        return self.wording.is_bullet

    def says(self, *phrasings: Phrasing) -> bool:
        """Whether it has one of these phrasings from end to end, decoration aside."""
        return self.wording.says(*phrasings)


class Page:
    """A text with its lines."""

    def __init__(self, text: str, lines: tuple[Line, ...] | None = None) -> None:
        self.text = text
        self.lines = cut_lines(text) if lines is None else lines

    def without(self, removed: Sequence[RemovedSpan]) -> "Page":
        """The page without some spans, ascending and apart."""
        text = keep(self.text, 0, len(self.text), tuple(removed))
        # What stood between the two signs of a newline makes them one where it goes.
        joins = any(
            self.text[one.start - 1 : one.start] + self.text[one.end : one.end + 1] == "\r\n"
            for one in removed
        )
        return Page(text, None if joins else _leave_out(self.lines, removed, closes_up=True))

    def blanked(self, removed: Sequence[RemovedSpan]) -> tuple[Line, ...]:
        """The lines that are left where some spans, ascending and apart, are blanks: none moves."""
        left = _leave_out(self.lines, removed, closes_up=False)
        return cut_lines(blank(self.text, 0, len(self.text), tuple(removed))) if left is None else left

    @cached_property
    def short_lines(self) -> tuple[Line, ...]:
        """The lines that can be residue as a whole."""
        return tuple(line for line in self.lines if line.is_short)

    @cached_property
    def _by_evidence(self) -> dict[Phrasing | Signs, list[Line]]:
        """The lines under each phrasing and group of signs that they have, in order."""
        found: defaultdict[Phrasing | Signs, list[Line]] = defaultdict(list)
        for line in self.lines:
            for evidence in line.wording.evidence:
                found[evidence].append(line)
        return found

    def lines_saying(self, phrasing: Phrasing) -> Sequence[Line]:
        """The short lines that have a phrasing from end to end, decoration aside."""
        return self._by_evidence.get(phrasing, ())

    def lines_holding(self, group: Signs) -> Sequence[Line]:
        """The lines in which one of some words or signs stands."""
        return self._by_evidence.get(group, ())

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
        asked = sum(line.is_prose and line.wording.fact(_says_you) for line in self.lines_holding(_YOUS))
        return asked > _YOU_SHARE * max(self.prose_lines, _YOU_LINES)

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


def _is_reported(wording: Wording) -> bool:
    return _REPORTED.search(wording.text[-80:]) is not None


def _says_you(wording: Wording) -> bool:
    return _YOU.search(wording.text) is not None


def _leave_out(
    lines: Sequence[Line], removed: Sequence[RemovedSpan], *, closes_up: bool
) -> tuple[Line, ...] | None:
    """The lines that are left, with the others gone or blank; None where a span is not whole lines."""
    left: list[Line] = []
    at, gone, after_gap = 0, 0, False
    for span in removed:
        while at < len(lines) and lines[at].end <= span.start:
            left.append(lines[at].moved(len(left), gone, after_gap=after_gap))
            at, after_gap = at + 1, False
        if at == len(lines) or lines[at].start != span.start:
            return None
        while at < len(lines) and lines[at].end <= span.end:
            at += 1
        if lines[at - 1].end != span.end:
            return None
        gone, after_gap = gone + (span.end - span.start) * closes_up, True
    for line in lines[at:]:
        left.append(line.moved(len(left), gone, after_gap=after_gap))
        after_gap = False
    return tuple(left)


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
            lines.append(Line(len(lines), start, find_wording(stripped), after_blank=after_blank))
        after_blank = not stripped
        at += len(raw) + 1
    return tuple(lines)
