"""Whole pages of the seeds: as they were reviewed, and every link in them."""

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.desk_pages import ERRORS, PAGES, REVIEWED, SCRIPTS
from webapp.app import create_app

GOLDEN = Path(__file__).parent / "golden/pages"
UPDATE = "UPDATE_GOLDEN"


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def _normalise(page):
    """A page without what differs from one build to the next: generation, day, request, folder."""
    page = re.sub(r"[^\s>\"]*/seeds/(?=\d{3}_)", "seeds/", page)
    page = re.sub(r"gen-\w+\.\w+-\w+", "gen-NAME", page)
    page = re.sub(r"Generation built [^.]+? from", "Generation built DAY from", page)
    page = re.sub(r"Génération construite le .+? à partir", "Génération construite le DAY à partir", page)
    return re.sub(r"(Request|Demande) <code>\w+</code>", r"\1 <code>ID</code>", page)


@pytest.mark.parametrize("name", REVIEWED)
def test_pages_are_as_they_were_reviewed(client, name, engine):
    """Set UPDATE_GOLDEN=1 to write them anew, then read the difference.

    On a cluster all but the scores are the same, and these are near: lengths are kept in one byte.
    """
    page = _normalise(client.get(PAGES[name]).text)
    path = GOLDEN / f"{name}.html"
    if os.environ.get(UPDATE) and engine == "files":
        path.write_text(page, encoding="utf-8")
    stored = path.read_text(encoding="utf-8")
    if engine == "cluster":
        assert pytest.approx(_scores(stored), rel=CODED_LENGTHS) == _scores(page)
        stored, page = (SCORE.sub("SCORE", one) for one in (stored, page))
    assert stored == page


# Scores are shown with four decimals, what they are made of with three, and nothing else is. Of a name the
# words or the mentions count, whichever score is higher: with lengths in one byte it may be the other.
SCORE = re.compile(r"\b\d+[.,]\d{3,4}\b(?:, (?:counts|compte))?")
# A length loses less than an eighth in one byte, and is a part of what divides a score.
CODED_LENGTHS = 0.05


def _scores(page):
    found = (one.removesuffix(", counts").removesuffix(", compte") for one in SCORE.findall(page))
    return [float(one.replace(",", ".")) for one in found]


def test_no_reviewed_page_is_left_over():
    """Every file belongs to a page of this test."""
    assert set(REVIEWED) == {path.stem for path in GOLDEN.glob("*.html")}


# Modules are deferred of themselves.
OWN_SCRIPTS = [("script", {"type": "module", "src": path}) for path in SCRIPTS]


class LinkFinder(HTMLParser):
    """The addresses and ids of a page, and how its tags nest."""

    VOID = frozenset(["meta", "link", "input", "hr", "br", "img", "rect", "line"])

    def __init__(self):
        super().__init__()
        self.links, self.ids, self.open, self.wrong = [], [], [], []

    def handle_starttag(self, tag, attrs):
        """Keep what the tag says."""
        values = dict(attrs)
        self.links += [values[name] for name in ("href", "action", "src") if values.get(name)]
        if "id" in values:
            self.ids.append(values["id"])
        self.wrong += [name for name in values if name.startswith("on") or name == "style"]
        if (
            tag in ("script", "style", "iframe", "object", "embed", "base")
            and (tag, values) not in OWN_SCRIPTS
        ):
            self.wrong.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_data(self, data):
        """No script has words of its own."""
        self.wrong += [data] if self.open[-1:] == ["script"] else []

    def handle_endtag(self, tag):
        """Compare with the tag that is open."""
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")


def _read(markup):
    page = LinkFinder()
    page.feed(markup)
    page.close()
    return page


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_well_formed(client, name):
    """Tags nest, ids are unique, described things exist, nothing is inline."""
    markup = client.get(PAGES[name]).text
    page = _read(markup)
    assert [] == page.wrong
    assert [] == page.open
    assert len(set(page.ids)) == len(page.ids)
    named = re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]+)"', markup)
    assert set() == {one for names in named for one in names.split()} - set(page.ids)


# Choosing and removing values makes more addresses than can be followed; so many are enough to
# reach every kind of link on every kind of page.
MOST_FOLLOWED = 200


def test_every_link_on_every_page_leads_somewhere(client):
    """From all pages, every address of this host is a page, and its fragment is on it."""
    todo = [address.partition("#")[0] for name, address in PAGES.items() if name not in ERRORS]
    read, broken = {}, []
    while todo and len(read) < MOST_FOLLOWED:
        address = todo.pop(0)
        if address in read:
            continue
        with client.get(address) as response:
            if response.status_code != 200:
                broken.append((address, response.status_code))
            page = _read(response.text if response.mimetype == "text/html" else "")
        read[address] = frozenset(page.ids) if response.mimetype == "text/html" else None
        for link in page.links:
            whole, _, fragment = urljoin(address, link).partition("#")
            if not whole.startswith("/"):
                if whole.partition(":")[0] not in ("data", "http", "https"):
                    broken.append((address, link))
                continue
            if fragment and whole == address.partition("#")[0] and fragment not in page.ids:
                broken.append((address, link))
            if fragment and whole in read and read[whole] is not None and fragment not in read[whole]:
                broken.append((address, link))
            todo.append(whole)
    assert [] == broken
    assert len(read) == MOST_FOLLOWED


def test_numbers_beside_values_are_the_documents_behind_them(client):
    """Every value of every facet beside an answer leads to as many documents as it says."""
    for query in ("/search.json?q=wagner", "/search.json?q=mali&actor=jnim&published=none"):
        answer = client.get(query).json
        for name, values in answer["facets"].items():
            for value in values:
                if value["selected"]:
                    continue
                found = client.get(value["url"].replace("/?", "/search.json?", 1)).json
                chosen = {v["value"]: v for v in found["facets"][name]}[value["value"]]
                assert chosen["selected"]
                alone = not any(v["selected"] for v in values) or name == "actor"
                if alone:
                    assert value["count"] == found["total"], (query, name, value)
