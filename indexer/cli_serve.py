"""Serves the page with waitress.

The one place that reaches up: it loads the web app by name, and a test lists that arrow.
"""

import errno
import logging
import signal
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import Any, NoReturn

from waitress.server import create_server

from indexer.errors import SettingsError
from indexer.settings import Settings

log = logging.getLogger(__name__)

WEB_APP = "webapp.app"
# A search is a GET; nothing that is sent to the page is longer than its address.
MAX_BODY_BYTES = 65_536
MAX_HEADER_BYTES = 32_768
# A client that sends nothing for so long holds a connection for no reason.
IDLE_SECONDS = 30


def serve_page(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it; `ready` gets the address once it answers.

    Raises SettingsError where the address cannot be taken.
    """
    app = import_module(WEB_APP).create_app(settings)
    server = _open_server(app, settings)
    signal.signal(signal.SIGTERM, _stop)
    # A name such as localhost may stand for several addresses, each with a socket of its own.
    listen = getattr(server, "effective_listen", None)
    port = int(listen[0][1] if listen else server.effective_port)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    log.info("serving host=%s port=%d threads=%d", settings.host, port, settings.threads)
    ready(f"http://{host}:{port}/")
    try:
        server.run()
    finally:
        server.close()


def _open_server(app: Any, settings: Settings) -> Any:
    try:
        return create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident="cuttings",
            channel_timeout=IDLE_SECONDS,
            max_request_body_size=MAX_BODY_BYTES,
            max_request_header_size=MAX_HEADER_BYTES,
            clear_untrusted_proxy_headers=True,
        )
    except (OSError, ValueError) as error:
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        why = "it is taken by another program" if taken else str(error)
        raise SettingsError(
            f"{settings.host} port {settings.port} cannot be served: {why}. "
            f"Name another: python -m indexer serve --port {settings.port + 1 if taken else 8000}"
        ) from error


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
