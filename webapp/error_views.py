"""Every error as a page or as JSON, with its status and what to do.

Never shows a trace, and nothing of an error that was not meant for readers.
"""

import logging
from dataclasses import dataclass
from typing import Literal

from flask import Flask, Response, jsonify, make_response, request
from werkzeug.exceptions import HTTPException

from indexer.api import (
    ActorNotFound,
    CleaningError,
    DocumentNotFound,
    EngineError,
    EngineTimedOut,
    EngineUnavailable,
    GenerationCorrupt,
    GenerationError,
    GenerationLocked,
    GenerationMissing,
    GenerationOutdated,
    IndexerError,
    InvalidRequest,
    PageOutOfRange,
    QueryRefused,
    RebuildError,
    SearchRequest,
    SeedError,
    SettingsError,
    UnknownField,
)
from webapp.access_log import plain
from webapp.addresses import page_address
from webapp.context_parts import Link
from webapp.contexts import ErrorPage
from webapp.desk import get_desk
from webapp.frames import make_ask, make_frame, show_page
from webapp.languages import gettext, later
from webapp.page_checks import PageMissing
from webapp.params import read_params
from webapp.said import translate
from webapp.security import REFUSED, request_id
from webapp.wording import number

log = logging.getLogger(__name__)

REBUILD = "python -m indexer rebuild"
CHECK = "python -m indexer check"
LONGEST_MESSAGE = 500
FIRST_SERVER_ERROR = 500
# Whoever keeps what has such an ending reads no page.
FILES = (".csv", ".jsonl", ".ris", ".atom", ".gexf", ".raw", ".zip", ".xml", ".txt")


@dataclass(frozen=True, slots=True)
class Shown:
    """How an error is shown: its status, its heading, a command that cures it.

    `says`, where given, stands in the place of the error's own words, which name machines.
    """

    status: int
    heading: str
    cure: str = ""
    says: str = ""


UNREACHABLE = later(
    "What answers searches cannot be reached, or only in part. Ask again in a minute; "
    "the cause is in the log under the id below."
)

SHOWN: dict[type[IndexerError], Shown] = {
    IndexerError: Shown(500, later("This page cannot be shown")),
    InvalidRequest: Shown(400, later("This was not searched")),
    UnknownField: Shown(400, later("This was not searched")),
    PageOutOfRange: Shown(400, later("This page is out of range")),
    PageMissing: Shown(404, later("This page does not exist")),
    QueryRefused: Shown(400, later("This query was not run")),
    DocumentNotFound: Shown(404, later("No document has this address")),
    ActorNotFound: Shown(404, later("No actor has this address")),
    SettingsError: Shown(500, later("A setting cannot be used"), "python -m indexer settings"),
    SeedError: Shown(500, later("A source file cannot be read"), REBUILD),
    CleaningError: Shown(500, later("A page cannot be cleaned"), REBUILD),
    RebuildError: Shown(500, later("The rebuild failed"), REBUILD),
    GenerationError: Shown(503, later("The index cannot be used"), CHECK),
    GenerationMissing: Shown(503, later("There is no index yet"), REBUILD),
    GenerationCorrupt: Shown(503, later("The index is damaged"), CHECK),
    GenerationOutdated: Shown(503, later("The index is of an older form"), REBUILD),
    GenerationLocked: Shown(503, later("A rebuild is running")),
    EngineError: Shown(503, later("The engine cannot answer"), CHECK),
    EngineUnavailable: Shown(503, later("The engine cannot answer"), CHECK, UNREACHABLE),
    EngineTimedOut: Shown(504, later("The search was stopped")),
}
HEADINGS = {
    400: later("This request cannot be read"),
    404: later("No page has this address"),
    405: later("Pages are only read here"),
    413: later("This request is too large"),
    414: later("This address is too long"),
    429: later("You ask too often"),
    431: later("The headers of this request are too long"),
    501: later("This request cannot be read"),
    503: later("The desk is busy"),
}
NOT_FOUND = later("Search for it, or browse the collection.")
UNEXPECTED = later("The cause is in the log under the id below. The index is not changed by reading it.")


def handle_errors(app: Flask) -> None:
    """Show every error of an app here."""
    app.register_error_handler(IndexerError, _show_indexer_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_unexpected)


