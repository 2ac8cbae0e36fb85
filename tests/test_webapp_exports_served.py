"""Files over a real connection: what breaks off does not look whole, and who goes away is let go."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from waitress.server import create_server

from indexer.api import Settings
from indexer.cli_channel import use_channel
from indexer.engine_port import Copies
from indexer.engines.whoosh_engine.reader import WhooshReader
from tests.real_server import SECONDS, wait_until
from tests.test_webapp_exports import OneSearch, serving
from tests.tiny_collection import document
from webapp.exports import sending

DOCUMENTS = 300


@contextmanager
def served() -> Iterator[tuple[int, OneSearch]]:
    """The port of a server on some documents, in a thread of this process."""
    documents = [document(f"d{number:03}", "The camp by the road. " * 30) for number in range(DOCUMENTS)]
    with serving(documents, Copies(), Settings(exports=1)) as (client, live):
        server: Any = create_server(client.application, host="127.0.0.1", port=0, threads=2)
        use_channel(server, "unused")
        done = threading.Event()

        def run() -> None:
            while not done.is_set():
                server.asyncore.loop(timeout=0.05, map=server._map, count=1)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield server.effective_port, live
        finally:
            server.task_dispatcher.shutdown()
            done.set()
            thread.join(timeout=SECONDS)
            server.asyncore.close_all(server._map)


def ask(port: int) -> socket.socket:
    """A connection on which a file was asked for."""
    client = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
    client.sendall(b"GET /search.csv?q=road HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return client


def read_all(client: socket.socket) -> bytes:
    """All that comes until the connection ends, or the answer says that it is whole."""
    data = b""
    while not data.endswith(b"\r\n0\r\n\r\n") and (part := client.recv(65_536)):
        data += part
    return data


def test_a_whole_file_ends_as_one() -> None:
    """The last chunk is there, and a row for each document."""
    with served() as (port, live), ask(port) as client:
        body = read_all(client)
        assert body.endswith(b"\r\n0\r\n\r\n")
        assert DOCUMENTS == body.count(b"http://localhost/documents/")
        wait_until("the file lets go", lambda: live.held == 0)


def test_a_file_that_breaks_off_is_no_whole_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection ends without the last chunk, so that every client tells."""
    view = WhooshReader.view

    def fail(own: WhooshReader, id_: str) -> object:
        if id_ == "d200":
            raise OSError("the disk is gone")
        return view(own, id_)

    monkeypatch.setattr(WhooshReader, "view", fail)
    monkeypatch.setattr(sending, "BLOCK", 1)
    with served() as (port, live), ask(port) as client:
        body = read_all(client)
        assert body.startswith(b"HTTP/1.1 200 OK")
        assert 200 == body.count(b"http://localhost/documents/")
        assert not body.endswith(b"0\r\n\r\n")
        wait_until("the file lets go", lambda: live.held == 0)


def test_who_goes_away_lets_go_of_the_generation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read for a client that is gone, and the next one gets its file."""
    view, read, gone = WhooshReader.view, [], threading.Event()

    def wait(own: WhooshReader, id_: str) -> object:
        read.append(id_)
        if len(read) == 20:
            gone.wait(SECONDS)
        return view(own, id_)

    monkeypatch.setattr(WhooshReader, "view", wait)
    monkeypatch.setattr(sending, "BLOCK", 1)
    with served() as (port, live):
        client = ask(port)
        assert client.recv(1000)
        assert 1 == live.held
        # It goes with unread bytes: the server is told at once
        client.close()
        gone.set()
        wait_until("the file lets go", lambda: live.held == 0)
        assert len(read) < DOCUMENTS
        with ask(port) as again:
            assert DOCUMENTS == read_all(again).count(b"http://localhost/documents/")
