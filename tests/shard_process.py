"""One shard of a rebuild as a process of its own, which may be killed at a document.

    python -m tests.shard_process I/N LAST

LAST is the number of its own documents after which it is killed as by a power cut, 0 for never. Settings
come from the environment.
"""

import os
import signal
import sys

from indexer.api import Shard, load_settings, rebuild_shard
from indexer.engines.opensearch_engine.sharing import ClusterSharedBuild
from indexer.rebuild import shards


def main(shard: str, last: str) -> None:
    """Run it, acknowledging every few documents."""
    shards._OFTEN = 3
    acknowledge = ClusterSharedBuild.acknowledge

    def strike(build: ClusterSharedBuild, documents: int) -> None:
        acknowledge(build, documents)
        if 0 < int(last) <= documents:
            os.kill(os.getpid(), signal.SIGKILL)

    ClusterSharedBuild.acknowledge = strike  # type: ignore[method-assign]  # this process alone
    number, of = map(int, shard.split("/"))
    report = rebuild_shard(load_settings()[0], Shard(number, of))
    sys.stdout.write(f"{report.documents} {report.kept}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
