"""What was read, what was removed by which rule, what was refused and why.

Shows the facts of the generation; reads no file.
"""

from flask import Blueprint, request

from indexer.api import Search, SourceFile
from webapp.collection_facts import by_characters, make_facts, make_rule
from webapp.context_parts import PagesPart
from webapp.contexts import CollectionPage, FileRow
from webapp.desk import get_desk
from webapp.frames import make_frame, show_page
from webapp.page_checks import PageMissing
from webapp.params import read_params
from webapp.wording import number, plural

views = Blueprint("collection", __name__)

PATH = "/collection"
# A page of this length is still read at once.
FILES_A_PAGE = 200
MOST_REFUSED = 500


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
        frame=make_frame(search, "Collection", "plain", "collection"),
        facts=make_facts(search),
        generation=search.generation,
        rules=tuple(make_rule(rule) for rule in by_characters(collection.rules)),
        refused=tuple(_make_file(file) for file in bad[:MOST_REFUSED]),
        files=tuple(_make_file(file) for file in shown),
        pages=PagesPart(
            here=f"Page {number(page)} of {number(pages)}",
            shown=f"{number(len(shown))} of {plural(len(good), 'file')} shown",
            previous=_address(page - 1) if page > 1 else "",
            next=_address(page + 1) if page < pages else "",
        ),
    )


def _address(page: int) -> str:
    return PATH if page == 1 else f"{PATH}?page={page}"


def _make_file(file: SourceFile) -> FileRow:
    return FileRow(file.path, number(file.size), number(file.documents), file.status, file.reason)
