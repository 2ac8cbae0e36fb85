"""Runs one linker after the other over the same texts, each in a process of its own.

CPU seconds are those of that process over the texts, its start and its first text aside.
"""

import logging
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from benchmarks.actors.peers import ACTORS, DATES, PEERS, PUBLISHED, Find, Peer
from benchmarks.actors.scoring import (
    Answer,
    Counts,
    DateScore,
    DocumentScore,
    Gold,
    Pairs,
    PublishedScore,
    Text,
    score_dates,
    score_documents,
    score_mentions,
    score_places,
    score_published,
    score_traps,
)
from benchmarks.speed.memory import resident_mb

# CPU seconds that a speed is taken over, so that a fast one is measured as well as a slow one.
ENOUGH = 2.0
_LEAST_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Scores:
    """What one linker scores on one file; None where it does not look for that, or nothing is labelled."""

    peer: str
    documents: DocumentScore | None = None
    mentions: Counts | None = None
    places: Counts | None = None
    traps: tuple[int, int] | None = None
    dates: DateScore | None = None
    published: PublishedScore | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What one linker costs: `seconds` of CPU for `megabytes` of UTF-8, and the MiB that it takes."""

    peer: str
    seconds: float
    megabytes: float
    memory_mb: float
    load_seconds: float


@dataclass(frozen=True, slots=True)
class GoldFile:
    """Labelled texts with what each linker scores on them."""

    name: str
    texts: tuple[Gold, ...]
    scores: tuple[Scores, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """All that was measured; `missing` are the modules that a linker lacks here."""

    files: tuple[GoldFile, ...]
    costs: tuple[Cost, ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]


def measure(
    files: Sequence[tuple[str, Sequence[Gold]]], peers: Sequence[str], say: Callable[[str], None]
) -> Run:
    """Each file by name, through all linkers of these names that are here."""
    given = [gold.given for _, texts in files for gold in texts]
    scores: list[list[Scores]] = [[] for _ in files]
    costs, missing = [], []
    for number, peer in enumerate(PEERS):
        if peer.name not in peers:
            continue
        if peer.missing():
            missing.append((peer.name, peer.missing()))
            continue
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            cost, answers = pool.submit(_answer_all, number, given).result()
        costs.append(cost)
        say(f"{peer.name}: {cost.megabytes / cost.seconds:.2f} MB per CPU s, {cost.memory_mb:.0f} MiB")
        left = iter(answers)
        for own, (_, texts) in zip(scores, files, strict=True):
            own.append(score(peer, [(gold, next(left)) for gold in texts]))
    measured = zip(files, scores, strict=True)
    return Run(
        tuple(GoldFile(name, tuple(texts), tuple(own)) for (name, texts), own in measured),
        tuple(costs),
        tuple(missing),
    )


def score(peer: Peer, pairs: Pairs) -> Scores:
    """What one linker scores for what it looks for."""
    actors, dates = ACTORS in peer.finds, DATES in peer.finds
    return Scores(
        peer.name,
        documents=score_documents(pairs) if actors else None,
        mentions=score_mentions(pairs) if actors else None,
        places=score_places(pairs) if actors else None,
        traps=score_traps(pairs) if actors else None,
        dates=score_dates(pairs) if dates else None,
        published=score_published(pairs) if PUBLISHED in peer.finds else None,
    )


def _answer_all(number: int, texts: Sequence[Text]) -> tuple[Cost, list[Answer]]:
    """In a process of its own: the answers of one linker, and what it cost."""
    logging.disable()
    warnings.simplefilter("ignore")
    before, began = resident_mb(), time.process_time()
    find = PEERS[number].load()
    answers = [find(texts[0])]
    loaded = time.process_time() - began
    answers += [find(text) for text in texts[1:]]
    seconds, rounds = _time(find, texts)
    size = rounds * sum(len(text.text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    return Cost(PEERS[number].name, seconds, size, resident_mb("VmHWM") - before, loaded), answers


def _time(find: Find, texts: Sequence[Text]) -> tuple[float, int]:
    """CPU seconds over whole rounds of the texts, and how many rounds there were."""
    rounds, began = 0, time.process_time()
    while rounds < _LEAST_ROUNDS or time.process_time() - began < ENOUGH:
        for text in texts:
            find(text)
        rounds += 1
    return time.process_time() - began, rounds
