"""The page of names that nobody listed."""

import json

import pytest
from markupsafe import escape

from indexer.api import UnlinkedReview, rebuild
from webapp.app import create_app

LOWEST = "/actors/unlinked?documents=1&sources=1"


TEXTS = {
    "a": "On that day they met Halidou Tankari near Foura, as they had hoped to.",
    "b": "On that day they met Hálidou Tankari there, as they had hoped to.",
    "c": "On that day the O'Bannon Institute of Dry Lands was shut, as they had hoped.",
}


@pytest.fixture(scope="module")
def client(on_engine, tmp_path_factory):
    """A client of the app on three documents of one source, which has read them."""
    folder = tmp_path_factory.mktemp("unlinked")
    lines = (json.dumps({"id": id_, "text": text}) + "\n" for id_, text in TEXTS.items())
    (folder / "pages.jsonl").write_text("".join(lines), encoding="utf-8")
    settings = on_engine(index=folder / "index", seeds=(folder / "pages.jsonl",))
    rebuild(settings)
    client = create_app(settings).test_client()
    client.get("/actors/unlinked")
    return client


def test_the_page_and_its_json_hold_the_same_names(client):
    """In the same order, with the same numbers."""
    page = client.get(LOWEST).text
    values = client.get(LOWEST.replace("?", ".json?", 1)).json
    assert values["complete"]
    assert values["total"] >= len(values["names"]) > 0
    at = 0
    for name in values["names"]:
        at = page.index(f">{escape(name['name'])}</a></h2>", at)
    assert f"{values['total']:,} names in 1 document of 1 source or more" in page


def test_where_the_rule_leaves_none_the_page_says_why(client):
    """With the bounds, what was read, and a way to lower them."""
    assert "None, as no such name is in 3 documents of 2 sources" in client.get("/actors/unlinked").text
    page = client.get("/actors/unlinked?documents=99&sources=9").text
    assert "0 names in 99 documents of 9 sources or more" in page
    assert "None, as no such name is in 99 documents of 9 sources" in page
    assert f'href="{LOWEST.replace("&", "&amp;")}"' in page


def test_a_name_leads_to_the_documents_that_hold_it(client):
    """The search as written finds at least the documents that are counted."""
    page = client.get(LOWEST.replace("?", ".json?", 1)).json
    name = page["names"][0]
    found = client.get("/search.json", query_string={"q": f'"{name["name"]}"', "spelling": "exact"}).json
    assert found["total"] >= name["documents"]


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", "9" * 30, "<b>"])
def test_a_bound_that_is_no_number_is_not_used_and_told(client, text):
    """The field shows what is used, the page says what is not."""
    page = client.get("/actors/unlinked", query_string={"documents": text}).text
    assert "is no number of documents, so 3 is used." in page
    assert 'name="documents" type="text" inputmode="numeric" value="3"' in page
    assert "<b>" not in page


def test_a_page_past_the_end_is_told(client):
    """As on every list."""
    assert 404 == client.get("/actors/unlinked?page=99").status_code


def test_until_all_is_read_the_page_says_how_far_it_is(client, monkeypatch):
    """And asks again by itself; the JSON says that it is not complete."""
    monkeypatch.setattr(UnlinkedReview, "begin", lambda _self, _patience: None)
    fresh = create_app(client.application.extensions["cuttings"].settings).test_client()
    response = fresh.get("/actors/unlinked")
    assert "3" == response.headers["Refresh"]
    assert "The list is being made: 0 of 3 documents read." in response.text
    values = fresh.get("/actors/unlinked.json").json
    assert (False, 0, []) == (values["complete"], values["total"], values["names"])
