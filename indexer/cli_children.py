"""Keeps several processes at one work.

Knows nothing of the work. One that dies is replaced, soon at first and ever later where it keeps dying;
none outlives the process that began them.
"""

import logging
import mmap
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import NoReturn

from indexer.cli_errors import OK

log = logging.getLogger(__name__)

STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# Who lived for so many seconds is replaced at once, whoever came before.
STEADY_SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# What a process has to end by itself once it is told to, in seconds; then it is killed.
END_SECONDS = 15.0
# An exit code above this is a signal, as shells count them.
BY_SIGNAL = 128

Work = Callable[[Callable[[], None]], None]


@dataclass(slots=True)
class _Place:
    """One of the places for a process: who has it, or when it is filled again."""

    number: int
    pid: int = 0
    since: float = 0.0
    quick_deaths: int = 0
    due: float = 0.0


@dataclass(slots=True)
class Children:
    """The processes of one work. `run` is the whole life of their parent."""

    work: Work
    count: int
    let_go: Callable[[], None] = lambda: None
    _places: list[_Place] = field(init=False)
    _told: list[int] = field(default_factory=list)
    # A byte for each place, which all processes see: whether its process has begun its work
    _begun: mmap.mmap = field(init=False)
    _woken: tuple[int, int] = field(init=False)
    _lifeline: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        """Make what parent and children have in common."""
        self._places = [_Place(number) for number in range(self.count)]
        self._begun = mmap.mmap(-1, self.count)
        self._woken, self._lifeline = os.pipe(), os.pipe()
        for end in self._woken:
            os.set_blocking(end, False)

    def run(self) -> int:
        """Keep all places filled until a signal comes; gives the exit code.

        It is 0 after a signal, and that of the last process where none of them could begin its work.
        `let_go` is called before the processes are told to end.
        """
        self._listen()
        code = OK
        while not self._told and code == OK:
            self._fill()
            code = self._wait()
        self.let_go()
        self._end()
        return code

    def keep_lifeline(self) -> int:
        """In a child: what comes to its end with the parent; the other pipes are the parent's."""
        for end in (*self._woken, self._lifeline[1]):
            os.close(end)
        return self._lifeline[0]

    def tell_begun(self, number: int) -> None:
        """In a child: that it has begun its work."""
        self._begun[number] = 1

    def _listen(self) -> None:
        signal.set_wakeup_fd(self._woken[1], warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _do_nothing)
        for number in STOPS:
            # One that is ignored stays so, as under nohup
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._tell)

    def _tell(self, number: int, _frame: FrameType | None) -> None:
        self._told.append(number)

    def _fill(self) -> None:
        now = time.monotonic()
        for place in self._places:
            if not place.pid and place.due <= now:
                self._start(place)

    def _start(self, place: _Place) -> None:
        self._begun[place.number] = 0
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        # A signal that comes before the child knows what to do with it waits until then
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        try:
            pid = os.fork()
            if not pid:
                _be_child(self, place.number, before)
        except OSError as error:
            log.error("no process can be started error=%s", error)  # noqa: TRY400  # the trace says no more
            self._postpone(place)
        else:
            place.pid, place.since = pid, time.monotonic()
            log.info("started process=%d place=%d of=%d", pid, place.number + 1, self.count)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _wait(self) -> int:
        """Wait for a signal, a death or the next start; gives a code other than 0 where all is over."""
        now = time.monotonic()
        pauses = [place.due - now for place in self._places if not place.pid]
        _sleep(self._woken[0], max(0.0, min(pauses)) if pauses else None)
        code = OK
        for place, status in self._dead():
            code = self._replace(place, os.waitstatus_to_exitcode(status))
        return code

    def _dead(self) -> list[tuple[_Place, int]]:
        """The places whose processes have ended, with how."""
        found = []
        for place in self._places:
            if place.pid:
                pid, status = os.waitpid(place.pid, os.WNOHANG)
                if pid:
                    found.append((place, status))
        return found

    def _replace(self, place: _Place, ended: int) -> int:
        lived, begun = time.monotonic() - place.since, bool(self._begun[place.number])
        log.error(
            "a process ended by itself process=%d reason=%s seconds=%.1f; another takes its place",
            place.pid,
            _say_reason(ended),
            lived,
        )
        place.pid = 0
        if not begun and not any(other.pid for other in self._places):
            return ended if ended > 0 else BY_SIGNAL - ended if ended else 1
        if lived >= STEADY_SECONDS:
            place.quick_deaths, place.due = 0, 0.0
        else:
            self._postpone(place)
        return OK

    def _postpone(self, place: _Place) -> None:
        """Fill a place later, the later the more often it could not be filled for long."""
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**place.quick_deaths)
        place.quick_deaths = min(place.quick_deaths + 1, 16)
        place.due = time.monotonic() + pause
        log.warning("a place is filled again place=%d in=%.1f s", place.number + 1, pause)

    def _end(self) -> None:
        """Tell all to end and wait for it; who does not, or after a second signal, is killed."""
        told, end = len(self._told), time.monotonic() + END_SECONDS
        self._send(signal.SIGTERM)
        while any(place.pid for place in self._places):
            if len(self._told) > max(1, told) or time.monotonic() > end:
                self._send(signal.SIGKILL)
            _sleep(self._woken[0], 0.5)
            for place, _ in self._dead():
                place.pid = 0
        signal.set_wakeup_fd(-1)

    def _send(self, number: signal.Signals) -> None:
        for place in self._places:
            if place.pid:
                os.kill(place.pid, number)


def _be_child(family: Children, number: int, mask: set[int | signal.Signals]) -> NoReturn:
    """The life of a child, which never comes back from here."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # A terminal sends these to all its processes: the parent passes them on
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        lifeline = family.keep_lifeline()
        threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        family.work(lambda: family.tell_begun(number))
        code = OK
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        log.exception("a process failed process=%d", os.getpid())
    finally:
        logging.shutdown()
        os._exit(code)


def _sleep(woken: int, seconds: float | None) -> None:
    """Until a signal comes, or for so long."""
    select.select([woken], [], [], seconds)
    with suppress(BlockingIOError):
        while os.read(woken, 512):
            pass


def _do_nothing(_signal: int, _frame: FrameType | None) -> None:
    """That there is a handler lets the system wake who waits."""


def _end_with(lifeline: int) -> None:
    """End this process when its parent has gone, however: nobody else holds the other end."""
    while os.read(lifeline, 1):
        pass
    log.warning("the parent has gone process=%d", os.getpid())
    os.kill(os.getpid(), signal.SIGTERM)


def _say_reason(code: int) -> str:
    """How a process ended.

    >>> _say_reason(-9), _say_reason(2)
    ('SIGKILL', 'exit code 2')
    """
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
