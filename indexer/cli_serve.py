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

from indexer.cli_channel import use_channel
from indexer.cli_logging import send_log
from indexer.errors import SettingsError
from indexer.settings import Settings

log = logging.getLogger(__name__)

WEB_APP = "webapp.app"
# A search is a GET; nothing that is sent to the page is longer than its address.
MAX_BODY_BYTES = 65_536
MAX_HEADER_BYTES = 32_768
# Connections cost a file each; a browser keeps some open for its next page.
MOST_CONNECTIONS = 500
# Seconds between two looks for connections that are idle.
LOOK_EVERY = 1


def serve_page(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it; `ready` gets the address once it answers.

    Raises SettingsError where the address cannot be taken.
    """
    web = import_module(WEB_APP)
    send_log(web.access_log, settings.access_log)
    # A request that waits for its turn is no fault; the access log has how long each took.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = open_server(web.create_app(settings), settings, web.REFUSED)
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


def open_server(app: Any, settings: Settings, refused_key: str) -> Any:
    """A server for an app, which listens but does not answer yet. Raises SettingsError.

    The app finds the status of a request that cannot be read under `refused_key`.
    """
    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
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
    except (OSError, ValueError) as error:
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        why = "it is taken by another program" if taken else str(error)
        raise SettingsError(
            f"{settings.host} port {settings.port} cannot be served: {why}. "
            f"Name another: python -m indexer serve --port {settings.port + 1 if taken else 8000}"
        ) from error
    use_channel(server, refused_key)
    return server


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
