"""Plain requests to a server, past the engine and its checks. Knows nothing of what they mean."""

import json
import urllib.error
import urllib.request
from typing import Any


def ask(url: str, path: str, body: object = None, method: str | None = None) -> dict[str, Any]:
    """The JSON that a server answers with; `body` may be lines that stand already.

    Raises OSError for a status of 400 or more.
    """
    sent = body if isinstance(body, str) else None if body is None else json.dumps(body)
    request = urllib.request.Request(
        url.split(",", maxsplit=1)[0] + path,
        data=None if sent is None else sent.encode(),
        headers={"Content-Type": "application/x-ndjson" if isinstance(body, str) else "application/json"},
        method=method or ("GET" if sent is None else "POST"),
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        told = json.load(answer)
    assert isinstance(told, dict)
    return told


def clear(url: str, prefix: str) -> None:
    """Delete all indices whose names begin so."""
    for name in (
        ask(url, "/_cluster/state/metadata?filter_path=metadata.indices.*.state")
        .get("metadata", {})
        .get("indices", ())
    ):
        if name.startswith(prefix):
            ask(url, f"/{name}", method="DELETE")
