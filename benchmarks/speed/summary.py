"""One result as tables for the terminal and for the report.

Only arranges figures; what they are is decided where they are measured.
"""

from collections.abc import Mapping
from typing import Any

from benchmarks.speed.collection import KINDS
from benchmarks.speed.figures import ratio, short_number, spread, table

OURS = "ours"
TITLES = {"top10": "Top 10 with the true total, CPU ms", "facets": "Top 10 and all counts, CPU ms"}
Rows = list[list[str]]


def print_summary(result: Mapping[str, Any]) -> None:
    """Everything that one run measured."""
    print(f"\n{machine_line(result)}")
    for measure, title in TITLES.items():
        print(f"\n{title}\n{table(query_rows(result, measure))}")
    print(f"\nThe p50 with counts in each pass, ms: {noise_line(result)}")
    print(f"\nHits by kind of query\n{table(hit_rows(result))}")
    print(f"\nBuild\n{table(build_rows(result))}")
    if result["desk"]:
        print(f"\nDesk\n{table(desk_rows(result))}")


def machine_line(result: Mapping[str, Any]) -> str:
    """When and on what."""
    return (
        f"{result['date']}, commit {result['commit']}, {result['cpu']}, {result['cores']} cores, "
        f"{result['memory_gb']} GB, Python {result['python']}; {result['documents']:,} documents "
        f"({result['collection']}), {result['queries']} queries"
    )


def query_rows(result: Mapping[str, Any], measure: str) -> Rows:
    """p50, p95, greatest, first call, n of each engine, and ours / theirs."""
    rows = [["engine", "p50", "p95", "max", "first p50", "queries", "n", "ratio p50", "ratio p95"]]
    ours = result["engines"][OURS][measure]["ms"]
    for name, facts in result["engines"].items():
        times = spread(facts[measure]["ms"])
        first = spread(facts[measure]["first_ms"])
        shared = ratio(ours, facts[measure]["ms"])
        if times is None or first is None or shared is None:
            continue
        figures = [times.p50, times.p95, times.most, first.p50]
        ratios = ["", ""] if name == OURS else [short_number(shared.p50), short_number(shared.p95)]
        count = facts[measure]["n"] * len(facts[measure]["passes_p50"])
        rows.append([name, *map(short_number, figures), str(times.n), str(count), *ratios])
    return rows


def noise_line(result: Mapping[str, Any]) -> str:
    """The p50 with counts of every pass, engine by engine, ours first and last of all passes."""
    return "; ".join(
        f"{name} {', '.join(map(short_number, facts['facets']['passes_p50']))}"
        for name, facts in result["engines"].items()
    )


def hit_rows(result: Mapping[str, Any]) -> Rows:
    """All hits of each kind: engines that read the same words find about the same.

    "same hits" counts the queries with as many hits as ours; "other counts" those of them whose
    actors' counts add up to something else.
    """
    rows = [["engine", *KINDS, "same hits", "other counts"]]
    ours = result["engines"][OURS]
    for name, facts in result["engines"].items():
        sums: dict[str, int] = {}
        for number, hits in facts["hits"].items():
            kind = result["kinds"][int(number)]
            sums[kind] = sums.get(kind, 0) + hits
        same = [number for number, hits in facts["hits"].items() if hits == ours["hits"][number]]
        other = sum(facts["counted"][number] != ours["counted"][number] for number in same)
        found = (f"{sums[kind]:,}" if kind in sums else "-" for kind in KINDS)
        rows.append([name, *found, f"{len(same)} of {len(facts['hits'])}", str(other)])
    return rows


def build_rows(result: Mapping[str, Any]) -> Rows:
    """CPU, memory, disk and opening of each engine."""
    rows = [["engine", "CPU s", "ours / theirs", "documents / s", "peak MB", "above documents"]]
    rows[0] += ["disk / text", "opening ms", "memory after queries MB"]
    ours = build_seconds(result["engines"][OURS]["build"])
    for name, facts in result["engines"].items():
        build, opening = facts["build"], facts["open"]
        seconds = build_seconds(build)
        row = [name, short_number(seconds), "" if name == OURS else short_number(ours / seconds)]
        row += [f"{build['documents'] / seconds:,.0f}", f"{build['peak_mb']:,.0f}"]
        row += [f"{build['peak_mb'] - build['held_before_mb']:,.0f}"]
        row += [short_number(build["disk_bytes"] / result["text_bytes"]), short_number(opening["cpu_ms"])]
        rows.append([*row, f"{facts['memory']['resident_mb']:,.0f} after {facts['memory']['calls']:,}"])
    return rows


def build_seconds(build: Mapping[str, Any]) -> float:
    """CPU seconds of a build; the mean where it was done twice."""
    times = [build["cpu_s"], build.get("again_cpu_s", build["cpu_s"])]
    return float(sum(times) / len(times))


def desk_rows(result: Mapping[str, Any]) -> Rows:
    """The commands and the whole answers."""
    desk = result["desk"]
    rows = [["what", "figure"]]
    # Measured beside the answers: two processes may meet the machine in two moods.
    faceted = spread(desk.get("faceted_ms") or result["engines"][OURS]["facets"]["ms"])
    for name, title in (("fresh_ms", "fresh documents"), ("repeated_ms", "the same page again")):
        times = spread(desk.get(name, {}))
        if times and faceted:
            share = f"{short_number(times.p50 / faceted.p50)} x the faceted top 10"
            figures = f"p50 {short_number(times.p50)} ({share}), p95 {short_number(times.p95)} CPU ms"
            rows.append([f"whole answer, {title}", figures])
    for step, cost in desk.get("opening", {}).items():
        figures = f"{short_number(cost['cpu_ms'])} CPU ms, {short_number(cost['wall_ms'])} ms"
        rows.append([f"opening: {step}", figures])
    if "searches" in desk:
        figures = f"{desk['resident_mb']:,.0f} MB, of which its own {desk['own_mb']:,.0f} MB"
        rows.append([f"memory after {desk['searches']:,} searches", figures])
        share = short_number(desk["generation_bytes"] / result["text_bytes"])
        rows.append(["disk of a generation / text", share])
    for name in ("rebuild", "update"):
        if name in desk:
            cost = desk[name]
            figures = f"{short_number(cost['cpu_s'])} CPU s, {short_number(cost['wall_s'])} s"
            rows.append([f"python -m indexer {name}", f"{figures}, peak {cost['peak_mb']:,.0f} MB"])
    if "update" in desk:
        changed = f"{desk['update']['changed']:,} of {desk['rebuild']['documents']:,}"
        rows.append([f"update of {changed} / rebuild", short_number(desk["update"]["of_rebuild"])])
    return rows
