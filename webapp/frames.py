"""What stands around pages: the frame, the search form, the orders of a list.

Reads the facts of the open generation; searches nothing.
"""

from dataclasses import replace

from flask import render_template

from indexer.api import Search, SearchRequest
from webapp.addresses import search_address
from webapp.context_parts import Ask, Frame, Link, Option
from webapp.languages import gettext, later
from webapp.params import write_params
from webapp.value_names import name_value
from webapp.wording import plural

ORDERS = {"relevance": later("best match"), "newest": later("newest"), "oldest": later("oldest")}
MAIN = {
    "home": later("Skip to the documents"),
    "search": later("Skip to the answer"),
    "doc": later("Skip to the article"),
}


def make_frame(search: Search | None, title: str, body: str, nav: str = "", json: str = "") -> Frame:
    """The frame of a page; without a generation it tells nothing of one."""
    skip = gettext(MAIN[body]) if body in MAIN else gettext("Skip to the page")
    if search is None:
        return Frame(title, body, nav, skip)
    collection = search.collection
    return Frame(
        title=title,
        body=body,
        nav=nav,
        skip=skip,
        built=name_value(search, "published", collection.built_at[:10]),
        files=plural(len(collection.source_files), "source file"),
        degraded=search.degraded or "",
        json=json,
    )


def make_ask(request: SearchRequest, label: str = "", options: tuple[Option, ...] = ()) -> Ask:
    """The search form, which carries the filters of a search along."""
    carried = replace(request, text="", match="auto", spelling="all", page=1)
    label = label or gettext("Search the collection")
    return Ask(label, request.text, request.match, request.spelling, write_params(carried), options)


def make_orders(request: SearchRequest, names: tuple[str, ...] = tuple(ORDERS)) -> tuple[Link, ...]:
    """The orders of a list of documents; the current one has no address."""
    links = []
    for name in names:
        other = replace(request, sort=name, page=1)  # type: ignore[arg-type]  # the keys are the orders
        links.append(Link(gettext(ORDERS[name]), "" if request.sort == name else search_address(other)))
    return tuple(links)


def show_page(template: str, page: object) -> str:
    """A template with its context, which it knows as `page`."""
    return render_template(template, page=page)
