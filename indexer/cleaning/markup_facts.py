"""What markup states of itself: title, date, writer, address.

Only what is stated as such; a date anywhere in the text is none.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from indexer.cleaning.markup_mending import restore

# The elements that state something.
STATING = frozenset(("meta", "title", "script", "time", "link"))
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_DATES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "og:article:published_time",
    "publish-date",
    "publishdate",
    "pubdate",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "citation_publication_date",
    "publication_date",
    "dcterms.issued",
    "dc.date.created",
)
_WRITERS = ("author", "article:author", "parsely-author", "dc.creator", "byl")
_MOST_JSON = 200_000
_MOST_NODES = 2_000
_SPACE = re.compile(r"\s+")
_YEAR = re.compile(r"\d{4}")


class MarkupFacts:
    """Collects stated facts while the markup is read."""

    def __init__(self) -> None:
        self._meta: dict[str, str] = {}
        self._json: list[list[str]] = []
        self._title: list[str] = []
        self._times: list[str] = []
        self._reading = ""
        self._canonical: str | None = None

    def see_tag(self, tag: str, values: Mapping[str, str]) -> None:
        """An element that states something, and its attributes."""
        if tag == "meta":
            name = values.get("property") or values.get("name") or values.get("itemprop") or ""
            self._meta.setdefault(name.strip().lower(), values.get("content", ""))
        elif tag == "title":
            self._reading = "" if self._title else "title"
        elif tag == "script":
            self._reading = "json" if "ld+json" in values.get("type", "") else ""
            self._json.append([])
        elif tag == "time" and (
            "pubdate" in values
            or "publish" in f"{values.get('itemprop', '')} {values.get('class', '')}".lower()
        ):
            self._times.append(values.get("datetime", ""))
        elif tag == "link" and values.get("rel") == "canonical":
            self._canonical = self._canonical or values.get("href")

    def see_end(self) -> None:
        """An element that states something ends."""
        self._reading = ""

    def see_text(self, text: str) -> None:
        """Text of the title or of a JSON-LD script."""
        if self._reading == "title":
            self._title.append(text)
        elif self._reading == "json":
            self._json[-1].append(text)

    @property
    def title(self) -> str | None:
        """The title as metadata gives it."""
        return self._first(_TITLES)

    @property
    def head_title(self) -> str | None:
        """The title of the window, often with the name of the site."""
        return _flat("".join(self._title))

    @property
    def published(self) -> str | None:
        """The date of publication as stated, unread."""
        stated = [self._in_json("datePublished"), *(self._meta.get(name) for name in _DATES), *self._times]
        dates = [flat for one in stated if one and (flat := _flat(one))]
        # An empty template ("date not known") is passed over where another has figures.
        return next((date for date in dates if _YEAR.search(date)), next(iter(dates), None))

    @property
    def byline(self) -> str | None:
        """Who wrote it, unless the metadata gives an address."""
        named = self._first(_WRITERS)
        return named if named and "://" not in named else None

    @property
    def url(self) -> str | None:
        """The address that the page gives for itself."""
        return self._canonical or self._first(("og:url",))

    @property
    def outlet(self) -> str | None:
        """The name of the site."""
        return self._first(("og:site_name", "application-name"))

    def _first(self, names: tuple[str, ...]) -> str | None:
        return next((value for name in names if (value := _flat(self._meta.get(name, "")))), None)

    def _in_json(self, key: str) -> str | None:
        for pieces in self._json:
            text = "".join(pieces)
            if key not in text or len(text) > _MOST_JSON:
                continue
            try:
                loaded: Any = json.loads(text)
            except (ValueError, RecursionError):
                continue
            found = _seek(loaded, key)
            if found:
                return found
        return None


def _seek(loaded: object, key: str) -> str | None:
    """The first text under a key, breadth first."""
    queue = [loaded]
    for number, node in enumerate(queue):
        if number >= _MOST_NODES:
            return None
        if isinstance(node, dict):
            value = node.get(key)
            if isinstance(value, str) and value.strip():
                return _flat(value)
            queue += node.values()
        elif isinstance(node, list):
            queue += node
    return None


def _flat(text: str) -> str | None:
    return _SPACE.sub(" ", restore(text)).strip() or None
