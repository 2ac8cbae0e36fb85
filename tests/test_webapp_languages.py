"""The interface in English and French: how it is chosen, that it travels, that nothing is left out."""

import re
from html import unescape
from pathlib import Path

import pytest

from indexer.api import Settings, say, say_many
from tests.desk_pages import PAGES
from webapp.app import create_app
from webapp.said import translate

# Those that are not asked for in French
ENGLISH = [name for name in PAGES if not name.endswith("-fr")]
ROOT = Path(__file__).parent.parent
FRENCH = ROOT / "webapp/translations/fr/LC_MESSAGES/messages.po"
PLACE = re.compile(r"%\((\w+)\)s")
# Also those that are told from the place of the page; none of another host, and no place on the page itself.
LINK = re.compile(r'(?:href|action)="((?![a-z]+:|#)[^"]*)"')


@pytest.fixture(scope="module")
def client(seeds_index):
    """A client of the app on the seeds."""
    return create_app(Settings(index=seeds_index)).test_client()


@pytest.mark.parametrize(
    ("address", "header", "language"),
    [
        ("/help", None, "en"),
        ("/help", "fr", "fr"),
        ("/help", "fr-CA,en;q=0.5", "fr"),
        ("/help", "en;q=0.4, fr;q=0.8", "fr"),
        ("/help", "fr;q=0, en", "en"),
        ("/help", "de, es;q=0.9", "en"),
        ("/help", "*", "en"),
        ("/help", ";;q=,x-fr\x7f" + "x," * 2_000, "en"),
        ("/help?ui=fr", "en", "fr"),
        ("/help?ui=en", "fr", "en"),
        ("/help?ui=de", "fr", "fr"),
        ("/help?ui=../fr&ui=en", "fr", "fr"),
        ("/help?ui=", None, "en"),
        ("/nowhere?ui=fr", None, "fr"),
    ],
)
def test_the_address_chooses_else_the_header_else_english(client, address, header, language):
    """What is no language of the pages is as if it were not there."""
    response = client.get(address, headers={} if header is None else {"Accept-Language": header})
    assert (language, f'<html lang="{language}">') == (
        response.headers["Content-Language"],
        response.text.splitlines()[1],
    )
    assert "Accept-Language" in response.vary


def test_a_language_that_is_none_is_told(client):
    """It is ignored with a note, as other parameters are."""
    assert "“ui” is en or fr; “de” is ignored." in client.get("/?q=mali&ui=de").text


@pytest.mark.parametrize("address", ["/search.json?q=the+mali", "/suggest.json?q=mal", "/nothing.json?q=a"])
def test_programs_are_answered_in_english(client, address):
    """Whatever language a page would have."""
    plain = client.get(address).get_json()
    other = client.get(f"{address}&ui=fr", headers={"Accept-Language": "fr"}).get_json()
    for answer in (plain, other):
        answer.pop("took_ms", None)
        answer.get("error", {}).pop("request_id", None)
    assert plain == other


@pytest.mark.parametrize("name", ENGLISH)
def test_the_language_travels_with_every_link_and_form(client, name):
    """Where the address chose it; else no address has it but the one that leads to the other language."""
    page = PAGES[name].partition("#")[0]
    chosen = client.get(f"{page}{'&' if '?' in page else '?'}ui=fr").text
    links = [unescape(link) for link in LINK.findall(chosen)]
    forms = chosen.count("<form")
    own = [
        link
        for link in links
        if not re.search(r"ui=(fr|en)|^/static/|^/opensearch\.xml$|^/openapi\.json$", link)
    ]
    assert ([], forms) == (
        [link for link in own if f'action="{link}"' not in chosen],
        chosen.count('<input type="hidden" name="ui" value="fr">'),
    )
    assert 1 == sum("ui=en" in link for link in links)
    assert 1 == client.get(page).text.count("ui=")


def test_a_redirect_keeps_the_language(client):
    """The address without empty keys has it too."""
    assert client.get("/?q=&actor=jnim&ui=fr").headers["Location"] == "/?actor=jnim&ui=fr"


def test_what_the_indexer_says_is_plain_text_that_can_be_said_anew(client):
    """Numbers and texts inside are said anew, too."""
    said = say(
        "This query was not run. It has %(n)s %(what)s; the limit is %(limit)s. "
        "Nothing is wrong with the index.",
        n=1_067,
        what=say("wildcards"),
        limit=8,
    )
    assert said == (
        "This query was not run. It has 1,067 wildcards; the limit is 8. Nothing is wrong with the index."
    )
    with client.application.test_request_context("/?ui=fr"):
        client.application.preprocess_request()
        assert translate(said) == (
            "Cette requête n’a pas été lancée. Elle compte 1\u202f067 jokers\u202f; la limite est de 8. "
            "L’index est intact."
        )
        assert translate(say_many("There is %(n)s page.", "There are %(n)s pages.", 3)) == "Il y a 3 pages."
    assert translate(said) == said
