"""Addresses say what a search asks for, whichever way they are made."""

from urllib.parse import parse_qsl, urlencode

from hypothesis import given
from hypothesis import strategies as st

from indexer.api import SearchRequest, Settings
from webapp.addresses import choice_address, search_address, toggle
from webapp.app import create_app
from webapp.params import FILTERS, query_string

TEXTS = st.characters(exclude_categories=["Cs"])
VALUES = st.text(TEXTS, min_size=1, max_size=8)
CHOSEN = st.lists(VALUES, max_size=3, unique=True).map(tuple)
REQUESTS = st.builds(
    SearchRequest,
    text=st.text(TEXTS, max_size=12),
    **dict.fromkeys(FILTERS.values(), CHOSEN),
    actors_match=st.sampled_from(("all", "any")),
    parents=st.sampled_from(("alone", "whole")),
    sort=st.sampled_from(("relevance", "newest")),
    page=st.integers(1, 3),
)


@given(REQUESTS, st.sampled_from(list(FILTERS)), VALUES, st.data())
def test_a_choice_leads_where_the_search_with_it_is(request, parameter, value, data):
    """Choosing or removing a value is the same address as that of the search with it or without."""
    chosen = getattr(request, FILTERS[parameter])
    value = data.draw(st.sampled_from((value, *chosen)))
    assert search_address(toggle(request, parameter, value)) == choice_address(request, parameter, value)


@given(REQUESTS)
def test_a_choice_carries_the_language_of_its_own_page(request):
    """What is kept of an address in one language is not taken for a page in another."""
    app = create_app(Settings())
    for asked, carried in (("/?ui=fr", True), ("/", False), ("/?ui=en", True)):
        with app.test_request_context(asked):
            app.preprocess_request()
            addresses = (search_address(request), choice_address(request, "place", "x"))
            assert [carried] * 2 == [f"ui={asked[-2:]}" in address for address in addresses]


@given(st.lists(st.tuples(VALUES, VALUES), max_size=4))
def test_parameters_come_back_as_they_were(pairs):
    """The short form of an address says the same as the long one."""
    assert pairs == parse_qsl(query_string(pairs), keep_blank_values=True)
    assert urlencode(pairs, safe="/:*,~()") == query_string(pairs)
