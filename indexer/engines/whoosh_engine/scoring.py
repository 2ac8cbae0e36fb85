"""BM25 for Whoosh with exact document lengths.

Whoosh keeps field lengths in one byte, which bends scores by up to 2 %; here each scorer reads
the exact length from a column. The formula and its numbers are `schema.ranking`'s.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.scoring import BaseScorer, WeightingModel

from indexer.schema.ranking import idf, term_frequency_part


class Bm25(WeightingModel):  # type: ignore[misc]  # Whoosh has no types
    """BM25 over one text field; `lengths`: int32[n_documents], in words without stop words."""

    def __init__(self, lengths: NDArray[np.int32]) -> None:
        self.lengths = lengths
        self.count = len(lengths)
        self.average = float(lengths.mean()) if self.count else 0.0

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> "Bm25Scorer":
        """The scorer of one term."""
        info = searcher.reader().term_info(fieldname, text)
        return Bm25Scorer(self, idf(self.count, info.doc_frequency()))

    def score(self, weight: float, frequency: float, document: int) -> float:
        """The score of a term of idf `weight` that occurs `frequency` times in a document."""
        return weight * term_frequency_part(frequency, float(self.lengths[document]), self.average)


class Bm25Scorer(BaseScorer):  # type: ignore[misc]  # Whoosh has no types
    """Scores the postings of one term."""

    def __init__(self, model: Bm25, weight: float) -> None:
        self.model = model
        self.weight = weight

    def supports_block_quality(self) -> bool:
        """No: every match is counted, none is skipped."""
        return False

    def score(self, matcher: Any) -> float:
        """The score of the posting that the matcher stands at."""
        return self.model.score(self.weight, matcher.weight(), matcher.id())
