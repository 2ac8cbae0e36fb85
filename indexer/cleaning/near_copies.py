"""Which texts are near copies of which.

Never takes two for copies by an estimate: what looks alike is compared by all of its shingles. A
copy resembles the first text of its group, not only another copy, so that no chain of small
changes joins two different reports. The result depends on the texts and their order alone.

Candidates are found by bands of a MinHash signature (J. Leskovec, A. Rajaraman and J. Ullman,
Mining of Massive Datasets, section 3.4): two texts of resemblance r share a band of 6 slots with
probability r^6, and one of 21 bands with 1 - (1 - r^6)^21:

    r           .5    .6    .7    .8    .85    .9
    candidate   .28   .63   .93   .998  .9999  1

Of these the ones whose estimate is below LEAST_ESTIMATE are left out: at r = .8 that loses one
pair in 400, at r = .6 it spares 98 of 100 comparisons.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.cleaning.resemblance import SLOTS

# From here on a text is a copy. A new dateline, an agency line or a paragraph less in ten leave
# more; two reports on one event, or of one template, have less.
RESEMBLANCE = 0.8
ROWS = 6
BANDS = SLOTS // ROWS
LEAST_ESTIMATE = 0.7
# A band that more texts share belongs to a template; their copies share others.
MOST_LEADERS = 64
# Texts that are compared in full, the most alike by estimate.
MOST_CHECKED = 8
# Hash the slots of a band to one number: two bands that meet by chance cost a comparison.
_WEIGHTS = np.uint64(0x9E3779B97F4A7C15) ** np.arange(1, ROWS + 1, dtype=np.uint64)


def find_leaders(
    texts: NDArray[np.uint64],
    signatures: NDArray[np.uint16],
    resemble: Callable[[int, int], float],
) -> NDArray[np.int64]:
    """For each document the number of the first one of its group; its own where it is no copy.

    Each document in turn joins the leader that it resembles most, the earliest of equals, or
    becomes a leader.

    Args: `texts`: a hash of each text, equal for equal texts, 0 for one without words, which is no
    copy of any; `signatures`: uint16[documents, SLOTS]; `resemble`: the exact resemblance of a
    leader and a later document, both by number.

    Cost: a sort for each band; texts that share a band with another take about 50 microseconds
    each, besides `resemble`.
    """
    _, first, same = np.unique(texts, return_index=True, return_inverse=True)
    leaders = np.where(texts > 0, first[same], np.arange(len(texts)))
    buckets = _Buckets(signatures, np.sort(first[texts[first] > 0]))
    for own in buckets.sharing():
        found = ((resemble(leader, own), -leader) for leader in buckets.likely(own))
        alike, leader = max(found, default=(0.0, 0))
        if alike >= RESEMBLANCE:
            leaders[own] = -leader
        else:
            buckets.add(own)
    # Those of an equal text follow it.
    return leaders[leaders]


class _Buckets:
    """Leaders by the bands of their signatures."""

    def __init__(self, signatures: NDArray[np.uint16], texts: NDArray[np.int64]) -> None:
        """`texts`: the documents that are looked at, one for each text, ascending."""
        self._signatures = signatures
        self._leaders: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._bands: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for band in range(BANDS):
            slots = signatures[texts, band * ROWS : (band + 1) * ROWS].astype(np.uint64)
            _, key, counts = np.unique(slots @ _WEIGHTS, return_inverse=True, return_counts=True)
            repeated = np.flatnonzero(counts[key] > 1)
            for at, number in zip(texts[repeated].tolist(), key[repeated].tolist(), strict=True):
                self._bands[at].append((band, number))

    def sharing(self) -> Sequence[int]:
        """The texts that share a band with another, ascending."""
        return sorted(self._bands)

    def likely(self, at: int) -> Sequence[int]:
        """The leaders that may resemble a text, the most alike by estimate first."""
        found = {leader for bucket in self._bands[at] for leader in self._leaders[bucket]}
        if not found:
            return ()
        others = np.array(sorted(found))
        equal = np.count_nonzero(self._signatures[others] == self._signatures[at], axis=1)
        order = np.argsort(-equal, kind="stable")[:MOST_CHECKED]
        chosen: list[int] = others[order[equal[order] >= LEAST_ESTIMATE * SLOTS]].tolist()
        return chosen

    def add(self, at: int) -> None:
        """Make a text a leader."""
        for bucket in self._bands[at]:
            if len(self._leaders[bucket]) < MOST_LEADERS:
                self._leaders[bucket].append(at)
