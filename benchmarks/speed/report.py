"""Results of several sizes as a page of the documentation.

Only writes down; every figure comes from a result file.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.speed.figures import Spread, ratio, short_number, spread
from benchmarks.speed.summary import (
    OURS,
    TITLES,
    Rows,
    build_rows,
    desk_rows,
    hit_rows,
    machine_line,
    noise_line,
    query_rows,
)

Results = Sequence[Mapping[str, Any]]
_INTRODUCTION = """# Speed

One run a size: the same queries on the same documents, each engine alone in its process, one
thread, CPU time of that thread. A figure is the median of at least 7 calls after warm-up (`n` says
how many, over all passes); a query that takes more than a second is called 3 times. This project's
engine is asked before and after its peers; where there are several passes, a query's time is the
median of them. Ratios are ours divided by theirs, over the queries that both answered: below 1 ours
is faster. The slowest engine answers a sample of 12 queries, of all kinds.

Repeat it: `make bench` (5 minutes), or `python -m benchmarks.speed --documents 100000 --out
benchmarks/speed/results/100000.json`, then `python -m benchmarks.speed --report docs/speed.md`.
"""
_REMARKS = """## What to know

- The text is one field, title and text, words lower-cased and not stemmed in every engine, with
  positions. This project's index holds the stems of the words beside, the offsets for
  its marks, and each page as it was delivered: its peers hold none of these.
- Counts are of all actors, months and sources over all hits, as objects of the caller's language,
  most frequent first. This project's facet of dates counts years and days beside the months, and
  gives months and years.
- Totals are true in every engine. Lucene and tantivy would be quicker at a top 10 without one.
- tantivy searches and counts in two calls, as its Python package has no call for both; the search
  need not count hits then. Its ids come from its document store, Lucene's from a column.
- Lucene's times are those of the searching thread, compiled after 20 rounds over all queries; its
  compiler and garbage collector are not in them. They are in the CPU time of its build.
- SQLite and Xapian 1.4 know no fuzzy words. Hits differ where engines cut words in other places
  (U.S., 3.5) and where a fuzzy word must begin with the same letter.
- Builds begin with the documents in memory as the caller holds them, and end when all is on disk.
  "Above documents" is the peak without what was held before. `python -m indexer rebuild` is
  the whole command with reading, hashing and checking, its memory that of all its processes.
- Opening a generation first hashes each of its bytes; the other steps are apart from it.
"""


def write_report(path: Path, results: Results) -> None:
    """The page, the smallest collection first. The plot stands beside it under the same name."""
    ordered = sorted(results, key=lambda result: result["documents"])
    parts = [_INTRODUCTION, f"![Growth]({path.with_suffix('.svg').name})\n", *_growth(ordered)]
    for result in ordered:
        parts += [f"## {result['documents']:,} documents\n", f"{machine_line(result)}.\n"]
        for measure, title in TITLES.items():
            parts += [f"{title}:\n", markdown(query_rows(result, measure))]
        parts += [f"The p50 with counts in each pass, ms: {noise_line(result)}.\n"]
        parts += ["Build, CPU seconds:\n", markdown(build_rows(result))]
        if result["desk"]:
            parts += ["The whole program:\n", markdown(desk_rows(result))]
        parts += ["Hits of all queries by kind:\n", markdown(hit_rows(result))]
    path.write_text("\n".join((*parts, _REMARKS)), encoding="utf-8")


def _growth(results: Results) -> list[str]:
    """p50 with all counts by size, each with how many times the p50 of the size before it is."""
    names = dict.fromkeys(name for result in results for name in result["engines"])
    sizes = [f"{result['documents']:,}" for result in results]
    rows: Rows = [["engine", *sizes]]
    for name in names:
        engines = [result["engines"].get(name) for result in results]
        found = [spread(engine["facets"]["ms"]) if engine else None for engine in engines]
        rows.append([name, *map(_grown, found, [None, *found])])
    ratios = [["ours / theirs", *sizes]]
    ratios += [[name, *(_ratios(result, name) for result in results)] for name in names if name != OURS]
    titles = ("## Growth\n\nTop 10 and all counts, p50 in CPU ms:\n", "The same as ratios, p50 and p95:\n")
    return [titles[0], markdown(rows), titles[1], markdown(ratios)]


def _grown(now: Spread | None, before: Spread | None) -> str:
    """A p50, with its growth where the size before was measured too."""
    if now is None:
        return ""
    return short_number(now.p50) + (f" ({short_number(now.p50 / before.p50)} x)" if before else "")


def _ratios(result: Mapping[str, Any], name: str) -> str:
    if name not in result["engines"]:
        return ""
    found = ratio(result["engines"][OURS]["facets"]["ms"], result["engines"][name]["facets"]["ms"])
    return f"{short_number(found.p50)} / {short_number(found.p95)}" if found else ""


def markdown(rows: Rows) -> str:
    """Rows as a table in Markdown, the first row its head.

    >>> print(markdown([["engine", "p50"], ["ours", "1.2"]]), end="")
    | engine | p50 |
    |---|---:|
    | ours | 1.2 |
    """
    head, *others = (f"| {' | '.join(row)} |" for row in rows)
    rule = f"|---|{'---:|' * (len(rows[0]) - 1)}"
    return "\n".join((head, rule, *others)) + "\n"
