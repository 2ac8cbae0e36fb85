"""Answers on Whoosh's own searcher, over the arrays of a generation.

The second evaluator: slow and plain, with the answers of the first. Every search opens a searcher
of its own, as one that threads share gives false errors; nothing is unpickled.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import MultiReader, SegmentReader
from whoosh.searching import Searcher

from indexer.engine_port import (
    MOST_COPY_IDS,
    EngineAnswer,
    EngineHit,
    EngineRequest,
    FacetFilter,
    check_deadline,
)
from indexer.engines.whoosh_engine.arrays.generation_files import open_segments, read_copies
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation.ranking import SCORE_DIGITS
from indexer.engines.whoosh_engine.evaluation.statistics import Statistics
from indexer.engines.whoosh_engine.whoosh_search.codec import ArrayCodec, array_segment
from indexer.engines.whoosh_engine.whoosh_search.columns import Columns, ListedCounts
from indexer.engines.whoosh_engine.whoosh_search.expansion import Lexicon
from indexer.engines.whoosh_engine.whoosh_search.scoring import Bm25
from indexer.engines.whoosh_engine.whoosh_search.translate import Translator
from indexer.engines.whoosh_engine.whoosh_search.whoosh_schema import whoosh_schema
from indexer.query.request import Sort


class WhooshSearcher:
    """Searches the segments of one generation; safe to share between threads.

    Args: `source`: the generation's folder, or its segments where they are open already.
    """

    def __init__(self, source: Path | Sequence[Segment]) -> None:
        self.segments = open_segments(source)[0] if isinstance(source, Path) else tuple(source)
        self._groups: dict[str, int] = _read_groups(source, self.segments) if isinstance(source, Path) else {}
        self._schema = whoosh_schema()
        self._listed = [array_segment(segment) for segment in self.segments]
        self._model = Bm25(self.segments, Statistics(self.segments))

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request. Raises EngineTimedOut and QueryRefused."""
        if not self.segments:
            return EngineAnswer(0, (), {facet: ListedCounts(Counter()) for facet in request.facets})

        def check() -> None:
            check_deadline(request.deadline)

        with self._open() as searcher:
            lexicon = Lexicon(searcher.reader(), request.max_expansions, check)
            for node in (request.query, *(part.node for part in request.filters)):
                lexicon.count(node)
            leaves = zip(searcher.leaf_searchers(), self.segments, strict=True)
            found = [
                _run(request, segment, Translator(leaf, segment, lexicon, check))
                for (leaf, _), segment in leaves
            ]
        check()
        facets = {facet: _count(facet, found) for facet in request.facets}
        total = sum(int(part.kept.sum()) for part in found)
        hits = _ranked(found, request.sort)
        if request.fold:
            hits = _fold(hits, self._groups)
        page = hits[request.start : request.start + request.limit]
        return EngineAnswer(total, tuple(page), facets, lexicon.expanded, total - len(hits))

    def _open(self) -> Searcher:
        codec = ArrayCodec(self.segments)
        readers = [SegmentReader(None, self._schema, listed, codec=codec) for listed in self._listed]
        return Searcher(readers[0] if len(readers) == 1 else MultiReader(readers), weighting=self._model)


@dataclass(frozen=True, slots=True)
class _Found:
    """What one request finds in one segment; masks are bool[documents of the segment].

    `matching` match the query, `kept` every filter too; `ids` and `scores` are of the matching.
    """

    segment: Segment
    matching: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    masks: tuple[tuple[FacetFilter, NDArray[np.bool_]], ...]
    ids: NDArray[np.int64]
    scores: NDArray[np.float64]


def _run(request: EngineRequest, segment: Segment, translator: Translator) -> _Found:
    ids, scores = translator.matches(request.query)
    masks = tuple((part, _mask(segment, translator.matches(part.node)[0])) for part in request.filters)
    matching = _mask(segment, ids)
    kept = np.logical_and.reduce([matching, *(mask for _, mask in masks)])
    return _Found(segment, matching, kept, masks, ids, scores)


def _mask(segment: Segment, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    mask = np.zeros(segment.size, dtype=bool)
    mask[ids] = True
    return mask


def _count(facet: str, found: Sequence[_Found]) -> ListedCounts:
    """The counts of a facet without its own choice, unless that narrows itself."""
    counts: Counter[str] = Counter()
    for part in found:
        held = [mask for own, mask in part.masks if own.facet != facet or own.narrows_itself]
        counts += Columns(part.segment).count_values(facet, np.logical_and.reduce([part.matching, *held]))
    return ListedCounts(counts)


def _ranked(found: Sequence[_Found], sort: Sort) -> list[EngineHit]:
    """All hits in order: by score or by date, then by id; the undated last."""
    keyed: list[tuple[float, EngineHit]] = []
    for part in found:
        if sort == "relevance":
            keys = (-np.round(part.scores, SCORE_DIGITS)).tolist()
        else:
            days = Columns(part.segment).first_days()
            keys = [_day_key(days[number], sort) for number in part.ids.tolist()]
        for number, key, score in zip(part.ids.tolist(), keys, part.scores.tolist(), strict=True):
            if part.kept[number]:
                keyed.append((key, EngineHit(part.segment.id_of(number), score)))
    return [hit for _, hit in sorted(keyed, key=lambda pair: (pair[0], pair[1].id))]


def _read_groups(folder: Path, segments: Sequence[Segment]) -> dict[str, int]:
    """The group of near copies of each document that has one."""
    documents, groups = read_copies(folder, sum(segment.size for segment in segments))
    bases = [segment.base for segment in segments]
    found = {}
    for number, group in zip(documents.tolist(), groups.tolist(), strict=True):
        segment = segments[bisect_right(bases, number) - 1]
        found[segment.id_of(number - segment.base)] = group
    return found


def _fold(hits: Sequence[EngineHit], groups: Mapping[str, int]) -> list[EngineHit]:
    """The first hit of each group, with the others of it, and every hit of none."""
    members: dict[str | int, list[EngineHit]] = {}
    for hit in hits:
        members.setdefault(groups.get(hit.id, hit.id), []).append(hit)
    return [
        EngineHit(*first[:2], len(others), tuple(sorted(hit.id for hit in others)[:MOST_COPY_IDS]))
        for first, *others in members.values()
    ]


def _day_key(day: int | None, sort: Sort) -> float:
    """What documents are ordered by their first day.

    >>> _day_key(5, "newest"), _day_key(5, "oldest"), _day_key(None, "newest")
    (-5.0, 5.0, inf)
    """
    if day is None:
        return float("inf")
    return float(-day if sort == "newest" else day)
