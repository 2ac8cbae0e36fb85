"""How a document is cited: what is known, and nothing else."""

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.engines import OnEngine
from webapp.app import create_app


@pytest.fixture(scope="module")
def client(on_engine: OnEngine, seeds_index: Path) -> FlaskClient:
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def citation(client: FlaskClient, address: str) -> str:
    """The words of a citation in one line."""
    part = re.search(r'<h3 id="cite">.*?</section>', client.get(address).text, re.DOTALL)
    assert part
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part[0])).split())


def test_a_document_is_cited_by_what_is_known_of_it(client: FlaskClient) -> None:
    """Headline or the lack of one, file, date or none, generation and whole address."""
    for hit in client.get("/search.json?q=wagner").json["hits"]:
        own = hit["document"]
        says = citation(client, f"/documents/{own['id']}?q=wagner")
        known = f"“{own['title']}”" if own["title"] else f"No headline, opens “{own['label']}”"
        assert known in says
        assert (", no date." in says) == (own["published"] is None)
        assert f"http://localhost/documents/{own['id']} Add the day" in says
        assert own["source_file"] in says
        assert "?q=" not in says


def test_a_date_is_cited_as_it_is_known(client: FlaskClient) -> None:
    """The day of a document that states one."""
    assert ".txt, 27 March 2024. Read in Cuttings, generation gen-" in citation(
        client, "/documents/001_c49576111bc90fa8"
    )


def test_the_search_page_offers_its_whole_answer(client: FlaskClient) -> None:
    """Each link gives as many documents as the page says, the feed too."""
    page = client.get("/?q=wagner&published=2024-03").text
    part = re.search(r'<section class="away".*?</section>', page, re.DOTALL)
    assert part
    assert "1 document, in this order" in part[0]
    addresses = [html.unescape(found) for found in re.findall(r'href="([^"]+)"', part[0])]
    assert 8 == len(addresses)
    for address in addresses[:-1]:
        with client.get(address) as sent:
            assert "1" == sent.headers["Cuttings-Rows"]
    feed = re.search(
        r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', page
    )
    assert feed
    assert addresses[-2] == html.unescape(feed[1])
    assert "sort=newest" in addresses[-2]


def test_an_answer_without_documents_is_not_offered(client: FlaskClient) -> None:
    """Only what programs read of the page."""
    page = client.get("/?q=zebra&match=all").text
    assert "/search.csv" not in page
    assert "/search.json?q=zebra" in page
