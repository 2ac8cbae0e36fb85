"""One generation on a cluster: its two indices, and what is asked of them while it is made.

Knows nothing of documents, nor of which generation is current.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indexer.engines.opensearch_engine.client import Cluster
from indexer.engines.opensearch_engine.facts_index import FactsIndex, facts_body
from indexer.engines.opensearch_engine.mapping import index_body
from indexer.engines.opensearch_engine.names import Names
from indexer.errors import EngineUnavailable

# A merge, or a copy of millions of documents, is asked for once and looked after.
TASK_SECONDS = 86_400.0
_LOOK_EVERY = 0.2
_MOST_EVERY = 5.0
GREEN_SECONDS = 600


@dataclass(frozen=True)
class Place:
    """Where a generation is."""

    cluster: Cluster
    names: Names
    generation: str

    @property
    def index(self) -> str:
        """The index of its documents."""
        return self.names.index_of(self.generation)

    @cached_property
    def facts(self) -> FactsIndex:
        """Its companion."""
        return FactsIndex(self.cluster, self.names.facts_of(self.generation))

    def create(self, analysis: str, shards: int) -> None:
        """Make both indices, unless they are there. Raises EngineError."""
        body = index_body(self.generation, analysis, shards)
        # What is deleted must not count in any score: all of it can be merged away.
        body["settings"]["merge.policy.expunge_deletes_allowed"] = 0
        for index, content in ((self.facts.index, facts_body(self.generation)), (self.index, body)):
            try:
                self.cluster.call("PUT", f"/{index}", content, params={"wait_for_active_shards": "1"})
            except EngineUnavailable:
                # Another shard of the same build may have been first.
                if self.cluster.find(f"/{index}") is None:
                    raise

    def remove(self) -> None:
        """Delete both indices, the facts first: without a manifest nothing is given out."""
        for index in (self.facts.index, self.index):
            if self.cluster.find(f"/{index}/_settings") is not None:
                self.cluster.call("DELETE", f"/{index}")

    def set(self, settings: Mapping[str, Any], index: str | None = None) -> None:
        """Change settings of the documents' index, or of another."""
        self.cluster.call("PUT", f"/{index or self.index}/_settings", {"index": settings})

    def count(self) -> int:
        """How many documents it has. Raises EngineUnavailable where a shard does not say."""
        found = self.cluster.search(self.index, {"size": 0, "track_total_hits": True})
        return int(found["hits"]["total"]["value"])

    def refresh(self) -> None:
        """Make all that was written visible."""
        answer = self.cluster.call("POST", f"/{self.index}/_refresh")
        shards = answer.get("_shards", {})
        if shards.get("failed"):
            raise EngineUnavailable(
                f"A part of the index {self.index} cannot be refreshed. Look at its health"
            )

    def wait_green(self, seconds: float = GREEN_SECONDS) -> None:
        """Wait until every shard of both indices has all of its copies. Raises EngineUnavailable."""
        path = f"/_cluster/health/{self.index},{self.facts.index}"
        until = time.monotonic() + seconds
        while True:
            told = self.cluster.call("GET", path, params={"wait_for_status": "green", "timeout": "10s"})
            if told.get("status") == "green":
                return
            if time.monotonic() > until:
                raise EngineUnavailable(
                    f"The copies of {self.generation} were not made within {seconds:.0f} s, so it is "
                    "not published. Look at the health of the cluster, or ask for fewer: CUTTINGS_REPLICAS"
                )

    def run_task(self, path: str, body: Any = None, **params: str) -> dict[str, Any]:
        """Ask for a long work and wait for it. Raises EngineUnavailable where it fails."""
        params = {**params, "wait_for_completion": "false"}
        task = self.cluster.call("POST", path, body, params=params, repeatable=False)["task"]
        until, pause = time.monotonic() + TASK_SECONDS, _LOOK_EVERY
        while time.monotonic() < until:
            told = self.cluster.find(f"/_tasks/{task}")
            if told is None:
                raise EngineUnavailable("The node that worked on the index is gone. Run again")
            if told.get("completed"):
                answer: dict[str, Any] = told.get("response") or {}
                if told.get("error") or answer.get("failures"):
                    why = told.get("error") or answer["failures"][:1]
                    raise EngineUnavailable(f"The cluster could not do its work: {str(why)[:300]}. Run again")
                return answer
            time.sleep(pause)
            pause = min(2 * pause, _MOST_EVERY)
        raise EngineUnavailable("The cluster did not end its work within a day. Look at its tasks")
