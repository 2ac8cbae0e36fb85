"""The desk's whole answers, in a process of their own: passages, snippets, labels, facets.

Run as `python -m benchmarks.speed.desk_answers INDEX QUERIES`; prints one JSON object. Fresh
documents were not looked at before by the desk that answers; repeats ask for the first page again.
The engine's own part is measured beside them.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.speed import memory
from benchmarks.speed.collection import Query, read_queries
from benchmarks.speed.engines import ours
from benchmarks.speed.engines.ours import to_filters, to_node
from indexer.api import Search, SearchRequest, Settings, load_settings
from indexer.cli_process import rare_collections
from indexer.engine_port import EngineRequest, IndexReader
from indexer.generations import open_generation
from indexer.rebuild.fingerprints import analysis_hash
from indexer.wiring import open_reader

ENGINE = "indexer.engines.whoosh_engine.reader"
FACETS = ("actor", "published", "document")
PAGES = REPEATS = 7
# The target of memory is stated for so many searches.
SEARCHES = 1000


def to_request(query: Query, page: int = 1) -> SearchRequest:
    """A query as a reader types and clicks it.

    >>> to_request(Query(0, "not", ("oil", "crude"))).text
    'oil -crude'
    """
    words = query.words
    text = {
        "or3": " OR ".join(words),
        "phrase": f'"{" ".join(words)}"',
        "prefix": f"{words[0]}*",
        "fuzzy": f"{words[0]}~",
        "not": " -".join(words),
    }.get(query.kind, " ".join(words))
    published = (f"{_day(query.first)}..{_day(query.last)}",) if query.kind == "date" else ()
    actors = (query.actor,) if query.actor else ()
    return SearchRequest(text=text, published=published, actors=actors, facets=FACETS, page=page)


def _day(number: int) -> str:
    return date.fromisoformat(str(number)).isoformat()


class _Clock:
    """CPU and wall ms of one step after the other."""

    def __init__(self) -> None:
        self.steps: dict[str, dict[str, float]] = {}
        self._began = (time.process_time(), time.perf_counter())

    def step(self, name: str) -> None:
        now = (time.process_time(), time.perf_counter())
        cpu, wall = ((b - a) * 1000.0 for a, b in zip(self._began, now, strict=True))
        self.steps[name] = {"cpu_ms": round(cpu, 3), "wall_ms": round(wall, 3)}
        self._began = (time.process_time(), time.perf_counter())


def measure(index: Path, queries: tuple[Query, ...]) -> dict[str, Any]:
    """Opening by steps, every query fresh and repeated, memory in the end."""
    settings, _ = load_settings({}, index=index, query_seconds=120.0)
    analysis = analysis_hash()
    # The engine's own imports are no part of opening a generation.
    import_module(ENGINE)
    clock = _Clock()
    generation = open_generation(index, analysis)
    clock.step("hashing")
    reader = open_reader(settings.engine, generation.path)
    clock.step("engine")

    def open_desk() -> Search:
        return Search(reader, settings, generation=generation.name)

    desk = open_desk()
    clock.step("desk")
    gc.collect()
    gc.freeze()
    faceted, fresh, repeated, calls = {}, {}, {}, 0
    for query in queries:
        faceted[str(query.number)] = _faceted(reader, query)
        fresh[str(query.number)], asked = _fresh(open_desk(), query, settings)
        repeated[str(query.number)] = _repeated(desk, query)
        calls += asked + REPEATS + 1
    while calls < SEARCHES:
        desk.search(to_request(queries[calls % len(queries)]))
        calls += 1
    return {
        "opening": clock.steps,
        "generation_bytes": generation.manifest.size,
        "faceted_ms": faceted,
        "fresh_ms": fresh,
        "repeated_ms": repeated,
        "searches": calls,
        "resident_mb": round(memory.resident_mb(), 1),
        "own_mb": round(memory.resident_mb("RssAnon"), 1),
    }


def _faceted(reader: IndexReader, query: Query) -> float:
    """What the answers are compared with: the engine's top 10 with all counts, in this process."""
    asked = EngineRequest(to_node(query), to_filters(query), ours.FACETS)

    def ask() -> None:
        for counts in reader.search(asked).facets.values():
            counts.no_longer_than(ours.MONTH_CHARACTERS)

    ask()
    return round(statistics.median(_timed(ask) for _ in range(REPEATS)), 4)


def _fresh(desk: Search, query: Query, settings: Settings) -> tuple[float, int]:
    """The median of the first pages, each asked once: all their documents are new to the desk."""
    times = []
    pages = min(PAGES, settings.max_page_hits // 10)
    for page in range(1, pages + 1):
        request = to_request(query, page)
        total: list[int] = []
        times.append(_timed(lambda asked=request, seen=total: seen.append(desk.search(asked).total)))
        # The next page would not be full: fewer documents, another work.
        if total[0] < (page + 1) * 10:
            break
    return round(statistics.median(times), 4), len(times)


def _repeated(desk: Search, query: Query) -> float:
    """The median of asking for the first page again."""
    request = to_request(query)
    desk.search(request)
    return round(statistics.median(_timed(lambda: desk.search(request)) for _ in range(REPEATS)), 4)


def _timed(call: Callable[[], Any]) -> float:
    began = time.thread_time()
    call()
    return (time.thread_time() - began) * 1000.0


if __name__ == "__main__":
    # As `serve` does.
    with rare_collections():
        print(json.dumps(measure(Path(sys.argv[1]), read_queries(Path(sys.argv[2])))))
