"""Explains documents with what one reader says of them.

Asks for the parts of some documents at once; a page of hits costs one look at each.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from indexer.engine_port import DocumentScores, EngineRequest, FacetFilter, IndexReader
from indexer.query import syntax
from indexer.query.rendering import render
from indexer.query.request import Answer, SearchRequest
from indexer.search.explain import (
    Explained,
    Explanation,
    ExplanationLine,
    Told,
    TreeExplainer,
    Wording,
    nodes_to_weigh,
)
from indexer.search.explain_wording import ExplanationWording, FormFinder
from indexer.search.filters import read_filters
from indexer.search.reading import Reading
from indexer.search.service import SearchService
from indexer.settings import Settings

# Sums of scores differ by less in their last digits.
NO_SCORE = 1e-9


class _Trees:
    """What is asked: the query, its filters, and the nodes of both, each once."""

    def __init__(self, query: syntax.Node, filters: Sequence[FacetFilter]) -> None:
        self.query = query
        self.filters = filters
        whole = (query, *(part.node for part in filters))
        self.nodes = tuple(dict.fromkeys(node for tree in whole for node in nodes_to_weigh(tree)))


class Explainer:
    """Explains answers of one service; safe to share between threads."""

    def __init__(self, reader: IndexReader, service: SearchService, settings: Settings) -> None:
        self._reader = reader
        self._service = service
        self._settings = settings
        self._wording = ExplanationWording(service.labels)
        self._families = service.requests.families

    def explain(self, request: SearchRequest, document_id: str) -> Explanation:
        """Why a document has its score for a request, or why it does not match.

        Raises InvalidRequest, EngineError; the document must be there.
        """
        deadline = self._service.deadline()
        reading, _ = self._service.resolve(replace(request, page=1, per=1, facets=()), deadline)
        return self.explain_reading(reading, document_id, deadline)

    def explain_reading(self, reading: Reading, document_id: str, deadline: float) -> Explanation:
        """The same for a request as it is read in the end."""
        only = FacetFilter("document", syntax.FieldIs("document", document_id), narrows_itself=False)
        most = self._settings.query_expansions
        asked = EngineRequest(reading.query, (only,), limit=1, deadline=deadline, max_expansions=most)
        found = self._reader.search(asked).hits
        trees = _Trees(reading.query, reading.filters)
        explained = self._explain(trees, [document_id], deadline, words=True)[0]
        return replace(explained, total=found[0].score if found else 0.0, notes=reading.notes)

    def explain_hits(self, answer: Answer) -> tuple[Explanation, ...]:
        """Why each hit of an answer has its score; the forms of plain words are the hit's reasons.

        What the words of the best documents add is one line, without the words: it is what the query
        leaves of the score, and costs no look at them.
        """
        filters, _ = read_filters(answer.request, self._families)
        query, told = answer.query, None
        if isinstance(query, syntax.AndMaybe):
            query, told = query.required, self._wording.tell(query)
        ids = [hit.document.id for hit in answer.hits]
        found = self._explain(_Trees(query, filters), ids, self._service.deadline(), words=False)
        pairs = zip(found, answer.hits, strict=True)
        return tuple(
            replace(own, total=hit.score, lines=_with_rest(own.lines, hit.score, told)) for own, hit in pairs
        )

    def _explain(
        self, trees: _Trees, ids: Sequence[str], deadline: float, *, words: bool
    ) -> list[Explanation]:
        """Documents without their totals; `words`: with the forms of plain words."""
        tell, lack = lru_cache(maxsize=None)(self._wording.tell), self._wording.lack
        text = render(trees.query)
        absent: dict[tuple[syntax.Node, float], Explained] = {}
        found = []
        for scores in self._reader.weigh(trees.nodes, ids, self._settings.query_expansions, deadline):
            finder = FormFinder(self._service.found_view(scores.document))
            wording = Wording(tell, lack, finder.find if words else finder.find_values)
            known = dict(zip(trees.nodes, scores.leaves, strict=True))
            found.append(
                self._compose(trees, scores, TreeExplainer(known.__getitem__, wording, absent), text)
            )
        return found

    def _compose(self, trees: _Trees, scores: DocumentScores, tree: TreeExplainer, text: str) -> Explanation:
        asked = tree.explain(trees.query)
        chosen = [_as_filter(part.node, tree) for part in trees.filters]
        return Explanation(
            query=text,
            document=scores.document,
            matches=asked.matches and all(part.matches for part in chosen),
            total=0.0,
            lines=asked.lines,
            filters=tuple(line for part in chosen for line in part.lines),
            lacks=(*asked.lacks, *(lack for part in chosen for lack in part.lacks)),
            documents=scores.documents,
            length=scores.length,
            average_length=scores.average_length,
            norm=scores.norm,
            generation=self._service.generation,
        )


def _with_rest(
    lines: tuple[ExplanationLine, ...], total: float, told: Told | None
) -> tuple[ExplanationLine, ...]:
    """The lines of a query, and where `told` says what it is, one of what they leave of a score."""
    if told is None:
        return lines
    rest = total - sum(line.score for line in lines)
    adds = rest > NO_SCORE
    score = rest if adds else 0.0
    return (*lines, ExplanationLine(*told, adds, score, adds, weight=score))


def _as_filter(node: syntax.Node, tree: TreeExplainer) -> Explained:
    """A filter, which adds nothing to a score: what lets the document through, or all that does not."""
    explained = tree.explain(node, 0.0)
    lines = [line for line in explained.lines if line.matches or not explained.matches]
    plain = tuple(replace(line, weight=0.0, idf=0.0, saturated=0.0, documents=0, terms=()) for line in lines)
    return Explained(explained.matches, plain, explained.lacks)
