"""The dated passages of an actor, and the passages that it shares with another.

Shows what the desk finds; keeps nothing.
"""

from flask import Blueprint, request

from indexer.api import Actor, Search, SearchRequest
from webapp.actor_contexts import SharedPage, TimelinePage
from webapp.actor_passages import OWN_PASSAGE, make_dated_row, make_shared_row, say_timeline
from webapp.addresses import actor_address, actor_path, page_address, search_address, shared_path
from webapp.context_parts import Link
from webapp.desk import get_desk
from webapp.document_lines import make_pages
from webapp.frames import make_frame, show_page
from webapp.page_checks import check_last
from webapp.params import ReadParams, read_params
from webapp.wording import plural

views = Blueprint("actor_passages", __name__)


@views.get("/actors/<actor_id>/timeline")
def show_timeline(actor_id: str) -> str:
    """The passages that name an actor and a date, by date."""
    desk = get_desk()
    params = read_params(request.args, desk.settings)
    with desk.searching() as search:
        page = make_timeline_page(search, search.actor(actor_id), params)
        return show_page("actor-timeline.html", page)


@views.get("/actors/<actor_id>/with/<other_id>")
def show_shared(actor_id: str, other_id: str) -> str:
    """The passages that name two actors."""
    desk = get_desk()
    asked = read_params(request.args, desk.settings).request
    with desk.searching() as search:
        page = make_shared_page(search, search.actor(actor_id), search.actor(other_id), asked)
        return show_page("actor-with.html", page)


def make_timeline_page(search: Search, actor: Actor, params: ReadParams) -> TimelinePage:
    """The context of a timeline; of the parameters it takes the dates talked about and the page."""
    dates = params.request.mentioned[:1]
    asked = SearchRequest(mentioned=dates, page=params.request.page, per=params.request.per)
    mentioned = "".join(dates)
    path = actor_path(actor.id, "timeline")
    timeline = search.timelines.timeline(actor.id, mentioned)
    check_last(asked, len(timeline.places), path)
    first = (asked.page - 1) * asked.per
    rows = search.timelines.read(timeline.places[first : first + asked.per])
    wrong = [value for name, value in params.unread if name == "mentioned"]
    within = f" within {search.facet_label('mentioned', mentioned)}" if mentioned else ""
    csv = page_address(f"{path}.csv", [("mentioned", mentioned)] if mentioned else ())
    return TimelinePage(
        frame=make_frame(search, f"{actor.label}: dated passages", "actor", "actors"),
        actor=Link(actor.label, actor_address(actor.id)),
        says=say_timeline(timeline, actor, within),
        notes=tuple(note.message for note in params.notes if note.parameter == "mentioned"),
        mentioned="".join(wrong[:1]) or mentioned,
        wrong=bool(wrong),
        path=path,
        rows=tuple(make_dated_row(row, actor, search) for row in rows),
        pages=make_pages(asked, len(timeline.places), path, noun="date"),
        csv=csv if timeline.places or not timeline.complete else "",
    )


def make_shared_page(search: Search, actor: Actor, other: Actor, asked: SearchRequest) -> SharedPage:
    """The context of the passages that name two actors; of `asked` it takes the page."""
    asked = SearchRequest(page=asked.page, per=asked.per)
    path = shared_path(actor.id, other.id)
    shared = search.network.shared(actor.id, other.id, asked.page, asked.per)
    check_last(asked, shared.total, path)
    both = SearchRequest(actors=tuple(dict.fromkeys((actor.id, other.id))))
    says = f"{plural(shared.total, 'passage')} in {plural(shared.documents, 'document')}. {OWN_PASSAGE}"
    return SharedPage(
        frame=make_frame(search, f"{actor.label} and {other.label}", "actor", "actors"),
        actor=Link(actor.label, actor_address(actor.id)),
        other=Link(other.label, actor_address(other.id)),
        says=says,
        search=Link("Search within the documents that name both", search_address(both)),
        rows=tuple(make_shared_row(row, (actor.id, other.id), search) for row in shared.passages),
        pages=make_pages(asked, shared.total, path, noun="passage"),
    )
