"""Counts are true: the number beside a value is the number of hits after choosing it."""

from dataclasses import replace

import pytest

from indexer.api import FACETS, Answer, FacetValue, Search, SearchRequest

QUERIES = (
    "",
    "wagner",
    "JNIM",
    "GSIM",
    "mali",
    "wagner jnim",
    "wagner OR minusma",
    "wagner -syria",
    "security",
    '"armed forces"',
    "insurgen*",
    "withdrawal",
    "peace NEAR/10 mali",
    "goita",
    "title:wagner",
    "mentioned:2020",
    "published:none",
    "african corps",
    "strategy~1",
    "nothing-of-this-kind",
)
# The seeds are five documents.
MORE_THAN_ALL = 100
FIELDS = {
    "actor": "actors",
    "place": "places",
    "published": "published",
    "mentioned": "mentioned",
    "document": "documents",
    "source": "sources",
    "language": "languages",
}


def choose(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """The request with a value chosen: added to chosen actors, else in place of the others."""
    field = FIELDS[facet]
    if facet == "actor":
        return replace(request, actors=(*request.actors, value))
    return replace(request, **{field: (value,)})


def total(search: Search, request: SearchRequest) -> int:
    """How many hits a request has."""
    return search.search(replace(request, facets=(), per=1)).total


class Totals:
    """How many hits requests have; two choices in either order are one request, searched once.

    Hits are counted without being dressed for a page.
    """

    def __init__(self, search: Search) -> None:
        self._search = search
        self._known: dict[SearchRequest, int] = {}

    def __call__(self, request: SearchRequest) -> int:
        """The hits of one request."""
        key = replace(request, actors=tuple(sorted(request.actors)))
        if key not in self._known:
            self._known[key] = len(self._search.rank(key, MORE_THAN_ALL))
        return self._known[key]


def values(answer: Answer) -> list[tuple[str, FacetValue]]:
    """Every value of every facet that is not chosen yet."""
    return [(f, v) for f in FACETS for v in answer.facets[f] if not v.selected]


@pytest.mark.parametrize("text", QUERIES)
def test_every_count_is_the_total_after_choosing(search: Search, text: str) -> None:
    """Each value alone, and every pair of values, in either order."""
    request = SearchRequest(text=text, per=1)
    answer = search.search(request)
    totals = Totals(search)
    checked = 0
    for facet, value in values(answer):
        chosen = choose(request, facet, value.value)
        after = search.search(chosen)
        assert value.count == after.total, (facet, value)
        for other_facet, other in values(after):
            expected = totals(choose(chosen, other_facet, other.value))
            assert other.count == expected, (facet, value, other_facet, other)
            checked += 1
        checked += 1
    assert checked > 0 or answer.total == 0


def test_values_of_one_facet_are_joined_by_or(search: Search) -> None:
    """Two years of publication give the documents of both."""
    both = SearchRequest(published=("2023", "none"))
    alone = [total(search, SearchRequest(published=(v,))) for v in both.published]
    assert sum(alone) == total(search, both)


def test_actors_are_joined_as_asked(search: Search) -> None:
    """All of the actors by default, any of them on request."""
    pair = SearchRequest(actors=("jnim", "africa-corps"))
    assert 1 == total(search, pair)
    assert 3 == total(search, replace(pair, actors_match="any"))


def test_an_excluded_actor_narrows_every_count(search: Search) -> None:
    """Counts never promise a document that is excluded."""
    answer = search.search(SearchRequest(not_actors=("jnim",), per=1))
    assert {"jnim"} & {v.value for v in answer.facets["actor"]} == set()
    for facet, value in values(answer):
        chosen = choose(SearchRequest(not_actors=("jnim",)), facet, value.value)
        assert value.count == total(search, chosen)


def test_a_chosen_value_stays_at_zero(search: Search) -> None:
    """What was chosen is shown even where nothing is left of it."""
    answer = search.search(SearchRequest(text="syria", actors=("jnim",)))
    assert 0 == answer.total
    assert [("jnim", 0)] == [(v.value, v.count) for v in answer.facets["actor"] if v.selected]


def test_a_chosen_range_shows_its_own_count(search: Search) -> None:
    """A range of dates counts what it alone would leave."""
    answer = search.search(SearchRequest(published=("2023-12..2024-03",)))
    assert 2 == answer.total
    chosen = [v for v in answer.facets["published"] if v.selected]
    assert [("2023-12..2024-03", 2)] == [(v.value, v.count) for v in chosen]


@pytest.mark.parametrize("text", ["", "wagner"])
def test_counts_of_actors_with_their_parts_are_the_totals_too(search: Search, text: str) -> None:
    """Each value, and every pair of values, while an actor stands for its parts as well."""
    request = SearchRequest(text=text, parents="whole", per=1)
    totals = Totals(search)
    for facet, value in values(search.search(request)):
        chosen = choose(request, facet, value.value)
        after = search.search(chosen)
        assert value.count == after.total, (facet, value)
        for other_facet, other in values(after):
            expected = totals(choose(chosen, other_facet, other.value))
            assert other.count == expected, (facet, value, other_facet, other)
