"""The best passages of a hit, cut at sentences.

Shows stretches of the text as read; removed characters inside them are blanks, so that offsets
stay true.
"""

import re
from bisect import bisect_left, bisect_right

from indexer.query.request import Excerpt, Mark
from indexer.schema.document import Document, Passage, blank
from indexer.search.evidence import Evidence

MAX_PASSAGES = 3
# About three lines of a result page; longer sentences are cut between words.
MAX_CHARACTERS = 320

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*(\s+)(?=[\"'“‘«(\[]?[^\W\d_a-z])|(\n\s*)")


def best_excerpts(document: Document, evidence: Evidence, *, every: bool = False) -> tuple[Excerpt, ...]:
    """Up to three excerpts in reading order, or all that match if `every`.

    The opening of the document when nothing in a passage matches.
    """
    by_number = {p.number: p for p in document.passages}
    chosen = list(evidence.by_passage) if every else _choose(evidence)
    if not chosen:
        return tuple(_excerpt(document, passage, ()) for passage in document.passages[:1])
    return tuple(
        _excerpt(document, by_number[n], _inside(evidence.marks, by_number[n])) for n in sorted(chosen)
    )


def _choose(evidence: Evidence) -> list[int]:
    """Passages that show the most: first what was not shown yet, then variety, then number."""
    left = dict(evidence.by_passage)
    matching = frozenset(evidence.matching)
    shown: set[str] = set()
    chosen: list[int] = []

    def worth(number: int) -> tuple[int, int, int, int]:
        labels = left[number]
        return len(labels.keys() - shown), len(labels), sum(labels.values()), -number

    while len(chosen) < MAX_PASSAGES:
        open_to_choice = [n for n in left if not chosen or n in matching or left[n].keys() - shown]
        if not open_to_choice:
            break
        number = max(open_to_choice, key=worth)
        shown |= left.pop(number).keys()
        chosen.append(number)
    return chosen


def _inside(marks: tuple[Mark, ...], passage: Passage) -> tuple[Mark, ...]:
    """The marks, ascending and apart, that lie in a passage."""
    first = bisect_left(marks, passage.start, key=lambda m: m.start)
    last = bisect_right(marks, passage.end, key=lambda m: m.end)
    return marks[first:last]


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence or line; together they cover all but white space.

    >>> sentences("One went. Two stayed.")
    [(0, 9), (10, 21)]
    >>> sentences("“We left.” They stayed.")
    [(0, 10), (11, 23)]
    """
    found, start = [], 0
    for gap in _SENTENCE_END.finditer(text):
        end = gap.start(1) if gap.group(1) else gap.start(2)
        if end > start:
            found.append((start, end))
        start = gap.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def _excerpt(document: Document, passage: Passage, marks: tuple[Mark, ...]) -> Excerpt:
    text = blank(document.text, passage.start, passage.end, document.removed)
    own = [(m.start - passage.start, m.end - passage.start, m.label) for m in marks]
    start, end = _window(text, own)
    inside = tuple(m for m in marks if passage.start + start <= m.start and m.end <= passage.start + end)
    return Excerpt(
        passage.number,
        passage.start + start,
        passage.start + end,
        text[start:end],
        inside,
        bool(text[:start].strip()),
        bool(text[end:].strip()),
    )


def _window(text: str, marks: list[tuple[int, int, str]]) -> tuple[int, int]:
    """The sentence with most to show, with neighbours while they fit; else part of it."""
    parts = sentences(text) or [(0, len(text))]

    def worth(part: tuple[int, int]) -> tuple[int, int, int]:
        first = bisect_left(marks, part[0], key=lambda m: m[0])
        last = bisect_right(marks, part[1], key=lambda m: m[1])
        inside = [label for _, _, label in marks[first:last]]
        return len(set(inside)), len(inside), -part[0]

    best = parts.index(max(parts, key=worth))
    first = last = best
    while last + 1 < len(parts) and parts[last + 1][1] - parts[first][0] <= MAX_CHARACTERS:
        last += 1
        if parts[last][1] - parts[first][0] > MAX_CHARACTERS // 2:
            break
    start, end = parts[first][0], parts[last][1]
    if end - start <= MAX_CHARACTERS:
        return start, end
    inside = [(s, e) for s, e, _ in marks if start <= s and e <= end]
    centre = inside[0][0] if inside else start
    cut_start = max(start, centre - MAX_CHARACTERS // 3)
    if cut_start > start:
        blank_at = text.find(" ", cut_start, centre)
        cut_start = blank_at + 1 if blank_at >= 0 else cut_start
    cut_end = min(end, cut_start + MAX_CHARACTERS)
    if cut_end < end:
        furthest = max([e for _, e in inside if e <= cut_end], default=cut_start)
        blank_at = text.rfind(" ", furthest, cut_end)
        cut_end = blank_at if blank_at > cut_start else cut_end
    return cut_start, cut_end
