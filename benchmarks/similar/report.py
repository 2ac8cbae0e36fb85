"""Tables of what was measured, for the terminal and for a page of the documentation.

Only writes down.
"""

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from benchmarks.similar.quality import Score
from benchmarks.speed.report import markdown

Rows = list[list[str]]
_INTRODUCTION = """# Similar stories, measured

Two documents belong together where both are relevant to one query of a judged collection. For each
document that has any such, its first 5 similar stories are looked at: the share that belongs with it,
and after the stroke how often the first one does. The queries were parted by lot: the numbers in
`indexer/schema/ranking.py` were chosen by the left figures, *tuned*, and the right ones, *judged*, are of
queries that had no say. Most pairs on one matter share no query, so the figures compare ways of
choosing, and no more. Each way is given all 5 places, however far off a story is.

The collections are not delivered with the project. Repeat it: `python -m benchmarks.similar FOLDER
--index INDEX --report docs/similar-figures.md`.
"""
_ORDER = """## Which words, and how many

*All words, BM25* asks for each word of the document as often as it stands there.
"""
_FLOOR = """## When a story is another matter

All collections in one index. For 300 documents of each, chosen by lot: of how many the nearest
story of the same collection reaches a share of the document's own score, and of how many the nearest
one of the other collections, which has another subject altogether. A few documents have no story on
their matter in their own collection either.
"""
_COST = """## Cost

CPU time of one process, from the identifier of a document to its 5 stories with their reasons, for
documents chosen by lot; and of the comparison of a text of 1 MB with a copy that has 500 changes.
"""


def order_rows(found: Mapping[str, Mapping[str, tuple[Score, Score]]]) -> Rows:
    """A row for each way of choosing words, with both halves of each collection and their means."""
    names = list(next(iter(found.values())))
    head = ["words asked for"]
    for name in names:
        sizes = next(iter(found.values()))[name]
        head += [f"{name} tuned, {sizes[0].documents:,}", f"judged, {sizes[1].documents:,}"]
    rows = [[*head, "mean tuned", "mean judged"]]
    for way, scores in found.items():
        cells = [f"{half.among:.3f} / {half.first:.3f}" for name in names for half in scores[name]]
        means = [f"{mean(scores[name][half].among for name in names):.4f}" for half in (0, 1)]
        rows.append([way, *cells, *means])
    return rows


def floor_rows(found: Mapping[float, Mapping[str, tuple[float, float]]]) -> Rows:
    """A row for each floor: of how many documents the nearest story of either kind reaches it."""
    names = list(next(iter(found.values())))
    rows = [["share of its own score", *(f"{name}: {kind}" for name in names for kind in ("own", "other"))]]
    for floor, reached in found.items():
        rows.append([f"{floor:.2f}", *(f"{share:.1%}" for name in names for share in reached[name])])
    return rows


def cost_rows(cost: Mapping[str, Any]) -> Rows:
    """What was asked, how often, and what it cost."""
    rows = [["what", "n", "p50", "p95", "most"]]
    measured = cost.get("spread")
    if measured:
        times = [f"{value:.1f} ms" for value in (measured.p50, measured.p95, measured.most)]
        rows.append([f"similar stories, {cost['documents']:,} documents", str(measured.n), *times])
    rows.append(["two texts of 1 MB compared", "1", f"{cost['book']:.2f} s", "", ""])
    return rows


def write_page(facts: Mapping[str, Any], tables: Sequence[Rows]) -> str:
    """The page of the documentation in Markdown."""
    machine = f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_gb']} GB, Python {facts['python']}"
    parts = [_INTRODUCTION, f"{facts['date']}, commit {facts['commit']}, {machine}.\n"]
    for words, rows in zip((_ORDER, _FLOOR, _COST), tables, strict=True):
        parts += [words, markdown(rows)]
    return "\n".join(parts)
