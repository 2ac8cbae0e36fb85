"""The whole program as its users run it: rebuild, open, answer, update.

Runs commands only; what an engine does alone is measured elsewhere.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.speed.collection import open_lines
from benchmarks.speed.memory import CommandCost, run_command
from benchmarks.speed.peers import ROOT

# Source files of the collection; an update changes one of them, 1 % of the documents.
PARTS = 100
CHANGED_PART = 50
_ENVIRONMENT = {"CUTTINGS_MAX_FILE_BYTES": "50000000"}
_STEPS = ("--no-clean", "--no-link")


def measure_desk(collection: Path, queries: Path, work: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Rebuild, answers, opening and update of the same collection, from 100 source files."""
    seeds, index = work / "seeds", work / "index"
    documents = write_parts(collection, seeds)
    say("desk: python -m indexer rebuild --no-clean --no-link")
    rebuilt = _indexer("rebuild", seeds, index)
    if rebuilt.status:
        say(f"desk: the rebuild failed: {_last_line(rebuilt)}")
        return {}
    facts: dict[str, Any] = {"rebuild": _cost(rebuilt) | {"documents": documents}}
    say("desk: asking")
    command = (sys.executable, "-m", "benchmarks.speed.desk_answers", str(index), str(queries))
    ended = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    if ended.returncode:
        say(f"desk: no answers: {(ended.stderr.strip().splitlines() or ['it said nothing'])[-1]}")
    else:
        facts |= json.loads(ended.stdout)
    changed = change_part(seeds / part_name(CHANGED_PART))
    say(f"desk: python -m indexer update, {changed} of {documents} documents changed")
    updated = _indexer("update", seeds, index)
    if updated.status:
        say(f"desk: the update failed: {_last_line(updated)}")
    else:
        share = updated.cpu_s / rebuilt.cpu_s
        facts["update"] = _cost(updated) | {"changed": changed, "of_rebuild": round(share, 4)}
    return facts


def part_name(number: int) -> str:
    """The name of a source file.

    >>> part_name(7)
    'part-07.jsonl'
    """
    return f"part-{number:02d}.jsonl"


def write_parts(collection: Path, seeds: Path) -> int:
    """Cut a collection into source files of equal length, in order; gives the documents."""
    with open_lines(collection) as file:
        documents = sum(1 for _ in file)
    seeds.mkdir(parents=True)
    with open_lines(collection) as file:
        for number in range(PARTS):
            first, last = (documents * edge // PARTS for edge in (number, number + 1))
            lines = [file.readline() for _ in range(last - first)]
            (seeds / part_name(number)).write_bytes(b"".join(lines))
    return documents


def change_part(path: Path) -> int:
    """Half of the documents get a sentence, a quarter goes, and as many come; gives their number."""
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    half, quarter = len(lines) // 2, len(lines) // 4
    changed = [line | {"text": f"{line['text']} A correction was printed later."} for line in lines[:half]]
    kept = lines[half : len(lines) - quarter]
    fresh = [line | {"id": f"n{line['id']}"} for line in kept[:quarter]]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (*changed, *kept, *fresh))
    path.write_text(text, encoding="utf-8")
    return half + quarter + len(fresh)


def _indexer(command: str, seeds: Path, index: Path) -> CommandCost:
    arguments = (sys.executable, "-m", "indexer", command, "--seeds", str(seeds), "--index", str(index))
    # Compiled once, as where the program is installed; the checkout stays as it is.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(index.with_name("bytecode"))}
    return run_command((*arguments, *_STEPS), ROOT, {**os.environ, **_ENVIRONMENT, **compiled})


def _cost(cost: CommandCost) -> dict[str, Any]:
    facts = asdict(cost)
    return {name: round(facts[name], 3) for name in ("cpu_s", "wall_s", "peak_mb")}


def _last_line(cost: CommandCost) -> str:
    return (cost.output.strip().splitlines() or ["it said nothing"])[-1]
