"""Gathers the words and mentions of batches and spills them as sorted runs.

Holds the words of one run in memory, and of every run its vocabulary and where each word's postings
start: never a posting of a run that is written.
"""

from bisect import bisect_left
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.document_terms import BLOCK_GAP
from indexer.engines.whoosh_engine.arrays.array_ranges import KEY_BITS, starts_from, starts_of
from indexer.engines.whoosh_engine.arrays.postings import spread
from indexer.engines.whoosh_engine.arrays.segment import ENTITY_FIELDS
from indexer.engines.whoosh_engine.building.chunks import ChunkMemory
from indexer.engines.whoosh_engine.building.document_batch import BatchArrays
from indexer.engines.whoosh_engine.building.document_facts import Pairs
from indexer.engines.whoosh_engine.building.facet_columns import Numbers
from indexer.engines.whoosh_engine.building.field_merge import WORD_FIELDS
from indexer.engines.whoosh_engine.building.posting_runs import KeyLayout, PostingRun, RunFile, write_word_run

# Documents of a run, where they have hardly a word: rank, document and position are one number.
_MOST_DOCUMENTS = 16_384


class RunWriter:
    """Takes batches in the order of their documents; `runs` are by field."""

    def __init__(self, path: Path, limit: int, numbers: dict[str, Numbers]) -> None:
        """`limit`: how many words a run holds before it is sorted and spilled."""
        self._file = RunFile(path)
        self._limit = limit
        self._numbers = numbers
        self.memory = ChunkMemory()
        self.runs: dict[str, list[PostingRun]] = {field: [] for field in (*WORD_FIELDS, *ENTITY_FIELDS)}
        self._batches: list[BatchArrays] = []
        # By entity field and batch: documents and value numbers, each pair once.
        self._values: dict[str, list[Pairs]] = {field: [] for field in ENTITY_FIELDS}
        # By entity field, its values by number.
        self._names: dict[str, list[str]] = {field: [] for field in ENTITY_FIELDS}
        # In the run so far.
        self._documents = self._words = 0
        self._first_document = 0
        # The words of the memory, ascending, and their numbers.
        self._ordered: list[str] = []
        self._order = np.empty(0, dtype=np.int32)

    def add(self, batch: BatchArrays, values: dict[str, Pairs]) -> None:
        """Take a batch; `values` are the entities of its documents, whether mentioned or stated."""
        for field, (documents, numbers) in values.items():
            self._values[field].append((documents + self._first_document + self._documents, numbers))
        self._batches.append(batch)
        self._documents += len(batch.block_counts)
        self._words += len(batch.words)
        if self._words >= self._limit or self._documents >= _MOST_DOCUMENTS:
            self.spill()

    def spill(self) -> None:
        """Sort what is there and write it as one run of each field."""
        if not self._batches:
            return
        self._spill_words()
        for field in ENTITY_FIELDS:
            self._spill_mentions(field)
        self._first_document += self._documents
        self._batches.clear()
        self._documents = self._words = 0
        if self.memory.full:
            self.memory = ChunkMemory()
            self._ordered = []
            self._order = np.empty(0, dtype=np.int32)

    def _spill_words(self) -> None:
        words = np.concatenate([batch.words for batch in self._batches])
        places = WordPlaces(
            np.concatenate([batch.block_tokens for batch in self._batches]),
            np.concatenate([batch.block_counts for batch in self._batches]),
            np.concatenate([batch.title_tokens for batch in self._batches]),
        )
        layout = KeyLayout(*places.bits, self._first_document)
        keys = self._rank_of()[words].astype(np.int64)
        if int(keys.max(initial=0)).bit_length() + sum(places.bits) > KEY_BITS:
            raise ValueError("a run of words is too long to be sorted")
        keys <<= sum(places.bits)
        keys |= places.keys()
        for field, own in (("title", keys[places.in_title()]), ("text", keys)):
            own.sort()
            run = write_word_run(self._file, self.memory.vocabulary, self._order, own, layout)
            self.runs[field].append(run)

    def _rank_of(self) -> NDArray[np.int32]:
        """The place of each word of the memory among all of them, ascending."""
        vocabulary = self.memory.vocabulary
        missing = len(vocabulary) - len(self._ordered)
        if missing:
            fresh = sorted(islice(reversed(vocabulary), missing))
            places = [bisect_left(self._ordered, word) for word in fresh]
            numbers = np.fromiter(map(vocabulary.__getitem__, fresh), np.int32, missing)
            self._order = np.insert(self._order, places, numbers)
            # Two ascending stretches: the sort only joins them.
            self._ordered += fresh
            self._ordered.sort()
        rank_of = np.empty(len(vocabulary), dtype=np.int32)
        rank_of[self._order] = np.arange(len(vocabulary))
        return rank_of

    def _spill_mentions(self, field: str) -> None:
        documents = np.concatenate([pair[0] for pair in self._values[field]])
        values = np.concatenate([pair[1] for pair in self._values[field]])
        self._values[field].clear()
        used, order = self._used_values(field, values)
        ranks = order[np.searchsorted(used, values)]
        by_rank = np.lexsort((documents, ranks))
        keys = (ranks << 32 | documents)[by_rank]
        mentions = [batch.mentions[field] for batch in self._batches]
        bases = self._bases()
        of_mention = np.concatenate([m.documents + base for m, base in zip(mentions, bases, strict=True)])
        mention_ranks = order[np.searchsorted(used, np.concatenate([m.values for m in mentions]))]
        first = np.concatenate([m.first for m in mentions])
        last = np.concatenate([m.last for m in mentions])
        own = np.argsort(mention_ranks << 32 | of_mention, kind="stable")
        found = np.searchsorted(keys, (mention_ranks << 32 | of_mention)[own])
        frequencies = np.bincount(found, minlength=len(keys))
        terms = np.empty(len(used), dtype=np.int32)
        terms[order] = used
        run = PostingRun(
            self._numbers[field],
            terms,
            starts_of(ranks[by_rank], len(used)).astype(np.int32),
            starts_of(mention_ranks[own], len(used)).astype(np.int32),
            [self._file.append(a) for a in (documents[by_rank], frequencies, first[own], last[own])],
        )
        self.runs[field].append(run)

    def _used_values(
        self, field: str, values: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers that occur, ascending, and the place of each among their values in order."""
        numbers, names = self._numbers[field], self._names[field]
        names += list(islice(reversed(numbers), len(numbers) - len(names)))[::-1]
        used = np.unique(values)
        ascending = np.array(sorted(range(len(used)), key=lambda at: names[used[at]]), dtype=np.int64)
        order = np.empty(len(used), dtype=np.int64)
        order[ascending] = np.arange(len(used))
        return used, order

    def _bases(self) -> list[int]:
        """The first document of each batch."""
        counts = [len(batch.block_counts) for batch in self._batches]
        bases: list[int] = (self._first_document + np.cumsum(counts) - counts).tolist()
        return bases

    def close(self) -> None:
        """Remove the runs; safe to call twice."""
        self._file.close()


class WordPlaces:
    """Where the words of some documents stand.

    Args: `block_tokens`: words a block; `block_counts` and `title_tokens`: blocks and words of the
    title a document.
    """

    def __init__(
        self,
        block_tokens: NDArray[np.int64],
        block_counts: NDArray[np.int64],
        title_tokens: NDArray[np.int64],
    ) -> None:
        self._block_tokens = block_tokens
        self._title_tokens = title_tokens
        self._owners = np.repeat(np.arange(len(block_counts)), block_counts)
        first_blocks = np.cumsum(block_counts) - block_counts
        firsts = starts_from(block_tokens)
        self._first_words = firsts[first_blocks]
        # What a word's number must be added to, to be its position.
        self._bases = BLOCK_GAP * (np.arange(len(self._owners)) - first_blocks[self._owners])
        self._bases -= self._first_words[self._owners]
        most = int((self._bases + firsts[1:]).max(initial=0))
        self.bits = len(block_counts).bit_length(), most.bit_length()

    def keys(self) -> NDArray[np.int64]:
        """Document and position of each word as one number."""
        keys = np.repeat((self._owners << self.bits[1]) + self._bases, self._block_tokens)
        keys += np.arange(len(keys))
        return keys

    def in_title(self) -> NDArray[np.int64]:
        """The words of titles."""
        return spread(self._first_words, self._title_tokens)
