"""One relink: names and dates found anew in the documents of the current generation.

Reads no source file and cleans nothing. The result equals a rebuild with the same authority, and
an update goes on from it. Nothing to find anew is no new generation.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from indexer.engine_port import IndexReader, IndexWriter
from indexer.entities.authority import Authority, read_authority
from indexer.entities.linking import Linker
from indexer.entities.spelling_digests import SpellingFinder
from indexer.errors import GenerationCorrupt, GenerationLocked, GenerationOutdated
from indexer.generation_store import GenerationStore, StoredBuild, StoredGeneration
from indexer.manifest import IdSum
from indexer.rebuild.build_run import check_build
from indexer.rebuild.canaries import CanaryChoice
from indexer.rebuild.fingerprints import analysis_hash, linking_hash
from indexer.rebuild.line_counting import read_counts, write_counts
from indexer.rebuild.linked_spellings import find_changed_spellings, write_spellings
from indexer.rebuild.reports import Progress
from indexer.rebuild.run import name_disk_errors, no_progress
from indexer.rebuild.totals import CollectionTotals
from indexer.rebuild.workers import Caps, Fallen, work_through
from indexer.schema.collection import Collection
from indexer.schema.document import ActorMention, DateMention, Document, PlaceMention
from indexer.settings import Settings

log = logging.getLogger(__name__)

# Documents between two signs of life.
_OFTEN = 500


@dataclass(frozen=True, slots=True)
class RelinkReport:
    """What a relink made: in `changed` of the `documents` other names or dates are found now.

    `published` is false where names were linked in just this way already: then `generation` is the
    one before.
    """

    generation: str
    published: bool
    documents: int
    changed: int
    seconds: float
    warnings: tuple[str, ...] = ()


class Names(NamedTuple):
    """What one document names."""

    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]


class _Finder:
    """Finds the names of finished documents."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker

    def find(self, document: Document) -> Names | None:
        """What a document names, None where that cannot be told."""
        published = document.published.value if document.published else None
        try:
            links = self._linker.link(document.text, removed=document.removed, published=published)
        except MemoryError:
            raise
        except Exception:
            # One document out of thousands must not end the run.
            log.exception("a document cannot be linked id=%s", document.id)
            return None
        return Names(links.actors, links.places, links.dates)


