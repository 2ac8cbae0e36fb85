"""Serves the page with waitress.

The one place that reaches up: it loads the web app by name, and a test lists that arrow.
"""

import errno
import gc
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from math import ceil
from typing import Any

from waitress.adjustments import Adjustments

from indexer.cli_capacity import processes_that_fit
from indexer.cli_children import Children
from indexer.cli_errors import OK
from indexer.cli_logging import send_log
from indexer.cli_server import open_server, run_server
from indexer.errors import SettingsError
from indexer.settings import Settings
from indexer.wiring import load_reader

log = logging.getLogger(__name__)

WEB_APP = "webapp.app"
# Connections that wait for a process to take them.
BACKLOG = 1024


def serve_page(settings: Settings, ready: Callable[[str], None]) -> int:
    """Serve until a signal ends it; gives the exit code. `ready` gets the address once it answers.

    Raises SettingsError where the address cannot be taken, or processes cannot share it.
    """
    count = settings.processes or processes_that_fit()
    if count > 1 and not hasattr(os, "fork"):
        raise SettingsError(
            f"This system cannot share one address among {count} processes. "
            "Serve with one: python -m indexer serve --processes 1"
        )
    web = import_module(WEB_APP)
    send_log(web.access_log, settings.access_log)
    sockets = open_sockets(settings)
    # A name such as localhost may stand for several addresses, each with a socket of its own.
    port = int(sockets[0].getsockname()[1])
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    threads = settings.threads
    log.info("serving host=%s port=%d processes=%d threads=%d", settings.host, port, count, threads)
    settings = share_out(settings, count)
    # Made once, before there are others: what all have in common is in the memory of all
    app = web.create_app(settings)
    work = partial(_answer, app, sockets, settings, web.REFUSED)
    if count == 1:
        ready(f"http://{host}:{port}/")
        work()
        return OK
    load_reader(settings.engine)
    # What is there already is never garbage; looking through it would copy it for each process
    gc.freeze()
    ready(f"http://{host}:{port}/")
    return Children(work, count, partial(_close, sockets)).run()


def share_out(settings: Settings, count: int) -> Settings:
    """The settings of each of so many processes, where all of them together keep a bound.

    A process searches with one processor, so fewer searches at the same time make it no slower; with one
    alone a long search would keep all others waiting.

    >>> [share_out(Settings(heavy_searches=4), count).heavy_searches for count in (1, 2, 3, 4)]
    [4, 2, 2, 2]
    """
    least = min(2, settings.heavy_searches)
    return replace(settings, heavy_searches=max(least, ceil(settings.heavy_searches / count)))


def open_sockets(settings: Settings) -> list[socket.socket]:
    """Sockets that listen on each address of the host. Raises SettingsError."""
    opened: list[socket.socket] = []
    try:
        asked: Any = Adjustments(host=settings.host, port=settings.port)
        for family, _, _, address in asked.listen:
            opened.append(socket.create_server(address[:2], family=family, backlog=BACKLOG))
    except (OSError, ValueError) as error:
        _close(opened)
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        why = "it is taken by another program" if taken else str(error)
        raise SettingsError(
            f"{settings.host} port {settings.port} cannot be served: {why}. "
            f"Name another: python -m indexer serve --port {settings.port + 1 if taken else 8000}"
        ) from error
    return opened


def _answer(
    app: Any,
    sockets: list[socket.socket],
    settings: Settings,
    refused_key: str,
    begun: Callable[[], None] = lambda: None,
) -> None:
    run_server(open_server(app, sockets, settings, refused_key), begun)


def _close(sockets: list[socket.socket]) -> None:
    for one in sockets:
        one.close()
