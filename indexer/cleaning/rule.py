"""What a cleaning rule is, and its common shapes.

A rule needs two kinds of evidence: its wording, and that the wording is the whole line, stands
at an edge of the article, or is repeated. A line that none of the rules knows is kept.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import Phrasing
from indexer.cleaning.signs import Signs, signs

Span = tuple[int, int]
Finder = Callable[[Page], Iterator[Span]]
Candidates = Callable[[Page], Iterable[Line]]
Place = Literal["anywhere", "head", "tail", "edges"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of residue.

    `says` completes "removed as …". `takes` are lines that it removes where they stand at
    `place`; where a line has ⟦marks⟧ only the part between them goes. `leaves` are lines that
    only look alike. Both are its tests. `takes_runs`: it is asked
    before the others, and lines that follow each other go as one span. `is_last`: it is asked where
    all others find nothing.
    """

    name: str
    kind: str
    says: str
    languages: tuple[str, ...]
    place: Place
    takes: tuple[str, ...]
    leaves: tuple[str, ...]
    find: Finder
    takes_runs: bool = False
    is_last: bool = False


def at_place(page: Page, line: Line, place: Place) -> bool:
    """Whether a line stands where a rule applies."""
    match place:
        case "head":
            return page.in_head(line)
        case "tail":
            return page.in_tail(line)
        case "edges":
            return page.in_head(line) or page.in_tail(line)
        case _:
            return True


def whole_lines(phrasing: Phrasing, place: Place = "anywhere") -> Finder:
    """Lines that have a phrasing from end to end, decoration aside; no speech, no item of a list."""

    def find(page: Page) -> Iterator[Span]:
        for line in page.lines_saying(phrasing):
            if at_place(page, line, place) and not line.is_reported and not page.in_list(line):
                yield line.start, line.end

    return find


def judged_lines(judge: Callable[[Page, Line], bool], among: Candidates) -> Finder:
    """Short lines among some that a function takes for residue."""

    def find(page: Page) -> Iterator[Span]:
        for line in among(page):
            if line.is_short and judge(page, line):
                yield line.start, line.end

    return find


def saying(*phrasings: Phrasing) -> Candidates:
    """The short lines that have one of the phrasings."""

    def choose(page: Page) -> Iterable[Line]:
        for phrasing in phrasings:
            yield from page.lines_saying(phrasing)

    return choose


def near_edges(top: int, end: int) -> Candidates:
    """So many first and so many last lines."""

    def choose(page: Page) -> Iterable[Line]:
        return (*page.lines[:top], *page.lines[max(top, len(page.lines) - end) :])

    return choose


def below_sentences(page: Page) -> Iterable[Line]:
    """The lines below all sentences."""
    return page.lines[page.last_sentence + 1 :]


def holding(*words: str) -> Candidates:
    """The lines in which one of some words or signs stands, in just these letters."""
    return having(signs(*words))


def having(group: Signs) -> Candidates:
    """The lines that hold one of a group of signs."""

    def choose(page: Page) -> Iterable[Line]:
        return page.lines_holding(group)

    return choose


def ending(*ends: str) -> Candidates:
    """The lines that end so."""

    def choose(page: Page) -> Iterable[Line]:
        return (line for line in page.lines if line.text.endswith(ends))

    return choose


def inside_lines(pattern: re.Pattern[str], among: Candidates) -> Finder:
    """The group `residue` of each place in some lines that has a pattern; the rest stays."""

    def find(page: Page) -> Iterator[Span]:
        for line in among(page):
            for found in pattern.finditer(line.text):
                start, end = found.span("residue")
                if start < end:
                    yield line.start + start, line.start + end

    return find


def both(*finders: Finder) -> Finder:
    """What any of several finders takes."""

    def find(page: Page) -> Iterator[Span]:
        for finder in finders:
            yield from finder(page)

    return find
