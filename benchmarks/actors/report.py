"""Tables of what was measured, for the terminal and for a page of the documentation.

Only writes down.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.actors.measuring import GoldFile, Run, Scores
from benchmarks.actors.scoring import Counts
from benchmarks.speed.figures import short_number
from benchmarks.speed.report import markdown

Rows = list[list[str]]
_INTRODUCTION = """# Linking, measured

Ours and others over the same labelled texts in one run. All are given the same spellings, those of
the authority file with each pattern written out. Scores are over all texts of a file together:

- *P, R, F1*: the set of actors that each text names. An actor that the labels only allow is neither
  right nor wrong. *Macro* is the mean of F1 over texts and over actors.
- *Mentions* and *places*: F1 of single mentions, same actor, same first and last character.
- *Traps*: sentences that must give exactly these actors, places and namesakes.
- *Dates*: F1 by value, at the precision of the text; *too fine* counts dates with a day or month
  that the text does not state. *Publication dates* that are equal, or made up where there is none.

`ours` cleans each page, as a rebuild does, and links what is left; `linking alone` is given the text
as the others are. `Aho-Corasick, exact` finds every spelling as it is written, the longest first,
without a rule; `flashtext` does so in any case, as it comes. For spaCy the small model of the text's
language finds names, which are then looked up. `dateparser` is its search; with `period` its parser
is asked how precise each date is. CPU seconds are of one process, its start aside; memory is what it
takes from its start to its peak. A linker that looks for nothing of a kind has no figure there.

The linking texts are our own and in the project; the others are not delivered with it. Repeat it:
`pip install -r requirements/bench.txt`, then `python -m benchmarks.actors GOLD.jsonl … --report
docs/actors-figures.md`.
"""


def score_tables(file: GoldFile) -> Iterator[tuple[str, Rows]]:
    """The tables of one file with their titles: actors, then dates; the best first."""
    texts = f"{file.name}: {len(file.texts)} texts"
    actors = [scores for scores in file.scores if scores.documents or scores.traps]
    if actors:
        ordered = sorted(actors, key=_rank)
        yield f"{texts}, actors", _without_empty([_ACTOR_HEAD, *map(_actor_row, ordered)])
    dates = [scores for scores in file.scores if scores.dates]
    if dates:
        ordered = sorted(dates, key=lambda s: -s.dates.counts.f1 if s.dates else 0.0)
        yield f"{texts}, dates", _without_empty([_DATE_HEAD, *map(_date_row, ordered)])


_ACTOR_HEAD = ["linker", "P", "R", "F1", "macro", "macro by actor", "mentions", "places", "traps"]
_DATE_HEAD = ["finder", "P", "R", "F1", "too fine", "publication dates equal", "made up"]


def _rank(scores: Scores) -> tuple[float, int]:
    f1 = scores.documents.counts.f1 if scores.documents else 0.0
    return -f1, -scores.traps[0] if scores.traps else 0


def _actor_row(scores: Scores) -> list[str]:
    found = scores.documents
    row = [scores.peer, *_shares(found.counts if found else None)]
    row += [f"{found.by_document:.4f}", f"{found.by_actor:.4f}"] if found else ["", ""]
    row += [f"{counts.f1:.4f}" if counts else "" for counts in (scores.mentions, scores.places)]
    return [*row, f"{scores.traps[0]} of {scores.traps[1]}" if scores.traps else ""]


def _date_row(scores: Scores) -> list[str]:
    dates, published = scores.dates, scores.published
    row = [scores.peer, *_shares(dates.counts if dates else None), str(dates.over_precise) if dates else ""]
    return [
        *row,
        *([f"{published.exact} of {published.texts}", str(published.invented)] if published else ["", ""]),
    ]


def _shares(counts: Counts | None) -> list[str]:
    if counts is None:
        return ["", "", ""]
    return [f"{share:.4f}" for share in (counts.precision, counts.recall, counts.f1)]


def _without_empty(rows: Rows) -> Rows:
    """Without the columns in which no row has anything."""
    kept = [n for n in range(len(rows[0])) if any(row[n] for row in rows[1:])]
    return [[row[n] for n in kept] for row in rows]


def cost_rows(run: Run) -> Rows:
    """Speed and memory of each linker over all texts, the fastest first; then those that are not here."""
    rows = [["linker", "MB per CPU s", "memory, MiB", "CPU s to load"]]
    for cost in sorted(run.costs, key=lambda cost: -cost.megabytes / cost.seconds):
        speed = short_number(cost.megabytes / cost.seconds)
        rows.append([cost.peer, speed, short_number(cost.memory_mb), short_number(cost.load_seconds)])
    rows += [[peer, f"not here: {', '.join(modules)}", "", ""] for peer, modules in run.missing]
    return rows


def write_page(facts: Mapping[str, Any], versions: Mapping[str, str], run: Run) -> str:
    """The page of the documentation in Markdown."""
    programs = ", ".join(f"{name} {release}" for name, release in versions.items())
    machine = f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_gb']} GB, Python {facts['python']}"
    parts = [_INTRODUCTION, f"{facts['date']}, commit {facts['commit']}, {machine}; {programs}.\n"]
    for file in run.files:
        for title, rows in score_tables(file):
            parts += [f"## {title}\n", markdown(rows)]
    texts = sum(len(file.texts) for file in run.files)
    parts += [f"## Speed and memory: {texts} texts\n", markdown(cost_rows(run))]
    return "\n".join(parts)
