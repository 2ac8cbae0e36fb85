"""What was read, what was removed by which rule, what was refused and why.

Shows the facts of the generation; reads no file.
"""

from pathlib import PurePosixPath

from flask import Blueprint, request

from indexer.api import DocumentNotFound, Flagged, Search, SearchRequest, SourceFile, SourceTotal
from webapp.addresses import page_address, removed_address, rule_address, search_address
from webapp.collection_facts import make_facts, make_rules
from webapp.context_parts import PagesPart
from webapp.contexts import CollectionPage, FileRow, FlaggedRow, SourceRow
from webapp.desk import get_desk
from webapp.frames import make_frame, show_page
from webapp.languages import gettext, later
from webapp.page_checks import PageMissing
from webapp.params import read_params
from webapp.said import translate
from webapp.wording import number, percent, plural, shorten

views = Blueprint("collection", __name__)

PATH = "/collection"
# A page of this length is still read at once.
FILES_A_PAGE = 200
MOST_REFUSED = 500
MOST_FLAGGED = 50
MOST_SOURCES = 100
# What took unusually much, where that is no single rule.
TOOK = {"text": later("All rules together"), "page": later("The page around the article, and other rules")}

STATES = {"read": later("read"), "partly": later("partly"), "refused": later("refused")}


@views.get(PATH)
def show_collection() -> str:
    """What became of every source file and what every rule took."""
    desk = get_desk()
    page = read_params(request.args, desk.settings).request.page
    with desk.searching() as search:
        return show_page("collection.html", make_collection_page(search, page))


def make_collection_page(search: Search, page: int) -> CollectionPage:
    """The context of the collection; `page` counts pages of source files that were read."""
    collection = search.collection
    bad = [f for f in collection.source_files if f.status != "read"]
    good = [f for f in collection.source_files if f.status != "refused"]
    pages = max(1, -(-len(good) // FILES_A_PAGE))
    if page > pages:
        raise PageMissing(pages, _address(pages))
    first = (page - 1) * FILES_A_PAGE
    shown = good[first : first + FILES_A_PAGE]
    return CollectionPage(
        frame=make_frame(search, gettext("Collection"), "plain", "collection"),
        facts=make_facts(search),
        generation=search.generation,
        flagged=tuple(_make_flagged(flagged, search) for flagged in collection.flagged[:MOST_FLAGGED]),
        more_flagged=_say_more(len(collection.flagged), MOST_FLAGGED, "document"),
        idle=make_rules(collection, took=False),
        sources=_make_sources(collection.sources, search),
        more_sources=_say_more(len(collection.sources), MOST_SOURCES, "source"),
        refused=tuple(_make_file(file, search) for file in bad[:MOST_REFUSED]),
        files=tuple(_make_file(file, search) for file in shown),
        pages=PagesPart(
            here=gettext("Page %(page)s of %(pages)s", page=number(page), pages=number(pages)),
            shown=gettext("%(n)s of %(total)s shown", n=number(len(shown)), total=plural(len(good), "file")),
            previous=_address(page - 1) if page > 1 else "",
            next=_address(page + 1) if page < pages else "",
        ),
    )


def _address(page: int) -> str:
    return page_address(PATH, [("page", str(page))] if page > 1 else ())


def _find_removed(path: str, search: Search) -> str:
    """Where the page shows what a file’s only document lost; empty where none is named after it."""
    name = PurePosixPath(path.removesuffix(".gz")).stem
    try:
        found = search.document(name)
    except DocumentNotFound:
        return ""
    return removed_address(name) if found.source_file == path else ""


def _make_file(file: SourceFile, search: Search) -> FileRow:
    return FileRow(
        file.path,
        _find_removed(file.path, search) if file.documents == 1 else "",
        number(file.size),
        number(file.documents),
        gettext(STATES[file.status]),
        translate(file.reason),
    )


def _make_flagged(flagged: Flagged, search: Search) -> FlaggedRow:
    return FlaggedRow(
        label=shorten(search.document(flagged.document).label, 90),
        url=removed_address(flagged.document),
        took=gettext(TOOK[flagged.reason]) if flagged.reason in TOOK else "",
        rule=flagged.rule,
        rule_url=rule_address(flagged.rule),
        characters=number(flagged.characters),
        share=percent(flagged.characters, flagged.read),
    )


def _make_sources(sources: tuple[SourceTotal, ...], search: Search) -> tuple[SourceRow, ...]:
    """The sources of which most was removed first, then by name."""
    ordered = sorted(sources, key=lambda source: (-source.removed, source.name))
    return tuple(
        SourceRow(
            name=source.name,
            url=search_address(SearchRequest(sources=(source.name,))) if source.kind == "outlet" else "",
            removed_url=_find_removed(source.name, search) if source.kind != "outlet" else "",
            documents=number(source.documents),
            characters=number(source.characters),
            removed=number(source.removed),
            share=percent(source.removed, source.characters),
        )
        for source in ordered[:MOST_SOURCES]
    )


def _say_more(there: int, shown: int, one: str) -> str:
    return gettext("and %(more)s", more=plural(there - shown, f"more {one}")) if there > shown else ""
