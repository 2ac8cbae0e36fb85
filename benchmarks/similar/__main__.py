"""Measures similar stories: on collections with judged queries, and at their cost in an index.

FOLDER holds NAME.docs.jsonl.gz ({"id", "title", "text"}) and NAME.qrels.jsonl.gz ({"query", "doc", "rel"}).
Prints what was measured; writes only where it is told to.

Example:
  python -m benchmarks.similar FOLDER --index index --report docs/similar-figures.md
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.similar.cost import measure_book, measure_cost
from benchmarks.similar.judged import read_collections
from benchmarks.similar.quality import measure_floor, measure_order
from benchmarks.similar.report import cost_rows, floor_rows, order_rows, write_page
from benchmarks.speed.figures import table
from benchmarks.speed.machine import describe

ROOT = Path(__file__).parent.parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write a page where one is named."""
    given = _parse(arguments)
    try:
        collections = tuple(read_collections(given.folder))
    except (OSError, ValueError, KeyError) as error:
        raise SystemExit(f"The judged collections cannot be used: {error!r}") from error
    with tempfile.TemporaryDirectory(prefix="cuttings-similar-") as folder:
        order = measure_order(collections, Path(folder), _say)
        floor = measure_floor(collections, Path(folder), _say)
    cost: dict[str, Any] = {"book": measure_book()}
    if given.index:
        cost |= measure_cost(given.index, given.documents)
    tables = (order_rows(order), floor_rows(floor), cost_rows(cost))
    for rows in tables:
        print(f"\n{table(rows)}")
    if given.report:
        given.report.write_text(write_page(describe(ROOT), tables), encoding="utf-8")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.similar",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index to measure the cost in")
    parser.add_argument("--documents", type=int, default=400, metavar="N", help="asked for in it; else 400")
    parser.add_argument("--report", type=Path, metavar="FILE.md", help="write the tables as a page")
    return parser.parse_args(arguments)


def _say(line: str) -> None:
    """What goes on, apart from the figures."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
