"""Learns from labelled pages which blocks of a page are its article.

`python -m benchmarks.cleaning.learn_markup PAGES.jsonl.gz ... [--out indexer/cleaning/markup_weights.json]`:
each line of a file has `id`, `url`, `html` and `gold`. Prints the F1 of pages of sites that the
weights were not learnt from.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import md5
from pathlib import Path
from statistics import fmean
from string import ascii_letters, ascii_lowercase, ascii_uppercase
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from benchmarks.cleaning.learn import compare, label_lines
from indexer.cleaning.article import Floats
from indexer.cleaning.lines import Line, cut_lines
from indexer.cleaning.markup import ReadMarkup
from indexer.cleaning.markup_article import Network, choose_article, describe

FOLDS = 5
_UNITS, _ROUNDS, _ROWS, _RATE, _PENALTY = 24, 8, 512, 0.003, 3e-3
# Adam (Kingma and Ba 2015), with their decay of both moments.
_FIRST, _SECOND, _LEAST = 0.9, 0.999, 1e-8
# A file counts as a whole, however many pages it has, by this power of their number.
_FILE_POWER = 0.5
# Letters moved by half the alphabet: words of no language, in sentences of the same shape.
_STRANGE = str.maketrans(
    ascii_letters,
    ascii_lowercase[13:] + ascii_lowercase[:13] + ascii_uppercase[13:] + ascii_uppercase[:13],
)


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with its gold. `strange`: its features as if its language were not known."""

    source: str
    site: str
    gold: str
    lines: tuple[Line, ...]
    features: Floats
    strange: Floats
    article: NDArray[np.bool_]

    @property
    def counts(self) -> Floats:
        """What each line counts: less than its words, and a long page less than several short ones."""
        words = np.array([line.words for line in self.lines], dtype=np.float64)
        weights: Floats = np.sqrt(words + 0.5) / np.sqrt(max(float(words.sum()), 1.0))
        return weights


def read_pages(paths: Iterable[Path]) -> Iterator[LabelledPage]:
    """All pages that have a block."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                page = ReadMarkup(row["html"])
                if page.lines:
                    yield _label(page, path.name, row["url"], row["gold"])


def _label(page: ReadMarkup, source: str, url: str, gold: str) -> LabelledPage:
    features, strange = (
        describe(page.blocks, page.places, page.window_title, lines)
        for lines in (page.lines, cut_lines(page.text.translate(_STRANGE)))
    )
    site = ".".join((urlsplit(url).hostname or "").split(".")[-2:])
    return LabelledPage(source, site, gold, page.lines, features, strange, label_lines(page.lines, gold))


def learn(pages: Sequence[LabelledPage]) -> Network:
    """Weights by gradient descent; each page is learnt twice, once as of an unknown language."""
    sizes = {name: sum(page.source == name for page in pages) for name in {page.source for page in pages}}
    counts = np.concatenate([page.counts * sizes[page.source] ** (_FILE_POWER - 1.0) for page in pages])
    rows = np.concatenate([page.features for page in pages] + [page.strange for page in pages])
    wanted = np.tile(np.concatenate([page.article for page in pages]), 2).astype(np.float64)
    counts = np.tile(counts, 2) / counts.mean()
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    inputs = np.clip((rows - mean) / scale, -5.0, 5.0).astype(np.float32)
    return Network(mean, scale, *_descend(inputs, wanted.astype(np.float32), counts.astype(np.float32)))


def _descend(
    inputs: NDArray[np.float32], wanted: NDArray[np.float32], counts: NDArray[np.float32]
) -> list[Floats]:
    chance = np.random.default_rng(5)
    size = inputs.shape[1]
    parts = [
        chance.normal(0.0, size**-0.5, (size, _UNITS)).astype(np.float32),
        np.zeros(_UNITS, np.float32),
        chance.normal(0.0, _UNITS**-0.5, _UNITS).astype(np.float32),
        np.zeros(1, np.float32),
    ]
    first, second = ([np.zeros_like(part) for part in parts] for _ in range(2))
    steps = _ROUNDS * (len(inputs) // _ROWS)
    for step in range(steps):
        if step * _ROWS % (len(inputs) // _ROWS * _ROWS) == 0:
            order = chance.permutation(len(inputs))
        at = step % (len(inputs) // _ROWS) * _ROWS
        batch = order[at : at + _ROWS]
        slopes = _slopes(parts, inputs[batch], wanted[batch], counts[batch])
        rate = _RATE * 0.5 * (1.0 + np.cos(np.pi * step / steps))
        for part, slope, mean, square in zip(parts, slopes, first, second, strict=True):
            mean[...] += (1.0 - _FIRST) * (slope - mean)
            square[...] += (1.0 - _SECOND) * (slope * slope - square)
            moved = mean / (1.0 - _FIRST ** (step + 1))
            spread = np.sqrt(square / (1.0 - _SECOND ** (step + 1))) + _LEAST
            part[...] -= (rate * moved / spread).astype(np.float32)
    return [part.astype(np.float64) for part in parts]


def _slopes(
    parts: Sequence[NDArray[np.float32]],
    inputs: NDArray[np.float32],
    wanted: NDArray[np.float32],
    counts: NDArray[np.float32],
) -> list[NDArray[np.float32]]:
    hidden, bias, out, threshold = parts
    units = np.maximum(inputs @ hidden + bias, 0.0)
    likely = 1.0 / (1.0 + np.exp(-np.clip(units @ out + threshold, -30.0, 30.0)))
    error = (likely - wanted) * counts / len(inputs)
    back = np.outer(error, out) * (units > 0.0)
    return [
        inputs.T @ back + _PENALTY * hidden,
        back.sum(axis=0),
        units.T @ error + _PENALTY * out,
        error.sum(keepdims=True),
    ]


def cross_validate(pages: Sequence[LabelledPage]) -> dict[str, list[tuple[float | None, float | None]]]:
    """Precision and recall of each page by weights that no page of its site taught, by file."""
    found: dict[str, list[tuple[float | None, float | None]]] = {}
    fold = {
        page.site: int(md5(page.site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS
        for page in pages
    }
    for at in range(FOLDS):
        network = learn([page for page in pages if fold[page.site] != at])
        for page in (page for page in pages if fold[page.site] == at):
            for name, features in ((page.source, page.features), (f"{page.source}, strange", page.strange)):
                kept = choose_article(network.judge(features), page.lines)
                text = "\n".join(line.text for line, keeps in zip(page.lines, kept, strict=True) if keeps)
                found.setdefault(name, []).append(compare(text, page.gold))
    return found


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="+", type=Path, metavar="PAGES.jsonl.gz")
    parser.add_argument("--out", type=Path, help="write the weights here, learnt from all pages")
    asked = parser.parse_args()
    pages = list(read_pages(asked.pages))
    if asked.out:
        parts = asdict(learn(pages)).items()
        rounded = {part: np.round(weights, 4).tolist() for part, weights in parts}
        asked.out.write_text(json.dumps(rounded) + "\n", encoding="ascii")
    for name, scores in sorted(cross_validate(pages).items()):
        precision = fmean(p for p, _ in scores if p is not None)
        recall = fmean(r for _, r in scores if r is not None)
        print(
            f"{name:36} {len(scores):4} pages  precision {precision:.4f}  recall {recall:.4f}"
            f"  F1 {2 * precision * recall / (precision + recall):.4f}"
        )


if __name__ == "__main__":
    main()
