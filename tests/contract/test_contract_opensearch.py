"""The engine on a cluster keeps the promises of an engine, in every layout, on one shard and on three."""

from collections.abc import Iterator

import pytest

from indexer.engine_port import IndexReader
from indexer.generation_store import GenerationStore
from tests.agreement.generations_on_cluster import own_store, written_on_cluster
from tests.agreement.layouts import LAYOUTS, lay_out_tiny
from tests.contract.engine_suite import EngineSuite
from tests.contract.writer_suite import WriterSuite
from tests.opensearch_cluster import Cluster

TINY = lay_out_tiny()


@pytest.fixture(
    scope="module",
    params=[*zip(LAYOUTS, (1, 3, 3), strict=False)],
    ids=lambda param: f"{param[0]}, {param[1]} shards",
)
def reader(request: pytest.FixtureRequest, cluster: Cluster) -> Iterator[IndexReader]:
    """The tiny collection in one layout, opened."""
    layout, shards = request.param
    history = dict(zip(LAYOUTS, TINY.histories, strict=False))[layout]
    with written_on_cluster(cluster.url, history, TINY.groups, shards) as opened:
        yield opened


class TestOpenSearchEngine(EngineSuite):
    """The suite on a cluster."""


@pytest.fixture
def store(cluster: Cluster) -> Iterator[GenerationStore]:
    """A place without generations; of three shards some have no document at all."""
    with own_store(cluster.url, shards=3) as own:
        yield own


class TestOpenSearchWriter(WriterSuite):
    """The suite of writers on a cluster."""
