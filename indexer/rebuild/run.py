"""One rebuild: read, clean, link, write, check, publish.

Nothing is visible before the fresh build has passed its check; on any error the generation
before stays current.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from indexer.cleaning.rules import RULES
from indexer.engine_port import IndexReader, IndexWriter
from indexer.entities.authority import Authority, read_authority
from indexer.entities.linking import Linker
from indexer.errors import GenerationError, RebuildError
from indexer.generations import Build, Generation, building, open_generation
from indexer.manifest import BuildFacts
from indexer.rebuild.canaries import CanaryChoice, check_canaries
from indexer.rebuild.documents import SourceReport, read_documents
from indexer.rebuild.fingerprints import analysis_hash, corpus_fingerprint, tool_versions
from indexer.rebuild.finishing import Steps
from indexer.rebuild.stated_actors import StatedActors
from indexer.rebuild.totals import CollectionTotals
from indexer.schema.collection import Collection, SourceFile
from indexer.settings import Settings
from indexer.sources.file_names import name_files
from indexer.sources.reading import find_source_files

log = logging.getLogger(__name__)

KEPT = "The generation before stays in use."
_CAUSES = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild is: `done` of `total` source files read, or the stage it is in."""

    stage: Literal["read", "write", "check", "publish"]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild made. `causes` say why files or pages were refused, with how often."""

    generation: str
    documents: int
    files_read: int
    files_partly: int
    files_refused: int
    causes: tuple[tuple[str, int], ...]
    removed_spans: int
    removed_characters: int
    seconds: float
    warnings: tuple[str, ...]


def rebuild(
    settings: Settings,
    open_writer: Callable[[Path], IndexWriter],
    open_reader: Callable[[Path], IndexReader],
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
    started = time.monotonic()
    files = name_files(find_source_files(settings.seeds), settings.seeds)
    if not files:
        _keep_full_index(settings)
    authority = read_authority()
    steps = Steps(clean, Linker(authority) if link else None)
    run = _Run(settings, steps, authority, files, progress or _no_progress)
    try:
        with building(settings.index, settings.keep_generations) as build:
            collection = run.write(open_writer(build.folder))
            run.check(open_reader(build.folder))
            generation = run.publish(build, collection)
    except OSError as error:
        raise RebuildError(
            f"The index cannot be written: {error}. {KEPT} Free the disk and run again"
        ) from error
    report = run.report(generation, collection, time.monotonic() - started)
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


def _no_progress(_: Progress) -> None:
    """Nobody watches."""


def _keep_full_index(settings: Settings) -> None:
    """Raise RebuildError where the current generation holds documents: a folder was not mounted."""
    try:
        with open_generation(settings.index) as current:
            documents = current.manifest.facts.documents
    except GenerationError:
        return
    if documents:
        seeds = ", ".join(map(str, settings.seeds))
        raise RebuildError(
            f"There is no source file in {seeds}, and the index holds {documents:,} documents. {KEPT} "
            f"Name another folder with --seeds; to begin anew, remove {settings.index} first"
        )


class _Run:
    """The steps of one rebuild, in the order of the methods."""

    def __init__(
        self,
        settings: Settings,
        steps: Steps,
        authority: Authority,
        files: Mapping[str, Path],
        progress: Callable[[Progress], None],
    ) -> None:
        self._settings = settings
        self._steps = steps
        self._files = files
        self._progress = progress
        self._authority = authority
        self._stated = StatedActors({actor.id: actor for actor in authority.actors})
        self._sources = SourceReport()
        self._totals = CollectionTotals({rule.name: rule.says for rule in RULES})
        self._canaries = CanaryChoice()
        self._ids: list[str] = []

    def write(self, writer: IndexWriter) -> Collection:
        """Fill the writer with all documents."""
        try:
            self._add_documents(writer)
            files = self._sources.source_files()
            self._refuse_failure(files)
            self._progress(Progress("write", 0, self._totals.documents))
            collection = self._totals.collection(
                datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                files,
                self._stated.actors() if self._steps.linker is None else self._authority.actors,
                () if self._steps.linker is None else self._authority.places,
            )
            writer.finish(collection)
        except BaseException:
            writer.abort()
            raise
        return collection

    def _add_documents(self, writer: IndexWriter) -> None:
        place = {name: number for number, name in enumerate(self._files)}
        documents = read_documents(self._files, self._settings, self._steps, self._stated, self._sources)
        with closing(documents):
            for document, original in documents:
                self._progress(Progress("read", place[document.source_file], len(self._files)))
                writer.add(document, original)
                self._totals.add(document)
                self._canaries.add(document)
                self._ids.append(document.id)
        self._progress(Progress("read", len(self._files), len(self._files)))

    def _refuse_failure(self, files: tuple[SourceFile, ...]) -> None:
        refused = sum(file.status == "refused" for file in files)
        allowed = self._settings.max_failed_share
        if not refused or (refused < len(files) and refused <= allowed * len(files)):
            return
        causes = "; ".join(f"{cause} ({count})" for cause, count in self._sources.causes()[:_CAUSES])
        cure = "Mend or remove these files"
        if refused < len(files):
            cure += f", or raise CUTTINGS_MAX_FAILED_SHARE, now {allowed:g}"
        raise RebuildError(f"{refused} of {len(files)} source files cannot be used: {causes}. {KEPT} {cure}")

    def check(self, reader: IndexReader) -> None:
        """Raise RebuildError unless the fresh build holds and finds what was written."""
        self._progress(Progress("check", 0, self._totals.documents))
        problems = []
        with reader:
            if reader.document_count != len(self._ids) or reader.document_ids() != tuple(sorted(self._ids)):
                problems.append(
                    f"it holds {reader.document_count} documents, not the {len(self._ids)} written"
                )
            problems += check_canaries(reader, self._canaries.canaries())
        if problems:
            raise RebuildError(
                f"The fresh build does not answer as it must: {'; '.join(problems[:_CAUSES])}. {KEPT} "
                "This is a fault of the program: report it with this message"
            )

    def publish(self, build: Build, collection: Collection) -> Generation:
        """Make the build the current generation."""
        self._progress(Progress("publish", 0, self._totals.documents))
        facts = BuildFacts(
            built_at=collection.built_at,
            documents=collection.documents,
            analysis=analysis_hash(),
            corpus=corpus_fingerprint(collection.source_files),
            tools=tool_versions(),
            canaries=self._canaries.canaries(),
        )
        return build.publish(facts)

    def report(self, generation: Generation, collection: Collection, seconds: float) -> RebuildReport:
        """The figures of the run."""
        statuses = [file.status for file in collection.source_files]
        warnings = []
        if not collection.documents:
            seeds = ", ".join(f"{path}/" for path in self._settings.seeds)
            warnings.append(f"0 documents. Put files in {seeds} and run: python -m indexer rebuild")
        if self._sources.renamed:
            warnings.append(
                "Documents that had the id of an earlier one and got a number behind it: "
                f"{self._sources.renamed}."
            )
        return RebuildReport(
            generation=generation.name,
            documents=collection.documents,
            files_read=statuses.count("read"),
            files_partly=statuses.count("partly"),
            files_refused=statuses.count("refused"),
            causes=self._sources.causes(),
            removed_spans=self._totals.removed_spans,
            removed_characters=collection.removed_characters,
            seconds=seconds,
            warnings=tuple(warnings),
        )
