"""Measures the desk on clusters of this machine beside the desk on its disk, and kills nodes of them.

Starts and stops its own clusters. Prints what was measured; writes only where it is told to.

Example:
  python -m benchmarks.cluster --documents 20000 --report docs/scale-figures.md
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.cluster.faults import Place, kill_under_readers, kill_when_begun, rebuild, swap_under_readers
from benchmarks.cluster.questions import ask_all, make_questions
from benchmarks.cluster.report import fault_rows, rate_rows, time_rows, write_page
from benchmarks.cluster.speed import build_on_cluster, build_on_disk, compare
from benchmarks.speed.figures import table
from benchmarks.speed.machine import describe
from tests.opensearch_cluster import start_cluster, stop
from tests.real_server import serving
from tests.reported_news import save_reports, write_reports

ROOT = Path(__file__).parent.parent.parent
SEED = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write a page where one is named."""
    given = _parse(arguments)
    facts = describe(ROOT) | {"documents": given.documents}
    with tempfile.TemporaryDirectory(prefix="cuttings-cluster-") as folder:
        work = Path(folder)
        seeds, fewer = work / "reports.jsonl", work / "fewer.jsonl"
        save_reports(seeds, given.documents, SEED)
        save_reports(fewer, given.documents // 2, SEED + 1)
        pages = write_reports(min(given.documents, 2000), SEED)
        took, size = build_on_disk(seeds, work / "index")
        builds = [{"where": "one disk", "seconds": took, "bytes": size}]
        _say(f"one disk: {given.documents / took:.0f} documents/s")
        times: list[dict[str, Any]] = []
        faults: dict[str, Any] = {}
        texts = _texts(pages, given.questions)
        for nodes in given.nodes:
            with _cluster(nodes, given.heap) as place:
                built, held = build_on_cluster(place, seeds)
                _require(built.code == 0, built.errors)
                builds.append(
                    {"where": f"{nodes} node{'s' * (nodes > 1)}", "seconds": built.seconds, "bytes": held}
                )
                _say(f"{nodes} nodes: {given.documents / built.seconds:.0f} documents/s")
                asked = compare(work / "index", place, texts, given.rounds)
                times.append({"nodes": nodes, "asked": asked})
                _say(f"{nodes} nodes: {asked}")
                if nodes > 2 and given.faults:
                    with serving(work / "index") as desk:
                        questions = make_questions(pages, given.questions, SEED)
                        right = ask_all(desk.port, questions)
                    faults = _attack(place, seeds, fewer, right, work)
    tables = (rate_rows(builds, given.documents), time_rows(times), fault_rows(faults))
    for rows in tables:
        print(f"\n{table(rows)}")
    if given.report:
        given.report.write_text(write_page(facts, tables), encoding="utf-8")
    return 0


def _attack(place: Place, seeds: Path, fewer: Path, right: Any, work: Path) -> dict[str, Any]:
    """All faults on three nodes, each after the other."""
    found: dict[str, Any] = {"searched": kill_under_readers(place, right, 1, 5.0)}
    _say(f"under readers: {found['searched']}")
    whole = sum(1 for line in seeds.open(encoding="utf-8") if line.strip())
    found["rebuilt"] = rebuild(place, seeds, meanwhile=kill_when_begun(place, 2, whole // 3))
    _require(found["rebuilt"].code == 0, found["rebuilt"].errors)
    found["documents"], found["pages"] = place.documents(), whole
    with serving(Path("index"), **place.settings()) as desk:
        found["differ"] = sum(answer != right[asked] for asked, answer in ask_all(desk.port, right).items())
    _say(f"rebuild with a killed node: {found['documents']} of {whole}, {found['differ']} answers differ")
    build_on_disk(fewer, work / "fewer")
    with serving(work / "fewer") as desk:
        other = ask_all(desk.port, right)
    second = rebuild(place, fewer).report["generation"]
    names = (str(found["rebuilt"].report["generation"]), str(second))
    found["swapped"] = swap_under_readers(place, names, (right, other), 20)
    _say(f"swapped: {found['swapped']}")
    return found


def _texts(pages: Sequence[dict[str, str]], count: int) -> tuple[str, ...]:
    """Searches of one to three words of the collection."""
    words = [page["text"].lower().split() for page in pages]
    return tuple(
        " ".join(word.strip(".,") for word in words[at * 7 % len(words)][20 : 21 + at % 3])
        for at in range(count)
    )


@contextmanager
def _cluster(nodes: int, heap: int) -> Iterator[Place]:
    name = f"bench-{os.getpid()}-{nodes}"
    try:
        yield Place(start_cluster(name, nodes, heap_mb=heap, light=False, holder=os.getpid()), "bench")
    finally:
        stop(name)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cluster",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--documents", type=int, default=20_000, metavar="N")
    parser.add_argument("--questions", type=int, default=60, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each is asked")
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 3], metavar="N")
    parser.add_argument("--heap", type=int, default=1024, metavar="MB", help="of each node")
    parser.add_argument("--no-faults", dest="faults", action="store_false")
    parser.add_argument("--report", type=Path, metavar="FILE.md", help="write the tables as a page")
    return parser.parse_args(arguments)


def _require(well: bool, said: str) -> None:  # noqa: FBT001  # a check reads so
    if not well:
        raise SystemExit(said)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
