"""The description of all addresses for programs, for programs and for people.

Describes; answers no search.
"""

import re
import shlex
from collections.abc import Mapping

from flask import Blueprint, Response, current_app, jsonify

from indexer.api import IndexerError, Search, SearchRequest
from webapp.api_contexts import ApiAddress, ApiPage, ApiParameter, ApiStatus
from webapp.api_operations import OPERATIONS, SEARCH
from webapp.desk import get_desk
from webapp.frames import make_frame, show_page
from webapp.json_schemas import Schema
from webapp.languages import gettext
from webapp.openapi import STATUSES, VERSION, make_openapi
from webapp.own_host import own_root
from webapp.params import query_string

views = Blueprint("api", __name__)

DESCRIPTION = "/openapi.json"
_PLACE = re.compile(r"[{<](\w+)[>}]")


@views.get("/openapi.json")
def show_openapi() -> Response:
    """The description of all these addresses, in OpenAPI 3.1."""
    return jsonify(make_openapi(current_app, get_desk().settings))


@views.get("/api")
def show_api() -> str:
    """The addresses for programs, with an example of each; can be read before the first rebuild."""
    title = gettext("Addresses for programs")
    try:
        with get_desk().searching() as search:
            frame = make_frame(search, title, "plain", "help", DESCRIPTION)
            ids = find_ids(search)
    except IndexerError:
        frame = make_frame(None, title, "plain", "help")
        ids = {"document_id": "DOCUMENT", "actor_id": "ACTOR"}
    described = make_openapi(current_app, get_desk().settings)
    page = ApiPage(
        frame=frame,
        version=VERSION,
        openapi=DESCRIPTION,
        addresses=tuple(
            _make_address(rule, path, described["paths"][path]["get"], ids)
            for rule, path in ((rule, _PLACE.sub(r"{\1}", rule)) for rule in OPERATIONS)
        ),
        parameters=tuple(
            _make_parameter(parameter)
            for parameter in described["paths"]["/search.json"]["get"]["parameters"]
        ),
        statuses=tuple(ApiStatus(str(status), says) for status, says in STATUSES.items()),
        error=current_app.json.dumps(ERROR, indent=1),
    )
    return show_page("api.html", page)


# An error as it looks.
ERROR = {
    "error": {
        "status": 404,
        "kind": "ActorNotFound",
        "message": "No actor has the id “nobody”. Look it up in the list of actors.",
        "cure": None,
        "request_id": "5c8e1d0b7a9f2634",
    }
}


def find_ids(search: Search) -> dict[str, str]:
    """A document and an actor of the collection, for the examples."""
    newest = search.search(SearchRequest(sort="newest", facets=(), per=1)).hits
    named = search.actor_counts()
    return {
        "document_id": newest[0].document.id if newest else "DOCUMENT",
        "actor_id": named[0][0].id if named else "ACTOR",
    }


def _make_address(rule: str, path: str, described: Schema, ids: Mapping[str, str]) -> ApiAddress:
    operation = OPERATIONS[rule]
    query = query_string(operation.example)
    url = _PLACE.sub(lambda place: ids[place[1]], rule) + (f"?{query}" if query else "")
    return ApiAddress(
        path=path,
        says=described["summary"],
        media=", ".join(operation.answers),
        searches="q" in operation.parameters,
        takes=_say_taken(operation.parameters),
        url=url,
        curl=f"curl {shlex.quote(own_root() + url)}",
    )


def _say_taken(names: tuple[str, ...]) -> str:
    """The parameters that are taken; of those of a search, how they differ.

    >>> _say_taken(("against",)), _say_taken((*SEARCH, "passages")), _say_taken(SEARCH[:-1])
    ('against', ' and passages', ' but per')
    """
    if "q" not in names:
        return ", ".join(names)
    lacks = ", ".join(name for name in SEARCH if name not in names)
    more = ", ".join(name for name in names if name not in SEARCH)
    return (f" but {lacks}" if lacks else "") + (f" and {more}" if more else "")


def _make_parameter(parameter: Schema) -> ApiParameter:
    schema = parameter["schema"]
    example = parameter.get("example", "")
    return ApiParameter(
        name=parameter["name"],
        says=parameter["description"],
        values=_say_values(schema),
        example=str(example[0] if isinstance(example, list) else example),
    )


def _say_values(schema: Schema) -> str:
    """What a parameter may hold, in words.

    >>> _say_values({"type": "integer", "minimum": 1, "maximum": 100, "default": 10})
    '1 to 100, else 10'
    >>> _say_values({"type": "string", "enum": ["all", "any"], "default": "all"})
    'all or any, else all'
    """
    if "enum" in schema:
        return f"{' or '.join(schema['enum'])}, else {schema['default']}"
    if schema["type"] == "integer":
        return f"{schema['minimum']} to {schema['maximum']:,}, else {schema['default']}"
    if schema["type"] == "array":
        return f"up to {schema['maxItems']} times"
    return f"up to {schema['maxLength']:,} characters" if "maxLength" in schema else "once"
