"""What BM25 needs of the whole collection: lengths, averages, document frequencies.

Counts living documents only, over all segments, so that an updated generation scores as one that
was built anew.
"""

from collections.abc import Sequence
from functools import lru_cache, partial
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.query.syntax import Term
from indexer.schema.ranking import K1, B, idf

# Terms whose weight is kept: a desk asks for the same words again and again.
KEPT_WEIGHTS = 4096


class Statistics:
    """The numbers behind the scores of one generation; safe to share between threads."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self.has_french = any(segment.terms.french is not None for segment in segments)
        self.documents = sum(segment.live_count for segment in segments)
        length = sum(
            int((s.lengths if s.live is None else s.lengths[s.live]).sum(dtype=np.int64)) for s in segments
        )
        self.average_length = length / self.documents if self.documents else 0.0
        self.norms = [self._norms(segment.lengths) for segment in segments]
        own = proxy(self)
        self._containing = lru_cache(maxsize=KEPT_WEIGHTS)(partial(Statistics._count_holding, own))
        self.idf = lru_cache(maxsize=KEPT_WEIGHTS)(partial(Statistics._idf, own))
        self.actor_idf = lru_cache(maxsize=KEPT_WEIGHTS)(partial(Statistics._actor_idf, own))

    def _norms(self, lengths: NDArray[np.int64]) -> NDArray[np.float64]:
        """The part of BM25 that hangs on the length alone, see `schema.ranking`."""
        if not self.average_length:
            return np.full(len(lengths), K1)
        return K1 * (1.0 - B + B * lengths.astype(np.float64) / self.average_length)

    def document_frequency(self, term: str, *, exact: bool, french: str = "") -> int:
        """How many documents hold a stem, or a folded word where `exact`, in title or text.

        Those in French are counted where they hold the stem `french`.
        """
        return self._containing(term, exact, french)

    def actor_frequency(self, actor: str) -> int:
        """How many documents name an actor in their text."""
        found = 0
        for segment in self._segments:
            number = segment.values["actor"].find(actor)
            if number >= 0:
                postings = segment.mentions["actor"].lists.postings(number)
                found += segment.count_live(postings.documents[postings.frequencies > 0])
        return found

    def _count_holding(self, term: str, exact: bool, french: str) -> int:  # noqa: FBT001  # as below
        node, found = Term(term, term, exact, french=french), 0
        for segment in self._segments:
            found += sum(map(segment.count_live, segment.terms.held(node)))
        return found

    def _idf(self, term: str, exact: bool, french: str) -> float:  # noqa: FBT001  # the cache takes no keywords apart
        return idf(self.documents, self.document_frequency(term, exact=exact, french=french))

    def _actor_idf(self, actor: str) -> float:
        return idf(self.documents, self.actor_frequency(actor))

    @staticmethod
    def score(
        weight: float, frequencies: NDArray[np.int64], norms: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """BM25 of one term; `frequencies` and `norms` aligned to its documents."""
        scores: NDArray[np.float64] = (weight * (K1 + 1.0)) * frequencies / (frequencies + norms)
        return scores
