"""Addresses of pages, each relative to this host.

Never builds an absolute address and never takes one from a reader.
"""

from dataclasses import replace
from urllib.parse import quote

from indexer.api import SearchRequest
from webapp.params import FILTERS, query_string, write_params


def search_address(request: SearchRequest, path: str = "/") -> str:
    """The address of an answer, on the search page or another page that takes a search.

    >>> search_address(SearchRequest(text="wagner")), search_address(SearchRequest())
    ('/?q=wagner', '/')
    """
    return _with_query(path, request)


def document_address(
    document_id: str, request: SearchRequest | None = None, passage: int | None = None, match: int = 0
) -> str:
    """The address of a document, within a search if one is given, or of a match or passage in it.

    >>> document_address("a1", SearchRequest(text="gao"), passage=3)
    '/documents/a1?q=gao#p3'
    >>> document_address("a1", SearchRequest(text="gao"), passage=3, match=7)
    '/documents/a1?q=gao#m7'
    """
    path = f"/documents/{quote(document_id, safe='')}"
    fragment = f"#m{match}" if match else "" if passage is None else f"#p{passage}"
    return _with_query(path, request) + fragment


def why_address(document_id: str, request: SearchRequest, form: str = "") -> str:
    """The address of why a document has its score in a search; `form` is empty or .json.

    >>> why_address("a1", SearchRequest(text="gao", page=2), ".json")
    '/documents/a1/why.json?q=gao'
    """
    path = f"/documents/{quote(document_id, safe='')}/why{form}"
    return _with_query(path, replace(request, page=1, per=SearchRequest().per))


def copies_address(document_id: str, against: str = "", form: str = "") -> str:
    """The address of the near copies of a document, compared with one of them or with the earliest.

    >>> copies_address("a1"), copies_address("a1", "b2", ".json")
    ('/documents/a1/copies', '/documents/a1/copies.json?against=b2')
    """
    path = f"{document_address(document_id)}/copies{form}"
    return f"{path}?{query_string([('against', against)])}" if against else path


def removed_address(document_id: str) -> str:
    """The address of what was removed from a document.

    >>> removed_address("a1")
    '/documents/a1#removed'
    """
    return f"{document_address(document_id)}#removed"


def actor_address(actor_id: str) -> str:
    """The address of an actor.

    >>> actor_address("a/b")
    '/actors/a%2Fb'
    """
    return f"/actors/{quote(actor_id, safe='')}"


def actor_part_address(actor_id: str, part: str) -> str:
    """The address of something on an actor: its timeline, its network.

    >>> actor_part_address("jnim", "timeline.csv")
    '/actors/jnim/timeline.csv'
    """
    return f"{actor_address(actor_id)}/{part}"


def shared_address(actor_id: str, other_id: str) -> str:
    """The address of the passages that name two actors.

    >>> shared_address("jnim", "wagner")
    '/actors/jnim/with/wagner'
    """
    return f"{actor_address(actor_id)}/with/{quote(other_id, safe='')}"


def facet_address(facet: str, request: SearchRequest) -> str:
    """The address of all values of a facet.

    >>> facet_address("place", SearchRequest(text="gao"))
    '/facets/place?q=gao'
    """
    return _with_query(f"/facets/{quote(facet, safe='')}", replace(request, page=1))


def rule_address(rule: str) -> str:
    """The address of what a cleaning rule took from the whole collection."""
    return f"/collection#rule-{quote(rule)}"


def toggle(request: SearchRequest, parameter: str, value: str) -> SearchRequest:
    """The request with a value added, or removed if it is chosen; on its first page.

    >>> toggle(SearchRequest(page=2), "actor", "jnim").actors
    ('jnim',)
    """
    field = FILTERS[parameter]
    chosen: tuple[str, ...] = getattr(request, field)
    kept = tuple(v for v in chosen if v != value)
    # mypy cannot see which field the name stands for; FILTERS holds only tuples of text
    changed: SearchRequest = replace(
        request,
        page=1,
        **{field: kept if value in chosen else (*chosen, value)},  # type: ignore[arg-type]
    )
    return changed


def without_filters(request: SearchRequest) -> SearchRequest:
    """The words of a request alone, on its first page."""
    return SearchRequest(
        text=request.text,
        match=request.match,
        spelling=request.spelling,
        sort=request.sort,
        copies=request.copies,
        per=request.per,
    )


def _with_query(path: str, request: SearchRequest | None) -> str:
    query = query_string(write_params(request)) if request is not None else ""
    return f"{path}?{query}" if query else path
