"""The page that explains the addresses for programs: its examples run, its numbers are those of the desk."""

import html
import re
import shlex

import pytest

from indexer.api import Settings
from webapp.api_operations import OPERATIONS
from webapp.app import create_app
from webapp.openapi import STATUSES


@pytest.fixture(scope="module")
def client(seeds_index):
    """A client of the app on the seeds."""
    return create_app(Settings(index=seeds_index)).test_client()


def commands(page):
    """The commands of a page."""
    return [shlex.split(html.unescape(code)) for code in re.findall(r"<code>(curl .*?)</code>", page)]


def test_every_example_answers_with_the_type_beside_it(client):
    """Each address has a command whose address is there, and gives what the page says."""
    found = commands(client.get("/api").text)
    assert len(OPERATIONS) == len(found)
    for (program, address), operation in zip(found, OPERATIONS.values(), strict=True):
        assert "curl" == program
        answer = client.get(address)
        assert (200, True) == (answer.status_code, answer.mimetype in operation.answers), address


def test_examples_have_the_name_that_was_asked(seeds_index):
    """Who copies a command from a desk under another name asks that one."""
    client = create_app(Settings(index=seeds_index, trusted_hosts=("desk.example",))).test_client()
    page = client.get("/api", base_url="https://desk.example").text
    assert all(address.startswith("https://desk.example/") for _, address in commands(page))


def test_it_can_be_read_without_an_index(tmp_path):
    """A program is written before the first rebuild."""
    answer = create_app(Settings(index=tmp_path)).test_client().get("/api")
    assert 200 == answer.status_code
    assert "/documents/DOCUMENT.json" in answer.text


def test_its_limits_are_those_of_the_settings(seeds_index):
    """No number is written into the page."""
    page = create_app(Settings(index=seeds_index, max_per_page=37)).test_client().get("/api").text
    assert "1 to 37, else 10" in page


def test_every_refusal_has_its_line(client):
    """The statuses of the description, each with its reason."""
    page = client.get("/api").text
    for status, says in STATUSES.items():
        assert f"<dt>{status}</dt><dd>{html.escape(says, quote=False)}</dd>" in page


def test_pages_lead_to_it(client):
    """From the foot of any page."""
    assert '<a href="/api">For programs</a>' in client.get("/help").text
