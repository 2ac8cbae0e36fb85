"""The network of an actor as files: CSV and GEXF.

Made from all of its documents, without a limit of time. CSV is sent line by line; whoever reads it
slowly holds the generation, but keeps no search waiting.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from flask import Blueprint, Response

from indexer.api import Neighbour, Search
from webapp.csv_lines import csv_lines
from webapp.desk import get_desk
from webapp.gexf import write_gexf
from webapp.sent_files import as_file, send_csv
from webapp.source_lines import one_line

views = Blueprint("actor_exports", __name__)

Cells = tuple[str | int, ...]
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


@views.get("/actors/<actor_id>/network.csv")
def send_network(actor_id: str) -> Response:
    """Every actor named in the same passages, with the newest of them."""
    desk = get_desk()
    with ExitStack() as stack:
        stack.enter_context(desk.exporting())
        with desk.place():
            search = stack.enter_context(desk.live.acquire())
            actor = search.actor(actor_id)
            neighbours = search.network.neighbours(actor.id, whole=True)
        rows = _neighbour_rows(neighbours, search)
        return send_csv(csv_lines(NETWORK, rows), f"{actor.id}-network.csv", stack.pop_all())


@views.get("/actors/<actor_id>/network.gexf")
def send_gexf(actor_id: str) -> Response:
    """The actor, those named in the same passages, and the ties among all of them."""
    with get_desk().searching() as search:
        actor = search.actor(actor_id)
        neighbours = search.network.neighbours(actor.id, whole=True)
        ties = search.network.ties((actor.id, *(n.actor.id for n in neighbours)))
        body = write_gexf(actor, neighbours, ties, search.collection.built_at)
    return as_file(Response(body, mimetype="application/gexf+xml"), f"{actor.id}-network.gexf")


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
            one_line(newest.block.text),
        )
