"""What those are told for whom there is no room, kept as bytes.

Made by the app once for each form and language, as it is asked for when there is no time to make it.
Decides nothing about room.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.test import create_environ, run_wsgi_app

from webapp.error_views import family_of
from webapp.languages import LANGUAGES, PARAMETER
from webapp.security import BUSY, REFUSED, REQUEST_ID

PATHS = {"page": "/", "json": "/search.json", "text": "/search.csv"}
_CHOSEN = re.compile(rf"(?:^|&){PARAMETER}=({'|'.join(LANGUAGES)})(?:&|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """In what it is told: the kind of answer, the language that the address chose, and the browser's."""

    family: str
    chosen: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was made; everyone who gets it gets an id in place of the first one's."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    id: str


class BusyAnswers:
    """An app around the app, which it asks once for each form."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._kept: dict[Form, Kept] = {}

    def __call__(self, asked: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The kept answer where the server found no room, else that of the app."""
        if asked.get(REFUSED) != BUSY:
            return self._app(asked, start_response)
        form = find_form(asked)
        kept = self._kept.get(form) or self._make(form)
        # Two that make it at once make the same
        self._kept[form] = kept
        own = secrets.token_hex(len(kept.id) // 2)
        start_response(
            kept.status, [(name, own if name == REQUEST_ID else value) for name, value in kept.headers]
        )
        return (
            [] if asked["REQUEST_METHOD"] == "HEAD" else [kept.body.replace(kept.id.encode(), own.encode())]
        )

    def _make(self, form: Form) -> Kept:
        asked = create_environ(
            PATHS[form.family], query_string={PARAMETER: form.chosen} if form.chosen else None
        )
        asked |= {REFUSED: BUSY, "HTTP_ACCEPT_LANGUAGE": form.spoken}
        pieces, status, headers = run_wsgi_app(self._app, asked, buffered=True)
        return Kept(status, tuple(headers), b"".join(pieces), headers[REQUEST_ID])


def find_form(asked: WSGIEnvironment) -> Form:
    """What suits a request, of the few that there are: a rough reading of it, which takes no time.

    >>> find_form({"PATH_INFO": "/", "QUERY_STRING": "q=x&ui=fr", "HTTP_ACCEPT_LANGUAGE": "fr-CA, en"})
    Form(family='page', chosen='fr', spoken='fr')
    >>> find_form({"PATH_INFO": "/", "HTTP_ACCEPT": "application/json"})
    Form(family='json', chosen='', spoken='en')
    """
    family = family_of(asked["PATH_INFO"])
    wanted = asked.get("HTTP_ACCEPT", "")
    if family == "page" and "json" in wanted and "html" not in wanted:
        family = "json"
    chosen = _CHOSEN.search(asked.get("QUERY_STRING", ""))
    first = asked.get("HTTP_ACCEPT_LANGUAGE", "")[:2].lower()
    spoken = first if first in LANGUAGES else next(iter(LANGUAGES))
    return Form(family, chosen[1] if chosen else "", spoken)
