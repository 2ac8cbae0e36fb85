"""Gathers the words and mentions of batches and spills them as sorted runs.

Holds one run in memory, never the collection.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.document_terms import BLOCK_GAP
from indexer.engines.whoosh_engine.array_ranges import sort_order, starts_of
from indexer.engines.whoosh_engine.chunks import ChunkMemory
from indexer.engines.whoosh_engine.document_batch import ENTITY_FIELDS, BatchArrays
from indexer.engines.whoosh_engine.facet_columns import Numbers
from indexer.engines.whoosh_engine.field_merge import WORD_FIELDS
from indexer.engines.whoosh_engine.posting_runs import PostingRun, write_word_run


class RunWriter:
    """Takes batches in the order of their documents; `runs` are by field."""

    def __init__(self, folder: Path, limit: int, numbers: dict[str, Numbers]) -> None:
        """`limit`: how many words a run holds before it is sorted and spilled."""
        self._folder = folder
        self._limit = limit
        self._numbers = numbers
        self.memory = ChunkMemory()
        self.runs: dict[str, list[PostingRun]] = {field: [] for field in (*WORD_FIELDS, *ENTITY_FIELDS)}
        self._batches: list[BatchArrays] = []
        # By entity field and batch: documents and value numbers, each pair once.
        self._values: dict[str, list[tuple[NDArray[np.int64], NDArray[np.int64]]]] = {
            field: [] for field in ENTITY_FIELDS
        }
        self._words = 0
        self._first_document = 0
        self._ordered: list[str] = []

    def add(self, batch: BatchArrays, values: dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]) -> None:
        """Take a batch; `values` are the entities of its documents, whether mentioned or stated."""
        base = self._first_document + sum(len(b.block_counts) for b in self._batches)
        self._batches.append(batch)
        for field in ENTITY_FIELDS:
            documents, numbers = values[field]
            self._values[field].append((documents + base, numbers))
        self._words += len(batch.words)
        if self._words >= self._limit:
            self.spill()

    def spill(self) -> None:
        """Sort what is there and write it as one run of each field."""
        if not self._batches:
            return
        self._spill_words()
        for field in ENTITY_FIELDS:
            self._spill_mentions(field)
        self._first_document += sum(len(batch.block_counts) for batch in self._batches)
        self._batches.clear()
        self._words = 0
        if self.memory.full:
            self.memory = ChunkMemory()
            self._ordered = []

    def _spill_words(self) -> None:
        words = np.concatenate([batch.words for batch in self._batches])
        block_tokens = np.concatenate([batch.block_tokens for batch in self._batches])
        block_counts = np.concatenate([batch.block_counts for batch in self._batches])
        title_tokens = np.concatenate([batch.title_tokens for batch in self._batches])
        documents, positions, in_title = _places(block_tokens, block_counts, title_tokens)
        documents += self._first_document
        terms, rank_of = self._ranked(words)
        order, ranks = sort_order(rank_of[words])
        self._write("text", terms, ranks, documents[order], positions[order])
        kept = np.flatnonzero(in_title[order])
        order = order[kept]
        self._write("title", terms, ranks[kept], documents[order], positions[order])

    def _ranked(self, words: NDArray[np.int32]) -> tuple[list[str], NDArray[np.int32]]:
        """The words of the run, ascending, and the place of each word of the memory among them."""
        vocabulary = self.memory.vocabulary
        fresh = list(vocabulary)[len(self._ordered) :]
        fresh.sort()
        # Two ascending stretches: the sort only merges them.
        self._ordered = sorted(self._ordered + fresh)
        numbers = np.fromiter(map(vocabulary.__getitem__, self._ordered), np.int64, len(self._ordered))
        used = np.bincount(words, minlength=len(vocabulary))[numbers] > 0
        rank_of = np.zeros(len(vocabulary), dtype=np.int32)
        rank_of[numbers[used]] = np.arange(np.count_nonzero(used))
        return [self._ordered[at] for at in np.flatnonzero(used).tolist()], rank_of

    def _write(
        self,
        field: str,
        terms: list[str],
        ranks: NDArray[np.int64],
        documents: NDArray[np.int32],
        positions: NDArray[np.int32],
    ) -> None:
        if field == "title":
            used = np.unique(ranks)
            terms = [terms[at] for at in used.tolist()]
            ranks = np.searchsorted(used, ranks)
        run = write_word_run(self._path(field), terms, ranks, documents, positions)
        self.runs[field].append(run)

    def _spill_mentions(self, field: str) -> None:
        documents = np.concatenate([pair[0] for pair in self._values[field]])
        values = np.concatenate([pair[1] for pair in self._values[field]])
        self._values[field].clear()
        terms = sorted(self._numbers[field])
        rank_of = np.empty(len(terms), dtype=np.int64)
        rank_of[[self._numbers[field][term] for term in terms]] = np.arange(len(terms))
        ranks, bases = rank_of[values], self._bases()
        order = np.lexsort((documents, ranks))
        keys = (ranks << 32 | documents)[order]
        mentions = [batch.mentions[field] for batch in self._batches]
        of_mention = np.concatenate([m.documents + base for m, base in zip(mentions, bases, strict=True)])
        mention_ranks = rank_of[np.concatenate([m.values for m in mentions])]
        first = np.concatenate([m.first for m in mentions])
        last = np.concatenate([m.last for m in mentions])
        own = np.argsort(mention_ranks << 32 | of_mention, kind="stable")
        found = np.searchsorted(keys, (mention_ranks << 32 | of_mention)[own])
        run = PostingRun(
            self._path(field),
            terms,
            starts_of(ranks[order], len(terms)),
            starts_of(mention_ranks[own], len(terms)),
        )
        frequencies = np.bincount(found, minlength=len(keys)).astype(np.int32)
        run.write(
            documents[order].astype(np.int32),
            frequencies,
            (first[own].astype(np.int32), last[own].astype(np.int32)),
        )
        self.runs[field].append(run)

    def _bases(self) -> list[int]:
        """The first document of each batch."""
        counts = [len(batch.block_counts) for batch in self._batches]
        bases: list[int] = (self._first_document + np.cumsum(counts) - counts).tolist()
        return bases

    def _path(self, field: str) -> Path:
        return self._folder / f"run-{len(self.runs[field])}-{field}.run"


def _places(
    block_tokens: NDArray[np.int64], block_counts: NDArray[np.int64], title_tokens: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Document (from 0 on) and position of each word, and whether it stands in a title."""
    owners = np.repeat(np.arange(len(block_counts)), block_counts)
    of_document = np.cumsum(block_counts) - block_counts
    firsts = np.cumsum(block_tokens) - block_tokens
    total = int(block_tokens.sum())
    first_words = np.zeros(len(block_counts), dtype=np.int64)
    filled = block_counts > 0
    first_words[filled] = firsts[of_document[filled]]
    bases = BLOCK_GAP * (np.arange(len(owners)) - of_document[owners]) - first_words[owners]
    positions = np.arange(total, dtype=np.int32)
    positions += np.repeat(bases.astype(np.int32), block_tokens)
    titled = np.zeros(total, dtype=bool)
    ends = np.cumsum(title_tokens)
    at = np.repeat(first_words - (ends - title_tokens), title_tokens)
    titled[at + np.arange(len(at))] = True
    return np.repeat(owners.astype(np.int32), block_tokens), positions, titled
