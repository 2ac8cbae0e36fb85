"""Addresses of pages, each relative to this host.

Never builds an absolute address and never takes one from a reader.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from indexer.api import SearchRequest
from webapp.languages import carried
from webapp.long_texts import from_here, is_long, own_text, text_place
from webapp.params import DATES, FILTERS, Pairs, query_string, quote_parameter, write_params


def search_address(request: SearchRequest, path: str = "/") -> str:
    """The address of an answer, on the search page or another page that takes a search.

    >>> search_address(SearchRequest(text="wagner")), search_address(SearchRequest())
    ('/?q=wagner', '/')
    """
    return _with_query(path, request)


def best_address(pairs: Pairs) -> str:
    """The address where the page of a search lies, by its parameters: others lead there.

    >>> best_address((("q", "gao"), ("page", "2")))
    '/?q=gao&page=2'
    >>> best_address((("q", "the withdrawal of the peacekeepers from Mali"), ("page", "2")))
    '/search/the%20withdrawal%20of%20the%20peacekeepers%20from%20Mali/?page=2'
    """
    text = " ".join(value.strip() for name, value in pairs if name == "q" and value.strip())
    kept = [pair for pair in pairs if pair[0] != "q" and pair not in carried()]
    if is_long(text):
        return page_address(text_place(text), kept)
    return page_address("/", [("q", text), *kept] if text else kept)


def document_address(
    document_id: str, request: SearchRequest | None = None, passage: int | None = None, match: int = 0
) -> str:
    """The address of a document, within a search if one is given, or of a match or passage in it.

    >>> document_address("a1", SearchRequest(text="gao"), passage=3)
    '/documents/a1?q=gao#p3'
    >>> document_address("a1", SearchRequest(text="gao"), passage=3, match=7)
    '/documents/a1?q=gao#m7'
    """
    fragment = f"#m{match}" if match else "" if passage is None else f"#p{passage}"
    return _with_query(document_path(document_id), request) + fragment


def found_document_address(request: SearchRequest) -> Callable[[str], str]:
    """What gives the address of any document within a search; for very many of them.

    >>> found_document_address(SearchRequest(text="gao", page=3))("a1")
    '/documents/a1?q=gao'
    """
    within = _with_query("", replace(request, page=1))
    return lambda document_id: f"{document_path(document_id)}{within}"


def export_address(request: SearchRequest, ending: str, *, paged: bool = False) -> str:
    """The address of a whole answer in a format, or of one page of it.

    >>> export_address(SearchRequest(text="gao", page=3, per=20), "csv")
    '/search.csv?q=gao'
    >>> export_address(SearchRequest(text="gao"), "atom", paged=True)
    '/search.atom?q=gao&per=10'
    """
    pairs = list(write_params(replace(request, page=1, per=SearchRequest().per)))
    if paged:
        pairs += [("page", str(request.page))] if request.page > 1 else []
        pairs.append(("per", str(request.per)))
    return page_address(f"/search.{ending}", pairs)


def why_address(document_id: str, request: SearchRequest, form: str = "") -> str:
    """The address of why a document has its score in a search; `form` is empty or .json.

    >>> why_address("a1", SearchRequest(text="gao", page=2), ".json")
    '/documents/a1/why.json?q=gao'
    """
    path = f"{document_path(document_id)}/why{form}"
    return _with_query(path, replace(request, page=1, per=SearchRequest().per))


def copies_address(document_id: str, against: str = "", form: str = "") -> str:
    """The address of the near copies of a document, compared with one of them or with the earliest.

    >>> copies_address("a1"), copies_address("a1", "b2", ".json")
    ('/documents/a1/copies', '/documents/a1/copies.json?against=b2')
    """
    return page_address(
        f"{document_path(document_id)}/copies{form}", [("against", against)] if against else ()
    )


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
    return page_address(actor_path(actor_id))


def actor_part_address(actor_id: str, part: str) -> str:
    """The address of something on an actor: its timeline, its network.

    >>> actor_part_address("jnim", "timeline.csv")
    '/actors/jnim/timeline.csv'
    """
    return page_address(actor_path(actor_id, part))


def shared_address(actor_id: str, other_id: str) -> str:
    """The address of the passages that name two actors.

    >>> shared_address("jnim", "wagner")
    '/actors/jnim/with/wagner'
    """
    return page_address(shared_path(actor_id, other_id))


def facet_address(facet: str, request: SearchRequest, *place: tuple[str, str], page: int = 1) -> str:
    """The address of all values of a facet, at a `place` and a page of their list.

    >>> facet_address("place", SearchRequest(text="gao"), ("order", "name"))
    '/facets/place?q=gao&order=name'
    """
    path = f"/facets/{quote(facet, safe='')}"
    return page_address(path, (*write_params(replace(request, page=page)), *place))


def timeline_address(
    request: SearchRequest, passages: str = "match", form: str = "", unread: Pairs = ()
) -> str:
    """The address of the dates that the documents of a search write; `form` is empty, .json or .csv.

    >>> timeline_address(SearchRequest(text="gao"), "whole", ".csv")
    '/timeline.csv?q=gao&passages=whole'
    """
    also = () if passages == "match" else (("passages", passages),)
    return page_address(f"/timeline{form}", (*write_params(request, unread), *also))


def rule_address(rule: str) -> str:
    """The address of what a cleaning rule took from the whole collection."""
    return f"{page_address('/collection')}#rule-{quote(rule)}"


def toggle(request: SearchRequest, parameter: str, value: str) -> SearchRequest:
    """The request with a value added, or removed if it is chosen; on its first page.

    A date takes the place of the year or month that holds it, and of those that it holds: joined by
    OR the wider one alone would count.

    >>> toggle(SearchRequest(page=2), "actor", "jnim").actors
    ('jnim',)
    >>> toggle(SearchRequest(published=("2024", "none")), "published", "2024-03").published
    ('none', '2024-03')
    """
    field = FILTERS[parameter]
    chosen: tuple[str, ...] = getattr(request, field)
    kept = tuple(v for v in chosen if v != value)
    added = (*(v for v in chosen if parameter not in DATES or not _within(value, v)), value)
    changed: SearchRequest = replace(
        request,
        page=1,
        **{field: kept if value in chosen else added},  # type: ignore[arg-type]  # FILTERS names tuples of text alone
    )
    return changed


def choice_address(request: SearchRequest, parameter: str, value: str) -> str:
    """The address of an answer with a value added, or removed if it is chosen; on its first page.

    >>> choice_address(SearchRequest(text="gao", sort="newest", page=2), "actor", "jnim")
    '/?q=gao&actor=jnim&sort=newest'
    """
    chosen = getattr(request, FILTERS[parameter])
    if value in chosen or (parameter in DATES and any(_within(value, v) for v in chosen)):
        return search_address(toggle(request, parameter, value))
    before, after = _around_choice(request, parameter, carried(), own_text())
    return f"{before}{quote_parameter(value)}{after}"


def _within(one: str, other: str) -> bool:
    """Whether one of two dates with a year holds the other; a range is no date.

    >>> _within("2024", "2024-03"), _within("2024", "2024-03..2024-05"), _within("--01", "--01-07")
    (True, False, False)
    """
    plain = one[:1].isdigit() and other[:1].isdigit() and ".." not in one + other
    return plain and (one.startswith(f"{other}-") or other.startswith(f"{one}-"))


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


def page_address(path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """The address of any page with its parameters, in the language that the address of this page chose.

    >>> page_address("/actors"), page_address("/help", [("a", "b")])
    ('/actors', '/help?a=b')
    """
    path, kept = form_place(path, tuple(pairs))
    return _join(path, query_string(kept))


def form_place(path: str, pairs: Pairs) -> tuple[str, Pairs]:
    """Where a form leads that adds to a search, and what it carries along.

    >>> form_place("/facets/actor", (("q", "gao"),))
    ('/facets/actor', (('q', 'gao'),))
    """
    own = own_text()
    return (from_here(path), pairs[1:]) if own and pairs[:1] == (("q", own),) else (path, pairs)


def document_path(document_id: str) -> str:
    """The path of a document, to which an ending or a query can be added.

    >>> document_path("a/1")
    '/documents/a%2F1'
    """
    return f"/documents/{quote(document_id, safe='')}"


def actor_path(actor_id: str, part: str = "") -> str:
    """The path of an actor, or of something on it, to which an ending or a query can be added.

    >>> actor_path("jnim", "timeline")
    '/actors/jnim/timeline'
    """
    return f"/actors/{quote(actor_id, safe='')}{'/' if part else ''}{part}"


def shared_path(actor_id: str, other_id: str) -> str:
    """The path of the passages that name two actors.

    >>> shared_path("jnim", "wagner")
    '/actors/jnim/with/wagner'
    """
    return actor_path(actor_id, f"with/{quote(other_id, safe='')}")


def _with_query(path: str, request: SearchRequest | None) -> str:
    if request is None:
        return _join(path, query_string(()))
    within = request.text != "" and request.text == own_text()
    query = _query_of(request, not within, carried())
    return _join(from_here(path) if within else path, query)


def _join(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


# A page has a hundred addresses. Most are of one search, or differ from it in one value, so what they
# have in common is kept, by what the page itself adds to it or takes away: its language and its text.


@lru_cache(maxsize=128)
def _query_of(request: SearchRequest, with_text: bool, _carried: Pairs) -> str:  # noqa: FBT001  # the cache takes no keywords apart
    return query_string(write_params(request if with_text else replace(request, text="")))


@lru_cache(maxsize=128)
def _around_choice(
    request: SearchRequest, parameter: str, _carried: Pairs, _own_text: str
) -> tuple[str, str]:
    """What stands before and after a value that is added to a filter."""
    # No reader chooses an empty value, so its place cannot be mistaken
    address = search_address(toggle(request, parameter, ""))
    place = re.search(rf"[?&]{parameter}=(?=&|$)", address)
    assert place is not None
    return address[: place.end()], address[place.end() :]
