"""What a command sets for its whole process."""

import ctypes
import gc
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from indexer import api

# Enough for a generation of many segments, opened by an update more than once.
_OPEN_FILES = 8192
# A parameter of mallopt(3), as the GNU C library has it.
_M_ARENA_MAX = -8


def allow_open_files() -> None:
    """Raise the soft limit of open files: each large array of an index is a mapped file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def share_one_heap() -> None:
    """Let all threads take memory from one heap, where the C library gives each its own (GNU).

    What is rendered in one thread is let go of in another, and room in the heap of a thread that rests is
    of no use to those that work: a desk that is served for hours would grow.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, TypeError, AttributeError):
        return
    mallopt(_M_ARENA_MAX, 1)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look for cycles seldom.

    Documents and answers have none, and looking takes a tenth of a rebuild; a search that meets
    it takes three times as long as the others.
    """
    before = gc.get_threshold()
    gc.set_threshold(10_000, 100, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def progress_bar() -> Iterator[Callable[[api.Progress], None] | None]:
    """A bar on stderr where that is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    with tqdm(unit=" files", leave=False, file=sys.stderr) as bar:

        def show(progress: api.Progress) -> None:
            bar.set_description(progress.stage, refresh=False)
            if progress.stage in ("compare", "read", "link", "copy"):
                bar.unit = {"link": " documents", "copy": "B"}.get(progress.stage, " files")
                bar.unit_scale = progress.stage == "copy"
                bar.total, bar.n = progress.total, progress.done
            bar.refresh()

        yield show
