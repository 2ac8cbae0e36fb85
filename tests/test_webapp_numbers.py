"""Every number on the pages that a link leads to is the number that stands there.

Opens the pages of the desk in many states, follows each link that counts something, and compares.
"""

import random
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest

from indexer import api
from indexer.api import Settings
from tests.numbers_on_pages import Claim, find_numbers
from tests.reported_news import save_reports
from webapp.app import create_app
from webapp.params import FILTERS

# Searches in many states; `{document}`, `{actor}` and the like are filled in from the collection.
STATES = (
    "q=wagner",
    "q=mali&match=any",
    "q=wagner&spelling=exact&copies=all",
    "q=mali+OR+france&sort=newest&per=25",
    "q=wagner&actor={actor}",
    "q=wagner&actor={actor}&actor={other}&actors=any",
    "actor={actor}&actor={other}",
    "actor={actor}&not_actor={other}",
    "actor={actor}&parents=whole",
    "published={published}",
    "published={published}&published=none&sort=oldest",
    "q=mali&mentioned={mentioned}",
    "place={place}&sort=newest",
    "source={source}",
    "language={language}",
    "document={document}&q=mali",
    "q=wagnr+gruop",
    "q=wagner+mali&match=all&actor={actor}&published=1999&place={place}",
    "q=zzzqqq+wagner&match=all",
    "sort=oldest&page=2",
)
FACETS = ("actor", "published", "mentioned", "document", "place", "source", "language")
# Documents, actors and links of the larger collection that a run looks at.
DOCUMENTS, ACTORS, LINKS = 10, 10, 600
SEED = 8


class Desk:
    """A client that asks for each address once."""

    def __init__(self, index, **settings):
        self.client = create_app(Settings(index=index, **settings)).test_client()
        self._pages, self._totals = {}, {}

    def page(self, address):
        """The markup of an address, which must be a page."""
        address = address.partition("#")[0]
        if address not in self._pages:
            answer = self.client.get(address, follow_redirects=True)
            assert answer.status_code == 200, (address, answer.status_code)
            self._pages[address] = answer.text
        return self._pages[address]

    def json(self, address):
        """The JSON of an address."""
        return self.client.get(address).json

    def total(self, pairs):
        """How many documents a search finds."""
        query = urlencode([*((n, v) for n, v in pairs if n not in ("page", "per")), ("per", "1")])
        if query not in self._totals:
            self._totals[query] = self.json(f"/search.json?{query}")["total"]
        return self._totals[query]


def all_addresses(desk, most_documents=10_000, most_actors=10_000):
    """Every kind of page, in many states."""
    answer = desk.json("/search.json?q=mali&per=100")
    facets = {name: [v["value"] for v in values] for name, values in answer["facets"].items()}
    first = {name: values[0] for name, values in facets.items() if values}
    first["published"] = next(v for v in facets["published"] if v != "none")
    first["other"] = facets["actor"][1]
    searches = [state.format_map(first) for state in STATES]
    chance = random.Random(SEED)
    documents = [hit["document"]["id"] for hit in desk.json("/search.json?per=100&copies=all")["hits"]]
    actors = [actor["id"] for actor in desk.json("/actors.json")["actors"]]
    documents = chance.sample(documents, min(most_documents, len(documents)))
    actors = chance.sample(actors, min(most_actors, len(actors)))
    yield from ("/", "/?sort=oldest", "/actors", "/actors/unlinked?documents=1&sources=1", "/collection")
    yield from ("/help", "/timeline?q=mali", f"/timeline?actor={first['actor']}&passages=all")
    for query in searches[: 20 if "page=2" in searches[-1] and answer["total"] > 10 else -1]:
        yield f"/?{query}"
    for facet in FACETS:
        for query in ("", "q=mali", f"q=mali&actor={first['actor']}", f"actor={first['actor']}&order=name"):
            yield f"/facets/{facet}?{query}"
    for document in documents:
        for query in (
            "",
            "?q=mali",
            f"?actor={first['actor']}",
            "?q=wagner&view=original",
            "?view=difference",
        ):
            yield f"/documents/{document}{query}"
        yield f"/documents/{document}/copies"
        yield f"/documents/{document}/why?q=mali"
    for actor in actors:
        yield from (f"/actors/{actor}", f"/actors/{actor}/timeline", f"/actors/{actor}/with/{actors[0]}")


def counted_links(desk, addresses) -> Iterator[tuple[str, Claim]]:
    """Each number that a link leads to, once, with the page where it stands."""
    seen = set()
    for page in addresses:
        for claim in find_numbers(desk.page(page)):
            address = urljoin(page, claim.address)
            if claim.address and (address, claim.count, claim.unit) not in seen:
                seen.add((address, claim.count, claim.unit))
                yield page, claim


