"""The names that nobody listed, for review, and the same as JSON.

Shows what the review found; links nothing and writes no file.
"""

import re

from flask import Blueprint, Response, jsonify, make_response, request

from indexer.api import (
    NameExample,
    Search,
    SearchRequest,
    UnlinkedName,
    UnlinkedNames,
    UnlinkedReview,
    read_noise,
    unlinked_values,
)
from webapp.actor_facet import actor_noun
from webapp.addresses import actor_address, document_address, page_address, search_address
from webapp.context_parts import Link, PagesPart, QuotePart
from webapp.desk import get_desk
from webapp.frames import make_frame, show_page
from webapp.highlighting import highlight
from webapp.languages import gettext
from webapp.name_contexts import NameQuote, NameRow, UnlinkedPage
from webapp.page_cache import keep_out
from webapp.page_checks import PageMissing
from webapp.params import read_params
from webapp.wording import number, plural, shorten

views = Blueprint("unlinked", __name__)

PATH = "/actors/unlinked"
BOUNDS = {"documents": UnlinkedReview.DOCUMENTS, "sources": UnlinkedReview.SOURCES}
# Seconds that a request waits for the documents to be read; later ones go on waiting.
PATIENCE = 0.5
# Seconds after which a page without a list asks again.
AGAIN = "3"
MOST_VARIANTS = 8
MOST_LABEL = 60
_COUNTING_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@views.get(PATH)
def show_unlinked() -> Response:
    """The names that are no spelling of a known actor or place."""
    desk = get_desk()
    # The list still grows, and afterwards what was looked through is struck off it at any time
    keep_out()
    bounds, errors = _read_bounds()
    page = read_params(request.args, desk.settings, BOUNDS).request.page
    with desk.searching() as search:
        found = _find(search, bounds, page)
        response = make_response(
            show_page("unlinked.html", make_unlinked_page(search, found, bounds, page, errors))
        )
    if not found.complete:
        response.headers["Refresh"] = AGAIN
    return response


@views.get(f"{PATH}.json")
def show_unlinked_json() -> Response:
    """The names that nobody listed; complete is false until every document was read."""
    desk = get_desk()
    bounds, _ = _read_bounds()
    page = read_params(request.args, desk.settings, BOUNDS).request.page
    with desk.searching() as search:
        return jsonify(
            {"generation": search.generation, **unlinked_values(_find(search, bounds, page), **bounds)}
        )


def _find(search: Search, bounds: dict[str, int], page: int) -> UnlinkedNames:
    """One page of names, empty until every document was read. Raises PageMissing."""
    review = search.unlinked
    review.begin(PATIENCE)
    start = (page - 1) * UnlinkedReview.LISTED
    found = review.names(**bounds, start=start, noise=read_noise(get_desk().settings.authority))
    pages = max(1, -(-found.total // UnlinkedReview.LISTED))
    if found.complete and page > pages:
        raise PageMissing(pages, _address(bounds, pages))
    return found


def _read_bounds() -> tuple[dict[str, int], tuple[str, ...]]:
    """The least numbers of documents and sources, and what was not read as one."""
    bounds, errors = dict(BOUNDS), []
    for name in BOUNDS:
        text = request.args.get(name, "").strip()
        if _COUNTING_NUMBER.fullmatch(text):
            bounds[name] = int(text)
        elif text:
            errors.append(
                gettext(
                    "“%(text)s” is no number of %(name)s, so %(n)s is used.",
                    text=text[:80],
                    name=name,
                    n=bounds[name],
                )
            )
    return bounds, tuple(errors)


def make_unlinked_page(
    search: Search, found: UnlinkedNames, bounds: dict[str, int], page: int, errors: tuple[str, ...]
) -> UnlinkedPage:
    """The context of one page of names."""
    documents, sources = bounds.values()
    json = _address(bounds, page, f"{PATH}.json")
    if found.complete:
        held = gettext(
            "Read: %(documents)s of %(sources)s.",
            documents=plural(found.documents, "document"),
            sources=plural(found.held, "source"),
        )
    else:
        held = gettext(
            "%(n)s of %(documents)s read.",
            n=number(found.read),
            documents=plural(found.documents, "document"),
        )
    fewest = dict.fromkeys(bounds, 1)
    first = (page - 1) * UnlinkedReview.LISTED + 1
    return UnlinkedPage(
        frame=make_frame(search, gettext("Names nobody listed"), "actor", "actors", json),
        count=plural(found.total, "name") if found.complete else "",
        bounds=_say_spread(documents, sources),
        held=held,
        documents=documents,
        sources=sources,
        errors=errors,
        fewer=Link(gettext("names in 1 document or more"), _address(fewest, 1)) if bounds != fewest else None,
        names=tuple(_make_row(search, name, place) for place, name in enumerate(found.names, first)),
        pages=_make_pages(found, bounds, page),
        json=json,
    )


def _say_spread(documents: int, sources: int) -> str:
    return gettext(
        "%(documents)s of %(sources)s",
        documents=plural(documents, "document"),
        sources=plural(sources, "source"),
    )


def _make_pages(found: UnlinkedNames, bounds: dict[str, int], page: int) -> PagesPart:
    pages = max(1, -(-found.total // UnlinkedReview.LISTED))
    return PagesPart(
        here=gettext("Page %(page)s of %(pages)s", page=number(page), pages=number(pages)),
        shown=gettext(
            "%(n)s of %(total)s shown", n=number(len(found.names)), total=plural(found.total, "name")
        ),
        previous=_address(bounds, page - 1) if page > 1 else "",
        next=_address(bounds, page + 1) if page < pages else "",
    )


def _address(bounds: dict[str, int], page: int, path: str = PATH) -> str:
    pairs = [(name, str(value)) for name, value in bounds.items() if value != BOUNDS[name]]
    return page_address(path, [*pairs, *([("page", str(page))] if page > 1 else [])])


def _make_row(search: Search, name: UnlinkedName, place: int) -> NameRow:
    return NameRow(
        number=place,
        name=name.name,
        url=search_address(_as_written(name.name)),
        counts=_say_spread(name.documents, name.sources),
        kind="" if name.kind == "unknown" else actor_noun(name.kind),
        variants=tuple((text, plural(held, "document")) for text, held in name.variants[1:MOST_VARIANTS]),
        near=tuple(
            (
                near.alias,
                Link(search.facet_label("actor", near.actor), actor_address(near.actor)),
            )
            for near in name.near
        ),
        quotes=tuple(_make_quote(example, name.name) for example in name.examples),
    )


def _as_written(name: str) -> SearchRequest:
    """The search for a name in this spelling."""
    return SearchRequest(text=f'"{name}"' if " " in name or "-" in name else name, spelling="exact")


def _make_quote(example: NameExample, name: str) -> NameQuote:
    excerpt = example.excerpt
    asked = _as_written(name)
    quote = QuotePart(
        excerpt.passage,
        document_address(example.document, asked, excerpt.passage),
        (),
        highlight(excerpt.text, excerpt.marks, excerpt.start),
        excerpt.cut_before,
        excerpt.cut_after,
        lines=False,
    )
    return NameQuote(
        Link(shorten(example.label, MOST_LABEL), document_address(example.document, asked)), quote
    )
