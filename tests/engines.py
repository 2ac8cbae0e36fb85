"""The engines that the same tests run on, and the settings that take a test to one of them.

A test that asks for the fixture `on_engine` runs on all of them. Starts no server.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from indexer.settings import Settings

# Settings of a collection by its folder, with any others: the same for every engine.
OnEngine = Callable[..., Settings]
# What a command is given to read a collection.
Arguments = tuple[str | Path, ...]
# What a test waits for on a busy machine; on files nothing takes so long.
PATIENCE = 60.0


def prefix_of(index: Path) -> str:
    """The names of indices that stand on a cluster for an index folder.

    >>> prefix_of(Path("index"))
    'test-1bc04b5291c2'
    """
    return f"test-{sha256(str(index).encode()).hexdigest()[:12]}"


def settings_on(url: str, **always: Any) -> OnEngine:
    """Settings that keep a collection on a cluster instead of in its folder."""

    def on_cluster(*, index: Path, **given: Any) -> Settings:
        own = {"engine": "opensearch", "url": url, "index_prefix": prefix_of(index), "replicas": 0}
        return Settings(index=index, **{"query_seconds": PATIENCE, **own, **always, **given})

    return on_cluster
