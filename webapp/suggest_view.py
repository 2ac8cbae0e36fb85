"""What a text may be completed to, as JSON, for the search box and for other programs."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, request

from webapp.desk import get_desk
from webapp.params import read_params
from webapp.suggestions import completion_values

views = Blueprint("suggest", __name__)


@views.get("/suggest.json")
def show_suggestions() -> Response:
    """The completions of a text, counted with the filters of the address."""
    desk = get_desk()
    asked = read_params(request.args, desk.settings).request
    # A blank at the end tells that the last word is whole.
    asked = replace(asked, text=" ".join(request.args.getlist("q")))
    with desk.searching() as search:
        return jsonify(completion_values(search.completer.complete(asked), asked, search.generation))
