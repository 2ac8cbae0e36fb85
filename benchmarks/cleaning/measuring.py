"""Runs one cleaner after the other over the same pages, each in a process of its own.

CPU seconds are those of the process that cleans, its start and its first page aside.
"""

import gzip
import json
import logging
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.cleaning.peers import HTML, PEERS, TEXT, Clean, Peer
from benchmarks.cleaning.scoring import PageScore, Score, SpanScore, score_page, score_spans, summarise
from indexer.cleaning.page import clean_text

VARIANTS = (*HTML, *TEXT)


@dataclass(frozen=True, slots=True)
class PageRun:
    """One cleaner over one variant of a file: `failed` counts pages on which it raised.

    `megabytes` are those of the pages as UTF-8; `scores` and `answers` go by page.
    """

    peer: str
    score: Score
    seconds: float
    megabytes: float
    failed: int
    scores: tuple[PageScore, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageFile:
    """Labelled pages in one of the forms in which a file gives them, with all runs over them."""

    name: str
    variant: str
    ids: tuple[str, ...]
    gold: tuple[str, ...]
    runs: tuple[PageRun, ...]


@dataclass(frozen=True, slots=True)
class SpanFile:
    """Texts in which residue and content are labelled by spans."""

    name: str
    texts: int
    score: SpanScore


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of JSON, packed or not, newlines inside of texts as they are."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            return [json.loads(line) for line in file]
    with path.open(encoding="utf-8", newline="") as file:
        return [json.loads(line) for line in file if line.strip()]


def measure_spans(name: str, rows: Sequence[dict[str, Any]]) -> SpanFile:
    """What our rules take of texts that are labelled by spans."""
    removed = [[(span.start, span.end) for span in clean_text(row["text"]).removed] for row in rows]
    return SpanFile(name, len(rows), score_spans(zip(rows, removed, strict=True)))


def measure_pages(
    name: str,
    rows: Sequence[dict[str, Any]],
    peers: Sequence[str],
    variants: Sequence[str],
    say: Callable[[str], None],
) -> Iterator[PageFile]:
    """Each of these forms of the pages, cleaned by all peers of these names that are here."""
    for variant in (variant for variant in variants if variant in rows[0]):
        own = [row for row in rows if variant in row]
        texts, gold = [row[variant] for row in own], tuple(row["gold"] for row in own)
        runs = []
        for peer in PEERS:
            if peer.name in peers and variant in peer.reads and not peer.missing():
                runs.append(_measure(peer, texts, gold))
                say(f"{name} {variant} {peer.name}: F1 {runs[-1].score.f1:.4f}, {runs[-1].seconds:.1f} s")
        yield PageFile(name, variant, tuple(row["id"] for row in own), gold, tuple(runs))


def _measure(peer: Peer, texts: Sequence[str], gold: Sequence[str]) -> PageRun:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seconds, answers = pool.submit(_clean_all, PEERS.index(peer), texts).result()
    scores = tuple(score_page(answer or "", wanted) for answer, wanted in zip(answers, gold, strict=True))
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    failed = sum(answer is None for answer in answers)
    return PageRun(
        peer.name, summarise(scores), seconds, size, failed, scores, tuple(answer or "" for answer in answers)
    )


def _clean_all(number: int, texts: Sequence[str]) -> tuple[float, list[str | None]]:
    """In a process of its own: the answers of one peer and the CPU seconds that it took."""
    logging.disable()
    warnings.simplefilter("ignore")
    clean = PEERS[number].load()
    _try(clean, texts[0])
    before = time.process_time()
    answers = [_try(clean, text) for text in texts]
    return time.process_time() - before, answers


def _try(clean: Clean, text: str) -> str | None:
    """The answer; None where the peer raises, as some do on an empty page."""
    try:
        return clean(text)
    except Exception:  # noqa: BLE001  # what a peer raises is its own affair
        return None
