"""The parameters of a comparison: up to four searches, and by which dates they are counted.

The first search has the parameters of a search, the others the same with 2, 3 or 4 behind the name.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from werkzeug.datastructures import MultiDict

from indexer.api import Note, SearchRequest, Settings
from webapp.addresses import page_address
from webapp.answer_sentence import has_filters
from webapp.languages import PARAMETER
from webapp.params import KNOWN, NUMBERS, Pairs, ReadParams, read_choice, read_params, write_params

MOST_SIDES = 4
Dates = Literal["published", "mentioned"]
Level = Literal["year", "month", "day"]
Show = Literal["documents", "share"]
# What a comparison has besides its searches, the first of each by default.
CHOICES = {
    "dates": ("published", "mentioned"),
    "by": ("auto", "year", "month", "day"),
    "show": ("documents", "share"),
}
# What a search of a comparison can have: all but what changes no count.
ASKING = KNOWN - {*NUMBERS, "sort", "copies", PARAMETER}
_NUMBERED = re.compile(r"(\w+?)([2-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Compared:
    """What an address compares: only searches that ask for something, in their order.

    `level` is None where the dates choose it; `untidy` is true for an address with empty keys.
    """

    sides: tuple[ReadParams, ...]
    dates: Dates
    level: Level | None
    show: Show
    notes: tuple[Note, ...]
    untidy: bool

    @property
    def requests(self) -> tuple[SearchRequest, ...]:
        """The searches."""
        return tuple(side.request for side in self.sides)


def read_compared(args: MultiDict[str, str], settings: Settings) -> Compared:
    """Read the parameters of a comparison; never raises."""
    sides: list[MultiDict[str, str]] = [MultiDict() for _ in range(MOST_SIDES)]
    for key, value in args.items(multi=True):
        numbered = _NUMBERED.fullmatch(key)
        known = numbered is not None and numbered[1] in ASKING and int(numbered[2]) <= MOST_SIDES
        at, name = (int(numbered[2]) - 1, numbered[1]) if numbered and known else (0, key)
        sides[at].add(name, value)
    read = [read_params(side, settings, CHOICES) for side in sides]
    given = [side for side in read if _asks(side)]
    notes = [note for side in read for note in side.notes]
    choice = {name: read_choice(args, name, allowed, notes) for name, allowed in CHOICES.items()}
    return Compared(
        tuple(replace(side, request=_still(side.request)) for side in given),
        cast("Dates", choice["dates"]),
        None if choice["by"] == "auto" else cast("Level", choice["by"]),
        cast("Show", choice["show"]),
        tuple(dict.fromkeys(notes)),
        any(side.untidy for side in read),
    )


def write_compared(compared: Compared) -> Pairs:
    """The parameters of a comparison in canonical order, without those that say the default."""
    pairs: list[tuple[str, str]] = []
    for number, side in enumerate(compared.sides, 1):
        pairs += number_side(write_params(side.request, side.unread), number)
    own = {"dates": compared.dates, "by": compared.level or "auto", "show": compared.show}
    pairs += [(name, value) for name, value in own.items() if value != CHOICES[name][0]]
    return tuple(pairs)


def number_side(pairs: Pairs, number: int) -> Pairs:
    """The parameters of a search as those of a side.

    >>> number_side((("q", "gao"), ("actor", "jnim")), 2)
    (('q2', 'gao'), ('actor2', 'jnim'))
    """
    return pairs if number == 1 else tuple((f"{name}{number}", value) for name, value in pairs)


def compare_address(compared: Compared, form: str = "") -> str:
    """The address of a comparison; `form` is empty, .json or .csv."""
    return page_address(f"/compare{form}", write_compared(compared))


def start_address(request: SearchRequest) -> str:
    """The address where a search is compared with others that are still to be chosen.

    >>> start_address(SearchRequest(text="gao", sort="newest", page=3))
    '/compare?q=gao'
    """
    return page_address("/compare", write_params(_still(request)))


def _asks(side: ReadParams) -> bool:
    return bool(side.request.text or has_filters(side.request) or side.unread)


def _still(request: SearchRequest) -> SearchRequest:
    """A search without what changes no count."""
    plain = SearchRequest()
    return replace(request, sort=plain.sort, copies=plain.copies, page=plain.page, per=plain.per)
