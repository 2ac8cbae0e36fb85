"""What guards every request: headers, host names, sizes, methods.

Decides nothing about searches.
"""

import secrets

from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from indexer.api import Settings

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# A search has no body at all.
MOST_BODY_BYTES = 65_536
LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
FIRST_ERROR = 400


class UntrustedHost(BadRequest):
    """The page was asked for under a name that it does not go by."""


def guard(app: Flask, settings: Settings) -> None:
    """Put the guards before and after every request of an app."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    trusted = trusted_names(settings)

    def check() -> None:
        g.request_id = secrets.token_hex(8)
        name = host_name(request.environ.get("HTTP_HOST", ""))
        if name and name not in trusted:
            raise UntrustedHost(
                f"This page does not go by the name “{name[:80]}”. "
                "Add the name to the setting CUTTINGS_TRUSTED_HOSTS."
            )
        if (request.content_length or 0) > MOST_BODY_BYTES:
            raise RequestEntityTooLarge(f"A request holds at most {MOST_BODY_BYTES:,} bytes.")

    app.before_request(check)
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """The headers of every response; a page that is an error is not kept by anyone."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("X-Request-Id", request_id())
    if response.status_code >= FIRST_ERROR:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
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
