"""Lists of facet values: their names, addresses and what is left to another page.

Takes every count from the answer; adds, drops and changes none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.api import Answer, FacetValue, Search, SearchRequest
from webapp.addresses import choice_address, facet_address, form_place
from webapp.facet_parts import FacetPart, GroupPart, ValuePart
from webapp.languages import gettext, later
from webapp.params import ReadParams, write_params
from webapp.value_names import name_known
from webapp.wording import begin, noun, number, plural

HEADINGS = {
    "actor": later("Actor"),
    "published": later("Published"),
    "mentioned": later("Talked about"),
    "document": later("Document"),
    "place": later("Place"),
    "source": later("Source"),
    "language": later("Language"),
}
NOTES = {
    "mentioned": later("Dates in the text, not the date of publication."),
    "document": later("The number is its matching passages."),
}
ONE = {
    "actor": "actor",
    "published": "date",
    "mentioned": "date",
    "document": "document",
    "place": "place",
    "source": "source",
    "language": "language",
}
# Facets whose values have names that a reader may know in part.
SEARCHED_WITHIN = ("actor", "place", "source")
# Values shown beside an answer; the rest are one link away.
MOST_VALUES = 8


@dataclass(frozen=True, slots=True)
class FacetPage:
    """What facets need besides their values.

    `params` is the address as it was read, `limit` the most values of a facet in an answer;
    `axis` are the months of the whole collection.
    """

    search: Search
    answer: Answer
    params: ReadParams
    limit: int
    axis: tuple[str, ...] = ()

    @property
    def request(self) -> SearchRequest:
        """The search that the facets belong to."""
        return self.answer.request


def make_value(name: str, value: FacetValue, request: SearchRequest) -> ValuePart:
    """One value with its addresses."""
    label = name_known(name, value.value, value.label)
    if value.value == "none" and name in ("published", "mentioned"):
        label = gettext("No date in the text") if name == "mentioned" else gettext("No date")
    if value.value == "unknown" and name == "source":
        label = gettext("Not given")
    count, unit = value.count, "document"
    if name == "document" and value.passages is not None:
        count, unit = value.passages, "passage"
    exclude = ""
    if name == "actor" and not value.selected and value.count:
        exclude = choice_address(request, "not_actor", value.value)
    return ValuePart(
        label=begin(label) if name in ("mentioned", "language") else label,
        count=number(count),
        unit=noun(count, unit),
        selected=value.selected,
        url=choice_address(request, name, value.value),
        exclude=exclude,
    )


def say_heading(name: str) -> str:
    """The name of a facet on pages."""
    return gettext(HEADINGS[name])


def say_note(name: str) -> str:
    """What the numbers of a facet count or its values mean; may be empty."""
    return gettext(NOTES[name]) if name in NOTES else ""


def top(values: Sequence[FacetValue], most: int) -> tuple[FacetValue, ...]:
    """Every chosen value, then the first of the others."""
    chosen = tuple(v for v in values if v.selected)
    return chosen + tuple(v for at, v in enumerate(values) if at < most and not v.selected)


def make_excluded(request: SearchRequest, search: Search) -> tuple[ValuePart, ...]:
    """The actors that are left out of a search, each with the search that takes it in again."""
    return tuple(
        ValuePart(
            label=search.facet_label("actor", actor),
            count="",
            unit="",
            selected=True,
            url=choice_address(request, "not_actor", actor),
            excluded=True,
        )
        for actor in request.not_actors
    )


def with_rest(
    name: str, shown: Sequence[FacetValue], values: Sequence[FacetValue], page: FacetPage
) -> FacetPart:
    """A facet with some of its values and the way to the others."""
    parts = tuple(make_value(name, v, page.request) for v in shown)
    facet = FacetPart(name, say_heading(name), say_note(name), (GroupPart(f"g-{name}", "", parts),))
    return link_rest(facet, len(shown), len(values), page)


def link_rest(facet: FacetPart, shown: int, known: int, page: FacetPage) -> FacetPart:
    """The facet with a link to all of its values, unless all are shown.

    An answer holds no more values than its limit; it tells how many there are.
    """
    known = max(known, page.answer.facet_sizes.get(facet.name, 0))
    if shown >= known:
        return facet
    one = ONE[facet.name]
    text = gettext("The one %(value)s", value=noun(1, one))
    if known > 1:
        text = gettext("All %(values)s", values=plural(known, one))
    _, within = form_place("/", write_params(replace(page.request, page=1)))
    return replace(
        facet,
        all_url=facet_address(facet.name, page.request),
        all_text=text,
        within=within if facet.name in SEARCHED_WITHIN else None,
    )
