"""Searches side by side: every number is that of the search it leads to."""

import csv
import io
import re
from html import unescape

import pytest

from indexer.api import SearchRequest, open_search
from webapp.app import create_app

COMPARISONS = (
    "q=wagner&actor2=jnim",
    "q=wagner&q2=wagner",
    "q=wagner&published=2024..2025&published=none&q2=mali&published2=2023",
    "q=wagner&mentioned=2012..2020&q2=GSIM+OR+coup&dates=mentioned",
    "q=wagner&mentioned=2020&actor2=jnim&dates=mentioned&by=year",
    "q=mali+zebra&q2=withdrawal+of+the+troops+from+mali+in+march&by=day",
    "q=wagner&spelling=exact&q2=GSIM&match2=any&not_actor2=eu&q3=coup&place4=pl-bamako",
    "actor=un&actor=jnim&actors=any&parents=whole&q2=-russia&language2=en&source3=unknown",
    "q=zebra&q2=unicorn",
)


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index, rate=0)).test_client()


def total(client, address):
    """How many documents the search of an address finds."""
    return client.get(address.replace("/?", "/search.json?", 1)).json["total"]


@pytest.mark.parametrize("asked", COMPARISONS)
@pytest.mark.parametrize("by", ["", "&by=year", "&by=month"])
def test_every_number_followed_as_a_link_gives_that_total(client, asked, by):
    """Of the JSON and of the page; and no number above 0 of a single search is without a link."""
    values = client.get(f"/compare.json?{asked}{by}").json
    assert values["rows"]
    for row in values["rows"]:
        for one in (*row["counts"], *([row["all"]] if row["all"] else [])):
            if one["url"]:
                assert one["count"] == total(client, one["url"])
        if row["value"] != "wider":
            assert all(one["url"] for one in row["counts"] if one["count"])
    page = client.get(f"/compare?{asked}{by}").text
    links = re.findall(r'<td class="num"><a href="([^"]+)" aria-label="([\d,]+) document', page)
    shown = [
        one["count"]
        for row in values["rows"]
        for one in (*row["counts"], row["all"] or {"url": ""})
        if one["url"]
    ]
    assert shown == [int(count) for _, count in links]
    for url, count in links:
        assert int(count) == total(client, unescape(url))


def test_a_number_leads_nowhere_where_its_search_would_be_refused(client):
    """As of many chosen dates, which are too long to be words of a query; the number stands."""
    dates = "".join(f"&published={year}-01..{year}-12" for year in range(1990, 2026))
    rows = client.get(f"/compare.json?not_actor=none&by=year{dates}").json["rows"]
    numbers = [one for row in rows for one in row["counts"] if one["count"]]
    assert numbers
    for one in numbers:
        assert one["url"] is None or one["count"] == total(client, one["url"])


@pytest.mark.parametrize("asked", COMPARISONS)
@pytest.mark.parametrize("dates", ["published", "mentioned"])
def test_what_all_of_them_find_is_what_each_finds(client, asked, dates):
    """Totals and documents in common, counted one by one from the lists of hits."""
    values = client.get(f"/compare.json?dates={dates}&{asked}").json
    ids = []
    for side in values["sides"]:
        answer = client.get(f"/search.json?{side['search']}&copies=all&per=100").json
        ids.append({hit["document"]["id"] for hit in answer["hits"]})
        assert side["total"] == answer["total"] == len(ids[-1])
    assert values["rows"][-1]["all"]["count"] == len(set.intersection(*ids))
    assert [len(one) for one in ids] == [one["count"] for one in values["rows"][-1]["counts"]]
    if dates == "published":
        for at in range(len(ids)):
            assert len(ids[at]) == sum(row["counts"][at]["count"] for row in values["rows"][:-1])


def test_the_csv_has_the_numbers_of_the_json(client):
    """A line for each search on each date, with its share of all documents."""
    asked = "q=wagner&actor2=jnim"
    values = client.get(f"/compare.json?{asked}").json
    sent = client.get(f"/compare.csv?{asked}")
    assert "text/csv; charset=utf-8; header=present" == sent.content_type
    lines = list(csv.DictReader(io.StringIO(sent.text, newline="")))
    expected = [
        (row["value"], side, one["count"], row["all_documents"])
        for row in values["rows"]
        for side, one in zip(("A", "B", "all"), (*row["counts"], row["all"]), strict=True)
    ]
    assert expected == [(r["date"], r["side"], int(r["documents"]), int(r["all_documents"])) for r in lines]
    for line in lines:
        if line["share"]:
            assert float(line["share"]) == pytest.approx(
                int(line["documents"]) / int(line["all_documents"]), abs=1e-6
            )
    assert {"q=wagner", "actor=jnim", ""} == {line["search"] for line in lines}


