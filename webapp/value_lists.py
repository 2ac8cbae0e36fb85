"""All values of a facet: searched within, put into order, cut into pages.

Takes every count from the answer; counts nothing.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.api import FacetValue
from webapp.actor_facet import actor_heading, by_type
from webapp.languages import gettext, later

VALUES_A_PAGE = 200
ORDERS = {"count": later("by count"), "name": later("A to Z")}
ACTOR_ORDERS = {**ORDERS, "type": later("by type")}
DATE_ORDERS = {"count": later("by count"), "name": later("by date")}
# Every level of a date has a heading of its own.
LEVELS = {
    "year": later("Years"),
    "month": later("Months"),
    "day": later("Days"),
    "range": later("Chosen ranges"),
    "no year": later("No year given"),
    "none": later("No date"),
}
DATES = ("published", "mentioned")
DIGITS, SIGNS = later("0 to 9"), later("Other signs")


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a reader is in a list of values: its order, what is looked for in it, the page from 1."""

    order: str = "count"
    find: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class ValueList:
    """One page of the values of a facet that were looked for.

    `found` are all of them, on `pages` pages; `groups` those of this page under their headings.
    """

    found: int
    pages: int
    groups: tuple[tuple[str, tuple[FacetValue, ...]], ...]


def orders_of(name: str) -> dict[str, str]:
    """The orders of a facet's values, each with its name on the page.

    >>> list(orders_of("place")), list(orders_of("actor"))
    (['count', 'name'], ['count', 'name', 'type'])
    """
    if name == "actor":
        return ACTOR_ORDERS
    return DATE_ORDERS if name in DATES else ORDERS


def list_values(name: str, values: Sequence[FacetValue], place: ListPlace) -> ValueList:
    """The page of a facet's values that a reader asks for; none on a page after the last."""
    found = find_values(values, place.find)
    ordered = sort_values(name, found, place.order)
    first = (place.page - 1) * VALUES_A_PAGE
    groups: dict[str, list[FacetValue]] = {}
    for value in ordered[first : first + VALUES_A_PAGE]:
        groups.setdefault(say_heading(name, value, place.order), []).append(value)
    pages = max(1, -(-len(found) // VALUES_A_PAGE))
    return ValueList(len(found), pages, tuple((heading, tuple(own)) for heading, own in groups.items()))


def find_values(values: Sequence[FacetValue], text: str) -> tuple[FacetValue, ...]:
    """The values whose name holds every word of a text, whatever its case and accents.

    >>> goita = FacetValue("p-goita", "Assimi Goïta", 1, selected=False)
    >>> find_values([goita], "goita ASS") == (goita,), find_values([goita], "camara")
    (True, ())
    """
    words = fold(text).split()
    if not words:
        return tuple(values)
    return tuple(v for v in values if all(word in fold(v.label) for word in words))


def sort_values(name: str, values: Sequence[FacetValue], order: str) -> tuple[FacetValue, ...]:
    """Values by count, by name or by type; dates level by level, and by date where others go by name."""
    levels = {level: at for at, level in enumerate(LEVELS)}

    def group(value: FacetValue) -> tuple[int, str]:
        if name in DATES:
            return levels.get(value.group, len(levels)), ""
        return by_type(value.group) if order == "type" else (0, "")

    def place(value: FacetValue) -> tuple[object, ...]:
        if order != "name":
            return group(value), -value.count, fold(value.label), value.value
        if name in DATES:
            return group(value), value.value
        return group(value), _initial_rank(value.label), fold(value.label), value.value

    return tuple(sorted(values, key=place))


def say_heading(name: str, value: FacetValue, order: str) -> str:
    """What a value stands under: the level of a date, a type of actor, an initial; may be empty."""
    if name in DATES:
        return gettext(LEVELS[value.group]) if value.group in LEVELS else ""
    if order == "type":
        return actor_heading(value.group or "other")
    if order != "name":
        return ""
    letter = initial(value.label)
    return gettext(letter) if letter in (DIGITS, SIGNS) else letter


def initial(label: str) -> str:
    """The letter that a name stands under.

    >>> initial("Étoile"), initial("42nd Brigade"), initial("«Wagner»")
    ('E', '0 to 9', 'W')
    """
    first = re.search(r"[^\W_]", fold(label))
    if first is None:
        return SIGNS
    return DIGITS if first[0].isdecimal() else first[0].upper()


def fold(text: str) -> str:
    """A text without case and accents.

    >>> fold("Goïta")
    'goita'
    """
    if text.isascii():  # most names by far, and each of a list is put into order by it
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _initial_rank(label: str) -> tuple[int, str]:
    letter = initial(label)
    return {DIGITS: 1, SIGNS: 2}.get(letter, 0), letter
