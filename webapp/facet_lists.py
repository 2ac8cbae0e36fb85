"""Lists of facet values: their names, addresses and what is left to another page.

Takes every count from the answer; adds, drops and changes none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.api import Answer, FacetValue, Search, SearchRequest
from webapp.addresses import facet_address, search_address, toggle
from webapp.facet_parts import FacetPart, GroupPart, ValuePart
from webapp.params import Pairs
from webapp.wording import number, plural, plural_of

HEADINGS = {
    "actor": "Actor",
    "published": "Published",
    "mentioned": "Talked about",
    "document": "Document",
    "place": "Place",
    "source": "Source",
}
NOTES = {
    "mentioned": "Dates in the text, not the date of publication.",
    "document": "The number is its matching passages.",
}
ONE = {
    "actor": "actor",
    "published": "date",
    "mentioned": "date",
    "document": "document",
    "place": "place",
    "source": "source",
}
# Values shown beside an answer; the rest are one link away.
MOST_VALUES = 8
NO_DATE = "No date in the text"
NO_SOURCE = "Not given"


@dataclass(frozen=True, slots=True)
class FacetPage:
    """What facets need besides their values.

    `limit` is the most values of a facet in an answer, `axis` are the dates of the whole
    collection, `range_ends` is what was typed as From and To and is no date.
    """

    search: Search
    answer: Answer
    limit: int
    axis: tuple[str, ...] = ()
    range_ends: Pairs = ()

    @property
    def request(self) -> SearchRequest:
        """The search that the facets belong to."""
        return self.answer.request


def make_value(name: str, value: FacetValue, request: SearchRequest) -> ValuePart:
    """One value with its addresses."""
    label = value.label
    if value.value == "none" and name in ("published", "mentioned"):
        label = NO_DATE if name == "mentioned" else "No date"
    if value.value == "unknown" and name == "source":
        label = NO_SOURCE
    count, unit = value.count, "document"
    if name == "document" and value.passages is not None:
        count, unit = value.passages, "passage"
    exclude = ""
    if name == "actor" and not value.selected and value.count:
        exclude = search_address(toggle(request, "not_actor", value.value))
    return ValuePart(
        label=label[:1].upper() + label[1:] if name == "mentioned" else label,
        count=number(count),
        unit=unit if count == 1 else plural_of(unit),
        selected=value.selected,
        url=search_address(toggle(request, name, value.value)),
        exclude=exclude,
    )


def top(values: Sequence[FacetValue], most: int) -> tuple[FacetValue, ...]:
    """The first values and every chosen one, in their order."""
    return tuple(v for at, v in enumerate(values) if at < most or v.selected)


def with_rest(
    name: str, shown: Sequence[FacetValue], values: Sequence[FacetValue], page: FacetPage
) -> FacetPart:
    parts = tuple(make_value(name, v, page.request) for v in shown)
    return FacetPart(
        name=name,
        heading=HEADINGS[name],
        note=NOTES.get(name, ""),
        groups=(GroupPart(f"g-{name}", "", parts),),
        **all_of_them(name, len(shown), len(values), page),
    )


def all_of_them(name: str, shown: int, known: int, page: FacetPage) -> dict[str, str]:
    if shown >= known:
        return {}
    # An answer holds no more values than its limit, so there may be more than are known
    text = f"The {number(known)} most named {plural_of(ONE[name])}"
    if known < page.limit:
        text = f"All {plural(known, ONE[name])}"
    return {"all_url": facet_address(name, page.request), "all_text": text}