def numbers_behind(desk, page, claim):
    """What stands where a link leads, for the unit of its number."""
    address = urljoin(page, claim.address)
    if claim.address.startswith("?q="):
        # A query that the search box offers goes with what the form carries along
        others = [pair for pair in parse_qsl(urlsplit(page).query) if pair[0] not in ("q", "page")]
        return {desk.total([("q", claim.address.removeprefix("?q=")), *others])}
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if parts.path == "/":
        return {_searched(desk, page, claim, pairs)}
    if claim.unit == "document" and re.fullmatch(r"/actors/[^/]+", parts.path):
        return {desk.json(f"{parts.path}.json")["count"]}
    markup = desk.page(address)
    if re.search(r"\d of \d+ match(es)?$", claim.words):
        return {len(re.findall(r'class="passage has"', markup))}
    if parts.path.startswith("/documents/") and claim.unit in ("match", "mention"):
        headline = re.search(r'<h1 class="doc-title.*?</h1>', markup)[0]
        in_headline = headline.count("<mark") if claim.unit == "mention" else 0
        return {in_headline + len(re.findall(r'<mark[^>]* id="m\d+"', markup))}
    return {other.count for other in find_numbers(markup) if other.unit == claim.unit and not other.address}


def _searched(desk, page, claim, pairs):
    """The number of documents, or of a document's passages, that a search finds.

    A chosen value is removed by its link, and values of a facet that are joined by or widen the answer:
    there the number is that of the value alone.
    """
    here = parse_qsl(urlsplit(page).query)
    for name in FILTERS:
        mine, theirs = ([v for n, v in both if n == name] for both in (here, pairs))
        changed = set(mine) ^ set(theirs)
        new = set(theirs) - set(mine)
        joined_by_and = name == "actor" and ("actors", "any") not in pairs
        removed = len(changed) == 1 and claim.words.startswith("Remove")
        if mine and (removed or (len(new) == 1 and not joined_by_and)):
            kept = new or (mine if joined_by_and else changed)
            pairs = [*((n, v) for n, v in pairs if n != name), *((name, v) for v in kept)]
    if claim.unit == "passage":
        found = desk.json(f"/search.json?{urlencode(pairs)}")["facets"]["document"]
        return next((v["passages"] for v in found if v["selected"]), None)
    return desk.total(pairs)


def wrong_numbers(desk, links):
    """The links whose number is not what stands behind them."""
    return [
        (page, claim, found)
        for page, claim in links
        if claim.count not in (found := numbers_behind(desk, page, claim))
    ]


@pytest.fixture(scope="module")
def seeds(seeds_index):
    """The desk on the seeds."""
    return Desk(seeds_index)


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """The desk on 2,000 generated reports, with more values of some facets than an answer holds."""
    folder = tmp_path_factory.mktemp("news")
    save_reports(folder / "pages.jsonl", 2000, SEED)
    settings, _ = api.load_settings({}, index=folder / "index", seeds=(folder / "pages.jsonl",))
    assert 2000 == api.rebuild(settings).documents
    return Desk(folder / "index")


def test_every_number_on_the_pages_of_the_seeds_is_what_its_link_leads_to(seeds):
    """All counted links of all pages, in many states."""
    links = list(counted_links(seeds, all_addresses(seeds)))
    assert [] == wrong_numbers(seeds, links)
    assert len(links) > 1000
    assert {"document", "passage", "mention", "match", "actor", "date"} <= {claim.unit for _, claim in links}


def test_numbers_hold_in_a_collection_larger_than_a_facet(news):
    """A sample of the counted links on 2,000 documents, where facets have more values than they show."""
    links = list(counted_links(news, all_addresses(news, DOCUMENTS, ACTORS)))
    assert len(links) > LINKS
    chosen = random.Random(SEED).sample(links, LINKS)
    assert [] == wrong_numbers(news, chosen)
    past_the_limit = [c for _, c in links if c.address.startswith("/facets/") and c.count > 200]
    assert {"actor", "source", "date"} <= {claim.unit for claim in past_the_limit}


def test_a_wrong_number_is_caught(seeds_index, monkeypatch):
    """The control: values that say one too many are found, each of them."""
    monkeypatch.setattr("webapp.facet_lists.number", lambda value: f"{value + 1:,}")
    desk = Desk(seeds_index)
    links = list(counted_links(desk, ["/?q=mali"]))
    wrong = wrong_numbers(desk, links)
    assert len(wrong) > 20
    assert {"document", "passage"} == {claim.unit for _, claim, _ in wrong}


# What counts documents on the page of an answer and leads nowhere: the answer itself, or the collection.
LOOSE = re.compile(
    r"documents? (match|mention|was|were|has|have|do|does|is|are|name|talk|come)|documents?, in this order"
    r"|documents, \d[\d,]* actors|^Page |shown|on a page|^0 documents$|average of|\(0 documents\)"
)
# How many documents hold a term is a part of a score: no search finds just those.
SCORES = re.compile(r'<table class="tight parts">.*?</table>', re.DOTALL)


def test_numbers_of_documents_that_lead_nowhere_are_those_of_the_answer_itself(seeds):
    """On the pages of answers every other number of documents is a link, or 0."""
    for page in all_addresses(seeds):
        if not page.startswith("/?"):
            continue
        markup = SCORES.sub("", seeds.page(page))
        loose = [c for c in find_numbers(markup) if c.unit == "document" and not c.address]
        assert [] == [c.words for c in loose if c.count and not LOOSE.search(c.words)], page
