"""Requests that are none, and clients that are slow, on the real server."""

import re
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest
from waitress import wasyncore
from waitress.adjustments import Adjustments

from indexer import cli_channel
from tests.raw_requests import END, GET, HOST, REQUESTS
from tests.real_server import ROOT, SECONDS, read_reply, serving, wait_until
from webapp.security import HEADERS


@pytest.fixture(scope="module")
def server(seeds_index):
    """One server for all requests; its log is looked at when it has ended."""
    with serving(seeds_index) as served:
        yield served
    assert [] == [line for line in served.log if "Traceback" in line or "Error" in line]


def check(reply):
    """What holds of every answer."""
    assert HEADERS.items() <= reply.headers.items(), reply
    assert re.fullmatch("[0-9a-f]{16}", reply.headers["X-Request-Id"])
    assert "Cache-Control" in reply.headers
    assert b"Traceback" not in reply.body
    assert b"waitress" not in reply.body
    assert reply.status < 500 or reply.status == 501
    if reply.status >= 400:
        assert "no-store" == reply.headers["Cache-Control"]
    if reply.status >= 400 and reply.body and "html" in reply.headers["Content-Type"]:
        assert reply.headers["X-Request-Id"].encode() in reply.body
        assert b'<link rel="stylesheet"' in reply.body


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: repr(request[:40])[2:-1])
def test_whatever_is_sent_is_answered_by_a_page_of_the_desk(server, request_):
    """Its status says what is wrong; it has every header, its id, and no trace."""
    reply = server.send(request_)
    assert REQUESTS[request_] == (reply.status if reply else 0)
    if reply:
        check(reply)


def test_the_server_goes_on_after_all_of_it(server):
    """It answers as before, also on a connection that asks twice."""
    assert 200 == server.get("/?q=wagner").status
    with server.connect() as client:
        for path in (b"/healthz", b"/help"):
            client.sendall(b"GET " + path + b" HTTP/1.1\r\n" + HOST + END)
            assert 200 == read_reply(client).status


def test_who_asks_first_is_told_to_send_the_rest(server):
    """And is answered when all of it is there, or not at all where nothing more comes."""
    head = GET + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"
    for rest in (b"abc", b""):
        with server.connect() as client:
            client.sendall(head)
            assert b"HTTP/1.1 100 Continue\r\n\r\n" == client.recv(100, socket.MSG_PEEK)
            client.sendall(rest)
            client.shutdown(socket.SHUT_WR)
            reply = read_reply(client)
            assert (200 if rest else None) == (reply and reply.status)


def test_a_request_that_never_ends_is_let_go(seeds_index):
    """A byte now and then does not keep a connection, nor does silence; others are answered meanwhile."""
    with serving(seeds_index, client_seconds="1", threads="1") as server:
        silent, slow = server.connect(), server.connect()

        def is_over(client):
            try:
                client.sendall(b"x")
                client.settimeout(0.05)
                return client.recv(1) == b""
            except TimeoutError:
                return False
            except OSError:
                return True

        with silent, slow:
            slow.sendall(b"GET / HTTP/1.1\r\nX: ")
            assert 200 == server.get("/healthz").status
            wait_until("the slow one is let go", lambda: is_over(slow))
            assert b"" == silent.recv(1)
            assert 200 == server.get("/healthz").status


def test_a_client_that_takes_nothing_of_its_answer_is_let_go():
    """Its thread is free again for others: here there is only one."""
    program = (
        "from indexer.cli_serve import open_sockets; from indexer.cli_server import open_server\n"
        "from indexer.settings import Settings\n"
        "def app(environ, start):\n"
        "    start('200 OK', [])\n"
        "    return (b'x' * 65536 for _ in range(1600 if environ['PATH_INFO'] == '/much' else 1))\n"
        "settings = Settings(port=0, threads=1, client_seconds=1)\n"
        "server = open_server(app, open_sockets(settings), settings, 'refused')\n"
        "print(server.effective_port, flush=True); server.run()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        port = int(process.stdout.readline())
        try:
            with socket.create_connection(("127.0.0.1", port)) as stuck:
                stuck.sendall(b"GET /much HTTP/1.0\r\n\r\n")
                with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as other:
                    other.sendall(b"GET /little HTTP/1.0\r\n\r\n")
                    reply = read_reply(other)
            assert (200, 65_536) == (reply.status, len(reply.body))
        finally:
            process.terminate()
        assert b"a client takes nothing of its answer" in process.communicate(timeout=SECONDS)[1]


def test_a_client_whose_request_waited_long_for_its_turn_keeps_its_connection(monkeypatch):
    """The time of taking nothing begins with the first bytes that wait, and anew when some are taken."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(cli_channel, "time", SimpleNamespace(monotonic=lambda: clock.now))
    client, served = socket.socketpair()
    with client, served:
        connections = {}
        server = SimpleNamespace(active_channels={})
        channel = cli_channel.Channel(
            server, served, ("", 0), Adjustments(channel_timeout=30), map=connections
        )
        channel.last_activity = 0
        much = b"x" * 4_000_000

        def look_after(seconds):
            clock.now += seconds
            wasyncore.poll2(0, connections)
            return channel.connected

        assert look_after(100)
        channel.outbufs[-1].append(much)
        channel.total_outbufs_len += len(much)
        assert look_after(100)
        assert look_after(0)
        assert look_after(29)
        assert 0 < len(client.recv(len(much)))
        assert look_after(0)
        assert look_after(100)
        assert look_after(29)
        assert not look_after(2)
        assert not connections
