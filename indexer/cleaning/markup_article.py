"""Which blocks of a page are its article.

A network with one hidden layer judges each block by its words and by the elements around it, then
the likeliest sequence is taken. Knows no site; text, elements and weights alone decide. The weights
are learnt by `python -m benchmarks.cleaning.learn_markup`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from indexer.cleaning.article import Described, Floats, likeliest
from indexer.cleaning.lines import Line
from indexer.cleaning.markup_blocks import Block, Place
from indexer.cleaning.markup_features import DescribedBlocks

WEIGHTS = Path(__file__).with_name("markup_weights.json")
# A page of more blocks is a list or an archive, and its numbers would not fit in little memory.
_MOST_BLOCKS = 20_000
# No value counts for more than this many standard deviations: odd pages stay near the known ones.
_FAR = 5.0
# What is added to the scores: in doubt a block is no article, by what did best on pages of sites that
# were not learnt from. Where no block is likely enough, the likeliest are taken.
_LIFTS = (-0.3, 1.0, 2.0, 3.0, 4.0, 6.0)


@dataclass(frozen=True, slots=True)
class Network:
    """Weights of one hidden layer of rectified units (Glorot, Bordes and Bengio 2011).

    `mean` and `scale`: float[n_features]; `hidden`: float[n_features, n_units]; `bias` and `out`:
    float[n_units]; `threshold`: float[1].
    """

    mean: Floats
    scale: Floats
    hidden: Floats
    bias: Floats
    out: Floats
    threshold: Floats

    def judge(self, features: Floats) -> Floats:
        """The score of each row: the log of the odds that it is article."""
        near = np.clip((features - self.mean) / self.scale, -_FAR, _FAR)
        # Not `@`: threads of a matrix library wait for each other longer than one needs for all of it.
        units = np.maximum(np.einsum("bf,fu->bu", near, self.hidden) + self.bias, 0.0)
        scores: Floats = np.einsum("bu,u->b", units, self.out) + self.threshold
        return scores


def describe(blocks: Sequence[Block], places: Sequence[Place], title: str, lines: Sequence[Line]) -> Floats:
    """The features of each block: of its words among the others, and of its elements.

    `lines` are those of the blocks as they stand in the text, one a block.
    """
    return np.concatenate(
        [Described(lines).features, DescribedBlocks(blocks, places, title).features], axis=1
    )


def choose_article(scores: Floats, lines: Sequence[Line]) -> list[bool]:
    """For each line whether it belongs to the article; all of them where none can be told."""
    words = np.array([line.words for line in lines], dtype=np.float64)
    for lift in _LIFTS:
        found = likeliest(scores + lift, words)
        if any(found):
            return found
    return [True] * len(lines)


def find_article(
    blocks: Sequence[Block], places: Sequence[Place], title: str, lines: Sequence[Line]
) -> list[bool]:
    """For each block whether it belongs to the article. Cost: linear in the page."""
    if not 0 < len(blocks) <= _MOST_BLOCKS:
        return [True] * len(blocks)
    return choose_article(read_network().judge(describe(blocks, places, title, lines)), lines)


@lru_cache(maxsize=1)
def read_network() -> Network:
    """The weights that were learnt."""
    learnt = json.loads(WEIGHTS.read_text(encoding="ascii"))
    return Network(**{part: np.array(values) for part, values in learnt.items()})
