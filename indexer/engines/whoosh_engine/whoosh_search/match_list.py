"""A ready list of matches as a Whoosh query.

What Whoosh answers wrongly or not at all (names, negation, ranges, phrases with our meaning) is
worked out beside it and joined to its tree as such a list.
"""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import Matcher, NullMatcher
from whoosh.matching.mcore import ReadTooFar
from whoosh.query import Query

Ids = NDArray[np.int64]
Scores = NDArray[np.float64]


class MatchList(Query):  # type: ignore[misc]  # Whoosh has no types
    """Documents `ids` (ascending, unique) with their scores."""

    def __init__(self, ids: Ids, scores: Scores) -> None:
        self.ids = ids
        self.scores = scores
        self.boost = 1.0

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def is_leaf(self) -> bool:
        """It has no children."""
        return True

    def estimate_size(self, ixreader: Any) -> int:
        """Exactly how many match."""
        return len(self.ids)

    def estimate_min_size(self, ixreader: Any) -> int:
        """Exactly how many match."""
        return len(self.ids)

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """A matcher over the list."""
        return MatchListMatcher(self.ids, self.scores) if len(self.ids) else NullMatcher()


class MatchListMatcher(Matcher):  # type: ignore[misc]  # Whoosh has no types
    """Walks a list of matches; skips by bisection."""

    def __init__(self, ids: Ids, scores: Scores, at: int = 0) -> None:
        self._ids = ids
        self._scores = scores
        self._at = at

    def is_active(self) -> bool:
        """Whether a match is left."""
        return self._at < len(self._ids)

    def id(self) -> int:
        """The document at hand."""
        return int(self._ids[self._at])

    def next(self) -> bool:
        """Go to the next match; raises ReadTooFar past the end."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, id: int) -> bool:  # noqa: A002  # Whoosh calls it so
        """Go to the first match at or after a document."""
        if not self.is_active():
            raise ReadTooFar
        self._at += int(np.searchsorted(self._ids[self._at :], id))
        return True

    def score(self) -> float:
        """The score of the match at hand."""
        return float(self._scores[self._at])

    def weight(self) -> float:
        """Whoosh's name for a raw frequency; here the score."""
        return self.score()

    def copy(self) -> Self:
        """An independent matcher at the same place."""
        return type(self)(self._ids, self._scores, self._at)

    def reset(self) -> None:
        """Back to the first match."""
        self._at = 0

    def supports_block_quality(self) -> bool:
        """No: every match is counted."""
        return False

    def max_quality(self) -> float:
        """The greatest score of the list."""
        return float(self._scores.max()) if len(self._scores) else 0.0

    def all_ids(self) -> Any:
        """The documents that are left."""
        return iter(self._ids[self._at :].tolist())

    def value(self) -> None:
        """A list has no stored values."""

    def supports(self, astype: str) -> bool:
        """A list has no stored values."""
        return False
