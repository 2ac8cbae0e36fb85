"""One update: a new generation that equals a rebuild, at the cost of what changed.

Where that cannot be sure it rebuilds, and says why. Nothing changed is no new generation.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from indexer.generation_store import GenerationStore
from indexer.rebuild.base import RebuildNeeded, open_base
from indexer.rebuild.build_run import Run
from indexer.rebuild.pages_before import PagesDepend
from indexer.rebuild.reports import Progress, RebuildReport, Task
from indexer.rebuild.run import do_all, name_disk_errors, plan_task
from indexer.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update made: `result` as a rebuild would report it, and what was done for it.

    `published` is false where nothing changed: then `result` names the generation before.
    `because` is empty, or says why all was rebuilt: then every document counts as added.
    """

    published: bool
    added: int
    changed: int
    deleted: int
    unchanged: int
    because: str
    result: RebuildReport


def update(
    settings: Settings,
    store: GenerationStore,
    *,
    clean: bool = True,
    link: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> UpdateReport:
    """Publish a new generation that holds what a rebuild would, unless nothing changed.

    Raises as `rebuild` does. Cost: reads every source file and each byte of the generation before; the
    rest is done for new, changed and removed pages alone.
    """
    task = plan_task(settings, store, progress, clean=clean, link=link)
    try:
        report = _go_on(task, store)
    except PagesDepend as reason:
        because = f"two pages want the id {reason} or one actor's name, so that the order of all pages counts"
    except RebuildNeeded as reason:
        because = str(reason)
    else:
        return report
    log.info("an update rebuilds reason=%s", because)
    result = do_all(task, store)
    return UpdateReport(True, result.documents, 0, 0, 0, because, result)


def _go_on(task: Task, store: GenerationStore) -> UpdateReport:
    started = time.monotonic()
    with name_disk_errors(), store.building() as build, open_base(task, store) as base:
        run = Run(task, build.scratch, base)
        collection = run.write(build.open_writer(base.generation))
        name, published = base.generation.name, collection is not None
        if collection is None:
            collection = base.reader.collection
        else:
            run.check(build.open_reader())
            name = run.publish(build, collection)
    result = run.report(name, collection, time.monotonic() - started)
    done = run.changes
    unchanged = collection.documents - done.added - done.changed
    log.info(
        "updated generation=%s published=%s added=%d changed=%d deleted=%d unchanged=%d seconds=%.1f",
        name,
        published,
        done.added,
        done.changed,
        done.deleted,
        unchanged,
        result.seconds,
    )
    return UpdateReport(published, done.added, done.changed, done.deleted, unchanged, "", result)
