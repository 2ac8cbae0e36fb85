"""Why a document has its score in a search, or why it does not match.

Asks for one explanation; decides nothing about matching.
"""

from flask import Blueprint, Response, jsonify, request

from indexer.api import Explanation, Search
from webapp.addresses import document_address, search_address, why_address
from webapp.answer_sentence import make_reading
from webapp.context_parts import Link
from webapp.desk import get_desk
from webapp.frames import make_frame, show_page
from webapp.json_values import explanation_values
from webapp.languages import gettext
from webapp.params import ReadParams, read_params
from webapp.said import translate
from webapp.why_lines import make_score
from webapp.why_parts import WhyPage
from webapp.wording import shorten

views = Blueprint("why", __name__)


@views.get("/documents/<document_id>/why")
def show_why(document_id: str) -> str:
    """The parts of a document's score, or what it lacks."""
    desk = get_desk()
    params = read_params(request.args, desk.settings)
    with desk.searching() as search:
        explanation = search.explain(params.request, document_id)
        return show_page("why.html", make_why_page(search, explanation, params))


@views.get("/documents/<document_id>/why.json")
def show_why_json(document_id: str) -> Response:
    """Of which parts the score of a document is made, or what it lacks."""
    desk = get_desk()
    params = read_params(request.args, desk.settings)
    with desk.searching() as search:
        return jsonify(explanation_values(search.explain(params.request, document_id), params.notes))


def make_why_page(search: Search, explanation: Explanation, params: ReadParams) -> WhyPage:
    """The context of an explanation."""
    asked = params.request
    document = search.document(explanation.document)
    heading = gettext("Why this document does not match")
    if explanation.matches:
        heading = gettext("Why this document matches")
    json = why_address(document.id, asked, ".json")
    return WhyPage(
        frame=make_frame(
            search,
            gettext("%(way)s: %(title)s", way=heading, title=shorten(document.label, 50)),
            "plain",
            json=json,
        ),
        back=Link(gettext("Back to the answer"), search_address(asked)),
        document=Link(shorten(document.label, 80), document_address(document.id, asked)),
        heading=heading,
        query=explanation.query,
        reading=make_reading((*explanation.notes, *params.notes)),
        lacks=tuple(map(translate, explanation.lacks)),
        score=make_score(explanation, search, why_address(document.id, asked)),
        json=json,
    )
