"""Requests that are none, and clients that are slow, on the real server."""

import random
import re
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest
from waitress import wasyncore
from waitress.adjustments import Adjustments

from indexer import cli_channel
from tests.real_server import ROOT, SECONDS, read_reply, serving, wait_until
from webapp.security import HEADERS

HOST = b"Host: localhost\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST
END = b"\r\n"
# What each of these bytes is answered with; 0 where nothing is a request yet, and no answer is one too.
REQUESTS = {
    b"GARBAGE\r\n\r\n": 400,
    b"GET\r\n\r\n": 400,
    b"GET /\r\n\r\n": 200,
    b"get / HTTP/1.1\r\n\r\n": 400,
    b"GET / HTTP/9.9\r\n" + HOST + END: 200,
    b"GET / HTTP/1.1 x\r\n\r\n": 400,
    b"GET  / HTTP/1.1\r\n\r\n": 400,
    b"GET /a b HTTP/1.1\r\n\r\n": 400,
    b"GET /\x00 HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + END: 400,
    b"GET /%00 HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /%ff%fe?q=%ff%fe%00 HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /?q=%ff%fe%00%ed%a0%80 HTTP/1.1\r\n" + HOST + END: 200,
    b"GET /?q=\xff\xfe\x00 HTTP/1.1\r\n" + HOST + END: 400,
    b"GET /documents/%ff.json HTTP/1.1\r\n" + HOST + END: 404,
    b"GET //evil.example/ HTTP/1.1\r\n" + HOST + END: 404,
    b"GET //documents//x HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /documents//x HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /actors/ HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /static/../app.py HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /static/%2e%2e/%2e%2e/pyproject.toml HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /static/..%5c..%5capp.py HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /static//etc/passwd HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /static/%00 HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /static/" + b"a" * 5_000 + b" HTTP/1.1\r\n" + HOST + END: 404,
    b"GET /../../etc/passwd HTTP/1.1\r\n" + HOST + END: 404,
    b"GET http://[/ HTTP/1.1\r\n" + HOST + END: 400,
    b"GET http://localhost/help HTTP/1.1\r\n" + HOST + END: 200,
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost: localhost, evil\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\n: x\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\n folded\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nX: a\rb\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nX: a\nb\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nX: \x00\r\n\r\n": 400,
    GET + b"Cookie: \xff\xfe\r\n\r\n": 200,
    GET + b"Accept-Language: \xff;q=x,,;;*\r\n\r\n": 200,
    GET + b"Accept: ,;q=,*/*;q=nan\r\n\r\n": 200,
    GET + b"Range: bytes=5-1,x\r\n\r\n": 200,
    GET + b'If-None-Match: "\r\nIf-Modified-Since: x\r\n\r\n': 200,
    GET + b"Content-Length: -1\r\n\r\n": 400,
    GET + b"Content-Length: 1x\r\n\r\n": 400,
    GET + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\n": 400,
    GET + b"Content-Length: 99999999999\r\n\r\n": 413,
    GET + b"Content-Length: 3\r\n\r\nabc": 200,
    GET + b"Transfer-Encoding: gzip\r\n\r\n": 501,
    GET + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n": 200,
    GET + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n": 400,
    GET
    + b"Transfer-Encoding: chunked\r\n\r\n"
    + b"8000\r\n"
    + b"x" * 32_768
    + b"\r\n" * 1
    + b"8000\r\n"
    + b"x" * 32_768
    + b"\r\n0\r\n\r\n": 413,
    GET + b"Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n": 413,
    GET + b"Expect: 100-continue\r\n\r\n": 200,
    GET + b"X: " + b"x" * 40_000 + b"\r\n\r\n": 431,
    GET + b"X: y\r\n" * 10_000 + b"\r\n": 431,
    b"GET /?q=" + b"x" * 40_000 + b" HTTP/1.1\r\n" + HOST + END: 414,
    b"GET /?q=" + b"x" * 20_000 + b" HTTP/1.1\r\n" + HOST + END: 400,
    b"GET /?" + b"actor=x&" * 3_000 + b" HTTP/1.1\r\n" + HOST + END: 302,
    b"POST / HTTP/1.1\r\n" + HOST + END: 405,
    b"POST /?q=wagner HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\na=b": 405,
    b"PUT /x HTTP/1.1\r\n" + HOST + END: 404,
    b"OPTIONS * HTTP/1.1\r\n" + HOST + END: 404,
    b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + END: 404,
    b"TRACE / HTTP/1.1\r\n" + HOST + END: 405,
    b"FOO!#$ / HTTP/1.1\r\n" + HOST + END: 405,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n": 404,
    b"HEAD / HTTP/1.1\r\n" + HOST + END: 200,
    b"HEAD /nowhere HTTP/1.1\r\n" + HOST + END: 404,
    b"HEAD /static/desk.css HTTP/1.1\r\n" + HOST + END: 200,
    b"GET /static/desk.css HTTP/1.1\r\n" + HOST + b"Range: bytes=999999-\r\n\r\n": 416,
    b"GET /static/desk.css HTTP/1.1\r\n" + HOST + b"Range: bytes=0-9\r\n\r\n": 206,
    b"GET /search.json?page=1" + b"0" * 8 + b" HTTP/1.1\r\n" + HOST + END: 400,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": 0,
    b"\r\n\r\n": 0,
    b"": 0,
}
SEEDS, MUTATIONS = (1, 2, 3), 100


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


@pytest.mark.parametrize("seed", SEEDS)
def test_bytes_changed_at_random_never_lead_to_a_server_error(server, seed):
    """Bytes are lost, doubled, swapped and made up anywhere in a request; the seed is in the name."""
    chance = random.Random(seed)
    whole = [request for request in REQUESTS if request and len(request) < 1_000]
    answered = 0
    for _ in range(MUTATIONS):
        bytes_ = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(bytes_))
            match chance.randrange(4):
                case 0:
                    bytes_[at] = chance.randrange(256)
                case 1:
                    bytes_[at:at] = bytes_[: chance.randrange(40)]
                case 2:
                    bytes_[at:at] = chance.choice(
                        [b"\r\n", b"\x00", b"%", b" ", b"\xc3", b":", b"//", b"[", b"]"]
                    )
                case _:
                    del bytes_[at : at + chance.randint(1, 3)]
            bytes_ = bytes_ or bytearray(b"x")
        reply = server.send(bytes(bytes_) + b"\r\n\r\n")
        if reply:
            answered += 1
            check(reply)
    assert MUTATIONS / 2 < answered


def test_the_server_goes_on_after_all_of_it(server):
    """It answers as before, also on a connection that asks twice."""
    assert 200 == server.get("/?q=wagner").status
    with server.connect() as client:
        for path in (b"/healthz", b"/help"):
            client.sendall(b"GET " + path + b" HTTP/1.1\r\n" + HOST + END)
            assert 200 == read_reply(client).status


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
