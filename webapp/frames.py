"""What stands around pages: the frame, the search form, the orders of a list.

Reads the facts of the open generation; searches nothing.
"""

from dataclasses import replace

from flask import render_template

from indexer.api import Search, SearchRequest
from webapp.addresses import search_address
from webapp.context_parts import Ask, Frame, Link, Option
from webapp.params import write_params
from webapp.wording import plural

ORDERS = {"relevance": "best match", "newest": "newest", "oldest": "oldest"}
MAIN = {"home": "the documents", "search": "the answer", "doc": "the article"}


def make_frame(search: Search | None, title: str, body: str, nav: str = "", json: str = "") -> Frame:
    """The frame of a page; without a generation it tells nothing of one."""
    skip = f"Skip to {MAIN.get(body, 'the page')}"
    if search is None:
        return Frame(title, body, nav, skip)
    collection = search.collection
    return Frame(
        title=title,
        body=body,
        nav=nav,
        skip=skip,
        built=search.facet_label("published", collection.built_at[:10]),
        files=plural(len(collection.source_files), "source file"),
        degraded=search.degraded or "",
        json=json,
    )


def make_ask(
    request: SearchRequest, label: str = "Search the collection", options: tuple[Option, ...] = ()
) -> Ask:
    """The search form, which carries the filters of a search along."""
    carried = replace(request, text="", match="auto", spelling="all", page=1)
    return Ask(label, request.text, request.match, request.spelling, write_params(carried), options)


def make_orders(request: SearchRequest, names: tuple[str, ...] = tuple(ORDERS)) -> tuple[Link, ...]:
    """The orders of a list of documents; the current one has no address."""
    links = []
    for name in names:
        other = replace(request, sort=name, page=1)  # type: ignore[arg-type]  # the keys are the orders
        links.append(Link(ORDERS[name], "" if request.sort == name else search_address(other)))
    return tuple(links)


def show_page(template: str, page: object) -> str:
    """A template with its context, which it knows as `page`."""
    return render_template(template, page=page)
