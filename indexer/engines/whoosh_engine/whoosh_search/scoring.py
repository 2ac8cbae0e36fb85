"""BM25 for Whoosh with exact lengths and the frequencies of living documents.

Whoosh counts deleted documents, and its average is of one segment; here each scorer has the
numbers of the whole generation. The formula is `schema.ranking`'s.
"""

from collections.abc import Sequence
from typing import Any

from whoosh.scoring import BaseScorer, WeightingModel

from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation.statistics import Statistics
from indexer.engines.whoosh_engine.whoosh_search import whoosh_schema as names
from indexer.schema.ranking import term_frequency_part


class Bm25(WeightingModel):  # type: ignore[misc]  # Whoosh has no types
    """BM25 over the segments of a generation; every field is scored by the length of the text."""

    def __init__(self, segments: Sequence[Segment], statistics: Statistics) -> None:
        self.statistics = statistics
        self._segments = {segment.path.name: segment for segment in segments}

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> "Bm25Scorer":
        """The scorer of one term in the segment that `searcher` searches."""
        segment = self._segments[searcher.reader().segment().segment_id()]
        return Bm25Scorer(self, segment, self._weight(fieldname, text.decode("utf-8", "surrogatepass")))

    def _weight(self, field: str, term: str) -> float:
        """The idf of a term; 0 in a field that only filters."""
        match field:
            case names.TEXT | names.EXACT:
                return self.statistics.idf(term, field == names.EXACT, "")
            case names.ACTOR:
                return self.statistics.actor_idf(term)
        return 0.0

    def score(self, segment: Segment, weight: float, frequency: float, document: int) -> float:
        """The score of a term of idf `weight` that occurs `frequency` times in a document."""
        length = float(segment.lengths[document])
        return weight * term_frequency_part(frequency, length, self.statistics.average_length)


class Bm25Scorer(BaseScorer):  # type: ignore[misc]  # Whoosh has no types
    """Scores the postings of one term in one segment."""

    def __init__(self, model: Bm25, segment: Segment, weight: float) -> None:
        self._model = model
        self._segment = segment
        self._weight = weight

    def supports_block_quality(self) -> bool:
        """No: every match is counted, none is skipped."""
        return False

    def score(self, matcher: Any) -> float:
        """The score of the posting that the matcher stands at, numbered within its segment."""
        return self._model.score(self._segment, self._weight, matcher.weight(), matcher.id())
