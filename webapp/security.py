"""What guards every request: headers, host names, sizes, how often one asks.

Decides nothing about searches.
"""

import secrets
from math import ceil
from typing import NoReturn
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

from flask import Flask, Request, Response, g, request
from werkzeug import exceptions
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    RequestEntityTooLarge,
    RequestHeaderFieldsTooLarge,
    RequestURITooLarge,
    ServiceUnavailable,
    TooManyRequests,
)

from indexer.api import Settings
from webapp.languages import gettext, later
from webapp.rate_limit import RateLimit

# The server puts the status of a request that it cannot read under this key, and asks for "/".
REFUSED = "cuttings.refused"
REQUEST_ID = "X-Request-Id"
# That there is no room for a request, and after how many seconds there will be
BUSY, BUSY_SECONDS = 503, 5

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# As the server that comes with the desk has it; another one may let more pass.
MOST_ADDRESS_BYTES = 32_768
# A search has no body at all.
MOST_BODY_BYTES = 65_536
LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
FIRST_ERROR = 400
UNREADABLE: dict[int, tuple[type[HTTPException], str]] = {
    400: (BadRequest, later("The first line or a header of this request is not as HTTP has them.")),
    413: (RequestEntityTooLarge, later("A request holds at most 65,536 bytes.")),
    414: (RequestURITooLarge, later("The address is longer than any search can be.")),
    431: (RequestHeaderFieldsTooLarge, later("The address and the headers together are too long.")),
    501: (
        exceptions.NotImplemented,
        later("The body of this request is packed in a way that is not known here."),
    ),
}
# Asked for by every page, and by those who watch over the process.
UNCOUNTED = ("/static/", "/healthz")
# What stands in an address as it is.
READABLE = "".join(map(chr, range(0x80)))
# Files are the same for everybody; a browser asks whether they changed, and mostly has them already.
KEPT = {"static": "public, no-cache", "health.show_health": "no-store", "health.show_readiness": "no-store"}


class AnyRequest(Request):
    """A request whose address can be read, whatever a server let pass."""

    def __init__(self, asked: WSGIEnvironment, *rest: bool) -> None:
        query = asked.get("QUERY_STRING", "")
        # Nothing at all is the first page: no redirect there, which would name the machine
        asked["PATH_INFO"] = asked.get("PATH_INFO") or "/"
        if len(asked["PATH_INFO"]) + len(query) > MOST_ADDRESS_BYTES:
            # Nothing of it is read: as from our own server, which would not have let it pass
            asked |= {REFUSED: RequestURITooLarge.code, "PATH_INFO": "/", "QUERY_STRING": ""}
        elif not query.isascii():
            # Bytes stand in latin-1; as an address has them they may be no text, and break nothing
            asked["QUERY_STRING"] = quote(query.encode("latin-1", "replace"), safe=READABLE)
        super().__init__(asked, *rest)


class UntrustedHost(BadRequest):
    """The page was asked for under a name that it does not go by."""


def guard(app: Flask, settings: Settings) -> None:
    """Put the guards before and after every request of an app."""
    app.request_class = AnyRequest
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    # Two slashes for one are an address that no page has: no redirect to another spelling of it
    app.url_map.merge_slashes = False
    trusted = trusted_names(settings)
    limit = RateLimit(settings.rate, settings.rate_burst, settings.rate_free)

    def check() -> None:
        g.request_id = secrets.token_hex(8)
        if REFUSED in request.environ:
            _refuse(request.environ[REFUSED])
        name = host_name(request.environ.get("HTTP_HOST", ""))
        if name and name not in trusted:
            raise UntrustedHost(
                gettext(
                    "This page does not go by the name “%(name)s”. "
                    "Add the name to the setting CUTTINGS_TRUSTED_HOSTS.",
                    name=name[:80],
                )
            )
        if (request.content_length or 0) > MOST_BODY_BYTES:
            raise RequestEntityTooLarge(gettext(UNREADABLE[413][1]))
        if not request.path.startswith(UNCOUNTED):
            wait = ceil(limit.seconds_to_wait(request.remote_addr or ""))
            if wait:
                says = gettext(
                    "From your address come more than %(rate)s requests a second. Ask again in %(wait)s s; "
                    "who needs much at once asks for a whole answer instead of its pages.",
                    rate=f"{settings.rate:g}",
                    wait=wait,
                )
                raise TooManyRequests(says, retry_after=wait)

    app.before_request(check)
    app.after_request(add_headers)


def _refuse(status: int) -> NoReturn:
    if status == BUSY:
        raise ServiceUnavailable(
            gettext(
                "More requests wait already than can be answered soon. Ask again in %(wait)s s.",
                wait=BUSY_SECONDS,
            ),
            retry_after=BUSY_SECONDS,
        )
    kind, says = UNREADABLE.get(status, UNREADABLE[400])
    raise kind(gettext(says))


def add_headers(response: Response) -> Response:
    """The headers of every response; a page that is an error is not kept by anyone."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault(REQUEST_ID, request_id())
    if response.status_code >= FIRST_ERROR:
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint in KEPT:
        response.headers["Cache-Control"] = KEPT[request.endpoint]
    else:
        # What was searched is nobody else's: no proxy keeps it for others
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def request_id() -> str:
    """The id of this request, the same in its log line and on its error page."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    found: str = g.request_id
    return found


def trusted_names(settings: Settings) -> frozenset[str]:
    """The names under which the page may be asked for.

    >>> sorted(trusted_names(Settings(trusted_hosts=("Desk.example",))))
    ['127.0.0.1', '[::1]', 'desk.example', 'localhost']
    """
    own = f"[{settings.host}]" if ":" in settings.host else settings.host
    return frozenset(n.lower() for n in (*LOCAL_NAMES, own, *settings.trusted_hosts) if n)


def host_name(header: str) -> str:
    """The name in a Host header, without its port.

    >>> host_name("localhost:8000"), host_name("[::1]:8000"), host_name("Desk.example.")
    ('localhost', '[::1]', 'desk.example')
    """
    name = header.strip().lower()
    if name.startswith("["):
        return name[: name.find("]") + 1] or name
    return name.partition(":")[0].removesuffix(".")
