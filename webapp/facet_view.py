"""All values of one facet in a search: searched within, by count or from A to Z, page by page.

Shows the values of an answer; counts nothing.
"""

from dataclasses import replace
from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from indexer.api import FACETS, Answer, FacetValue, Note, Search, SearchRequest
from webapp.addresses import facet_address, page_address, search_address
from webapp.answer_sentence import make_reading, say_answer
from webapp.canonical import find_better
from webapp.context_parts import Link, PagesPart
from webapp.desk import get_desk
from webapp.facet_lists import HEADINGS, ONE, make_excluded, make_value, say_note
from webapp.facet_parts import FacetPart, GroupPart
from webapp.frames import make_frame, show_page
from webapp.languages import gettext
from webapp.page_checks import PageMissing
from webapp.params import ReadParams, read_choice, read_params, write_params
from webapp.search_contexts import FacetListPage
from webapp.value_lists import VALUES_A_PAGE, ListPlace, ValueList, list_values, orders_of
from webapp.value_names import name_value
from webapp.wording import begin, noun, number, plural

views = Blueprint("facet", __name__)

OWN_PARAMS = ("order", "find")


@views.get("/facets/<name>")
def show_facet(name: str) -> str | Response:
    """All values of a facet, each with the search that it leads to."""
    desk = get_desk()
    if name not in FACETS:
        says = gettext(
            "“%(name)s” is no facet. Facets are %(facets)s.", name=name[:40], facets=", ".join(FACETS)
        )
        raise NotFound(says)
    params = read_params(request.args, desk.settings, OWN_PARAMS)
    notes: list[Note] = []
    order = read_choice(request.args, "order", tuple(orders_of(name)), notes)
    find = " ".join(request.args.get("find", "").split())
    place = ListPlace(order, find, params.request.page)
    # An order that is none stays in the address, as what is said of it stays on the page
    kept = _pairs(place) if not notes else (("order", request.args["order"]), *_pairs(place))
    better = find_better(request.args, params, OWN_PARAMS, kept)
    if better is not None:
        return redirect(page_address(request.path, better), 302)
    params = replace(params, notes=(*params.notes, *notes))
    with desk.searching() as search:
        return show_page("facet.html", make_facet_page(search, params, name, place))


def make_facet_page(search: Search, params: ReadParams, name: str, place: ListPlace) -> FacetListPage:
    """The context of a list of values. Raises PageMissing."""
    asked = replace(params.request, page=1)
    if name == "document":
        answer, listed = _list_documents(search, asked, place)
    else:
        answer = search.search(replace(asked, facets=(name,), per=1), every_value=True)
        listed = list_values(name, [v for v in answer.facets[name] if not v.selected], place)
    if place.page > listed.pages:
        raise PageMissing(listed.pages, _address(name, asked, replace(place, page=listed.pages)))
    count, sentence = say_answer(answer, partial(name_value, search))
    size = answer.facet_sizes[name]
    groups = _top_group(search, answer, asked, name) + tuple(
        _make_group(name, at, heading, values, asked) for at, (heading, values) in enumerate(listed.groups, 1)
    )
    return FacetListPage(
        frame=make_frame(
            search,
            gettext("%(facet)s: %(values)s", facet=gettext(HEADINGS[name]), values=plural(size, ONE[name])),
            "plain",
        ),
        back=Link(gettext("Back to the answer"), search_address(asked), answer.total),
        sentence=f"{count} {sentence}",
        reading=make_reading((*answer.notes, *params.notes)),
        says=_say_size(name, size, listed.found, place.find),
        facet=FacetPart(name, begin(noun(2, ONE[name])), say_note(name), groups),
        orders=_make_orders(name, asked, place),
        path=facet_address(name, SearchRequest()).partition("?")[0],
        find=place.find,
        hidden=None if name == "document" else _hidden(asked, place),
        clear=Link(
            gettext("All of them"),
            _address(name, asked, replace(place, find="", page=1)) if place.find else "",
        ),
        pages=_make_pages(name, asked, place, listed),
    )


def _list_documents(search: Search, asked: SearchRequest, place: ListPlace) -> tuple[Answer, ValueList]:
    """The documents of an answer with their matching passages, best first; chosen ones stand apart."""
    every = replace(asked, documents=(), facets=(), page=place.page, per=VALUES_A_PAGE // 2)
    found = search.search(every)
    values = tuple(
        FacetValue(hit.document.id, hit.document.label, 1, selected=False, passages=hit.matching)
        for hit in found.hits
        if hit.document.id not in asked.documents
    )
    answer = search.search(replace(asked, facets=("document",), per=1))
    return answer, ValueList(found.listed, found.pages, (("", values),) if values else ())


def _top_group(search: Search, answer: Answer, asked: SearchRequest, name: str) -> tuple[GroupPart, ...]:
    """What is chosen and what is left out, on every page of the list."""
    top = tuple(make_value(name, v, asked) for v in answer.facets[name] if v.selected)
    if name == "actor":
        top += make_excluded(asked, search)
    return (GroupPart("g-0", gettext("Chosen"), top),) if top else ()


def _make_group(
    name: str, at: int, heading: str, values: tuple[FacetValue, ...], asked: SearchRequest
) -> GroupPart:
    return GroupPart(f"g-{at}", heading, tuple(make_value(name, v, asked) for v in values))


def _say_size(name: str, size: int, found: int, find: str) -> str:
    """How many values there are, or of how many the name holds what is looked for."""
    whole = plural(size, ONE[name])
    if not find:
        return f"{whole}."
    return gettext(
        "%(found)s of %(whole)s with “%(find)s” in the name.", found=number(found), whole=whole, find=find
    )


def _make_orders(name: str, asked: SearchRequest, place: ListPlace) -> tuple[Link, ...]:
    if name == "document":
        return ()
    return tuple(
        Link(
            gettext(text),
            "" if order == place.order else _address(name, asked, replace(place, order=order, page=1)),
        )
        for order, text in orders_of(name).items()
    )


def _make_pages(name: str, asked: SearchRequest, place: ListPlace, listed: ValueList) -> PagesPart:
    def address(page: int) -> str:
        return _address(name, asked, replace(place, page=page))

    shown = sum(len(values) for _, values in listed.groups)
    return PagesPart(
        here=gettext("Page %(page)s of %(pages)s", page=number(place.page), pages=number(listed.pages)),
        shown=gettext("%(shown)s of %(all)s shown", shown=number(shown), all=plural(listed.found, ONE[name])),
        previous=address(place.page - 1) if place.page > 1 else "",
        next=address(place.page + 1) if place.page < listed.pages else "",
    )


def _hidden(asked: SearchRequest, place: ListPlace) -> tuple[tuple[str, str], ...]:
    """What the form that looks for a name carries along."""
    return (*write_params(asked), *(pair for pair in _pairs(place) if pair[0] == "order"))


def _pairs(place: ListPlace) -> tuple[tuple[str, str], ...]:
    """The place in a list as parameters, without those that say the default."""
    order = () if place.order == "count" else (("order", place.order),)
    return (*order, *((("find", place.find),) if place.find else ()))


def _address(name: str, asked: SearchRequest, place: ListPlace) -> str:
    return facet_address(name, asked, *_pairs(place), page=place.page)
