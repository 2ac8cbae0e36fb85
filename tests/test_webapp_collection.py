"""The report on a collection: the same figures on the page, in the commands and in JSON."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import api
from indexer.api import Settings
from tests.engines import Arguments, OnEngine
from webapp.app import create_app

Run = Callable[..., tuple[int, str, str]]
Reach = Callable[[Settings], Arguments]

ENGLISH = "The convoy reached Gao on Monday after two days on the road, the governor said."
FRENCH = "Le convoi est arrivé à Gao lundi, après deux jours sur la route du nord, a dit le gouverneur."
CREDITS = "\n\n".join(
    f"Photo: Amadou Koné / AFP, {day} January 2024, at the bridge over the river" for day in range(9)
)
PAGES = (
    {"id": "flagged", "title": "Convoy reaches Gao", "text": f"{ENGLISH}\n\n{CREDITS}\n\nIt was the first."},
    {"id": "plain", "text": f"{ENGLISH}\n\nAdvertisement\n\nIt was the first.", "source": "The Herald"},
    {"id": "french", "text": FRENCH, "url": "https://www.example.org/a"},
    {"id": "untold", "text": "Gao, Mopti, Kidal"},
)


@pytest.fixture(scope="module")
def settings(on_engine: OnEngine, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of four pages in one file, one of which loses most of its text."""
    folder = tmp_path_factory.mktemp("collection")
    (folder / "pages.jsonl").write_text("".join(json.dumps(page) + "\n" for page in PAGES), encoding="utf-8")
    settings = on_engine(index=folder / "index", seeds=(folder / "pages.jsonl",))
    api.rebuild(settings)
    return settings


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    """A client of the app on this index."""
    return create_app(settings).test_client()


def test_a_document_that_lost_much_is_linked_to_what_it_lost(client: FlaskClient) -> None:
    """For a look: the document, the rule, how much; and no other document."""
    page = client.get("/collection").text
    assert 1 == page.count("#removed")
    assert '<a href="/documents/flagged#removed">Convoy reaches Gao</a>' in page
    assert '<a href="/collection#rule-photo-credit">' in page
    assert 'id="removed"' in client.get("/documents/flagged").text


def test_removed_is_told_by_source(client: FlaskClient) -> None:
    """An outlet or host leads to its documents; a file stands for those that name none."""
    page = client.get("/collection").text
    assert '<a href="/?source=The+Herald">The Herald</a>' in page
    assert '<a href="/?source=example.org">example.org</a>' in page
    assert "pages.jsonl</span></th>" in page
    assert ["plain"] == [
        hit["document"]["id"] for hit in client.get("/search.json?source=The+Herald").json["hits"]
    ]


def test_a_file_leads_to_what_its_document_lost(
    seeds_index: Path, on_engine: OnEngine, client: FlaskClient
) -> None:
    """A file of one document is a link, in both lists; a file of several is none."""
    page = create_app(on_engine(index=seeds_index)).test_client().get("/collection").text
    link = '<a class="file" href="/documents/002_22711d4565ddccbb#removed">seeds/002_22711d4565ddccbb.txt</a>'
    assert 2 == page.count(link)
    page = client.get("/collection").text
    assert '<a class="file"' not in page


def test_rules_that_took_nothing_stand_apart(client: FlaskClient) -> None:
    """Folded, below those that took something; each keeps its place in the address."""
    page = client.get("/collection").text
    took, _, idle = page.partition("Rules that took nothing")
    assert 'id="rule-photo-credit"' in took
    assert 'id="rule-cookie-banner"' in idle
    assert 'id="rule-photo-credit"' not in idle


def test_the_language_facet_counts_and_chooses(client: FlaskClient) -> None:
    """In words on the page, by code in JSON; no language is a choice like any."""
    counts = {v["value"]: v["count"] for v in client.get("/search.json").json["facets"]["language"]}
    assert {"en": 2, "fr": 1, "none": 1} == counts
    for asked in ("language=fr&language=none", "q=language:french+OR+language:none"):
        found = client.get(f"/search.json?{asked}").json
        assert {"french", "untold"} == {hit["document"]["id"] for hit in found["hits"]}
    page = client.get("/?language=fr&language=none").text
    assert "are in French or no language that could be told" in page
    assert "Not determined" in page
    assert "<dt>Language</dt><dd>French</dd>" in client.get("/documents/french").text
    assert "fr" == client.get("/documents/french.json").json["language"]


def test_the_commands_tell_the_same(settings: Settings, reach: Reach, run: Run, tmp_path: Path) -> None:
    """`rebuild --json` counts what is flagged, `stats --json` lists it; both sum to what was removed."""
    report = json.loads(run("rebuild", "--seeds", *settings.seeds, "--index", tmp_path, "--json")[1])
    stats = json.loads(run("stats", *reach(settings), "--json")[1])
    assert ["flagged"] == [flagged["document"] for flagged in stats["flagged"]]
    assert report["flagged"] == len(stats["flagged"])
    for figures in (report, stats):
        assert figures["removed_characters"] == sum(rule["characters"] for rule in figures["rules"])
        assert figures["removed_characters"] == sum(source["removed"] for source in figures["sources"])
        assert figures["characters"] == sum(source["characters"] for source in figures["sources"])
    assert "For a look: 1 document" in run("stats", *reach(settings))[1]


def test_a_language_is_chosen_by_name_or_code(settings: Settings, reach: Reach, run: Run) -> None:
    """What is no language is said, and nothing is searched."""
    for given in ("fr", "French"):
        code, out, _ = run("search", "--language", given, *reach(settings))
        assert (0, True) == (code, out.startswith("1 document matches language:fr"))
    code, _, err = run("search", "--language", "Elvish", *reach(settings))
    assert (2, True) == (code, "“Elvish” is no known language" in err)
