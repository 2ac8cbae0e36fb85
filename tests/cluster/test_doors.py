"""A wrong address, password, server or index: named with its cure, exit 4, and nothing published."""

import html
import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import api
from tests.cluster_requests import ask
from tests.odd_servers import guarded_server, old_server
from tests.opensearch_cluster import Cluster
from webapp.app import create_app
from webapp.error_views import UNREACHABLE

Run = Callable[..., tuple[int, str, str]]
PASSWORD = "correct horse battery"


def expect_refusal(run: Run, said: str, *argv: str | Path) -> None:
    """A command that ends with 4 and says why, and a page that says so with 503."""
    code, out, errors = run(*argv)
    assert (code, out) == (4, "")
    assert said in errors
    assert PASSWORD not in errors
    page = create_app(api.load_settings()[0]).test_client().get("/?q=mali")
    assert page.status_code == 503
    # Readers are told to ask again, and no machine is named to them
    told = html.unescape(page.text)
    assert said in told or UNREACHABLE in told
    assert "://127.0.0.1" not in told


@pytest.fixture
def nowhere() -> str:
    """An address that nobody listens at."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}"


@pytest.mark.parametrize("command", ["search", "rebuild", "stats"])
def test_a_wrong_address_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, nowhere: str, seeds_dir: Path, command: str
) -> None:
    """All nodes gone looks the same."""
    monkeypatch.setenv("CUTTINGS_ENGINE", "opensearch")
    monkeypatch.setenv("CUTTINGS_URL", nowhere)
    argv = {"search": ("search", "mali"), "rebuild": ("rebuild", "--seeds", seeds_dir), "stats": ("stats",)}
    expect_refusal(run, f"The cluster at {nowhere} cannot be reached.", *argv[command])


@pytest.mark.parametrize(
    ("version", "distribution", "said"),
    [
        ("1.3.20", "opensearch", "is OpenSearch 1.3.20. Upgrade it to 3.0 or newer."),
        ("7.10.2", "", "is no OpenSearch. Look at CUTTINGS_URL."),
    ],
)
def test_an_old_server_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, seeds_dir: Path, version: str, distribution: str, said: str
) -> None:
    """Its scores would be others."""
    monkeypatch.setenv("CUTTINGS_ENGINE", "opensearch")
    with old_server(version, distribution) as url:
        monkeypatch.setenv("CUTTINGS_URL", url)
        expect_refusal(run, said, "rebuild", "--seeds", seeds_dir)
        expect_refusal(run, said, "search", "mali")


def test_password_and_certificate_are_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cluster: Cluster, built: str
) -> None:
    """Behind TLS and a password all goes as before; with the wrong one, or no trust, nothing goes."""
    with guarded_server(cluster.nodes[0].address, tmp_path, "desk", PASSWORD) as (url, cert):
        monkeypatch.setenv("CUTTINGS_URL", url)
        monkeypatch.setenv("CUTTINGS_USER", "desk")
        monkeypatch.setenv("CUTTINGS_PASSWORD", PASSWORD)
        expect_refusal(run, "is not trusted, so nothing was sent. Set CUTTINGS_CA_FILE", "search", "mali")
        monkeypatch.setenv("CUTTINGS_CA_FILE", str(cert))
        code, out, errors = run("search", "mali", "--json")
        assert code == 0, errors
        assert json.loads(out)["total"] == 5
        monkeypatch.setenv("CUTTINGS_PASSWORD", f"{PASSWORD}!")
        expect_refusal(run, "refused the user name, password or key.", "search", "mali")


def test_an_index_of_others_is_left_alone(
    run: Run, cluster: Cluster, own_prefix: str, seeds_dir: Path
) -> None:
    """An alias of this name that leads to something else is neither searched nor taken."""
    ask(cluster.url, f"/{own_prefix}-logs", {"aliases": {own_prefix: {}}}, "PUT")
    expect_refusal(
        run,
        f"names the index “{own_prefix}-logs”, which is not of this program. Choose other names",
        "search",
        "mali",
    )
    expect_refusal(
        run,
        f"names the index “{own_prefix}-logs”, which is not of this program. Choose other names",
        "rebuild",
        "--seeds",
        seeds_dir,
    )
    assert [f"{own_prefix}-logs"] == list(ask(cluster.url, f"/{own_prefix}"))


def test_a_full_disk_is_named_and_publishes_nothing(
    run: Run, cluster: Cluster, built: str, seeds_dir: Path
) -> None:
    """The server blocks writing at its watermark; the generation before goes on answering."""
    before = list(ask(cluster.url, f"/{built}"))
    block = {
        "index_patterns": [f"{built}-*"],
        "template": {"settings": {"index.blocks.read_only_allow_delete": True}},
    }
    ask(cluster.url, f"/_index_template/{built}", block, "PUT")
    try:
        code, _, errors = run("rebuild", "--seeds", seeds_dir)
    finally:
        ask(cluster.url, f"/_index_template/{built}", method="DELETE")
    assert code == 4
    assert "are too full, so it takes nothing more. Make room or add a node" in errors
    assert before == list(ask(cluster.url, f"/{built}"))
    assert json.loads(run("search", "mali", "--json")[1])["total"] == 5
    # Control: with the block gone the same command publishes.
    assert run("rebuild", "--seeds", seeds_dir)[0] == 0
    assert before != list(ask(cluster.url, f"/{built}"))
