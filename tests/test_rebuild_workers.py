"""Processes that work on pages: in order, each page under its caps, and a fall costs one page."""

import fcntl
import os
import resource
import signal
import time
from itertools import count
from pathlib import Path

import pytest

from indexer.errors import RebuildError
from indexer.rebuild import workers
from indexer.rebuild.workers import BATCH, Caps, Fallen, work_through
from indexer.settings import Settings
from tests.processes import children_of

CAPS = Caps(seconds=60, memory_bytes=200_000_000)
PAGES = range(3 * BATCH + 5)
BAD = {0, 7, 8, BATCH, PAGES[-1]}
NOTE = "the process that worked on it"


def made(work, jobs=1, pages=PAGES, caps=CAPS):
    """What came of each page."""
    return list(work_through(pages, work, jobs, caps))


@pytest.mark.parametrize("jobs", [0, 1, 3])
def test_every_page_comes_back_in_order(jobs):
    """Also of no page, and of fewer than there are processes."""
    for pages in (PAGES, (), (1,), range(BATCH)):
        assert [(page, page * 2) for page in pages] == made(lambda page: page * 2, jobs, pages)


def test_pages_are_worked_on_outside_of_the_run():
    """Nothing that a page does reaches the process that reads and writes."""
    assert os.getpid() not in {process for _, process in made(lambda _: os.getpid(), jobs=2)}
    assert {os.getpid()} == {process for _, process in made(lambda _: os.getpid(), jobs=0)}


def fall_by(number):
    """What ends its process by a signal."""
    return lambda: os.kill(os.getpid(), number)


def fill():
    """Take more memory than there is."""
    return len(bytearray(CAPS.memory_bytes * 2))


FALLS = {
    "a fault": (fall_by(signal.SIGSEGV), f"{NOTE} was ended by SIGSEGV"),
    "an abort": (fall_by(signal.SIGABRT), f"{NOTE} was ended by SIGABRT"),
    "the system": (fall_by(signal.SIGKILL), f"{NOTE} was ended by SIGKILL; the memory may be short"),
    "its end": (lambda: os._exit(0), f"{NOTE} ended by itself"),
    "memory": (fill, "it takes more than 200,000,000 bytes of memory (CUTTINGS_PAGE_MEMORY_BYTES)"),
}


@pytest.mark.parametrize(("fall", "reason"), FALLS.values(), ids=FALLS)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fall_costs_the_page_that_it_was_at(fall, reason, jobs):
    """The first, two in turn, the first of a batch and the last of all: every other page is worked on."""

    def work(page):
        if page in BAD:
            fall()
        return page

    assert [(page, Fallen(reason) if page in BAD else page) for page in PAGES] == made(work, jobs)


def test_a_page_that_takes_too_long_is_given_up():
    """In computing time, and never tried twice."""
    caps = Caps(seconds=1, memory_bytes=CAPS.memory_bytes)

    def work(page):
        while page == 3:
            pass
        return page

    before = time.monotonic()
    reason = "it takes more than 1 seconds of computing time (CUTTINGS_PAGE_SECONDS)"
    assert [0, 1, 2, Fallen(reason), 4] == [found for _, found in made(work, pages=range(5), caps=caps)]
    assert 1 <= time.monotonic() - before


def test_a_page_that_waits_for_ever_is_given_up(monkeypatch):
    """What takes no computing time has a limit too."""
    monkeypatch.setattr(workers, "_WAITS", 1)
    caps = Caps(seconds=1, memory_bytes=CAPS.memory_bytes)

    def work(page):
        if page == 1:
            time.sleep(3600)
        return page

    reason = "it was not done after 1 seconds (CUTTINGS_PAGE_SECONDS)"
    assert [0, Fallen(reason), 2] == [found for _, found in made(work, pages=range(3), caps=caps)]


def test_a_page_does_not_answer_for_those_before_it():
    """Time and memory that others took are not its own: it is tried once more by itself."""
    kept = []

    def work(page):
        kept.append(bytearray(CAPS.memory_bytes // 10))
        return page

    assert list(PAGES) == [found for _, found in made(work)]


def test_a_run_that_takes_its_answers_late_loses_none(monkeypatch):
    """Answers wait, and no limit runs meanwhile."""
    monkeypatch.setattr(workers, "_WAITS", 1)
    found = work_through(PAGES, lambda _: bytes(50_000), 1, Caps(1, CAPS.memory_bytes))
    assert bytes(50_000) == next(found)[1]
    time.sleep(1.5)
    assert {bytes(50_000)} == {made for _, made in found}


def test_no_process_has_a_file_or_the_lock_of_the_run(tmp_path):
    """Who kills the run frees its lock, whatever the others do."""
    lock = os.open(tmp_path / "LOCK", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)

    def held(_):
        return sorted(int(path.name) for path in Path("/proc/self/fd").iterdir())

    with (tmp_path / "other").open("wb") as other:
        ((_, found),) = made(held, pages=(1,))
        assert not {lock, other.fileno()} & {*found}
    os.close(lock)


def test_a_process_writes_no_core_and_heeds_no_stop_of_the_run():
    """Ctrl-C goes to all of a terminal; the run ends its processes itself."""

    def look(_):
        return resource.getrlimit(resource.RLIMIT_CORE)[0], signal.getsignal(signal.SIGINT)

    assert [(1, (0, signal.SIG_IGN))] == made(look, pages=(1,))


def test_a_process_that_is_ended_from_outside_costs_no_page(tmp_path):
    """Also at its first page; only who falls twice at a page has fallen for it."""

    def look(page):
        if not (tmp_path / str(page)).exists():
            (tmp_path / str(page)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return page

    assert [(page, page) for page in range(5)] == list(work_through(range(5), look, 1, CAPS))


def test_no_process_stays():
    """Neither at the end nor where the run stops half way."""
    before = {*children_of(os.getpid())}
    made(lambda page: page, jobs=3)
    found = work_through(count(), lambda page: page, 3, CAPS)
    next(found)
    assert 3 == len({*children_of(os.getpid())} - before)
    found.close()
    assert before == {*children_of(os.getpid())}


def test_where_no_process_can_be_started_the_run_says_what_to_do(monkeypatch):
    """A full table of processes, or no memory for one more."""

    def full():
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", full)
    with pytest.raises(RebuildError, match=r"Resource temporarily unavailable.*fewer --jobs"):
        made(lambda page: page)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_the_caps_are_those_of_the_settings():
    """One row of the table each."""
    assert Caps(7, 8) == Caps.of(Settings(page_seconds=7, page_memory_bytes=8))
