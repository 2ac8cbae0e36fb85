"""One raw page to one finished document, in this process or in others.

A page that cleaning or linking stumbles on becomes a failure with its reason, never an error.
"""

import logging
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import urlsplit

from indexer.cleaning.page import clean_page, plain_page
from indexer.entities.linking import Linker
from indexer.errors import CleaningError, RebuildError
from indexer.schema.document import ActorMention, Document, RawPage

log = logging.getLogger(__name__)

# Pages sent to a process at once: enough to hide the sending, few enough to share out evenly.
BATCH = 16
# Starting processes takes as long as some dozens of pages.
FEW = 64
# Batches under way for each process; more would only hold more pages in memory.
_AHEAD = 3
NOTHING_LEFT = "nothing is left of it after cleaning"


@dataclass(frozen=True, slots=True)
class Steps:
    """Which steps are taken. Without a linker a page's actors are those stated beside it."""

    clean: bool
    linker: Linker | None


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be finished, and why."""

    reason: str


class Finisher:
    """Cleans and links pages one by one."""

    def __init__(self, steps: Steps) -> None:
        self._clean = clean_page if steps.clean else plain_page
        self._may_be_empty = not steps.clean
        self._linker = steps.linker

    def finish(self, page: RawPage) -> Document | PageFailure:
        """The document of a page, or why there is none."""
        try:
            return self._document(page)
        except CleaningError as error:
            return PageFailure(str(error))
        except Exception as error:
            # One page out of thousands must not end the run.
            log.exception("a page cannot be finished id=%s source_file=%s", page.id, page.source_file)
            return PageFailure(f"it cannot be cleaned ({type(error).__name__})")

    def _document(self, page: RawPage) -> Document:
        cleaned = self._clean(page)
        url = page.url or cleaned.url
        if not (self._may_be_empty or cleaned.title or cleaned.headings or cleaned.passages):
            raise CleaningError(NOTHING_LEFT)
        links = None
        if self._linker is not None:
            published = cleaned.published.value if cleaned.published else None
            links = self._linker.link(cleaned.text, removed=cleaned.removed, published=published)
        return Document(
            id=page.id,
            source_file=page.source_file,
            sha256=page.sha256,
            kind=page.kind,
            text=cleaned.text,
            title=cleaned.title,
            title_start=cleaned.title_start,
            title_end=cleaned.title_end,
            published=cleaned.published,
            byline=cleaned.byline,
            outlet=page.outlet or host_of(page.url) or cleaned.outlet or host_of(url),
            url=url,
            headings=cleaned.headings,
            passages=cleaned.passages,
            removed=cleaned.removed,
            actors=links.actors if links else tuple(map(_state, page.actors)),
            places=links.places if links else (),
            dates=links.dates if links else (),
            notes=tuple(dict.fromkeys((*page.notes, *cleaned.notes))),
            repairs=page.repairs if page.kind == "text" else (),
            language=cleaned.language,
        )


@lru_cache(maxsize=10_000)
def _state(actor: str) -> ActorMention:
    """An actor that is stated beside the text."""
    return ActorMention(actor, 0, 0)


def host_of(url: str | None) -> str | None:
    """The host of an address without `www.`, or None.

    >>> host_of("https://www.example.org/a"), host_of("http://[x"), host_of(None)
    ('example.org', None, None)
    """
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def finish_pages(
    pages: Iterable[RawPage], steps: Steps, jobs: int
) -> Iterator[tuple[RawPage, Document | PageFailure]]:
    """Each page with what became of it, in the order of the pages.

    Args: `jobs` processes at most. This one works alone if that is 1, while the pages are few, and
    where there is nothing to clean or link: sending pages would cost more than it gives. Raises
    RebuildError if a process dies.
    """
    left = iter(pages)
    alone = left if jobs == 1 or not (steps.clean or steps.linker) else islice(left, FEW)
    finisher = Finisher(steps)
    for page in alone:
        yield page, finisher.finish(page)
    for page in left:
        yield from _finish_together(chain((page,), left), steps, jobs)


def _finish_together(
    pages: Iterable[RawPage], steps: Steps, jobs: int
) -> Iterator[tuple[RawPage, Document | PageFailure]]:
    # Spawned, not forked: a forked process would inherit the lock of the index.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(steps,))
    try:
        under_way: deque[tuple[tuple[RawPage, ...], Future[list[Document | PageFailure]]]] = deque()
        for batch in _batches(pages):
            under_way.append((batch, pool.submit(_finish_batch, batch)))
            if len(under_way) >= jobs * _AHEAD:
                yield from _ended(under_way.popleft())
        while under_way:
            yield from _ended(under_way.popleft())
    except BrokenProcessPool as error:
        raise RebuildError(
            "A process that cleans pages died; the memory may be short. "
            "The generation before stays in use. Run again with fewer --jobs"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ended(
    under_way: tuple[tuple[RawPage, ...], Future[list[Document | PageFailure]]],
) -> Iterator[tuple[RawPage, Document | PageFailure]]:
    batch, future = under_way
    return zip(batch, future.result(), strict=True)


_finishers: list[Finisher] = []


def _start(steps: Steps) -> None:
    """Make this process ready, and end it with the run that started it."""
    _finishers.append(Finisher(steps))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _finish_batch(batch: tuple[RawPage, ...]) -> list[Document | PageFailure]:
    return [_finishers[0].finish(page) for page in batch]


def _batches(pages: Iterable[RawPage]) -> Iterator[tuple[RawPage, ...]]:
    left = iter(pages)
    while batch := tuple(islice(left, BATCH)):
        yield batch
