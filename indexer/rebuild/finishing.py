"""One raw page to one finished document.

A page that cleaning or linking stumbles on becomes a failure with its reason, never an error.
"""

import logging
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from indexer.cleaning.corpus_memory import NOTHING_KNOWN, CorpusMemory
from indexer.cleaning.page import clean_page, plain_page
from indexer.cleaning.resemblance import Sketch, sketch
from indexer.entities.linking import Linker
from indexer.errors import CleaningError
from indexer.rebuild.workers import Caps, Fallen, work_through
from indexer.schema.document import ActorMention, Document, RawPage, host_of

log = logging.getLogger(__name__)

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
    """A page that could not be finished, and why; `trace` for an error that nobody foresaw."""

    reason: str
    trace: str = ""


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
        except MemoryError:
            # What is left half done after it is not to be trusted: this process ends
            raise
        except Exception as error:  # noqa: BLE001  # the run logs it
            # One page out of thousands must not end the run.
            return PageFailure(f"it cannot be cleaned ({type(error).__name__})", traceback.format_exc())

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


def finish_pages(
    pages: Iterable[RawPage], steps: Steps, jobs: int, caps: Caps
) -> Iterator[tuple[RawPage, Finished]]:
    """Each page with what became of it, in the order of the pages.

    Args: `jobs` processes clean and link. This one works alone where there is nothing to clean or link:
    sending pages would cost more than it gives. Raises RebuildError where no process can be started.
    """
    together = jobs if steps.clean or steps.linker else 0
    for page, done in work_through(pages, Finisher(steps).finish_whole, together, caps):
        found = Finished(PageFailure(done.reason), None) if isinstance(done, Fallen) else done
        if isinstance(found.document, PageFailure) and found.document.trace:
            log.error(
                "a page cannot be finished id=%s source_file=%s\n%s",
                page.id,
                page.source_file,
                found.document.trace,
            )
        yield page, found
