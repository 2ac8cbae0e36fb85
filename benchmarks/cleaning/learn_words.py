"""Learns from labelled lines which words are those of a site rather than of an article.

`python -m benchmarks.cleaning.learn_words PAGES.jsonl.gz ... [--out indexer/cleaning/site_words.json]`:
short lines of labelled pages, as `learn` reads them, and our own lines in `lines/`: of each file one
label, `residue` or `content`. Prints how many lines of each label go, of those not learnt from.
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from indexer.cleaning.lines import cut_lines
from indexer.cleaning.rules import RULES
from indexer.cleaning.site_wording import find_grams, score

OWN_LINES = Path(__file__).with_name("lines")
FOLDS = 5
_VARIANTS = ("lines", "para", "article")
_WORD = re.compile(r"\w+")
_FIGURES = re.compile(r"\d+")
_MARKS = str.maketrans("", "", "⟦⟧")
# A line of the frame says something of sites where so many pages have it.
_PAGES = 2
# Our own lines are few and chosen: each counts as several that were found.
_OWN_WEIGHT = 12.0
# A word is learnt from so many lines; the penalty on great weights; steps of Adam (Kingma and Ba 2015).
_LEAST_LINES, _PENALTY, _STEPS = 2, 0.5, 300
# Weights nearer to zero than this are not kept.
_LEAST_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Labelled:
    """A short line; `weight` is how much it counts, `fold` which part of the data it belongs to."""

    text: str
    residue: bool
    weight: float
    fold: int
    own: bool


def read_found(paths: Iterable[Path]) -> Iterator[Labelled]:
    """Lines of labelled pages: content that stands in the gold, residue that several pages have."""
    content: dict[str, str] = {}
    residue: defaultdict[str, set[str]] = defaultdict(set)
    texts: dict[str, str] = {}
    for row in _read_rows(paths):
        gold = _between_blanks(row["gold"])
        for line in cut_lines(row["gold"]):
            if line.is_short:
                content[_key(line.text)] = line.text
        for line in (line for variant in _VARIANTS for line in cut_lines(row.get(variant, ""))):
            words = _between_blanks(line.text)
            if line.is_short and len(words) > 1 and not _stands_in(words, gold):
                residue[_key(line.text)].add(row["id"])
                texts[_key(line.text)] = line.text
    for key, text in content.items():
        yield Labelled(text, False, 1.0, crc32(key.encode()) % FOLDS, False)
    for key, pages in residue.items():
        if len(pages) >= _PAGES and key not in content:
            yield Labelled(texts[key], True, 1.0, crc32(key.encode()) % FOLDS, False)


def read_own(folder: Path = OWN_LINES) -> Iterator[Labelled]:
    """Our own lines, and the examples of the rules."""
    for path in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            yield _own(row["text"], residue=path.name.startswith("residue"))
    for rule in RULES:
        if rule.kind not in {"debris", "duplicate", "pagination"}:
            for line in "\n".join(rule.takes).translate(_MARKS).split("\n"):
                yield _own(line, residue=True)
            for line in "\n".join(rule.leaves).split("\n"):
                yield _own(line, residue=False)


def learn(lines: Sequence[Labelled]) -> dict[str, float]:
    """The weights: logistic regression, both labels weighing the same. Cost: seconds for 60,000 lines."""
    grams = [sorted(set(find_grams(line.text))) for line in lines]
    counts = Counter(gram for own in grams for gram in own)
    known = {gram: at for at, gram in enumerate(sorted(g for g, n in counts.items() if n >= _LEAST_LINES))}
    found = [[known[gram] for gram in own if gram in known] for own in grams]
    column = np.array([at for own in found for at in own], dtype=np.intp)
    row = np.repeat(np.arange(len(lines)), [len(own) for own in found])
    label = np.array([float(line.residue) for line in lines])
    weight = np.array([line.weight for line in lines])
    for kind in (0.0, 1.0):
        weight[label == kind] *= 0.5 / weight[label == kind].sum()
    weights = np.zeros(len(known) + 1)
    momentum, scale = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        odds = np.bincount(row, weights[column], len(lines)) + weights[-1]
        error = (1.0 / (1.0 + np.exp(-odds)) - label) * weight
        slope = np.append(np.bincount(column, error[row], len(known)), error.sum())
        slope[:-1] += _PENALTY / len(lines) * weights[:-1]
        momentum = 0.9 * momentum + 0.1 * slope
        scale = 0.999 * scale + 0.001 * slope * slope
        size = 0.15 * min(1.0, 6.0 / step**0.5)
        weights -= size * (momentum / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.999**step)) + 1e-9)
    kept = {g: round(float(weights[at]), 2) for g, at in known.items() if abs(weights[at]) >= _LEAST_WEIGHT}
    return {**kept, "": round(float(weights[-1]), 2)}


def validate(lines: Sequence[Labelled]) -> None:
    """Print which share of the lines of each label goes at several scores, learnt from the others."""
    scores: list[tuple[Labelled, float]] = []
    for fold in range(FOLDS):
        words = learn([line for line in lines if line.fold != fold])
        scores += [(line, score(line.text, words)) for line in lines if line.fold == fold]
    for least in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0):
        shares = [
            np.mean([score > least for line, score in scores if (line.own, line.residue) == kind])
            for kind in ((True, True), (True, False), (False, True), (False, False))
        ]
        print(f"above {least}: own residue {shares[0]:.3f}, own content {shares[1]:.4f},", end=" ")
        print(f"found residue {shares[2]:.3f}, found content {shares[3]:.4f}")


def main() -> None:
    """Learn, say how well that goes, and write the weights where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pages", type=Path, nargs="*", help="labelled pages, JSON lines, gzipped")
    parser.add_argument("--out", type=Path, help="where to write the weights")
    given = parser.parse_args()
    lines = [*read_found(given.pages), *read_own()]
    validate(lines)
    if given.out:
        text = json.dumps(learn(lines), ensure_ascii=False, sort_keys=True, indent=0)
        given.out.write_text(text + "\n", encoding="utf-8")


def _own(text: str, *, residue: bool) -> Labelled:
    return Labelled(text, residue, _OWN_WEIGHT, crc32(text.encode()) % FOLDS, True)


def _read_rows(paths: Iterable[Path]) -> Iterator[dict[str, str]]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def _between_blanks(text: str) -> str:
    return " ".join(["", *_WORD.findall(text.lower()), ""])


def _key(text: str) -> str:
    return _FIGURES.sub("0", _between_blanks(text))


def _stands_in(words: str, gold: str) -> bool:
    """Whether a good part of a line stands in the gold: a third of its windows of four words."""
    if words in gold:
        return True
    own = words.split()
    windows = [f" {' '.join(own[at : at + 4])} " for at in range(len(own) - 3)]
    return sum(window in gold for window in windows) * 3 >= len(windows) > 0


if __name__ == "__main__":
    main()
