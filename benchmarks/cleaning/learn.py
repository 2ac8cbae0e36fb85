"""Learns from labelled pages which lines of a whole page are its article.

`python -m benchmarks.cleaning.learn PAGES.jsonl.gz ... [--out indexer/cleaning/article_weights.json]`:
each line of a file has `id`, `gold` and a page as `lines`, `para` and `blank` text, with `article`
for what an extractor made of it. Prints the F1 of pages that the weights were not learnt from.
"""

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from benchmarks.cleaning.scoring import WINDOW, compare, windows
from indexer.cleaning.article import Described, Floats, Weights, apply, find_article, is_whole_page
from indexer.cleaning.lines import Line, cut_lines

WHOLE = ("lines", "para", "blank")
EXTRACTED = "article"
FOLDS = 5
_WORD = re.compile(r"\w+")
# Newton steps, and the weight of the penalty on great weights.
_STEPS, _PENALTY = 12, 1e-4
# How much more it costs to take the text of an extractor for a whole page than the other way.
_CAUTION = 2.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page with its gold: `article` says for each line whether most of its words are in the gold."""

    id: str
    variant: str
    gold: str
    lines: tuple[Line, ...]
    page: Described
    article: NDArray[np.bool_]


def read_pages(paths: Iterable[Path]) -> Iterator[Labelled]:
    """All variants of all pages."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                for variant in (*WHOLE, EXTRACTED):
                    if variant in row:
                        lines = cut_lines(row[variant])
                        article = label_lines(lines, row["gold"])
                        yield Labelled(row["id"], variant, row["gold"], lines, Described(lines), article)


def label_lines(lines: Sequence[Line], gold: str) -> NDArray[np.bool_]:
    r"""Whether half of a line's words or more stand in a window of four words that the gold has too.

    >>> label_lines(cut_lines("Home\nIt rained all night long."), "It rained all night long.").tolist()
    [False, True]
    """
    known = set(windows(gold))
    words = [_WORD.findall(line.text) for line in lines]
    flat = [word for own in words for word in own]
    covered = np.zeros(len(flat), dtype=bool)
    for at in range(len(flat) - WINDOW + 1):
        if tuple(flat[at : at + WINDOW]) in known:
            covered[at : at + WINDOW] = True
    ends = np.cumsum([len(own) for own in words], dtype=np.int64)
    pairs = zip(ends, words, strict=True)
    return np.array(
        [len(own) > 0 and bool(covered[end - len(own) : end].mean() >= 0.5) for end, own in pairs]
    )


def learn(features: Floats, wanted: NDArray[np.bool_], counts: Floats) -> Floats:
    """Weights of a logistic regression by Newton's method, the last one alone; `counts` weigh the rows."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    rows = np.concatenate([(features - mean) / scale, np.ones((len(features), 1))], axis=1)
    share = counts / counts.sum()
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30.0, 30.0)))
        slope = rows.T @ (share * (likely - wanted)) + _PENALTY * weights
        bend = (rows * (share * np.maximum(likely * (1.0 - likely), 1e-4))[:, None]).T @ rows
        weights -= np.linalg.solve(bend + _PENALTY * np.eye(len(weights)), slope)
    own = weights[:-1] / scale
    return np.append(own, weights[-1] - own @ mean)


def learn_all(pages: Sequence[Labelled]) -> Weights:
    """The weights of whole pages, and of their lines at first and again."""
    outlines = np.stack([page.page.outline for page in pages])
    is_whole = np.array([page.variant in WHOLE for page in pages])
    whole = learn(outlines, is_whole, np.where(is_whole, 1.0, _CAUTION))
    dumps = [page for page in pages if page.variant in WHOLE]
    wanted = np.concatenate([page.article for page in dumps])
    # A word counts in a long page less than in a short one, and a long line less than its words.
    counts = np.concatenate([_weigh(page.page.words) for page in dumps])
    first = learn(np.concatenate([page.page.features for page in dumps]), wanted, counts)
    again = [page.page.again(apply(first, page.page.features)) for page in dumps]
    return Weights(whole, first, learn(np.concatenate(again), wanted, counts))


def cross_validate(pages: Sequence[Labelled]) -> dict[str, list[tuple[float | None, float | None]]]:
    """Precision and recall of each page by weights that were learnt from others, by variant.

    Of what an extractor made, `taken` says which share was taken for a whole page.
    """
    ids = sorted({page.id for page in pages})
    random.Random(5).shuffle(ids)
    fold = {id_: at % FOLDS for at, id_ in enumerate(ids)}
    found: dict[str, list[tuple[float | None, float | None]]] = defaultdict(list)
    for at in range(FOLDS):
        weights = learn_all([page for page in pages if fold[page.id] != at])
        for own in (page for page in pages if fold[page.id] == at):
            whole = is_whole_page(own.page, weights)
            kept = find_article(own.page, weights) if whole else [True] * len(own.lines)
            text = "\n".join(line.text for line, keeps in zip(own.lines, kept, strict=True) if keeps)
            found[own.variant].append(compare(text, own.gold))
            found[f"{own.variant} taken for a whole page"].append((float(whole), float(whole)))
    return found


def _weigh(words: Floats) -> Floats:
    counts: Floats = np.sqrt(words + 0.5) / np.sqrt(max(float(words.sum()), 1.0))
    return counts


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="+", type=Path, metavar="PAGES.jsonl.gz")
    parser.add_argument("--out", type=Path, help="write the weights here, learnt from all pages")
    asked = parser.parse_args()
    pages = [page for page in read_pages(asked.pages) if page.lines]
    for name, scores in sorted(cross_validate(pages).items()):
        precision = fmean(p for p, _ in scores if p is not None)
        recall = fmean(r for _, r in scores if r is not None)
        print(f"{name:36} {len(scores):4} pages  F1 {2 * precision * recall / (precision + recall):.4f}")
    if asked.out:
        parts = asdict(learn_all(pages)).items()
        rounded = {part: [round(weight, 5) for weight in own.tolist()] for part, own in parts}
        asked.out.write_text(json.dumps(rounded, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
