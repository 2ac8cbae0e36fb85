"""The three views of a document's text: clean, original, and the difference between them."""

import html
import re

import pytest

from indexer.api import SearchRequest
from webapp.app import create_app


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


@pytest.fixture(scope="module")
def documents(search):
    """The five seeds."""
    return [hit.document for hit in search.search(SearchRequest(per=100)).hits]


def _raw(page):
    """The markup of the text as it stands in the file."""
    return re.search(r'<pre class="raw"[^>]*>\n(.*?)</pre>', page, re.DOTALL)[1]


def _plain(markup):
    return html.unescape(re.sub(r'<span class="vh">.*?</span>|<[^>]+>', "", markup))


def test_the_original_is_the_text_as_delivered(client, documents):
    """To the letter, with nothing marked in it."""
    for document in documents:
        raw = _raw(client.get(f"/documents/{document.id}?view=original").text)
        assert "<" not in raw
        assert document.delivered_text == html.unescape(raw)


def test_the_difference_strikes_through_what_was_removed_in_its_place(client, documents):
    """With it the text is whole; without it, it is the clean text."""
    for document in documents:
        raw = _raw(client.get(f"/documents/{document.id}?view=difference").text)
        assert document.text == _plain(raw)
        assert len(document.removed) == raw.count("<del ")
        assert document.clean_text == _plain(re.sub(r"<del .*?</del>", "", raw, flags=re.DOTALL))


def test_one_switch_leads_to_all_three_and_keeps_the_search(client, documents):
    """Each view names itself as current; a view that is none is the clean one."""
    address = f"/documents/{documents[0].id}?q=wagner"
    for view, query in (("clean", ""), ("original", "&view=original"), ("difference", "&view=difference")):
        page = client.get(address + query).text
        switch = re.search(r'aria-label="Form of the text">(.*?)</nav>', page, re.DOTALL)[1]
        assert ["clean", "original", "difference"] == re.findall(r"<a [^>]*>(\w+)</a></li>", switch)
        assert [view] == re.findall(r'aria-current="true">(\w+)<', switch)
        assert 3 == switch.count("q=wagner")
    assert 'class="raw"' not in client.get(f"{address}&view=none").text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("view=orginal", "“view” is clean or original or difference; “orginal” is ignored."),
        ("marks=no", "“marks” is on or off; “no” is ignored."),
        ("published=Marhc", "“Marhc” is not a date, so it is not used."),
        ("veiw=original", "The parameter “veiw” is not known and was ignored."),
    ],
)
def test_what_of_an_address_is_not_used_is_said(client, documents, query, says):
    """The document is shown all the same; an address in order has no note."""
    address = f"/documents/{documents[0].id}?q=wagner"
    page = client.get(f"{address}&{query}")
    assert 200 == page.status_code
    assert [says] == [note.strip() for note in re.findall(r'<p class="read">(.*?)</p>', page.text, re.DOTALL)]
    for fine in ("", "&view=original&marks=off", "&view=clean&marks=on"):
        assert 'class="read"' not in client.get(address + fine).text


def test_what_was_removed_leads_to_its_place_from_every_view(client, documents):
    """The list of removed spans leads to a place that exists."""
    document = next(document for document in documents if document.removed)
    for query in ("", "?view=original", "?view=difference"):
        page = client.get(f"/documents/{document.id}{query}").text
        place = html.unescape(re.search(r'<a href="([^"]*#cut-1)">', page)[1])
        target = place.partition("#")[0]
        assert 'id="cut-1"' in (client.get(target).text if target else page)
