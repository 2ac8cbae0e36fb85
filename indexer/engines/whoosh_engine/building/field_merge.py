"""Sources of postings to all the arrays of one field.

What words and entities have beside their postings: dictionaries, lengths of words, stems.
"""

from collections.abc import Sequence

import numpy as np

from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.array_ranges import starts_from
from indexer.engines.whoosh_engine.arrays.postings import FREQUENCY_OVER, POSITION_SKIP
from indexer.engines.whoosh_engine.building.posting_merge import (
    Merged,
    PostingSource,
    PostingStreams,
    merge_postings,
)
from indexer.engines.whoosh_engine.building.stem_merge import StemMemories

WORD_FIELDS = ("text", "title")
# Frequencies that are held at once.
_SUMMED_AT_ONCE = POSITION_SKIP << 13


def write_word_field(
    out: ArrayFolderWriter, field: str, sources: Sequence[PostingSource], stems: StemMemories
) -> None:
    """Words, postings, positions and stems of `text` or `title`."""
    streams = PostingStreams(
        out.stream(f"{field}_docs", "<i4"),
        out.escaped(f"{field}_tf", "|u1"),
        (out.escaped(f"{field}_pos", "<u2"),),
    )
    merged = merge_postings(sources, streams)
    streams.close()
    _write_starts(out, field, merged)
    _write_skips(out, field)
    words = merged.terms
    out.write_words(f"{field}_words", f"{field}_word_ends", words)
    out.write(f"{field}_word_chars", np.fromiter(map(len, words), np.uint8, len(words)), "|u1")
    stems.write(out, field, words, merged.starts)


def write_entity_field(out: ArrayFolderWriter, field: str, sources: Sequence[PostingSource]) -> None:
    """Values, postings and places of `actor` or `place`."""
    streams = PostingStreams(
        out.stream(f"{field}_docs", "<i4"),
        out.escaped(f"{field}_tf", "|u1"),
        (out.stream(f"{field}_first", "<i4"), out.stream(f"{field}_last", "<i4")),
    )
    merged = merge_postings(sources, streams)
    streams.close()
    _write_starts(out, field, merged)
    out.write_words(f"{field}_values", f"{field}_value_ends", merged.terms)


def _write_skips(out: ArrayFolderWriter, field: str) -> None:
    """How many positions stand before each `POSITION_SKIP`th posting."""
    frequencies = out.read(f"{field}_tf")
    sums = [np.empty(0, dtype=np.int64)]
    for first in range(0, len(frequencies), _SUMMED_AT_ONCE):
        piece = frequencies[first : first + _SUMMED_AT_ONCE].astype(np.int64)
        sums.append(np.add.reduceat(piece, np.arange(0, len(piece), POSITION_SKIP)))
    counts = np.concatenate(sums)
    over = out.read(f"{field}_tf_over").astype(np.int64) - FREQUENCY_OVER
    np.add.at(counts, out.read(f"{field}_tf_over_at") // POSITION_SKIP, over)
    out.write(f"{field}_pos_skip", starts_from(counts))


def _write_starts(out: ArrayFolderWriter, field: str, merged: Merged) -> None:
    out.write(f"{field}_ptr", merged.starts)
    out.write(f"{field}_pos_ptr", merged.place_starts)
