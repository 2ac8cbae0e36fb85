"""What each address for programs takes and gives.

Names of parameters are those of params.py; what answers hold stands in api_shapes.py.
"""

from dataclasses import dataclass
from typing import Any

from indexer.api import Settings, UnlinkedReview
from webapp import api_shapes, compare_params
from webapp.exports.formats import FORMATS
from webapp.json_schemas import Schema
from webapp.params import CHOICES, FILTERS, KNOWN, MOST_VALUES, NUMBERS
from webapp.timeline_page import WAYS

JSON, CSV, TEXT = "application/json", "text/csv", "text/plain"
RIS, CSL = FORMATS["ris"].media_type, FORMATS["csl.json"].media_type
BYTES, ZIP = "application/octet-stream", "application/zip"
# More digits are no number of documents of any collection.
LARGEST_NUMBER = 999_999_999

# Each parameter with what it does and an example.
PARAMETERS = {
    "q": ("The query, in the query language. Odd text is never an error, costly text is.", "wagner"),
    "actor": ("An actor by its id; several must all be named, or any: actors.", "jnim"),
    "not_actor": ("Not this actor, by its id.", "eu"),
    "actors": ("All of the chosen actors, or any of them.", "any"),
    "parents": ("An actor stands for itself, or for all that is part of it too.", "whole"),
    "published": ("A date of publication: 2024, 2024-03, 2024-03-27, none, 2023-12..2024-03.", "2024-03"),
    "mentioned": ("A date talked about, as published; --01-07 is a day without a year.", "2012"),
    "place": ("A place by its id.", "gao"),
    "document": ("A document by its id.", None),
    "source": ("An outlet, a host, or a folder with its slash.", None),
    "language": ("A language by its ISO 639-1 code, or none.", "en"),
    "match": ("All of the words, any, or any where none has all.", "any"),
    "spelling": ("Names under every spelling, or the letters as typed.", "exact"),
    "sort": ("By score or by date of publication, the undated last.", "newest"),
    "copies": ("Near copies as one hit, or each of them.", "all"),
    "published_from": ("The first day of a range of dates of publication.", None),
    "published_to": ("The last day of it.", None),
    "page": ("Which page of the list, from 1. Page times hits has a limit.", 2),
    "per": ("Hits on a page; /search.json also takes all.", 20),
    "against": ("The id of the copy to compare the others with.", None),
    "documents": ("In so many documents or more.", 1),
    "sources": ("In documents of so many sources or more.", 1),
    **{
        f"{name}{at}": (f"{name}, of search {at}.", None)
        for at in range(2, compare_params.MOST_SIDES + 1)
        for name in sorted(compare_params.ASKING)
    },
    "dates": ("Counted by date of publication, or by the dates talked about.", "mentioned"),
    "by": ("Counted by year, month or day; auto lets the dates choose.", "month"),
    "passages": ("Passages that hold some of the search, all of it, or any that write a date.", "whole"),
}  # fmt: skip
SEARCH = tuple(name for name in PARAMETERS if name in KNOWN)
# What a list has that goes on without pages.
WHOLE = tuple(name for name in SEARCH if name not in NUMBERS)
COMPARED = tuple(
    name
    for name in PARAMETERS
    if name in compare_params.ASKING or name in ("dates", "by") or name[-1].isdigit()
)
FILTERED = tuple(name for name in SEARCH if name not in (*NUMBERS, "sort", "copies"))


@dataclass(frozen=True, slots=True)
class Operation:
    """What one address takes, gives and refuses.

    `answers` are media types, each with the shape of its JSON, or None where it is none. `example`
    is a query. `refuses` are statuses beside those that every address has.
    """

    answers: dict[str, Any]
    parameters: tuple[str, ...] = ()
    example: tuple[tuple[str, str], ...] = ()
    refuses: tuple[int, ...] = (503, 504)


