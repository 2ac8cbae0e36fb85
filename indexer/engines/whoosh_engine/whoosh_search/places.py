"""Where words and mentions stand in a document, for phrases and NEAR.

Pure functions over positions; reads no index. A place is a pair of first and last position.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Place = tuple[int, int]


def phrase_places(positions: Sequence[Sequence[int]]) -> list[Place]:
    """Where words stand in order at consecutive positions; one ascending list a word.

    >>> phrase_places([[1, 7], [2, 9]])
    [(1, 2)]
    """
    starts = set(positions[0])
    for offset, own in enumerate(positions[1:], 1):
        starts &= {position - offset for position in own}
    return [(start, start + len(positions) - 1) for start in sorted(starts)]


def has_sloppy_phrase(positions: Sequence[Sequence[int]], width: int) -> bool:
    """Whether all words stand, in any order at different positions, within `width` positions.

    `width` is the greatest last minus first. Equal words must be given equal lists. Cost: one
    window for each position of a word.

    >>> has_sloppy_phrase([[1, 20], [4]], 3), has_sloppy_phrase([[1, 20], [4]], 2)
    (True, False)
    """
    needed: dict[tuple[int, ...], int] = {}
    for own in positions:
        needed[tuple(own)] = needed.get(tuple(own), 0) + 1
    for first in sorted({position for own in needed for position in own}):
        if all(
            bisect_right(own, first + width) - bisect_left(own, first) >= times
            for own, times in needed.items()
        ):
            return True
    return False


def near_places(left: Sequence[Place], right: Sequence[Place], distance: int) -> bool:
    """Whether a place of each side are 1 to `distance` positions apart, in either order.

    >>> near_places([(3, 4)], [(6, 6)], 2), near_places([(3, 4)], [(6, 6)], 1)
    (True, False)
    """
    return _follows(left, right, distance) or _follows(right, left, distance)


def _follows(earlier: Sequence[Place], later: Sequence[Place], distance: int) -> bool:
    firsts = sorted(first for first, _ in later)
    for _, last in earlier:
        at = bisect_left(firsts, last + 1)
        if at < len(firsts) and firsts[at] <= last + distance:
            return True
    return False
