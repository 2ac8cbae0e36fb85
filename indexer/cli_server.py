"""Runs one server until a signal ends it.

Makes waitress answer for an app on sockets that listen already. Once told to end it takes nothing new,
and ends when what it is answering has been sent, or took too long.
"""

import logging
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from indexer.cli_admission import Admission
from indexer.cli_channel import servers_of, use_channel
from indexer.cli_errors import INTERRUPTED
from indexer.settings import Settings

log = logging.getLogger(__name__)

# A search is a GET; nothing that is sent to the page is longer than its address.
MAX_BODY_BYTES = 65_536
MAX_HEADER_BYTES = 32_768
# Connections cost a file each; a browser keeps some open for its next page.
MOST_CONNECTIONS = 500
# Seconds between two looks for connections that are idle.
LOOK_EVERY = 1
# The thread that reads and refuses waits so long for one that computes, where Python's own 5 ms, once for
# each read and write, let requests pile up unread.
TURN_SECONDS = 0.0005
# Seconds that answers have to come to their end: no search takes so long, but a file that is sent may.
DRAIN_SECONDS = 10
# What ends the server: a supervisor, Ctrl-C, a terminal that is closed.
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def open_server(app: Any, sockets: Sequence[socket.socket], settings: Settings, refused_key: str) -> Any:
    """A server for an app on sockets that listen; it does not answer yet.

    The app finds the status of a request that cannot be read under `refused_key`.
    """
    server = create_server(
        app,
        sockets=list(sockets),
        _dispatcher=Admission(settings.threads, settings.wait_seconds),
        ident="cuttings",
        channel_timeout=settings.client_seconds,
        cleanup_interval=LOOK_EVERY,
        connection_limit=MOST_CONNECTIONS,
        # select() knows no file above 1,024
        asyncore_use_poll=True,
        max_request_body_size=MAX_BODY_BYTES,
        max_request_header_size=MAX_HEADER_BYTES,
        # The app reads them where there are proxies to be believed, and knows how many
        clear_untrusted_proxy_headers=not settings.proxies,
    )
    use_channel(server, refused_key)
    return server


def run_server(server: Any, begun: Callable[[], None] = lambda: None) -> None:
    """Answer until a signal comes, then end what was begun; `begun` is called before the first answer.

    A second signal ends it at once: SystemExit. A signal that is ignored already stays so, as under nohup.
    """
    sockets = servers_of(server)
    sys.setswitchinterval(TURN_SECONDS)
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        if told:
            raise SystemExit(INTERRUPTED)
        told.append(number)
        sockets[0].pull_trigger()

    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)
    begun()
    while not told:
        _turn(sockets[0], timeout=1)
    _drain(sockets)


def _drain(sockets: Sequence[Any]) -> None:
    """Take no connection any more, send what is being answered, close what waits for a request."""
    for one in sockets:
        # The socket alone: threads that end an answer still wake the loop
        wasyncore.dispatcher.close(one)
    end = time.monotonic() + DRAIN_SECONDS
    while busy := _close_idle(sockets):
        if time.monotonic() > end:
            log.warning("answers are broken off number=%d", busy)
            break
        _turn(sockets[0], timeout=0.05)
    sockets[0].task_dispatcher.shutdown(timeout=0 if busy else 1)
    wasyncore.close_all(sockets[0]._map)  # noqa: SLF001  # waitress has no other name for it


def _close_idle(sockets: Sequence[Any]) -> int:
    """How many connections have an answer to come; the others are closed."""
    busy = 0
    for channel in [channel for one in sockets for channel in one.active_channels.values()]:
        if channel.connected and (channel.requests or channel.total_outbufs_len):
            busy += 1
        else:
            channel.will_close = True
    return busy


def _turn(server: Any, timeout: float) -> None:
    """Read and send what can be read and sent, once."""
    wasyncore.loop(timeout=timeout, use_poll=True, map=server._map, count=1)  # noqa: SLF001  # as above
