"""The pages of all values of a facet, and what a facet beside an answer leaves to them."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.api import FacetValue, Settings
from webapp.app import create_app
from webapp.value_lists import VALUES_A_PAGE, ListPlace, find_values, list_values


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def _text(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _labels(page):
    """The names of the values on a page, in order."""
    found = re.findall(r'<span class="l">(?:<span class="vh">[^<]*</span>)?([^<]*)</span>', page)
    return [html.unescape(label) for label in found]


def test_names_are_found_within_a_facet_without_a_script(client):
    """The form beside the answer leads to the list; words are found whatever their case and accents."""
    beside = client.get("/?q=wagner&sort=newest").text
    form = re.search(
        r'<form class="range one" method="get" action="/facets/actor">(.*?)</form>', beside, re.DOTALL
    )
    assert 'name="q" value="wagner"' in form[1]
    assert 'name="sort" value="newest"' in form[1]
    page = client.get("/facets/actor?q=wagner&find=GOITA").text
    assert ["Assimi Goïta"] == _labels(page)
    assert "1 of 35 actors with “GOITA” in the name." in _text(page)
    assert 'value="GOITA"' in page
    assert "0 of 35 actors with “zzz” in the name." in _text(
        client.get("/facets/actor?q=wagner&find=zzz").text
    )


def test_orders_are_by_count_from_a_to_z_and_by_type(client):
    """The same values in each order, under headings that fit it."""
    pages = {
        order: client.get(f"/facets/actor?order={order}", follow_redirects=True).text
        for order in ("count", "name", "type")
    }
    assert len({frozenset(_labels(page)) for page in pages.values()}) == 1
    initials = re.findall(r'<h2 id="g-\d+">([^<]+)</h2>', pages["name"])
    assert initials == sorted(initials)
    assert set(initials) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert "Armed groups" in pages["type"]
    counts = [int(n) for n in re.findall(r'<span class="n">(\d+)<', pages["count"])]
    assert counts == sorted(counts, reverse=True)


def test_chosen_and_excluded_values_stand_first_wherever_a_reader_is(client):
    """Beside the answer and on the page, at 0 and when nothing of that name is looked for."""
    query = "q=wagner&actor=africa-corps&not_actor=jnim&published=1999"
    for address in (f"/?{query}", f"/facets/actor?{query}&find=mali", f"/facets/actor?{query}&order=name"):
        page = client.get(address).text
        facet = page[page.index(">Actor</h3>") if "/?" in address else page.index('class="facet all"') :]
        assert ["Africa Corps", "not JNIM"] == _labels(facet)[:2], address
        without = re.search(
            r'<a class="v" href="([^"]+)"[^>]*><span class="l"><span class="vh">Remove: '
            r"</span>not JNIM",
            facet,
        )
        assert "not_actor" not in html.unescape(without[1])


def test_the_documents_of_an_answer_are_listed_with_their_matching_passages(client):
    """Each one, with the passages that its own page marks."""
    page = client.get("/facets/document?q=jnim").text
    assert "3 documents." in _text(page)
    rows = re.findall(r'<a class="v" href="[^"]*document=([^"&]+)".*?<span class="n">(\d+)<', page)
    assert 3 == len(rows)
    for document, passages in rows:
        marked = client.get(f"/documents/{document}?q=jnim").text
        assert int(passages) == marked.count('class="passage has"')


def test_a_page_after_the_last_leads_to_the_last(client):
    """404 with the way on, which keeps the order and what is looked for."""
    answer = client.get("/facets/actor?q=wagner&page=7&order=name&find=a")
    assert 404 == answer.status_code
    assert 'href="/facets/actor?q=wagner&amp;order=name&amp;find=a"' in answer.text


def test_what_an_answer_leaves_out_is_said(seeds_index):
    """With a limit of two values the number of all actors stands there, and the list has each of them."""
    client = create_app(Settings(index=seeds_index, facet_limit=2)).test_client()
    page = client.get("/?q=wagner").text
    assert "All 35 actors" in _text(page)
    assert "33 are not shown here" in _text(page)
    assert 35 == len(_labels(client.get("/facets/actor?q=wagner").text))
    answer = client.get("/search.json?q=wagner").json
    assert (2, 35) == (len(answer["facets"]["actor"]), answer["facet_sizes"]["actor"])


LABELS = st.text(st.sampled_from("aébÉz0«- "), min_size=1, max_size=4)
VALUES = st.lists(st.tuples(LABELS, st.integers(0, 3)), max_size=450).map(
    lambda rows: [FacetValue(str(at), label, n, selected=False) for at, (label, n) in enumerate(rows)]
)


@given(VALUES, st.sampled_from(["count", "name", "type"]), st.sampled_from(["", "a", "é b", "0"]))
def test_every_value_stands_on_one_page_of_a_list(values, order, text):
    """Through all pages each value that is looked for comes once, and none twice."""
    pages = list_values("actor", values, ListPlace(order, text)).pages
    seen = []
    for page in range(1, pages + 1):
        own = list_values("actor", values, ListPlace(order, text, page))
        shown = [v for _, group in own.groups for v in group]
        assert len(shown) <= VALUES_A_PAGE
        assert len({heading for heading, _ in own.groups}) == len(own.groups)
        seen += shown
    assert sorted(find_values(values, text)) == sorted(seen)
    assert () == list_values("actor", values, ListPlace(order, text, pages + 1)).groups
