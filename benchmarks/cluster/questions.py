"""Questions to a desk, and what of an answer must be the same wherever it was computed.

Knows no engine: it asks pages as any program would.
"""

import http.client
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

# Facets whose values are in the order of their counts; that of documents follows the hits.
COUNTED = ("actor", "place", "published", "mentioned", "source", "language")
SECONDS = 120


class NotAnswered(Exception):
    """What a reader saw instead of an answer."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The total of an answer, all counts of its facets, and its hits where their order is by date."""

    total: int
    facets: tuple[tuple[str, str, int], ...]
    hits: tuple[str, ...]


def read_counts(answer: dict[str, Any], *, with_hits: bool) -> Counts:
    """The counts in an answer of /search.json."""
    counted = [
        (facet, value["value"], value["count"])
        for facet in COUNTED
        for value in answer["facets"].get(facet, ())
    ]
    hits = [hit["document"]["id"] for hit in answer["hits"]] if with_hits else []
    return Counts(answer["total"], tuple(sorted(counted)), tuple(hits))


def make_questions(pages: Sequence[dict[str, str]], count: int, seed: int) -> tuple[str, ...]:
    """Addresses of searches, of the words of a collection: ten kinds in turn."""
    draw = random.Random(seed)
    made: list[str] = []
    while len(made) < count:
        text = draw.choice(pages)["text"]
        words = re.findall(r"[a-z]{3,}", text.lower())
        at = draw.randrange(len(words) - 3)
        first, second, third = words[at : at + 3]
        made.append(_ask(len(made) % 10, first, second, third, 2021 + draw.randrange(3)))
    return tuple(made)


def _ask(kind: int, first: str, second: str, third: str, year: int) -> str:
    asked: dict[str, object] = {
        0: {"q": first},
        1: {"q": f"{first} {third}"},
        2: {"q": f'"{first} {second}"'},
        3: {"q": f"{first} OR {third}", "published": year},
        4: {"q": f"{first[:3]}*"},
        5: {"q": f"{first} NOT {third}", "sort": "newest"},
        6: {"q": f"title:{first} OR {second}"},
        7: {"q": f"{first} NEAR/5 {third}"},
        8: {"published": "none", "q": second, "sort": "oldest"},
        9: {"q": "", "mentioned": year, "sort": "newest"},
    }[kind]
    return f"/search.json?{urlencode(asked)}"


class Reader:
    """One who asks a desk over HTTP, again and again on one connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def ask(self, address: str) -> Counts:
        """The counts of an answer. Raises NotAnswered with what was said instead."""
        answer = self.ask_whole(address)
        return read_counts(answer, with_hits="sort=" in address)

    def ask_whole(self, address: str) -> dict[str, Any]:
        """An answer as it comes. Raises NotAnswered."""
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=SECONDS)
            self._connection.request("GET", address, headers={"Host": "localhost"})
            reply = self._connection.getresponse()
            body = reply.read()
        except OSError as error:
            self._close()
            raise NotAnswered(repr(error)) from error
        if reply.status != http.client.OK:
            raise NotAnswered(f"{reply.status} {body[:300].decode()}")
        found: dict[str, Any] = json.loads(body)
        return found


def ask_all(port: int, addresses: Iterable[str]) -> dict[str, Counts]:
    """What the desk at a port answers to each. Raises NotAnswered."""
    with Reader(port) as reader:
        return {address: reader.ask(address) for address in addresses}
