import json
from collections.abc import Iterator

import pytest

from indexer.engines.opensearch_engine import client
from indexer.engines.opensearch_engine.client import Connection
from indexer.engines.opensearch_engine.mapping import index_body
from indexer.errors import EngineUnavailable
from tests.cluster_requests import ask
from tests.opensearch_cluster import Cluster

INDEX, DOCUMENTS = "lost-shards", 300


@pytest.fixture
def without_copies(fault_cluster: Cluster) -> Iterator[Cluster]:
    """A cluster with an index whose three shards have no copy, each on a node of its own."""
    body = index_body("gen-1", "any", shards=3)
    body["settings"]["routing.allocation.total_shards_per_node"] = 1
    ask(fault_cluster.url, f"/{INDEX}", body, "PUT")
    lines = "".join(
        f"{json.dumps({'index': {'_id': str(at)}})}\n{json.dumps({'document': [str(at)]})}\n"
        for at in range(DOCUMENTS)
    )
    ask(fault_cluster.url, f"/{INDEX}/_bulk?refresh=true", lines)
    yield fault_cluster
    fault_cluster.restart(2)
    fault_cluster.wait()
    ask(fault_cluster.url, f"/{INDEX}", method="DELETE")


def test_a_count_that_lacks_a_shard_is_never_given(
    without_copies: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server itself counts what is left and reports no failure; ours refuses, and says why."""
    monkeypatch.setattr(client, "PAUSE", 0.01)
    everything = {"query": {"match_all": {}}, "track_total_hits": True, "size": 0}
    asked = client.Cluster(Connection.of(without_copies.url))
    assert asked.search(INDEX, everything)["hits"]["total"]["value"] == DOCUMENTS

    without_copies.kill(2)
    without_copies.wait("red", nodes=2)

    # Control: who does not compare the shards that answered with all shards counts too few.
    careless = ask(without_copies.url, f"/{INDEX}/_search", everything)
    assert 0 < careless["hits"]["total"]["value"] < DOCUMENTS
    assert (careless["timed_out"], careless["_shards"]["failed"]) == (False, 0)
    with pytest.raises(EngineUnavailable, match=r"could not answer \(503.*Look at its health"):
        asked.search(INDEX, everything)
    # Control: also where it is allowed to answer in part, what lacks a shard is refused.
    with pytest.raises(EngineUnavailable, match="Only 2 of 3 parts of the index"):
        asked._check_whole(careless)
    asked.close()
