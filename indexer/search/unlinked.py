"""The names of a generation that nobody listed, for review.

Made from the stored documents, once, when first asked for: a generation never changes. Writes
nothing into it and links nothing.
"""

import logging
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any
from weakref import proxy

from indexer.engine_port import IndexReader
from indexer.entities.near_aliases import AliasTrigrams, NearAlias
from indexer.entities.unlinked import FoundName, find_names, name_key
from indexer.errors import EngineUnavailable, IndexerError, InvalidRequest
from indexer.query.names import fold_name
from indexer.query.request import Excerpt, Mark
from indexer.said import say
from indexer.schema.document import Document
from indexer.search.name_counts import Counted, Found, NameCounts
from indexer.search.snippets import excerpt_around

log = logging.getLogger(__name__)

# In so many of a name's documents a guess must be the same: “in Google” alone makes no place.
_GUESSED = 1 / 3
# A word with a capital in fewer of its documents is a word: Use, Best, Government.
_CAPITALISED = 0.1
# Beside searches the work rests so long after each stretch of it, in seconds: half of the time.
_STRETCH, _REST = 20, 0.02
_OFTEN = 100
# Who closes interrupts a count so often, in seconds.
_AGAIN = 0.05
# Pages of names that are kept: who turns a page comes back.
_KEPT = 16


@dataclass(frozen=True, slots=True)
class NameExample:
    """A mention of a name: the document, and the sentence around it with the name marked."""

    document: str
    label: str
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class UnlinkedName:
    """A name that is no spelling of a known actor or place where it stands.

    `name` is its most frequent spelling; `variants` are all with the documents of each. `kind` is
    a guess: a type of actors, place or unknown. `near` are the most alike spellings of actors.
    """

    name: str
    kind: str
    documents: int
    sources: int
    variants: tuple[tuple[str, int], ...]
    examples: tuple[NameExample, ...]
    near: tuple[NearAlias, ...]


@dataclass(frozen=True, slots=True)
class UnlinkedNames:
    """Some of the `total` names that are in so many documents of so many sources or more.

    `read` of `documents` were read; until the list is `complete`, which takes counting after the last
    of them, `names` is empty. `held` sources have documents at all.
    """

    names: tuple[UnlinkedName, ...]
    total: int
    read: int
    documents: int
    held: int
    complete: bool


