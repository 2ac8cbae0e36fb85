"""What is known of an actor as files: its timeline and its network as CSV, the network as GEXF.

Made from all of its documents, without a limit of time. CSV is sent line by line; whoever reads it
slowly holds the generation, but keeps no search waiting.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from flask import Blueprint, Response, request

from indexer.api import DatedPassage, Neighbour, Search
from webapp.csv_lines import csv_lines
from webapp.desk import get_desk
from webapp.gexf import write_gexf
from webapp.params import read_params

views = Blueprint("actor_exports", __name__)

Cells = tuple[str | int, ...]
TIMELINE = (
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
)
NETWORK = (
    "actor",
    "label",
    "type",
    "passages",
    "documents",
    "newest_document",
    "newest_published",
    "newest_part",
    "newest_passage",
    "newest_text",
)


@views.get("/actors/<actor_id>/timeline.csv")
def send_timeline(actor_id: str) -> Response:
    """Every date in a passage that names the actor, by date."""
    desk = get_desk()
    asked = read_params(request.args, desk.settings).request
    with ExitStack() as stack:
        with desk.place():
            search = stack.enter_context(desk.live.acquire())
            actor = search.actor(actor_id)
            timeline = search.timelines.timeline(actor.id, "".join(asked.mentioned[:1]), whole=True)
        rows = _dated_rows(search.timelines.read(timeline.places), search)
        return _send_csv(csv_lines(TIMELINE, rows), f"{actor.id}-timeline.csv", stack.pop_all())


@views.get("/actors/<actor_id>/network.csv")
def send_network(actor_id: str) -> Response:
    """Every actor named in the same passages, with the newest of them."""
    desk = get_desk()
    with ExitStack() as stack:
        with desk.place():
            search = stack.enter_context(desk.live.acquire())
            actor = search.actor(actor_id)
            neighbours = search.network.neighbours(actor.id, whole=True)
        rows = _neighbour_rows(neighbours, search)
        return _send_csv(csv_lines(NETWORK, rows), f"{actor.id}-network.csv", stack.pop_all())


@views.get("/actors/<actor_id>/network.gexf")
def send_gexf(actor_id: str) -> Response:
    """The actor, those named in the same passages, and the ties among all of them."""
    with get_desk().searching() as search:
        actor = search.actor(actor_id)
        neighbours = search.network.neighbours(actor.id, whole=True)
        ties = search.network.ties((actor.id, *(n.actor.id for n in neighbours)))
        body = write_gexf(actor, neighbours, ties, search.collection.built_at)
    return _as_file(Response(body, mimetype="application/gexf+xml"), f"{actor.id}-network.gexf")


def _dated_rows(passages: Iterable[DatedPassage], search: Search) -> Iterator[Cells]:
    for one in passages:
        published = one.document.published
        yield (
            one.place.value,
            search.facet_group("mentioned", one.place.value),
            _one_line(one.surface),
            one.document.id,
            one.document.label,
            published.value if published else "",
            one.document.source_file,
            one.block.kind,
            one.block.passage or "",
            _one_line(one.block.text),
        )


def _neighbour_rows(neighbours: Iterable[Neighbour], search: Search) -> Iterator[Cells]:
    for one in neighbours:
        (newest,) = search.network.read((one.newest,))
        published = newest.document.published
        yield (
            one.actor.id,
            one.actor.label,
            one.actor.type,
            one.passages,
            one.documents,
            newest.document.id,
            published.value if published else "",
            newest.block.kind,
            newest.block.passage or "",
            _one_line(newest.block.text),
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _send_csv(lines: Iterator[bytes], name: str, held: ExitStack) -> Response:
    """The lines as they are made; `held` is let go of when the last is sent or nobody reads on."""
    response = Response(lines, content_type="text/csv; charset=utf-8; header=present")
    response.call_on_close(held.close)
    return _as_file(response, name)


def _as_file(response: Response, name: str) -> Response:
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-._") else "_" for sign in name)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response
