"""What can go wrong with a cluster is told as a typed error with its cure, and without a secret."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from indexer.engines.opensearch_engine import client as requests
from indexer.engines.opensearch_engine.client import Cluster, Connection
from indexer.errors import (
    EngineTimedOut,
    EngineUnavailable,
    GenerationMissing,
    IndexerError,
    QueryRefused,
    SettingsError,
)

SECRET = "sesame-9471"
Answer = tuple[int, Any]


@contextmanager
def served(*answers: Answer, wait: float = 0.0) -> Iterator[tuple[str, list[str]]]:
    """A server of ours that gives some answers in turn, the last one again and again; and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            time.sleep(wait)
            status, body = answers[min(len(asked), len(answers) - 1)]
            asked.append(f"{self.command} {self.path} {self.headers.get('Authorization')}")
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = answer  # noqa: N815  # the names that the server calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between tries that no test waits for."""
    monkeypatch.setattr(requests, "PAUSE", 0.001)


def opened(url: str, **more: str) -> Cluster:
    """A cluster with a user whose password must not be told."""
    return Cluster(Connection.of(url, **{"user": "reader", "password": SECRET} | more))


def failed(kind: str, **more: Any) -> dict[str, Any]:
    """The body of a failure, as a server gives it."""
    return {"error": {"type": kind, "reason": kind, **more}, "status": 0}


def shards(total: int, successful: int, failed: int) -> dict[str, Any]:
    """An answer of so many shards."""
    return {**WHOLE, "_shards": {"total": total, "successful": successful, "failed": failed}}


WHOLE = {"timed_out": False, "_shards": {"total": 2, "successful": 2, "failed": 0}, "hits": {}}


FULL = "disk usage exceeded flood-stage watermark, index has read-only-allow-delete block"
FAILURES: dict[str, tuple[Answer, type[IndexerError], str]] = {
    "unknown user": ((401, b"Unauthorized"), EngineUnavailable, "CUTTINGS_PASSWORD"),
    "no right": ((403, failed("security_exception")), EngineUnavailable, "right to read"),
    "no index": ((404, failed("index_not_found_exception")), GenerationMissing, "rebuild"),
    "read only": ((403, failed("cluster_block_exception", reason=FULL)), EngineUnavailable, "Make room"),
    "full disk": ((429, failed("cluster_block_exception", reason=FULL)), EngineUnavailable, "Make room"),
    "no shard": ((503, failed("search_phase_execution_exception")), EngineUnavailable, "health"),
    "wide": ((400, failed("x", root_cause=[{"type": "too_many_nested_clauses"}])), QueryRefused, "words"),
    "no JSON": ((200, b"<html>"), EngineUnavailable, "gave no answer"),
    "stopped": ((200, {**WHOLE, "timed_out": True}), EngineTimedOut, "fewer or rarer"),
    "lost": ((200, shards(3, 2, 0)), EngineUnavailable, "2 of 3"),
    "failed": ((200, shards(3, 3, 1)), EngineUnavailable, "nodes that are missing"),
}


@pytest.mark.parametrize(("answer", "kind", "cure"), FAILURES.values(), ids=FAILURES)
def test_each_failure_has_its_error_and_cure(answer: Answer, kind: type[IndexerError], cure: str) -> None:
    """By its kind; neither the password nor the name of the user is said."""
    with served(answer) as (url, _), pytest.raises(kind, match=cure) as caught:
        opened(url).search("news", {})
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


def test_what_passes_is_tried_again() -> None:
    """A node that is gone or too busy for a moment is no error; what is done once is not repeated."""
    busy = (429, failed("rejected_execution_exception"))
    cut_short = (500, failed("search_phase_execution_exception"))
    with served((503, {}), busy, cut_short, (200, WHOLE)) as (url, asked):
        assert WHOLE == opened(url).search("news", {})
        assert 4 == len(asked)
    with served((503, {}), (200, WHOLE)) as (url, asked):
        with pytest.raises(EngineUnavailable):
            opened(url).call("POST", "/_aliases", {}, repeatable=False)
        assert 1 == len(asked)


def test_a_node_that_is_gone_is_passed_over() -> None:
    """Of several hosts one that answers is enough; where none does, all are named."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with served((200, WHOLE)) as (url, _):
            for _ in range(4):
                assert WHOLE == opened(f"{dead},{url}").search("news", {})
        with pytest.raises(EngineUnavailable, match=f"{dead}.*CUTTINGS_URL") as caught:
            opened(dead.replace("//", f"//me:{SECRET}@")).search("news", {})
    assert SECRET not in str(caught.value)


def test_a_deadline_is_kept() -> None:
    """Also by a server that says nothing, and before anything is sent."""
    with served((200, WHOLE), wait=1.5) as (url, asked):
        with pytest.raises(EngineTimedOut):
            opened(url).search("news", {}, time.monotonic() + 0.05)
        count = len(asked)
        with pytest.raises(EngineTimedOut):
            opened(url).search("news", {}, time.monotonic() - 1)
        assert count <= 1


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ({"number": "2.19.1", "distribution": "opensearch"}, "OpenSearch 2.19.1. Upgrade it to 3.0"),
        ({"number": "8.1.0"}, "no OpenSearch"),
        ({}, "no OpenSearch"),
    ],
)
def test_a_server_that_is_too_old_is_refused(version: dict[str, str], said: str) -> None:
    """Another version scores in another way; another program is none of ours."""
    with served((200, {"version": version})) as (url, _), pytest.raises(EngineUnavailable, match=said):
        opened(url).check_version()
    with served((200, {"version": {"number": "3.8.0", "distribution": "opensearch"}})) as (url, _):
        assert "3.8.0" == opened(url).check_version()


def test_who_asks_is_told_to_the_cluster_alone() -> None:
    """A user with a password, or a key; in no text of the connection."""
    with served((200, WHOLE)) as (url, asked):
        opened(url).search("news", {})
        opened(url, api_key=SECRET).search("news", {})
        opened(url.replace("//", f"//me:{SECRET}@"), user="", password="").search("news", {})
        kinds = [line.split(" ")[2] for line in asked]
        assert ["Basic", "ApiKey", "Basic"] == kinds
    own = Connection.of(f"https://me:{SECRET}@a:1/x", api_key=SECRET)
    assert SECRET not in repr(own)
    assert "https://a:1" == own.said


@pytest.mark.parametrize("url", ["", " , ", "a:9200", "ftp://a", "http://", "http://a:x"])
def test_what_is_no_address_is_a_setting(url: str) -> None:
    """It is told before anything is sent."""
    with pytest.raises(SettingsError, match="CUTTINGS_URL"):
        Cluster(Connection.of(url))


def test_a_certificate_file_that_is_not_there_is_a_setting() -> None:
    """It is told before anything is sent."""
    with pytest.raises(SettingsError, match="CUTTINGS_CA_FILE"):
        Cluster(Connection.of("https://a:1", ca_file="/no/such/file.pem"))


def test_nothing_at_a_path_is_none() -> None:
    """What is looked for and may lack."""
    with served((404, {"found": False})) as (url, _):
        assert opened(url).find("/news/_doc/a") is None
