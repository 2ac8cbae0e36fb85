"""Whether the process lives and whether it can answer, for those who run it.

Tells nothing of the collection but the name of its generation.
"""

import time

from flask import Blueprint, Response, jsonify

from indexer.api import IndexerError, SearchRequest
from webapp.desk import get_desk

views = Blueprint("health", __name__)

# A whole search that takes longer than this is no answer to a reader.
SLOWEST_SECONDS = 1.0


@views.get("/healthz")
def show_health() -> Response:
    """That the process lives; 200 whatever the index is like."""
    return jsonify({"status": "ok"})


@views.get("/readyz")
def show_readiness() -> tuple[Response, int]:
    """Whether a search is answered in time: 200, else 503; a reason where something needs care."""
    desk = get_desk()
    state, reason = desk.live.state()
    free = desk.live.free_bytes()
    values: dict[str, str | float | None] = {
        "status": state,
        "reason": reason,
        "generation": None,
        "seconds": None,
        "free_bytes": free,
    }
    if state == "missing":
        return jsonify(values), 503
    began = time.perf_counter()
    try:
        with desk.live.acquire() as search:
            search.search(SearchRequest(per=1))
            values["generation"] = search.generation
    except IndexerError as error:
        values |= {"status": "failing", "reason": str(error)}
        return jsonify(values), 503
    seconds = time.perf_counter() - began
    values["seconds"] = round(seconds, 3)
    if seconds > SLOWEST_SECONDS:
        values |= {"status": "slow", "reason": f"A search took {seconds:.1f} seconds."}
        return jsonify(values), 503
    if free is not None and free < desk.settings.min_free_bytes:
        # What is there is answered as before; the next generation may find no room
        full = f"The disk of the index has {free:,} bytes left, below CUTTINGS_MIN_FREE_BYTES."
        values |= {"status": "degraded", "reason": f"{reason} {full}".strip()}
    return jsonify(values), 200
