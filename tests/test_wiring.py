"""Engines are loaded only when they are chosen, and what is missing is named with its cure."""

import subprocess
import sys

import pytest

from indexer import wiring
from indexer.errors import EngineUnavailable, SettingsError
from indexer.settings import Settings
from tests.real_server import ROOT

CLUSTER = Settings(engine="opensearch", url="http://127.0.0.1:1")
WITHOUT = """
import sys
sys.modules["opensearchpy"] = None
from indexer import cli
sys.exit(cli.main(["stats", "--engine", "opensearch", "--url", "http://127.0.0.1:1"]))
"""
QUIET = "import sys; from indexer import api; sys.exit('opensearchpy' in sys.modules)"


def test_without_its_client_the_cure_is_named() -> None:
    """Exit code 4, and what to run."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert 4 == done.returncode
    assert "Run: make install-cluster" in done.stderr


def test_the_client_is_not_loaded_where_it_is_not_chosen() -> None:
    """Who has no cluster needs no client of one."""
    assert 0 == subprocess.run([sys.executable, "-c", QUIET], cwd=ROOT, check=False).returncode


@pytest.mark.parametrize(("url", "message"), [("", "CUTTINGS_URL"), ("ftp://a", "CUTTINGS_URL")])
def test_an_address_that_is_none_is_told(url: str, message: str) -> None:
    """A setting that cannot be used is bad use."""
    with pytest.raises(SettingsError, match=message):
        wiring.open_store(Settings(engine="opensearch", url=url))


def test_nothing_is_sent_before_it_is_asked_for() -> None:
    """A page can be served while the cluster is down; a search then says what is wrong."""
    store = wiring.open_store(CLUSTER)
    assert store.free_bytes() is None
    with pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1:1"):
        store.open()


def test_shards_need_a_cluster() -> None:
    """A folder belongs to one machine; the message says what would do."""
    with pytest.raises(SettingsError, match="--engine opensearch --url"):
        wiring.open_sharing_store(Settings())


def test_an_unknown_engine_is_named_with_those_there_are(tmp_path) -> None:
    """The list has all of them."""
    with pytest.raises(EngineUnavailable, match="whoosh, opensearch"):
        wiring.open_reader("lucene", tmp_path)
