"""Which lines of a whole page are its article, and which the page around it.

A line is judged by what it is and by what stands around it: prose stands beside prose, menus beside
menus. Two logistic models, of which the second also sees what the first made of the other lines,
then the likeliest sequence of both kinds (Viterbi). Text and weights alone decide; the weights are
learnt by `python -m benchmarks.cleaning.learn`.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.cleaning.lines import Line
from indexer.cleaning.word_counts import count_words

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("article_weights.json")
# From page to article and back, in units of a line's score: what a change of kind costs.
_CHANGE = 1.0
_GOES_ON = frozenset(",.;:)”’")
# A block of so many words, of which this share are function words, is prose.
_PROSE_WORDS, _PROSE_SHARE = 10, 0.25
# A block of fewer words without a stop is a label; an inline link has no more words than this.
_LABEL_WORDS = 6
# Long blocks have this share of function words at least where most are in a known language.
_KNOWN_SHARE = 0.15
# What fades below this adds nothing to a sum.
_FADED = 1e-17
# What is left of a whole by rounding.
_NOTHING = 1e-9
# Log of the odds, nearly three to one: a page taken for an article keeps menus, an article taken for
# a page loses text.
_SURELY = 1.0
# Lines of article that stand so far apart, in lines and tenths of words, are two stretches.
_GAP = 6.0


class Described:
    """The lines of a page as numbers.

    `words`: how many each line has; `sentences`: which lines are prose by themselves; `labels`:
    bool[n_lines], short blocks without a stop; `known`: the share of function words in long blocks,
    by which a known language is told; `outline`: the page as a whole, float[11].
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        counted = count_words([line.text for line in lines])
        self.words, self._function, self._capitals, self._numbers, self._commas = counted
        self._stop = _floats([line.has_final_stop for line in lines])
        self._goes_on = [(sign := line.text[0]).islower() or sign in _GOES_ON for line in lines]
        repeats = Counter(line.text for line in lines)
        self._repeated = _floats([repeats[line.text] > 1 for line in lines])
        block = _blocks(lines, self._goes_on, self._stop.tolist(), self.words.tolist())
        size = int(block[-1]) + 1 if lines else 0
        in_block = np.bincount(block, self.words, size)
        share = np.bincount(block, self._function, size) / np.maximum(in_block, 1.0)
        ends = np.zeros(size)
        ends[block] = self._stop
        self._in_block, self._share, self._stopped = in_block[block], share[block], ends[block]
        long = self._in_block >= _PROSE_WORDS
        self._prose: Floats = (long & (self._share > _PROSE_SHARE)) * self.words
        self.labels = (self._in_block < _LABEL_WORDS) & (self._stopped == 0.0)
        self.known = float(self._function[long].sum() / max(float(self.words[long].sum()), 1.0))
        self.outline = self._outline(self._prose * self._stopped)

    @cached_property
    def sentences(self) -> list[bool]:
        """Which lines are prose by themselves."""
        return [line.is_prose for line in self._lines]

    @cached_property
    def features(self) -> Floats:
        """What each line is, and what it is among the others: float[n_lines, n_features]."""
        lines, at_least_one = self._lines, np.maximum(self.words, 1.0)
        own = (
            np.log1p(self.words),
            self._function / at_least_one,
            self._stop,
            _floats(self._goes_on),
            _floats([line.is_bullet for line in lines]),
            np.log1p(self._commas),
            self._capitals / at_least_one,
            self._numbers / at_least_one,
            _floats([line.after_blank for line in lines]),
            self._repeated,
        )
        return _columns((*own, *self._among()), len(lines))

    def _among(self) -> tuple[Floats, ...]:
        """What a line is among the others: its block, what is near, what is before and after."""
        in_block, share, stopped, prose = self._in_block, self._share, self._stopped, self._prose
        sentences = prose * stopped
        before, after = _before_and_after(sentences)
        total = np.full(len(prose), max(float(sentences.sum()), 1.0))
        label = self.labels.astype(np.float64)
        around = _around((prose, 0.5), (prose, 0.85), (sentences, 0.7), (label, 0.7), (label, 0.3))
        near, near_after, far, far_after = around[:4]
        size = np.log1p(in_block)
        return (
            size,
            share,
            stopped,
            (in_block >= _PROSE_WORDS).astype(np.float64),
            (in_block >= 2 * _PROSE_WORDS) * stopped,
            (in_block < 4.0).astype(np.float64),
            *around,
            before,
            after,
            np.minimum(before, after),
            (before == 0.0).astype(np.float64),
            (after <= _NOTHING).astype(np.float64),
            np.log1p(total),
            total / max(float(self.words.sum()), 1.0),
            size * share,
            size * stopped,
            share * near,
            share * near_after,
            np.minimum(near, near_after),
            np.minimum(far, far_after),
        )

    def _outline(self, sentences: Floats) -> Floats:
        """Labels, their longest run, those above and below all prose; how long the page is, and of what."""
        labels, words, places = self.labels, float(self.words.sum()), np.flatnonzero(sentences)
        runs = [len(list(run)) for is_label, run in groupby(labels.tolist()) if is_label]
        first, last = (int(places[0]), int(places[-1])) if len(places) else (len(labels), -1)
        counts = [labels.sum(), max(runs, default=0), labels[:first].sum(), labels[last + 1 :].sum()]
        lines = max(len(labels), 1)
        label_words = float(self.words[labels].sum()) / max(words, 1.0)
        shares = [labels.sum() / lines, self._repeated.sum() / lines, label_words]
        prose = float(sentences.sum()) / max(words, 1.0)
        return np.array([*np.log1p([*counts, len(labels), words]), *shares, prose, self.known])

    def again(self, scores: Floats) -> Floats:
        """The features with those that follow from a first judgement of all lines."""
        n = len(scores)
        likely = 1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0)))
        mass = likely * self.words
        total = max(float(mass.sum()), 1.0)
        before, after = _before_and_after(mass)
        stretch = _stretches(likely, self.words)
        masses = np.bincount(stretch, mass * (likely > 0.5), 1)
        own = masses[stretch] / max(float(masses.max()), 1.0)
        rest = 1.0 - likely
        around = _around((mass, 0.5), (mass, 0.8), (mass, 0.95), (rest, 0.5), (rest, 0.9))
        near, near_after, wide, wide_after, far, far_after = around[:6]
        between = np.minimum(before, after)
        more = _columns(
            (
                scores,
                likely,
                before,
                after,
                between,
                own,
                np.log1p(masses[stretch]),
                np.full(n, np.log1p(total)),
                *around,
                np.minimum(near, near_after),
                np.minimum(wide, wide_after),
                np.minimum(far, far_after),
                scores * own,
                scores * between,
            ),
            n,
        )
        return np.concatenate([self.features.T, more.T]).T


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: whether a text is a whole page, and the two judgements of its lines."""

    whole: Floats
    first: Floats
    second: Floats


def is_whole_page(page: Described, weights: Weights) -> bool:
    """Whether a text is a page with its menus and teasers, not what an extractor made of one.

    False where its language is not known: nothing is taken for menus that may be prose.
    """
    return page.known >= _KNOWN_SHARE and float(apply(weights.whole, page.outline)) > _SURELY


def find_article(page: Described, weights: Weights) -> list[bool]:
    """For each line of a whole page whether it belongs to the article. Cost: linear in the text.

    Sentences that follow at once above and below are taken in: no article ends before its last one.
    """
    scores = apply(weights.second, page.again(apply(weights.first, page.features)))
    found = likeliest(scores, page.words)
    sentences = page.sentences
    for places in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        step = places.step
        for at in places:
            if sentences[at] and found[at - step]:
                found[at] = True
    return found


def apply(weights: Floats, features: Floats) -> Floats:
    """The score of each line: the log of the odds that it is article. The last weight stands alone."""
    # Not a product of matrices: its threads wait for the next one and take more time than it does.
    scores: Floats = np.einsum("...f,f->...", features, weights[:-1]) + weights[-1]
    return scores


def likeliest(scores: Floats, words: Floats) -> list[bool]:
    """The sequence of lines of article and of page with the greatest sum of scores (Viterbi 1967).

    A line counts by the logarithm of its words, and each change of kind costs.
    """
    gains = (scores * np.log1p(words) * 0.5).tolist()
    page, article = 0.0, 0.0
    came: list[tuple[bool, bool]] = []
    for gain in gains:
        left, joined = article - _CHANGE, page - _CHANGE
        to_page, to_article = left > page, article >= joined
        came.append((to_page, to_article))
        page, article = left if to_page else page, (article if to_article else joined) + gain
    kinds: list[bool] = []
    kind = article > page
    for to_page, to_article in reversed(came):
        kinds.append(kind)
        kind = to_article if kind else to_page
    return kinds[::-1]


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """The weights that were learnt."""
    learnt = json.loads(WEIGHTS.read_text(encoding="ascii"))
    return Weights(*(np.array(learnt[part]) for part in ("whole", "first", "second")))


def _blocks(
    lines: Sequence[Line], goes_on: Sequence[bool], stop: Sequence[float], words: Sequence[float]
) -> NDArray[np.int64]:
    """The number of the block of each line: lines that go on with the sentence above are one."""
    joins = [False] * len(lines)
    for at in range(1, len(lines)):
        joins[at] = goes_on[at] and not lines[at].after_blank
    block, found = 0, []
    for at, line in enumerate(lines):
        # A few words between two lines of one sentence are a link in it.
        link = at + 1 < len(lines) and joins[at + 1] and words[at] <= _LABEL_WORDS and not line.after_blank
        if at and not joins[at] and not (link and not stop[at - 1]):
            block += 1
        found.append(block)
    return np.array(found, dtype=np.int64)


def _stretches(likely: Floats, words: Floats) -> NDArray[np.int64]:
    """The number of the stretch of article that each line lies in or behind."""
    stretch, gap, found = 0, 0.0, []
    for chance, length in zip(likely.tolist(), words.tolist(), strict=True):
        if chance < 0.5:
            gap += 1.0 + length * 0.1
        else:
            stretch += gap > _GAP
            gap = 0.0
        found.append(stretch)
    return np.array(found, dtype=np.int64)


def _around(*asked: tuple[Floats, float]) -> tuple[Floats, ...]:
    """What stands above and below each line, less the further away, as a logarithm.

    For each of the values and its decay two arrays. A sum that fades is a scan: each step adds what
    the step before found twice as far away (Hillis and Steele 1986).
    """
    above = np.stack([values for values, _ in asked])
    sums = np.concatenate([above, above[:, ::-1]])
    fade = np.array([decay for _, decay in asked] * 2)[:, None]
    step, lines, slowest = 1, sums.shape[1], max(decay for _, decay in asked)
    while step < lines and slowest**step >= _FADED:
        sums[:, step:] += fade * sums[:, :-step]
        fade *= fade
        fade[fade < _FADED] = 0.0
        step *= 2
    found = np.log1p(np.concatenate([np.zeros((len(sums), 1)), sums[:, :-1]], axis=1))[:, :lines]
    half = len(asked)
    return tuple(part for at in range(half) for part in (found[at], found[half + at, ::-1]))


def _before_and_after(values: Floats) -> tuple[Floats, Floats]:
    """Which share of all that there is stands above and below each line."""
    total, running = max(float(values.sum()), 1.0), np.cumsum(values)
    return (running - values) / total, 1.0 - running / total


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)


def _columns(columns: Sequence[Floats], rows: int) -> Floats:
    return np.array(columns).T if rows else np.zeros((0, len(columns)))
