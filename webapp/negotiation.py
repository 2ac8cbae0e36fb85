"""The form in which a page is given, by the Accept header.

A page that has its address with an ending behind it too is given in that form to who asks for its
media type; browsers and all who take anything get the page.
"""

from collections.abc import Mapping

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotAcceptable

from webapp.exports.formats import FORMATS
from webapp.languages import in_english, is_page
from webapp.wording import join

PAGE = "text/html"
ENDINGS = {"application/json": "json"} | {form.media_type: form.ending for form in FORMATS.values()}
# A page without a twin of its own name.
NAMES = {"/": "/search"}


def negotiate(app: Flask) -> None:
    """Give each page of an app in the form that is asked for."""
    app.before_request(_give_other_form)
    app.after_request(_tell_caches)


def _give_other_form() -> ResponseReturnValue | None:
    header = request.headers.get("Accept", "")
    if not header or not is_page() or request.routing_exception is not None:
        return None
    named = [kind for kind in ENDINGS if kind in header]
    if not named and any(kind in header for kind in (PAGE, "*/*", "text/*")):
        return None
    views = {kind: view for kind in ENDINGS if (view := _find_view(ENDINGS[kind])) is not None}
    best = request.accept_mimetypes.best_match((PAGE, *views))
    if best == PAGE:
        return None
    if best is None:
        raise NotAcceptable(f"This page is given as {join([PAGE, *views])}.")
    endpoint, values = views[best]
    # Other programs are spoken to in English
    with in_english():
        given: ResponseReturnValue = current_app.ensure_sync(current_app.view_functions[endpoint])(**values)
        return given


def _find_view(ending: str) -> tuple[str, Mapping[str, object]] | None:
    """What answers the address of this page with an ending, or None."""
    adapter = current_app.create_url_adapter(request)
    path = f"{NAMES.get(request.path, request.path)}.{ending}"
    try:
        rule, values = adapter.match(path, method="GET", return_rule=True) if adapter else (None, {})
    except HTTPException:
        return None
    # An id may hold a dot: that is another document, not another form of this one
    if rule is None or not rule.rule.endswith(f".{ending}"):
        return None
    return rule.endpoint, values


def _tell_caches(response: Response) -> Response:
    if is_page():
        response.vary.add("Accept")
    return response
