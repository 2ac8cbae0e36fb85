"""What was measured on clusters, as tables and as a page. Measures nothing."""

from collections.abc import Sequence
from typing import Any

from benchmarks.speed.report import markdown
from benchmarks.speed.summary import Rows


def rate_rows(builds: Sequence[dict[str, Any]], documents: int) -> Rows:
    """How fast each was built, and what a document takes there."""
    rows = [["where", "documents/s", "times as long", "bytes a document", "times as many"]]
    first = builds[0]
    rows += [
        [
            built["where"],
            f"{documents / built['seconds']:,.0f}",
            f"{built['seconds'] / first['seconds']:.2f}",
            f"{built['bytes'] / documents:,.0f}",
            f"{built['bytes'] / first['bytes']:.2f}",
        ]
        for built in builds
    ]
    return rows


def time_rows(times: Sequence[dict[str, Any]]) -> Rows:
    """Answers with all facets, beside those of the array engine in the same turns."""
    rows = [
        [
            "nodes",
            "n",
            "one disk p50",
            "p95",
            "cluster p50",
            "p95",
            "ratio p50",
            "totals that differ",
            "top 10 shared",
        ]
    ]
    for told in times:
        asked = told["asked"]
        disk, cluster = asked.disk, asked.cluster
        rows.append(
            [
                str(told["nodes"]),
                str(asked.questions * asked.rounds),
                *(f"{value:.1f} ms" for value in (*disk, *cluster)),
                f"{cluster[0] / disk[0]:.2f}",
                str(asked.wrong),
                f"{asked.overlap:.3f}",
            ]
        )
    return rows


def fault_rows(found: dict[str, Any]) -> Rows:
    """What readers and a rebuild lost."""
    rows = [["what was done", "right", "wrong", "errors shown", "slowest answer", "seconds to green"]]
    if not found:
        return rows
    for said, seen, green in (
        ("a node killed under 4 readers, and back", found["searched"].seen, f"{found['searched'].green:.0f}"),
        ("20 swaps of generations under 8 readers", found["swapped"], ""),
    ):
        counts = (
            f"{seen.right:,}",
            str(len(seen.wrong)),
            str(len(seen.errors)),
            f"{seen.slowest:.2f} s",
            green,
        )
        rows.append([said, *counts])
    kept = f"{found['documents']:,} of {found['pages']:,} documents"
    green = f"{found['rebuilt'].green:.0f}"
    rows.append(["a node killed in a rebuild, and back", kept, str(found["differ"]), "", "", green])
    return rows


def write_page(facts: dict[str, Any], tables: Sequence[Rows]) -> str:
    """All of it, with on what it was measured."""
    rate, times, faults = map(markdown, tables)
    return f"""# On a cluster, measured

All nodes of a cluster ran on this one machine, beside the desk and its readers: more nodes have no more
processors here, and what the tables tell is what each step costs, not what it wins. Wall-clock times; the
disk and the cluster were asked in turns. The collection is generated. Repeat it:
`python -m benchmarks.cluster --documents {facts["documents"]} --report docs/scale-figures.md`.

{facts["date"]}, commit {facts["commit"]}, {facts["cpu"]}, {facts["cores"]} cores, {facts["memory_gb"]} GB, \
Python {facts["python"]}; load before {facts["load_before"]}; {facts["documents"]:,} documents.

## Building

`rebuild --no-clean` with linking, one process; a shard a node, a copy of each where there are more. Bytes are
those of one copy.

{rate}
## Answers with all facets

{times}
## Faults, on three nodes with one copy of each shard

{faults}"""
