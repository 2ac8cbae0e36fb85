"""The first pass over all pages: the lines that each source repeats.

Counts the text as it was read, before any cleaning, and refuses nothing: what cannot be read is
reported by the second pass.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace

from indexer.cleaning.corpus_memory import learn
from indexer.cleaning.line_counts import LineCounts, PageLines, count_pages, read_lines, visible_lines
from indexer.errors import IndexerError
from indexer.generation_store import StoredBuild, StoredGeneration
from indexer.rebuild.base import Base, RebuildNeeded
from indexer.rebuild.finishing import Steps
from indexer.rebuild.reports import Progress, Task
from indexer.rebuild.workers import Caps, Fallen, work_through
from indexer.schema.document import RawPage
from indexer.sources.reading import read_source_file

log = logging.getLogger(__name__)

_DOCUMENTS, _ROWS = "lines-documents.npy", "lines-rows.npy"


def remember(task: Task, base: Base | None) -> tuple[Steps, LineCounts | None]:
    """The steps of a run with what all pages tell of their sources' lines, and the lines; None uncleaned.

    With a base only new pages are read, and its pages whose lines are no longer taken as before are
    pages to do again. Raises RebuildError where no process can be started, RebuildNeeded where the
    base does not know its lines. Cost: reads every source file.
    """
    if not task.steps.clean:
        return task.steps, None
    left = dict(base.pages.left) if base else {}
    pages = _read_pages(task, left)
    # One process does it as fast as it could send the pages; it parses no markup
    jobs = task.settings.jobs if task.settings.jobs > 1 else 0
    found = work_through(pages, read_page_lines, jobs, Caps.of(task.settings))
    counts = count_pages(lines for _, lines in found if not isinstance(lines, Fallen))
    if base is None:
        return replace(task.steps, memory=learn(counts)), counts
    kept = base.pages.left.keys() - left.keys()
    before = read_counts(base.generation)
    if before is None or not kept <= set(before.documents["page"].tolist()):
        raise RebuildNeeded("the index does not know the lines of its pages")
    counts = before.of_pages(kept) + counts
    memory = learn(counts)
    base.pages.do_again(counts.pages_with(learn(before).differing(memory)) & kept)
    return replace(task.steps, memory=memory), counts


def read_page_lines(page: RawPage) -> PageLines:
    """What a page counts for; nothing where its lines cannot be cut."""
    text = visible_lines(page.text) if page.kind == "html" else page.text
    return read_lines(text, page.page_hash, page.source)


def _read_pages(task: Task, known: dict[int, str]) -> Iterator[RawPage]:
    settings = task.settings
    for number, (name, path) in enumerate(task.files.items()):
        task.progress(Progress("compare", number, len(task.files)))
        found = read_source_file(
            path,
            max_file_bytes=settings.max_file_bytes,
            max_text_characters=settings.max_text_characters,
            max_unpacking=settings.max_unpacking,
            name=name,
            known=known,
        )
        try:
            for page in found:
                if isinstance(page, RawPage):
                    yield page
        except IndexerError:
            continue
        except Exception:
            # One file out of thousands must not end the run; the second pass says what is wrong.
            log.debug("lines of a source file are not counted source_file=%s", name, exc_info=True)


def write_counts(build: StoredBuild, counts: LineCounts | None) -> None:
    """Put the lines of all pages into a build, if they were counted. Raises OSError."""
    if counts is None:
        return
    build.write_array(_DOCUMENTS, counts.documents)
    build.write_array(_ROWS, counts.rows)


def read_counts(generation: StoredGeneration) -> LineCounts | None:
    """The lines of all pages of a generation, None where it was built without them."""
    documents, rows = generation.read_array(_DOCUMENTS), generation.read_array(_ROWS)
    return None if documents is None or rows is None else LineCounts(documents, rows)
