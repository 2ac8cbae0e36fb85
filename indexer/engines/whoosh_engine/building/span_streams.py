"""Where the words of each document stand, as narrow arrays in the order of the documents."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.array_ranges import starts_from
from indexer.engines.whoosh_engine.arrays.token_spans import SPAN_OVER
from indexer.engines.whoosh_engine.building.document_batch import BatchArrays


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
        over = np.flatnonzero((gaps >= SPAN_OVER) | (lengths >= SPAN_OVER))
        self.copy(
            np.minimum(gaps, SPAN_OVER) << 4 | np.minimum(lengths, SPAN_OVER),
            (over, gaps[over], lengths[over]),
            (cut.block_tokens, cut.block_counts, cut.document_tokens),
        )

    def copy(
        self, spans: Ints, over: tuple[NDArray[np.int64], Ints, Ints], tokens: tuple[Ints, Ints, Ints]
    ) -> None:
        """Take words as other streams wrote them.

        Args: `over`: where in `spans` a token has more than its four bits, its gaps and lengths;
        `tokens`: of blocks, blocks of documents, tokens of documents.
        """
        at, gaps, lengths = over
        self._over_at.append(at + self._spans.length)
        self._over_gap.append(gaps)
        self._over_length.append(lengths)
        self._spans.append(spans)
        for known, own in zip(
            (self._block_tokens, self._block_counts, self._document_tokens), tokens, strict=True
        ):
            known.append(own.astype(np.uint32))

    def finish(self) -> None:
        """Write what was gathered."""
        out = self._out
        out.write("block_tokens", np.concatenate(self._block_tokens))
        out.write("block_ptr", starts_from(np.concatenate(self._block_counts)))
        out.write("token_ptr", starts_from(np.concatenate(self._document_tokens)))
