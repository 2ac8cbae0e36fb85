"""A small OpenSearch cluster on this machine.

`python -m tests.opensearch_cluster start|stop` are what make calls. Nodes listen on loopback only. A cluster
with a holder ends with that process, however it ends: a guard waits for that, and where the guard was killed
too, the next start clears up. Data of a cluster that is stopped are gone.
"""

import argparse
import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.opensearch_nodes import Node, write_folder
from tests.opensearch_server import NoServer, cache_folder, find_java, server_folder

ROOT = Path(__file__).parent.parent
SECONDS = 180
MISSING = 4  # the exit code of a machine without Maven or Java


class NotStarted(Exception):
    """A cluster that did not come up, with the end of its log."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Nodes that know each other."""

    folder: Path
    nodes: tuple[Node, ...]

    @property
    def url(self) -> str:
        """All addresses, as `--url` takes them."""
        return ",".join(node.address for node in self.nodes)

    def kill(self, at: int) -> None:
        """End a node as a power cut does."""
        self.nodes[at].end(signal.SIGKILL)

    def restart(self, at: int) -> None:
        """Start a node again that was ended; does not wait for it."""
        _run_here("launch", self.folder.name, self.nodes[at].name)

    def wait(self, status: str = "green", nodes: int | None = None, seconds: float = SECONDS) -> float:
        """Wait until all nodes (or so many) are there and the cluster is well; gives the seconds it took."""
        begin = time.monotonic()
        wanted = len(self.nodes) if nodes is None else nodes
        question = f"/_cluster/health?wait_for_status={status}&wait_for_nodes={wanted}&timeout=1s"
        while time.monotonic() < begin + seconds:
            living = [node for node in self.nodes if node.pid() is not None]
            if len(living) < wanted:
                break
            if any(_answers(node.address + question) for node in living[:1]):
                return time.monotonic() - begin
            time.sleep(0.2)
        gone = [node for node in self.nodes if node.pid() is None]
        told = (gone or list(self.nodes))[0]
        waited = time.monotonic() - begin
        raise NotStarted(
            f"No {status} cluster of {wanted} after {waited:.0f} s; {told.name} said:\n{told.said_last()}"
        )

    def stop(self) -> None:
        """End all nodes and take their folder away."""
        for node in self.nodes:
            node.end(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return not json.load(answer)["timed_out"]
    except (OSError, urllib.error.URLError, ValueError):
        return False


def clusters_folder() -> Path:
    """Where the folders of running clusters are."""
    return cache_folder() / "clusters"


def open_cluster(name: str) -> Cluster | None:
    """A cluster that was started under this name."""
    folder = clusters_folder() / name
    try:
        told = json.loads((folder / "cluster.json").read_text(encoding="utf-8"))
    except OSError:
        return None
    return Cluster(folder, tuple(Node(**node) for node in told["nodes"]))


def start_cluster(
    name: str, nodes: int = 3, *, port: int = 0, heap_mb: int = 512, light: bool = True, holder: int = 0
) -> Cluster:
    """Start a cluster and wait until it is green.

    With `holder`, a process, it ends with that one, however that ends.

    Raises:
        NoServer: something is missing here.
        NotStarted: a node did not come up.
    """
    started = [*("start", "--name", name, "--nodes", str(nodes), "--port", str(port), "--heap", str(heap_mb))]
    started += [*([] if light else ["--full"]), "--for", str(holder)]
    _run_here(*started)
    cluster = open_cluster(name)
    assert cluster is not None
    return cluster


def _run_here(*argv: str) -> None:
    """A command of this module in a process that ends at once: nodes are children of nobody who waits."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.opensearch_cluster", *argv],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise (NoServer if done.returncode == MISSING else NotStarted)(done.stderr.strip())


def _make(asked: argparse.Namespace) -> Cluster:
    server_folder()
    find_java()
    count, folder = asked.nodes, clusters_folder() / asked.name
    ports = _free_ports(2 * count, asked.port)
    folder.mkdir()
    names = [f"node-{at + 1}" for at in range(count)]
    nodes = tuple(
        Node(name, str(folder / name), ports[at], ports[count + at], asked.heap, light=not asked.full)
        for at, name in enumerate(names)
    )
    told = {"holder": asked.holder, "begun": _begun(asked.holder), "nodes": [asdict(node) for node in nodes]}
    (folder / "cluster.json").write_text(json.dumps(told), encoding="utf-8")
    for node in nodes:
        write_folder(node, nodes, asked.name)
    return Cluster(folder, nodes)


def _free_ports(count: int, first: int) -> list[int]:
    """Ports that nobody listens on; all are held until the last is found, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    try:
        for at, holding in enumerate(held):
            holding.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holding.bind(("127.0.0.1", first if at == 0 else 0))
        return [holding.getsockname()[1] for holding in held]
    except OSError as error:
        raise NotStarted(f"Port {first} is taken; name another: PORT=") from error
    finally:
        for holding in held:
            holding.close()


def _begun(pid: int) -> str:
    """When a process began, in ticks; a later one with the same number began later. Empty for none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except OSError:
        return ""


def clear_orphans() -> None:
    """Stop clusters whose holder is gone, as after a test run that was killed together with its guard."""
    for listed in clusters_folder().glob("*/cluster.json"):
        told = json.loads(listed.read_text(encoding="utf-8"))
        if told["holder"] and _begun(told["holder"]) != told["begun"]:
            stop(listed.parent.name)


def stop(name: str) -> bool:
    """Stop a cluster; False where there is none of this name."""
    cluster = open_cluster(name)
    if cluster is None:
        return False
    cluster.stop()
    return True


def _guard(name: str, holder: int) -> None:
    """Wait until a process is gone, then stop the cluster."""
    with contextlib.suppress(ProcessLookupError):
        select.select([os.pidfd_open(holder)], [], [])
    stop(name)


def _start(asked: argparse.Namespace) -> None:
    folder = clusters_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        clear_orphans()
        cluster = open_cluster(asked.name)
        if cluster is None:
            print(f"Starting {asked.nodes} nodes of OpenSearch; this takes up to a minute.", flush=True)
            cluster = _make(asked)
            _launch(cluster, asked.holder)
    try:
        cluster.wait()
    except BaseException:
        cluster.stop()
        raise
    print(cluster.url)


def _launch(cluster: Cluster, holder: int) -> None:
    if holder:
        guard = [sys.executable, "-m", "tests.opensearch_cluster", "guard", cluster.folder.name, str(holder)]
        quiet = subprocess.DEVNULL
        subprocess.Popen(guard, cwd=ROOT, start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet)
    for node in cluster.nodes:
        node.launch()


def main() -> int:
    """What make, the fixtures and the guard call."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("start")
    start.add_argument("--nodes", type=int, default=3)
    start.add_argument("--port", type=int, default=0)
    start.add_argument("--heap", type=int, default=512)
    start.add_argument("--full", action="store_true")
    start.add_argument("--for", dest="holder", type=int, default=0)
    start.add_argument("--name", default="desk")
    commands.add_parser("stop").add_argument("--name", default="desk")
    commands.add_parser("java", help="say which Java would run it")
    guard = commands.add_parser("guard")
    guard.add_argument("name")
    guard.add_argument("holder", type=int)
    launch = commands.add_parser("launch")
    launch.add_argument("name")
    launch.add_argument("node")
    asked = parser.parse_args()
    try:
        if asked.command == "start":
            _start(asked)
        elif asked.command == "stop":
            print("stopped" if stop(asked.name) else "no cluster runs")
        elif asked.command == "java":
            print(find_java())
        elif asked.command == "guard":
            _guard(asked.name, asked.holder)
        else:
            cluster = open_cluster(asked.name)
            assert cluster is not None
            next(node for node in cluster.nodes if node.name == asked.node).launch()
    except NoServer as missing:
        print(missing, file=sys.stderr)
        return MISSING
    except NotStarted as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
