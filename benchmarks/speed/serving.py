"""The one program around every Python engine: build, open, time queries.

Run as `build COLLECTION FOLDER` or `query FOLDER QUERIES`; prints JSON lines. Standard library
only. Never compares engines: it measures one, alone in its process.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from benchmarks.speed import memory
from benchmarks.speed.collection import NewsDocument, Query, read_collection, read_queries, sample_queries

# Timed calls of each query, after calls that only warm it up.
REPEATS, WARM_UPS = 7, 2
# A query that takes longer than so many CPU seconds is timed fewer times; its n says so.
SLOW_SECONDS, SLOW_REPEATS = 1.0, 3

# By facet: pairs of value and count, or what a package gives in their place: buckets, two columns.
Counts = Mapping[str, Any]


class Session(Protocol):
    """An open index. `compile` is outside the clock, the other two are inside."""

    def compile(self, query: Query) -> Any:
        """The query in the engine's own form; None for a kind that the engine does not know."""

    def top(self, compiled: Any) -> tuple[Sequence[str], int]:
        """The ids of the best 10, and how many match; -1 where the engine does not say."""

    def faceted(self, compiled: Any) -> tuple[Sequence[str], int, Counts]:
        """The same, with the counts of every actor, month and source, most frequent first."""


class Engine(Protocol):
    """What is measured. `sample` bounds the queries of an engine that takes too long."""

    name: str
    sample: int | None

    def version(self) -> str:
        """Name and number of the release."""

    def prepare(self, documents: list[NewsDocument]) -> list[Any]:
        """The documents as the engine's caller holds them, before the clock starts."""

    def build(self, folder: Path, prepared: list[Any]) -> None:
        """Index all, in the engine's final form, on disk."""

    def open(self, folder: Path) -> Session:
        """Open a finished index."""


def serve(engine: Engine, arguments: Sequence[str] | None = None) -> None:
    """Do what the command line asks and print what was measured."""
    command, first, second = arguments if arguments is not None else sys.argv[1:4]
    if command == "build":
        _emit(measure_build(engine, Path(first), Path(second)))
    elif command == "query":
        measure_queries(engine, Path(first), read_queries(Path(second)))
    else:
        raise SystemExit(f"“{command}” is neither build nor query")


def measure_build(engine: Engine, collection: Path, folder: Path) -> dict[str, Any]:
    """Build one index; the documents are in memory before the clock starts."""
    prepared = engine.prepare(read_collection(collection))
    count = len(prepared)
    # Documents that are only waiting shall not be walked by the collector during the build.
    gc.collect()
    gc.freeze()
    memory.forget_peak()
    before, cpu, wall = memory.resident_mb(), memory.cpu_seconds(), time.perf_counter()
    engine.build(folder, prepared)
    memory.sync_files(folder)
    sizes = memory.folder_bytes(folder)
    return {
        "measure": "build",
        "version": engine.version(),
        "documents": count,
        "cpu_s": round(memory.cpu_seconds() - cpu, 3),
        "wall_s": round(time.perf_counter() - wall, 3),
        "peak_mb": round(memory.resident_mb("VmHWM"), 1),
        "held_before_mb": round(before, 1),
        "disk_bytes": sum(sizes.values()),
        "largest_files": dict(list(sizes.items())[:12]),
    }


def measure_queries(engine: Engine, folder: Path, queries: tuple[Query, ...]) -> None:
    """Open one index and time every query, first the top 10 alone, then with all counts."""
    if engine.sample:
        queries = sample_queries(queries, engine.sample)
    wall, cpu = time.perf_counter(), time.thread_time()
    session = engine.open(folder)
    opening = {"measure": "open", "version": engine.version()}
    opening |= {"cpu_ms": _ms(time.thread_time() - cpu), "wall_ms": _ms(time.perf_counter() - wall)}
    _emit(opening)
    gc.collect()
    gc.freeze()
    began, calls = memory.cpu_seconds(), 0
    alone = time.thread_time()
    for measure, call in (("top10", session.top), ("facets", session.faceted)):
        for query in queries:
            compiled = session.compile(query)
            if compiled is not None:
                timed = _time(call, compiled)
                calls += timed.pop("calls")
                _emit({"measure": measure, "number": query.number, "kind": query.kind, **timed})
    _emit(
        {
            "measure": "memory",
            "calls": calls,
            "resident_mb": round(memory.resident_mb(), 1),
            "own_mb": round(memory.resident_mb("RssAnon"), 1),
            # Where this is above 1, other threads worked too and the query times miss their part.
            "process_per_thread": round((memory.cpu_seconds() - began) / (time.thread_time() - alone), 3),
        }
    )


def _time(call: Callable[[Any], Any], compiled: Any) -> dict[str, Any]:
    """CPU ms of one query: its first call, then the median of the repeats."""
    clock = time.thread_time
    began = clock()
    answer = call(compiled)
    first = clock() - began
    slow = first > SLOW_SECONDS
    for _ in range(0 if slow else WARM_UPS - 1):
        call(compiled)
    times = []
    for _ in range(SLOW_REPEATS if slow else REPEATS):
        began = clock()
        call(compiled)
        times.append(clock() - began)
    counts = answer[2] if len(answer) > 2 else {}
    return {
        "ms": _ms(statistics.median(times)),
        "first_ms": _ms(first),
        "n": len(times),
        "calls": len(times) + (1 if slow else WARM_UPS),
        "hits": answer[1],
        "values": {name: len(_numbers(own)) for name, own in counts.items()},
        "counted": {name: sum(_numbers(own)) for name, own in counts.items()},
    }


def _numbers(counted: Any) -> list[int]:
    """The counts of one facet, in whichever form a package gives them."""
    if hasattr(counted, "counts"):
        return list(counted.counts)
    return [int(one["doc_count"] if isinstance(one, dict) else one[1]) for one in counted]


def _ms(seconds: float) -> float:
    return round(seconds * 1000.0, 4)


def _emit(facts: Mapping[str, Any]) -> None:
    print(json.dumps(facts), flush=True)
