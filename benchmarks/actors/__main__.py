"""Links labelled texts with ours and with other programs, side by side in one run.

A file is JSON lines. A line has its `text`, or names a `file` in the folder of --texts, and any of:
`doc_actors` and `doc_actors_optional`, ids; `actors` and `places`, spans with `id`, `start`, `end`;
`dates`, spans with `value`, and `published`; `expected`, all ids of a trap case. Other ways of giving
the same are shown by tests/quality/texts/linking.jsonl.
Prints what was measured; writes only where it is told to.

Example:
  python -m benchmarks.actors tests/quality/texts/linking.jsonl --peers "flashtext"
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.actors.gold import read_gold
from benchmarks.actors.measuring import measure
from benchmarks.actors.peers import NAMES, OURS, PEERS
from benchmarks.actors.report import cost_rows, score_tables, write_page
from benchmarks.speed.figures import table
from benchmarks.speed.machine import describe

ROOT = Path(__file__).parent.parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write a page where one is named."""
    given = _parse(arguments)
    peers = (OURS, *_chosen(given.peers))
    try:
        files = [(path.name.partition(".")[0], read_gold(path, given.texts)) for path in given.files]
    except (OSError, ValueError, KeyError) as error:
        raise SystemExit(f"The labelled texts cannot be used: {error!r}") from error
    run = measure(files, peers, _say)
    for file in run.files:
        for title, rows in score_tables(file):
            print(f"\n{title}\n{table(rows)}")
    print(f"\nSpeed and memory\n{table(cost_rows(run))}")
    if given.report:
        packages = [peer.package for peer in PEERS if peer.name in peers and not peer.missing()]
        here = {package: version(package) for package in dict.fromkeys(packages) if package}
        given.report.write_text(write_page(describe(ROOT), here, run), encoding="utf-8")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.actors",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="GOLD.jsonl")
    parser.add_argument("--peers", metavar="A;B", help=f"of {'; '.join(NAMES)}. Else all that are installed")
    parser.add_argument(
        "--texts",
        type=Path,
        default=ROOT / "seeds",
        metavar="FOLDER",
        help="of texts named by file; else seeds/",
    )
    parser.add_argument("--report", type=Path, metavar="FILE.md", help="write the tables as a page")
    return parser.parse_args(arguments)


def _chosen(names: str | None) -> tuple[str, ...]:
    """The names of a list with semicolons, as some hold a comma; all where there is none."""
    chosen = tuple(filter(None, map(str.strip, names.split(";")))) if names is not None else NAMES
    for name in chosen:
        if name not in NAMES:
            raise SystemExit(f"There is no peer “{name}”; there are {'; '.join(NAMES)}")
    return chosen


def _say(line: str) -> None:
    """What goes on, apart from the figures."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
