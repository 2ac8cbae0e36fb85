"""The steps of one run: read, finish, write, check, publish.

With a base it does the work of what changed alone; without one it does all of it.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from indexer.cleaning.line_counts import LineCounts
from indexer.cleaning.repeated_lines import REPEATED, REPEATED_SAYS
from indexer.cleaning.rules import RULES
from indexer.engine_port import IndexReader, IndexWriter
from indexer.errors import RebuildError
from indexer.generation_store import StoredBuild
from indexer.manifest import BuildFacts, Canary, IdSum
from indexer.rebuild.base import Base
from indexer.rebuild.canaries import CanaryChoice, check_canaries
from indexer.rebuild.copies import CopyFinder
from indexer.rebuild.documents import SourceReport, read_documents
from indexer.rebuild.fingerprints import analysis_hash, corpus_fingerprint, tool_versions
from indexer.rebuild.line_counting import remember, write_counts
from indexer.rebuild.linked_spellings import write_spellings
from indexer.rebuild.reports import KEPT, Changes, Progress, RebuildReport, Task, say_renamed
from indexer.rebuild.stated_actors import StatedActors
from indexer.rebuild.totals import CollectionTotals
from indexer.schema.collection import Collection, CopyTotals, SourceFile

SAYS = {rule.name: rule.says for rule in RULES} | {REPEATED: REPEATED_SAYS}
_CAUSES = 5
# Documents between two signs of life while one large file is read.
_OFTEN = 500


class Run:
    """The steps of one run, in the order of the methods; with a base only what changed is done."""

    def __init__(self, task: Task, scratch: Path, base: Base | None = None) -> None:
        """`scratch`: a folder for what does not stay in memory."""
        self.changes = Changes()
        self._task = task
        self._base = base
        self._steps = task.steps
        self._lines: LineCounts | None = None
        self._linked = task.steps.linker is not None
        self._sources = SourceReport(self._show_read)
        self._copies = CopyFinder(scratch, base)
        known = {actor.id: actor for actor in task.authority.actors}
        if base is None:
            self._stated = StatedActors(known)
            self._totals = CollectionTotals(SAYS)
            self._canaries = CanaryChoice()
            self._ids = IdSum()
        else:
            collection, facts = base.reader.collection, base.facts
            self._stated = StatedActors(known, () if self._linked else collection.actors)
            self._totals = CollectionTotals.of(collection, {} if self._linked else base.count_actors(), SAYS)
            self._canaries = CanaryChoice(facts.canaries)
            self._ids = IdSum(facts.documents, facts.ids)

    def write(self, writer: IndexWriter) -> Collection | None:
        """Fill the writer with all documents, None where nothing at all differs from the base."""
        try:
            self._steps, self._lines = remember(self._task, self._base)
            self._add_documents(writer)
            self._delete_documents(writer)
            files = self._sources.source_files()
            refuse_failure(files, self._sources, self._task.settings.max_failed_share)
            copies, copy_totals = self._copies.find()
            collection = self._collection(files, copy_totals)
            if self._base is not None and collection == self._base.reader.collection:
                writer.abort()
                return None
            self._task.progress(Progress("write", 0, self._totals.documents))
            writer.finish(collection, copies)
        except BaseException:
            writer.abort()
            raise
        finally:
            self._copies.close()
        return collection

    def _collection(self, files: tuple[SourceFile, ...], copies: CopyTotals) -> Collection:
        same = self._base is not None and self.changes == Changes()
        built_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if self._base is not None and same and files == self._base.reader.collection.source_files:
            built_at = self._base.reader.collection.built_at
        authority, named = self._task.authority, self._totals.named()
        actors = authority.actors_of(named) if self._linked else self._stated.actors(named)
        places = authority.places if self._linked else ()
        return self._totals.collection(built_at, files, actors, places, copies)

    def _add_documents(self, writer: IndexWriter) -> None:
        task, before = self._task, self._base.pages if self._base else None
        documents = read_documents(
            task.files, task.settings, self._steps, self._stated, self._sources, before
        )
        with closing(documents):
            for number, (document, original, page_hash, sketch) in enumerate(documents, 1):
                if not number % _OFTEN:
                    self._show_read(self._sources.begun - 1)
                if before is not None and before.replace(document.id):
                    self._delete(writer, document.id)
                    self.changes.changed += 1
                else:
                    self.changes.added += 1
                writer.add(document, original, page_hash)
                self._totals.add(document)
                self._canaries.add(document)
                self._ids.add(document.id)
                self._copies.add(document.id, sketch)
        self._show_read(len(task.files))

    def _delete_documents(self, writer: IndexWriter) -> None:
        """Those of which no page was met again."""
        for id_ in sorted(self._base.pages.left.values()) if self._base else ():
            self._delete(writer, id_)
            self.changes.deleted += 1

    def _delete(self, writer: IndexWriter, document_id: str) -> None:
        assert self._base is not None
        document = self._base.document(document_id)
        self._totals.add(document, -1)
        self._canaries.add(document, -1)
        self._ids.add(document_id, -1)
        self._copies.remove(document_id)
        writer.delete(document_id)

    def _show_read(self, done: int) -> None:
        self._task.progress(Progress("read", done, len(self._task.files)))

    def check(self, reader: IndexReader) -> None:
        """Raise RebuildError unless the fresh build holds and finds what was written."""
        self._task.progress(Progress("check", 0, self._totals.documents))
        with reader:
            check_build(reader, self._ids, self._canaries.canaries())

    def publish(self, build: StoredBuild, collection: Collection) -> str:
        """Make the build the current generation, and give its name."""
        self._task.progress(Progress("publish", 0, self._totals.documents))
        facts = BuildFacts(
            built_at=collection.built_at,
            documents=collection.documents,
            analysis=analysis_hash(),
            corpus=corpus_fingerprint(collection.source_files),
            tools=tool_versions(),
            canaries=self._canaries.canaries(),
            ids=self._ids.digest,
            engine=self._task.settings.engine,
            processing=self._task.processing,
            linking=self._task.linking,
            independent=not (self._sources.renamed or self._stated.in_order),
        )
        write_counts(build, self._lines)
        write_spellings(build, self._task.authority, linked=self._linked)
        return build.publish(facts, self._base.generation if self._base else None)

    def report(self, generation: str, collection: Collection, seconds: float) -> RebuildReport:
        """The figures of the run."""
        return RebuildReport.of(
            generation, collection, self._sources.causes(), seconds, tuple(self._warnings(collection))
        )

    def _warnings(self, collection: Collection) -> Iterator[str]:
        if not collection.documents:
            seeds = ", ".join(f"{path}/" for path in self._task.settings.seeds)
            yield f"0 documents. Put files in {seeds} and run: python -m indexer rebuild"
        if renamed := self._sources.renamed:
            yield say_renamed(renamed)


def check_build(reader: IndexReader, ids: IdSum, canaries: tuple[Canary, ...]) -> None:
    """Raise RebuildError unless the reader holds these ids and finds these answers."""
    problems = find_differences(reader, ids, canaries)
    if problems:
        raise RebuildError(
            f"The fresh build does not answer as it must: {'; '.join(problems[:_CAUSES])}. {KEPT} "
            "This is a fault of the program: report it with this message"
        )


def find_differences(reader: IndexReader, ids: IdSum, canaries: tuple[Canary, ...]) -> list[str]:
    """What a reader holds or finds otherwise than known, as sentences."""
    problems = []
    held = IdSum.of(reader.document_ids())
    if reader.document_count != ids.count or (held.count, held.digest) != (ids.count, ids.digest):
        problems.append(f"it holds {reader.document_count} documents, not the {ids.count} written")
    return problems + check_canaries(reader, canaries)


def refuse_failure(files: tuple[SourceFile, ...], sources: SourceReport, allowed: float) -> None:
    """Raise RebuildError where no file was used, or too few were."""
    refused = sum(file.status == "refused" for file in files)
    if not refused or (refused < len(files) and refused <= allowed * len(files)):
        return
    causes = "; ".join(f"{cause} ({count})" for cause, count in sources.causes()[:_CAUSES])
    cure = "Mend or remove these files"
    if refused < len(files):
        cure += f", or raise CUTTINGS_MAX_FAILED_SHARE, now {allowed:g}"
    raise RebuildError(f"{refused} of {len(files)} source files cannot be used: {causes}. {KEPT} {cure}")
