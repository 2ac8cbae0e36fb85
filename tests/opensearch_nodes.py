"""One node of OpenSearch: its folder, its process.

Ends no process but its own: one whose working folder is that of the node.
"""

import json
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.opensearch_server import find_java, server_folder

# What root starts runs as this user: the server refuses root.
UNPRIVILEGED = "nobody"
# Tests start often and stay a short while. The start of one node, measured twice: 13 s of CPU time and 386 MB
# with these, 27 s and 620 MB without.
LIGHT = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
JAVA_OPTIONS = (
    # It would leave the working folder for a moment, by which a node is known.
    "-XX:-UsePerfData",
    "-Xshare:auto",
    "-Dfile.encoding=UTF-8",
    "-Djava.awt.headless=true",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dlog4j.shutdownHookEnabled=false",
    "-Dlog4j2.disable.jmx=true",
    "--add-modules=jdk.incubator.vector",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1",
)
LOGGING = """status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


@dataclass(frozen=True, slots=True)
class Node:
    """One process with its folder; both ports are kept when it starts again."""

    name: str
    folder: str
    http: int
    transport: int
    heap_mb: int
    light: bool

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http}"

    @property
    def log(self) -> Path:
        """All that it said."""
        return Path(self.folder, "node.log")

    def pid(self) -> int | None:
        """Its process, where that lives and is truly its own."""
        try:
            pid = int(Path(self.folder, "pid").read_text(encoding="ascii"))
            return pid if str(Path(f"/proc/{pid}/cwd").readlink()) == self.folder else None
        except (OSError, ValueError):
            return None

    def end(self, how: signal.Signals) -> None:
        """Send a signal, and wait until the process is gone."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, how)
        deadline = time.monotonic() + 20
        while self.pid() is not None:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)

    def launch(self) -> None:
        """Start the process, and go on at once."""
        home, java = server_folder(), find_java()
        options = (
            f"-Xms{self.heap_mb}m",
            f"-Xmx{self.heap_mb}m",
            f"-XX:MaxDirectMemorySize={self.heap_mb // 2}m",
            *JAVA_OPTIONS,
            *(LIGHT if self.light else ()),
        )
        places = {"path.home": home, "path.conf": f"{self.folder}/config"}
        as_user = {"user": UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {}
        command = [
            str(java),
            *options,
            f"-Djava.io.tmpdir={self.folder}/tmp",
            f"-javaagent:{home}/agent/opensearch-agent.jar",
            *(f"-Dopensearch.{key}={place}" for key, place in places.items()),
            "-Dopensearch.distribution.type=zip",
            "-Dopensearch.bundled_jdk=false",
            *("-cp", f"{home}/lib/*", "org.opensearch.bootstrap.OpenSearch"),
        ]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
                **as_user,
            )
        Path(self.folder, "pid").write_text(str(process.pid), encoding="ascii")

    def said_last(self) -> str:
        """The end of its log."""
        lines = (
            self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        )
        return "\n".join(lines[-25:])


def write_folder(node: Node, nodes: tuple[Node, ...], name: str) -> None:
    """Make the folder of a node, with all that it must know of itself and the others."""
    config = Path(node.folder, "config")
    config.mkdir(parents=True)
    told = {
        "cluster.name": name,
        "node.name": node.name,
        "path.data": f"{node.folder}/data",
        "path.logs": f"{node.folder}/logs",
        "network.host": "127.0.0.1",
        "http.port": node.http,
        "transport.port": node.transport,
        "discovery.seed_hosts": [f"127.0.0.1:{other.transport}" for other in nodes],
        "cluster.initial_cluster_manager_nodes": [other.name for other in nodes],
        "cluster.routing.allocation.disk.threshold_enabled": False,
    }
    # JSON is YAML
    (config / "opensearch.yml").write_text(json.dumps(told, indent=1), encoding="utf-8")
    (config / "log4j2.properties").write_text(LOGGING, encoding="utf-8")
    for part in (".", "config", "data", "logs", "tmp"):
        Path(node.folder, part).mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(Path(node.folder, part), UNPRIVILEGED)
