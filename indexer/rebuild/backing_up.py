"""Backups of a generation: made, verified, restored.

A restored generation is published like a built one: nothing is visible before it was verified and has
answered. What a backup is made of is known to `indexer/backups.py` alone.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.backups import Backup, Show, open_backup, write_backup
from indexer.errors import GenerationCorrupt, GenerationOutdated
from indexer.generation_store import FolderStore, StoredBuild
from indexer.manifest import BuildFacts, IdSum
from indexer.rebuild.build_run import find_differences
from indexer.rebuild.fingerprints import analysis_hash
from indexer.rebuild.reports import KEPT, Progress
from indexer.rebuild.run import name_disk_errors, no_progress
from indexer.settings import Settings

log = logging.getLogger(__name__)

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made, verified or restored.

    `generation` is the one that it holds, `files` and `bytes` are those of it; `restored` is the name of
    the generation that was published from it, else empty.
    """

    file: str
    generation: str
    documents: int
    files: int
    bytes: int
    built_at: str
    restored: str
    seconds: float


def back_up(
    store: FolderStore,
    file: Path,
    *,
    replace: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> BackupReport:
    """Write the current generation into one file that is verified.

    Raises GenerationMissing, GenerationOutdated, GenerationCorrupt also where an older one answers,
    GenerationLocked, and SettingsError where the file exists or cannot be written. Cost: reads the
    generation twice and the backup once.
    """
    started = time.monotonic()
    with store.open(analysis_hash()) as generation:
        if generation.degraded:
            raise GenerationCorrupt(
                f"{generation.degraded}. An older generation is not backed up in its place"
            )
        write_backup(generation.opened, file, _bytes_shown(progress), replace=replace)
    with open_backup(file) as backup:
        return _report(file, backup, "", started)


def check_backup(file: Path, *, progress: Callable[[Progress], None] | None = None) -> BackupReport:
    """Compare each byte of a backup with its manifest, and restore nothing. Raises as `restore` does."""
    started = time.monotonic()
    with open_backup(file) as backup:
        backup.read_into(None, _bytes_shown(progress))
        return _report(file, backup, "", started)


def restore(
    settings: Settings,
    store: FolderStore,
    file: Path,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> BackupReport:
    """Publish a new generation of the files of a backup, once they are verified and have answered.

    Raises SettingsError where the file cannot be read, GenerationCorrupt where it is no whole backup,
    GenerationOutdated where another version made it, GenerationLocked, and RebuildError where the disk
    is full. Cost: reads the backup once and what it wrote twice.
    """
    started, show = time.monotonic(), progress or no_progress
    with open_backup(file) as backup:
        facts = backup.manifest.facts
        _check_use(file, facts, settings)
        with name_disk_errors(), store.building() as build:
            backup.read_into(build.scratch, _bytes_shown(progress))
            show(Progress("check", 0, facts.documents))
            _check_answers(file, build, facts)
            show(Progress("publish", 0, facts.documents))
            name = build.publish(facts)
        log.info("restored generation=%s file=%s of=%s", name, file, backup.name)
        return _report(file, backup, name, started)


def _bytes_shown(progress: Callable[[Progress], None] | None) -> Show:
    show = progress or no_progress
    return lambda done, total: show(Progress("copy", done, total))


def _check_use(file: Path, facts: BuildFacts, settings: Settings) -> None:
    """Raise GenerationOutdated where this program cannot answer from it."""
    if facts.engine != settings.engine:
        raise GenerationOutdated(
            f"The backup {file} is of the engine {facts.engine}, not of {settings.engine}"
        )
    if facts.analysis != analysis_hash():
        raise GenerationOutdated(
            f"The backup {file} was made by a version of this program that cuts words in another way. "
            f"{KEPT} Run: python -m indexer rebuild"
        )


def _check_answers(file: Path, build: StoredBuild, facts: BuildFacts) -> None:
    """Raise GenerationCorrupt unless all known answers come: hashes alone say nothing of who made them."""
    try:
        with build.open_reader() as reader:
            problems = find_differences(reader, IdSum(facts.documents, facts.ids), facts.canaries)
    except Exception as error:
        # Whoever wrote the backup may have put anything into files whose hashes are right
        log.exception("a backup cannot be read file=%s", file)
        raise GenerationCorrupt(
            f"What the backup {file} holds cannot be read ({type(error).__name__}). {KEPT} "
            "Run: python -m indexer rebuild"
        ) from error
    if problems:
        raise GenerationCorrupt(
            f"What the backup {file} holds does not answer as it says: {'; '.join(problems[:_SHOWN])}. "
            f"{KEPT} Run: python -m indexer rebuild"
        )


def _report(file: Path, backup: Backup, restored: str, started: float) -> BackupReport:
    manifest, seconds = backup.manifest, time.monotonic() - started
    facts, files = manifest.facts, len(manifest.files)
    return BackupReport(
        str(file), backup.name, facts.documents, files, manifest.size, facts.built_at, restored, seconds
    )
