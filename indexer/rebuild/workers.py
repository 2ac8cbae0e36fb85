"""Pages worked on in processes that may fall.

Each page has so much computing time and memory. A process that takes more, or that is ended by a
signal, costs the one page that it was at: another takes the rest over, and the run goes on.
"""

import contextlib
import faulthandler
import gc
import logging
import os
import pickle
import resource
import signal
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fcntl import fcntl
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, NoReturn, Self, TypeVar

from indexer.errors import RebuildError
from indexer.settings import Settings

log = logging.getLogger(__name__)
P = TypeVar("P")
T = TypeVar("T")

# Pages sent to a process at once: enough to hide the sending, few enough to share out evenly.
BATCH = 16
# A process that waits for something takes no computing time; it is given up after so many times more.
_WAITS = 60
# With this status a process ends that got no more memory.
_NO_MEMORY = 77
# Answers that wait until they are read; so many Linux gives anybody.
_PIPE_BYTES = 1 << 20
_F_SETPIPE_SZ = 1031
_STATM = Path("/proc/self/statm")
_DEADLY = (signal.SIGPROF, signal.SIGALRM, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Caps:
    """What one page may take: seconds of computing time, and bytes beside those of the program."""

    seconds: int
    memory_bytes: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those of the settings."""
        return cls(settings.page_seconds, settings.page_memory_bytes)


@dataclass(frozen=True, slots=True)
class Fallen:
    """A page at which its process fell, and why."""

    reason: str


def work_through(
    pages: Iterable[P], work: Callable[[P], T], jobs: int, caps: Caps
) -> Iterator[tuple[P, T | Fallen]]:
    """Each page with what was made of it, in the order of the pages.

    Args: `jobs` processes beside this one; with 0 this one works alone, and without caps. Pages and
    what is made of them go through pipes as pickles. Close the iterator if it is not read to the end.
    """
    if not jobs:
        for page in pages:
            yield page, work(page)
        return
    batches = _batches(pages)
    workers: deque[_Worker[P, T]] = deque()
    try:
        for batch in islice(batches, jobs):
            workers.append(_Worker(work, caps))
            workers[-1].submit(batch)
        coming = next(batches, ())
        while workers:
            worker = workers.popleft()
            batch, made = worker.batch, worker.collect()
            if coming:
                # Asked before anything is done with the answers: it works while this process does
                worker.submit(coming)
                workers.append(worker)
            else:
                worker.close()
            yield from zip(batch, made, strict=True)
            coming = next(batches, ()) if coming else ()
    finally:
        for worker in workers:
            worker.close()


def _batches(pages: Iterable[P]) -> Iterator[tuple[P, ...]]:
    left = iter(pages)
    while batch := tuple(islice(left, BATCH)):
        yield batch


class _Worker(Generic[P, T]):
    """A process that works on one batch after the other, and the one that takes over where it falls."""

    def __init__(self, work: Callable[[P], T], caps: Caps) -> None:
        self.batch: tuple[P, ...] = ()
        self._work = work
        self._caps = caps
        # Whether a process has fallen at the page that is awaited, which another works on now
        self._again = False
        self._start()

    def submit(self, batch: tuple[P, ...]) -> None:
        """Have pages worked on; what was submitted before is collected."""
        self.batch = batch
        self._ask_for(batch)

    def collect(self) -> list[T | Fallen]:
        """What became of each page of the batch."""
        made: list[T | Fallen] = []
        while len(made) < len(self.batch):
            try:
                made.append(pickle.loads(self._told.recv_bytes()))  # noqa: S301  # from our own process
                self._again = False
            except (EOFError, OSError):
                status = self._reap()
                # It may have fallen for what others left behind, or been ended from outside: once more
                self._again = not self._again and not _ended_by(status, signal.SIGPROF)
                if not self._again:
                    made.append(Fallen(_say_why(status, self._caps)))
                self._start()
                self._ask_for(self.batch[len(made) :])
        return made

    def close(self) -> None:
        """End the process, whatever it does; safe to call twice."""
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            self._reap()

    def _ask_for(self, pages: Sequence[P]) -> None:
        # One that fell before it was asked is seen to have when its answer is read
        with contextlib.suppress(BrokenPipeError):
            self._asking.send_bytes(pickle.dumps(pages, pickle.HIGHEST_PROTOCOL))

    def _start(self) -> None:
        asked, asking = os.pipe()
        told, telling = os.pipe()
        with contextlib.suppress(OSError):
            fcntl(telling, _F_SETPIPE_SZ, _PIPE_BYTES)
        self._process = _fork()
        if not self._process:
            _be_worker(asked, telling, self._work, self._caps)
        os.close(asked)
        os.close(telling)
        self._asking = Connection(asking, readable=False)
        self._told = Connection(told, writable=False)

    def _reap(self) -> int:
        """Let go of the process, which is ending, and give its status."""
        self._asking.close()
        self._told.close()
        process, self._process = self._process, 0
        return os.waitpid(process, 0)[1]


def _fork() -> int:
    """A copy of this process, with all signals blocked; 0 in the copy. Raises RebuildError.

    A copy takes what is known of all pages with it for nothing, and does not read the program that started
    the run anew. It uses no lock that another thread may hold; one that should wait for ever is given up.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    process = -1
    try:
        with warnings.catch_warnings():
            # Newer versions warn where there are threads, as libraries of numbers have
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
    except OSError as error:
        raise RebuildError(
            f"No process that cleans and links pages can be started: {error.strerror}. The memory may be "
            "short. The generation before stays in use. Run again with fewer --jobs"
        ) from error
    finally:
        if process:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


def _be_worker(asked: int, telling: int, work: Callable[[Any], Any], caps: Caps) -> NoReturn:
    """Answer one batch after the other until nobody asks any more."""
    try:
        _settle({asked, telling}, caps)
        asking, told = Connection(asked, writable=False), Connection(telling, readable=False)
        while True:
            for page in pickle.loads(asking.recv_bytes()):  # noqa: S301  # from the process that forked
                signal.setitimer(signal.ITIMER_PROF, caps.seconds)
                signal.setitimer(signal.ITIMER_REAL, caps.seconds * _WAITS)
                made = pickle.dumps(work(page), pickle.HIGHEST_PROTOCOL)
                signal.setitimer(signal.ITIMER_PROF, 0)
                # The one who asked may take the answer later
                signal.setitimer(signal.ITIMER_REAL, 0)
                told.send_bytes(made)
    except MemoryError:
        os._exit(_NO_MEMORY)
    except (EOFError, BrokenPipeError):
        os._exit(0)
    except BaseException:
        log.exception("a page cannot be worked on")
    finally:
        os._exit(1)


def _settle(own: set[int], caps: Caps) -> None:
    """Let go of all that belongs to the run, its lock above all, and take the limits on."""
    first = 3
    for descriptor in (*sorted(own), resource.getrlimit(resource.RLIMIT_NOFILE)[0]):
        os.closerange(first, descriptor)
        first = descriptor + 1
    faulthandler.disable()
    signal.set_wakeup_fd(-1)
    for number in _DEADLY:
        signal.signal(number, signal.SIG_DFL)
    # Who stops the run with Ctrl-C stops it there
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    # What was made before this is never looked through again, and so stays shared
    gc.freeze()
    with contextlib.suppress(OSError):
        taken = int(_STATM.read_text("ascii").split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = taken + caps.memory_bytes
        if soft == resource.RLIM_INFINITY or most < soft:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _say_why(status: int, caps: Caps) -> str:
    """Why a process ended.

    >>> _say_why(int(signal.SIGSEGV), Caps(60, 1))
    'the process that worked on it was ended by SIGSEGV'
    """
    if os.WIFEXITED(status):
        if os.WEXITSTATUS(status) == _NO_MEMORY:
            return f"it takes more than {caps.memory_bytes:,} bytes of memory (CUTTINGS_PAGE_MEMORY_BYTES)"
        return "the process that worked on it ended by itself"
    if _ended_by(status, signal.SIGPROF):
        return f"it takes more than {caps.seconds:,} seconds of computing time (CUTTINGS_PAGE_SECONDS)"
    if _ended_by(status, signal.SIGALRM):
        return f"it was not done after {caps.seconds * _WAITS:,} seconds (CUTTINGS_PAGE_SECONDS)"
    name = signal.Signals(os.WTERMSIG(status)).name
    short = "; the memory may be short" if _ended_by(status, signal.SIGKILL) else ""
    return f"the process that worked on it was ended by {name}{short}"


def _ended_by(status: int, number: signal.Signals) -> bool:
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == number
