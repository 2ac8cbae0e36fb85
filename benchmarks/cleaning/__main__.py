"""Cleans labelled pages with ours and with other programs, side by side in one run.

A file is JSON lines, packed or not. With `gold` in each line it is of pages: `html`, or text as
`article`, `lines`, `para`, `blank`. With `spans` it is of texts in which residue is labelled.
Prints what was measured; writes only where it is told to.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.cleaning.measuring import (
    VARIANTS,
    PageFile,
    SpanFile,
    measure_pages,
    measure_spans,
    read_rows,
)
from benchmarks.cleaning.peers import NAMES, OURS, PEERS
from benchmarks.cleaning.report import page_rows, span_rows, title, worst_rows, write_page
from benchmarks.speed.figures import table
from benchmarks.speed.machine import describe

ROOT = Path(__file__).parent.parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write a page where one is named."""
    given = _parse(arguments)
    peers = (OURS, *_chosen("peer", given.peers, NAMES))
    variants = _chosen("variant", given.variants, VARIANTS)
    pages: list[PageFile] = []
    spans: list[SpanFile] = []
    for path in given.files:
        rows = read_rows(path)[: given.limit]
        name = path.name.partition(".")[0]
        if "spans" in rows[0]:
            spans.append(measure_spans(name, rows))
        else:
            pages += measure_pages(name, rows, peers, variants, _say)
    for file in pages:
        print(f"\n{title(file)}\n{table(page_rows(file))}")
        if given.worst:
            print(f"\nWorst pages of ours\n{table(worst_rows(file, given.worst))}")
    if spans:
        print(f"\n{table(span_rows(spans))}")
    if given.report:
        packages = [peer.package for peer in PEERS if peer.name in peers and not peer.missing()]
        here = {package: version(package) for package in dict.fromkeys(packages) if package}
        given.report.write_text(write_page(describe(ROOT), here, pages, spans), encoding="utf-8")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cleaning",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl[.gz]")
    parser.add_argument("--peers", metavar="A,B", help=f"of {', '.join(NAMES)}; else all that are installed")
    parser.add_argument("--variants", metavar="A,B", help=f"of {', '.join(VARIANTS)}; else all")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first pages of each file")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show our worst pages of each")
    parser.add_argument("--report", type=Path, metavar="FILE.md", help="write the tables as a page")
    return parser.parse_args(arguments)


def _chosen(kind: str, names: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a list with commas, all that are known where there is none."""
    chosen = tuple(filter(None, names.split(","))) if names is not None else known
    for name in chosen:
        if name not in known:
            raise SystemExit(f"There is no {kind} “{name}”; there are {', '.join(known)}")
    return chosen


def _say(line: str) -> None:
    """What goes on, apart from the figures."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
