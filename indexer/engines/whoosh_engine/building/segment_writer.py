"""Writes one segment: documents one by one in, a folder of arrays out.

Holds one run of words, the vocabulary of each, and some numbers a document and block in memory; of
the documents only those that a dictionary is learned from.
"""

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.analysis.filters import FRENCH
from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.array_ranges import starts_from
from indexer.engines.whoosh_engine.arrays.document_rows import encode_document
from indexer.engines.whoosh_engine.building.block_stream import BlockStream
from indexer.engines.whoosh_engine.building.document_batch import BatchArrays, DocumentBatch
from indexer.engines.whoosh_engine.building.document_facts import DocumentFacts
from indexer.engines.whoosh_engine.building.field_merge import (
    WORD_FIELDS,
    write_entity_field,
    write_word_field,
)
from indexer.engines.whoosh_engine.building.run_writer import RunWriter
from indexer.engines.whoosh_engine.building.span_streams import SpanStreams
from indexer.engines.whoosh_engine.building.stem_merge import StemMemories
from indexer.schema.document import Document

# Characters of text that are cut up at once: enough to find the tables in the processor's cache.
BATCH_CHARACTERS = 600_000
BATCH_DOCUMENTS = 5_000
# Words that are sorted at once: more cost memory, fewer make more runs to merge.
RUN_WORDS = 1_000_000
# As much as the C library of Linux learns to keep.
_KEPT_BYTES = 30 << 20


def _keep_freed_memory() -> None:
    """Make the C library keep memory that is freed, below this size, for the next array.

    It learns the size from what it frees. Else each larger array is new memory from the system,
    page by page, which costs more than most steps of the work on it.
    """
    np.empty(_KEPT_BYTES, dtype=np.uint8)


class SegmentWriter:
    """Fills a new folder; `run_words` bounds the memory."""

    def __init__(
        self, path: Path, temporary: Path, run_words: int = RUN_WORDS, dictionary: bytes = b""
    ) -> None:
        _keep_freed_memory()
        self.path = path
        self._out = ArrayFolderWriter(path)
        self._blocks = BlockStream(self._out, dictionary)
        self._spans = SpanStreams(self._out)
        self._facts = DocumentFacts()
        self._ids: list[str] = []
        self._page_hashes = array("Q")
        self._lengths = array("I")
        self._numbers = {field: facet.numbers for field, facet in self._facts.entities.items()}
        self._runs = RunWriter(temporary, run_words, self._numbers)
        self._batch: list[Document] = []
        self._batch_characters = 0
        self._most_characters = min(BATCH_CHARACTERS, run_words)

    def add(self, document: Document, original: bytes, page_hash: int) -> None:
        """Take the next document."""
        self._blocks.add(encode_document(document), original)
        self._ids.append(document.id)
        self._page_hashes.append(page_hash)
        self._batch.append(document)
        self._batch_characters += len(document.text)
        if self._batch_characters >= self._most_characters or len(self._batch) >= BATCH_DOCUMENTS:
            self._cut()

    def _cut(self) -> None:
        """Cut the batch into words."""
        cut = DocumentBatch(self._batch, self._numbers).cut(self._runs.memory)
        self._spans.append(cut)
        self._count_lengths(cut)
        self._runs.add(cut, self._facts.append(self._batch))
        self._batch.clear()
        self._batch_characters = 0

    def _count_lengths(self, cut: BatchArrays) -> None:
        """How many words of each document are no stop words."""
        before = starts_from(~self._runs.memory.stop_words[cut.words])
        own = starts_from(cut.document_tokens)
        self._lengths.extend(np.diff(before[own]).tolist())

    def finish(self) -> tuple[str, int]:
        """Write all; gives the digits of the segment's name and the number of its documents."""
        if self._batch:
            self._cut()
        self._runs.spill()
        out = self._out
        stems = StemMemories(french=self._facts.speaks(FRENCH))
        for field in WORD_FIELDS:
            write_word_field(out, field, self._runs.runs[field], stems)
        for field in self._facts.entities:
            write_entity_field(out, field, self._runs.runs[field])
        self._facts.write(out)
        write_ids(out, self._ids)
        out.write("lengths", np.array(self._lengths), "<i4")
        out.write("page_hashes", np.array(self._page_hashes, dtype="<u8"), "<u8")
        self._spans.finish()
        self._blocks.finish()
        self._runs.close()
        return out.finish(len(self._ids)), len(self._ids)

    def abort(self) -> None:
        """Close all files; safe to call at any time."""
        self._out.close()
        self._runs.close()


def write_ids(out: ArrayFolderWriter, ids: Sequence[str]) -> None:
    """Write the ids, ascending, with the document of each, and the place of each document's."""
    order = sorted(range(len(ids)), key=ids.__getitem__)
    documents = np.array(order, dtype=np.int64)
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[documents] = np.arange(len(ids))
    out.write_words("document_values", "document_ends", [ids[number] for number in order])
    out.write("document_docs", documents, "<i4")
    out.write("document_rank", ranks, "<i4")
