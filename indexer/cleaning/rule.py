"""What a cleaning rule is, and its common shapes.

A rule needs two kinds of evidence: its wording, and that the wording is the whole line, stands
at an edge of the article, or is repeated. A line that none of the rules knows is kept.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.cleaning.lines import Line, Page

Span = tuple[int, int]
Finder = Callable[[Page], Iterator[Span]]
Place = Literal["anywhere", "head", "tail", "edges"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of residue.

    `says` completes "removed as …". `takes` are lines that it removes where they stand at
    `place`; where a line has ⟦marks⟧ only the part between them goes. `leaves` are lines that
    only look alike. Both are its tests. `takes_runs`: lines that follow each other go as one span.
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


def phrases(*parts: str) -> re.Pattern[str]:
    """A pattern that a whole line has if it has one of the parts, in any case.

    >>> bool(phrases("advert(?:isement)?").fullmatch("ADVERTISEMENT"))
    True
    """
    return re.compile("(?:" + "|".join(parts) + ")", re.IGNORECASE)


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


def whole_lines(pattern: re.Pattern[str], place: Place = "anywhere") -> Finder:
    """Lines that have a pattern from end to end, decoration aside; no speech, no item of a list."""

    def find(page: Page) -> Iterator[Span]:
        for line in page.short_lines:
            if not pattern.fullmatch(line.cue) or not at_place(page, line, place):
                continue
            if not line.is_reported and not page.in_list(line):
                yield line.start, line.end

    return find


def judged_lines(judge: Callable[[Page, Line], bool]) -> Finder:
    """Short lines that a function takes for residue."""

    def find(page: Page) -> Iterator[Span]:
        for line in page.short_lines:
            if judge(page, line):
                yield line.start, line.end

    return find


def inside_lines(pattern: re.Pattern[str]) -> Finder:
    """The group `residue` of each place in a line that has a pattern; the rest stays."""

    def find(page: Page) -> Iterator[Span]:
        for line in page.lines:
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
