"""Makes one generation of what several shards wrote, checks it, and publishes it.

Reads no source file: all that it needs the shards have kept.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from indexer.engine_port import Copies
from indexer.errors import GenerationMissing, GenerationOutdated, RebuildError
from indexer.generation_store import SharedBuild, SharingStore
from indexer.manifest import BuildFacts, IdSum
from indexer.rebuild.build_run import SAYS, check_build, refuse_failure
from indexer.rebuild.canaries import CanaryChoice
from indexer.rebuild.copies import CopyFinder
from indexer.rebuild.documents import SourceReport
from indexer.rebuild.fingerprints import analysis_hash, tool_versions
from indexer.rebuild.reports import Progress, RebuildReport, say_renamed
from indexer.rebuild.run import name_disk_errors, no_progress
from indexer.rebuild.shards import fact_of, sketches_of, split_sketches
from indexer.rebuild.totals import CollectionTotals
from indexer.schema.collection import Actor, Collection, CopyTotals
from indexer.schema.document import Document
from indexer.schema.json_values import from_json
from indexer.settings import Settings

log = logging.getLogger(__name__)

# Documents that are kept while those that may be copies are compared.
_KEPT_DOCUMENTS = 2000


def promote(
    settings: Settings, store: SharingStore, *, progress: Callable[[Progress], None] | None = None
) -> RebuildReport:
    """Publish the generation that all shards have filled, equal to that of a single run.

    Raises GenerationMissing where none waits or a shard is not done, GenerationLocked while one is at
    work, GenerationOutdated where another version of this program made it, RebuildError.
    """
    started = time.monotonic()
    show = progress or no_progress
    with name_disk_errors(), store.finishing() as (build, shards):
        facts = _read_facts(build, shards)
        merged = _Merged(facts)
        files = merged.sources.source_files()
        refuse_failure(files, merged.sources, facts[0]["most_failed"])
        copies, copy_totals = _find_copies(build, facts)
        collection = merged.collection(copy_totals)
        show(Progress("write", 0, collection.documents))
        build.open_writer().finish(collection, copies)
        show(Progress("check", 0, collection.documents))
        with build.open_reader() as reader:
            check_build(reader, merged.ids, merged.canaries.canaries())
        show(Progress("publish", 0, collection.documents))
        name = build.publish(merged.build_facts(collection, settings))
    renamed = facts[0]["renamed"]
    warnings = (say_renamed(renamed),) if renamed else ()
    seconds = time.monotonic() - started
    log.info("promoted generation=%s documents=%d shards=%d", name, collection.documents, shards)
    return RebuildReport.of(name, collection, merged.sources.causes(), seconds, warnings)


def _read_facts(build: SharedBuild, shards: int) -> list[dict[str, Any]]:
    read = {number: build.read_fact(fact_of(number)) for number in range(1, shards + 1)}
    missing = [f"{number}/{shards}" for number, fact in read.items() if fact is None]
    if missing:
        raise GenerationMissing(
            f"Generation {build.name} waits for the shards {', '.join(missing)}. "
            f"Run: python -m indexer rebuild --engine opensearch --shard {missing[0]}"
        )
    facts: list[dict[str, Any]] = [json.loads(fact) for fact in read.values() if fact is not None]
    if len({(fact["corpus"], fact["processing"], fact["linking"]) for fact in facts}) > 1:
        raise RebuildError(f"The shards of {build.name} were made of other files. Run all again")
    if any(rule["rule"] not in SAYS for fact in facts for rule in fact["collection"]["rules"]):
        raise GenerationOutdated(f"Generation {build.name} was filled by another version of this program")
    return facts


class _Merged:
    """What all shards found out, as a single run would have."""

    def __init__(self, facts: Sequence[Mapping[str, Any]]) -> None:
        self._facts = facts
        self._collections = [from_json(Collection, fact["collection"]) for fact in facts]
        self._totals = CollectionTotals(SAYS)
        self.canaries = CanaryChoice()
        self.ids = IdSum()
        for fact, collection in zip(facts, self._collections, strict=True):
            self._totals.take_in(collection, fact["stated"])
            self.canaries.take_in(fact["canaries"])
            self.ids.merge(IdSum(*fact["ids"]))
        try:
            self.sources = SourceReport.merged([fact["sources"] for fact in facts])
        except ValueError as error:
            raise RebuildError(
                f"The shards read different source files: {error}. Run all shards again"
            ) from error

    def collection(self, copies: CopyTotals) -> Collection:
        """The facts of the generation."""
        built_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        places = self._collections[0].places
        return self._totals.collection(built_at, self.sources.source_files(), self._actors(), places, copies)

    def _actors(self) -> tuple[Actor, ...]:
        """Those that any shard needs, in the order of the authority file, or by id."""
        found: dict[str, tuple[int, Actor]] = {}
        for fact, collection in zip(self._facts, self._collections, strict=True):
            for order, actor in zip(fact["order"], collection.actors, strict=True):
                found[actor.id] = (order, actor)
        return tuple(found[id_][1] for id_ in sorted(found, key=lambda id_: (found[id_][0], id_)))

    def build_facts(self, collection: Collection, settings: Settings) -> BuildFacts:
        """What the manifest says."""
        first = self._facts[0]
        return BuildFacts(
            built_at=collection.built_at,
            documents=collection.documents,
            analysis=analysis_hash(),
            corpus=first["corpus"],
            tools=tool_versions(),
            canaries=self.canaries.canaries(),
            ids=self.ids.digest,
            engine=settings.engine,
            processing=first["processing"],
            linking=first["linking"],
            independent=first["independent"],
        )


def _find_copies(build: SharedBuild, facts: Sequence[Mapping[str, Any]]) -> tuple[Copies, CopyTotals]:
    """The near copies among the documents of all shards."""

    @lru_cache(maxsize=_KEPT_DOCUMENTS)
    def read(document_id: str) -> Document:
        found = build.stored([document_id]).get(document_id)
        if found is None:
            raise RebuildError(f"The document {document_id} of {build.name} is gone. Run its shard again")
        return found[0]

    rows: dict[str, bytes] = {}
    for number, fact in enumerate(facts, 1):
        rows |= split_sketches(fact["sketched"], build.read_fact(sketches_of(number)) or b"")
    finder = CopyFinder.of(build.scratch, rows, read)
    try:
        return finder.find()
    finally:
        finder.close()
