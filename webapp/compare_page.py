"""The page of a comparison: what its template gets.

Every number comes from the desk, with the search that gives it.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from indexer.api import Answer, Comparison, Search, SearchRequest
from webapp.addresses import search_address
from webapp.answer_sentence import make_chips, make_reading, say_answer
from webapp.compare_chart import draw_strips
from webapp.compare_contexts import CellPart, ComparePage, DateRow, SidePart
from webapp.compare_params import (
    CHOICES,
    MOST_SIDES,
    Compared,
    compare_address,
    number_side,
    write_compared,
)
from webapp.compare_rows import Number, Row, leaves_gaps, make_rows
from webapp.context_parts import Link, Pairs
from webapp.frames import make_frame
from webapp.languages import gettext, later
from webapp.params import ReadParams, write_params
from webapp.value_names import name_value
from webapp.wording import begin, number, percent, plural, shorten

LETTERS = "ABCD"
NAME_CHARACTERS = 40
# Dates that are listed: a page of more is too long to read. The CSV has all.
MOST_ROWS = 60
# Actors that are offered to compare with, of those that are named in the same documents.
MOST_OFFERS = 8
BELOW = {"year": "month", "month": "day"}
DATES = {"published": later("Published"), "mentioned": later("Talked about")}
LEVELS = {
    "auto": later("automatic"),
    "year": later("by year"),
    "month": later("by month"),
    "day": later("by day"),
}
SHOWS = {"documents": later("documents"), "share": later("with shares of all documents")}
WIDER = {"month": later("A year without a month"), "day": later("A year or month without a day")}


@dataclass(frozen=True, slots=True)
class Found:
    """What the desk found for what an address compares."""

    compared: Compared
    answers: tuple[Answer, ...]
    comparison: Comparison | None
    rows: tuple[Row, ...]


def find_compared(search: Search, compared: Compared, most: int | None = None) -> Found:
    """The answers of the searches, and their counts by date, of more than `most` dates those of the last.

    Raises InvalidRequest, EngineError.
    """
    requests = compared.requests
    answers = tuple(search.search(replace(one, facets=(), per=1)) for one in requests)
    if not requests:
        return Found(compared, (), None, ())
    found = search.comparisons.compare(requests, compared.dates, compared.level)
    return Found(compared, answers, found, make_rows(found, compared.dates, most))


def make_compare_page(search: Search, found: Found) -> ComparePage:
    """The context of a comparison."""
    own = found.compared
    sides = tuple(_make_side(search, found, at) for at in range(len(own.sides)))
    labels = [f"{side.letter}  {side.name}" for side in sides]
    letters = [side.letter for side in sides]
    if len(sides) > 1:
        letters.append(gettext("A and B") if len(sides) == 2 else gettext("All of them"))
    json = compare_address(own, ".json") if sides else ""
    name = partial(name_value, search, own.dates)
    names = [side.name for side in sides]
    title = gettext("Compare: %(names)s", names=" · ".join(names)) if sides else gettext("Compare searches")
    room = len(sides) < MOST_SIDES
    return ComparePage(
        frame=make_frame(search, shorten(title, 120), "plain", json=json),
        heading=gettext("Searches compared by date"),
        notes=make_reading(own.notes, dated=""),
        sides=sides,
        next_field=f"q{len(sides) + 1 if sides else ''}" if room else "",
        offers=_make_offers(search, found) if room else (),
        hidden=_hide(own),
        dates=_options(own, "dates", DATES),
        levels=_options(own, "by", LEVELS),
        shows=_options(own, "show", SHOWS),
        letters=tuple(letters),
        rows=tuple(_make_row(search, found, row, letters) for row in found.rows),
        basis=_say_basis(found),
        drawing=draw_strips(found.rows, labels, name, share=own.show == "share"),
        csv=compare_address(own, ".csv") if sides else "",
        json=json,
    )


def name_side(search: Search, request: SearchRequest) -> str:
    """The words and filters of a search, shortened."""
    chips = make_chips(request, partial(name_value, search))
    parts = [
        *([request.text] if request.text else []),
        *(_name_chip(chip.kind, chip.label) for chip in chips),
    ]
    return shorten(" · ".join(parts), NAME_CHARACTERS) or gettext("Nothing that can be asked")


def _name_chip(kind: str, label: str) -> str:
    return label if kind in (gettext("Actor"), gettext("Place")) else f"{kind}: {label}"


def _make_side(search: Search, found: Found, at: int) -> SidePart:
    own, side, answer = found.compared, found.compared.sides[at], found.answers[at]
    count, sentence = say_answer(answer, partial(name_value, search))
    rest = tuple(one for one in own.sides if one is not side)
    return SidePart(
        letter=LETTERS[at],
        name=name_side(search, side.request),
        answer=Link(count, search_address(side.request)),
        sentence=sentence,
        reading=make_reading(answer.notes),
        field=number_side((("q", ""),), at + 1)[0][0],
        text=side.request.text,
        without=compare_address(replace(own, sides=rest)),
    )


def _make_offers(search: Search, found: Found) -> tuple[Link, ...]:
    """Comparisons with the actors that the documents of the first search name most."""
    own = found.compared
    if not own.sides:
        return ()
    first = own.sides[0]
    known = {actor for side in own.sides for actor in side.request.actors}
    known |= {actor for answer in found.answers for note in answer.notes for actor in note.actors}
    values = search.search(replace(first.request, facets=("actor",), per=1)).facets["actor"]
    others = [value for value in values if value.value not in known and value.count]
    # Countries stand in every text and say least
    others.sort(key=lambda value: value.group == "country")
    return tuple(
        Link(
            name_value(search, "actor", value.value),
            compare_address(
                replace(
                    own,
                    sides=(
                        *own.sides,
                        replace(first, request=SearchRequest(actors=(value.value,)), unread=()),
                    ),
                )
            ),
        )
        for value in others[:MOST_OFFERS]
    )


def _make_row(search: Search, found: Found, row: Row, letters: list[str]) -> DateRow:
    own, level = found.compared, found.comparison.level if found.comparison else "year"
    if row.value == "total":
        date = Link(gettext("All dates"), "")
    elif row.value == "wider":
        date = Link(gettext(WIDER.get(level, "")), "")
    elif row.value == "none":
        none = gettext("No date") if own.dates == "published" else gettext("No date in the text")
        date = Link(none, "")
    else:
        label = begin(name_value(search, own.dates, row.value))
        date = Link(label, _within(own, row, level) if any(n.count for n in row.numbers) else "")
    share = own.show == "share"
    return DateRow(
        date=date,
        cells=tuple(
            _make_cell(one, row, f"{letter}, {date.text}", share=share)
            for one, letter in zip(row.numbers, letters, strict=True)
        ),
        all=number(row.all) if share else "",
    )


def _make_cell(one: Number, row: Row, of: str, *, share: bool) -> CellPart:
    asked = one.asked if one.count else None
    url = search_address(asked) if asked else ""
    says = f"{plural(one.count, 'document')}, {of}"
    return CellPart(Link(number(one.count), url), percent(one.count, row.all) if share else "", says)


def _within(own: Compared, row: Row, level: str) -> str:
    """The same searches within a date, by the dates below it; empty where there are none."""
    below: Any = BELOW.get(level)
    sides = [
        ReadParams(asked, (), (), untidy=False)
        for asked in (one.asked for one in row.numbers[: len(own.sides)])
        if asked is not None
    ]
    if below is None or len(sides) < len(own.sides):
        return ""
    return compare_address(replace(own, sides=tuple(sides), level=below))


def _say_basis(found: Found) -> tuple[str, ...]:
    if found.comparison is None:
        return ()
    says = []
    shown, dates = sum(row.dated for row in found.rows), found.comparison.dates
    if shown < len(dates):
        says.append(
            gettext(
                "The last %(shown)s of %(dates)s dates are listed; the CSV has all.",
                shown=number(shown),
                dates=number(len(dates)),
            )
        )
    if leaves_gaps(dates, found.comparison.level):
        says.append(gettext("Dates on which no search has a document are left out."))
    if found.compared.dates == "mentioned":
        says.append(
            gettext(
                "A document counts once for each date that it writes; dates without a year stand in no row."
            )
        )
    if found.compared.show == "share":
        says.append(gettext("A share is that of all documents of the collection with the same date."))
    requests = found.compared.requests
    if len(set(requests)) < len(requests):
        says.append(gettext("The same search is given more than once."))
    both = found.comparison.both
    if both and both.asked is None and both.total:
        says.append(gettext("What all of them find is counted, but no one search asks for it."))
    return tuple(says)


def _options(own: Compared, parameter: str, says: dict[str, str]) -> tuple[Link, ...]:
    """The choices of a parameter; the current one has no address."""
    now = {"dates": own.dates, "by": own.level or "auto", "show": own.show}[parameter]
    links = []
    for value, text in says.items():
        changed: dict[str, Any] = {parameter: value}
        if parameter == "by":
            changed = {"level": None if value == "auto" else value}
        links.append(Link(gettext(text), "" if value == now else compare_address(replace(own, **changed))))
    return tuple(links)


def _hide(own: Compared) -> Pairs:
    """What the form carries along: the filters of the searches, and how they are counted."""
    pairs: Pairs = ()
    for at, side in enumerate(own.sides, 1):
        pairs += number_side(write_params(replace(side.request, text=""), side.unread), at)
    return (*pairs, *(pair for pair in write_compared(own) if pair[0] in CHOICES))
