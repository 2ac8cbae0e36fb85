"""Which places of the two sides of a NEAR are near each other.

Counts words as engines do, by the positions of all words of a document.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from indexer.analysis.document_terms import analyze_document
from indexer.analysis.tokenizer import tokenize
from indexer.schema.document import Document
from indexer.search.sighting import Sighting


def find_near(
    document: Document, left: Sequence[Sighting], right: Sequence[Sighting], distance: int
) -> list[Sighting]:
    """The places of each side that have one of the other at most so many words before or after them.

    Costs a cutting up of the document and, for each place, the logarithm of the number of places.
    """
    if not left or not right:
        return []
    words = Positions(document)
    near_left, near_right = words.near(left, right, distance), words.near(right, left, distance)
    return near_left + [sight._replace(part=1) for sight in near_right]


class Positions:
    """The positions of all words of a document, by their offsets; cuts it up anew."""

    def __init__(self, document: Document) -> None:
        words = analyze_document(document).words
        placed = sorted((word.start, word.end, word.position) for word in words if word.start >= 0)
        self._text = [*zip(*placed, strict=True)] or [(), (), ()]
        beside = [word.position for word in words if word.start < 0]
        own = tokenize(document.title or "") if beside else []
        self._title = [[t.start for t in own], [t.end for t in own], beside]

    def near(self, own: Sequence[Sighting], others: Sequence[Sighting], distance: int) -> list[Sighting]:
        """Those of `own` with one of `others` at most so many words before or after them."""
        runs = [self._run(sight) for sight in others]
        firsts, lasts = sorted(first for first, _ in runs), sorted(last for _, last in runs)
        found = []
        for sight in own:
            first, last = self._run(sight)
            after, before = bisect_right(firsts, last), bisect_left(lasts, first)
            if (after < len(firsts) and firsts[after] <= last + distance) or (
                before > 0 and lasts[before - 1] >= first - distance
            ):
                found.append(sight)
        return found

    def _run(self, sight: Sighting) -> tuple[int, int]:
        """The positions of the first and the last word of a sighting."""
        starts, ends, positions = self._title if sight.beside else self._text
        first, last = bisect_right(ends, sight.start), bisect_left(starts, sight.end) - 1
        return positions[first], positions[last]
