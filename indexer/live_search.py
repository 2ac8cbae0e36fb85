"""Opens generations, and follows the newest one while serving.

A generation is verified before its engine opens it. Readers that hold an old one keep it until
they are done: an answer comes from one generation, never from two.
"""

import logging
import mmap
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Literal

from indexer.errors import EngineError, GenerationError
from indexer.generation_store import GenerationStore
from indexer.rebuild.fingerprints import analysis_hash
from indexer.search.open_search import Search
from indexer.settings import Settings
from indexer.wiring import open_store

log = logging.getLogger(__name__)

# Seconds between two looks at CURRENT.
LOOK_EVERY = 1.0
# Verifying reads every byte of a generation.
RETRY_EVERY = 30.0

State = Literal["ready", "degraded", "missing"]


def open_current(settings: Settings, store: GenerationStore | None = None) -> Search:
    """The current generation, verified. Raises GenerationError, EngineUnavailable."""
    generation = (store or open_store(settings)).open(analysis_hash())
    with ExitStack() as opened:
        opened.callback(generation.close)
        reader = opened.enter_context(generation.open_reader())
        search = Search(
            reader,
            settings,
            generation=generation.name,
            build=generation.facts,
            degraded=generation.degraded or None,
            on_close=generation.close,
        )
        # From here on the search closes both.
        opened.pop_all()
        return search


@dataclass(slots=True)
class _Held:
    """A generation with the number of requests that use it."""

    search: Search
    users: int = 0
    retired: bool = False


class LiveSearch:
    """The newest generation for many threads, swapped while they search.

    Opens nothing before it is asked, so that it may be forked until then.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = open_store(settings)
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._held: _Held | None = None
        self._seen: str | None = None
        self._looked = float("-inf")
        self._again = float("-inf")
        # Seen by all that a fork makes of this one: what a process takes up, the others look for at once,
        # so that nobody who reads is led back to an older generation
        self._taken_up = memoryview(mmap.mmap(-1, 8)).cast("Q")
        self._known = 0

    @contextmanager
    def acquire(self) -> Iterator[Search]:
        """The newest generation, held for the time of the block. Raises GenerationError."""
        self._follow()
        with self._lock:
            held = self._held
            if held is not None:
                held.users += 1
        if held is None:
            # Nothing open: say why, in the words of the error.
            self._reopen()
            with self.acquire() as search:
                yield search
            return
        try:
            yield held.search
        finally:
            self._release(held)

    def state(self) -> tuple[State, str]:
        """Whether answers can be given, and the reason where they cannot or not from the newest."""
        try:
            with self.acquire() as search:
                return ("degraded", search.degraded) if search.degraded else ("ready", "")
        except (GenerationError, EngineError) as error:
            return "missing", str(error)

    def newest(self) -> str | None:
        """The open generation if it is the newest; None where none is open yet, or an older one answers."""
        self._follow()
        with self._lock:
            held = self._held
        return held.search.generation if held is not None and not held.search.degraded else None

    def free_bytes(self) -> int | None:
        """Room on the disk of the index; None where there is no index."""
        return self._store.free_bytes()

    def close(self) -> None:
        """Let go of the generation once no request uses it."""
        with self._lock:
            held, self._held = self._held, None
        self._retire(held)

    def _follow(self) -> None:
        """Open a new generation if CURRENT names one; others go on with the old meanwhile."""
        now, taken_up = time.monotonic(), self._taken_up[0]
        if now - self._looked < LOOK_EVERY and taken_up == self._known:
            return
        if not self._opening.acquire(blocking=False):
            return
        try:
            self._looked, self._known = now, taken_up
            if self._held is None:
                return
            # An older generation serves only as long as the newest one cannot be used.
            again = bool(self._held.search.degraded) and now >= self._again
            if self._store.current_name() == self._seen and not again:
                return
            self._again = now + RETRY_EVERY
            self._swap()
        except (GenerationError, EngineError, OSError) as error:
            # The open generation is sound and answers, also where no file can be opened now.
            log.warning("keeping the open generation reason=%s", error)
        finally:
            self._opening.release()

    def _reopen(self) -> None:
        with self._opening:
            if self._held is None:
                self._swap()

    def _swap(self) -> None:
        seen = self._store.current_name()
        fresh = _Held(open_current(self._settings, self._store))
        with self._lock:
            old, self._held = self._held, fresh
            self._seen = seen
        if old is not None:
            self._known = self._taken_up[0] = self._taken_up[0] + 1
        log.info("opened generation=%s degraded=%s", fresh.search.generation, fresh.search.degraded)
        self._retire(old)

    def _release(self, held: _Held) -> None:
        with self._lock:
            held.users -= 1
            close = held.retired and held.users == 0
        if close:
            held.search.close()

    def _retire(self, held: _Held | None) -> None:
        if held is None:
            return
        with self._lock:
            held.retired = True
            close = held.users == 0
        if close:
            held.search.close()
