"""Messy addresses lead to one tidy address, in one step, and nothing of them is lost."""

import html
import re
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.api import Settings
from webapp.app import create_app
from webapp.canonical import find_better
from webapp.params import KNOWN, query_string, read_params

NAMES = (*sorted(KNOWN), "utm", "find", "")
VALUES = st.sampled_from(
    (
        "",
        " ",
        "a",
        "b c",
        "all",
        "any",
        "exact",
        "newest",
        "oldest",
        "none",
        "2024-03",
        "March 2024",
        "2023..2024",
        "2",
        "10",
        "0",
        "-1",
        "9" * 31,
        "fr",
        "whole",
        "é\u202e",
        "&=#%",
    )
) | st.text(max_size=5)


@pytest.fixture(scope="module")
def client(seeds_index):
    """A client of the app on the seeds."""
    return create_app(Settings(index=seeds_index)).test_client()


def _read(pairs):
    args = MultiDict(pairs)
    return args, read_params(args, Settings())


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=9))
def test_one_step_leads_to_an_address_that_stays_and_asks_the_same(pairs):
    """The better address is read as the same request with the same notes, and has none better."""
    args, params = _read(pairs)
    better = find_better(args, params)
    if better is None:
        return
    again = parse_qsl(query_string(better), keep_blank_values=True)
    args_again, params_again = _read(again)
    assert params.request == params_again.request
    assert params.unread == params_again.unread
    assert set(params.notes) == set(params_again.notes)
    assert None is find_better(args_again, params_again)


MESSY = (
    "actor=jnim&q=wagner",
    "q=wagner&actor=jnim&actor=jnim&sort=relevance&page=1&per=10",
    "q=&actor=&q=+wagner+&published_from=2024-03&published_to=2024-03",
    "per=25&q=wagner&utm=x&published=March+2024&sort=best",
    "sort=newest&q=wagner&sort=oldest&page=",
)


@pytest.mark.parametrize("query", MESSY)
def test_a_messy_address_is_redirected_once(client, query):
    """To an address that answers, with the filters and the values that were not used."""
    first = client.get(f"/?{query}")
    assert 302 == first.status_code
    second = client.get(first.headers["Location"])
    assert 200 == second.status_code
    kept = dict(parse_qsl(first.headers["Location"].partition("?")[2]))
    assert "wagner" == kept["q"]
    if "best" in query:
        assert ("best", "x") == (kept["sort"], kept["utm"])
        assert "“best” is ignored" in second.text
        assert "“utm” is not known" in second.text


def test_facets_have_one_address_too(client):
    """The order and what is looked for stand last, the defaults nowhere; a wrong order is kept and said."""
    first = client.get("/facets/actor?find=+a++b&order=count&q=wagner&page=1")
    assert "/facets/actor?q=wagner&find=a+b" == first.headers["Location"]
    assert 200 == client.get(first.headers["Location"]).status_code
    wrong = client.get("/facets/actor?q=wagner&order=size")
    assert 200 == wrong.status_code
    assert "“order” is count or name or type; “size” is ignored." in html.unescape(wrong.text)


def test_links_on_pages_need_no_redirect(client):
    """Every link to an answer or a list of values is the best address already, but for long texts."""
    query = urlencode(
        [("q", "mali"), ("actor", "wagner"), ("not_actor", "eu"), ("sort", "newest"), ("per", 25)]
    )
    pages = (f"/?{query}", f"/facets/actor?{query}&order=name", "/", "/actors/jnim", "/?q=mali&page=2&per=2")
    for address in pages:
        for link in re.findall(r'href="((?:/|/facets/\w+)\?[^"#]*)', client.get(address).text):
            answer = client.get(html.unescape(link))
            assert answer.status_code == 200 or answer.location.startswith("/search/"), (address, link)


def test_how_many_stand_on_a_page_can_be_chosen(client):
    """Each size keeps the first document of this page in sight; a short list offers none."""
    page = client.get("/?q=wagner&page=2&per=2").text
    sizes = re.search(r'aria-label="Number on a page">(.*?)</nav>', page, re.DOTALL)[1]
    assert ["10", "25", "50", "100"] == re.findall(r">(\d+)<", sizes)
    assert 'href="/?q=wagner"' in sizes
    assert "Number on a page" not in client.get("/?q=wagner").text


@pytest.mark.parametrize("page", ["1" + "0" * 30, "999999999", "77"])
def test_a_page_past_every_end_says_so(client, page):
    """4xx with the query kept in its field."""
    answer = client.get(f"/?q=wagner&page={page}")
    assert answer.status_code in (400, 404)
    assert 'value="wagner"' in answer.text
