"""The guards of every request."""

import threading

import pytest

from indexer.api import Settings
from webapp.app import create_app
from webapp.desk import EXTENSION
from webapp.security import HEADERS, MOST_ADDRESS_BYTES, MOST_BODY_BYTES, host_name, trusted_names

PATHS = (
    "/",
    "/?q=wagner",
    "/?q=",
    "/search.json?q=wagner",
    "/actors",
    "/actors.json",
    "/actors/jnim",
    "/actors/jnim.json",
    "/facets/actor",
    "/collection",
    "/help",
    "/healthz",
    "/readyz",
    "/static/desk.css",
    "/nowhere",
    "/nowhere.json",
    "/documents/none",
    "/documents/none.json",
    "/documents/none.raw",
    "/?q=" + "(" * 600,
    "/?q=wagner&page=99",
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture(scope="module")
def client(seeds_index):
    """A client of the app on the seeds."""
    return create_app(Settings(index=seeds_index)).test_client()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_response_has_the_headers(client, method, path):
    """Pages, files, redirects and errors alike."""
    with client.open(path, method=method) as response:
        headers = response.headers
    assert POLICY == headers["Content-Security-Policy"]
    assert HEADERS.items() <= dict(headers).items()
    assert 16 == len(headers["X-Request-Id"])
    kept = headers["Cache-Control"]
    assert kept_as(path, response.status_code) == kept


def kept_as(path, status):
    """How long an answer of this kind is kept, and by whom."""
    if status >= 400 or path in ("/healthz", "/readyz"):
        return "no-store"
    return "public, no-cache" if path.startswith("/static/") else "private, no-cache"


def test_every_route_is_only_read(client):
    """No route takes another method, and the answer says which it takes."""
    rules = list(client.application.url_map.iter_rules())
    assert 14 < len(rules)
    for rule in rules:
        assert {"GET", "HEAD"} == rule.methods, rule
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        response = client.open("/", method=method)
        assert 405 == response.status_code
        assert {"GET", "HEAD"} == set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000", "[::1]", "LOCALHOST."]
)
def test_own_names_are_answered(client, host):
    """The names of this machine are trusted with any port."""
    assert 200 == client.get("/healthz", headers={"Host": host}).status_code


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.example:8000", "127.0.0.1.evil", "[::2]", "a b", "<b>"],
)
def test_other_names_are_refused_and_said(client, host):
    """A page asked for under another name is not shown: a rebound name reads nothing."""
    response = client.get("/?q=wagner", headers={"Host": host})
    assert 400 == response.status_code
    assert "CUTTINGS_TRUSTED_HOSTS" in response.text
    assert "<b>" not in response.text
    assert "Wagner Group" not in response.text


def test_named_hosts_are_answered(seeds_index):
    """The setting adds names."""
    settings = Settings(index=seeds_index, trusted_hosts=("desk.example",))
    client = create_app(settings).test_client()
    assert 200 == client.get("/healthz", headers={"Host": "desk.example:80"}).status_code
    assert 400 == client.get("/healthz", headers={"Host": "other.example"}).status_code


def test_an_address_of_six_bytes_each_is_named_in_brackets():
    """IPv6 hosts are written in brackets in an address."""
    assert "[fd00::1]" in trusted_names(Settings(host="fd00::1"))
    assert "[fd00::1]" == host_name("[fd00::1]:8000")


def test_a_large_body_is_refused(client):
    """A search has no body; one of any size to speak of is not read."""
    big = client.open("/", method="GET", data=b"x" * (MOST_BODY_BYTES + 1))
    assert 413 == big.status_code
    assert 200 == client.open("/", method="GET", data=b"x").status_code


def test_a_long_address_is_refused_under_any_server(client):
    """Nothing of it is read or kept; what the desk's own server lets pass is answered."""
    for address in ("/?q=", "/?actor=", "/documents/"):
        assert 414 == client.get(address + "x" * MOST_ADDRESS_BYTES).status_code
    assert 414 != client.get("/?actor=" + "x" * (MOST_ADDRESS_BYTES - 100)).status_code


def test_bytes_that_no_address_can_hold_break_nothing(client):
    """A server may let them pass: they are read as if they were encoded."""
    odd = {"QUERY_STRING": "q=wagner\xff\xfe", "PATH_INFO": "/"}
    assert 200 == client.get("/", environ_overrides=odd).status_code
    odd = {"QUERY_STRING": "ui=\xe9", "PATH_INFO": "/nowhere"}
    assert 404 == client.get("/", environ_overrides=odd).status_code


def test_no_path_at_all_is_the_first_page(client):
    """No redirect there, which would name a machine, or break over what the address holds."""
    for query in ("", "q=\xff\xfe2\x00", "x=\r\n"):
        odd = {"PATH_INFO": "", "QUERY_STRING": query}
        answer = client.get("/", environ_overrides=odd)
        whole = client.get("/", environ_overrides=odd | {"PATH_INFO": "/"})
        assert (whole.status_code, whole.headers.get("Location")) == (
            answer.status_code,
            answer.headers.get("Location"),
        )


def test_redirects_stay_on_this_host(client):
    """An address with empty keys leads to a relative one, whatever it holds."""
    for query in (
        "q=&x=//evil.example",
        "published_from=2024&q=%0d%0aSet-Cookie:x",
        "q=&actor=http://evil.example",
    ):
        response = client.get(f"/?{query}")
        assert 302 == response.status_code
        assert response.headers["Location"].startswith("/")
        assert not response.headers["Location"].startswith("//")
        assert "\n" not in response.headers["Location"]
        assert "Set-Cookie" not in response.headers


def test_no_cookie_is_ever_set(client):
    """Nothing is remembered of a reader."""
    for path in PATHS:
        with client.get(path) as response:
            assert "Set-Cookie" not in response.headers


def test_too_many_searches_are_told_to_come_back(seeds_index):
    """A search that finds no free place in time is a 503 with Retry-After; then it works again."""
    app = create_app(Settings(index=seeds_index, heavy_searches=1, query_seconds=0.05))
    desk = app.extensions[EXTENSION]
    inside, leave = threading.Event(), threading.Event()

    def hold():
        with desk.searching():
            inside.set()
            leave.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    assert inside.wait(30)
    response = app.test_client().get("/?q=wagner")
    json = app.test_client().get("/search.json?q=wagner")
    health = app.test_client().get("/healthz")
    leave.set()
    holder.join()
    assert (503, "1") == (response.status_code, response.headers["Retry-After"])
    assert (503, "1") == (json.status_code, json.headers["Retry-After"])
    assert 200 == health.status_code
    assert desk.settings.heavy_searches == 1
    with desk.searching() as search:
        assert search.generation


def test_the_place_is_given_back_after_an_error(seeds_index):
    """Refused searches never use up the places."""
    client = create_app(Settings(index=seeds_index, heavy_searches=1)).test_client()
    for _ in range(3):
        assert 400 == client.get("/?q=" + "(" * 600).status_code
    assert 200 == client.get("/?q=wagner").status_code


def test_the_bytes_alone_are_never_shown_by_a_browser(client):
    """The original is an attachment with a plain name, whatever it holds."""
    hit = client.get("/search.json?q=wagner").json["hits"][0]["document"]
    response = client.get(f"/documents/{hit['id']}.raw")
    assert "application/octet-stream" == response.mimetype
    assert f'attachment; filename="{hit["id"]}.bin"' == response.headers["Content-Disposition"]
