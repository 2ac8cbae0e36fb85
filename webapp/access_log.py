"""A line for each request, once its answer is sent.

Says nothing of what was searched, nor by whom, unless a setting wants it.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from indexer.api import Settings
from webapp.long_texts import hide_text
from webapp.security import REFUSED, REQUEST_ID

log = logging.getLogger(__name__)

# What stands in an address as it is; all else is written as %xx, so that no value has a blank,
# a quotation mark or the end of a line in it.
PLAIN = "/:@!$&'()*+,;=~?%[]"
LONGEST_VALUE = 1_000


class AccessLog:
    """An app around the app. Costs nothing where nobody listens to its log."""

    def __init__(self, app: WSGIApplication, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    def __call__(self, asked: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the app, which is told of when it is closed."""
        if not log.isEnabledFor(logging.INFO):
            return self._app(asked, start_response)
        # Time of the thread, which serves this request from its first byte to its last
        began, spent = time.perf_counter(), time.thread_time()
        known = {"status": "-", "id": "-"}

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            known["status"] = status.partition(" ")[0]
            known["id"] = dict(headers).get(REQUEST_ID, "-")
            return start_response(status, headers, *error)

        def tell(size: int) -> None:
            ms = 1000 * (time.perf_counter() - began)
            cpu_ms = 1000 * (time.thread_time() - spent)
            request = describe(asked, self._settings)
            answered = f"status={known['status']} bytes={size} ms={ms:.1f} cpu_ms={cpu_ms:.1f}"
            log.info("request id=%s %s %s", known["id"], request, answered)

        return _Counted(self._app(asked, start), tell)


class _Counted:
    """An answer with the number of its bytes, which it tells when it is closed."""

    def __init__(self, chunks: Iterable[bytes], tell: Callable[[int], None]) -> None:
        self._chunks = chunks
        self._tell = tell
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._size += len(chunk)
            yield chunk

    def close(self) -> None:
        """Let the app end its work, then tell."""
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()
        self._tell(self._size)


def describe(asked: WSGIEnvironment, settings: Settings) -> str:
    """What was asked, as far as the settings let it be told.

    >>> describe({"REQUEST_METHOD": "GET", "PATH_INFO": "/a b", "QUERY_STRING": "q=x"}, Settings())
    'method=GET path=/a%20b'
    """
    if REFUSED in asked:
        # A request that cannot be read has neither
        parts = ["method=-", "path=-"]
    else:
        path = asked.get("PATH_INFO", "-")
        # PEP 3333: bytes that are not ASCII stand in latin-1
        told = (path if settings.log_queries else hide_text(path)).encode("latin-1", "replace")
        parts = [f"method={plain(asked.get('REQUEST_METHOD', '-'))}", f"path={plain(told)}"]
        if settings.log_queries:
            parts.append(f"query={plain(asked.get('QUERY_STRING', ''))}")
    if settings.log_peers:
        parts.append(f"peer={plain(asked.get('REMOTE_ADDR', '-'))}")
    return " ".join(parts)


def plain(value: str | bytes) -> str:
    r"""A value in one word of printable ASCII, cut where it is very long.

    >>> plain('a "b"\n'), plain("é")
    ('a%20%22b%22%0A', '%C3%A9')
    """
    return quote(value, safe=PLAIN)[:LONGEST_VALUE]
