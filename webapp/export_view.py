"""Whole answers and single documents in the formats of other programs."""

from typing import NoReturn

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from webapp.exports.formats import FORMATS
from webapp.exports.sending import asks_for_page, send_bundle, send_document, send_page, send_whole
from webapp.wording import join

views = Blueprint("export", __name__)


@views.get("/search.csv")
def send_csv() -> Response:
    """All documents of a search as CSV."""
    return send_whole(FORMATS["csv"])


@views.get("/search.jsonl")
def send_jsonl() -> Response:
    """All documents of a search as JSON, one a line."""
    return send_whole(FORMATS["jsonl"])


@views.get("/search.ris")
def send_ris() -> Response:
    """All documents of a search as RIS, for reference managers."""
    return send_whole(FORMATS["ris"])


@views.get("/search.csl.json")
def send_csl_json() -> Response:
    """All documents of a search as CSL-JSON, for citation processors."""
    return send_whole(FORMATS["csl.json"])


@views.get("/search.atom")
def send_atom() -> Response:
    """A search as an Atom feed: all of its documents, or the page that the address names."""
    return send_page(FORMATS["atom"]) if asks_for_page() else send_whole(FORMATS["atom"])


@views.get("/search.zip")
def send_zip() -> Response:
    """The evidence of a search: its documents as delivered and as cleaned, and how to check the answer."""
    return send_bundle()


@views.get("/search.<ending>")
def tell_formats(ending: str) -> NoReturn:
    """That there is no such format, and which there are."""
    endings = [f"/search.{name}" for name in ("json", *FORMATS, "zip")]
    raise NotFound(f"“{ending[:20]}” is no format of an answer. There are {join(endings)}.")


@views.get("/documents/<document_id>.zip")
def send_document_zip(document_id: str) -> Response:
    """The evidence of one document: as delivered, as cleaned, and what was found in it."""
    return send_bundle(document_id)


@views.get("/documents/<document_id>.ris")
def send_document_ris(document_id: str) -> Response:
    """What a document is as RIS, for reference managers."""
    return send_document(FORMATS["ris"], document_id)


@views.get("/documents/<document_id>.csl.json")
def send_document_csl_json(document_id: str) -> Response:
    """What a document is as CSL-JSON, for citation processors."""
    return send_document(FORMATS["csl.json"], document_id)
