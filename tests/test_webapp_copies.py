"""Near copies on the desk: folded, counted, listed and switched on and off."""

import html
import json
import re

import pytest

from indexer import api
from indexer.api import SearchRequest
from webapp.app import create_app

REPORT = (
    "The governor opened a new bridge over the river on Monday, as the council had planned for years. "
    "Traders from both banks said that the crossing would halve the way to the market in Gao. "
    "A ferry had carried people and cattle since the flood of 2012 took the old bridge away."
)
OTHER = "Herders near Mopti lost cattle when the river rose; the bridge there was closed for a week."
PAGES = (
    {"id": "a-wire", "title": "Bridge opens", "text": REPORT, "source": "Wire", "published": "2024-03-04"},
    {
        "id": "b-daily",
        "title": "New bridge",
        "text": f"GAO, 4 March – {REPORT}",
        "source": "Daily",
        "published": "2024-03-05",
    },
    {"id": "c-radio", "title": "Bridge", "text": REPORT.replace(" ", "  ", 5), "source": "Radio"},
    {"id": "d-other", "title": "Cattle lost", "text": OTHER, "source": "Wire", "published": "2024-03-06"},
)


@pytest.fixture(scope="module")
def settings(on_engine, tmp_path_factory):
    """An index of one report in three outlets, and of another report."""
    folder = tmp_path_factory.mktemp("copies")
    (folder / "pages.jsonl").write_text("".join(json.dumps(page) + "\n" for page in PAGES))
    settings = on_engine(index=folder / "index", seeds=(folder / "pages.jsonl",))
    report = api.rebuild(settings)
    assert (1, 1, 1) == (report.copies.groups, report.copies.exact, report.copies.near)
    return settings


@pytest.fixture(scope="module")
def client(settings):
    """A client of the app on this index."""
    return create_app(settings).test_client()


