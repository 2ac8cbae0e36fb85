"""Merges whole segments into one, without their deleted documents.

The result is that of writing the living documents anew in the same order, to the byte, but for
the compressed blocks with their places and their dictionary: these are those of the largest
segment, as far as they can be.
"""

from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.filters import FRENCH
from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.array_ranges import changes, sizes_of
from indexer.engines.whoosh_engine.arrays.block_file import BlockFile
from indexer.engines.whoosh_engine.arrays.postings import FREQUENCY_OVER, POSITION_OVER, NarrowArray
from indexer.engines.whoosh_engine.arrays.segment import ENTITY_FIELDS, Segment
from indexer.engines.whoosh_engine.arrays.term_dictionary import TermDictionary
from indexer.engines.whoosh_engine.building.block_stream import BlockStream, largest_dictionary
from indexer.engines.whoosh_engine.building.column_merge import merge_columns
from indexer.engines.whoosh_engine.building.field_merge import (
    WORD_FIELDS,
    write_entity_field,
    write_word_field,
)
from indexer.engines.whoosh_engine.building.segment_writer import write_ids
from indexer.engines.whoosh_engine.building.span_streams import SpanStreams
from indexer.engines.whoosh_engine.building.stem_merge import StemMemories

# Words whose spans are held at once.
_COPIED_AT_ONCE = 400_000


def merge_segments(segments: Sequence[Segment], path: Path) -> tuple[str, int]:
    """Write a new folder; gives the digits of its name and the number of its documents."""
    out = ArrayFolderWriter(path)
    try:
        numbers = _renumber(segments)
        french = any(len(own.keep_live(own.documents_with("language", FRENCH))) for own in segments)
        stems = StemMemories(french=french)
        for field in WORD_FIELDS:
            sources = [_words(segment, field, own) for segment, own in zip(segments, numbers, strict=True)]
            write_word_field(out, field, sources, stems)
        for field in ENTITY_FIELDS:
            sources = [_entities(segment, field, own) for segment, own in zip(segments, numbers, strict=True)]
            write_entity_field(out, field, sources)
        merge_columns(out, segments)
        ids: list[str] = []
        for segment in segments:
            own_ids = segment.ids.decoded()
            ids += [own_ids[rank] for rank in segment.rank[segment.living()].tolist()]
        write_ids(out, ids)
        for name, kind in (("lengths", "<i4"), ("page_hashes", "<u8")):
            own = [segment.arrays[name][segment.living()] for segment in segments]
            out.write(name, np.concatenate(own), kind)
        _merge_spans(out, segments)
        _merge_blocks(out, segments)
        return out.finish(len(ids)), len(ids)
    finally:
        out.close()


def _renumber(segments: Sequence[Segment]) -> list[NDArray[np.int64]]:
    """For each document of each segment its number in the merged one, -1 for a deleted one."""
    found = []
    base = 0
    for segment in segments:
        own = segment.living()
        numbers = np.full(segment.size, -1, dtype=np.int64)
        numbers[own] = np.arange(base, base + len(own))
        found.append(numbers)
        base += len(own)
    return found


class SegmentPostings:
    """The postings of one field of a segment, with new numbers of documents; see `PostingSource`."""

    def __init__(
        self, segment: Segment, field: str, vocabulary: Collection[str], numbers: NDArray[np.int64]
    ) -> None:
        self.vocabulary = vocabulary
        self.terms = np.arange(len(vocabulary), dtype=np.int32)
        self.starts: NDArray[np.int64] = segment.arrays[f"{field}_ptr"].astype(np.int64)
        self.place_starts: NDArray[np.int64] = segment.arrays[f"{field}_pos_ptr"].astype(np.int64)
        self._numbers = numbers
        self._documents = segment.arrays[f"{field}_docs"]
        self._frequencies = NarrowArray(segment.arrays, f"{field}_tf", FREQUENCY_OVER)
        if field in ENTITY_FIELDS:
            self._places: list[Ints | NarrowArray] = [
                segment.arrays[f"{field}_first"],
                segment.arrays[f"{field}_last"],
            ]
        else:
            self._places = [NarrowArray(segment.arrays, f"{field}_pos", POSITION_OVER)]

    def documents(self, first: int, last: int) -> NDArray[np.int64]:
        """The new numbers of the documents of some postings, -1 for deleted ones."""
        return self._numbers[self._documents[first:last]]

    def frequencies(self, first: int, last: int) -> Ints:
        """The frequencies of some postings."""
        return self._frequencies.between(first, last)

    def places(self, column: int, first: int, last: int) -> Ints:
        """A stretch of one column of places."""
        own = self._places[column]
        return own.between(first, last) if isinstance(own, NarrowArray) else own[first:last]


def _words(segment: Segment, field: str, numbers: NDArray[np.int64]) -> SegmentPostings:
    words = TermDictionary(segment.arrays[f"{field}_words"], segment.arrays[f"{field}_word_ends"])
    return SegmentPostings(segment, field, words.decoded(), numbers)


def _entities(segment: Segment, field: str, numbers: NDArray[np.int64]) -> SegmentPostings:
    return SegmentPostings(segment, field, segment.values[field].decoded(), numbers)


def _merge_spans(out: ArrayFolderWriter, segments: Sequence[Segment]) -> None:
    streams = SpanStreams(out)
    for segment in segments:
        arrays = segment.arrays
        ends = arrays["token_ptr"].astype(np.int64)
        blocks = sizes_of(arrays["block_ptr"])
        kept = np.ones(segment.size, dtype=bool) if segment.live is None else segment.live
        block_ends = arrays["block_ptr"]
        for first, last in _stretches(ends):
            own = kept[first:last]
            words = np.repeat(own, sizes_of(ends[first : last + 1]))
            low, high = np.searchsorted(arrays["span_over_at"], ends[[first, last]]).tolist()
            at = arrays["span_over_at"][low:high] - ends[first]
            chosen = np.flatnonzero(words[at])
            over = [arrays[f"span_over_{what}"][low:high][chosen] for what in ("gap", "length")]
            block_tokens = arrays["block_tokens"][block_ends[first] : block_ends[last]]
            streams.copy(
                arrays["spans"][ends[first] : ends[last]][words],
                ((np.cumsum(words) - 1)[at[chosen]], over[0], over[1]),
                (
                    block_tokens[np.repeat(own, blocks[first:last])],
                    blocks[first:last][own],
                    sizes_of(ends[first : last + 1])[own],
                ),
            )
    streams.finish()


def _stretches(ends: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Ranges of documents with about `_COPIED_AT_ONCE` words."""
    cuts = changes(ends[:-1] // _COPIED_AT_ONCE).tolist()
    return list(zip(cuts, [*cuts[1:], len(ends) - 1], strict=True))


def _merge_blocks(out: ArrayFolderWriter, segments: Sequence[Segment]) -> None:
    """Copy the blocks of the largest segment and of those with its dictionary, compress others anew."""
    dictionary = largest_dictionary(segments)
    stream = BlockStream(out, dictionary)
    for segment in segments:
        same = dictionary != b"" and segment.arrays["dictionary"].tobytes() == dictionary
        with closing(BlockFile(segment)) as blocks:
            for number in segment.living().tolist():
                if same:
                    stream.append(blocks.block(number))
                else:
                    stream.add(*blocks.both(number))
    stream.finish()
