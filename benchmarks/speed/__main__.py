"""The command: one run of all engines, side by side.

Prints what was measured; writes only where it is told to.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.speed.collection import query_lines, read_collection, read_queries, text_bytes
from benchmarks.speed.desk import measure_desk
from benchmarks.speed.figures import short_number
from benchmarks.speed.machine import describe
from benchmarks.speed.measuring import Run, measure_engines
from benchmarks.speed.peers import NAMES, PEERS, ROOT, Peer
from benchmarks.speed.plot import write_plot
from benchmarks.speed.report import write_report
from benchmarks.speed.summary import print_summary
from benchmarks.speed.synthetic import derive_queries, write_synthetic

# News for measuring, delivered beside the project and no part of it.
NEWS = ROOT.parent / "shared" / "measure" / "speed"
GROW, QUERIES = NEWS / "make_100k.py", NEWS / "queries.tsv"
RESULTS = Path(__file__).parent / "results"
DOCUMENTS = SHORT_DOCUMENTS = 20_000
SHORT_PEERS = ("tantivy", "sqlite", "whoosh-onepass", "whoosh-groupedby")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, or write a report of what was measured before."""
    given = _parse(arguments)
    if given.report:
        results = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))]
        if not results:
            print(f"There is no result in {RESULTS}. Measure first, with --out", file=sys.stderr)
            return 1
        write_report(given.report, results)
        write_plot(given.report.with_suffix(".svg"), results)
        return 0
    with _work_folder(given.work) as work:
        result = measure(given, work)
    print_summary(result)
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(result, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--documents", type=int, metavar="N", help=f"how many; else {DOCUMENTS:,}")
    parser.add_argument("--collection", type=Path, metavar="FILE", help="JSON lines; else news, else by lot")
    parser.add_argument("--queries", type=Path, metavar="FILE", help="kind, words, from, to; tab-separated")
    parser.add_argument("--peers", metavar="A,B", help=f"of {', '.join(NAMES)}; else all that are installed")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the result as JSON")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="keep collection and indexes here")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="how often all are asked, in turn")
    parser.add_argument("--short", action="store_true", help="few peers and 20,000 documents: 5 minutes")
    parser.add_argument("--no-desk", action="store_true", help="engines only: no rebuild, no whole answers")
    parser.add_argument("--report", type=Path, metavar="FILE.md", help="write results/*.json up and end")
    return parser.parse_args(arguments)


@contextmanager
def _work_folder(kept: Path | None) -> Iterator[Path]:
    """A folder for collection and indexes, gone after the run unless it was named."""
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="cuttings-speed-") as folder:
            yield Path(folder)
        return
    kept.mkdir(parents=True, exist_ok=True)
    for path in kept.iterdir():
        # Indexes of an earlier run; a collection is kept, as it is the same each time.
        if path.is_dir() and path.name in {"seeds", "index", "ours", "ours-again", *(p.index for p in PEERS)}:
            shutil.rmtree(path)
    yield kept.resolve()


def measure(given: argparse.Namespace, work: Path) -> dict[str, Any]:
    """One run: collection and queries, all engines, the desk."""
    peers = tuple(_installed(_chosen(given)))
    facts = describe(ROOT)
    collection = _collection(given, work)
    documents = read_collection(collection)
    queries = work / "queries.tsv"
    asked = read_queries(given.queries) if given.queries else None
    if asked is None and not given.collection and QUERIES.exists():
        asked = read_queries(QUERIES)
    asked = asked or derive_queries(documents)
    queries.write_text("\n".join(query_lines(asked)) + "\n", encoding="utf-8")
    size = text_bytes(documents)
    _say(f"{len(documents):,} documents, {short_number(size / 1e6)} MB of text, {len(asked)} queries")
    result = facts | {"documents": len(documents), "text_bytes": size, "queries": len(asked)}
    result["kinds"] = [query.kind for query in asked]
    result["collection"] = given.collection.name if given.collection else _kind_of_collection()
    # Not held while others are measured.
    documents.clear()
    result["engines"] = measure_engines(Run(peers, collection, queries, work, given.rounds), _say)
    result["desk"] = {} if given.no_desk else measure_desk(collection, queries, work, _say)
    return result


def _chosen(given: argparse.Namespace) -> tuple[Peer, ...]:
    names = given.peers.split(",") if given.peers else SHORT_PEERS if given.short else NAMES
    for name in names:
        if name not in NAMES:
            raise SystemExit(f"There is no peer “{name}”; peers are {', '.join(NAMES)}")
    return tuple(peer for peer in PEERS if peer.name in names)


def _installed(peers: Sequence[Peer]) -> Iterator[Peer]:
    for peer in peers:
        reason = peer.missing()
        if reason:
            _say(f"{peer.name}: left out, {reason}")
        else:
            yield peer


def _kind_of_collection() -> str:
    return "news" if GROW.exists() else "synthetic"


def _collection(given: argparse.Namespace, work: Path) -> Path:
    """The collection as a file: the one given, news grown to the size, or one by lot."""
    if given.collection:
        return given.collection.resolve()
    count = given.documents or (SHORT_DOCUMENTS if given.short else DOCUMENTS)
    path = work / f"{_kind_of_collection()}-{count}.jsonl"
    if not path.exists():
        _say(f"making {path.name}")
        if GROW.exists():
            with path.open("wb") as file:
                subprocess.run((sys.executable, str(GROW), str(count)), check=True, stdout=file)
        else:
            write_synthetic(path, count)
    return path


def _say(line: str) -> None:
    """What goes on, apart from the figures."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