def find_shown(error: IndexerError) -> Shown:
    """How an error is shown, by its class or the nearest class above it.

    >>> find_shown(GenerationMissing("no index")).status
    503
    """
    return next(SHOWN[kind] for kind in type(error).__mro__ if kind in SHOWN)


def _show_indexer_error(error: IndexerError) -> Response:
    shown = find_shown(error)
    if shown.status >= FIRST_SERVER_ERROR:
        log.warning("request failed id=%s kind=%s message=%s", request_id(), type(error).__name__, error)
    link = _again() if shown.status >= FIRST_SERVER_ERROR else _browse()
    if isinstance(error, PageMissing):
        link = Link(gettext("Go to page %(n)s", n=number(error.last)), error.address)
    said = gettext(shown.says) if shown.says else translate(error.args[0] if error.args else "")
    return _respond(shown, type(error).__name__, _first_words(said), link)


def _show_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    standard = type(error).description
    says = gettext(NOT_FOUND) if status == 404 else ""
    if error.description and error.description != standard:
        says = error.description
    shown = Shown(status, HEADINGS.get(status, error.name))
    link = _again() if status >= FIRST_SERVER_ERROR else _browse()
    response = _respond(shown, type(error).__name__, _first_words(says), link)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _show_unexpected(error: Exception) -> Response:
    log.error("request failed id=%s path=%s", request_id(), plain(request.path), exc_info=error)
    return _respond(
        Shown(500, later("This page cannot be shown")), "Unexpected", gettext(UNEXPECTED), _again()
    )


def _browse() -> Link:
    return Link(gettext("Browse the collection"), page_address("/"))


def _again() -> Link:
    """This page once more. One slash: two would lead to another host."""
    # What is said to all who find no room has no address of its own: an empty one is that of the page
    address = "" if REFUSED in request.environ else "/" + request.full_path.lstrip("/").rstrip("?")
    return Link(gettext("Load this page again"), address)


def _first_words(message: str) -> str:
    return message if len(message) <= LONGEST_MESSAGE else message[:LONGEST_MESSAGE] + " …"


def _respond(shown: Shown, kind: str, says: str, link: Link) -> Response:
    family = _family()
    if family == "json":
        values = {
            "status": shown.status,
            "kind": kind,
            "message": says or shown.heading,
            "cure": shown.cure or None,
            "request_id": request_id(),
        }
        return make_response(jsonify({"error": values}), shown.status)
    # Both have places of their own
    heading = gettext(shown.heading)
    says = says.removeprefix(f"{heading}. ").removeprefix(f"{heading}.")
    run = gettext("Run: %(command)s", command=shown.cure)
    says = says.removesuffix(run).rstrip()
    if family == "text":
        lines = [heading, says, run if shown.cure else "", f"Request {request_id()}"]
        body = "".join(f"{line}\n" for line in lines if line)
        return Response(body, shown.status, mimetype="text/plain")
    page = ErrorPage(
        frame=make_frame(None, heading, "plain"),
        heading=heading,
        says=says,
        cure=shown.cure,
        link=link,
        ask=make_ask(_typed()) if shown.status < FIRST_SERVER_ERROR else None,
        request_id=request_id(),
    )
    return make_response(show_page("error.html", page), shown.status)


def family_of(path: str) -> Literal["json", "text", "page"]:
    """In what an error under an address is told, as far as its ending tells.

    >>> family_of("/search.json"), family_of("/search.csv"), family_of("/actors")
    ('json', 'text', 'page')
    """
    if path.endswith((".json", "/healthz", "/readyz")):
        return "json"
    return "text" if path.endswith(FILES) else "page"


def _family() -> Literal["json", "text", "page"]:
    """In what an error is told: as the answer would have been, or in plain words for a file."""
    told = family_of(request.path)
    if told != "page":
        return told
    wanted = request.accept_mimetypes.best_match(("text/html", "application/json"))
    if wanted is None and request.accept_mimetypes:
        return "text"
    return "json" if wanted == "application/json" else "page"


def _typed() -> SearchRequest:
    """What was asked, so that it can be corrected."""
    return read_params(request.args, get_desk().settings).request
