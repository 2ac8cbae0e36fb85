"""Control: the comparison with the oracle tells planted errors, and finds none without them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from indexer.analysis.document_terms import analyze_document
from indexer.engine_port import EngineRequest, FacetFilter
from indexer.engines.whoosh_engine.evaluation.searcher import ArraySearcher
from indexer.engines.whoosh_engine.whoosh_search.searcher import WhooshSearcher
from indexer.query import syntax
from indexer.query.plain_words import stem_term
from indexer.schema.document import Document
from indexer.schema.fields import FACETS
from tests.agreement.comparing import Evaluator, check_same_answer
from tests.agreement.layouts import LAYOUTS, TINY_GROUPS, in_every_layout, lay_out_tiny
from tests.agreement.planted import BROKEN_ORACLES, FAULTS, open_faulty
from tests.oracle import Oracle
from tests.tiny_collection import tiny_documents

UPDATED = "deletions and changes"


def probes(documents: Sequence[Document]) -> Iterator[EngineRequest]:
    """Requests that turn on what the planted errors get wrong."""
    chosen = FacetFilter("published", syntax.FieldIs("published", "2024-03"), narrows_itself=False)
    yield EngineRequest(syntax.All(), (chosen,), facets=("published",))
    yield EngineRequest(syntax.All(), facets=FACETS, limit=100)
    yield EngineRequest(syntax.All(), sort="newest", limit=100)
    yield EngineRequest(syntax.All(), sort="newest", limit=3, fold=True)
    yield EngineRequest(syntax.Not(stem_term("camp", "camp")), limit=100)
    for page in documents:
        words = analyze_document(page).words
        for one, other in pairwise(words):
            if one.block != other.block:
                yield EngineRequest(syntax.Phrase((one.term, other.term), "probe"))
        for first, last in zip(words, words[2:], strict=False):
            if last.position - first.position == 2:
                yield EngineRequest(syntax.Phrase((first.term, last.term), "probe"))
                ends = (syntax.Term(word.term, word.term, exact=True) for word in (first, last))
                yield EngineRequest(syntax.Near(*ends, 2))
                break
        for word in words:
            yield EngineRequest(syntax.Term(word.term, word.term, exact=True, field="title"))
            yield EngineRequest(syntax.Term(word.term, word.term, exact=True))


PROBES = tuple(probes(tiny_documents()))


@pytest.fixture(scope="module")
def folders() -> Iterator[dict[str, Path]]:
    """The tiny collection in every layout."""
    with in_every_layout(lay_out_tiny()) as written:
        yield written


def check_probes(oracle: Oracle, engine: Evaluator) -> None:
    """Assert that an engine answers the probes as an oracle does."""
    for request in PROBES:
        check_same_answer(oracle.search(request), engine.search(request))


@pytest.mark.parametrize("kind", [ArraySearcher, WhooshSearcher])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_probes_are_answered_as_by_the_oracle(
    folders: dict[str, Path], layout: str, kind: type[Evaluator]
) -> None:
    """Without an error the comparison finds none."""
    check_probes(Oracle(tiny_documents(), TINY_GROUPS), kind(folders[layout]))


@pytest.mark.parametrize("kind", [ArraySearcher, WhooshSearcher])
@pytest.mark.parametrize("broken", BROKEN_ORACLES)
def test_an_error_of_meaning_is_told(
    folders: dict[str, Path], broken: type[Oracle], kind: type[Evaluator]
) -> None:
    """An oracle with one error of meaning disagrees with both evaluators."""
    with pytest.raises(AssertionError):
        check_probes(broken(tiny_documents(), TINY_GROUPS), kind(folders[UPDATED]))


@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_over_segments_is_told(
    folders: dict[str, Path], fault: Callable[[ArraySearcher], None]
) -> None:
    """An array evaluator with one fault disagrees with the oracle."""
    (engine,) = open_faulty(fault)(folders[UPDATED])
    with pytest.raises(AssertionError):
        check_probes(Oracle(tiny_documents(), TINY_GROUPS), engine)
