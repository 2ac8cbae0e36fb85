"""How well a cleaner did, against labelled pages.

Pure functions on texts and spans; never reads a file. The measure of pages is that of the public
benchmarks of article extraction: windows of four words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

WINDOW = 4
_WORD = re.compile(r"\w+")
_SHOWN_WORDS = 12


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page: `precision` is None where nothing was given, `recall` where nothing was wanted."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 where one of the two texts is empty and the other is not."""
        if self.precision is None or self.recall is None:
            return float(self.precision is self.recall)
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """Means over pages; `f1` is the harmonic mean of the two means, `pages` counts them."""

    f1: float
    precision: float
    recall: float
    pages: int


@dataclass(frozen=True, slots=True)
class SpanScore:
    """Characters of residue and of content, without white space, and how many of each were removed."""

    residue: int
    residue_removed: int
    content: int
    content_removed: int

    @property
    def recall(self) -> float:
        """Share of the residue that went."""
        return self.residue_removed / self.residue if self.residue else 0.0

    @property
    def loss(self) -> float:
        """Share of the content that went with it."""
        return self.content_removed / self.content if self.content else 0.0


def windows(text: str) -> Counter[tuple[str, ...]]:
    """The overlapping windows of four words of a text; a shorter text is one window.

    >>> windows("It rains.")
    Counter({('It', 'rains'): 1})
    """
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + WINDOW]) for at in range(max(1, len(words) - WINDOW + 1)) if words)


def compare(text: str, gold: str) -> tuple[float | None, float | None]:
    """Precision and recall by windows of four words; None where there are none to divide by.

    >>> compare("a b c d e", "a b c d")
    (0.5, 1.0)
    """
    own, wanted = windows(text), windows(gold)
    hits = (own & wanted).total()
    return (hits / own.total() if own else None), (hits / wanted.total() if wanted else None)


def score_page(text: str, gold: str) -> PageScore:
    """What `compare` gives, with its harmonic mean."""
    return PageScore(*compare(text, gold))


def summarise(scores: Sequence[PageScore]) -> Score:
    """The means of pages.

    A page for which nothing was given is left out of the mean of precision, as the benchmarks do it.

    >>> summarise([PageScore(1.0, 0.5), PageScore(None, 0.0)])
    Score(f1=0.4, precision=1.0, recall=0.25, pages=2)
    """
    given = [score.precision for score in scores if score.precision is not None]
    wanted = [score.recall for score in scores if score.recall is not None]
    precision, recall = fmean(given) if given else 0.0, fmean(wanted) if wanted else 0.0
    both = precision + recall
    return Score(2 * precision * recall / both if both else 0.0, precision, recall, len(scores))


def first_difference(text: str, gold: str) -> tuple[str, str]:
    """The first words of gold that the text lacks, and the first of the text that gold lacks.

    >>> first_difference("Home News It rained all night long here", "It rained all night long here today")
    ('today', 'Home News')
    """
    return _first_words_missing(gold, text), _first_words_missing(text, gold)


def _first_words_missing(text: str, other: str) -> str:
    """The first words of a text that stand in no window that the other has too, cut after a few."""
    words, known = _WORD.findall(text), windows(other)
    shared = bytearray(len(words))
    for at in range(max(1, len(words) - WINDOW + 1)):
        window = tuple(words[at : at + WINDOW])
        if known[window]:
            known[window] -= 1
            shared[at : at + WINDOW] = b"\1" * len(window)
    first = shared.find(0)
    if first < 0:
        return ""
    end = shared.find(1, first)
    return " ".join(words[first : end if end > 0 else len(words)][:_SHOWN_WORDS])


def score_spans(rows: Iterable[tuple[Mapping[str, Any], Sequence[tuple[int, int]]]]) -> SpanScore:
    r"""Labelled texts, each with the spans that were removed from it.

    A text has `text` and `spans` with `start`, `end` and `label`: R is residue, K content; other
    labels do not count, nor does white space.

    >>> row = {"text": "Ad\nRain.", "spans": [{"start": 0, "end": 2, "label": "R"}]}
    >>> score_spans([(row, [(0, 2)])]).recall
    1.0
    """
    counts: Counter[tuple[str, bool]] = Counter()
    for row, removed in rows:
        text = row["text"]
        gone = bytearray(len(text))
        for start, end in removed:
            gone[start:end] = b"\1" * (end - start)
        for span in row["spans"]:
            for at in range(span["start"], span["end"]):
                if not text[at].isspace():
                    counts[span["label"], bool(gone[at])] += 1
    residue, content = counts["R", True], counts["K", True]
    return SpanScore(residue + counts["R", False], residue, content + counts["K", False], content)
