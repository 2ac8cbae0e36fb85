"""Room for requests that wait, and the refusal of those that find none."""

import re
import select
import socket
import threading
from contextlib import contextmanager
from types import SimpleNamespace

from indexer.cli_admission import ALWAYS, Admission
from indexer.cli_serve import open_sockets
from indexer.cli_server import open_server
from indexer.settings import Settings
from tests.real_server import SECONDS, read_reply, wait_until

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Task:
    """A connection with one request, which is answered when it may."""

    def __init__(self, path="/"):
        self.requests = [SimpleNamespace(path=path)]
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.refused = False

    def service(self):
        """What a thread does."""
        self.begun.set()
        self.may_end.wait(SECONDS)

    def refuse(self):
        """What is done in place of waiting."""
        self.refused = True

    def cancel(self):
        """What is done with who still waits at the end."""


def begun(admission, count):
    """So many tasks that threads are at work on."""
    tasks = [Task() for _ in range(count)]
    for task in tasks:
        admission.add_task(task)
        assert task.begun.wait(SECONDS)
    return tasks


def test_so_many_wait_as_have_their_turn_in_time():
    """Before anything is known of turns ten milliseconds each; who watches over the process always waits."""
    admission = Admission(threads=2, most_seconds=0.055)
    tasks = begun(admission, 2) + [Task() for _ in range(7)]
    for task in tasks[2:]:
        admission.add_task(task)
    health = Task(ALWAYS)
    admission.add_task(health)
    assert [False] * 7 + [True] * 2 == [task.refused for task in tasks]
    assert not health.refused
    for task in (*tasks, health):
        task.may_end.set()
    assert all(task.begun.wait(SECONDS) for task in (*tasks[:7], health))
    admission.shutdown()


def test_where_turns_take_long_fewer_wait():
    """The time from turn to turn is learnt while requests wait, and only then."""
    clock = SimpleNamespace(now=0.0)
    admission = Admission(threads=1, most_seconds=1.0, clock=lambda: clock.now)

    def room():
        return int(1.0 / admission._pace)

    assert 100 == room()
    # Turns after nobody waited tell nothing, however long that was
    for _ in range(100):
        clock.now += 60
        admission.take_turn(since=clock.now)
    assert 100 == room()
    for _ in range(100):
        clock.now += 0.5
        admission.take_turn(since=clock.now - 2)
    assert 2 == room()
    for _ in range(100):
        clock.now += 0.001
        admission.take_turn(since=clock.now - 2)
    assert room() > 900
    admission.shutdown()


def test_two_for_each_thread_wait_always():
    """However long turns took, as on a machine that stood still; threads that sleep are room too."""
    admission = Admission(threads=3, most_seconds=0.0)
    wait_until("all sleep", lambda: admission.active_count == 0)
    tasks = [Task() for _ in range(10)]
    # None of the threads can wake up meanwhile
    own, admission.lock = admission.lock, threading.Lock()
    with own:
        for task in tasks:
            admission.add_task(task)
    admission.lock = own
    assert [False] * 9 + [True] == [task.refused for task in tasks]
    for task in tasks:
        task.may_end.set()
    admission.shutdown()


@contextmanager
def narrow_server():
    """The port of a server with one thread and room for two more requests, its turns and what ends them."""
    may_end = threading.Event()
    inside = threading.Semaphore(0)

    def app(environ, start):
        if "refused" in environ:
            start(f"{environ['refused']} Busy", [("Content-Length", "4")])
            return [b"busy"]
        inside.release()
        may_end.wait(SECONDS)
        start("200 OK", [("Content-Length", "4")])
        return [b"here"]

    settings = Settings(port=0, threads=1, wait_seconds=0.015)
    server = open_server(app, open_sockets(settings), settings, "refused")
    loop = threading.Thread(target=server.run, daemon=True)
    loop.start()
    yield server.effective_port, inside, may_end
    server.asyncore.close_all(server._map)
    server.task_dispatcher.shutdown()


def fill(port, inside, *more):
    """Three connections, of which one is answered and two wait, and what the fourth is told at once.

    `more` is sent on the first connection behind its request.
    """
    first, *others = (socket.create_connection(("127.0.0.1", port), timeout=SECONDS) for _ in range(4))
    first.sendall(b"".join((GET, *more)))
    assert inside.acquire(timeout=SECONDS)
    for client in others:
        client.sendall(GET)
    # Whichever are read first have the places
    (told,), _, _ = select.select(others, [], [], SECONDS)
    reply = read_reply(told)
    assert b"" == told.recv(100)
    told.close()
    others.remove(told)
    return first, *others, reply


def test_who_finds_no_room_is_told_while_the_others_still_wait():
    """503 in the words of the app, with no thread free, and the end; the others are answered."""
    with narrow_server() as (port, inside, may_end):
        first, second, third, refused = fill(port, inside)
        assert (503, b"busy") == (refused.status, refused.body)
        assert "close" == refused.headers["Connection"]
        may_end.set()
        with first, second, third:
            assert [200] * 3 == [read_reply(client).status for client in (first, second, third)]
            second.sendall(GET)
            assert 200 == read_reply(second).status


def test_a_request_behind_another_is_refused_in_its_turn():
    """On one connection the answers come in order; the one without room is the last."""
    with narrow_server() as (port, inside, may_end):
        first, second, third, _ = fill(port, inside, GET, GET)
        may_end.set()
        data = b""
        with first, second, third:
            while part := first.recv(65_536):
                data += part
            assert [b"200", b"503"] == re.findall(rb"HTTP/1.1 (\d+)", data)
            assert [200] * 2 == [read_reply(client).status for client in (second, third)]
