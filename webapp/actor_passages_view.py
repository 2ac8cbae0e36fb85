"""The passages that an actor shares with another.

Shows what the desk finds; keeps nothing.
"""

from flask import Blueprint, request

from indexer.api import Actor, Search, SearchRequest
from webapp.actor_contexts import SharedPage
from webapp.actor_passages import OWN_PASSAGE
from webapp.addresses import actor_address, search_address, shared_path
from webapp.context_parts import Link
from webapp.dated_rows import make_shared_row
from webapp.desk import get_desk
from webapp.document_lines import make_pages
from webapp.frames import make_frame, show_page
from webapp.languages import gettext
from webapp.page_checks import check_last
from webapp.params import read_params
from webapp.wording import join, plural

views = Blueprint("actor_passages", __name__)


@views.get("/actors/<actor_id>/with/<other_id>")
def show_shared(actor_id: str, other_id: str) -> str:
    """The passages that name two actors."""
    desk = get_desk()
    asked = read_params(request.args, desk.settings).request
    with desk.searching() as search:
        page = make_shared_page(search, search.actor(actor_id), search.actor(other_id), asked)
        return show_page("actor-with.html", page)


def make_shared_page(search: Search, actor: Actor, other: Actor, asked: SearchRequest) -> SharedPage:
    """The context of the passages that name two actors; of `asked` it takes the page."""
    asked = SearchRequest(page=asked.page, per=asked.per)
    path = shared_path(actor.id, other.id)
    shared = search.network.shared(actor.id, other.id, asked.page, asked.per)
    check_last(asked, shared.total, path)
    both = SearchRequest(actors=tuple(dict.fromkeys((actor.id, other.id))))
    says = gettext(
        "%(passages)s in %(documents)s.",
        passages=plural(shared.total, "passage"),
        documents=plural(shared.documents, "document"),
    )
    return SharedPage(
        frame=make_frame(search, join([actor.label, other.label]), "actor", "actors"),
        actor=Link(actor.label, actor_address(actor.id)),
        other=Link(other.label, actor_address(other.id)),
        says=f"{says} {gettext(OWN_PASSAGE)}",
        search=Link(gettext("Search within the documents that name both"), search_address(both)),
        rows=tuple(make_shared_row(row, (actor.id, other.id), search) for row in shared.passages),
        pages=make_pages(asked, shared.total, path, noun="passage"),
    )
