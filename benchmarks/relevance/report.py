"""The table of what was measured, for the terminal and for a page of the documentation.

Only writes down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any

from benchmarks.relevance.collection import HALVES
from benchmarks.relevance.measures import TITLES
from benchmarks.relevance.measuring import Comparison, Run, Table, compare, half_of
from benchmarks.relevance.significance import FLIPS
from benchmarks.speed.report import markdown

Rows = list[list[str]]
_INTRODUCTION = f"""# Ranking, measured

Ours and others over the same collections in one run: the same documents and the same queries, which
people wrote and for which people said what is relevant. All words of a query are joined by *or*.

- *nDCG@10* (linear gain), *MAP*, *R@100*, *P@10* and *RR* as trec_eval counts them, to 1,000 documents
  a query, as means over all `n` queries that have a relevant document. Rows of several collections
  are means of their means.
- *ours ahead* is the nDCG@10 of ours minus that of the row, *p* how often a difference so great comes
  by luck: the paired randomisation test with {FLIPS:,} flips on both sides. Below 0.05 it is hardly luck.

`ours` is `python -m indexer rebuild --no-clean --no-link`, then `batch --match any`. Each other one is
used as its documentation shows: Whoosh with its StemmingAnalyzer, OrGroup and BM25F over title and text;
tantivy with en_stem over title and text; SQLite FTS5 with porter over unicode61, ordered by its bm25();
bm25s with PyStemmer and its own stop list; Xapian with its English stemmer, a stopper and BM25Weight.
They get the words of a query in lower case without signs, which some would read as operators; ours gets
its text as it stands.

The numbers of our ranking were chosen on every second query of Cranfield, CISI and TIME and judged on
the others; the rows of odd and even queries show both halves.

The collections are not delivered with the project; a small one of our own is, in
`tests/quality/relevance`. Repeat it:
`pip install -r requirements/bench.txt`, then
`python -m benchmarks.relevance COLLECTION.docs.jsonl.gz … --report docs/relevance-figures.md`.
"""


def score_rows(run: Run) -> Rows:
    """One table: all collections together where there are several, and each half of them; then each."""
    rows = [["collection", "ranker", "n", *TITLES, "ours ahead", "p"]]
    if len(run.tables) > 1:
        together = f"mean of {len(run.tables)}"
        rows += _rows(together, run.tables)
        if run.half == "all":
            for half in HALVES[1:]:
                rows += _rows(f"{together}, {half} queries", [half_of(table, half) for table in run.tables])
    for table in run.tables:
        rows += _rows(table.collection, [table])
    return rows


def missing_lines(run: Run) -> list[str]:
    """Why a peer has no row, one a line."""
    return [f"{peer} is missing: {why}" for peer, why in run.missing.items()]


def _rows(name: str, tables: Sequence[Table]) -> Rows:
    queries = sum(len(table.rows[0].per_query) for table in tables)
    return [_row(name, queries, comparison) for comparison in compare(tables)]


def _row(name: str, queries: int, found: Comparison) -> list[str]:
    ahead = "" if found.ahead is None else f"{found.ahead:+.4f}"
    p = "" if found.p is None else f"{found.p:.4f}"
    return [name, found.ranker, str(queries), *(f"{score:.4f}" for score in astuple(found.scores)), ahead, p]


def write_page(facts: Mapping[str, Any], run: Run) -> str:
    """The page of the documentation in Markdown."""
    asked = "all queries" if run.half == "all" else f"every second query ({run.half})"
    sizes = ", ".join(f"{table.collection} {table.documents:,} documents" for table in run.tables)
    programs = ", ".join((f"Python {facts['python']}", *run.versions))
    measured = f"{facts['date']}, commit {facts['commit']}, {programs}; {asked}; {sizes}.\n"
    missing = [f"- {line}" for line in missing_lines(run)]
    return "\n".join([_INTRODUCTION, measured, markdown(score_rows(run)), *missing]).rstrip() + "\n"
