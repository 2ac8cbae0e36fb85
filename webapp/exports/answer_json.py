"""A whole answer in the form that `/search.json` gives a page of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from indexer.api import Hit, Note, Search, SearchRequest
from webapp.json_values import answer_values, hit_values

Dumps = Callable[[Any], str]


def write_answer(
    search: Search,
    request: SearchRequest,
    notes: Iterable[Note],
    hits: tuple[int, Iterable[Hit]],
    dumps: Dumps,
) -> Iterator[bytes]:
    """The answer to a request on one page, as long as it takes.

    Args: `hits`: their number, and the hits of a walk; `notes`: those on parameters.
    """
    count, found = hits
    answer = search.search(replace(request, page=1, per=1))
    values = answer_values(replace(answer, hits=()), notes) | {"pages": 1, "per": max(1, count)}
    return _pieces(values, (dumps(hit_values(hit, request)) for hit in found), dumps)


def _pieces(values: Mapping[str, Any], hits: Iterable[str], dumps: Dumps) -> Iterator[bytes]:
    before = "{"
    for name, value in values.items():
        yield f"{before}{dumps(name)}:".encode()
        before = ","
        if name != "hits":
            yield dumps(value).encode()
            continue
        yield b"["
        first = next(iter(hits := iter(hits)), None)
        if first is not None:
            yield first.encode()
            yield from (f",{hit}".encode() for hit in hits)
        yield b"]"
    yield b"}\n"
