"""Threads that ask one desk while generations follow each other: each answer is that of a single thread."""

import hashlib
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from indexer import api, live_search
from tests.torture.report import Result, Size

PROMISE = (
    "Sixteen threads ask one open desk while rebuilds publish one generation after the other. Every answer, "
    "hits, scores, excerpts, facets and notes, is what a single thread was given by the generation that the "
    "answer names; none fails."
)
THREADS = 16
FILES = 20
WORDS = ("wagner", "gao", "convoy", "market", "mayor", "bridge", "soldiers", "rain", "jnim", "river")
TEXTS = (
    *WORDS, "wagner gao", "market OR bridge", "soldiers -rain", '"the mayor of gao"', "conv*", "bridgee~",
    "mayor NEAR/5 gao", "place:pl-gao", "actor:wagner", "mentioned:2023", "who left the market of gao", "",
)  # fmt: skip
REQUESTS = tuple(
    api.SearchRequest(text=text, sort=sort, facets=("actor", "place", "mentioned", "document"))
    for text in TEXTS
    for sort in ("relevance", "newest")
)


class Desk:
    """A desk on an index that is built again and again, and what threads are told by it."""

    def __init__(self, folder: Path, keep: int, seed: int) -> None:
        self._seeds = folder / "seeds"
        self._seeds.mkdir()
        # A busy machine makes no answer fail
        self._settings = replace(
            api.Settings(),
            index=folder / "index",
            seeds=(self._seeds,),
            keep_generations=keep,
            query_seconds=600.0,
        )
        self._lot = Random(seed)
        self.expected: dict[str, tuple[str, ...]] = {}
        self.told: Counter[tuple[str, int, str]] = Counter()
        self.errors: list[str] = []
        self.asked = 0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self.rebuild()
        self.live = api.LiveSearch(self._settings)

    def rebuild(self) -> None:
        """Publish other texts, and ask a single thread for all answers."""
        for number in range(FILES):
            words = " ".join(self._lot.choices(WORDS, k=12))
            text = f"Part {len(self.expected)}. The mayor of Gao spoke in 2023 of {words}. Wagner left Gao."
            (self._seeds / f"text-{number}.txt").write_text(text, encoding="utf-8")
        api.rebuild(self._settings)
        with api.open_search(settings=self._settings) as search:
            self.expected[search.generation] = tuple(digest(search, request) for request in REQUESTS)

    def ask(self, seed: int) -> None:
        """Ask by lot until it is time to stop."""
        lot = Random(seed)
        while not self._stop.is_set():
            number = lot.randrange(len(REQUESTS))
            try:
                with self.live.acquire() as search:
                    told = search.generation, number, digest(search, REQUESTS[number])
            except Exception as error:  # noqa: BLE001 any error at all is a fault
                with self._lock:
                    self.errors.append(repr(error))
                continue
            finally:
                with self._lock:
                    self.asked += 1
            with self._lock:
                self.told[told] += 1
            # A rebuild shall come on beside them
            self._stop.wait(0.3 * lot.random())

    def wrong(self) -> list[str]:
        """Answers that no single thread was given."""
        return [
            f"{name} {REQUESTS[number].text!r}: another answer, {times} times"
            for (name, number, found), times in sorted(self.told.items())
            if self.expected[name][number] != found
        ]

    def run(self, reloads: int, asked: int, seed: int) -> int:
        """Rebuild so often while so much is asked; gives how many answers a careless reader mixes up."""
        threads = [threading.Thread(target=self.ask, args=(seed + number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        mixed = 0
        for done in range(1, reloads + 1):
            while self.asked < asked * done // (reloads + 1):
                self._stop.wait(0.02)
            with self.live.acquire() as search:
                name = search.generation
            self.rebuild()
            with self.live.acquire() as search:
                now = [digest(search, request) for request in REQUESTS]
            mixed += sum(old != new for old, new in zip(self.expected[name], now, strict=True))
        while self.asked < asked:
            self._stop.wait(0.02)
        self._stop.set()
        for thread in threads:
            thread.join()
        self.live.close()
        return mixed


def digest(search: api.Search, request: api.SearchRequest) -> str:
    """An answer whole, but for the time it took and the name of its generation."""
    answer = replace(search.search(request), took_ms=0, generation="")
    return hashlib.sha256(repr(answer).encode("utf-8", "surrogatepass")).hexdigest()


def run(size: Size, seed: int) -> Result:
    """Ask and reload, and compare."""
    reloads, asked = size.trials(3, 20), size.trials(2_000, THREADS * 2_000)
    with TemporaryDirectory() as folder, patch.object(live_search, "LOOK_EVERY", 0.0):
        desk = Desk(Path(folder), reloads + 2, seed)
        mixed = desk.run(reloads, asked, seed)
    seen = Counter(name for name, _, _ in desk.told.elements())
    compared = reloads * len(REQUESTS)
    return Result(
        suite="reloading_readers",
        promise=PROMISE,
        trials=desk.asked,
        failures=tuple(desk.errors + desk.wrong()),
        control=f"an answer taken for one of the generation before the reload: {mixed} of {compared} differ",
        control_failed=mixed > 0,
        figures={
            "threads": str(THREADS),
            "reloads": str(reloads),
            "generations that answered": f"{len(seen)}, the least often asked {min(seen.values()):,} times",
        },
        seed=seed,
    )
