"""One of several runs that make one generation together, on any machines.

Each reads all pages, so that ids, stated actors and repeated lines are those of a single run, and
finishes its share of them. What it finds out beside its documents it keeps for `promote`.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from indexer.cleaning.resemblance import SKETCH, Sketch, sketch
from indexer.engine_port import IndexWriter
from indexer.errors import RebuildError
from indexer.generation_store import Shard, SharedBuild, SharingStore
from indexer.manifest import IdSum
from indexer.rebuild.build_run import SAYS
from indexer.rebuild.canaries import CanaryChoice
from indexer.rebuild.documents import NumberedPage, SourceReport, read_documents
from indexer.rebuild.fingerprints import analysis_hash, corpus_fingerprint
from indexer.rebuild.line_counting import remember, write_counts
from indexer.rebuild.linked_spellings import write_spellings
from indexer.rebuild.reports import Progress, Task
from indexer.rebuild.run import plan_task
from indexer.rebuild.stated_actors import StatedActors
from indexer.rebuild.totals import CollectionTotals
from indexer.schema.collection import CopyTotals, SourceFile
from indexer.schema.document import Document
from indexer.schema.json_values import to_json
from indexer.settings import Settings
from indexer.sources.file_hash import hash_file
from indexer.sources.reading import LINES_FACTOR

log = logging.getLogger(__name__)

# Pages that are looked for at once among the documents that are there, where a shard goes on.
_LOOKED_FOR = 100
# Documents between two words on how many are safe.
_OFTEN = 500


@dataclass(frozen=True, slots=True)
class ShardReport:
    """What a run of one shard did: of its `documents`, `kept` were there from a run that was cut short."""

    generation: str
    shard: str
    documents: int
    kept: int
    seconds: float


def fact_of(number: int) -> str:
    """Under which name a shard keeps what it found out."""
    return f"shard-{number}"


def sketches_of(number: int) -> str:
    """Under which name a shard keeps its sketches."""
    return f"shard-{number}-sketches"


def rebuild_shard(
    settings: Settings,
    store: SharingStore,
    shard: Shard,
    *,
    clean: bool = True,
    link: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> ShardReport:
    """Fill a share of a new generation, and go on where a run of it before was cut short.

    Runs belong together that read the same files in the same way, in so many shards. Nothing is
    published. Raises as `rebuild` does; GenerationLocked while another run of this shard is at work.
    """
    started = time.monotonic()
    task = plan_task(settings, store, progress, clean=clean, link=link)
    corpus = _hash_files(task)
    asked = [corpus, task.processing, task.linking, analysis_hash(), shard.of, settings.max_failed_share]
    key = sha256(json.dumps(asked).encode()).hexdigest()
    with store.sharing(key, shard) as build:
        run = _ShardRun(task, build, shard)
        run.write(build.open_writer(), corpus)
    report = ShardReport(build.name, str(shard), run.documents, run.kept, time.monotonic() - started)
    log.info(
        "shard done generation=%s shard=%s documents=%d kept=%d seconds=%.1f",
        report.generation,
        report.shard,
        report.documents,
        report.kept,
        report.seconds,
    )
    return report


def _hash_files(task: Task) -> str:
    """What tells the source files of this run from others. Cost: reads each of them once."""
    most = task.settings.max_file_bytes * LINES_FACTOR
    files = (SourceFile(name, *hash_file(path, most), 0, "read") for name, path in task.files.items())
    return corpus_fingerprint(tuple(files))


class _ShardRun:
    """The steps of one shard; as its `share` of the pages it passes over those of others."""

    def __init__(self, task: Task, build: SharedBuild, shard: Shard) -> None:
        self.documents = 0
        self.kept = 0
        self._task = task
        self._build = build
        self._shard = shard
        self._linked = task.steps.linker is not None
        self._sources = SourceReport(self._show_read)
        self._stated = StatedActors({actor.id: actor for actor in task.authority.actors})
        self._totals = CollectionTotals(SAYS)
        self._canaries = CanaryChoice()
        self._ids = IdSum()
        self._sketches: dict[str, bytes] = {}

    def write(self, writer: IndexWriter, corpus: str) -> None:
        """Fill the writer with this shard's documents, and keep what `promote` needs."""
        done = self._build.read_fact(fact_of(self._shard.number))
        if done is not None:
            self.documents = self.kept = json.loads(done)["ids"][0]
            return
        steps, lines = remember(self._task, None)
        task = self._task
        documents = read_documents(task.files, task.settings, steps, self._stated, self._sources, share=self)
        with closing(documents):
            for document, original, page_hash, own in documents:
                writer.add(document, original, page_hash)
                self._take(document, own)
                if not self.documents % _OFTEN:
                    self._build.acknowledge(self.documents)
        self._build.acknowledge(self.documents)
        if corpus_fingerprint(self._sources.source_files()) != corpus:
            raise RebuildError("The source files changed while they were read. Run this shard again")
        if self._shard.number == 1:
            write_counts(self._build, lines)
            write_spellings(self._build, task.authority, linked=self._linked)
        ids = sorted(self._sketches)
        self._build.write_fact(
            sketches_of(self._shard.number), b"".join(map(self._sketches.__getitem__, ids))
        )
        # Written last: with it the shard is done.
        self._build.write_fact(
            fact_of(self._shard.number), json.dumps(self._facts(corpus, ids)).encode("ascii")
        )

    def choose(self, pages: Iterator[NumberedPage]) -> Iterator[NumberedPage]:
        """The pages of this shard that are not there yet; what is there is taken as it is."""
        own = (page for page in pages if self._shard.owns(page[0]))
        if not self._build.resumed:
            yield from own
            return
        while batch := tuple(islice(own, _LOOKED_FOR)):
            there = self._build.stored([page.id for _, page in batch])
            for number, page in batch:
                document, page_hash = there.get(page.id, (None, 0))
                if document is None or (document.sha256, page_hash) != (page.sha256, page.page_hash):
                    yield number, page
                    continue
                self.kept += 1
                self._sources.finished(page.source_file)
                self._take(document, sketch(document.clean_text) if self._task.steps.clean else None)

    def _take(self, document: Document, own: Sketch | None) -> None:
        self.documents += 1
        self._totals.add(document)
        self._canaries.add(document)
        self._ids.add(document.id)
        if own is not None:
            self._sketches[document.id] = own.row

    def _facts(self, corpus: str, ids: list[str]) -> dict[str, Any]:
        named = self._totals.named()
        authority = self._task.authority
        actors = authority.actors_of(named) if self._linked else self._stated.actors(named)
        order = {actor.id: at for at, actor in enumerate(authority.actors)} if self._linked else {}
        places = authority.places if self._linked else ()
        return {
            "collection": to_json(self._totals.collection("", (), actors, places, CopyTotals())),
            "order": [order.get(actor.id, 0) for actor in actors],
            "stated": dict(self._totals.stated),
            "canaries": self._canaries.state(),
            "ids": [self._ids.count, self._ids.digest],
            "sketched": ids,
            "sources": self._sources.state(),
            "renamed": self._sources.renamed,
            "independent": not (self._sources.renamed or self._stated.in_order),
            "corpus": corpus,
            "processing": self._task.processing,
            "linking": self._task.linking,
            "most_failed": self._task.settings.max_failed_share,
        }

    def _show_read(self, done: int) -> None:
        self._task.progress(Progress("read", done, len(self._task.files)))


def split_sketches(ids: list[str], block: bytes) -> dict[str, bytes]:
    """The rows of SKETCH by the ids of their documents."""
    size = SKETCH.itemsize
    return {id_: block[at * size : (at + 1) * size] for at, id_ in enumerate(ids)}
