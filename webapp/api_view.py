"""The description of all addresses for programs.

Describes; answers no search.
"""

from flask import Blueprint, Response, current_app, jsonify

from webapp.desk import get_desk
from webapp.openapi import make_openapi

views = Blueprint("api", __name__)


@views.get("/openapi.json")
def show_openapi() -> Response:
    """This description, in OpenAPI 3.1."""
    return jsonify(make_openapi(current_app, get_desk().settings))