class _Reading:
    """Reads every document of a generation once and counts its names, beside searches or not."""

    def __init__(self, reader: IndexReader) -> None:
        """Reads nothing before it is told to."""
        self._reader = reader
        self._read = 0
        self._sources: set[str] = set()
        self._working = threading.Lock()
        self._stop = threading.Event()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        self._problem: Exception | None = None

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return self._reader.document_ids()

    @cached_property
    def _counts(self) -> NameCounts:
        return NameCounts()

    @cached_property
    def _decoys(self) -> frozenset[str]:
        decoys = (actor for actor in self._reader.collection.actors if actor.decoy)
        return frozenset(name_key(alias.text) for actor in decoys for alias in actor.aliases)

    def read_all(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Read every document, unless that was done. Cost: reads each document once.

        `progress` is told how many of how many were read. Raises EngineUnavailable, GenerationCorrupt.
        """
        with self._working, _name_disk_errors():
            if self._thread is not None:
                self._thread.join()
                self._tell_problem()
            if not self._done.is_set():
                self._forget()
                self._read_documents(progress, rest=0.0)

    def begin(self, patience: float) -> None:
        """Read every document beside searches, and wait for the end of it as long as `patience` seconds.

        What went wrong is told by `names`, once; after that the reading begins anew.
        """
        with self._working:
            ended = self._thread is None or not self._thread.is_alive()
            told = self._problem is None and not self._stop.is_set()
            if ended and told and not self._done.is_set():
                self._forget()
                self._thread = threading.Thread(target=self._read_beside, name="unlinked names", daemon=True)
                self._thread.start()
            thread = self._thread
        if thread is not None:
            thread.join(patience)

    def _read_beside(self) -> None:
        try:
            self._read_documents(None, rest=_REST)
        except Exception as error:
            if not self._stop.is_set():
                log.exception("unlinked names cannot be read")
                self._problem = error

    def _forget(self) -> None:
        """Let go of what a reading that failed has counted."""
        self._read = 0
        self._sources.clear()
        if "_counts" in self.__dict__:
            self._counts.close()
            del self._counts

    def _read_documents(self, progress: Callable[[int, int], None] | None, rest: float) -> None:
        for number, document_id in enumerate(self._ids):
            if self._stop.wait(0.0 if number % _STRETCH else rest):
                return
            try:
                self._read_document(number, document_id)
            except (IndexerError, sqlite3.Error):
                raise
            except Exception:
                log.exception("document %s is left out of the unlinked names", document_id)
            self._read = number + 1
            if progress and (not self._read % _OFTEN or self._read == len(self._ids)):
                progress(self._read, len(self._ids))
        self._counts.count(self._is_common)
        if not self._stop.is_set():
            self._done.set()

    def _read_document(self, number: int, document_id: str) -> None:
        document = self._reader.document(document_id)
        if document is not None:
            self._sources.add(document.source)
            self._counts.add(number, document.source, _find_spellings(document, self._decoys))

    def _tell_problem(self) -> None:
        problem, self._problem = self._problem, None
        if problem is not None:
            raise problem

    def _is_common(self, key: str, documents: int) -> bool:
        terms = fold_name(key)
        if len(terms) != 1 or self._stop.is_set():
            return False
        return documents < _CAPITALISED * self._reader.term_statistics(terms[0], exact=True)

    def close(self) -> None:
        """Stop reading and let go of the counts."""
        self._stop.set()
        while self._thread is not None and self._thread.is_alive():
            # Again and again: what begins after an interrupt is not interrupted.
            self._counts.interrupt()
            self._thread.join(_AGAIN)
        if "_counts" in self.__dict__:
            self._counts.close()


class UnlinkedReview(_Reading):
    """The unlinked names of one generation. Safe to share between threads.

    A name in fewer than `DOCUMENTS` or of fewer than `SOURCES` is more often a slip than somebody
    to know; `LISTED` names are a page.
    """

    DOCUMENTS, SOURCES, LISTED = 3, 2, 50

    def __init__(self, reader: IndexReader) -> None:
        """Reads nothing before it is told to."""
        super().__init__(reader)
        # Without a cycle, so that a generation is let go of with its last user.
        self._listed = lru_cache(maxsize=_KEPT)(partial(UnlinkedReview._list, proxy(self)))

    @cached_property
    def _alike(self) -> AliasTrigrams:
        return AliasTrigrams(actor for actor in self._reader.collection.actors if not actor.decoy)

    def names(
        self,
        documents: int = DOCUMENTS,
        sources: int = SOURCES,
        *,
        start: int = 0,
        limit: int = LISTED,
        noise: Iterable[str] = (),
    ) -> UnlinkedNames:
        """Names in so many documents of so many sources or more, most documents first.

        Args: `noise` are names that are nobody's. Raises InvalidRequest for a bound below 1, and
        EngineUnavailable where the temporary folder is full.
        """
        if documents < 1 or sources < 1:
            raise InvalidRequest(
                say("A name is in 1 document of 1 source or more; give a bound of at least 1.")
            )
        with _name_disk_errors():
            self._tell_problem()
            if not self._done.is_set():
                return self._made((), 0, complete=False)
            keys = frozenset(map(name_key, noise))
            return self._listed(documents, sources, start, limit, keys)

    def _list(
        self, documents: int, sources: int, start: int, limit: int, noise: frozenset[str]
    ) -> UnlinkedNames:
        total, counted = self._counts.list_names(documents, sources, start, limit, noise)
        return self._made(tuple(map(self._show, counted)), total, complete=True)

    def _made(self, names: tuple[UnlinkedName, ...], total: int, *, complete: bool) -> UnlinkedNames:
        return UnlinkedNames(names, total, self._read, len(self._ids), len(self._sources), complete)

    def _show(self, counted: Counted) -> UnlinkedName:
        name = counted.variants[0][0]
        guesses = [k for k, n in counted.kinds if k != "unknown" and n >= _GUESSED * counted.documents]
        return UnlinkedName(
            name=name,
            kind=guesses[0] if guesses else "unknown",
            documents=counted.documents,
            sources=counted.sources,
            variants=counted.variants,
            examples=tuple(self._example(*place) for place in counted.places),
            near=self._alike.nearest(name),
        )

    def _example(self, number: int, first: int, last: int) -> NameExample:
        document = self._reader.document(self._ids[number])
        assert document is not None, "a generation keeps what it holds"
        mark = Mark(first, last, "word", document.text[first:last])
        return NameExample(document.id, document.label, excerpt_around(document, mark))


def unlinked_values(found: UnlinkedNames, documents: int, sources: int) -> dict[str, Any]:
    """A list of names as JSON values, with the bounds that it was asked with."""
    return {
        "documents": documents,
        "sources": sources,
        "read": found.read,
        "of": found.documents,
        "complete": found.complete,
        "total": found.total,
        "names": [
            {
                "name": name.name,
                "type": name.kind,
                "documents": name.documents,
                "sources": name.sources,
                "variants": [{"name": text, "documents": held} for text, held in name.variants],
                "examples": [
                    {"document": e.document, "sentence": " ".join(e.excerpt.text.split())}
                    for e in name.examples
                ],
                "nearest": [
                    {"actor": near.actor, "alias": near.alias, "similarity": near.similarity}
                    for near in name.near
                ],
            }
            for name in found.names
        ],
    }


def find_document_names(document: Document) -> tuple[FoundName, ...]:
    """The unlinked names in the passages of a document; tables are no sentences and are left out."""
    spans = [(m.start, m.end) for m in document.actors if m.start < m.end and not m.weak]
    spans += [(m.start, m.end) for m in document.places] + [(m.start, m.end) for m in document.dates]
    stretches = [(p.start, p.end) for p in document.passages if p.kind != "rows"]
    return find_names(document.text, stretches, removed=document.removed, taken=spans)


def _find_spellings(document: Document, decoys: frozenset[str]) -> Iterator[Found]:
    found: dict[str, list[FoundName]] = {}
    for name in find_document_names(document):
        if name.key not in decoys:
            surface = " ".join(document.text[name.start : name.end].split())
            found.setdefault(surface, []).append(name)
    for surface, names in found.items():
        kinds = Counter(name.kind for name in names if name.kind != "unknown")
        kind = min(kinds, key=lambda k: (-kinds[k], k), default="unknown")
        yield Found(names[0].key, surface, kind, names[0].start, names[0].end)


@contextmanager
def _name_disk_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise EngineUnavailable(
            f"The names cannot be counted: {error}. Free the folder for temporary files and ask again"
        ) from error
