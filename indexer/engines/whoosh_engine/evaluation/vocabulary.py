"""The words of a generation, each with its documents counted.

Over all segments and living documents only; a word of deleted documents alone is none.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import Vocabulary
from indexer.engines.whoosh_engine.arrays.segment import Segment


def count_words(segments: Sequence[Segment]) -> Vocabulary:
    """All words of title and text, ascending. Cost: reads each word, and deleted lists once."""
    if len(segments) == 1 and segments[0].live is None:
        words = segments[0].words["text"].words
        return Vocabulary(words.decoded(), _sizes(segments[0]).tolist())
    found: Counter[str] = Counter()
    for segment in segments:
        pairs = zip(segment.words["text"].words.decoded(), _sizes(segment).tolist(), strict=True)
        found.update({word: size for word, size in pairs if size})
    known = sorted(found)
    return Vocabulary(known, [found[word] for word in known])


def _sizes(segment: Segment) -> NDArray[np.int64]:
    """How many living documents hold each word of a segment."""
    field = segment.words["text"]
    size = len(field.words)
    sizes = field.word_lists.sizes(0, size)
    if segment.live is None or not size:
        return sizes.astype(np.int64)
    # The lists stand one after another, so the living before each end tell those of each list.
    living = np.cumsum(segment.live[field.word_lists.documents(0, size)], dtype=np.int64)
    return np.diff(living[np.cumsum(sizes) - 1], prepend=0)
