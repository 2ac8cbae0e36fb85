"""A search with a long text: its page, the addresses on it, and where they lead."""

import re
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.api import Settings
from webapp.access_log import describe
from webapp.app import create_app
from webapp.long_texts import is_long, text_at, text_place

TEXT = 'wagner OR jnim OR "armed men" OR 100% OR gao NEAR/5 kidal OR côte'


@pytest.fixture
def client(seeds_index):
    """The desk over the seeds."""
    return create_app(Settings(index=seeds_index)).test_client()


def _page_of(client, text, **more):
    answer = client.get("/", query_string={"q": text, **more})
    assert answer.status_code == 302
    place = answer.headers["Location"]
    return place, client.get(place)


def test_a_long_text_stands_in_the_path_of_its_page(client):
    """And the other way about: a short one never does."""
    place, page = _page_of(client, TEXT, sort="newest")
    assert 200 == page.status_code
    assert f"{text_place(TEXT)}?sort=newest" == place
    assert "/?q=gao" == client.get("/search/gao/").headers["Location"]
    assert (
        f"{text_place(TEXT)}?sort=newest"
        == client.get(f"{text_place(TEXT)}?sort=newest&page=").headers["Location"]
    )


def test_each_address_on_the_page_leads_into_the_same_search(client):
    """Whatever is within the search is told from its page, and has the text where it is asked for."""
    place, page = _page_of(client, TEXT)
    hrefs = [unescape(href) for href in re.findall(r'<(?:a|link)\b[^>]* href="([^"]+)"', page.text)]
    near = {href for href in hrefs if not href.startswith(("/", "#", "data:"))}
    assert len(near) > 30
    assert not [href for href in hrefs if "q=" in href and "100%25" in href]
    for href in near:
        target = urljoin(place, href)
        answer = client.get(target)
        if urlsplit(href).path.strip("./"):
            assert 302 == answer.status_code, href
            found = urlsplit(answer.headers["Location"])
            assert TEXT == dict(parse_qsl(found.query))["q"]
            assert urlsplit(href).path == found.path[1:]
            answer = client.get(answer.headers["Location"])
        assert 200 == answer.status_code, href


def test_forms_on_the_page_ask_within_the_same_search(client):
    """A form that narrows the answer leads to its page, and carries the text in no field."""
    place, page = _page_of(client, TEXT)
    forms = re.findall(r'<form class="range[^>]* action="([^"]+)">(.*?)</form>', page.text, re.DOTALL)
    assert forms
    for action, fields in forms:
        assert not action.startswith("/")
        assert 'name="q"' not in fields
    answer = client.get(urljoin(place, "./"), query_string={"published_from": "2024", "published_to": "2025"})
    assert f"{text_place(TEXT)}?published=2024..2025" == answer.headers["Location"]


def test_no_address_leads_to_another_host(client):
    """What stands behind the text stays on this host, however it is written."""
    for rest in ("/evil.example", "//evil.example", "%5Cevil.example", "/%5C/evil.example"):
        found = client.get(f"{text_place(TEXT)}{rest}").headers.get("Location", "/")
        assert not urlsplit(urljoin("http://localhost/", found)).netloc.endswith("example"), found


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_any_text_comes_back_from_its_path(client, text):
    """Slashes, dots, per cent signs and letters of any script."""
    asked = " ".join(text.split())
    answer = client.get("/", query_string={"q": asked}, follow_redirects=True)
    assert answer.status_code in (200, 400)
    if is_long(asked):
        assert asked == text_at(text_at(answer.request.path.removeprefix("/search/")[:-1]))
    else:
        assert "/" == answer.request.path


def test_no_text_is_told_in_the_log():
    """Neither that of a page nor that of what is within its search, unless a setting wants it."""
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/search/gao kidal/documents/a1", "QUERY_STRING": ""}
    assert "method=GET path=/search/.../documents/a1" == describe(asked, Settings())
    assert "gao%20kidal" in describe(asked, Settings(log_queries=True))
