"""One raw page to one finished document, in this process or in others.

A page that cleaning or linking stumbles on becomes a failure with its reason, never an error.
"""

import logging
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, islice
from typing import Any, NamedTuple, TypeVar

from indexer.cleaning.corpus_memory import NOTHING_KNOWN, CorpusMemory
from indexer.cleaning.page import clean_page, plain_page
from indexer.cleaning.resemblance import Sketch, sketch
from indexer.entities.linking import Linker
from indexer.errors import CleaningError, RebuildError
from indexer.schema.document import ActorMention, Document, RawPage, host_of

log = logging.getLogger(__name__)
P = TypeVar("P")
T = TypeVar("T")

# Pages sent to a process at once: enough to hide the sending, few enough to share out evenly.
BATCH = 16
# Starting processes takes as long as some dozens of pages.
FEW = 64
# Batches under way for each process; more would only hold more pages in memory.
_AHEAD = 3
NO_TEXT = "there is no text in it"


@dataclass(frozen=True, slots=True)
class Steps:
    """Which steps are taken. Without a linker a page's actors are those stated beside it.

    `memory` is what cleaning knows of the lines of all pages.
    """

    clean: bool
    linker: Linker | None
    memory: CorpusMemory = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be finished, and why."""

    reason: str


class Finished(NamedTuple):
    """What became of a page, and its sketch; a text that is taken as it is has none."""

    document: Document | PageFailure
    sketch: Sketch | None


class Finisher:
    """Cleans and links pages one by one."""

    def __init__(self, steps: Steps) -> None:
        self._clean = partial(clean_page, memory=steps.memory) if steps.clean else plain_page
        self._may_be_empty = not steps.clean
        self._linker = steps.linker

    def finish_whole(self, page: RawPage) -> Finished:
        """The document of a page with its sketch, or why there is none."""
        document = self.finish(page)
        if isinstance(document, PageFailure) or self._may_be_empty:
            return Finished(document, None)
        return Finished(document, sketch(document.clean_text))

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
        if not (self._may_be_empty or cleaned.title or cleaned.text.strip()):
            raise CleaningError(NO_TEXT)
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


def finish_pages(pages: Iterable[RawPage], steps: Steps, jobs: int) -> Iterator[tuple[RawPage, Finished]]:
    """Each page with what became of it, in the order of the pages.

    Args: `jobs` processes at most. This one works alone if that is 1, while the pages are few, and
    where there is nothing to clean or link: sending pages would cost more than it gives. Raises
    RebuildError if a process dies.
    """
    return work_through(pages, Finisher(steps).finish_whole, jobs if steps.clean or steps.linker else 1)


def work_through(pages: Iterable[P], work: Callable[[P], T], jobs: int) -> Iterator[tuple[P, T]]:
    """Each page with what was made of it, in order; `work` goes to other processes as a pickle.

    Args: `jobs` as in `finish_pages`. Raises RebuildError if a process dies.
    """
    left = iter(pages)
    for page in left if jobs == 1 else islice(left, FEW):
        yield page, work(page)
    for page in left:
        yield from _work_together(chain((page,), left), work, jobs)


def _work_together(pages: Iterable[P], work: Callable[[P], T], jobs: int) -> Iterator[tuple[P, T]]:
    # Spawned, not forked: a forked process would inherit the lock of the index.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(work,))
    try:
        under_way: deque[tuple[tuple[P, ...], Future[list[T]]]] = deque()
        for batch in _batches(pages):
            under_way.append((batch, pool.submit(_work_on_batch, batch)))
            if len(under_way) >= jobs * _AHEAD:
                yield from _ended(under_way.popleft())
        while under_way:
            yield from _ended(under_way.popleft())
    except BrokenProcessPool as error:
        raise RebuildError(
            "A process that cleans or links pages died; the memory may be short. "
            "The generation before stays in use. Run again with fewer --jobs"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ended(under_way: tuple[tuple[P, ...], Future[list[T]]]) -> Iterator[tuple[P, T]]:
    batch, future = under_way
    return zip(batch, future.result(), strict=True)


_work: list[Callable[[Any], Any]] = []


def _start(work: Callable[[Any], Any]) -> None:
    """Make this process ready, and end it with the run that started it."""
    _work.append(work)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work_on_batch(batch: tuple[Any, ...]) -> list[Any]:
    return [_work[0](page) for page in batch]


def _batches(pages: Iterable[P]) -> Iterator[tuple[P, ...]]:
    left = iter(pages)
    while batch := tuple(islice(left, BATCH)):
        yield batch
