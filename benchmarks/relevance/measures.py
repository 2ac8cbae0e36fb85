"""How good a ranking is, by labelled relevance.

Agrees with trec_eval. Reads no file and knows no engine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from math import log2
from statistics import fmean

# Nothing after this place is looked at.
DEPTH = 1000
_TOP, _DEEP = 10, 100


@dataclass(frozen=True, slots=True)
class Scores:
    """The measures of one ranking, or means of many; each from 0 to 1."""

    ndcg_10: float = 0.0
    map: float = 0.0
    recall_100: float = 0.0
    precision_10: float = 0.0
    reciprocal_rank: float = 0.0


TITLES = ("nDCG@10", "MAP", "R@100", "P@10", "RR")


def in_trec_order(scored: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """Ids by score, the greatest first; equal ones by id, the last first.

    Source: trec_eval, which reads no rank.

    >>> in_trec_order([("a", 1.0), ("c", 2.0), ("b", 2.0)])
    ('c', 'b', 'a')
    """
    return tuple(id_ for id_, _ in sorted(scored, key=lambda pair: (pair[1], pair[0]), reverse=True))


def score_ranking(grades: Mapping[str, int], ranked: Sequence[str]) -> Scores:
    """The measures of one ranking against the `grades` of its query, of which one is above 0.

    Source: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques (2002), with the
    linear gain of trec_eval's ndcg_cut; the others as trec_eval defines them.

    >>> score_ranking({"a": 1, "b": 1}, ["a", "x", "b"]).map
    0.8333333333333333
    """
    relevant = sum(grade > 0 for grade in grades.values())
    places = [at for at, id_ in enumerate(ranked[:DEPTH], 1) if grades.get(id_, 0) > 0]
    gain = _gain([grades.get(id_, 0) for id_ in ranked[:_TOP]])
    ideal = _gain(sorted(grades.values(), reverse=True)[:_TOP])
    return Scores(
        gain / ideal,
        sum(found / at for found, at in enumerate(places, 1)) / relevant,
        sum(at <= _DEEP for at in places) / relevant,
        sum(at <= _TOP for at in places) / _TOP,
        1 / places[0] if places else 0.0,
    )


def _gain(grades: Sequence[int]) -> float:
    return sum(max(grade, 0) / log2(at + 1) for at, grade in enumerate(grades, 1))


def mean(scores: Iterable[Scores]) -> Scores:
    """The mean of each measure.

    >>> mean([Scores(0.5), Scores(1.0)]).ndcg_10
    0.75
    """
    return Scores(*map(fmean, zip(*map(astuple, scores), strict=True)))
