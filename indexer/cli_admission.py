"""Bounds how long requests wait for a thread.

Answers none itself: who would wait too long is refused by its connection, in the thread that reads
requests, before anything is begun. So those who wait are answered soon however many ask.
"""

import time
from collections.abc import Callable
from typing import Any

from waitress.task import ThreadedTaskDispatcher

# Who watches over the process shall not take a busy one for dead.
ALWAYS = "/healthz"
# Seconds from one turn to the next before there was any, and how much each turn counts in their mean.
FIRST_PACE, WEIGHT = 0.01, 0.1
# So many requests for each thread wait whatever turns take.
ALWAYS_WAIT = 2


class Admission(ThreadedTaskDispatcher):
    """Threads that answer, and requests that wait for them, each for so many seconds as far as one can tell.

    Told by how many wait, and by how long it takes from one turn to the next while some do.
    """

    def __init__(
        self, threads: int, most_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._most_seconds = most_seconds
        self._clock = clock
        self._pace = FIRST_PACE
        self._last_turn = clock()
        self.set_thread_count(threads)

    def add_task(self, task: Any) -> None:
        """Let the first request of a connection wait for its turn, or refuse it at once."""
        with self.lock:
            # Threads that sleep take theirs as soon as they are awake
            running = len(self.threads) - self.stop_count
            waiting = len(self.queue) - (running - self.active_count)
            # Some wait however long turns took: the first pages of a process are slow, and tell little
            in_time = waiting < ALWAYS_WAIT * running or (waiting + 1) * self._pace <= self._most_seconds
            if in_time or task.requests[0].path == ALWAYS:
                self.queue.append(_Waiting(self, task))  # type: ignore[arg-type]  # all that is asked of one
                self.queue_cv.notify()
                return
        task.refuse()

    def take_turn(self, since: float) -> None:
        """Note that a request has its turn, which waited since then."""
        now = self._clock()
        with self.lock:
            # Nobody's turn came sooner only because nobody was there
            if since < self._last_turn:
                self._pace += WEIGHT * (now - self._last_turn - self._pace)
            self._last_turn = now


class _Waiting:
    """A connection whose request waits for its turn."""

    def __init__(self, admission: Admission, task: Any) -> None:
        self._admission = admission
        self._task = task
        self._since = time.monotonic()

    def service(self) -> None:
        """Answer."""
        self._admission.take_turn(self._since)
        self._task.service()

    def cancel(self) -> None:
        """Let it go."""
        self._task.cancel()
