"""The OpenAPI 3.1 description of every address for programs.

Derived from the routes of the app, its views and the shapes of answers; nothing is stated twice.
"""

import re
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from indexer.api import Settings
from webapp.api_operations import JSON, OPERATIONS, PARAMETERS, TEXT, Operation, parameter_schema
from webapp.api_shapes import ERROR
from webapp.json_schemas import Schema, SchemaBook
from webapp.security import UNCOUNTED

# The promise: under this number no name is changed or taken away.
VERSION = "1"
ABOUT = (
    "Everything is read with GET, from one immutable generation of the collection. Names and shapes stay as "
    "they are within a version; a key that is added stands here first. A parameter that is not known, or "
    "whose value cannot be read, is no error: it is not used, and a note in the answer says so."
)
STATUSES = {
    400: "It cannot be answered as asked: a costly query, a page too far, a host that is not trusted.",
    404: "No document, actor or page has this address.",
    429: "More requests come from this address than are answered: Retry-After says when to come back.",
    503: "There is no index to read, or too many searches are running: Retry-After says when to come back.",
    504: "The search was stopped.",
}
# What an id in an address may be; anything that is none finds nothing.
ID = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}
IDS = {
    "document_id": "The id of a document, from an answer.",
    "actor_id": "The id of an actor, from /actors.json.",
}
# Reports of what was found in this state, in the shape of the answer and not of an error.
REPORTS = {"/readyz": 503}
_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def make_openapi(app: Flask, settings: Settings) -> dict[str, Any]:
    """The description of an app with its settings."""
    book = SchemaBook()
    paths = {
        _PLACE.sub(r"{\1}", str(rule)): {"get": _describe(app, rule, operation, settings, book)}
        for rule, operation in find_operations(app)
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cuttings", "version": VERSION, "description": ABOUT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": book.schemas},
    }


def find_operations(app: Flask) -> list[tuple[Rule, Operation]]:
    """The routes of an app that are for programs, in the order of their table."""
    rules = {str(rule): rule for rule in app.url_map.iter_rules()}
    return [(rules[address], operation) for address, operation in OPERATIONS.items()]


def summary_of(app: Flask, rule: Rule) -> str:
    """What an address gives, as its view says."""
    return (app.view_functions[rule.endpoint].__doc__ or "").split("\n", maxsplit=1)[0]


def _describe(app: Flask, rule: Rule, operation: Operation, settings: Settings, book: SchemaBook) -> Schema:
    content = {
        media: {"schema": book.schema(shape)} if shape is not None else {}
        for media, shape in operation.answers.items()
    }
    responses: Schema = {"200": {"description": "The answer.", "content": content}}
    error = (
        {JSON: {"schema": book.schema(ERROR)}}
        if str(rule).endswith((".json", "z"))
        else {TEXT: {"schema": {"type": "string"}}}
    )
    counted = () if str(rule).startswith(UNCOUNTED) else (429,)
    for status in sorted({400, *counted, *operation.refuses}):
        responses[str(status)] = {"description": STATUSES[status], "content": error}
    if str(rule) in REPORTS:
        responses[str(REPORTS[str(rule)])] = {
            "description": "Not ready, with the reason.",
            "content": content,
        }
    return {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": summary_of(app, rule),
        "parameters": [
            *(_path_parameter(name) for name in _PLACE.findall(str(rule))),
            *(_query_parameter(name, settings) for name in operation.parameters),
        ],
        "responses": responses,
    }


def _path_parameter(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": IDS[name], "schema": ID}


def _query_parameter(name: str, settings: Settings) -> Schema:
    says, example = PARAMETERS[name]
    schema = parameter_schema(name, settings)
    made: Schema = {"name": name, "in": "query", "description": says, "schema": schema}
    if example is not None:
        made["example"] = [example] if schema["type"] == "array" else example
    return made
