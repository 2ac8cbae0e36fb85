"""Bounds how many requests wait for a thread.

Answers none itself: who finds no room is refused by its connection, in the thread that reads requests,
before anything is begun. So those who wait are answered soon however many ask.
"""

from typing import Any

from waitress.task import ThreadedTaskDispatcher

# Who watches over the process shall not take a busy one for dead.
ALWAYS = "/healthz"


class Admission(ThreadedTaskDispatcher):
    """Threads that answer, and so many requests at most that wait for one of them."""

    def __init__(self, threads: int, most: int) -> None:
        super().__init__()
        self._most = most
        self.set_thread_count(threads)

    def add_task(self, task: Any) -> None:
        """Let the first request of a connection wait for its turn, or refuse it at once."""
        with self.lock:
            # Threads that sleep take theirs as soon as they are awake
            idle = len(self.threads) - self.stop_count - self.active_count
            if len(self.queue) - idle < self._most or task.requests[0].path == ALWAYS:
                self.queue.append(task)
                self.queue_cv.notify()
                return
        task.refuse()