WAGNER = (("q", "wagner"), ("actor", "jnim"))
OPERATIONS = {
    "/search.json": Operation({JSON: api_shapes.ANSWER}, SEARCH, WAGNER, (404, 503, 504)),
    **{
        f"/search.{form.ending}": Operation(
            {form.media_type: None}, WHOLE if form.kept else SEARCH, WAGNER, (404, 503, 504)
        )
        for form in FORMATS.values()
    },
    "/search.zip": Operation({ZIP: None}, WHOLE, WAGNER),
    "/suggest.json": Operation({JSON: api_shapes.SUGGESTIONS}, FILTERED, (("q", "wagn"),)),
    "/documents/<document_id>.json": Operation({JSON: api_shapes.DOCUMENT}, refuses=(404, 503, 504)),
    "/documents/<document_id>.ris": Operation({RIS: None}, refuses=(404, 503, 504)),
    "/documents/<document_id>.csl.json": Operation({CSL: None}, refuses=(404, 503, 504)),
    "/documents/<document_id>.zip": Operation({ZIP: None}, refuses=(404, 503, 504)),
    "/documents/<document_id>.raw": Operation({BYTES: None}, refuses=(404, 503, 504)),
    "/documents/<document_id>/why.json": Operation(
        {JSON: api_shapes.EXPLANATION}, FILTERED, (("q", "wagner"),), (404, 503, 504)
    ),
    "/documents/<document_id>/copies.json": Operation(
        {JSON: api_shapes.COPIES}, ("against",), refuses=(404, 503, 504)
    ),
    "/timeline.json": Operation(
        {JSON: api_shapes.TIMELINE}, (*SEARCH, "passages"), (("q", "mali"),), (404, 503, 504)
    ),
    "/timeline.csv": Operation({CSV: None}, (*SEARCH, "passages"), (("q", "mali"),)),
    "/compare.json": Operation(
        {JSON: api_shapes.COMPARISON}, COMPARED, (("q", "wagner"), ("actor2", "jnim"))
    ),
    "/compare.csv": Operation({CSV: None}, COMPARED, (("q", "wagner"), ("actor2", "jnim"))),
    "/actors.json": Operation({JSON: api_shapes.ACTORS}),
    "/actors/<actor_id>.json": Operation({JSON: api_shapes.ACTOR}, refuses=(404, 503, 504)),
    "/actors/<actor_id>/timeline.csv": Operation(
        {CSV: None}, ("mentioned",), (("mentioned", "2024"),), (404, 503, 504)
    ),
    "/actors/<actor_id>/network.csv": Operation({CSV: None}, refuses=(404, 503, 504)),
    "/actors/<actor_id>/network.gexf": Operation({"application/gexf+xml": None}, refuses=(404, 503, 504)),
    "/actors/unlinked.json": Operation(
        {JSON: api_shapes.UNLINKED},
        ("documents", "sources", "page"),
        (("documents", "1"), ("sources", "1")),
        (404, 503, 504),
    ),
    "/opensearch.xml": Operation({"application/opensearchdescription+xml": None}, refuses=()),
    "/opensearch-suggestions.json": Operation(
        {"application/x-suggestions+json": api_shapes.OPENSEARCH_SUGGESTIONS}, FILTERED, (("q", "wagn"),)
    ),
    "/robots.txt": Operation({"text/plain": None}, refuses=()),
    "/openapi.json": Operation({JSON: {"type": "object"}}, refuses=()),
    "/healthz": Operation({JSON: api_shapes.HEALTH}, refuses=()),
    "/readyz": Operation({JSON: api_shapes.READINESS}, refuses=()),
}


def parameter_schema(name: str, settings: Settings) -> Schema:
    """What a parameter holds. A value outside of it is never an error: a note says that it is not used."""
    name = name.rstrip("234")
    if name in compare_params.CHOICES:
        choices = compare_params.CHOICES[name]
        return {"type": "string", "enum": list(choices), "default": choices[0]}
    if name in CHOICES:
        return {"type": "string", "enum": list(CHOICES[name]), "default": CHOICES[name][0]}
    if name in FILTERS:
        return {"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": MOST_VALUES}
    if name == "per":
        return {"type": "integer", "minimum": 1, "maximum": settings.max_per_page, "default": 10}
    if name == "page":
        return {"type": "integer", "minimum": 1, "maximum": settings.max_page_hits, "default": 1}
    bounds = {"documents": UnlinkedReview.DOCUMENTS, "sources": UnlinkedReview.SOURCES}
    if name in bounds:
        return {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER, "default": bounds[name]}
    if name == "passages":
        return {"type": "string", "enum": list(WAYS), "default": "match"}
    if name == "q":
        return {"type": "string", "maxLength": settings.query_characters}
    return {"type": "string"}
