"""Requests sent by the clock, whether or not the ones before were answered; or so many at a time.

One thread and no more work than must be, as it runs on the processors that it measures. Judges nothing.
"""

import re
import select
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

# What is not answered so long after the last was sent is late enough.
PATIENCE = 10.0
LOST = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one request: when it was due, how many seconds later its answer was whole."""

    due: float
    seconds: float
    status: int
    retry_after: bool = False


@dataclass(slots=True)
class _Open:
    """One request on its way, on a connection of its own."""

    socket: socket.socket
    due: float
    data: bytes
    answer: bytes = b""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of all requests, over how many seconds, and the CPU seconds that sending them took."""

    outcomes: tuple[Outcome, ...]
    seconds: float
    cpu: float

    def statuses(self, *wanted: int) -> list[Outcome]:
        """Those with these statuses."""
        return [one for one in self.outcomes if one.status in wanted]

    def quantile(self, part: float, *wanted: int) -> float:
        """Seconds within which such a part of those with these statuses was answered; 0 for none."""
        taken = sorted(one.seconds for one in self.statuses(*wanted))
        return taken[min(len(taken) - 1, int(len(taken) * part))] if taken else 0.0


def send_by_clock(port: int, paths: Sequence[str], rate: float, seconds: float) -> Load:
    """Send so many a second, each when it is due; then wait for what is on its way."""
    return _Sending(port, paths, lambda now, _: int(now * rate) + 1, lambda sent: sent / rate, seconds).run()


def keep_busy(port: int, paths: Sequence[str], clients: int, seconds: float) -> Load:
    """Have so many requests on their way all the time: each answer is followed by the next request."""
    return _Sending(port, paths, lambda _, done: done + clients, None, seconds).run()


class _Sending:
    """One run of requests: how many may have been sent by now, and when each was due."""

    def __init__(
        self,
        port: int,
        paths: Sequence[str],
        allowed: Callable[[float, int], int],
        due: Callable[[int], float] | None,
        seconds: float,
    ) -> None:
        self._address = ("127.0.0.1", port)
        self._paths = paths
        self._allowed, self._due, self._seconds = allowed, due, seconds
        self._poll = select.epoll()
        self._open: dict[int, _Open] = {}
        self._outcomes: list[Outcome] = []
        self._sent = 0

    def run(self) -> Load:
        """Send for so many seconds; the outcomes of all."""
        began, spent = time.perf_counter(), time.process_time()
        while (now := time.perf_counter() - began) < self._seconds or self._open:
            if now < self._seconds:
                while self._sent < self._allowed(now, len(self._outcomes)):
                    self._send(began)
            for number, _ in self._poll.poll(0.002):
                self._take(number, began)
            if now > self._seconds + PATIENCE:
                break
        for number in list(self._open):
            self._end(number, began, lost=True)
        self._poll.close()
        return Load(tuple(self._outcomes), self._seconds, time.process_time() - spent)

    def _send(self, began: float) -> None:
        path = self._paths[self._sent % len(self._paths)]
        due = self._due(self._sent) if self._due else time.perf_counter() - began
        self._sent += 1
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(self._address)
        data = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        self._open[client.fileno()] = _Open(client, due, data)
        self._poll.register(client.fileno(), select.EPOLLOUT)

    def _take(self, number: int, began: float) -> None:
        """Write the request once that is possible, then read its answer to the end."""
        one = self._open[number]
        try:
            if one.data:
                one.socket.sendall(one.data)
                one.data = b""
                self._poll.modify(number, select.EPOLLIN)
                return
            part = one.socket.recv(1 << 18)
        except OSError:
            self._end(number, began, lost=True)
            return
        # Of the first bytes all is known that is asked of an answer
        if part and len(one.answer) < 4096:
            one.answer += part
        elif not part:
            self._end(number, began)

    def _end(self, number: int, began: float, *, lost: bool = False) -> None:
        one = self._open.pop(number)
        self._poll.unregister(number)
        one.socket.close()
        found = None if lost else re.match(rb"HTTP/1.1 (\d+)", one.answer)
        retry = b"\r\nRetry-After: " in one.answer
        status = int(found[1]) if found else LOST
        self._outcomes.append(Outcome(one.due, time.perf_counter() - began - one.due, status, retry))


def distinct_paths(vocabulary: Sequence[str], count: int, documents: int) -> list[str]:
    """Addresses as readers ask for them, most of them searches; no two the same, so that none is kept."""
    usual = vocabulary[: max(50, len(vocabulary) // 50)]
    found: list[str] = []
    for at in range(count):
        one, other = usual[at % len(usual)], usual[(at * 7 + at // len(usual) + 1) % len(usual)]
        kinds = (
            f"/?q={one}+{other}",
            f"/?q={one}+OR+{other}&match=any&page={1 + at % 3}",
            f"/?q={one}&actor=jnim&sort=newest",
            f"/?q={other}+{one}*&published=2023",
            f"/documents/d{at % documents:06}?q={one}+{other}",
            f"/search.json?q={one}+{other}",
            f"/suggest.json?q={one[:4]}",
            f"/facets/actor?q={one}+{other}&match=any",
        )
        found.append(
            f"{kinds[at % len(kinds)]}&marks={at}" if "documents" in kinds[at % 8] else kinds[at % 8]
        )
    return found


def windows(load: Load, seconds: float) -> Iterator[list[Outcome]]:
    """The outcomes by when they were due, so many seconds together."""
    waiting = deque(sorted(load.outcomes, key=lambda one: one.due))
    end = seconds
    while waiting:
        found: list[Outcome] = []
        while waiting and waiting[0].due < end:
            found.append(waiting.popleft())
        yield found
        end += seconds
