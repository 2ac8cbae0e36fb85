"""The search page and its JSON on the seeds."""

import html
import re
from dataclasses import asdict, replace
from urllib.parse import parse_qs, urlsplit

import pytest

from indexer import api
from indexer.api import Answer, FacetValue, SearchRequest, Settings
from webapp import search_view
from webapp.app import create_app


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def _text(page):
    """The words of a page in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def _heading(client, address):
    return _text(re.search(r"<h1>(.*?)</h1>", client.get(address).text, re.DOTALL)[1])


@pytest.mark.parametrize("word", ["JNIM", "GSIM", "Jama'at Nasr al-Islam", "Jama’a Nusrat ul-Islam"])
def test_every_spelling_finds_the_same_and_says_which_was_written(client, word):
    """Three documents, and each hit tells the forms that stand in it."""
    page = client.get("/", query_string={"q": word}).text
    assert f"3 documents match {word}." in _text(page)
    assert "read as the actor JNIM" in _text(page)
    assert "here written" in page
    assert "JNIM</span>" in page


def test_a_question_is_offered_with_one_question_mark(client):
    """Who asks is no actor, and the offer ends as the question that holds it."""
    said = _text(client.get("/", query_string={"q": "Who said JNIM withdrew, and when?"}).text)
    assert "Did you mean Who said JNIM withdraw, and when? 5 documents" in said
    assert "“Who”, “and” and “when” are not searched on their own." in said
    assert "WHO" not in said


def test_a_timeline_says_where_no_dated_passage_holds_the_whole_search(client):
    """That nobody dates it is an answer; where somebody does, nothing is said."""
    said = "No passage with a date holds all of the search."
    assert said in client.get("/timeline?q=JNIM+withdraw").text
    assert said not in client.get("/timeline?q=MINUSMA+withdraw").text
    assert said not in client.get("/timeline?q=withdraw").text


@pytest.mark.parametrize(("address", "targets"), [("/", ["collection"]), ("/?q=wagner", ["filters", "away"])])
def test_the_keyboard_skips_to_what_stands_far_down(client, address, targets):
    """Each skip link leads to a place of the page."""
    page = client.get(address).text
    assert ["main", *targets] == re.findall(r'<a class="skip" href="#([^"]+)"', page)
    assert all(f'id="{target}"' in page for target in targets)


def test_the_facets_of_the_desk_are_there(client):
    """Wagner stands in all five seeds, with actors, dates of both kinds and documents to choose."""
    page = client.get("/?q=wagner").text
    assert "5 documents match wagner." in _text(page)
    for heading in ("Actor", "Published", "Talked about", "Document", "Place"):
        assert f"<h3>{heading}</h3>" in page
    assert "passages</span>" in page


def test_several_values_at_once_narrow_and_widen(client):
    """OR inside a facet, AND across facets, the switch for actors, and exclusion."""
    assert _heading(client, "/?q=wagner&published=2024-03").startswith("1 document matches")
    assert _heading(client, "/?q=wagner&published=2024-03&published=none").startswith("4 documents match")
    both = client.get("/?actor=jnim&actor=africa-corps").text
    either = client.get("/?actor=jnim&actor=africa-corps&actors=any").text
    assert "1 document mentions JNIM and Africa Corps." in _text(both)
    assert "3 documents mention JNIM or Africa Corps." in _text(either)
    assert "With more than one:" in both
    assert "With more than one:" not in client.get("/?actor=jnim").text
    assert _heading(client, "/?q=wagner&not_actor=jnim").startswith("2 documents match")


def test_a_chosen_value_stays_at_nothing(client):
    """A choice that leaves nothing can be taken back where it was made."""
    page = client.get("/?q=wagner&actor=africa-corps&published=2023-12").text
    assert "0 documents match" in _text(page)
    assert re.search(
        r'aria-current="true"><span class="l"><span class="vh">Remove: </span>Africa Corps', page
    )


def test_an_answer_without_hits_offers_ways_out_with_true_counts(client):
    """Each way out that is a link leads to as many documents as it says; one of 0 is no link."""
    page = client.get("/?q=wagner+prigozin&actor=africa-corps&published=2023-12").text
    page = page.partition("<main")[2].partition("</main>")[0]
    assert "If one thing is changed" in page
    rows = re.findall(r'<tr><th scope="row"><a href="([^"]+)">.*?<td class="num"><a[^>]*>(\d+)<', page)
    assert len(rows) >= 4
    for address, count in rows:
        found = client.get(html.unescape(address).replace("/?", "/search.json?", 1)).json["total"]
        assert int(count) == found > 0, address
    words = _text(page)
    assert "The words one by one" in words
    assert "Wagner Group, 2 spellings found" in words


def test_where_all_words_are_wanted_any_of_them_is_a_way_out(client):
    """Who asks for all words is told what any of them finds; who does not has been answered so."""
    page = client.get("/?q=wagner+prigozin&actor=jnim&match=all").text.partition("<main")[2]
    way = re.search(r'<a href="([^"]+)">Match any word</a></th><td.*?<td class="num"><a[^>]*>(\d+)<', page)
    assert html.unescape(way[1]) == "/?q=wagner+prigozin&actor=jnim&match=any"
    assert way[2] == "3"
    for query in ("q=prigozin&match=all", "q=wagner+prigozin&actor=gatia&published=2023-12"):
        assert "Match any word" not in client.get(f"/?{query}").text


@pytest.mark.parametrize(
    ("near", "apart", "count"),
    [
        ("wagner NEAR/1 mali", "wagner AND mali", 5),
        ("exit NEAR/1 mali NEAR/1 wagner", "exit AND mali AND wagner", 3),
        ('"exit mali"~1', "(exit mali)", 3),
    ],
)
def test_words_that_are_nowhere_near_each_other_are_offered_apart(client, near, apart, count):
    """With the true count of documents that have all of them; not where none were to be near."""
    page = client.get("/", query_string={"q": near}).text.partition("<main")[2]
    way = r'<a href="([^"]+)">The words anywhere in a document</a>.*?<td class="num"><a[^>]*>(\d+)<'
    ((address, said),) = re.findall(way, page, re.DOTALL)
    asked = html.unescape(address)
    assert [apart] == parse_qs(urlsplit(asked).query)["q"]
    assert count == int(said) == client.get(asked.replace("/?", "/search.json?", 1)).json["total"]
    assert "anywhere in a document" not in client.get("/", query_string={"q": '"mali exit" prigozin'}).text


def test_a_word_that_is_not_searched_has_no_count(client):
    """Stop words stand in every document: 0 beside them would not be true."""
    assert "The words one by one" not in client.get("/?q=the+of+and").text
    words = client.get("/?q=the+insurgensy+exit&match=all").text.partition('id="ww"')[2]
    assert re.findall(r'<span class="say">(\w+)</span>', words) == ["insurgensy", "exit"]


def test_words_that_were_removed_find_nothing(client):
    """Residue is kept whole and never searched."""
    for query in ("Advertisment", '"Exit mobile version"', '"1 - 2 - 3"'):
        assert client.get("/search.json", query_string={"q": query}).json["total"] == 0


def test_the_letters_only_are_one_link_away(client):
    """The link beside the reading says what it finds; one that finds nothing is text."""
    page = client.get("/?q=Wagner").text
    assert 'href="/?q=Wagner&amp;spelling=exact">Search the letters “Wagner” only (5 documents)</a>' in page
    assert "Search the letters “GSIM” only (0 documents)" in _text(client.get("/?q=GSIM").text)
    assert 'spelling=exact">' not in client.get("/?q=GSIM").text


def test_the_letters_only_are_counted_as_strictly_as_the_name(client):
    """The letters of a name of two words are both of them, though a search for them would try any."""
    page = _text(client.get("/?q=Al+Qaida").text)
    assert "1 document matches Al Qaida." in page
    assert "Search the letters “Al Qaida” only (0 documents)" in page
    loosened = _text(client.get("/?q=Al+Qaida&spelling=exact").text)
    assert "2 documents match Al or Qaida. No document has all of the words" in loosened


def test_a_date_that_cannot_be_read_is_said_beside_its_field(client):
    """The field keeps what was typed and is marked; the answer says that it is not used."""
    page = client.get("/?q=GSIM&published_from=Marhc+2024").text
    assert 'value="Marhc 2024" size="10" aria-invalid="true"' in page
    assert page.count("“Marhc 2024” is not a date, so it is not used.") == 2
    assert "3 documents match GSIM." in _text(page)
    for value in ("2024-03-xx", "2024-13", "soon", "--99-99x"):
        assert (
            client.get("/", query_string={"q": "a", "published": value, "mentioned": value}).status_code
            == 200
        )


def test_pages_of_an_answer_hold_each_document_once(client):
    """Following Next from page to page shows every hit in order."""
    seen, address = [], "/?q=wagner&per=2"
    while address:
        page = client.get(address).text
        seen += re.findall(r'<h2>.*?href="/documents/([^"?]+)', page)
        following = re.search(r'<a href="([^"]+)" rel="next"', page)
        address = html.unescape(following[1]) if following else ""
    assert 5 == len(seen) == len(set(seen))


def test_an_empty_collection_says_what_to_do(tmp_path, seeds_index):
    """Nothing to show is said with the way to change it."""
    live = create_app(Settings(index=seeds_index)).extensions["cuttings"].live
    with live.acquire() as search:
        empty = _Emptied(search)
        client = create_app(Settings(), _Held(empty)).test_client()
        page = client.get("/").text
    assert "0 documents. Put files in <code>seeds/</code> and run" in page


def test_the_home_page_shows_the_most_named_actors_and_leads_to_all(seeds_index, monkeypatch):
    """A long list of actors is one link away; what is shown is what most documents name."""
    client = create_app(Settings(index=seeds_index)).test_client()
    whole = client.get("/").text
    monkeypatch.setattr(search_view, "MOST_ACTORS", 5)
    page = client.get("/").text
    index = page[page.index('<div class="index">') : page.index("</div>", page.index('<div class="index">'))]
    counts = [actor["count"] for actor in client.get("/actors.json").json["actors"]]
    assert re.search(r'<a href="/actors">All (\d+) actors</a>', page)[1] == str(len(counts))
    shown = [int(count) for count in re.findall(r'<span class="n">(\d+)<', index)]
    assert sorted(counts)[-5:] == sorted(shown)
    assert '<a href="/actors">All' not in whole


class _Held:
    """A live collection that holds one search."""

    def __init__(self, search):
        self.search = search

    def acquire(self):
        """The search itself."""
        return self.search

    def newest(self):
        """None, so that nothing of it is kept."""
        return


class _Emptied:
    """A search on nothing."""

    generation, degraded, months = "gen-empty", None, ()

    def __init__(self, search):
        self.collection = replace(search.collection, documents=0, source_files=(), rules=())
        self.facet_label = search.facet_label

    def search(self, request):
        """An answer without hits."""
        return Answer(request, 0, (), dict.fromkeys(request.facets, ()), (), 0.1, "gen-empty", "", "all")

    count = search

    def actor_counts(self):
        """No actors."""
        return ()

    @property
    def completer(self):
        """Completes nothing."""
        return self

    def most_named(self, _):
        """No actors."""
        return ()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


def test_json_has_the_names_of_python(client, on_engine, seeds_index):
    """The same answer in Python and over HTTP."""
    request = SearchRequest(text="wagner", actors=("jnim",), per=2)
    with api.open_search(settings=on_engine(index=seeds_index)) as search:
        answer = search.search(request)
    found = client.get("/search.json?q=wagner&actor=jnim&per=2&x=1").json
    expected = {
        "total",
        "folded",
        "page",
        "pages",
        "per",
        "took_ms",
        "generation",
        "understood",
        "match",
        "notes",
    }
    assert expected | {"suggestion", "hits", "facets", "facet_sizes"} == set(found)
    assert (answer.total, answer.pages, 1, 2) == (found["total"], found["pages"], found["page"], found["per"])
    assert answer.generation == found["generation"]
    assert set(answer.facets) == set(found["facets"])
    for name, values in answer.facets.items():
        for value, given in zip(values, found["facets"][name], strict=True):
            assert {**value._asdict(), "url": given["url"]} == given
            assert given["url"].startswith("/")
    assert {*FacetValue._fields} | {"url"} == set(found["facets"]["actor"][0])
    for hit, given in zip(answer.hits, found["hits"], strict=True):
        assert hit.document.id == given["document"]["id"]
        assert hit.document.label == given["document"]["label"]
        assert hit.matching == given["matching"]
        assert [asdict(reason)["forms"] for reason in hit.reasons] == [
            tuple(map(tuple, reason["forms"])) for reason in given["reasons"]
        ]
    assert "The parameter “x” is not known and was ignored." == found["notes"][-1]["message"]


def test_json_of_documents_and_actors_is_whole(client):
    """Offsets point into the text; the clean text is the text without what was removed."""
    for actor in client.get("/actors.json").json["actors"][:5]:
        whole = client.get(f"{actor['url']}.json").json
        assert actor.items() <= whole.items()
        assert actor["count"] == client.get(f"/search.json?actor={actor['id']}").json["total"]
    for hit in client.get("/search.json").json["hits"]:
        whole = client.get(f"/documents/{hit['document']['id']}.json").json
        clean, at = "", 0
        for span in whole["removed"]:
            assert whole["text"][span["start"] : span["end"]] == span["text"]
            clean, at = clean + whole["text"][at : span["start"]], span["end"]
        assert whole["clean_text"] == clean + whole["text"][at:]


def test_a_better_spelling_is_a_link_that_keeps_what_was_chosen(client):
    """Offered above the answer with its count, which its own page says too."""
    page = client.get("/?q=wagnr&actor=jnim&sort=newest&per=2").text
    link = re.search(r'id="did-you-mean">(.*?)</p>', page, re.DOTALL)[1]
    assert "Did you mean wagner? 3 documents" == _text(link)
    address = html.unescape(re.search(r'href="([^"]+)"', link)[1])
    assert "/?q=wagner&actor=jnim&sort=newest&per=2" == address
    assert _heading(client, address).startswith("3 documents match")
    offered = client.get("/search.json?q=wagnr&actor=jnim&sort=newest&per=2").json["suggestion"]
    assert {"text": "wagner", "total": 3, "url": address} == offered


@pytest.mark.parametrize("query", ["wagner", "the", "zzzzzzz", '"wagnr"', ""])
def test_nothing_is_offered_where_nothing_is_better(client, query):
    """What is right, unknown or quoted stays alone."""
    assert "did-you-mean" not in client.get("/", query_string={"q": query}).text


def test_an_offer_is_escaped(client):
    """Signs of the query stay in it as text."""
    page = client.get("/", query_string={"q": "wagnr <b>x</b> OR wagnr"}).text
    assert "<b>x" not in page
    assert "did-you-mean" in page


def test_ways_out_take_each_filter_and_loosen_what_joins_them(client):
    """However many filters there are, the ways that leave out more than one of them are tried too."""
    places = "&".join(f"place=none-{n}" for n in range(9))
    filters = f"actor=jnim&actor=africa-corps&published=1999&{places}"
    page = client.get(f"/?q=GSIM&{filters}&spelling=exact").text
    rows = re.findall(
        r'<tr><th scope="row">(.*?)</th>', page.partition('id="wo"')[2].partition("</section>")[0]
    )
    changes = [_text(row) for row in rows]
    assert 9 == sum(change.startswith("Place") for change in changes)
    for change in (
        "Any of the actors",
        "Every spelling of an actor",
        "Add “no date”",
        "The words",
        "All filters",
    ):
        assert change in changes
