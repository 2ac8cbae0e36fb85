"""Several processes that serve one address: real ones, which are killed and told to end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer import cli_children, cli_serve
from indexer.api import Settings, rebuild
from indexer.cli_children import FIRST_PAUSE, LONGEST_PAUSE, Children
from indexer.errors import SettingsError
from tests.real_server import ROOT, SECONDS, read_reply, serving, start, wait_until

CLIENTS = 6
# A server that answers when it is told to by a file, so that an answer runs as long as a test needs.
SLOW = """
import os, sys, time
from indexer.cli_children import Children
from indexer.cli_serve import open_sockets
from indexer.cli_server import open_server, run_server
from indexer.settings import Settings
file, count = sys.argv[1], int(sys.argv[2])
def app(environ, start):
    start("200 OK", [])
    open(file + ".begun", "w").close()
    def body():
        yield b"first "
        while not os.path.exists(file):
            time.sleep(0.02)
        yield b"last" * 100_000
    return body()
settings = Settings(port=0, threads=1)
sockets = open_sockets(settings)
def work(begun=lambda: None):
    run_server(open_server(app, sockets, settings, "refused"), begun)
print(sockets[0].getsockname()[1], flush=True)
def let_go():
    for one in sockets:
        one.close()
sys.exit(Children(work, count, let_go).run() if count > 1 else work())
"""


def children(server):
    """The ids of the processes that a server has begun, the newest of each place."""
    told = re.findall(r"started process=(\d+) place=(\d+)", server.told())
    return {int(pid) for pid in {place: pid for pid, place in told}.values()}


def lives(pid):
    """Whether there is a process that is not a dead one whose parent has not looked yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def slow_server(tmp_path, count):
    """A process of SLOW, its port, and the file that lets it answer."""
    file = tmp_path / "answer"
    command = [sys.executable, "-c", SLOW, str(file), str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, int(process.stdout.readline()), file
        finally:
            process.kill()


def test_a_process_that_is_killed_takes_only_its_own_requests_with_it(seeds_index):
    """Clients that ask all the time lose what it held, once, and another one takes its place."""
    with serving(seeds_index, processes="3") as server:
        wait_until("all serve", lambda: len(children(server)) == 3)
        server.get("/help")
        first, enough, lost, answered = children(server), threading.Event(), [], []

        def ask():
            while not enough.is_set():
                try:
                    reply = server.get("/help")
                    (answered if reply.status == 200 else lost).append(reply.status)
                except (OSError, AssertionError):
                    lost.append("broken")

        with ThreadPoolExecutor(CLIENTS) as pool:
            for _ in range(CLIENTS):
                pool.submit(ask)
            wait_until("requests are answered", lambda: len(answered) > 30)
            os.kill(min(first), signal.SIGKILL)
            wait_until("another takes its place", lambda: children(server) not in (set(), first))
            before = len(answered)
            wait_until("requests are answered again", lambda: len(answered) > before + 30)
            enough.set()
        # Each client has one request at a time
        assert len(lost) <= CLIENTS
        assert {"broken"} >= set(lost)
        assert 2 == len(children(server) & first)
        assert 3 == sum(map(lives, children(server)))
        assert f"process={min(first)} reason=SIGKILL" in server.told()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all_of_them(seeds_index, number):
    """Exit code 0, nobody left, nobody listens."""
    with serving(seeds_index, processes="2") as server:
        assert 200 == server.get("/readyz").status
        begun = children(server)
        server.process.send_signal(number)
        assert 0 == server.process.wait(SECONDS)
        assert 2 == len(begun)
        assert not any(map(lives, begun))
        with pytest.raises(ConnectionRefusedError):
            server.connect()
    assert "Traceback" not in "".join(server.log)


def test_the_death_of_the_parent_ends_all_of_them(seeds_index):
    """Also one that nobody could see coming: they end by themselves, and the address is free."""
    with serving(seeds_index, processes="2") as server:
        assert 200 == server.get("/help").status
        begun = children(server)
        server.process.kill()
        wait_until("they have ended", lambda: not any(map(lives, begun)))
        socket.create_server(("127.0.0.1", server.port)).close()


def test_a_port_in_use_is_told_once():
    """Before any process is begun."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = start("serve", "--port", str(taken.getsockname()[1]), "--processes", "3")
        out, errors = server.communicate(timeout=SECONDS)
    assert (2, "") == (server.returncode, out)
    assert 1 == errors.count("it is taken by another program")
    assert "started process" not in errors


@pytest.mark.parametrize("count", [1, 2])
def test_an_answer_that_is_being_sent_comes_whole_when_the_server_is_told_to_end(tmp_path, count):
    """Nothing new is taken meanwhile."""
    with slow_server(tmp_path, count) as (process, port, file):
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as client:
            client.sendall(b"GET / HTTP/1.0\r\n\r\n")
            wait_until("the answer is begun", (tmp_path / "answer.begun").exists)
            process.send_signal(signal.SIGTERM)

            def refused():
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                except OSError as error:
                    # One that waited when it was closed is reset; the next is refused
                    return isinstance(error, ConnectionRefusedError)
                return False

            wait_until("nothing new is taken", refused)
            assert process.poll() is None
            file.touch()
            assert b"first " + b"last" * 100_000 == read_reply(client).body
        assert 0 == process.wait(SECONDS)


@pytest.mark.parametrize("count", [1, 2])
def test_a_second_signal_does_not_wait(tmp_path, count):
    """For who asks a second time the answers no longer matter."""
    with (
        slow_server(tmp_path, count) as (process, port, _),
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as client,
    ):
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        wait_until("the answer is begun", (tmp_path / "answer.begun").exists)

        def ended():
            process.send_signal(signal.SIGINT)
            return process.poll() is not None

        wait_until("it has ended", ended)
        reply = read_reply(client)
    assert reply is None or b"last" not in reply.body


def test_processes_that_cannot_begin_end_it_with_their_reason():
    """The exit code is that of the last of them; one that never began is not tried for ever."""
    program = (
        "import sys; from indexer.cli_children import Children\n"
        "sys.exit(Children(lambda begun: sys.exit(7), 2).run())"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=SECONDS, check=False)
    assert 7 == done.returncode


def test_a_place_whose_processes_keep_dying_is_filled_ever_more_slowly(monkeypatch):
    """Twice the pause each time, up to the longest."""
    monkeypatch.setattr(cli_children.time, "monotonic", lambda: 1000.0)
    (place,) = Children(lambda _: None, 1)._places
    own, pauses = Children(lambda _: None, 1), []
    for _ in range(40):
        own._postpone(place)
        pauses.append(place.due - 1000)
    assert [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE] == pauses[:3]
    assert LONGEST_PAUSE == max(pauses) == pauses[-1]


def test_all_processes_count_the_requests_of_an_address_together(seeds_index):
    """The limit is what the setting says, and not as many times that as there are processes."""
    with (
        serving(seeds_index, processes="3", rate="0.001", rate_burst="5", rate_free="") as server,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        statuses = list(pool.map(lambda _: server.get("/help").status, range(40)))
    ids = [line.partition(" id=")[2].split()[0] for line in server.log if "webapp.access_log" in line]
    assert {200: 5, 429: 35} == {status: statuses.count(status) for status in set(statuses)}
    assert 40 == len(ids) == len(set(ids))


def test_their_lines_in_one_file_are_whole(seeds_index, tmp_path):
    """A line each, none torn or lost, and every request has an id of its own."""
    file = tmp_path / "access.log"
    with (
        serving(seeds_index, processes="3", access_log=str(file), log_queries="yes") as server,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        list(pool.map(lambda n: server.get(f"/help?x={n:03}{'y' * 900}"), range(150)))
    lines = file.read_text().splitlines()
    found = [
        re.fullmatch(r"\S+Z INFO webapp\.access_log request id=(\w{16}) .*x=(\d{3})y+ .*", line)
        for line in lines
    ]
    assert 150 == len({match[1] for match in found}) == len({match[2] for match in found}) == len(lines)


def test_who_has_seen_a_new_generation_is_not_led_back(tmp_path):
    """Whichever process answers; each takes it up without a restart."""
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    seeds.mkdir()
    settings = Settings(index=index, seeds=(seeds,))

    def build(number):
        (seeds / f"{number}.txt").write_text(f"The convoy number {number} left the town on Sunday morning.")
        rebuild(settings)

    build(1)
    with serving(index, processes="3", query_seconds="100") as server:

        def total(_):
            return json.loads(server.get("/search.json?q=convoy").body)["total"]

        with ThreadPoolExecutor(CLIENTS) as pool:
            assert {1} == set(pool.map(total, range(30)))
            build(2)
            wait_until("it is seen", lambda: total(0) == 2)
            assert [2] * 20 == [total(0) for _ in range(20)]
        # Each of them opened the first, and each that was asked since the second
        assert 3 < server.told().count("opened generation")


def test_where_processes_cannot_share_an_address_that_is_said(monkeypatch):
    """As on Windows, before anything is begun; one process serves there."""
    monkeypatch.delattr(os, "fork")
    with pytest.raises(SettingsError, match="--processes 1"):
        cli_serve.serve_page(Settings(processes=2), print)


def test_a_hangup_that_is_ignored_stays_so(seeds_index):
    """A server under nohup outlives its terminal."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with serving(seeds_index, processes="2") as server:
            signal.signal(signal.SIGHUP, before)
            for pid in (server.process.pid, *children(server)):
                os.kill(pid, signal.SIGHUP)
            time.sleep(0.2)
            assert 200 == server.get("/help").status
            assert 2 == sum(map(lives, children(server)))
            assert server.process.poll() is None
    finally:
        signal.signal(signal.SIGHUP, before)
