"""Tables of what was measured, for the terminal and for a page of the documentation.

Only writes down.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.cleaning.measuring import PageFile, PageRun, SpanFile
from benchmarks.cleaning.peers import KEEP, OURS
from benchmarks.cleaning.scoring import first_difference
from benchmarks.speed.figures import short_number
from benchmarks.speed.report import markdown

BASE = "trafilatura"
_INTRODUCTION = """# Cleaning, measured

Ours and others over the same labelled pages in one run. Precision and recall count the windows of
four words that the answer and the labelled article share, page by page; each is the mean over the
pages, F1 the harmonic mean of the two means, as the public benchmarks of article extraction count.
CPU seconds are of one process, its start aside; MB are those of the pages as they are read. The last
column is a cleaner's CPU time divided by that of trafilatura over the same pages.

`html` is the page as a browser gets it. The others are text: `article` what an extractor made of the
page, `lines`, `para` and `blank` all visible text of it, a line for each element, for each paragraph,
and with blank lines between. Those that read markup alone are given such lines as paragraphs.

Each runs as it comes, jusText with its English stop words; `trafilatura-precision` favours precision
and leaves out comments. A page on which a cleaner raises is failed: its answer is empty.

The labelled pages are not delivered with the project. Repeat it: `pip install -r
requirements/bench.txt`, then `python -m benchmarks.cleaning PAGES.jsonl.gz … --report
docs/cleaning-figures.md`.
"""
_SPANS = """## Residue by the letter

Texts in which residue and content are labelled to the character; white space does not count.
"""


def page_rows(file: PageFile) -> list[list[str]]:
    """The table of one form of the pages, best F1 first."""
    base = next((run.seconds for run in file.runs if run.peer == BASE), 0.0)
    head = ["cleaner", "F1", "precision", "recall", "failed", "CPU s", "MB per CPU s", f"time / {BASE}"]
    ordered = sorted(file.runs, key=lambda run: -run.score.f1)
    return [head, *(_page_row(run, base) for run in ordered)]


def _page_row(run: PageRun, base: float) -> list[str]:
    score = run.score
    row = [run.peer, *(f"{value:.4f}" for value in (score.f1, score.precision, score.recall))]
    row.append(str(run.failed) if run.failed else "")
    if run.peer == KEEP:
        return [*row, "", "", ""]
    speed = short_number(run.megabytes / run.seconds) if run.seconds else ""
    return [*row, short_number(run.seconds), speed, short_number(run.seconds / base) if base else ""]


def span_rows(files: Sequence[SpanFile]) -> list[list[str]]:
    """Residue recall and content loss of each file."""
    head = ["texts", "n", "residue characters", "residue recall", "content characters", "content loss"]
    rows = [head]
    for file in files:
        score = file.score
        numbers = [str(file.texts), f"{score.residue:,}", f"{score.recall:.4f}", f"{score.content:,}"]
        rows.append([file.name, *numbers, f"{score.loss:.4%}"])
    return rows


def worst_rows(file: PageFile, count: int) -> list[list[str]]:
    """The pages that our cleaner did worst: what it lost first, and what it kept wrongly first."""
    run = next((run for run in file.runs if run.peer == OURS), None)
    rows = [["page", "F1", "precision", "recall", "first lost", "first kept wrongly"]]
    if run is None:
        return rows
    order = sorted(range(len(run.scores)), key=lambda at: run.scores[at].f1)
    for at in order[:count]:
        score = run.scores[at]
        shares = (score.f1, score.precision or 0.0, score.recall or 0.0)
        lost = first_difference(run.answers[at], file.gold[at])
        rows.append([file.ids[at][:16], *(f"{share:.3f}" for share in shares), *lost])
    return rows


def write_page(
    facts: Mapping[str, Any],
    versions: Mapping[str, str],
    pages: Sequence[PageFile],
    spans: Sequence[SpanFile],
) -> str:
    """The page of the documentation in Markdown."""
    programs = ", ".join(f"{name} {release}" for name, release in versions.items())
    machine = f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_gb']} GB, Python {facts['python']}"
    parts = [_INTRODUCTION, f"{facts['date']}, commit {facts['commit']}, {machine}; {programs}.\n"]
    if spans:
        parts += [_SPANS, markdown(span_rows(spans))]
    for file in pages:
        parts += [f"## {title(file)}\n", markdown(page_rows(file))]
    return "\n".join(parts)


def title(file: PageFile) -> str:
    """What a table is of."""
    return f"{file.name}, {file.variant}: {len(file.ids)} pages"
