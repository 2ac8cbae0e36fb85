"""The generation that an update goes on from.

Gives nothing out before it is sure that going on from it equals a rebuild.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from indexer.engine_port import EngineRequest, IndexReader
from indexer.errors import EngineError, GenerationError, GenerationMissing, GenerationOutdated
from indexer.generation_store import GenerationStore, StoredGeneration
from indexer.manifest import BuildFacts
from indexer.query.syntax import All
from indexer.rebuild.fingerprints import analysis_hash
from indexer.rebuild.pages_before import PagesBefore
from indexer.rebuild.reports import Task
from indexer.schema.document import Document

# With fewer words to ask for, the check of the new generation would prove too little.
_LEAST_WORDS = 10


class RebuildNeeded(Exception):
    """An update cannot be sure to equal a rebuild; its text completes "Rebuilt, as ..."."""


class Base:
    """A verified generation, its reader, and its pages."""

    def __init__(self, generation: StoredGeneration, reader: IndexReader) -> None:
        self.generation = generation
        self.reader = reader
        self.pages = PagesBefore(reader.page_hashes())

    @property
    def facts(self) -> BuildFacts:
        """What its manifest says."""
        return self.generation.facts

    def document(self, document_id: str) -> Document:
        """A document that it holds. Raises RebuildNeeded where it cannot be read."""
        document = self.reader.document(document_id)
        if document is None:
            raise RebuildNeeded(f"the document {document_id} of the index cannot be read")
        return document

    def count_actors(self) -> Mapping[str, int]:
        """In how many documents each actor is."""
        answer = self.reader.search(EngineRequest(All(), facets=("actor",), limit=1))
        return dict(answer.facets["actor"])


@contextmanager
def open_base(task: Task, store: GenerationStore) -> Iterator[Base]:
    """The current generation, to go on from. Raises RebuildNeeded. Cost: reads each of its bytes once."""
    with _open_current(task, store) as generation:
        try:
            reader = generation.open_reader()
        except (EngineError, GenerationError) as error:
            raise RebuildNeeded("the index cannot be opened") from error
        with reader:
            base = Base(generation, reader)
            if not base.pages.complete or len(base.pages.left) != base.facts.documents:
                raise RebuildNeeded("the index does not know its pages")
            yield base


def _open_current(task: Task, store: GenerationStore) -> StoredGeneration:
    try:
        generation = store.open(analysis_hash())
    except GenerationMissing as error:
        raise RebuildNeeded("there was no index yet") from error
    except GenerationOutdated as error:
        raise RebuildNeeded("the index was built by another version of this program") from error
    except GenerationError as error:
        raise RebuildNeeded("the index was damaged") from error
    reason = _find_obstacle(generation, task)
    if reason:
        generation.close()
        raise RebuildNeeded(reason)
    return generation


def _find_obstacle(generation: StoredGeneration, task: Task) -> str:
    facts = generation.facts
    if generation.degraded:
        return "the index was damaged"
    if facts.engine != task.settings.engine:
        return f"the index was built for the engine {facts.engine}"
    if facts.processing != task.processing:
        return "pages are read or cleaned in another way than before"
    if facts.linking != task.linking:
        return "names are linked in another way than before, which `relink` does without reading any page"
    if not facts.independent:
        return "pages share an id or an actor's name, so that the order of all pages counts"
    if sum(not canary.facet and canary.documents > 0 for canary in facts.canaries) < _LEAST_WORDS:
        return "the index held too little to go on from"
    return ""
