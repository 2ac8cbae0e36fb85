"""The way from a hit to its matches, and from match to match, by the links of the pages alone."""

import re
from html import unescape

import pytest

from indexer.api import SearchRequest
from webapp.app import create_app

QUERIES = (
    {"q": "wagner"},
    {"q": "wagner withdrawal", "actor": "jnim", "actors": "any"},
    {"q": '"security vacuum" OR peacekeep*'},
    {"q": "un NEAR/3 troops"},
    {"mentioned": "2020"},
)
MARK = re.compile(r'<mark(?: class="alias")?(?: id="m(\d+)")?>(.*?)</mark>', re.DOTALL)
STEPS = re.compile(r'<span class="hop"> <span class="vh">match </span>(\d+) of (\d+)(.*?)</span>', re.DOTALL)


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def read(client, address, **query):
    """A page as text; fragments are the browser's matter."""
    answer = client.get(address.partition("#")[0], query_string=query or None)
    assert 200 == answer.status_code
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_each_passage_of_a_hit_leads_to_its_first_match(client, query):
    """The query goes with it, and the word there is the one that is marked first in the passage."""
    page = read(client, "/", **query)
    quotes = re.findall(
        r'<li><a class="pn" href="([^"]+)"[^>]*>\d+</a><div>(.*?)</div></li>', page, re.DOTALL
    )
    assert quotes
    for link, shown in quotes:
        address, _, anchor = unescape(link).partition("#m")
        words = dict(MARK.findall(read(client, address)))
        # What stands above a passage has a match of its own.
        passage = shown.rpartition("<p")[2]
        assert MARK.search(passage)[2] == words[anchor]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_steps_lead_through_all_matches_of_a_document(client, query):
    """Each match has its number, the same total, and links to the match before it and after it."""
    page = read(client, "/", **query)
    for address in set(map(unescape, re.findall(r'<h2>[^\n]*?href="(/documents/[^"]+)"', page))):
        document = read(client, address)
        numbers = [int(number) for number, _ in MARK.findall(document) if number]
        assert list(range(1, len(numbers) + 1)) == numbers
        for number, total, links in STEPS.findall(document):
            here, last = int(number), len(numbers)
            near = [f"#m{n}" for n in (here - 1, here + 1) if 1 <= n <= last]
            assert (str(last), near) == (total, re.findall(r'href="(#m\d+)"', links))
        assert f"First of {len(numbers)} matches" in document or len(numbers) < 2


def test_without_marks_there_are_no_steps(client, search):
    """As nothing is there to step to."""
    hit = search.search(SearchRequest(text="wagner")).hits[0]
    page = read(client, f"/documents/{hit.document.id}", q="wagner", marks="off")
    assert "hop" not in page
    assert "#m1" not in page


def test_a_chosen_document_shows_all_its_matching_passages_in_order(client, search):
    """Each of them, and the number beside it in the facet counts them."""
    for hit in search.search(SearchRequest(text="wagner withdrawal")).hits:
        chosen = SearchRequest(text="wagner withdrawal", documents=(hit.document.id,))
        (alone,) = search.search(chosen).hits
        shown = [excerpt.passage for excerpt in alone.passages if excerpt.kind == "passage"]
        assert search.evidence(hit.document.id, chosen).matching == tuple(dict.fromkeys(shown))
        assert hit.matching == len(set(shown))
        assert sorted(shown) == shown
