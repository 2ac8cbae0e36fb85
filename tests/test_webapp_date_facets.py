"""Going down from a year to a month to a day, and back, by links alone."""

import re
from html import unescape

import pytest

from indexer.api import Settings
from webapp.app import create_app


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index, rate=0)).test_client()


def total(client, address):
    """How many documents the search of an address finds."""
    return client.get(address.replace("/?", "/search.json?", 1)).json["total"]


def values(client, address, facet="published"):
    """The values of a facet by date, each with its count and address."""
    found = client.get(address.replace("/?", "/search.json?", 1)).json["facets"][facet]
    return {one["value"]: one for one in found}


@pytest.mark.parametrize(
    ("facet", "levels"),
    [("published", ("2024", "2024-03", "2024-03-27")), ("mentioned", ("2012",))],
)
def test_a_date_within_the_chosen_one_takes_its_place(client, facet, levels):
    """Every step down and up gives the number beside the value."""
    address = "/?q=mali"
    for date in levels:
        one = values(client, address, facet)[date]
        assert one["count"] == total(client, one["url"])
        address = one["url"]
        assert 1 == address.count(f"{facet}=")
    for date in reversed(levels[:-1]):
        one = values(client, address, facet)[date]
        assert one["count"] == total(client, one["url"])
        address = one["url"]


def test_the_page_lists_what_lies_within_the_chosen_date(client):
    """The months of a year and the days of a month, as links that narrow."""
    for chosen, label, inside in (
        ("2024", "March 2024", "2024-03"),
        ("2024-03", "27 March 2024", "2024-03-27"),
    ):
        page = client.get(f"/?q=mali&published={chosen}").text
        (url,) = set(re.findall(rf'<a[^>]*href="([^"]*published={inside})"', page))
        assert label in page
        assert f"/?q=mali&published={inside}" == unescape(url)


def test_other_choices_stay_when_a_date_is_narrowed(client):
    """No date, ranges and other years are joined by OR as before."""
    address = "/?q=mali&published=2024&published=none&published=2023-01..2024-05"
    url = values(client, address)["2024-03"]["url"]
    assert "/?q=mali&published=none&published=2023-01..2024-05&published=2024-03" == url
    assert total(client, url) == total(client, "/?q=mali&published=none&published=2023-01..2024-05")


def test_a_chosen_year_has_all_of_its_months_and_a_month_its_days(seeds_index):
    """Also where a facet has more values than are listed."""
    client = create_app(Settings(index=seeds_index, rate=0, facet_limit=1)).test_client()
    assert {"none", "2024", "2024-03"} == set(values(client, "/?q=mali&published=2024"))
    assert {"none", "2024-03", "2024-03-27"} == set(values(client, "/?q=mali&published=2024-03"))


def test_a_date_typed_by_hand_is_corrected_at_its_field(client):
    """The value is kept, the field says that it is wrong, and what can be read is used."""
    page = client.get("/?q=mali&published_from=Marhc+2024&published_to=2024", follow_redirects=True).text
    field = re.search(r'<input id="pf"[^>]*>', page)[0]
    assert 'value="Marhc 2024"' in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="pfe pfh"' in field
    assert re.search(r'<p class="error" id="pfe">“Marhc 2024” is not a date', page)
    assert 'value="2024"' in re.search(r'<input id="pt"[^>]*>', page)[0]
