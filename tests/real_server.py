"""The real server in a process of its own, and a client that may send it anything."""

import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
SECONDS = 180


@dataclass
class Reply:
    """The first answer on a connection."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Served:
    """A server with its port; `log` is all that it wrote to stderr, once it has ended."""

    port: int
    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)
    errors: IO[str] | None = None

    def told(self) -> str:
        """What it has written to stderr so far."""
        assert self.errors is not None
        return os.pread(self.errors.fileno(), 10_000_000, 0).decode()

    def connect(self) -> socket.socket:
        """A connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)

    def send(self, request: bytes) -> Reply | None:
        """What answers to some bytes, None where the connection ends without an answer."""
        with self.connect() as client:
            try:
                client.sendall(request)
                client.shutdown(socket.SHUT_WR)
            except OSError:
                # It answered before it had read all of it
                pass
            return read_reply(client, head=request.startswith(b"HEAD "))

    def get(self, path: str, *headers: str, method: str = "GET") -> Reply:
        """The answer to a request that is in order."""
        lines = (f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", "")
        reply = self.send("\r\n".join(lines).encode())
        assert reply is not None
        return reply


GO_ON = re.compile(rb"\AHTTP/1\.[01] 1\d\d [^\r\n]*\r\n\r\n")


def read_reply(client: socket.socket, *, head: bool = False) -> Reply | None:
    """Read one answer to its end, by its length or until the connection closes; "go on" is none yet."""
    data = b""
    try:
        while part := client.recv(65_536):
            data = GO_ON.sub(b"", data + part)
            found = re.match(rb"(.*?)\r\n\r\n(.*)\Z", data, re.DOTALL)
            length = re.search(rb"\r\nContent-Length: (\d+)", found[1]) if found else None
            if found and (head or (length and len(found[2]) >= int(length[1]))):
                break
    except (ConnectionResetError, ssl.SSLEOFError):
        pass
    if not data:
        return None
    first, _, rest = data.partition(b"\r\n")
    lines, _, body = rest.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in lines.decode("latin-1").split("\r\n"))
    return Reply(int(first.split()[1]), headers, body)


@contextmanager
def serving(index: Path, **settings: str) -> Iterator[Served]:
    """The server on an index and a free port; settings by their names in the environment.

    In one process where they say nothing else, so that what is logged has one order.
    """
    log: list[str] = []
    settings = {"processes": "1", **settings}
    # A file, as nobody reads while it serves: a pipe that is full would stop it
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = start("serve", "--port", "0", "--index", str(index), stderr=errors, **settings)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            assert found, line
            yield Served(int(found[1]), process, log, errors)
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS)
            errors.seek(0)
            log.extend(errors.read().splitlines())


def start(*argv: str, stderr: IO[str] | int = subprocess.PIPE, **settings: str) -> subprocess.Popen[str]:
    """A command in a process of its own, as a user starts it; settings by their names.

    A search may take its time, where they say nothing else: a busy machine makes no test fail.
    """
    given = {"query_seconds": str(SECONDS), **settings}
    return subprocess.Popen(
        [sys.executable, "-m", "indexer", *argv],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**os.environ, **{f"CUTTINGS_{name.upper()}": value for name, value in given.items()}},
    )


def wait_until(said: str, check: object) -> object:
    """What `check` gives once that is true; fails after three minutes, and says what was waited for."""
    assert callable(check)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := check():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {SECONDS} s: {said}")
