"""What the tests of a desk on a cluster share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cluster_requests import clear
from tests.opensearch_cluster import Cluster


@pytest.fixture
def own_prefix(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """This process uses the shared cluster, with a prefix of its own; gives that."""
    prefix = f"t{uuid4().hex[:8]}"
    # Three nodes share the machine with all that is tested beside them: none of these tests is about speed.
    settings = {"ENGINE": "opensearch", "URL": cluster.url, "INDEX_PREFIX": prefix, "QUERY_SECONDS": "120"}
    for name, value in settings.items():
        monkeypatch.setenv(f"CUTTINGS_{name}", value)
    yield prefix
    clear(cluster.url, prefix)


@pytest.fixture
def built(own_prefix: str, run: Callable[..., tuple[int, str, str]], seeds_dir: Path) -> str:
    """The same with the five seeds."""
    assert run("rebuild", "--seeds", seeds_dir)[0] == 0
    return own_prefix
