"""Completions as JSON, and in the search box of a page."""

import html
import re

import pytest

from indexer.api import SearchRequest, Settings
from tests.desk_pages import SCRIPTS
from webapp.app import create_app


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def _options(client, address):
    """Value and label of what the search box of a page offers."""
    page = client.get(address).text
    box = re.search(r'<datalist id="completions">(.*?)</datalist>', page, re.DOTALL)[1]
    return [tuple(map(html.unescape, pair)) for pair in re.findall(r'value="([^"]*)" label="([^"]*)"', box)]


def test_the_shape_of_a_completion(client):
    """Under the names of Python, with the words of the search box and the address of the answer."""
    answer = client.get("/suggest.json?q=mali+gs&published=none")
    assert 200 == answer.status_code
    assert {"query", "generation", "completions"} == set(answer.json)
    assert "mali gs" == answer.json["query"]
    assert [
        {
            "text": "mali GSIM",
            "kind": "actor",
            "label": "GSIM – JNIM",
            "value": "jnim",
            "count": 2,
            "says": "mali GSIM – JNIM, 2 documents",
            "url": "/?q=mali+GSIM&published=none",
        }
    ] == answer.json["completions"]


def test_every_address_leads_to_what_was_counted(client):
    """A search finds as many; a headline leads to its document."""
    kinds = set()
    for typed in (
        "wag",
        "mali merc",
        "title:mil",
        "actor:",
        "militia st",
        '"africa c',
        "what is said of the war in ma",
    ):
        for one in client.get("/suggest.json", query_string={"q": typed}).json["completions"]:
            kinds.add(one["kind"])
            page = client.get(one["url"], follow_redirects=True)
            assert 200 == page.status_code
            if one["kind"] == "title":
                assert f"/documents/{one['value']}" == one["url"]
            else:
                assert one["count"] == client.get(f"/search.json{one['url'][1:]}").json["total"]
    assert {"actor", "word", "title"} == kinds


def test_a_blank_at_the_end_ends_the_word(client):
    """The last word is whole then: only a name goes on behind it, and headlines have it."""
    texts = [one["text"] for one in client.get("/suggest.json?q=wagner+").json["completions"]]
    assert "Wagner Group" == texts[0]


@pytest.mark.parametrize(
    "query",
    ["", "page=9", "q=", "q=%20", "q=%00", "q=%ff", "q=%F0%9F%98%80", "q=the+of", "q=%22", "q=a*", "q=((((",
     "q=mer&page=99999", "q=mer&published=soon", "q=mer&actor=nobody",
     "q=" + "word+" * 500, "q=" + "x" * 9000],
)  # fmt: skip
def test_odd_texts_have_an_empty_list_or_completions(client, query):
    """Never an error: who types is in the middle of a word."""
    answer = client.get(f"/suggest.json?{query}")
    assert 200 == answer.status_code
    assert isinstance(answer.json["completions"], list)


def test_other_methods_are_refused_as_json(client):
    """As of every address."""
    answer = client.post("/suggest.json?q=mer")
    assert 405 == answer.status_code
    assert 405 == answer.json["error"]["status"]


def test_without_an_index_it_says_so(tmp_path):
    """The same error as everywhere, which the script passes over in silence."""
    answer = create_app(Settings(index=tmp_path)).test_client().get("/suggest.json?q=mer")
    assert 503 == answer.status_code
    assert "rebuild" in answer.json["error"]["message"]


def test_the_box_of_the_home_page_offers_the_most_named_actors(client, search):
    """Each with the number of documents that a search for it finds."""
    options = _options(client, "/")
    assert ("Wagner Group", "Wagner Group, 5 documents") in options
    for value, label in options:
        total = search.search(SearchRequest(text=value)).total
        assert label.endswith(f", {total} document{'s' * (total != 1)}")
    assert 20 == len(options) == len({value for value, _ in options})


def test_the_box_of_an_answer_offers_the_most_named_actors(client):
    """Not with filters, nor for names by their letters: a search for one would find another number."""
    assert _options(client, "/") == _options(client, "/?q=mali+gs")
    assert [] == _options(client, "/?q=mali+gs&published=none")
    assert [] == _options(client, "/?q=mali+gs&spelling=exact")


def test_what_is_offered_is_escaped(client):
    """A text with signs of markup stays a text."""
    page = client.get("/", query_string={"q": '"<b>&" wag'}).text
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_pages_without_a_generation_have_an_empty_box(tmp_path):
    """The page that says what went wrong lets the reader type on."""
    page = create_app(Settings(index=tmp_path)).test_client().get("/?q=wag").text
    assert "<option" not in page


def test_the_scripts_are_files_of_the_desk(client):
    """Deferred, of this host, and within what the security policy lets run; no page has another."""
    for address in ("/", "/?q=wagner", "/actors", "/help", "/documents/none"):
        page = client.get(address).text
        scripts = re.findall(r"<script[^>]*>", page)
        assert scripts == [f'<script type="module" src="{path}">' for path in SCRIPTS]
    for path in SCRIPTS:
        with client.get(path) as answer:
            assert answer.mimetype in ("text/javascript", "application/javascript")
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
