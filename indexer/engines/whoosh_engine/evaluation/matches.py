"""Sets of matching documents with their scores, and how they are joined.

Pure functions on arrays; each costs a few passes over its lists, or over a mask of the segment.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.postings import find_in

Scores = NDArray[np.float64] | float

# A bisection, or sorting an entry, costs about as much as passing over so many of a list or a mask.
_BISECTION = 12


class Matches(NamedTuple):
    """`documents`: ascending, unique; `scores`: float64 aligned to them, or one for all."""

    documents: Ints
    scores: Scores


NOTHING = Matches(np.empty(0, dtype=np.int32), 0.0)


def choose(scores: Scores, places: Ints) -> Scores:
    """The scores at some places, or of a mask."""
    return scores if isinstance(scores, float) else scores[places]


def spell_out(matches: Matches) -> NDArray[np.float64]:
    """One score for each document."""
    if isinstance(matches.scores, float):
        return np.full(len(matches.documents), matches.scores)
    return matches.scores


def mask_of(documents: Ints, size: int) -> NDArray[np.bool_]:
    """bool[size], true at the documents."""
    mask = np.zeros(size, dtype=bool)
    # In the size of numpy's own indices: by others it goes three times as slowly.
    mask[documents.astype(np.intp, copy=False)] = True
    return mask


def find_common(few: Ints, many: Ints, size: int) -> tuple[Ints | None, Ints]:
    """Where the documents of both lists stand in the one and in the other.

    None for the first means all of it. `size`: how many documents the segment has.
    """
    if len(few) * _BISECTION < len(few) + len(many):
        at = find_in(many, few)
        if len(at) == len(few):
            return None, at
        return find_in(few, many[at]), at
    in_few = np.flatnonzero(mask_of(many, size).take(few))
    in_many = np.flatnonzero(mask_of(few, size).take(many))
    return in_few, in_many


def find_in_all(lists: Sequence[Ints], size: int) -> tuple[Ints, list[Ints | None]]:
    """The documents that stand in all lists, and where in each; None means all of it.

    Cost: least with the shortest list first.
    """
    common = lists[0]
    places: list[Ints | None] = [None]
    for other in lists[1:]:
        kept, at = find_common(common, other, size)
        if kept is not None:
            common = common[kept]
            places = [kept if own is None else own[kept] for own in places]
        places.append(at)
    return common, places


def intersect(left: Matches, right: Matches, size: int) -> Matches:
    """What both match; scores are added."""
    few, many = (left, right) if len(left.documents) <= len(right.documents) else (right, left)
    in_few, in_many = find_common(few.documents, many.documents, size)
    if in_few is None:
        return Matches(few.documents, few.scores + choose(many.scores, in_many))
    scores = choose(few.scores, in_few) + choose(many.scores, in_many)
    return Matches(few.documents[in_few], scores)


def union(lists: Sequence[Ints], size: int) -> NDArray[np.int64]:
    """The documents of any list, ascending, unique. Repeats may stand in a list, in any order.

    Cost: a sort of few, or a pass over a mask of the segment.
    """
    total = sum(map(len, lists))
    if not total or total * _BISECTION > size:
        mask = np.zeros(size, dtype=bool)
        for documents in lists:
            mask[documents.astype(np.intp, copy=False)] = True
        return np.flatnonzero(mask)
    # Timsort: the lists are runs already.
    together = np.sort(np.concatenate(lists), kind="stable")
    fresh = np.empty(total, dtype=bool)
    fresh[0] = True
    np.not_equal(together[1:], together[:-1], out=fresh[1:])
    return together[fresh].astype(np.int64)


def unite(parts: Sequence[Matches], size: int) -> Matches:
    """What any part matches; scores are added."""
    return _join(parts, size, np.add)


def best_of(parts: Sequence[Matches], size: int) -> Matches:
    """What any part matches, with the greatest of its scores; none is below 0."""
    return _join(parts, size, np.maximum)


def add_where(matches: Matches, parts: Sequence[Matches], size: int) -> Matches:
    """Matches with the scores of others added where those match too; a part has each document once."""
    parts = [part for part in parts if len(part.documents)]
    if not parts or not len(matches.documents):
        return matches
    scores = np.zeros(size)
    for part in parts:
        scores[part.documents] += part.scores
    return Matches(matches.documents, matches.scores + scores.take(matches.documents))


def _join(parts: Sequence[Matches], size: int, combine: np.ufunc) -> Matches:
    parts = [part for part in parts if len(part.documents)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    scores = np.zeros(size)
    scores[parts[0].documents] = parts[0].scores
    for part in parts[1:]:
        # Neither a sum nor a greatest score is changed by 0.
        if not isinstance(part.scores, float) or part.scores:
            # A document stands once in each part, so that nothing is combined twice.
            scores[part.documents] = combine(scores[part.documents], part.scores)
    documents = union([part.documents for part in parts], size)
    return Matches(documents, scores[documents])