def test_shares_are_of_all_documents_of_the_date(client):
    """The growth of the collection is no news."""
    page = client.get("/compare?q=wagner&actor2=jnim&show=share").text
    row = re.search(r"<tr><th scope=\"row\">(?:<a[^>]*>)?March 2024.*", page)[0]
    assert 3 == row.count("100.0%")
    assert row.endswith('<td class="num">1</td></tr>')


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("q=&q2=wagner&q3=", "q=wagner"),
        ("q=wagner&published_from2=2023&published_to2=2024", "q=wagner&published2=2023..2024"),
        ("published2=Marhc&q=", "published=Marhc"),
    ],
)
def test_an_address_has_one_form(client, typed, kept):
    """Empty fields go, gaps close, From and To become a range; what is no date is kept."""
    sent = client.get(f"/compare?{typed}")
    assert (302, f"/compare?{kept}") == (sent.status_code, sent.headers["Location"])


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "q5=x&q1=y&by=century&dates=none&show=all&page2=7&sort3=newest",
        "q=%28%28%28%22&q2=%00%ff&q3=" + "%F0%9F%98%80" * 50,
        "q=<script>&actor2=%27%22><b>&published3=2024-99&q4==1%2B1",
        "actor=nobody&actor2=nobody",
        "q=a&q2=b&q3=c&q4=d&q5=e&q=f&q2=g",
    ],
)
def test_odd_addresses_give_a_page_with_the_form(client, odd):
    """Values are kept, markup is text, and what is not used is said."""
    page = client.get(f"/compare?{odd}", follow_redirects=True)
    assert 200 == page.status_code
    assert '<form class="range sides" method="get" action="/compare">' in page.text
    assert "<script>" not in page.text
    assert "<b>&" not in page.text
    for form in ("json", "csv"):
        assert 200 == client.get(f"/compare.{form}?{odd}").status_code


def test_a_refused_query_is_refused_in_words(client):
    """As on the search page: 400, and no trace."""
    page = client.get("/compare?q=wagner&q2=" + "*" * 600)
    assert 400 == page.status_code
    assert "Traceback" not in page.text


def test_the_form_asks_for_what_is_shown(client):
    """Filters travel along; one more search has room until there are four."""
    page = client.get("/compare?q=wagner&actor2=jnim&published2=2024&by=year").text
    for name, value in (("actor2", "jnim"), ("published2", "2024"), ("by", "year")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert 'name="q3"' in page
    assert 'name="q5"' not in client.get("/compare?q=a&q2=b&q3=c&q4=d").text
    assert "“published2=Marhc" not in page


def test_more_dates_than_a_page_holds_are_said_to_be_more(client, monkeypatch):
    """The page lists the last, JSON and CSV have all; gaps of more dates than that are told."""
    monkeypatch.setattr("webapp.compare_view.MOST_ROWS", 1)
    asked = "q=wagner&dates=mentioned&by=year"
    page = client.get(f"/compare?{asked}").text
    assert "The last 1 of 6 dates are listed; the CSV has all." in page
    rows = client.get(f"/compare.json?{asked}").json["rows"]
    assert ["2012", "2013", "2014"] == [row["value"] for row in rows[:3]]
    assert "are left out" not in page
    days = client.get("/compare?q=wagner&by=day").text
    assert "Dates on which no search has a document are left out." in days


def test_search_and_actor_pages_lead_here(client):
    """With the search, without its page and order."""
    assert 'href="/compare?q=wagner&amp;actor=jnim"' in client.get("/?q=wagner&actor=jnim&sort=newest").text
    assert 'href="/compare?actor=jnim"' in client.get("/actors/jnim").text


def test_dates_less_exact_than_the_level_are_told_apart(seeds_index):
    """What is known to the year is in no month; years are chosen unless months are asked for."""
    with open_search(seeds_index) as search:
        found = search.comparisons.compare((SearchRequest(text="wagner"),), "published", "day")
        assert (0, 3, None) == (found.sides[0].wider, found.sides[0].none, found.both)
        assert ("2023-12-12", "2024-03-27") == found.dates
