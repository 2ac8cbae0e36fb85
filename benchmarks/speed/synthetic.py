"""A collection by lot, and queries for any collection.

The same numbers give the same bytes. Words follow Zipf's law, as those of texts do; it is for
machines that have no news at hand, and its figures are compared with no others.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from pathlib import Path

from benchmarks.speed.collection import NewsDocument, Query

VOCABULARY = 60_000
ACTORS = 500
FIRST_DAY, DAYS = date(2015, 1, 1), 3652
SEED = 7
_ONSETS = (
    *("b", "br", "c", "d", "dr", "f", "g", "gr", "h", "j", "k", "l"),
    *("m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w", "z"),
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("", "n", "r", "s", "l", "nd", "rt", "m")
# Documents of the collection that queries are drawn from.
_LOOKED_AT = 20_000


def write_synthetic(path: Path, documents: int) -> None:
    """A collection of so many documents as JSONL."""
    with path.open("w", encoding="utf-8") as file:
        for facts in _draw(documents):
            file.write(json.dumps(facts, ensure_ascii=False) + "\n")


def _draw(documents: int) -> Iterator[dict[str, object]]:
    draw = random.Random(SEED)
    words = _vocabulary(draw)
    # Zipf and Mandelbrot: the share of the word of a rank is 1 / (rank + 2.7).
    shares = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    actor_shares = list(accumulate(1 / (rank + 1) for rank in range(ACTORS)))
    for number in range(documents):
        length = max(20, int(draw.lognormvariate(4.7, 0.6)))
        drawn = draw.choices(words, cum_weights=shares, k=length + 8)
        actors = draw.choices(range(ACTORS), cum_weights=actor_shares, k=draw.randrange(1, 6))
        yield {
            "id": f"d{number:07d}",
            "title": " ".join(drawn[:8]).capitalize(),
            "text": "\n\n".join(_paragraphs(drawn[8:])),
            "actors": sorted({f"a{actor:03d}" for actor in actors}),
            "published": str(FIRST_DAY + timedelta(days=draw.randrange(DAYS))),
            "source": f"s{number // 50:05d}",
        }


def _vocabulary(draw: random.Random) -> list[str]:
    """Distinct words of one to four syllables, the short ones first, as in languages."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = 1 + min(3, len(words) // 400) if len(words) < 1600 else draw.randrange(2, 5)
        made = (draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_CODAS) for _ in range(syllables))
        words["".join(made)] = None
    return list(words)


def _paragraphs(words: Sequence[str]) -> Iterator[str]:
    """Sentences of about a dozen words, four in a paragraph."""
    sentences = [" ".join(words[n : n + 12]).capitalize() + "." for n in range(0, len(words), 12)]
    for number in range(0, len(sentences), 4):
        yield " ".join(sentences[number : number + 4])


def derive_queries(documents: Sequence[NewsDocument]) -> tuple[Query, ...]:
    """60 queries, six of each kind, from the words of a collection."""
    draw = random.Random(SEED)
    held: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for news in documents[:_LOOKED_AT]:
        words = [word for word in news.text.lower().replace(".", " ").split() if word.isalpha()]
        held.update(set(words))
        pairs.update(set(pairwise(words)))
    ordered = [word for word, _ in held.most_common() if len(word) > 2]
    common, middle = ordered[:40], ordered[40:600] or ordered
    rare = ordered[len(ordered) // 2 :]
    phrases = [pair for pair, _ in pairs.most_common(400) if pair[0] != pair[1]]
    kinds: list[tuple[str, tuple[str, ...]]] = []
    for _ in range(6):
        kinds += [("common", (draw.choice(common),)), ("rare", (draw.choice(rare),))]
        kinds += [("and2", tuple(draw.sample(middle, 2))), ("or3", tuple(draw.sample(middle, 3)))]
        kinds += [("phrase", draw.choice(phrases)), ("prefix", (draw.choice(middle)[:4],))]
        kinds += [("fuzzy", (_misspelt(draw, middle),)), ("not", tuple(draw.sample(common, 2)))]
        kinds += [("date", (draw.choice(common),)), ("actor", (draw.choice(common),))]
    return tuple(_query(draw, number, *kind, documents) for number, kind in enumerate(kinds))


def _misspelt(draw: random.Random, words: Sequence[str]) -> str:
    """A word without one letter, never the first."""
    word = draw.choice([word for word in words if len(word) > 4] or list(words))
    at = draw.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _query(
    draw: random.Random, number: int, kind: str, words: tuple[str, ...], documents: Sequence[NewsDocument]
) -> Query:
    if kind == "date":
        first, last = sorted(draw.choice(documents).day for _ in range(2))
        return Query(number, kind, words, first, last)
    if kind == "actor":
        actors = [actor for _ in range(20) for actor in draw.choice(documents).actors]
        return Query(number, kind, words, actor=draw.choice(actors or ["a000"]))
    return Query(number, kind, words)
