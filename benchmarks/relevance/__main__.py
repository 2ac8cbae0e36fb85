"""Ranks collections with ours and with other programs, side by side in one run.

A collection is named by its docs file, NAME.docs.jsonl.gz, or as FOLDER/NAME; NAME.queries.jsonl.gz and
NAME.qrels.jsonl.gz stand beside it. Lines are {"id", "title", "text"}, {"id", "text"} and
{"query", "doc", "rel"}. Prints what was measured; writes only where it is told to.

Variants of ours are compared by a module that has a tuple VARIANTS of them (see ours.py); the first one
is what all others are compared with. To tune on one half of the queries and judge on the other: --half.

Example:
  python -m benchmarks.relevance tests/quality/relevance/sahel --peers bm25s
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.relevance.collection import HALVES, read_collection
from benchmarks.relevance.measuring import measure
from benchmarks.relevance.ours import VARIANTS, Variant
from benchmarks.relevance.peers import NAMES, PEERS, Peer
from benchmarks.relevance.report import missing_lines, score_rows, write_page
from benchmarks.speed.figures import table
from benchmarks.speed.machine import describe

ROOT = Path(__file__).parent.parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write a page where one is named."""
    given = _parse(arguments)
    variants, peers = _variants(given.variants), _peers(given.peers)
    try:
        collections = [read_collection(path) for path in given.collections]
    except (OSError, ValueError) as error:
        raise SystemExit(f"The collection cannot be used: {error}") from error
    run = measure(collections, variants, peers, _say, given.half)
    print("\n".join([table(score_rows(run)), *missing_lines(run)]))
    if given.report:
        given.report.write_text(write_page(describe(ROOT), run), encoding="utf-8")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.relevance",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("collections", nargs="+", type=Path, metavar="COLLECTION")
    parser.add_argument(
        "--peers", metavar="A;B", help=f"of {'; '.join(NAMES)}, or a part of their names; else all"
    )
    parser.add_argument("--half", choices=HALVES, default="all", help="every second query; else all")
    parser.add_argument("--variants", metavar="MODULE", help="with VARIANTS of ours, such as my.variants")
    parser.add_argument("--report", type=Path, metavar="FILE.md", help="write the table as a page")
    return parser.parse_args(arguments)


def _peers(names: str | None) -> tuple[Peer, ...]:
    """The peers of a list with semicolons, as names hold commas; "" are none."""
    if names is None:
        return PEERS
    chosen: list[Peer] = []
    for name in filter(None, map(str.strip, names.split(";"))):
        found = [peer for peer in PEERS if name.casefold() in peer.name.casefold()]
        if not found:
            raise SystemExit(f"There is no peer “{name}”; there are {'; '.join(NAMES)}")
        chosen += found
    return tuple(peer for peer in PEERS if peer in chosen)


def _variants(module: str | None) -> tuple[Variant, ...]:
    return VARIANTS if module is None else tuple(import_module(module).VARIANTS)


def _say(line: str) -> None:
    """What goes on, apart from the figures."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
