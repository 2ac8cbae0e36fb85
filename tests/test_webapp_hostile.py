"""Hostile addresses: any of them is a page with notes, or a page that says why not."""

import random
from urllib.parse import quote, quote_from_bytes

import pytest

from indexer.api import Settings
from tests.desk_pages import SCRIPTS
from webapp.app import create_app

FRAGMENTS = (
    "(",
    ")",
    '"',
    "*",
    "?",
    "~",
    "^",
    "-",
    "NOT ",
    "OR ",
    "AND ",
    "NEAR/5 ",
    "NEAR/99999999999 ",
    "a",
    "wagner ",
    "title:",
    "actor:",
    "published:",
    "mentioned:",
    "place:",
    "document:",
    "source:",
    "language:",
    "..",
    "2024-13",
    "--01-07",
    "'",
    "<script>alert(1)</script>",
    "\x00",
    "\ufeff",
    "\u202e",
    "é",
    "日本",
    "𝕎",
    "%",
    "&",
    "#",
    "/../../etc/passwd",
    "{{7*7}}",
    "${7*7}",
    ";",
    "\r\nX: y",
    "0" * 40,
    "٣",
    "‐",
    "“",
    "«",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
)
NAMES = (
    "q",
    "actor",
    "not_actor",
    "actors",
    "published",
    "mentioned",
    "place",
    "document",
    "source",
    "language",
    "match",
    "spelling",
    "sort",
    "page",
    "per",
    "published_from",
    "published_to",
    "view",
    "order",
    "marks",
    "nonsense",
    "",
)
PATHS = (
    "/",
    "/search.json",
    "/facets/actor",
    "/facets/published",
    "/facets/document",
    "/actors",
    "/actors/jnim",
    "/documents/{id}",
    "/documents/{id}.json",
    "/collection",
    "/help",
)
ODD_PATHS = (
    "//evil.example/",
    "/documents/",
    "/documents/..",
    "/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/documents/%00",
    "/documents/.json",
    "/documents/a%2fb.json",
    "/actors/%3Cscript%3E",
    "/facets/",
    "/facets/actor/x",
    "/facets/text",
    "/static/",
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "/.git/config",
    "/%ff%fe",
    "/;/",
    "/search.json/",
    "/documents/" + "a" * 3000,
    "/actors/" + "%F0%9F%92%A3" * 300,
    "/\\..\\..\\x",
)


@pytest.fixture(scope="module")
def client(seeds_index):
    """A client of the app on the seeds."""
    return create_app(Settings(index=seeds_index)).test_client()


@pytest.fixture(scope="module")
def document(client):
    """The id of some document."""
    return client.get("/search.json").json["hits"][0]["document"]["id"]


def _check(client, address):
    with client.get(address) as response:
        body = response.get_data()
        assert response.status_code < 500, (address, body[:500])
        if response.status_code >= 400 and response.mimetype == "text/html":
            assert b"<h1>" in body
        # The desk's own scripts are files of this host.
        foreign = body
        for path in SCRIPTS:
            foreign = foreign.replace(f'<script type="module" src="{path}"></script>'.encode(), b"")
        assert b"<script" not in foreign or response.mimetype != "text/html", address
        assert b"Traceback" not in body
        return response


@pytest.mark.parametrize("seed", range(8))
def test_random_parameters_never_break_a_page(client, document, seed):
    """Forty addresses of odd names and values each: no 5xx, no trace, no markup of theirs."""
    chance = random.Random(seed)
    for _ in range(40):
        pairs = [
            (chance.choice(NAMES), "".join(chance.choices(FRAGMENTS, k=chance.randint(0, 8))))
            for _ in range(chance.randint(1, 6))
        ]
        query = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in pairs)
        response = _check(client, f"{chance.choice(PATHS).format(id=document)}?{query}")
        assert response.status_code in (200, 302, 400, 404)


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_never_break_a_page(client, seed):
    """Bytes that are no text are a page like any other."""
    chance = random.Random(seed)
    for _ in range(20):
        noise = quote_from_bytes(chance.randbytes(chance.randint(1, 60)))
        response = _check(client, f"/?q={noise}&actor={noise}&published={noise}")
        assert response.status_code in (200, 302, 400)
        assert _check(client, f"/actors/{noise}").status_code in (308, 404)


@pytest.mark.parametrize("path", ODD_PATHS)
def test_odd_paths_are_not_found(client, path):
    """No path reaches anything but the pages."""
    response = _check(client, path)
    assert response.status_code in (308, 400, 404)
    assert b"def create_app" not in response.get_data()


@pytest.mark.parametrize(
    "text", ["(", ")", "*", "?", '"', "-", "~", "a*", "a OR ", "NOT ", "(a ", "a\u0301", "\x00"]
)
def test_ten_thousand_of_anything_is_answered_or_refused(client, text):
    """10 kB of one sign is a page with notes or a 400 that says why, as a page and as JSON."""
    # A blank at the end would have the address put in order first.
    query = quote((text * 10_000)[:10_000].strip(" "))
    page = _check(client, f"/?q={query}")
    assert page.status_code in (200, 400)
    if page.status_code == 400:
        assert b"This query was not run" in page.get_data()
    values = _check(client, f"/search.json?q={query}")
    assert page.status_code == values.status_code


def test_thousands_of_values_are_cut_with_a_note(client):
    """An address full of values is answered in the time of fifty."""
    address = "/?q=mali&" + "&".join(f"published={year}..{year + 1}" for year in range(1000, 2200))
    response = _check(client, address)
    assert response.status_code == 200
    assert b"The first 50 values of" in response.get_data()
