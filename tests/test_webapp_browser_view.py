"""What browsers and robots ask for by themselves."""

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from indexer.api import Settings
from webapp.app import create_app
from webapp.browser_view import NAMESPACE


@pytest.fixture(scope="module")
def client(seeds_index):
    """A client of the app on the seeds, which also goes by another name."""
    return create_app(Settings(index=seeds_index, trusted_hosts=("desk.example",))).test_client()


def urls(client, base):
    """The templates of the description by their media types."""
    answer = client.get("/opensearch.xml", base_url=base)
    assert "application/opensearchdescription+xml" == answer.mimetype
    root = ET.fromstring(answer.data)
    assert f"{{{NAMESPACE}}}OpenSearchDescription" == root.tag
    assert len(root.findtext(f"{{{NAMESPACE}}}ShortName")) <= 16
    return {url.get("type"): url.get("template") for url in root.iter(f"{{{NAMESPACE}}}Url")}


@pytest.mark.parametrize("base", ["http://localhost", "https://desk.example:8443"])
def test_every_template_leads_to_an_answer_of_its_type(client, base):
    """Absolute addresses under the name that was asked, which answer with what is typed filled in."""
    for kind, template in urls(client, base).items():
        assert template.startswith(f"{base}/")
        address = (
            template.replace("{searchTerms}", "wagner").replace("{startPage?}", "1").replace("{count?}", "")
        )
        place = urlsplit(address)
        answer = client.get(f"{place.path}?{place.query}", base_url=base)
        assert (200, kind) == (answer.status_code, answer.mimetype)


def test_an_untrusted_name_is_in_no_template(client):
    """Who sends another host is refused."""
    assert 400 == client.get("/opensearch.xml", base_url="http://evil.example").status_code


def test_every_page_leads_to_the_description(client):
    """Browsers find it in the head of any page."""
    for page in ("/", "/help", "/documents/none"):
        assert '<link rel="search" type="application/opensearchdescription+xml"' in client.get(page).text


def test_suggestions_are_those_of_the_search_box(client):
    """The text, whole queries, and what is said of each, in the order of /suggest.json."""
    text, queries, said = client.get("/opensearch-suggestions.json?q=wagn").json
    own = client.get("/suggest.json?q=wagn").json["completions"]
    assert "wagn" == text
    assert [one["text"] for one in own] == queries
    assert [one["says"] for one in own] == said
    assert queries


def test_robots_are_asked_to_stay_away(client):
    """From every address."""
    assert ["User-agent: *", "Disallow: /"] == client.get("/robots.txt").text.splitlines()
