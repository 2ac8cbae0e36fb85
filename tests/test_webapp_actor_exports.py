"""What is known of an actor, as pages and files: the same numbers everywhere, safe to open."""

import csv
import io
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from indexer.api import Neighbour, Settings, Tie
from indexer.engine_port import BlockPlace
from webapp.app import create_app
from webapp.csv_lines import csv_lines
from webapp.gexf import NAMESPACE, write_gexf

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\ttab", "\rreturn")


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def read_csv(body):
    """The rows of a CSV file as dicts."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_is_run_by_a_spreadsheet(cell):
    """A cell that would be a formula begins with a quote; others are to the letter."""
    rows = b"".join(csv_lines(("name", "times"), [(cell, 3), ('Gao, "the" town', 4)])).decode()
    own = list(csv.reader(io.StringIO(rows, newline="")))
    assert [["name", "times"], [f"'{cell}", "3"], ['Gao, "the" town', "4"]] == own
    assert 3 <= rows.count("\r\n")


def test_the_timeline_as_csv_holds_what_the_page_shows(client):
    """One row a date in a passage, and the date as written stands in the text."""
    sent = client.get("/actors/wagner/timeline.csv")
    assert "text/csv; charset=utf-8; header=present" == sent.content_type
    assert 'attachment; filename="wagner-timeline.csv"' == sent.headers["Content-Disposition"]
    rows = read_csv(sent.data)
    assert rows
    assert all(row["as_written"] in row["text"] for row in rows)
    page = client.get("/actors/wagner/timeline?per=100", follow_redirects=True).text
    assert len(rows) == page.count('<p class="when">')
    values = client.get("/actors/wagner.json").json["timeline"]
    assert [row["date"].lstrip("'") for row in rows] == [one["value"] for one in values["first"]]
    assert (len(rows), True) == (values["total"], values["complete"])


def test_the_timeline_can_be_narrowed_to_some_dates(client):
    """Page and CSV alike; a text that is no date is said to be none."""
    narrowed = read_csv(client.get("/actors/wagner/timeline.csv?mentioned=2019..2020").data)
    assert {"2020"} == {row["date"] for row in narrowed}
    page = client.get("/actors/wagner/timeline?mentioned=2019..2020", follow_redirects=True).text
    assert len(narrowed) == page.count('<p class="when">')
    wrong = client.get("/actors/wagner/timeline?mentioned=soon", follow_redirects=True).text
    assert "“soon” is not a date, so it is not used." in wrong
    assert 'value="soon" size="22" aria-invalid="true"' in wrong


def test_every_number_of_shared_passages_leads_to_that_many_passages(client):
    """The page of two actors, the CSV and the JSON count the same, in either order."""
    values = client.get("/actors/jnim.json").json["network"]
    assert values
    rows = read_csv(client.get("/actors/jnim/network.csv").data)
    assert [(v["id"], str(v["passages"]), str(v["documents"])) for v in values] == [
        (row["actor"], row["passages"], row["documents"]) for row in rows
    ]
    for value in values:
        for address in (value["url"], f"/actors/{value['id']}/with/jnim"):
            page = client.get(f"{address}?per=100").text
            assert value["passages"] == page.count('<p class="when">')
            assert value["passages"] <= page.count('<mark class="alias">')


def test_a_network_as_gexf_is_what_the_json_says(client):
    """A node an actor, an edge a pair that a passage names; every edge joins two nodes."""
    sent = client.get("/actors/jnim/network.gexf")
    assert sent.content_type.startswith("application/gexf+xml")
    root = ET.fromstring(sent.data)
    assert f"{{{NAMESPACE}}}gexf" == root.tag
    nodes = {node.get("id") for node in root.iter(f"{{{NAMESPACE}}}node")}
    network = client.get("/actors/jnim.json").json["network"]
    assert {"jnim", *(one["id"] for one in network)} == nodes
    weights = {}
    for edge in root.iter(f"{{{NAMESPACE}}}edge"):
        assert {edge.get("source"), edge.get("target")} <= nodes
        weights[frozenset((edge.get("source"), edge.get("target")))] = int(edge.get("weight"))
    own = {frozenset(("jnim", one["id"])): one["passages"] for one in network}
    assert own == {pair: weight for pair, weight in weights.items() if "jnim" in pair}
    assert len(weights) > len(own)


def test_a_hostile_label_leaves_the_gexf_well_formed(search):
    """Markup, quotes, characters that XML does not know, and half a character."""
    label = '<a b="c">&amp;]]>\x00\ud800\ufffe'
    actor = replace(search.actor("jnim"), label=label)
    other = replace(actor, id='a"<&', label=label)
    near = Neighbour(other, 2, 1, BlockPlace("d", 0))
    written = write_gexf(actor, [near], [Tie("jnim", other.id, 2, 1)], "2024-01-01T00:00:00Z")
    root = ET.fromstring(written)
    nodes = list(root.iter(f"{{{NAMESPACE}}}node"))
    assert ["jnim", other.id] == [node.get("id") for node in nodes]
    assert 'a b="c">&amp;]]>' in (nodes[1].get("label") or "")
    (edge,) = root.iter(f"{{{NAMESPACE}}}edge")
    assert other.id == edge.get("target")


@pytest.mark.parametrize(
    "address",
    [
        "/actors/nobody/timeline",
        "/actors/nobody/timeline.csv",
        "/actors/nobody/network.csv",
        "/actors/nobody/network.gexf",
        "/actors/jnim/with/nobody",
        "/actors/nobody/with/jnim",
        "/actors/wagner/timeline?page=9",
        "/actors/jnim/with/wagner?page=9",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    """An actor that nobody knows, a page after the last one."""
    assert 404 == client.get(address, follow_redirects=True).status_code


def test_files_let_go_of_the_generation(client):
    """More files than searches may run at the same time, one after the other, read or not."""
    for _ in range(2 * Settings().heavy_searches):
        client.get("/actors/wagner/timeline.csv").close()
        client.get("/actors/nobody/timeline.csv").close()
        client.get("/actors/wagner/network.csv").close()
    assert 200 == client.get("/actors/wagner").status_code


@pytest.mark.parametrize("name", ["timeline.csv", "network.csv"])
def test_a_file_that_is_read_slowly_keeps_no_search_waiting(seeds_index, name):
    """Its rows are found; only the generation is still needed."""
    app = create_app(Settings(index=seeds_index, heavy_searches=1, query_seconds=1))
    slow = app.test_client().get(f"/actors/wagner/{name}")
    assert 200 == app.test_client().get("/?q=mali").status_code
    assert read_csv(slow.data)
    slow.close()


@pytest.mark.parametrize("address", ["/timeline.csv?q=mali", "/actors/jnim/timeline.csv"])
def test_the_search_of_a_timeline_has_the_time_of_every_search(seeds_index, address):
    """It is stopped before the first line; what was found in time is read to its end."""
    client = create_app(Settings(index=seeds_index, query_seconds=1e-9)).test_client()
    late = client.get(address)
    assert (504, "text/plain") == (late.status_code, late.mimetype)


@pytest.mark.parametrize("name", ["network.csv", "network.gexf"])
def test_a_network_has_no_limit_of_time(seeds_index, name):
    """The page gives up where searches may take no time; a file is whole."""
    client = create_app(Settings(index=seeds_index, query_seconds=1e-9)).test_client()
    assert 504 == client.get("/actors/jnim").status_code
    assert 200 == client.get(f"/actors/jnim/{name}").status_code


def test_countries_are_left_out_of_the_page_alone(client):
    """They stand in every text; the page says so, and the CSV has them."""
    page = client.get("/actors/jnim").text
    kinds = [row["type"] for row in read_csv(client.get("/actors/jnim/network.csv").data)]
    says = re.search(r"(\d+) countr(?:y is|ies are) left out here", page)
    assert says
    assert kinds.count("country") == int(says[1]) > 0
