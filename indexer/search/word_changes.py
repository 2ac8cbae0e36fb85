"""What two sequences of words have in common, in order.

Pure functions on words. Their cost grows with the length of the sequences, not with its square:
places that are sure are found first, and only the short stretches between them are compared word
by word.

Source: the sure places are those of Bram Cohen's patience diff, runs that stand once in each side,
with the longest ascending chain of them (Fredman 1975); the rest is difflib's, after Ratcliff and
Obershelp.
"""

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

# A run of so many words is hardly found twice in a report.
ANCHOR_WORDS = 4
# Stretches between sure places are compared word by word while the product of their lengths is no
# greater: difflib's cost. Beyond, one was written in place of the other.
COMPARED_PAIRS = 400_000
# So many pairs in all of one comparison: words that are all alike cost difflib a microsecond a pair.
MOST_PAIRS = 10 * COMPARED_PAIRS
# Equal words between two changes that are at most so many, and fewer than either of the changes
# has, are chance: "the" in two different sentences.
CHANCE_WORDS = 3


class Same(NamedTuple):
    """`length` words from `left` in the one sequence, and from `right` in the other, are equal."""

    left: int
    right: int
    length: int


def find_same(left: Sequence[str], right: Sequence[str]) -> tuple[Same, ...]:
    """The runs that both have, ascending in both; neighbours of one another are one run.

    >>> find_same("the road to Gao is open".split(), "the road to Gao is shut".split())
    (Same(left=0, right=0, length=5),)
    """
    head = _common_start(left, right)
    tail = _common_start(left[head:][::-1], right[head:][::-1])
    ends = len(left) - tail, len(right) - tail
    runs = [Same(0, 0, head)] if head else []
    sure = [Same(head, head, 0), *_anchors(left, right, head, ends), Same(*ends, tail)]
    pairs = MOST_PAIRS
    for before, after in pairwise(sure):
        runs.append(before)
        first = (before.left + before.length, before.right + before.length)
        own = (after.left - first[0]) * (after.right - first[1])
        if 0 < own <= min(COMPARED_PAIRS, pairs):
            pairs -= own
            runs += _between(left, right, first, (after.left, after.right))
    runs.append(sure[-1])
    return tuple(_joined(_slid(_without_chance(_joined(runs), len(left), len(right)), left, right)))


def _common_start(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words both begin with."""
    for at, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return at
    return min(len(left), len(right))


def _anchors(left: Sequence[str], right: Sequence[str], first: int, ends: tuple[int, int]) -> list[Same]:
    """Runs of ANCHOR_WORDS that stand once in each sequence, as many as ascend in both."""
    mine, theirs = _once(left, first, ends[0]), _once(right, first, ends[1])
    places = [(at, theirs[run]) for run, at in mine.items() if run in theirs]
    # Ascending in the left one; of these the longest chain that ascends in the right one too.
    piles: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(places):
        pile = bisect_left(tops, at)
        before.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [at]
        piles[pile : pile + 1] = [number]
    chain = []
    number = piles[-1] if piles else -1
    while number >= 0:
        chain.append(places[number])
        number = before[number]
    found: list[Same] = []
    for one, other in reversed(chain):
        if found:
            # The words that a run shares with the one before count once.
            ahead = max(
                found[-1].left + found[-1].length - one, found[-1].right + found[-1].length - other, 0
            )
            if ahead < ANCHOR_WORDS:
                found.append(Same(one + ahead, other + ahead, ANCHOR_WORDS - ahead))
        else:
            found.append(Same(one, other, ANCHOR_WORDS))
    return found


def _once(words: Sequence[str], first: int, end: int) -> dict[tuple[str, ...], int]:
    """The runs of ANCHOR_WORDS that stand once between two places, and where."""
    found: dict[tuple[str, ...], int] = {}
    repeated = set()
    for at in range(first, end - ANCHOR_WORDS + 1):
        run = tuple(words[at : at + ANCHOR_WORDS])
        if found.setdefault(run, at) != at:
            repeated.add(run)
    return {run: at for run, at in found.items() if run not in repeated}


def _between(
    left: Sequence[str], right: Sequence[str], first: tuple[int, int], ends: tuple[int, int]
) -> list[Same]:
    """The runs between two sure places."""
    one, other = left[first[0] : ends[0]], right[first[1] : ends[1]]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [Same(first[0] + block.a, first[1] + block.b, block.size) for block in blocks]


def _joined(runs: Sequence[Same]) -> list[Same]:
    """The runs without empty ones, those that follow one another as one."""
    found: list[Same] = []
    for run in runs:
        if not run.length:
            continue
        last = found[-1] if found else None
        if last and (last.left + last.length, last.right + last.length) == (run.left, run.right):
            found[-1] = Same(last.left, last.right, last.length + run.length)
        else:
            found.append(run)
    return found


def _slid(runs: Sequence[Same], left: Sequence[str], right: Sequence[str]) -> list[Same]:
    """The runs with each change as late as it can stand: a sentence ends with its full stop.

    Of `a. b` and `a. c. b` the words `c.` were added, and not `. c`.
    """
    found: list[Same] = []
    at = (0, 0)
    for run in runs:
        gap = run.left - at[0], run.right - at[1]
        # How many words the run has in common with the beginning of what was added before it.
        added = _common_start(right[at[1] : run.right], right[run.right : run.right + run.length])
        removed = _common_start(left[at[0] : run.left], left[run.left : run.left + run.length])
        if added and gap[1] > 0 and added < run.length:
            found += [
                Same(run.left, at[1], added),
                Same(run.left + added, run.right + added, run.length - added),
            ]
        elif removed and gap[0] > 0 and removed < run.length:
            found += [
                Same(at[0], run.right, removed),
                Same(run.left + removed, run.right + removed, run.length - removed),
            ]
        else:
            found.append(run)
        at = run.left + run.length, run.right + run.length
    return found


def _without_chance(runs: Sequence[Same], left: int, right: int) -> tuple[Same, ...]:
    """The runs without those that only chance put between two changes."""
    found: list[Same] = []
    end = (0, 0)
    for at, run in enumerate(runs):
        after = runs[at + 1] if at + 1 < len(runs) else Same(left, right, 0)
        gaps = (
            max(run.left - end[0], run.right - end[1]),
            max(after.left - run.left, after.right - run.right) - run.length,
        )
        if run.length <= CHANCE_WORDS and run.length < min(gaps):
            continue
        found.append(run)
        end = run.left + run.length, run.right + run.length
    return tuple(found)
