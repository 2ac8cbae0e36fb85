"""One rebuild: read, clean, link, write, check, publish.

Nothing is visible before the fresh build has passed its check; on any error the generation
before stays current.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from indexer.entities.authority import read_authority
from indexer.entities.linking import Linker
from indexer.errors import GenerationError, RebuildError
from indexer.generation_store import GenerationStore
from indexer.rebuild.build_run import Run
from indexer.rebuild.fingerprints import linking_hash, processing_hash
from indexer.rebuild.finishing import Steps
from indexer.rebuild.reports import KEPT, Progress, RebuildReport, Task
from indexer.settings import Settings
from indexer.sources.file_names import name_files
from indexer.sources.reading import find_source_files

log = logging.getLogger(__name__)


def rebuild(
    settings: Settings,
    store: GenerationStore,
    *,
    clean: bool = True,
    link: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> RebuildReport:
    """Make a new generation of all source files and publish it.

    Raises SeedError for a path that does not exist, GenerationLocked, and RebuildError where too
    few files can be used, where none is found for an index that holds documents, or where the
    build fails its check.
    """
    return do_all(plan_task(settings, store, progress, clean=clean, link=link), store)


def plan_task(
    settings: Settings,
    store: GenerationStore,
    progress: Callable[[Progress], None] | None,
    *,
    clean: bool,
    link: bool,
) -> Task:
    """What there is to do. Raises SeedError, SettingsError for a wrong authority file, RebuildError.

    RebuildError: no file is found for an index that holds documents.
    """
    files = name_files(find_source_files(settings.seeds), settings.seeds)
    if not files:
        _keep_full_index(settings, store)
    authority = read_authority(settings.authority)
    return Task(
        settings=settings,
        steps=Steps(clean, Linker(authority) if link else None),
        authority=authority,
        files=files,
        progress=progress or no_progress,
        processing=processing_hash(settings, clean=clean),
        linking=linking_hash(authority, link=link),
    )


def do_all(task: Task, store: GenerationStore) -> RebuildReport:
    """Make a new generation of nothing but the source files. Raises as `rebuild` does."""
    started = time.monotonic()
    with name_disk_errors(), store.building() as build:
        run = Run(task, build.scratch)
        collection = run.write(build.open_writer())
        assert collection is not None, "only a run with a base may change nothing"
        run.check(build.open_reader())
        name = run.publish(build, collection)
    report = run.report(name, collection, time.monotonic() - started)
    log.info(
        "rebuilt generation=%s documents=%d read=%d partly=%d refused=%d removed_spans=%d seconds=%.1f",
        report.generation,
        report.documents,
        report.files_read,
        report.files_partly,
        report.files_refused,
        report.removed_spans,
        report.seconds,
    )
    return report


@contextmanager
def name_disk_errors() -> Iterator[None]:
    """A disk that is full or fails as a RebuildError."""
    try:
        yield
    except OSError as error:
        raise RebuildError(
            f"The index cannot be written: {error}. {KEPT} Free the disk and run again"
        ) from error


def no_progress(_: Progress) -> None:
    """Nobody watches."""


def _keep_full_index(settings: Settings, store: GenerationStore) -> None:
    """Raise RebuildError where the current generation holds documents: a folder was not mounted."""
    try:
        with store.open() as current:
            documents = current.facts.documents
    except GenerationError:
        return
    if documents:
        seeds = ", ".join(map(str, settings.seeds))
        raise RebuildError(
            f"There is no source file in {seeds}, and the index holds {documents:,} documents. {KEPT} "
            f"Name another folder with --seeds; to begin anew, remove {store.place} first"
        )
