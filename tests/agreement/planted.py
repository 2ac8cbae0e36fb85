"""Errors planted on purpose: a comparison that does not tell them compares nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from indexer.engine_port import EngineRequest
from indexer.engines.whoosh_engine.evaluation.facet_counts import _column
from indexer.engines.whoosh_engine.evaluation.folding import CopyGroups
from indexer.engines.whoosh_engine.evaluation.searcher import ArraySearcher
from indexer.engines.whoosh_engine.evaluation.statistics import Statistics
from indexer.query import syntax
from indexer.schema.document import Document
from tests.agreement.comparing import Evaluator
from tests.oracle import Oracle, OracleAnswer, Page, Place


class DeafToNot(Oracle):
    """Reads NOT as if it were not there."""

    def evaluate(self, node: syntax.Node, page: Page) -> float | None:
        """As the oracle, but for NOT."""
        return super().evaluate(node.child if isinstance(node, syntax.Not) else node, page)


class LoosePhrases(Oracle):
    """Lets one word stand between the words of an exact phrase."""

    def phrase(self, node: syntax.Phrase, page: Page) -> float | None:
        """As the oracle, but for one position."""
        return super().phrase(node if node.slop else replace(node, slop=1), page)


class PhrasesAcrossBlocks(Oracle):
    """Lets a phrase begin in one block and go on in the next."""

    def phrase_places(self, node: syntax.Phrase, page: Page) -> list[Place]:
        """As the oracle, but for the gap between blocks."""
        words = tuple(replace(word, position=at, block=0) for at, word in enumerate(page.words))
        return super().phrase_places(node, replace(page, words=words))


class NearOneShort(Oracle):
    """Stops one word before the distance of a NEAR."""

    def near(self, left: syntax.Node, right: syntax.Node, distance: int, page: Page) -> float | None:
        """As the oracle, but for one position."""
        return super().near(left, right, distance - 1, page)


class LengthBlind(Oracle):
    """Takes all documents to be of one length."""

    def saturated(self, frequency: int, page: Page, node: syntax.Node) -> float:
        """As the oracle, but for the length."""
        return super().saturated(frequency, replace(page, length=10), node)


class TitleBlind(Oracle):
    """Seeks the words of a title in the whole text."""

    def evaluate(self, node: syntax.Node, page: Page) -> float | None:
        """As the oracle, but for the field."""
        asked = replace(node, field="text") if getattr(node, "field", "") == "title" else node
        return super().evaluate(asked, page)


class DrillsDown(Oracle):
    """Narrows the counts of a facet by its own choice."""

    def count_values(self, request: EngineRequest, facet: str) -> dict[str, int]:
        """As the oracle, but for what is held."""
        held = tuple(replace(part, narrows_itself=True) for part in request.filters)
        return super().count_values(replace(request, filters=held), facet)


class DatedLast(Oracle):
    """Orders by date as if newest were oldest."""

    def search(self, request: EngineRequest) -> OracleAnswer:
        """As the oracle, but for the order."""
        return super().search(replace(request, sort="oldest") if request.sort == "newest" else request)


class LosesALastDocument(Oracle):
    """Does not know of the last document added."""

    def __init__(self, documents: Sequence[Document], groups: Sequence[Sequence[str]] = ()) -> None:
        super().__init__(documents[:-1], groups)


class FoldsByIds(Oracle):
    """Lists of each group the document with the first id, whatever the order of the hits."""

    def search(self, request: EngineRequest) -> OracleAnswer:
        """As the oracle, but for what is left of a group."""
        if not request.fold:
            return super().search(request)
        firsts = {min(self.found_of(group, request), default="") for group in self.groups}
        others = {id_ for group in self.groups for id_ in group} - firsts
        found = super().search(replace(request, fold=False, start=0, limit=10**6))
        hits = [hit for hit in found.hits if hit.id not in others]
        return replace(found, hits=tuple(hits[request.start : request.start + request.limit]))

    def found_of(self, group: Sequence[str], request: EngineRequest) -> list[str]:
        """Those of a group that match."""
        return [page.document.id for page, _ in self.find(request) if page.document.id in group]


class FoldsNothing(Oracle):
    """Lists each copy."""

    def search(self, request: EngineRequest) -> OracleAnswer:
        """As the oracle, but for the copies."""
        return super().search(replace(request, fold=False))


BROKEN_ORACLES: tuple[type[Oracle], ...] = (
    DeafToNot,
    LoosePhrases,
    PhrasesAcrossBlocks,
    NearOneShort,
    LengthBlind,
    TitleBlind,
    DrillsDown,
    DatedLast,
    LosesALastDocument,
    FoldsByIds,
    FoldsNothing,
)


def count_the_deleted_in_idf(engine: ArraySearcher) -> None:
    """A word is held by its deleted documents too."""
    for segment in engine.segments:
        segment.count_live = len  # type: ignore[method-assign]  # the error that is planted


def count_the_deleted_in_size(engine: ArraySearcher) -> None:
    """The number of documents and their average length take in the deleted."""
    for segment in engine.segments:
        segment.live_count = segment.size
    engine.statistics = Statistics(engine.segments)


def find_the_deleted(engine: ArraySearcher) -> None:
    """Nothing is deleted when hits are found, but it is in the statistics."""
    for segment in engine.segments:
        segment.live = None


def leave_facet_numbers_unmapped(engine: ArraySearcher) -> None:
    """The values of each segment are counted under their numbers there."""
    for name, facet in engine._facets.items():
        facet._columns = [
            _column(name, segment, list(range(len(segment.values[name]))), len(facet.values))
            for segment in engine.segments
        ]


def rank_within_segments(engine: ArraySearcher) -> None:
    """Equal hits are ordered by the place of their ids in their own segment."""
    engine._rank = np.concatenate([[], *(segment.rank for segment in engine.segments)]).astype(np.int64)


def weigh_by_the_first_segment(engine: ArraySearcher) -> None:
    """A word's weight comes from one segment."""
    engine.statistics.idf = partial(Statistics._idf, Statistics(engine.segments[:1]))


def number_copies_within_segments(engine: ArraySearcher) -> None:
    """Copies are found by their numbers in their own segments."""
    numbers = np.arange(engine.segments[0].size)
    engine.copies = CopyGroups(numbers, np.ones_like(numbers), len(engine._rank))


FAULTS: tuple[Callable[[ArraySearcher], None], ...] = (
    count_the_deleted_in_idf,
    count_the_deleted_in_size,
    find_the_deleted,
    leave_facet_numbers_unmapped,
    number_copies_within_segments,
    rank_within_segments,
    weigh_by_the_first_segment,
)


def open_arrays(folder: Path) -> list[Evaluator]:
    """The array evaluator alone."""
    return [ArraySearcher(folder)]


def open_faulty(fault: Callable[[ArraySearcher], None]) -> Callable[[Path], list[Evaluator]]:
    """The array evaluator with a fault, made after its files were opened."""

    def open_one(folder: Path) -> list[Evaluator]:
        engine = ArraySearcher(folder)
        fault(engine)
        return [engine]

    return open_one
