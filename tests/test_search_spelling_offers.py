"""An offer never fails a search, never holds it up, and costs nothing where none is due."""

from collections.abc import Iterator

import pytest

from indexer.engine_port import EngineAnswer, EngineRequest
from indexer.errors import EngineTimedOut
from indexer.query.request import SearchRequest
from indexer.search.open_search import Search
from tests.misspelt import opened


@pytest.fixture
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """The misspelt collection."""
    with opened(tmp_path_factory.mktemp("misspelt")) as found:
        yield found


class Asked(list[EngineRequest]):
    """What an engine was asked; after `patience` questions it takes too long."""

    def __init__(self, search: Search, patience: int, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        reader = search._reader
        ask = reader.search

        def answer(request: EngineRequest) -> EngineAnswer:
            self.append(request)
            if len(self) > patience:
                raise EngineTimedOut("too long")
            return ask(request)

        monkeypatch.setattr(reader, "search", answer)


@pytest.mark.parametrize(
    "text", ["peace", "soldiers convoy", "government", '"prime minister"', "", "peace OR harvest"]
)
def test_a_usual_search_asks_nothing_more(search: Search, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One question to the engine, as without offers."""
    asked = Asked(search, 1, monkeypatch)
    answer = search.search(SearchRequest(text=text, facets=()))
    assert answer.suggestion is None
    assert 1 == len(asked)


@pytest.mark.parametrize("patience", [1, 2, 3, 4])
def test_an_offer_that_takes_too_long_is_none(
    search: Search, patience: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes without it."""
    asked = Asked(search, patience, monkeypatch)
    answer = search.search(SearchRequest(text="peace OR goverment", facets=()))
    assert (2, None) == (answer.total, answer.suggestion)
    assert patience < len(asked)


def test_an_offer_has_a_deadline_of_its_own(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    """Well before that of the search."""
    asked = Asked(search, 100, monkeypatch)
    assert search.search(SearchRequest(text="goverment", facets=())).suggestion
    first, *others = (request.deadline for request in asked if request.facets == ())
    assert first is not None
    assert others
    assert all(deadline is not None and deadline < first for deadline in others)
