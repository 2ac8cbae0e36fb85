"""Measures pages: CPU milliseconds and bytes by kind of page, in this process.

Run as `python -m benchmarks.pages INDEX [--pages N] [--passes N] [--seed N] [--slowest N]`. The
addresses are drawn from the index itself, and each is asked once through the web app without a
server, so that neither sockets nor waiting are counted. What a generation prepares once is asked
for before the clock starts. Each pass has an app of its own, which has kept nothing; the time of a
page is the median of its passes, as other programs slow some of them down.
"""

import argparse
import gzip
import random
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from werkzeug.test import EnvironBuilder

from benchmarks.pages.asking import Reader
from benchmarks.speed.figures import percentile, short_number, table
from benchmarks.speed.memory import resident_mb
from indexer.api import Settings, open_search
from indexer.cli_process import rare_collections
from webapp.app import create_app
from webapp.desk import EXTENSION

HEADS = ("page", "p50", "p95", "most", "n", "KB", "largest", "gzip KB")


@dataclass(frozen=True, slots=True)
class Page:
    """One page that was asked for: CPU milliseconds, and bytes plain and packed."""

    kind: str
    address: str
    status: int
    ms: float
    size: int
    packed: int


def ask(app: Any, address: str, headers: dict[str, str] | None = None) -> tuple[int, float, bytes]:
    """The status of a page, the CPU milliseconds of this process that it took, and its bytes."""
    environ = EnvironBuilder(path=address, base_url="http://localhost", headers=headers).get_environ()
    heads: list[str] = []

    def start(status: str, _headers: object, _error: object = None) -> None:
        heads.append(status)

    began = time.process_time()
    answer = app(environ, start)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    took = (time.process_time() - began) * 1000.0
    return int(heads[-1].partition(" ")[0]), took, body


def measure(app: Any, asked: Iterable[tuple[str, str]]) -> list[Page]:
    """Ask for every address once."""
    pages = []
    for kind, address in asked:
        status, took, body = ask(app, address)
        pages.append(Page(kind, address, status, took, len(body), len(gzip.compress(body, 6))))
    return pages


def medians(passes: list[list[Page]]) -> list[Page]:
    """Pages with the median of their times in several passes."""
    return [
        replace(one[0], ms=statistics.median(page.ms for page in one)) for one in zip(*passes, strict=True)
    ]


def line(name: str, pages: list[Page]) -> list[str]:
    """The figures of some pages: CPU percentiles, their number, mean and largest size."""
    times = [page.ms for page in pages]
    figures = [percentile(times, 0.5), percentile(times, 0.95), max(times)]
    mean = sum(page.size for page in pages) / len(pages)
    packed = sum(page.packed for page in pages) / len(pages)
    sizes = (mean, max(page.size for page in pages), packed)
    return [name, *map(short_number, figures), f"{len(pages):,}", *(f"{size / 1000:.1f}" for size in sizes)]


def main() -> None:
    """Draw the addresses, ask for each once, print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("index", type=Path, help="the folder of an index")
    parser.add_argument("--pages", type=int, default=60, help="pages of each kind")
    parser.add_argument("--passes", type=int, default=1, help="how often each page is asked anew")
    parser.add_argument("--seed", type=int, default=7, help="draws other addresses")
    parser.add_argument("--slowest", type=int, default=0, help="so many of the slowest pages are shown")
    asked = parser.parse_args()
    lot = random.Random(asked.seed)
    with open_search(asked.index) as search:
        reader = Reader(search, lot)
        warm = list(reader.addresses(1))
        drawn = list(reader.addresses(asked.pages))
        documents = search.collection.documents
    # As mixed as readers ask: no kind finds the caches as it would leave them itself.
    lot.shuffle(drawn)
    passes = []
    for _ in range(asked.passes):
        app = create_app(Settings(index=asked.index))
        measure(app, warm)
        before = resident_mb("RssAnon")
        with rare_collections():  # as `serve` does
            passes.append(measure(app, drawn))
        app.extensions[EXTENSION].live.close()
    pages = medians(passes)
    print(f"{documents:,} documents, CPU ms of one page, each asked once, median of {asked.passes}")
    kinds = [kind for kind in reader.kinds if any(page.kind == kind for page in pages)]
    lines = [line(kind, [page for page in pages if page.kind == kind]) for kind in kinds]
    print(table([HEADS, *lines, line("all", pages)]))
    print(f"statuses {sorted({page.status for page in pages})}")
    print(f"own memory {before:.0f} MB before the last pass, {resident_mb('RssAnon'):.0f} after it")
    for page in sorted(pages, key=lambda page: -page.ms)[: asked.slowest]:
        print(f"{page.ms:8.2f}  {page.kind}: {page.address}")


if __name__ == "__main__":
    main()
