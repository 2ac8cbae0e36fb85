"""Rendered pages, kept for whoever asks for them again.

Keeps bodies alone, of whole pages of the newest generation; every answer gets its headers anew.
"""

import secrets
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256

from flask import Flask, Response, g, request

from indexer.api import Settings
from webapp.desk import get_desk
from webapp.languages import is_page, language
from webapp.own_host import own_root

PAGE = "text/html"
# What a kept page takes beside its bytes: its key and its place.
OVERHEAD = 500
# Fast before small: a page becomes a quarter of itself in a hundredth of the time that making it took.
_LEVEL = 1
# Whatever else a view says of its page would be lost.
_PLAIN = frozenset({"content-type", "content-length"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is kept: in its generation, under its key."""

    generation: str
    key: str


class PageCache:
    """The pages of one generation that were asked for last, packed, in so many bytes; shared between threads.

    >>> cache = PageCache(1600)
    >>> for name in "abcd":
    ...     cache.put(Place("gen-1", name), b"page")
    >>> cache.get(Place("gen-1", "a")), cache.get(Place("gen-1", "d")), cache.get(Place("gen-2", "d"))
    (None, b'page', None)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._generation = ""
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, bytes] = OrderedDict()

    def get(self, place: Place) -> bytes | None:
        """A page, which now is the one that was asked for last."""
        with self._lock:
            self._follow(place.generation)
            found = self._pages.get(place.key)
            if found is not None:
                self._pages.move_to_end(place.key)
        return None if found is None else zlib.decompress(found)

    def put(self, place: Place, page: bytes) -> None:
        """Keep a page in place of those that nobody asked for the longest."""
        packed = zlib.compress(page, _LEVEL)
        size = len(packed) + OVERHEAD
        with self._lock:
            self._follow(place.generation)
            if size > self._most or place.key in self._pages:
                return
            self._pages[place.key] = packed
            self._size += size
            while self._size > self._most:
                _, oldest = self._pages.popitem(last=False)
                self._size -= len(oldest) + OVERHEAD

    def size(self) -> int:
        """The bytes that are taken."""
        with self._lock:
            return self._size

    def _follow(self, generation: str) -> None:
        if generation != self._generation:
            self._pages.clear()
            self._size, self._generation = 0, generation


def keep_pages(app: Flask, settings: Settings) -> None:
    """Answer from what is kept, and tell browsers that what they hold is still the page.

    Stands behind all that looks at requests first: names, rates, languages, forms.
    """
    cache = PageCache(settings.page_cache_bytes)
    # Another start may be another program, or have other settings: its pages are not these
    made_by = secrets.token_hex(8)

    def find() -> Response | None:
        place = _find_place(made_by)
        if place is None:
            return None
        if request.if_none_match.contains_weak(place.key):
            return _tag(Response(status=304, mimetype=PAGE), place)
        kept = cache.get(place)
        if kept is None:
            g.page_place = place
            return None
        return _tag(Response(kept, mimetype=PAGE), place)

    def keep(response: Response) -> Response:
        place = g.pop("page_place", None)
        if place is None or g.pop("page_kept_out", False) or not _is_plain_page(response):
            return response
        # Meanwhile there may be another generation, which made the page or a part of it
        if place != _find_place(made_by):
            return response
        if request.method == "GET":
            cache.put(place, response.get_data())
        return _tag(response, place)

    app.before_request(find)
    app.after_request(keep)


def keep_out() -> None:
    """Say that the page of this request lacks something, or may soon be another: it is not kept."""
    g.page_kept_out = True


def _find_place(made_by: str) -> Place | None:
    """Where this page is kept; None for what is none, and where the newest generation does not answer."""
    if request.method not in ("GET", "HEAD") or request.endpoint in (None, "static") or not is_page():
        return None
    generation = get_desk().live.newest()
    if generation is None:
        return None
    # A page says its own address, so each way to write one is another page. Other forms never come here
    address = f"{own_root()}{request.path}?{request.query_string.decode('latin-1')}"
    told = f"{made_by}\n{generation}\n{language()}\n{address}".encode(errors="surrogatepass")
    return Place(generation, sha256(told).hexdigest()[:32])


def _is_plain_page(response: Response) -> bool:
    whole = response.status_code == 200 and response.mimetype == PAGE and not response.is_streamed
    return whole and {name.lower() for name in response.headers.keys()} <= _PLAIN  # noqa: SIM118  # Werkzeug's headers are a list of pairs


def _tag(response: Response, place: Place) -> Response:
    response.set_etag(place.key, weak=True)
    return response
