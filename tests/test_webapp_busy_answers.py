"""What is said to those for whom there is no room."""

import logging

import pytest

from indexer.api import Settings
from tests.desk_pages import D000
from webapp.access_log import log
from webapp.app import create_app
from webapp.security import BUSY, HEADERS, REFUSED


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A client whose requests find no room; nothing of an index is needed to say so."""
    app = create_app(Settings(index=tmp_path_factory.mktemp("none")))
    client = app.test_client()
    client.environ_base[REFUSED] = BUSY
    return client


@pytest.mark.parametrize(
    "path", ["/?q=wagner", "/actors/jnim", "/search.json?q=x", "/search.csv", "/nowhere"]
)
def test_it_is_a_refusal_like_any_other(client, path):
    """503 with the seconds to wait, every header, and an id that no other answer has."""
    replies = [client.get(path) for _ in range(2)]
    for reply in replies:
        assert (503, "5", "no-store") == (
            reply.status_code,
            reply.headers["Retry-After"],
            reply.headers["Cache-Control"],
        )
        assert HEADERS.items() <= dict(reply.headers).items()
        assert reply.text.count(reply.headers["X-Request-Id"]) == 1
        assert int(reply.headers["Content-Length"]) == len(reply.data)
    assert replies[0].headers["X-Request-Id"] != replies[1].headers["X-Request-Id"]


def test_the_link_of_the_page_leads_to_the_same_address(client):
    """One page is for all addresses, so its link has none of its own."""
    assert '<a href="">Load this page again</a>' in client.get("/?q=wagner").text


@pytest.mark.parametrize(
    ("path", "headers", "says"),
    [
        ("/?q=x", {}, "Ask again in 5 s."),
        ("/?q=x&ui=fr", {}, "Redemandez dans 5 s."),
        ("/", {"Accept-Language": "fr-CA,fr;q=0.9"}, "Redemandez dans 5 s."),
        ("/?ui=en", {"Accept-Language": "fr"}, "Ask again in 5 s."),
        ("/search.json?ui=fr", {}, "Ask again in 5 s."),
    ],
)
def test_it_speaks_the_language_of_the_page(client, path, headers, says):
    """By the address, else by the browser; programs are spoken to in English."""
    assert says in client.get(path, headers=headers).text


def test_it_has_the_form_of_the_answer(client):
    """JSON for JSON, words for a file, nothing but headers for HEAD."""
    kinds = {path: client.get(path).mimetype for path in ("/", D000, "/actors.json", "/search.atom")}
    assert ["text/html", "text/html", "application/json", "text/plain"] == list(kinds.values())
    assert "application/json" == client.get("/", headers={"Accept": "application/json"}).mimetype
    head = client.head("/")
    assert (503, b"") == (head.status_code, head.data)
    assert 0 < int(head.headers["Content-Length"])


def test_the_log_has_a_line_for_each(client, caplog, monkeypatch):
    """Under the id that the answer has, though the app itself made none of them."""
    monkeypatch.setattr(log, "disabled", False)
    monkeypatch.setattr(log, "propagate", True)
    with caplog.at_level(logging.INFO, log.name):
        for _ in range(2):
            with client.get("/actors") as reply:
                own = reply.headers["X-Request-Id"]
    assert 2 == len(caplog.messages)
    assert f"id={own} " in caplog.messages[1]
    assert " status=503 " in caplog.messages[1]
