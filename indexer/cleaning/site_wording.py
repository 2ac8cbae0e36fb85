"""How much the words of a short line are those of a site rather than of an article.

A linear model on words and pairs of words, learnt by `python -m benchmarks.cleaning.learn_words` from
short lines of labelled pages. The weights are words and numbers that anyone can read and question.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise, repeat
from pathlib import Path

WORDS = Path(__file__).with_name("site_words.json")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]")
_EDGE = "^"
_FIGURE = "0"
_QUOTES = str.maketrans({"’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u00a0": " "})
# More words say nothing new, and a line is short by then.
_MOST_TOKENS = 60
# Letters of the beginning of a longer word; tokens of either side of a line.
_BEGINNINGS, _SIDE = (4, 6), 3


def find_grams(text: str) -> list[str]:
    """What of a line is weighed.

    Its words in small letters, figures as one sign, each two neighbours, the beginnings of longer words
    (one word has many forms), how it begins and ends, and how much of it is in capitals.

    >>> find_grams("Page 12")
    ['page', '0', '^ page', 'page 0', '0 ^', '^^ page 0', '$$ page 0', '#2', '@2', '.']
    """
    small = text.lower()
    found = _TOKEN.findall(small if small.isascii() else small.translate(_QUOTES))[:_MOST_TOKENS]
    tokens = [_FIGURE if token[0].isdigit() else token for token in found]
    words = text.split()
    return [
        *tokens,
        *[f"{one} {other}" for one, other in pairwise((_EDGE, *tokens, _EDGE))],
        *[f"<{token[:size]}" for size in _BEGINNINGS for token in tokens if len(token) > size],
        f"^^ {' '.join(tokens[:_SIDE])}",
        f"$$ {' '.join(tokens[-_SIDE:])}",
        # Of shape the length counts, in steps that double, the share of capitals in quarters, and the stop.
        f"#{len(tokens).bit_length()}",
        f"@{round(4 * sum(word[0].isupper() for word in words) / max(1, len(words)))}",
        f".{'' if text[-1:].isalnum() else text[-1:]}",
    ]


def score(text: str, words: Mapping[str, float]) -> float:
    """The log of the odds that a short line is of the site, were both as frequent.

    Args: `words` are the weights, see `read_words`.
    """
    return sum(map(words.get, dict.fromkeys(find_grams(text)), repeat(0.0))) + words[""]


@lru_cache(maxsize=1)
def read_words() -> dict[str, float]:
    """The weight of each word and pair of words; that of the empty one always counts."""
    learnt: dict[str, float] = json.loads(WORDS.read_text(encoding="utf-8"))
    return learnt
