"""Files that are sent to be kept.

Makes none of their lines.
"""

from collections.abc import Iterator
from contextlib import ExitStack

from flask import Response


def send_csv(lines: Iterator[bytes], name: str, held: ExitStack) -> Response:
    """The lines as they are made; `held` is let go of when the last is sent or nobody reads on."""
    response = Response(lines, content_type="text/csv; charset=utf-8; header=present")
    response.call_on_close(held.close)
    return as_file(response, name)


def as_file(response: Response, name: str) -> Response:
    """A response that a browser keeps under a name."""
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-._") else "_" for sign in name)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response
