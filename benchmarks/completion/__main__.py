"""Measures completion: CPU milliseconds of texts as they are typed, each asked once.

Run as `python -m benchmarks.completion INDEX [--texts N] [--seed N] [--slowest N]`. The texts are
drawn from the index itself, so that what is typed stands in it: a word, some words of a sentence, the
beginning of a headline, a spelling of an actor; of each the last word is cut after some letters.
"""

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed.figures import percentile, short_number, table
from indexer.api import Search, SearchRequest, open_search
from indexer.cli_process import rare_collections

KINDS = ("letter", "word", "words", "headline", "actor", "word and actor")
MOST_LETTERS = 6


def draw_texts(search: Search, lot: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Pairs of a kind and a text; so many of each kind, if the index has what it takes."""
    ids = [hit[0] for hit in search.rank(SearchRequest(sort="newest", match="any"), 20_000)]
    actors = [actor for actor, _ in search.actor_counts()]
    for kind in KINDS:
        for _ in range(count):
            document = search.document(lot.choice(ids))
            words = document.text.split()
            at = lot.randrange(max(1, len(words) - 3))
            spellings: list[str] = []
            if actors and "actor" in kind:
                actor = lot.choice(actors[: 2 + len(actors) // lot.choice((1, 4, 20))])
                spellings = [actor.label, *(alias.text for alias in actor.aliases)]
            typed = {
                "letter": words[at : at + 1],
                "word": words[at : at + 1],
                "words": words[at : at + lot.choice((2, 3))],
                "headline": (document.title or "").split()[: lot.choice((2, 3, 4))],
                "actor": spellings and lot.choice(spellings).split(),
                "word and actor": spellings and [*words[at : at + 1], *lot.choice(spellings).split()],
            }[kind]
            if typed:
                yield kind, cut_last(typed, 1 if kind == "letter" else lot.randrange(2, MOST_LETTERS))


def cut_last(words: list[str], letters: int) -> str:
    """Some words, the last of them as far as it is typed.

    >>> cut_last(["oil", "prices"], 2)
    'oil pr'
    """
    return " ".join((*words[:-1], words[-1][:letters]))


def main() -> None:
    """Draw the texts, complete each once, print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.completion", description=__doc__)
    parser.add_argument("index", type=Path, help="the folder of an index")
    parser.add_argument("--texts", type=int, default=200, help="texts of each kind")
    parser.add_argument("--seed", type=int, default=7, help="draws other texts")
    parser.add_argument("--slowest", type=int, default=0, help="so many of the slowest texts are shown")
    asked = parser.parse_args()
    with open_search(asked.index) as search, rare_collections():
        texts = list(draw_texts(search, random.Random(asked.seed), asked.texts))
        # What a generation prepares once is no part of any text.
        search.completer.complete(SearchRequest(text="zz"))
        search.completer.complete(SearchRequest(text="actor:zz"))
        rows: list[tuple[str, str, float, int]] = []
        for kind, text in texts:
            began = time.thread_time()
            found = search.completer.complete(SearchRequest(text=text))
            rows.append((kind, text, (time.thread_time() - began) * 1000.0, len(found)))
        print(f"{search.collection.documents:,} documents, CPU ms of one completion, each text asked once")
    kinds = [kind for kind in KINDS if any(row[0] == kind for row in rows)]
    lines = [line(kind, [row for row in rows if row[0] == kind]) for kind in kinds]
    print(table([["typed", "p50", "p95", "most", "n", "completions"], *lines, line("all", rows)]))
    for kind, text, took, _ in sorted(rows, key=lambda row: -row[2])[: asked.slowest]:
        print(f"{took:8.2f}  {kind}: {text}")


def line(name: str, rows: list[tuple[str, str, float, int]]) -> list[str]:
    """The figures of some texts: percentiles, their number, and how many completions they have."""
    times = [took for _, _, took, _ in rows]
    figures = [percentile(times, 0.5), percentile(times, 0.95), max(times)]
    mean = sum(found for _, _, _, found in rows) / len(rows)
    return [name, *map(short_number, figures), f"{len(rows):,}", f"{mean:.1f}"]


if __name__ == "__main__":
    main()
