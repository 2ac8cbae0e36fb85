"""How often similar stories belong with the document that they are given for.

Builds an index of each collection and asks it; chooses no number.
"""

import gzip
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.similar.judged import Judged, Related, read_lines
from indexer import api
from indexer.engine_port import EngineAnswer, EngineRequest, FacetFilter, IndexReader
from indexer.query.syntax import FieldIs, Node, Not, Or
from indexer.schema.ranking import SIMILAR, SimilarNumbers
from indexer.search.similar import find_similar
from indexer.wiring import open_reader

LIMIT = 5
# For the order alone: none is left out for being too far off.
OPEN = replace(SIMILAR, floor=0.0, shared=1)
# Every word of the document, as often as it stands there: a document as a query of any of its words.
PLAIN = replace(OPEN, words=1_000_000, postings=1_000_000_000, title=1, common=1.0)
VARIANTS: dict[str, SimilarNumbers] = {
    "all words, BM25": PLAIN,
    **{f"{n} words": replace(OPEN, words=n) for n in (25, 40, 60, 80)},
    "chosen: 120 words, headline 3 times": OPEN,
    "headline once": replace(OPEN, title=1),
    "headline 4 times": replace(OPEN, title=4),
    "no word of over 1 in 5 documents": replace(OPEN, common=0.2),
}
# Documents of each collection asked for the nearest of their own and of the other collections.
SAMPLE = 300
SEED = 11
FLOORS = (0.1, 0.15, 0.2, 0.25, 0.3)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Score:
    """Of the first LIMIT stories and of the first one, the share that belongs with the document.

    Over the `documents` that have any that belong with them; `given` is the mean number of stories.
    """

    first: float
    among: float
    given: float
    documents: int


def score(reader: IndexReader, related: Related, numbers: SimilarNumbers) -> Score:
    """Ask for every document of one half of the queries. A place that stays empty is a miss.

    A document without a word is in no index, and not asked for.
    """
    first = among = given = count = 0
    for document_id, others in related.items():
        document = reader.document(document_id)
        if document is None:
            continue
        count += 1
        stories = [story.document.id for story in find_similar(reader, document, LIMIT, None, numbers)]
        given += len(stories)
        among += sum(story in others for story in stories)
        first += bool(stories) and stories[0] in others
    asked = max(1, count)
    return Score(first / asked, among / asked / LIMIT, given / asked, count)


def measure_order(
    collections: Sequence[Judged], work: Path, say: Say
) -> dict[str, dict[str, tuple[Score, Score]]]:
    """For each variant and collection the scores of both halves: that to tune on, and that to judge by."""
    found: dict[str, dict[str, tuple[Score, Score]]] = {name: {} for name in VARIANTS}
    for collection in collections:
        with _open(build([collection.documents], work / collection.name)) as reader:
            for name, numbers in VARIANTS.items():
                say(f"{collection.name}: {name}")
                halves = (collection.tuned, collection.judged)
                tuned, judged = (score(reader, half, numbers) for half in halves)
                found[name][collection.name] = tuned, judged
    return found


def measure_floor(
    collections: Sequence[Judged], work: Path, say: Say
) -> dict[float, dict[str, tuple[float, float]]]:
    """For each floor and collection, of how many documents the nearest story reaches it.

    The nearest of its own collection, and the nearest of the others, which is on another matter.
    """
    mixed = work / "mixed.jsonl.gz"
    with gzip.open(mixed, "wt", encoding="utf-8") as file:
        for collection in collections:
            for line in read_lines(collection.documents):
                kept = line | {"id": f"{collection.name}-{line['id']}", "source": collection.name}
                file.write(json.dumps(kept) + "\n")
    found: dict[float, dict[str, tuple[float, float]]] = {floor: {} for floor in FLOORS}
    with _open(build([mixed], work / "mixed")) as reader:
        for collection in collections:
            say(f"{collection.name} among the others")
            own = FieldIs("source", collection.name)
            ids = [id_ for id_ in reader.document_ids() if id_.startswith(f"{collection.name}-")]
            sample = random.Random(SEED).sample(ids, min(SAMPLE, len(ids)))
            near = _best_shares(reader, sample, own)
            far = _best_shares(reader, sample, Not(own))
            for floor in FLOORS:
                reached = (sum(share >= floor for share in shares) / len(sample) for shares in (near, far))
                found[floor][collection.name] = (next(reached), next(reached))
    return found


def _best_shares(reader: IndexReader, sample: Sequence[str], among: Node) -> list[float]:
    """For each document the share of its nearest story among some documents, 0 where it has none."""
    found = []
    for document_id in sample:
        document = reader.document(document_id)
        assert document is not None
        within: Any = _Among(reader, Or((among, FieldIs("document", document_id))))
        stories = find_similar(within, document, 1, None, replace(OPEN, shared=SIMILAR.shared))
        found.append(stories[0].share if stories else 0.0)
    return found


class _Among:
    """A reader that finds some of its documents only; what it counts stays."""

    def __init__(self, reader: IndexReader, among: Node) -> None:
        self._reader = reader
        self._only = (FacetFilter("source", among, narrows_itself=False),)

    def search(self, request: EngineRequest) -> EngineAnswer:
        """The hits among these documents; counts alone are those of all."""
        return self._reader.search(replace(request, filters=self._only) if request.limit else request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)


def build(sources: Sequence[Path], index: Path) -> Path:
    """Index some files as they are, without cleaning or linking; gives the index folder."""
    settings, _ = api.load_settings({}, index=index, seeds=tuple(sources), max_file_bytes=1 << 30)
    api.rebuild(settings, clean=False, link=False)
    return index


def _open(index: Path) -> IndexReader:
    (generation,) = index.glob("gen-*")
    return open_reader("whoosh", generation)
