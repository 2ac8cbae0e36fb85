"""How log lines of the commands look and where they go.

Writes none itself.
"""

import logging
import re
import sys
import time
from logging.handlers import WatchedFileHandler
from typing import TextIO

from indexer.errors import SettingsError

FORMAT = "%(levelname)s %(name)s %(message)s"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class LineFormatter(logging.Formatter):
    """One line a record, whatever stands in its values; the trace of a failure follows below it."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name is that of logging
        """The line, with what would break it or drive a terminal written out."""
        return CONTROL.sub(lambda found: ascii(found[0])[1:-1], super().formatMessage(record))


def log_warnings() -> None:
    """Let a command tell on stderr what went wrong, once for the whole process."""
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormatter(FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def log_everything() -> None:
    """Let a command that runs for long tell all that it does, with the time in UTC."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for handler in root.handlers:
        if isinstance(handler.formatter, LineFormatter):
            handler.setFormatter(_timed())


def send_log(log: logging.Logger, to: str) -> None:
    """Send one log to `stderr`, to `none` or to a file. Raises SettingsError.

    A file that a program for rotating logs moves away is begun anew under its name.
    """
    handler: logging.StreamHandler[TextIO]
    try:
        handler = logging.StreamHandler(sys.stderr) if to in ("stderr", "none") else _open_file(to)
    except OSError as error:
        raise SettingsError(
            f"CUTTINGS_ACCESS_LOG is “{to}”, which cannot be written: {error.strerror}. "
            "Name a file in a folder that is there, stderr or none."
        ) from error
    handler.setFormatter(_timed())
    log.handlers = [handler]
    log.propagate = False
    log.disabled = to == "none"


def _open_file(path: str) -> logging.StreamHandler[TextIO]:
    return WatchedFileHandler(path, encoding="utf-8")  # type: ignore[return-value]  # it is one, as a text file


def _timed() -> LineFormatter:
    return LineFormatter(f"%(asctime)s {FORMAT}")
