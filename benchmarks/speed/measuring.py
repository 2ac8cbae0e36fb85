"""Runs engines one after another, each in its own process, and gathers what they print.

Ours is asked before and after the peers: where its two passes differ, the machine was not quiet.
"""

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.speed.figures import mean_times
from benchmarks.speed.peers import OURS, ROOT, Peer

Say = Callable[[str], None]
MEASURES = ("top10", "facets")
# Above this size ours is built once only.
BUILT_TWICE = 100_000
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class EngineFailed(Exception):
    """An engine's process ended with an error; the message is its last line."""


def measure_engines(peers: Sequence[Peer], collection: Path, queries: Path, work: Path, say: Say) -> Any:
    """Build with every engine, then ask all: ours, the peers, ours. Gives facts by engine."""
    engines: dict[str, Any] = {}
    builds: dict[str, Any] = {}
    for peer in (OURS, *peers):
        try:
            if peer.index not in builds:
                say(f"{peer.index}: building")
                builds[peer.index] = _build(peer, collection, work / peer.index)
            engines[peer.name] = {"build": builds[peer.index]}
        except EngineFailed as error:
            say(f"{peer.name}: left out, its build failed: {error}")
    if OURS.name not in engines:
        raise SystemExit("Ours cannot be built: there is nothing to compare")
    if builds[OURS.index]["documents"] <= BUILT_TWICE:
        say("ours: building again")
        builds[OURS.index]["again_cpu_s"] = _build(OURS, collection, work / "ours-again")["cpu_s"]
    passes = [_ask(OURS, queries, work, say)]
    for peer in peers:
        if peer.name in engines:
            try:
                engines[peer.name] |= _ask(peer, queries, work, say)
            except EngineFailed as error:
                say(f"{peer.name}: left out, its queries failed: {error}")
                del engines[peer.name]
    passes.append(_ask(OURS, queries, work, say))
    engines[OURS.name] |= _joined(passes)
    return engines


def _joined(passes: list[Any]) -> dict[str, Any]:
    """Two passes as one: times are their mean, query by query."""
    joined: dict[str, Any] = dict(passes[0])
    for measure in MEASURES:
        times = [one[measure]["ms"] for one in passes]
        joined[measure] = joined[measure] | {"ms": mean_times(times), "passes_ms": times}
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
    ended = subprocess.run(
        arguments, cwd=ROOT, env=environment, text=True, capture_output=True, check=False
    )
    if ended.returncode:
        raise EngineFailed((ended.stderr.strip().splitlines() or ["it said nothing"])[-1])
    return [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
