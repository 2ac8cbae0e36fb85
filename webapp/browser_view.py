"""What browsers and robots ask a site for by themselves.

Says where a search is; searches nothing but completions.
"""

from dataclasses import replace
from xml.sax.saxutils import quoteattr

from flask import Blueprint, Response, jsonify, request

from webapp.desk import get_desk
from webapp.own_host import own_root
from webapp.params import read_params
from webapp.suggestions import completion_values

views = Blueprint("browser", __name__)

# Source: OpenSearch 1.1 draft 6; a name has at most 16 characters.
NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
PAGED = "&page={startPage?}&per={count?}"
TEMPLATES = (
    ("text/html", "results", "/?q={searchTerms}"),
    ("application/atom+xml", "results", f"/search.atom?q={{searchTerms}}{PAGED}"),
    ("application/json", "results", f"/search.json?q={{searchTerms}}{PAGED}"),
    ("application/x-suggestions+json", "suggestions", "/opensearch-suggestions.json?q={searchTerms}"),
    ("application/opensearchdescription+xml", "self", "/opensearch.xml"),
)


@views.get("/opensearch.xml")
def show_opensearch() -> Response:
    """How a browser or reader searches here: an OpenSearch description."""
    root = own_root()
    urls = "".join(
        f'<Url type="{kind}" rel="{rel}" method="get" template={quoteattr(root + path)}/>\n'
        for kind, rel, path in TEMPLATES
    )
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<OpenSearchDescription xmlns="{NAMESPACE}">\n'
        "<ShortName>Cuttings</ShortName>\n"
        "<Description>Searches a collection of scraped news.</Description>\n"
        f"{urls}<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n"
        "</OpenSearchDescription>\n"
    )
    return Response(body, content_type="application/opensearchdescription+xml; charset=utf-8")


@views.get("/opensearch-suggestions.json")
def show_opensearch_suggestions() -> Response:
    """The completions of a text, in the form that browsers know."""
    desk = get_desk()
    text = " ".join(request.args.getlist("q"))
    asked = replace(read_params(request.args, desk.settings).request, text=text)
    with desk.searching() as search:
        found = completion_values(search.completer.complete(asked), asked, search.generation)["completions"]
    texts = [one["text"] for one in found]
    response = jsonify([text, texts, [one["says"] for one in found]])
    response.mimetype = "application/x-suggestions+json"
    return response


@views.get("/robots.txt")
def show_robots() -> Response:
    """That no robot shall read this desk: every search costs, and its texts are not for others' indexes."""
    return Response("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
