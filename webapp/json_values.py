"""Answers and documents as JSON values, under the names that they have in Python.

Computes nothing; the addresses are those of the pages.
"""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from indexer.api import (
    Answer,
    Document,
    EngineTimedOut,
    Explanation,
    FacetValue,
    Hit,
    NearCopies,
    Note,
    Search,
    SearchRequest,
)
from webapp.addresses import choice_address, document_address, search_address


def answer_values(answer: Answer, notes: Iterable[Note]) -> dict[str, Any]:
    """An answer; `notes` are those on parameters, which follow its own."""
    asked = answer.request
    return {
        "total": answer.total,
        "folded": answer.folded,
        "page": asked.page,
        "pages": answer.pages,
        "per": asked.per,
        "took_ms": answer.took_ms,
        "generation": answer.generation,
        "understood": answer.understood,
        "match": answer.match,
        "notes": [asdict(note) for note in (*answer.notes, *notes)],
        "suggestion": _suggestion_values(answer),
        "hits": [hit_values(hit, asked) for hit in answer.hits],
        "facets": {
            name: [_facet_values(name, value, asked) for value in values]
            for name, values in answer.facets.items()
        },
        "facet_sizes": dict(answer.facet_sizes),
    }


def _suggestion_values(answer: Answer) -> dict[str, Any] | None:
    offered = answer.suggestion
    if offered is None:
        return None
    return {**asdict(offered), "url": search_address(replace(answer.request, text=offered.text, page=1))}


def document_facts(document: Document, request: SearchRequest | None = None) -> dict[str, Any]:
    """A document without its text."""
    return {
        "id": document.id,
        "title": document.title,
        "label": document.label,
        "published": asdict(document.published) if document.published else None,
        "source_file": document.source_file,
        "outlet": document.outlet,
        "byline": document.byline,
        "url": document.url,
        "language": document.language,
        "sha256": document.sha256,
        "page": document_address(document.id, request),
    }


def document_values(document: Document, search: Search) -> dict[str, Any]:
    """A document with all that was found in it, and the documents that it is like."""
    return {
        **stored_values(document, search),
        "copies": _copies_values(search.near_copies(document.id)),
        "similar": _similar_values(document.id, search),
    }


def stored_values(document: Document, search: Search) -> dict[str, Any]:
    """A document with all that was found in it; offsets point into `text`."""
    return {
        **document_facts(document),
        "generation": search.generation,
        "kind": document.kind,
        "text": document.text,
        "clean_text": document.clean_text,
        "headings": [asdict(heading) for heading in document.headings],
        "passages": [asdict(passage) for passage in document.passages],
        "removed": [
            {**asdict(span), "text": document.text[span.start : span.end]} for span in document.removed
        ],
        "actors": [
            {**asdict(mention), "label": search.facet_label("actor", mention.id)}
            for mention in document.actors
        ],
        "places": [
            {**asdict(mention), "label": search.facet_label("place", mention.id)}
            for mention in document.places
        ],
        "dates": [asdict(mention) for mention in document.dates],
        "notes": list(document.notes),
        "repairs": [asdict(repair) for repair in document.repairs],
    }


def explanation_values(explanation: Explanation, notes: Iterable[Note]) -> dict[str, Any]:
    """Why a document has its score; `notes` are those on parameters, which follow its own."""
    return asdict(replace(explanation, notes=(*explanation.notes, *notes)))


def hit_values(hit: Hit, asked: SearchRequest) -> dict[str, Any]:
    """One document of an answer."""
    return {
        "document": document_facts(hit.document, asked),
        "score": hit.score,
        "passages": [
            {**asdict(excerpt), "marks": [mark._asdict() for mark in excerpt.marks]}
            for excerpt in hit.passages
        ],
        "matching": hit.matching,
        "title_marks": [mark._asdict() for mark in hit.title_marks],
        "reasons": [asdict(reason) for reason in hit.reasons],
        "actors": [{"id": actor, "mentions": mentions} for actor, mentions in hit.actors],
        "copies": hit.copies,
        "copy_ids": list(hit.copy_ids),
    }


def _copies_values(copies: NearCopies) -> dict[str, Any]:
    return {
        "total": copies.total,
        "first": [
            {**document_facts(copy.document), "resemblance": copy.resemblance, "exact": copy.exact}
            for copy in copies.first
        ],
    }


def _similar_values(document_id: str, search: Search) -> list[dict[str, Any]] | None:
    """The similar stories; None where it took too long to find them."""
    try:
        stories = search.similar(document_id)
    except EngineTimedOut:
        return None
    return [
        {
            **document_facts(story.document),
            "score": story.score,
            "share": story.share,
            "actors": list(story.actors),
            "words": list(story.words),
            "copies": story.copies,
        }
        for story in stories
    ]


def _facet_values(name: str, value: FacetValue, asked: SearchRequest) -> dict[str, Any]:
    return {**value._asdict(), "url": choice_address(asked, name, value.value)}
