"""Pages that were made once are given again, and only while they are right."""

import threading
from dataclasses import replace
from random import Random

import pytest
from flask import Flask

from indexer.api import EngineTimedOut, Search, SearchRequest, Settings, UnlinkedReview, rebuild
from indexer.search import spelling_offers
from tests.desk_pages import D000, ERRORS, PAGES
from webapp import search_view
from webapp.app import create_app
from webapp.desk import EXTENSION
from webapp.page_cache import OVERHEAD, PageCache, Place

# Its list is another at any time.
NEVER = {"unlinked", "unlinked-none"}


def open_app(settings: Settings) -> Flask:
    """An app that has opened its generation and kept nothing."""
    app = create_app(settings)
    with app.extensions[EXTENSION].live.acquire():
        return app


@pytest.fixture
def app(seeds_index) -> Flask:
    """An app on the seeds."""
    return open_app(Settings(index=seeds_index))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One entry for each answer that is searched and not taken from what is kept."""
    pages: list[object] = []
    search = Search.search

    def count(*given):
        pages.append(given)
        return search(*given)

    monkeypatch.setattr(Search, "search", count)
    return pages


@pytest.fixture(scope="module")
def both(seeds_index):
    """A client of an app that keeps pages, and one of an app that keeps none.

    Both have time: a page of which a busy machine stopped a part is not kept, and has a test of its own.
    """
    kept = Settings(index=seeds_index, query_seconds=60.0)
    bare = replace(kept, page_cache_bytes=0)
    return open_app(kept).test_client(), open_app(bare).test_client()


@pytest.mark.parametrize("name", PAGES)
def test_a_kept_page_is_as_it_would_be_made(both, name, monkeypatch):
    """Byte for byte and header for header, also for HEAD; errors and growing lists have no tag."""
    keeping, bare = both
    address = PAGES[name].partition("#")[0]
    expected = bare.get(address)
    first = keeping.get(address)
    if name in ERRORS | NEVER:
        assert "ETag" not in first.headers
        return
    # Who is given a page that is kept searches for nothing
    monkeypatch.setattr("webapp.desk.Desk.place", None)
    for answer in (first, keeping.get(address)):
        assert expected.data == answer.data
        assert {"X-Request-Id", "ETag"} == {n for n, _ in set(expected.headers) ^ set(answer.headers)}
    head = keeping.head(address)
    assert (200, b"", str(len(expected.data))) == (
        head.status_code,
        head.data,
        head.headers["Content-Length"],
    )
    assert first.headers["ETag"] == head.headers["ETag"]


def test_a_browser_that_holds_the_page_is_told_so(seeds_index, made):
    """No body and no search; the headers that the page has; also where no page is kept."""
    client = open_app(Settings(index=seeds_index, page_cache_bytes=0)).test_client()
    page = client.get("/?q=wagner")
    tag = page.headers["ETag"]
    assert tag.startswith('W/"')
    made.clear()
    held = client.get("/?q=wagner", headers={"If-None-Match": tag})
    assert (304, b"") == (held.status_code, held.data)
    assert [] == made
    same = ("ETag", "Vary", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options")
    assert [page.headers[name] for name in same] == [held.headers[name] for name in same]
    assert {"Accept", "Accept-Language"} <= held.vary.as_set(preserve_casing=True)
    assert page.headers["X-Request-Id"] != held.headers["X-Request-Id"]
    assert 200 == client.get("/?q=mali", headers={"If-None-Match": tag}).status_code


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (f"{D000}?q=wagner&sort=newest", {}),
        (f"{D000}?q=wagner&ui=fr", {}),
        (f"{D000}?q=wagner", {"Accept-Language": "fr"}),
        (f"{D000}?q=wagner", {"Host": "desk.example"}),
        (f"{D000}?q=wagner", {"Host": "localhost:81"}),
        (f"{D000}?q=wagner", {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"}),
    ],
)
def test_another_address_language_or_host_is_another_page(seeds_index, address, headers):
    """Each has its own tag and its own bytes, as they would be made for it."""
    settings = Settings(index=seeds_index, trusted_hosts=("desk.example",), proxies=1)
    client = open_app(settings).test_client()
    bare = open_app(replace(settings, page_cache_bytes=0)).test_client()
    first = client.get(f"{D000}?q=wagner")
    other = client.get(address, headers={"If-None-Match": first.headers["ETag"], **headers})
    assert 200 == other.status_code
    assert first.headers["ETag"] != other.headers["ETag"]
    assert first.data != other.data
    assert bare.get(address, headers=headers).data == other.data


def test_who_wants_another_form_gets_that(app):
    """A kept page is nothing to who reads JSON, whatever tag is sent."""
    client = app.test_client()
    tag = client.get("/?q=wagner").headers["ETag"]
    for sent in ({}, {"If-None-Match": tag}):
        other = client.get("/?q=wagner", headers={"Accept": "application/json", **sent})
        assert (200, "application/json") == (other.status_code, other.mimetype)
        assert "ETag" not in other.headers
    assert 406 == client.get("/?q=wagner", headers={"Accept": "image/png"}).status_code


def test_guards_stand_before_what_is_kept(seeds_index):
    """A wrong name or too many requests are refused, whoever has asked for the page before."""
    client = open_app(Settings(index=seeds_index, rate=1, rate_burst=3, rate_free=())).test_client()
    tag = client.get("/?q=wagner").headers["ETag"]
    assert 400 == client.get("/?q=wagner", headers={"Host": "evil.example"}).status_code
    codes = [client.get("/?q=wagner", headers={"If-None-Match": tag}).status_code for _ in range(6)]
    assert [304, 304, 429] == codes[:3]


@pytest.mark.parametrize(
    "address",
    ["/search.json?q=a", "/search.csv?q=a", "/suggest?q=wa", "/healthz", "/opensearch.xml", "/?q=+a"],
)
def test_what_is_no_page_has_no_tag(app, address):
    """Neither have redirects."""
    assert "ETag" not in app.test_client().get(address).headers


def test_a_rebuild_changes_the_tag_and_the_page(seeds_dir, tmp_path, monkeypatch):
    """Neither what is kept nor what a browser holds is given for a newer generation."""
    monkeypatch.setattr("indexer.live_search.LOOK_EVERY", 0.0)
    settings = Settings(index=tmp_path / "index", seeds=(seeds_dir,))
    first = rebuild(settings)
    client = open_app(settings).test_client()
    old = client.get("/collection")
    second = rebuild(settings)
    new = client.get("/collection", headers={"If-None-Match": old.headers["ETag"]})
    assert 200 == new.status_code
    assert (True, False) == (first.generation in old.text, first.generation in new.text)
    assert second.generation in new.text


def test_nothing_is_kept_while_an_older_generation_answers(app, made, monkeypatch):
    """The newest may be mended at any time."""
    monkeypatch.setattr("indexer.live_search.LOOK_EVERY", 3600.0)
    live = app.extensions[EXTENSION].live
    with live.acquire() as search:
        monkeypatch.setattr(search, "degraded", "the newest is damaged")
    assert live.newest() is None
    client = app.test_client()
    assert ["ETag" in client.get("/?q=wagner").headers for _ in range(2)] == [False, False]
    assert len(made) >= 2


def test_a_page_made_while_the_generation_changes_is_not_kept(app, monkeypatch):
    """It may be of either."""
    make = search_view.make_search_page

    def change(search, *given):
        monkeypatch.setattr(search, "generation", "gen-new")
        return make(search, *given)

    monkeypatch.setattr(search_view, "make_search_page", change)
    client = app.test_client()
    assert "ETag" not in client.get("/?q=wagner").headers
    monkeypatch.setattr(search_view, "make_search_page", make)
    assert "ETag" in client.get("/?q=wagner").headers


def _time_out(*_given, **_more):
    raise EngineTimedOut("The search was stopped.")


@pytest.mark.parametrize(
    ("address", "part"),
    [(f"{D000}?q=wagner", "similar"), (f"{D000}?q=wagner", "evidence"), (f"{D000}?q=wagner", "neighbours")],
)
def test_a_document_without_a_part_that_took_too_long_is_not_kept(app, monkeypatch, address, part):
    """The next reader has the part."""
    client = app.test_client()
    with monkeypatch.context() as short:
        short.setattr(Search, part, _time_out)
        lacking = client.get(address)
    assert (200, False) == (lacking.status_code, "ETag" in lacking.headers)
    whole = client.get(address)
    assert "ETag" in whole.headers
    assert lacking.data != whole.data


def test_an_answer_without_its_offer_for_want_of_time_is_not_kept(app, monkeypatch):
    """The same search asked again may offer a better spelling."""
    client = app.test_client()
    with monkeypatch.context() as short:
        short.setattr(spelling_offers.Speller, "mend", _time_out)
        lacking = client.get("/?q=wagnr")
        with app.extensions[EXTENSION].live.acquire() as search:
            assert not search.search(SearchRequest(text="wagnr")).complete
    assert (200, False) == (lacking.status_code, "ETag" in lacking.headers)
    whole = client.get("/?q=wagnr")
    assert "ETag" in whole.headers
    assert lacking.data != whole.data


def test_a_list_that_grows_is_not_kept(app, monkeypatch):
    """Nor when it is whole: what was looked through is struck off it without a new generation."""
    client = app.test_client()
    monkeypatch.setattr(UnlinkedReview, "begin", lambda *_given: None)
    growing = client.get("/actors/unlinked?documents=1&sources=1")
    assert ("3", False) == (growing.headers["Refresh"], "ETag" in growing.headers)


def test_a_page_with_headers_of_its_own_is_not_kept(app):
    """They would be lost."""
    own = open_app(app.extensions[EXTENSION].settings)
    own.add_url_rule("/own", view_func=lambda: ("page", {"Refresh": "3"}))
    assert "ETag" not in own.test_client().get("/own").headers


def test_the_pages_together_stay_within_their_bytes():
    """What nobody asked for the longest goes first; a page above the bound is not kept."""
    cache = PageCache(20 * OVERHEAD)
    # What is drawn by lot is not smaller when it is packed
    drawn = Random(1)
    for number in range(100):
        cache.put(Place("gen", f"{number}"), drawn.randbytes(OVERHEAD - 20))
        assert cache.get(Place("gen", "0")) is not None
        assert cache.size() <= 20 * OVERHEAD
    cache.put(Place("gen", "huge"), drawn.randbytes(20 * OVERHEAD))
    kept = [key for key in map(str, range(100)) if cache.get(Place("gen", key))]
    assert ["0", *map(str, range(91, 100))] == kept
    assert cache.get(Place("gen", "huge")) is None
    cache.get(Place("later", "0"))
    assert 0 == cache.size()


def test_pages_are_kept_packed():
    """A page of words and markup takes a quarter of itself, and comes back as it was."""
    page = b"".join(
        b'<li><a href="/document/%d">The rains are late in Gao</a></li>\n' % n for n in range(500)
    )
    cache = PageCache(1_000_000)
    cache.put(Place("gen", "page"), page)
    assert cache.size() < OVERHEAD + len(page) / 4
    assert page == cache.get(Place("gen", "page"))


def test_threads_share_the_pages():
    """Whatever they keep and ask for at once, the bound holds and each gets what was kept."""
    cache = PageCache(20 * OVERHEAD)
    wrong: list[object] = []

    def work(seed):
        for number in range(2_000):
            place = Place(f"gen-{number // 500}", f"{(seed * number) % 37}")
            told = f"{place.generation} {place.key}".encode()
            cache.put(place, told)
            if cache.get(place) not in (told, None) or cache.size() > 20 * OVERHEAD:
                wrong.append(place)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (3, 5, 7, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == wrong


def test_readers_at_once_get_the_same_page(app):
    """Pages of several addresses, asked by several threads, are those that one reader gets."""
    addresses = [f"/?q={word}" for word in ("wagner", "mali", "coup")]
    bare = create_app(replace(app.extensions[EXTENSION].settings, page_cache_bytes=0)).test_client()
    expected = {address: bare.get(address).data for address in addresses}
    wrong: list[str] = []

    def read(first):
        client = app.test_client()
        for number in range(12):
            address = addresses[(first + number) % 3]
            if client.get(address).data != expected[address]:
                wrong.append(address)

    threads = [threading.Thread(target=read, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == wrong
