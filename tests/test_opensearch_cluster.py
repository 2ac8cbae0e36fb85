import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests import opensearch_cluster, opensearch_server
from tests.opensearch_cluster import Cluster, NotStarted, open_cluster, start_cluster
from tests.opensearch_server import NoServer, find_java
from tests.real_server import ROOT, wait_until

START = "from tests.opensearch_cluster import start_cluster; import os, sys, time\n"


def java(folder: Path, version: str) -> Path:
    """The folder of a Java that says its version."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "java").touch()
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
    return folder


@pytest.fixture
def javas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the only Javas of this machine."""
    monkeypatch.setattr(opensearch_server, "JAVA_FOLDERS", (f"{tmp_path}/*",))
    monkeypatch.setattr(opensearch_server.shutil, "which", lambda _: None)
    monkeypatch.delenv("OPENSEARCH_JAVA_HOME", raising=False)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return tmp_path


def test_the_newest_java_is_taken(javas: Path) -> None:
    """Versions are compared as numbers, and folders without a program are passed over."""
    java(javas / "old", "1.8.0_392")
    java(javas / "nine", "9.0.4")
    java(javas / "new", "21.0.2")
    (javas / "empty").mkdir()
    assert javas / "new" / "bin" / "java" == find_java()


def test_a_java_that_is_too_old_is_told_with_the_cure(javas: Path) -> None:
    """The reason of skipped tests says what to install."""
    java(javas / "old", "17.0.15")
    with pytest.raises(NoServer, match=r"the newest here is 17\. On Debian and Ubuntu: apt-get install"):
        find_java()


def test_without_java_that_is_told(javas: Path) -> None:
    """None at all is no crash."""
    with pytest.raises(NoServer, match="the newest here is none"):
        find_java()


def test_a_java_that_is_named_comes_before_newer_ones(javas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who names one, means it."""
    java(javas / "newer", "25.0.1")
    monkeypatch.setenv("OPENSEARCH_JAVA_HOME", str(java(javas / "own", "21.0.2")))
    assert javas / "own" / "bin" / "java" == find_java()


def test_a_process_with_the_number_of_a_node_is_not_ended(tmp_path: Path) -> None:
    """Numbers of processes are given again: only one that runs in the node's folder is the node."""
    node = opensearch_cluster.Node("node-1", str(tmp_path), 1, 2, 512, light=True)
    (tmp_path / "pid").write_text(str(os.getpid()))
    assert node.pid() is None
    node.end(signal.SIGKILL)


def test_a_port_that_is_taken_is_told(cluster: Cluster) -> None:
    """The cure names the setting of make."""
    with pytest.raises(NotStarted, match=f"Port {cluster.nodes[0].http} is taken; name another: PORT="):
        start_cluster("taken", 1, port=cluster.nodes[0].http)


def test_a_killed_node_comes_back(fault_cluster: Cluster) -> None:
    """What faults are made of: a node is gone at once, the others see it, it comes back to its place."""
    fault_cluster.kill(1)
    assert fault_cluster.nodes[1].pid() is None
    fault_cluster.wait(nodes=2)
    fault_cluster.restart(1)
    fault_cluster.wait(nodes=3)


def test_a_cluster_ends_with_its_holder_even_when_killed(cluster: Cluster) -> None:
    """A test run that is killed leaves no process and no folder."""
    begin = (
        f"{START}start_cluster('held', 1, holder=os.getpid()); print('ready', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", begin], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    with holder:
        assert holder.stdout.readline() == "ready\n"
        held = open_cluster("held")
        assert held
        assert urllib.request.urlopen(held.url, timeout=30).status == 200
        holder.kill()
    wait_until("the cluster is gone", lambda: not held.folder.exists())
    assert held.nodes[0].pid() is None
