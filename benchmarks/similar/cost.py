"""What similar stories and the comparison of copies cost, in CPU time.

Asks an index that is there; other work on the machine makes times longer, never shorter.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.speed.figures import Spread, spread
from indexer import api
from indexer.schema.document import Document, Passage
from indexer.search.copy_changes import compare_texts

SEED = 11
# Asked before the first time that counts, for files that are not in memory yet.
WARMED = 20
BOOK_CHARACTERS = 1_000_000
BOOK_CHANGES = 500


def measure_cost(
    index: Path, documents: int, clock: Callable[[], float] = time.process_time
) -> dict[str, Any]:
    """Milliseconds of CPU for the similar stories of documents chosen by lot, from id to answer."""
    with api.open_search(index) as search:
        total = search.search(api.SearchRequest(per=1, facets=())).total
        ids = [id_ for id_, _ in search.rank(api.SearchRequest(), total)]
        chosen = random.Random(SEED).sample(ids, min(documents + WARMED, len(ids)))
        for id_ in chosen[:WARMED]:
            search.similar(id_)
        times, given = {}, 0
        for id_ in chosen[WARMED:]:
            began = clock()
            given += len(search.similar(id_))
            times[id_] = (clock() - began) * 1000
    measured: Spread | None = spread(times)
    return {"documents": total, "spread": measured, "given": given / max(1, len(times))}


def measure_book(clock: Callable[[], float] = time.process_time) -> float:
    """Seconds of CPU to compare a text of BOOK_CHARACTERS with a copy that has BOOK_CHANGES changes."""
    chance = random.Random(SEED)
    words = [
        f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}" * chance.randint(1, 4) for _ in range(3000)
    ]
    book: list[str] = []
    length = 0
    while length < BOOK_CHARACTERS:
        book.append(words[int(len(words) * chance.random() ** 3)])
        length += len(book[-1]) + 1
    changed = list(book)
    for _ in range(BOOK_CHANGES):
        at = chance.randrange(len(changed))
        changed[at : at + chance.randint(0, 3)] = chance.choices(words, k=chance.randint(0, 3))
    pair = [_document(name, text) for name, text in (("one", book), ("two", changed))]
    began = clock()
    compare_texts(pair[0], pair[1])
    return clock() - began


def _document(name: str, words: list[str]) -> Document:
    """A document of passages of 80 words."""
    passages = []
    pieces = [" ".join(words[at : at + 80]) for at in range(0, len(words), 80)]
    at = 0
    for number, piece in enumerate(pieces, 1):
        passages.append(Passage(number, at, at + len(piece), None, "prose"))
        at += len(piece) + 2
    nothing: tuple[Any, ...] = ()
    return Document(
        id=name,
        source_file=name,
        sha256="0" * 64,
        kind="text",
        text="\n\n".join(pieces),
        title=None,
        title_start=None,
        title_end=None,
        published=None,
        byline=None,
        outlet=None,
        url=None,
        headings=(),
        passages=tuple(passages),
        removed=nothing,
        actors=nothing,
        places=nothing,
        dates=nothing,
    )
