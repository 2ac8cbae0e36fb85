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

# White space after the end of a sentence or line, by the character that ends it: one that begins
# with a known character is looked for at the speed of memory.
_ENDS = {
    stop: re.compile(re.escape(stop) + r"""["'”’»)\]]*(\s+)(?=["'“‘«(\[]?[^\W\d_a-z])""") for stop in ".!?…"
}
_ENDS["\n"] = re.compile(r"(\n\s*)")


def best_excerpts(document: Document, evidence: Evidence, *, every: bool = False) -> tuple[Excerpt, ...]:
    """Up to three excerpts in reading order, or all that match if `every`.

    The opening of the document when nothing in a passage matches.
    """
    chosen = list(evidence.by_passage) if every else _choose(evidence)
    if not chosen:
        return tuple(_excerpt(document, passage, ()) for passage in document.passages[:1])
    wanted = set(chosen)
    shown = [passage for passage in document.passages if passage.number in wanted]
    return tuple(_excerpt(document, passage, _inside(evidence.marks, passage)) for passage in shown)


def excerpt_around(document: Document, mark: Mark) -> Excerpt:
    """The excerpt with a mark that lies in a passage of the document."""
    at = bisect_right(document.passages, mark.start, key=lambda passage: passage.start) - 1
    return _excerpt(document, document.passages[at], (mark,))


def _choose(evidence: Evidence) -> list[int]:
    """Passages that show the most: first what was not shown yet, then variety, then number."""
    if len(evidence.by_passage) <= 1:
        return list(evidence.by_passage)
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
    if marks and passage.start <= marks[0].start and marks[-1].end <= passage.end:
        return marks
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
    gaps = [gap.span(1) for stop, end in _ENDS.items() if stop in text for gap in end.finditer(text)]
    gaps.sort()
    starts = [0, *(end for _, end in gaps)]
    stops = [*(start for start, _ in gaps), len(text)]
    return [part for part in zip(starts, stops, strict=True) if part[0] < part[1]]


def _excerpt(document: Document, passage: Passage, marks: tuple[Mark, ...]) -> Excerpt:
    removed = document.removed
    if removed:
        # With as many passages as spans, each passage looks at its own only.
        first = bisect_right(removed, passage.start, key=lambda span: span.end)
        removed = removed[first : bisect_left(removed, passage.end, lo=first, key=lambda span: span.start)]
    text = blank(document.text, passage.start, passage.end, removed)
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


def _best_part(parts: list[tuple[int, int]], marks: list[tuple[int, int, str]]) -> int:
    """The place of the part that holds most: different labels, then marks; the first of equals."""
    starts = [start for start, _ in parts]
    labels: dict[int, list[str]] = {}
    for start, end, label in marks:
        at = bisect_right(starts, start) - 1
        if at >= 0 and end <= parts[at][1]:
            labels.setdefault(at, []).append(label)
    return max(labels, key=lambda at: (len(set(labels[at])), len(labels[at]), -at), default=0)


def _window(text: str, marks: list[tuple[int, int, str]]) -> tuple[int, int]:
    """The sentence with most to show, with neighbours while they fit; else part of it."""
    parts = sentences(text) or [(0, len(text))]
    best = _best_part(parts, marks)
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
