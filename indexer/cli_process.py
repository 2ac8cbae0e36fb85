"""What a command sets for its whole process."""

import gc
import resource
from collections.abc import Iterator
from contextlib import contextmanager

# Enough for a generation of many segments, opened by an update more than once.
_OPEN_FILES = 8192


def allow_open_files() -> None:
    """Raise the soft limit of open files: each large array of an index is a mapped file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look for cycles seldom.

    Documents and answers have none, and looking takes a tenth of a rebuild; a search that meets
    it takes three times as long as the others.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
