"""Runs engines one after another, each in its own process, and gathers what they print.

Ours is asked before and after the peers: where its two passes differ, the machine was not quiet.
"""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.speed.figures import median_times, spread
from benchmarks.speed.peers import OURS, ROOT, Peer

Say = Callable[[str], None]
MEASURES = ("top10", "facets")
SLOW = ("whoosh-onepass", "whoosh-groupedby")
# Above this size ours is built once only.
BUILT_TWICE = 100_000
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class EngineFailed(Exception):
    """An engine's process ended with an error; the message is its last line."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is measured, where, and how often all are asked. `work` holds the indexes."""

    peers: tuple[Peer, ...]
    collection: Path
    queries: Path
    work: Path
    rounds: int = 1


def measure_engines(run: Run, say: Say) -> dict[str, Any]:
    """Build with every engine, then ask all, each round ours first and ours at the end.

    Gives facts by engine. An engine that fails is left out.
    """
    builds = _build_all(run, say)
    order = [OURS, *(peer for peer in run.peers if peer.index in builds)]
    passes: dict[str, list[Any]] = {peer.name: [] for peer in order}
    for number in range(run.rounds):
        for peer in order:
            # Those that take a second a query are asked in the first round only.
            if number == 0 or peer.name not in SLOW:
                _ask_once(peer, run, passes, say)
    _ask_once(OURS, run, passes, say)
    return {
        peer.name: {"build": builds[peer.index], **_joined(passes[peer.name])}
        for peer in order
        if passes.get(peer.name)
    }


def _ask_once(peer: Peer, run: Run, passes: dict[str, list[Any]], say: Say) -> None:
    """One pass of one engine; none of its passes counts once it failed."""
    if peer.name not in passes:
        return
    try:
        passes[peer.name].append(_ask(peer, run.queries, run.work, say))
    except EngineFailed as error:
        say(f"{peer.name}: left out, its queries failed: {error}")
        del passes[peer.name]
        if peer is OURS:
            raise SystemExit("Ours does not answer: there is nothing to compare") from error


def _build_all(run: Run, say: Say) -> dict[str, Any]:
    """What each index cost; those that failed are missing."""
    builds: dict[str, Any] = {}
    for peer in (OURS, *run.peers):
        if peer.index in builds:
            continue
        say(f"{peer.index}: building")
        try:
            builds[peer.index] = _build(peer, run.collection, run.work / peer.index)
        except EngineFailed as error:
            say(f"{peer.name}: left out, its build failed: {error}")
    if OURS.index not in builds:
        raise SystemExit("Ours cannot be built: there is nothing to compare")
    if builds[OURS.index]["documents"] <= BUILT_TWICE:
        say("ours: building again")
        again = _build(OURS, run.collection, run.work / "ours-again")
        builds[OURS.index]["again_cpu_s"] = again["cpu_s"]
    return builds


def _joined(passes: list[Any]) -> dict[str, Any]:
    """Several passes as one: a query's time is the median of its times in the passes."""
    joined: dict[str, Any] = dict(passes[0])
    for measure in MEASURES:
        times = [one[measure]["ms"] for one in passes]
        joined[measure] = joined[measure] | {"ms": median_times(times)}
        joined[measure]["passes_p50"] = [found.p50 for found in map(spread, times) if found]
    return joined


def _build(peer: Peer, collection: Path, folder: Path) -> dict[str, Any]:
    facts = _run(peer, "build", collection, folder)[0]
    if peer is not OURS:
        facts.pop("largest_files")
    return facts


def _ask(peer: Peer, queries: Path, work: Path, say: Say) -> dict[str, Any]:
    """Opening, memory, and by query: ms of each measure, hits, the sum of all actors' counts."""
    say(f"{peer.name}: asking")
    facts: dict[str, Any] = {measure: {"ms": {}, "first_ms": {}, "n": {}} for measure in MEASURES}
    facts["hits"] = {}
    facts["counted"] = {}
    for line in _run(peer, "query", work / peer.index, queries):
        kind, number = line.pop("measure"), str(line.pop("number", ""))
        if kind not in MEASURES:
            facts[kind] = line
            continue
        for name in ("ms", "first_ms", "n"):
            facts[kind][name][number] = line[name]
        if kind == "facets":
            facts["hits"][number] = line["hits"]
            facts["counted"][number] = line["counted"]["actor"]
    for measure in MEASURES:
        facts[measure]["n"] = min(facts[measure]["n"].values(), default=0)
    return facts


def _run(peer: Peer, command: str, first: Path, second: Path) -> list[Any]:
    """Start one engine and read the JSON lines that it prints. Raises EngineFailed."""
    arguments = (*peer.start, command, str(first), str(second))
    environment = {**os.environ, **_ONE_THREAD, "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(arguments, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)
    if ended.returncode:
        raise EngineFailed((ended.stderr.strip().splitlines() or ["it said nothing"])[-1])
    return [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
