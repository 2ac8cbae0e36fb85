"""Where the words of each document stand, as narrow arrays in the order of the documents."""

import numpy as np

from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.array_ranges import starts_from
from indexer.engines.whoosh_engine.building.document_batch import BatchArrays

_NIBBLE_OVER = 15


class SpanStreams:
    """The arrays of spans and blocks of one segment."""

    def __init__(self, out: ArrayFolderWriter) -> None:
        self._out = out
        self._spans = out.stream("spans", "|u1")
        self._over_at = out.stream("span_over_at", "<i8")
        self._over_gap = out.stream("span_over_gap", "<i4")
        self._over_length = out.stream("span_over_length", "<i4")
        self._block_tokens = [np.empty(0, dtype=np.uint32)]
        self._block_counts = [np.empty(0, dtype=np.uint32)]
        self._document_tokens = [np.empty(0, dtype=np.uint32)]

    def append(self, cut: BatchArrays) -> None:
        """Take the words of a batch."""
        gaps, lengths = cut.gaps, cut.lengths
        over = np.flatnonzero((gaps >= _NIBBLE_OVER) | (lengths >= _NIBBLE_OVER))
        self._over_at.append(over + self._spans.length)
        self._over_gap.append(gaps[over])
        self._over_length.append(lengths[over])
        self._spans.append(np.minimum(gaps, _NIBBLE_OVER) << 4 | np.minimum(lengths, _NIBBLE_OVER))
        self._block_tokens.append(cut.block_tokens.astype(np.uint32))
        self._block_counts.append(cut.block_counts.astype(np.uint32))
        self._document_tokens.append(cut.document_tokens.astype(np.uint32))

    def finish(self) -> None:
        """Write what was gathered."""
        out = self._out
        out.write("block_tokens", np.concatenate(self._block_tokens))
        out.write("block_ptr", starts_from(np.concatenate(self._block_counts)))
        out.write("token_ptr", starts_from(np.concatenate(self._document_tokens)))