def relink(
    settings: Settings,
    store: GenerationStore,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> RelinkReport:
    """Publish a generation of the same documents with names and dates found anew.

    Raises SettingsError for a wrong authority file, GenerationMissing,
    GenerationCorrupt and GenerationOutdated where there is no sound generation to go on from,
    GenerationLocked, and RebuildError where the build fails its check. Cost: reads each document,
    links those that hold a spelling whose meaning changed (all, where the program did), and indexes
    those again whose names or dates are others now.
    """
    started = time.monotonic()
    authority = read_authority(settings.authority)
    linking = linking_hash(authority, link=True)
    with store.open(analysis_hash()) as base:
        _check_base(base, settings)
        documents = base.facts.documents
        if base.facts.linking == linking:
            return RelinkReport(base.name, False, documents, 0, time.monotonic() - started)
        with name_disk_errors(), store.building() as build, base.open_reader() as reader:
            _check_still_current(base, store)
            run = _Run(base, reader, authority, progress or no_progress)
            collection = run.write(build.open_writer(base), settings)
            run.check(build.open_reader())
            name = run.publish(build, collection, linking)
    seconds = time.monotonic() - started
    log.info(
        "relinked generation=%s documents=%d changed=%d failed=%d seconds=%.1f",
        name,
        documents,
        run.changed,
        run.failed,
        seconds,
    )
    return RelinkReport(name, True, documents, run.changed, seconds, tuple(run.warnings()))


def _check_still_current(base: StoredGeneration, store: GenerationStore) -> None:
    """Raise where another run has published between the opening and the lock."""
    if store.current_name() != base.name:
        raise GenerationLocked(
            f"The index {store.place} was changed meanwhile. Run: python -m indexer relink"
        )


def _check_base(base: StoredGeneration, settings: Settings) -> None:
    """Raise where the generation is none to go on from."""
    if base.degraded:
        raise GenerationCorrupt(base.degraded)
    engine = base.facts.engine
    if engine != settings.engine:
        raise GenerationOutdated(
            f"Generation {base.name} was built for the engine {engine}, not for {settings.engine}. "
            "Run: python -m indexer rebuild"
        )


class _Run:
    """The steps of one relink, in the order of the methods."""

    def __init__(
        self,
        base: StoredGeneration,
        reader: IndexReader,
        authority: Authority,
        progress: Callable[[Progress], None],
    ) -> None:
        self.changed = 0
        self.failed = 0
        self._base = base
        self._reader = reader
        self._authority = authority
        self._progress = progress
        self._facts = base.facts
        before = reader.collection
        self._totals = CollectionTotals.of(before, {}, {rule.rule: rule.says for rule in before.rules})
        self._canaries = CanaryChoice(self._facts.canaries, linked_anew=True)

    def write(self, writer: IndexWriter, settings: Settings) -> Collection:
        """Fill the writer, which begins with all documents of the generation before."""
        try:
            self._link_documents(writer, settings)
            before = self._reader.collection
            actors = self._authority.actors_of(self._totals.named())
            built_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            collection = self._totals.collection(
                built_at, before.source_files, actors, self._authority.places, before.copies
            )
            self._progress(Progress("write", 0, collection.documents))
            writer.finish(collection, self._reader.copies())
        except BaseException:
            writer.abort()
            raise
        return collection

    def _link_documents(self, writer: IndexWriter, settings: Settings) -> None:
        hashes = self._reader.page_hashes()
        finder = _Finder(Linker(self._authority))
        touched = self._touched_documents()
        for document, names in work_through(touched, finder.find, settings.jobs, Caps.of(settings)):
            found = document
            if names is None or isinstance(names, Fallen):
                self.failed += 1
            elif names != (document.actors, document.places, document.dates):
                self.changed += 1
                found = replace(document, actors=names.actors, places=names.places, dates=names.dates)
                self._totals.add(document, -1)
                self._totals.add(found)
                original = self._reader.original(document.id)
                if original is None:
                    raise self._damaged(document.id)
                writer.delete(document.id)
                writer.add(found, original, hashes[document.id])
            self._canaries.add_actors(found)
        self._progress(Progress("link", self._facts.documents, self._facts.documents))

    def _touched_documents(self) -> Iterator[Document]:
        """Those that may name others now; the rest only passes by."""
        changed = find_changed_spellings(self._base, self._authority)
        spellings = None if changed is None else SpellingFinder(changed)
        for number, id_ in enumerate(self._reader.document_ids()):
            if not number % _OFTEN:
                self._progress(Progress("link", number, self._facts.documents))
            document = self._reader.document(id_)
            if document is None:
                raise self._damaged(id_)
            if spellings is None or spellings.stands_in(document.text, document.removed):
                yield document
            else:
                self._canaries.add_actors(document)

    def _damaged(self, document_id: str) -> GenerationCorrupt:
        return GenerationCorrupt(
            f"The document {document_id} of generation {self._base.name} cannot be read. "
            "Run: python -m indexer rebuild"
        )

    def check(self, reader: IndexReader) -> None:
        """Raise RebuildError unless the fresh build holds and finds what was written."""
        self._progress(Progress("check", 0, self._facts.documents))
        with reader:
            check_build(reader, IdSum(self._facts.documents, self._facts.ids), self._canaries.canaries())

    def publish(self, build: StoredBuild, collection: Collection, linking: str) -> str:
        """Make the build the current generation; all but the names is as it was."""
        self._progress(Progress("publish", 0, self._facts.documents))
        facts = replace(
            self._facts,
            built_at=collection.built_at,
            canaries=self._canaries.canaries(),
            # An update must not take names for new that were left as they were.
            linking="" if self.failed else linking,
        )
        write_counts(build, read_counts(self._base))
        write_spellings(build, self._authority, linked=not self.failed)
        return build.publish(facts, self._base)

    def warnings(self) -> Iterator[str]:
        """What somebody must look at."""
        if self.failed:
            yield f"Documents that could not be linked and keep their names: {self.failed}."
