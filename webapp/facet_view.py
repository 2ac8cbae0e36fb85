"""All values of one facet in a search, by count or from A to Z.

Shows the values of an answer; counts nothing.
"""

from dataclasses import replace

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from indexer.api import FACETS, FacetValue, Search
from webapp.actor_facet import actor_groups
from webapp.addresses import facet_address, page_address, search_address
from webapp.answer_sentence import say_answer
from webapp.context_parts import Link
from webapp.desk import get_desk
from webapp.facet_lists import HEADINGS, NOTES, ONE, make_value
from webapp.facet_parts import FacetPart, GroupPart
from webapp.frames import make_frame, show_page
from webapp.params import ReadParams, read_params, write_params
from webapp.search_contexts import FacetListPage
from webapp.wording import number, plural, plural_of

views = Blueprint("facet", __name__)

ORDERS = {"count": "by count", "name": "A to Z"}
DATE_ORDERS = {"count": "by count", "name": "by date"}
# Every level of a date has a heading of its own.
LEVELS = {
    "year": "Years",
    "month": "Months",
    "day": "Days",
    "range": "Chosen ranges",
    "no year": "No year given",
    "none": "No date",
}


@views.get("/facets/<name>")
def show_facet(name: str) -> str:
    """All values of a facet, each with the search that it leads to."""
    desk = get_desk()
    if name not in FACETS:
        raise NotFound(f"“{name[:40]}” is no facet. Facets are {', '.join(FACETS)}.")
    params = read_params(request.args, desk.settings, ("order",))
    order = "name" if request.args.get("order") == "name" else "count"
    with desk.searching() as search:
        page = make_facet_page(search, params, name, order)
        return show_page("facet.html", page)


def make_facet_page(search: Search, params: ReadParams, name: str, order: str) -> FacetListPage:
    """The context of a list of values."""
    asked = replace(params.request, page=1)
    answer = search.search(replace(asked, facets=(name,), per=1))
    values = sort_values(name, answer.facets[name], order)
    count, sentence = say_answer(answer, search.facet_label)
    limit = get_desk().settings.facet_limit
    cut = ""
    if len(values) >= limit:
        cut = f"The {number(limit)} most frequent are listed."
    elif name == "document" and answer.total > len(values):
        cut = f"The best {number(len(values))} are listed."
    groups = actor_groups(values, asked) if name == "actor" else group_values(name, values, params)
    address = facet_address(name, asked)
    by_name = page_address(f"/facets/{name}", [*write_params(asked), ("order", "name")])
    orders = DATE_ORDERS if name in ("published", "mentioned") else ORDERS
    return FacetListPage(
        frame=make_frame(search, f"{HEADINGS[name]}: {plural(len(values), ONE[name])}", "plain"),
        back=Link("Back to the answer", search_address(asked), answer.total),
        sentence=f"{count} {sentence}",
        facet=FacetPart(name, plural_of(ONE[name]).capitalize(), NOTES.get(name, ""), groups),
        orders=(
            Link(orders["count"], "" if order == "count" else address),
            Link(orders["name"], "" if order == "name" else by_name),
        ),
        cut=cut,
    )


def sort_values(name: str, values: tuple[FacetValue, ...], order: str) -> tuple[FacetValue, ...]:
    """Values by count as they come, or by name; dates go by date."""
    if order == "count":
        return tuple(sorted(values, key=lambda v: -v.count))
    if name in ("published", "mentioned"):
        return tuple(sorted(values, key=lambda v: v.value))
    return tuple(sorted(values, key=lambda v: (v.label.casefold(), v.value)))


def group_values(name: str, values: tuple[FacetValue, ...], params: ReadParams) -> tuple[GroupPart, ...]:
    """Dates under their levels, other values in one list."""
    request_ = replace(params.request, page=1)
    groups: dict[str, list[FacetValue]] = {}
    for value in values:
        groups.setdefault(value.group, []).append(value)
    order = {level: at for at, level in enumerate(LEVELS)}
    return tuple(
        GroupPart(
            f"g-{(group or name).replace(' ', '-')}",
            LEVELS.get(group, ""),
            tuple(make_value(name, v, request_) for v in groups[group]),
        )
        for group in sorted(groups, key=lambda g: order.get(g, len(order)))
    )
