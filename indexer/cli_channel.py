"""Connections of the server, and requests that are none.

Answers nothing itself: a request that cannot be read goes to the app with a status, so that its
answer has the look, the headers and the log line of every other.
"""

import time
from contextlib import suppress
from functools import partial
from typing import Any

from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer
from waitress.task import WSGITask

URI_TOO_LONG, HEADERS_TOO_LARGE, BUSY = 414, 431, 503
MOST_AT_ONCE = 16


class Parser(HTTPRequestParser):
    """Reads requests; one that Python's own functions stumble over is as bad as any other.

    Waitress lets their ValueError pass, of an address like `http://[/` or a length of 5,000 digits: the
    client would get no answer, and the log a trace.
    """

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers. Raises ParsingError."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("a value cannot be read") from error
        # Waitress would ask for a body that is not there, or that it has refused already
        if self.body_rcv is None or self.content_length >= self.adj.max_request_body_size:
            self.expect_continue = False


class RefusedTask(WSGITask):
    """Asks the app to say why a request cannot be read.

    The connection is closed, as after any request of HTTP/1.0: where the next one begins is not known.
    """

    channel: "Channel"

    def __init__(self, channel: "Channel", request: HTTPRequestParser) -> None:
        bare = Parser(channel.adj)
        bare.received(b"GET / HTTP/1.0\r\n\r\n")
        super().__init__(channel, bare)  # type: ignore[arg-type]  # the stubs name another class
        self._status = refused_status(request)

    def execute(self) -> None:
        """Answer under the status in the key that the app knows."""
        self.get_environment()[self.channel.refused_key] = self._status
        super().execute()


class BusyTask(WSGITask):
    """Asks the app to say that there is no room for a request now, and ends the connection."""

    channel: "Channel"

    def __init__(self, channel: "Channel", request: HTTPRequestParser) -> None:
        request.headers["CONNECTION"] = "close"  # type: ignore[index]  # a dict, which the stubs do not say
        super().__init__(channel, request)  # type: ignore[arg-type]  # the stubs name another class

    def execute(self) -> None:
        """Answer under the status in the key that the app knows."""
        self.get_environment()[self.channel.refused_key] = BUSY
        super().execute()


class Channel(HTTPChannel):
    """A connection that is let go where its client is too slow, whatever it sends meanwhile."""

    parser_class = Parser
    error_task_class = RefusedTask  # type: ignore[assignment]  # a task that ends likewise
    refused_key = ""
    # Since when bytes are seen to wait that the client does not take, by the clock of `time.monotonic`
    waiting_since: float | None = None

    def handle_read(self) -> None:
        """Read; bytes of a request that is not whole yet do not make its time begin again."""
        begun, before = self.request, self.last_activity
        super().handle_read()
        if begun is not None and self.request is begun:
            self.last_activity = before

    def refuse(self) -> None:
        """Say that there is no room, at once and in the thread that asks; then the connection ends."""
        if not self.close_when_flushed:
            with suppress(ClientDisconnected):
                BusyTask(self, self.requests[0]).service()
            self.close_when_flushed = True
        for request in self.requests:
            request.close()
        self.requests = []

    def handle_write(self) -> None:
        """Send, as there is room: the client has taken something."""
        self.waiting_since = None
        super().handle_write()

    def writable(self) -> bool:
        """Whether there is something to send. A client that takes nothing of it is let go.

        Waitress never lets go of one whose answer is still being made: the thread would wait for it. The
        time begins when bytes are seen to wait, never before: a request may have waited long for its turn.
        """
        if not self.total_outbufs_len:
            self.waiting_since = None
        elif self.waiting_since is None:
            self.waiting_since = time.monotonic()
        elif self.connected and time.monotonic() - self.waiting_since > self.adj.channel_timeout:
            self.logger.warning("a client takes nothing of its answer")
            self.handle_close()
            return False
        return bool(super().writable())


def refused_status(request: HTTPRequestParser) -> int:
    """The status of a request that could not be read; an address without an end is no header."""
    status = request.error.code if request.error else 400
    unended = status == HEADERS_TOO_LARGE and b"\r\n" not in request.header_plus
    return URI_TOO_LONG if unended else status


def use_channel(server: Any, refused_key: str) -> None:
    """Let every socket of a server make such connections; `refused_key` is what the app looks for."""
    kind = type("DeskChannel", (Channel,), {"refused_key": refused_key})
    for one in servers_of(server):
        one.channel_class = kind
        one.handle_accept = partial(accept_some, one)


def accept_some(server: Any) -> None:
    """Take the connections that are there, where Waitress takes one and then looks after all others.

    No more than a few, as other processes take from the same socket.
    """
    for _ in range(MOST_AT_ONCE):
        known = len(server.active_channels)
        BaseWSGIServer.handle_accept(server)
        if len(server.active_channels) == known:
            return


def servers_of(server: Any) -> list[Any]:
    """The server itself, or those that it has for each of its addresses."""
    if isinstance(server, BaseWSGIServer):
        return [server]
    return [one for one in server.map.values() if isinstance(one, BaseWSGIServer)]
