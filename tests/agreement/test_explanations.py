"""The parts of an explanation sum to the score, for any tree, by the scores of both evaluators.

In every layout, and for documents that match as for those that do not. Control: a wrong part is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engine_port import DocumentScores, LeafScore
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.query import syntax
from indexer.query.plain_words import stem_term
from indexer.query.request import SearchRequest
from indexer.search.explain import Explanation, ExplanationLine
from indexer.search.explaining import Explainer
from indexer.search.filters import read_filters
from indexer.search.reading import Reading
from indexer.search.service import SearchService
from indexer.settings import Settings
from tests.agreement.layouts import Collected, collected, in_every_layout, lay_out_tiny
from tests.contract.test_contract_whoosh import SecondReader
from tests.generators import collections, queries, search_requests
from tests.oracle import Oracle, Page

# How far the sum of the parts may be from the score.
SUM_ERROR = 1e-6
some = settings(
    deadline=None,
    database=None,
    print_blob=True,
    report_multiple_bugs=False,
    max_examples=max(4, settings().max_examples // 5),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def read(query: syntax.Node, chosen: SearchRequest) -> Reading:
    """A tree and the filters of a request, as they would be read."""
    return Reading(chosen, query, read_filters(chosen)[0], (), "all", sentence=False, open=False)


def explain(
    reader: WhooshReader, query: syntax.Node, document: str, chosen: SearchRequest | None = None
) -> Explanation:
    """Why a document has its score for a tree; never too late."""
    own = Settings(query_expansions=10**6)
    explainer = Explainer(reader, SearchService(reader, own, "one"), own)
    return explainer.explain_reading(read(query, chosen or SearchRequest()), document, float("inf"))


def check_line(line: ExplanationLine) -> None:
    """Assert that the numbers of a line, and of those in it, follow from one another."""
    assert pytest.approx(line.weight * line.factor if line.counts else 0.0) == line.score
    assert line.matches or not line.counts
    if line.terms and line.matches:
        assert pytest.approx(sum(term.idf for term in line.terms)) == line.idf
        assert pytest.approx(line.idf * line.saturated) == line.weight
    for inner in line.lines:
        check_line(inner)


def check_explained(explanation: Explanation, oracle: Oracle, query: syntax.Node, page: Page) -> None:
    """Assert that an explanation says what the oracle does, and that its parts sum to the score."""
    expected = oracle.score(query, page)
    assert pytest.approx(expected or 0.0, abs=SUM_ERROR) == explanation.total
    assert pytest.approx(explanation.total, abs=SUM_ERROR) == sum(line.score for line in explanation.lines)
    assert explanation.matches == (not explanation.lacks)
    assert expected is not None or not explanation.matches
    for line in (*explanation.lines, *explanation.filters):
        check_line(line)
    assert 0.0 == sum(line.score for line in explanation.filters)


@some
@given(collected(collections()), st.lists(queries(), min_size=2, max_size=6), search_requests())
def test_the_parts_sum_to_the_score(
    collection: Collected, asked: list[syntax.Node], chosen: SearchRequest
) -> None:
    """Any tree, any choice of values, any document: by the arrays and by Whoosh's own searcher."""
    oracle = Oracle(collection.documents)
    with in_every_layout(collection) as folders:
        for folder in folders.values():
            for kind in (WhooshReader, SecondReader):
                with kind(folder) as reader:
                    for query in asked:
                        for page in oracle.pages:
                            explanation = explain(reader, query, page.document.id, chosen)
                            check_explained(explanation, oracle, query, page)
                            found = read(query, chosen)
                            held = [oracle.score(part.node, page) for part in found.filters]
                            through = None not in (oracle.score(query, page), *held)
                            assert through == explanation.matches


def first_line(explanation: Explanation, change: Callable[[ExplanationLine], ExplanationLine]) -> Explanation:
    """An explanation with another first line."""
    first, *rest = explanation.lines
    return replace(explanation, lines=(change(first), *rest))


WRONG: dict[str, Callable[[Explanation], Explanation]] = {
    "a part is missing": lambda own: replace(own, lines=own.lines[1:]),
    "a part stands twice": lambda own: replace(own, lines=own.lines + own.lines[:1]),
    "a part is a little too great": lambda own: first_line(own, lambda a: replace(a, score=a.score + 3e-6)),
    "a factor is forgotten": lambda own: first_line(own, lambda a: replace(a, factor=1.0)),
    "an idf is of another term": lambda own: first_line(own, lambda a: replace(a, idf=a.idf + 1.0)),
    "a part that counts is said not to": lambda own: first_line(own, lambda a: replace(a, counts=False)),
    "the score is another one": lambda own: replace(own, total=own.total + 1.0),
    "a match is said to be none": lambda own: replace(own, matches=False),
    "something is lacking in a match": lambda own: replace(own, lacks=("a part",)),
}
PLAIN = syntax.And(
    (syntax.Boosted(stem_term("coup", "coup"), 2.0), syntax.Term("goita", "Goïta", exact=True))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):
    """The tiny collection after deletions and changes."""
    with in_every_layout(lay_out_tiny()) as folders:
        yield folders["deletions and changes"]


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    """The slow truth of the same documents."""
    return Oracle(lay_out_tiny().documents)


def page_of(oracle: Oracle, document: str) -> Page:
    """A document of the oracle."""
    return next(page for page in oracle.pages if page.document.id == document)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_explanation_is_told(folder: Path, oracle: Oracle, wrong: str) -> None:
    """Control: the comparison passes what is right and refuses each wrong part."""
    with WhooshReader(folder) as reader:
        explanation = explain(reader, PLAIN, "accents")
    check_explained(explanation, oracle, PLAIN, page_of(oracle, "accents"))
    with pytest.raises(AssertionError):
        check_explained(WRONG[wrong](explanation), oracle, PLAIN, page_of(oracle, "accents"))


class WrongReader(WhooshReader):
    """Says something wrong of each node that matches, and finds the same as ever."""

    change: Callable[[LeafScore], LeafScore | None]

    def weigh(self, nodes: Sequence[syntax.Node], document_ids: Sequence[str], *bounds: object):
        """As the engine, but for one number."""
        weighed = super().weigh(nodes, document_ids, *bounds)  # type: ignore[arg-type]  # bounds pass as they came
        return tuple(self._spoil(scores) for scores in weighed)

    def _spoil(self, scores: DocumentScores) -> DocumentScores:
        return replace(scores, leaves=tuple(leaf and type(self).change(leaf) for leaf in scores.leaves))


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        lambda leaf: leaf._replace(score=leaf.score * 1.001),
        lambda leaf: leaf._replace(saturated=leaf.saturated + 0.01),
        lambda leaf: leaf._replace(terms=leaf.terms * 2),
    ],
    ids=["no match", "score", "saturated", "terms"],
)
def test_a_wrong_number_of_the_engine_is_told(
    folder: Path, oracle: Oracle, change: Callable[[LeafScore], LeafScore | None], monkeypatch
) -> None:
    """Control: what an engine says of a part is held against what it found."""
    monkeypatch.setattr(WrongReader, "change", staticmethod(change), raising=False)
    with WrongReader(folder) as reader:
        explanation = explain(reader, PLAIN, "accents")
    with pytest.raises(AssertionError):
        check_explained(explanation, oracle, PLAIN, page_of(oracle, "accents"))