def _text(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _links(page, words):
    """The addresses of the links with these words."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)</a>', page)
    return [html.unescape(address) for address, text in found if text == words]


def _total(client, address):
    return client.get(address.replace("/?", "/search.json?", 1)).json["total"]


def test_the_sentence_counts_documents_and_tells_which_are_folded(client):
    """Four documents match, two hits are listed, and the numbers add up."""
    page = client.get("/?q=bridge").text
    assert "4 documents match bridge; 2 of them are near copies of others and folded into them." in _text(
        page
    )
    assert 2 == page.count('<li class="hit">')
    assert "2 of 2 documents shown; 2 near copies are folded into them" in _text(page)


def test_the_number_of_copies_leads_to_as_many_documents(client):
    """The search restricted to them, each listed, with the rest of the search kept."""
    (address,) = _links(client.get("/?q=bridge&sort=oldest").text, "2 near copies")
    assert "q=bridge" in address
    assert "copies=all" in address
    assert 2 == _total(client, address)
    assert 2 == client.get(address).text.count('<li class="hit">')


def test_a_filter_counts_only_the_copies_that_match(client):
    """Two of the three are dated: one copy, and the one sentence for one."""
    page = client.get("/?q=bridge&published=2024-03").text
    assert "; 1 of them is a near copy of another and folded into it." in _text(page)
    (address,) = _links(page, "1 near copy")
    assert 1 == _total(client, address)


def test_the_switch_lists_each_copy_and_folds_them_again(client):
    """It keeps the search, and its other links keep it."""
    (each,) = _links(client.get("/?q=bridge&sort=newest").text, "Show each copy")
    page = client.get(each).text
    assert 4 == page.count('<li class="hit">')
    assert "4 documents match bridge." in _text(page)
    assert not _links(page, "2 near copies")
    (fold,) = _links(page, "Fold near copies")
    assert "/?q=bridge&sort=newest" == fold
    (oldest,) = _links(page, "oldest")
    assert "copies=all" in oldest
    assert 'name="copies" value="all"' in page


def test_no_switch_without_copies(client):
    """A search that finds no copies says nothing of them."""
    page = client.get("/?q=herders").text
    assert "copies" not in page.partition("<main")[2].partition("<aside")[0]


def test_pages_are_those_of_the_list(client):
    """One hit a page: two pages folded, four with each copy, and none after the last."""
    assert (2, 2) == tuple(
        client.get("/search.json?q=bridge&per=1").json[name] for name in ("pages", "folded")
    )
    assert 4 == client.get("/search.json?q=bridge&per=1&copies=all").json["pages"]
    assert 404 == client.get("/?q=bridge&page=3&per=1").status_code
    assert "Next page" not in client.get("/?q=bridge&page=2&per=1").text


def test_facets_count_documents_whether_copies_are_folded_or_not(client):
    """A count is the total after choosing its value."""
    folded, each = (client.get(f"/search.json?q=bridge&copies={way}").json for way in ("fold", "all"))
    for name in ("source", "published", "actor", "place", "mentioned"):
        counts = [[(v["value"], v["count"]) for v in one["facets"][name]] for one in (folded, each)]
        assert counts[0] == counts[1]
    for value in folded["facets"]["source"]:
        assert value["count"] == _total(client, value["url"])


def test_json_names_the_copies_of_a_hit(client):
    """Their number and their ids; the document tells how alike they are."""
    first = client.get("/search.json?q=bridge&sort=oldest").json["hits"][0]
    assert ("a-wire", 2, ["b-daily", "c-radio"]) == (
        first["document"]["id"],
        first["copies"],
        first["copy_ids"],
    )
    copies = client.get("/documents/a-wire.json").json["copies"]
    assert (2, [True, False]) == (copies["total"], [one["exact"] for one in copies["first"]])
    assert copies["first"][0]["resemblance"] == 1.0 > copies["first"][1]["resemblance"] >= 0.8


def test_a_document_lists_its_near_copies(client):
    """With headline, outlet, date and how alike; one without any has no such part."""
    page = client.get("/documents/b-daily").text
    part = _text(page.partition('id="copies"')[2].partition("</section>")[0])
    assert "2 documents of the collection" in part
    assert re.search(r"Bridge opens 4 March 2024 .*Wire · \d\d % alike", part)
    assert "Radio" in part
    exact = client.get("/documents/c-radio").text.partition('id="copies"')[2]
    assert "the same text" in exact
    assert 'id="copies"' not in client.get("/documents/d-other").text


def test_a_folded_document_stands_where_its_hit_does(client):
    """Opened from its own address within a search: the place of the hit that it is folded into."""
    for document in ("a-wire", "b-daily", "c-radio"):
        page = _text(client.get(f"/documents/{document}?q=ferry").text)
        assert "Back to “ferry” Document 1 of 1" in page
    each = client.get("/documents/b-daily?q=bridge&sort=oldest&copies=all").text
    assert "Document 2 of 4" in _text(each)
    assert "Not in this answer" in _text(client.get("/documents/b-daily?q=herders").text)


def test_lists_without_a_word_on_copies_hold_each_document(client):
    """The home page lists all documents; the page of the collection counts the copies."""
    assert 4 == client.get("/").text.count("<li><h3>")
    assert "1 exact duplicate and 1 near copy of 1 document" in _text(client.get("/collection").text)


def test_a_batch_ranks_every_document(settings):
    """What is measured is the ranking: nothing is folded in it."""
    with api.open_search(settings=settings) as search:
        assert 4 == len(search.rank(SearchRequest(text="bridge"), 100))
        assert 2 == len(search.search(SearchRequest(text="bridge")).hits)
        assert 4 == len(search.search(SearchRequest(text="bridge", copies="all")).hits)


def test_the_command_tells_of_copies(settings, run, reach):
    """In words with the way to list each, and as JSON."""
    code, out, _ = run("search", "bridge", "--sort", "oldest", *reach(settings))
    assert (0, True, True) == (
        code,
        "2 near copies folded into others; each: --copies all" in out,
        "2 near copies: b-daily, c-radio" in out,
    )
    found = json.loads(run("search", "bridge", "--copies", "all", "--json", *reach(settings))[1])
    assert (4, 0, 4) == (found["total"], found["folded"], len(found["hits"]))
