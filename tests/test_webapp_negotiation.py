"""The form of a page by the Accept header."""

import re

import pytest

from indexer.api import Settings
from webapp.app import create_app
from webapp.negotiation import ENDINGS

BROWSERS = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "text/html, application/xhtml+xml, image/jxr, */*",
    "*/*",
    "text/*",
    "",
    "text/html;q=0.9, application/json;q=0.5",
)
D000 = "/documents/000_85dbce1b230a2048"


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def get(client, address, accept):
    """A page as it is given to who accepts this."""
    return client.get(address, headers={"Accept": accept})


@pytest.mark.parametrize("accept", BROWSERS)
@pytest.mark.parametrize("address", ["/", "/?q=wagner", D000, "/help"])
def test_browsers_get_the_page(client, address, accept):
    """And everyone who takes anything; caches are told what it depends on."""
    sent = get(client, address, accept)
    assert (200, "text/html") == (sent.status_code, sent.mimetype)
    assert "Accept" in sent.vary


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("/?q=wagner&page=2&per=2", "/search.json?q=wagner&page=2&per=2"),
        ("/", "/search.json"),
        (D000, f"{D000}.json"),
        (f"{D000}/why?q=wagner", f"{D000}/why.json?q=wagner"),
        ("/actors", "/actors.json"),
        ("/actors/jnim", "/actors/jnim.json"),
    ],
)
def test_programs_get_what_stands_behind_the_ending(client, address, twin):
    """The same as at the address with an ending, also in the language of programs."""
    for accept in ("application/json", "application/json, text/plain, */*"):
        sent = client.get(address, headers={"Accept": accept, "Accept-Language": "fr"})
        assert "application/json" == sent.mimetype
        own, expected = sent.json, client.get(twin).json
        for values in (own, expected):
            values.pop("took_ms", None)
        assert expected == own
        assert "Accept" in sent.vary


@pytest.mark.parametrize("address", ["/?q=wagner&page=99", "/documents/none", "/nothing"])
@pytest.mark.parametrize("accept", ["application/json", "image/png"])
def test_programs_are_refused_in_english(client, address, accept):
    """Whatever language the address or a header asks for; a person is told in it."""
    asked = {"Accept": accept, "Accept-Language": "fr"}
    plain = client.get(address, headers={"Accept": accept}).text
    said = client.get(address, headers=asked).text
    hidden = "[0-9a-f]{16}"
    assert re.sub(hidden, "", plain) == re.sub(hidden, "", said)
    page = client.get(address, headers=asked | {"Accept": "text/html"})
    assert "fr" == page.headers["Content-Language"]


def test_programs_are_told_of_a_wrong_name_in_english(seeds_index):
    """Before anything is known of what they ask for."""
    own = create_app(Settings(index=seeds_index, trusted_hosts=())).test_client()
    asked = {"Accept": "application/json", "Accept-Language": "fr", "Host": "elsewhere.example"}
    assert "does not go by the name" in own.get("/", headers=asked).json["error"]["message"]


@pytest.mark.parametrize("kind", ENDINGS)
def test_a_search_comes_in_each_format(client, kind):
    """The home page is a search without words."""
    for address, twin in (("/?q=wagner", "/search.{}?q=wagner"), ("/", "/search.{}")):
        with get(client, address, kind) as sent, client.get(twin.format(ENDINGS[kind])) as expected:
            assert kind == sent.mimetype
            if kind != "application/json":
                assert expected.data == sent.data


def test_a_document_comes_as_a_citation(client):
    """Where there is such an address, and not in formats of lists."""
    assert f"ID  - {D000.rpartition('/')[2]}" in get(client, D000, "application/x-research-info-systems").text
    assert 406 == get(client, D000, "text/csv").status_code


def test_what_is_not_there_is_told_with_what_there_is(client):
    """406 names the types of this page; a program that reads JSON reads it in JSON."""
    sent = get(client, "/?q=wagner", "image/png")
    assert (406, "text/plain") == (sent.status_code, sent.mimetype)
    assert all(kind in sent.text for kind in ("text/html", *ENDINGS))
    assert 406 == get(client, "/help", "application/json").json["error"]["status"]


def test_errors_are_told_in_the_form_that_was_asked_for(client):
    """JSON, plain words for a file, else a page."""
    for address, status in (("/?q=" + "*" * 600, 400), ("/documents/none", 404)):
        assert status == get(client, address, "application/json").json["error"]["status"]
        for accept in BROWSERS:
            sent = get(client, address, accept)
            assert (status, "text/html") == (sent.status_code, sent.mimetype)
    refused = get(client, "/?q=" + "*" * 600, "text/csv")
    assert (400, "text/plain") == (refused.status_code, refused.mimetype)


@pytest.mark.parametrize("address", ["/search.json?q=wagner", "/healthz", "/static/desk.css", "/search.csv"])
def test_an_address_with_an_ending_is_one_form(client, address):
    """Whatever is accepted."""
    with get(client, address, "image/png") as sent:
        assert 200 == sent.status_code
        assert "Accept" not in sent.vary
