"""The benchmark of pages asks what it says, and prints a table."""

import random
import sys

import pytest

from benchmarks.pages import __main__ as benchmark
from benchmarks.pages.asking import Reader
from benchmarks.pages.serving import bare_app
from indexer.api import Settings, open_search
from webapp.app import create_app


def test_pages_of_each_kind_are_drawn_and_answered(seeds_index):
    """As many of each as asked, the same for the same lot, and each a page of this desk."""
    with open_search(seeds_index) as search:
        drawn = list(Reader(search, random.Random(1)).addresses(3))
        again = list(Reader(search, random.Random(1)).addresses(3))
        others = list(Reader(search, random.Random(2)).addresses(3))
        kinds = Reader(search, random.Random(1)).kinds
    assert drawn == again
    assert drawn != others
    assert dict.fromkeys(kinds, 3) == {kind: sum(own == kind for own, _ in drawn) for kind in kinds}
    pages = benchmark.measure(create_app(Settings(index=seeds_index)), drawn)
    # Five documents have no fiftieth page; everything else answers.
    assert {"browse", "page 5"} >= {page.kind for page in pages if page.status != 200}
    assert all(page.size > page.packed > 0 and page.ms > 0 for page in pages)


def test_the_table_tells_how_many_pages_it_is_of(
    seeds_index, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """A line of each kind and one of all, with n; then the slowest."""
    monkeypatch.setattr(
        sys, "argv", ["", str(seeds_index), "--pages", "2", "--passes", "2", "--slowest", "3"]
    )
    benchmark.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("5 documents")
    assert lines[1].startswith("page ")
    (every,) = [line.split() for line in lines if line.startswith("all ")]
    kinds = [line for line in lines if line.startswith(("phrase ", "why ", "actor "))]
    assert 3 == len(kinds)
    assert {"2"} == {line.split()[4] for line in kinds}
    assert int(every[4]) % 2 == 0
    assert 3 == sum(": /" in line for line in lines)


@pytest.mark.parametrize("size", [2_000, 40_000])
def test_bare_flask_gives_pages_of_as_many_bytes(size):
    """What the desk is compared with renders about as much, at any address."""
    client = bare_app(size).test_client()
    for address in ("/", "/documents/a?q=b"):
        assert 0.9 < len(client.get(address).data) / size < 1.1
