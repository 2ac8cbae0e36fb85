"""The dates that the documents of a search write: as a page, as JSON and as CSV.

An actor's timeline is that of the search for it. CSV is made from all documents, year by year.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.api import DatedPassage, Search, SearchRequest
from webapp.addresses import page_address, timeline_address
from webapp.csv_lines import csv_lines
from webapp.dated_rows import ask_for_actor
from webapp.desk import get_desk
from webapp.frames import show_page
from webapp.params import write_params
from webapp.sent_files import send_csv
from webapp.source_lines import one_line
from webapp.timeline_json import dated_values, timeline_facts
from webapp.timeline_page import Passages, find_timeline, make_timeline_page, read_asked

views = Blueprint("timeline", __name__)

Cells = tuple[str | int, ...]
COLUMNS = (
    "date",
    "precision",
    "as_written",
    "document",
    "label",
    "published",
    "source_file",
    "part",
    "passage",
    "text",
    "holds",
)


@views.get("/timeline")
def show_timeline() -> AnyResponse | str:
    """The dated passages of a search, by date."""
    asked = read_asked(request.args)
    if asked.params.untidy:
        return redirect(
            timeline_address(asked.params.request, asked.passages, unread=asked.params.unread), 302
        )
    with get_desk().searching() as search:
        return show_page("timeline.html", make_timeline_page(search, asked))


@views.get("/timeline.json")
def show_timeline_json() -> Response:
    """One page of the dated passages of a search, as JSON."""
    asked = read_asked(request.args)
    own = asked.params.request
    with get_desk().searching() as search:
        answer, timeline = find_timeline(search, asked)
        rows = search.timelines.rows(timeline, (own.page - 1) * own.per, own.per)
        values = {
            **timeline_facts(timeline),
            "counts": dict(timeline.counts),
            "passages": asked.passages,
            "matching": answer.total,
            "page": own.page,
            "pages": max(1, -(-len(timeline.places) // own.per)),
            "per": own.per,
            "generation": search.generation,
            "understood": answer.understood,
            "match": answer.match,
            "notes": [asdict(note) for note in (*answer.notes, *asked.params.notes)],
            "csv": timeline_address(replace(own, page=1), asked.passages, ".csv"),
            "dates": [dated_values(row, replace(own, page=1)) for row in rows],
        }
        return jsonify(values)


@views.get("/timeline.csv")
def send_timeline() -> Response:
    """Every dated passage of a search, by date."""
    asked = read_asked(request.args)
    return _send(lambda _: asked.params.request, asked.passages, "timeline.csv")


@views.get("/actors/<actor_id>/timeline")
def show_actor_timeline(actor_id: str) -> AnyResponse:
    """The way to the timeline of the search for an actor."""
    params = read_asked(request.args).params
    with get_desk().searching() as search:
        asked = ask_for_actor(search.actor(actor_id), params.request.mentioned)
    asked = replace(asked, page=params.request.page, per=params.request.per)
    unread = tuple(pair for pair in params.unread if pair[0] == "mentioned")
    return redirect(page_address("/timeline", write_params(asked, unread)), 302)


@views.get("/actors/<actor_id>/timeline.csv")
def send_actor_timeline(actor_id: str) -> Response:
    """Every date in a passage that names the actor, by date."""
    dates = read_asked(request.args).params.request.mentioned
    name = f"{actor_id}-timeline.csv"
    return _send(lambda search: ask_for_actor(search.actor(actor_id), dates), "match", name)


def _send(find: Callable[[Search], SearchRequest], passages: Passages, name: str) -> Response:
    """The timeline of a search as a file; each year's passages are found when they are sent."""
    desk = get_desk()
    with ExitStack() as stack:
        stack.enter_context(desk.exporting())
        with desk.place():
            search = stack.enter_context(desk.live.acquire())
            found = search.timelines.whole(find(search), passages)
        return send_csv(csv_lines(COLUMNS, _rows(found, search)), name, stack.pop_all())


def _rows(passages: Iterable[DatedPassage], search: Search) -> Iterator[Cells]:
    for one in passages:
        published = one.document.published
        yield (
            one.place.value,
            search.facet_group("mentioned", one.place.value),
            one_line(one.surface),
            one.document.id,
            one.document.label,
            published.value if published else "",
            one.document.source_file,
            one.block.kind,
            one.block.passage or "",
            one_line(one.block.text),
            one.place.holds,
        )
