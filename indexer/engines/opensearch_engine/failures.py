"""What a cluster's failures mean, as errors with their cure.

Never says a password or a key, nor an address with one in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from opensearchpy.exceptions import ConnectionError as Unreachable
from opensearchpy.exceptions import ConnectionTimeout, ImproperlyConfigured, SSLError, TransportError

from indexer.errors import (
    EngineTimedOut,
    EngineUnavailable,
    GenerationMissing,
    IndexerError,
    QueryRefused,
    SettingsError,
)

# Statuses that another try may change: too busy, a node gone, no cluster manager.
PASSING = frozenset({429, 502, 503, 504})
# Of one index, of the whole cluster, of the system.
_FULL_DISK = (
    *("flood-stage watermark", "read-only-allow-delete", "create-index blocked"),
    "no space left on device",
)
# With the status 500: a node that held a part of the index has gone in the middle of a search.
_CUT_SHORT = "search_phase_execution_exception"
_TOO_WIDE = ("too_many_clauses", "too_many_nested_clauses", "maxclausecount")


def shown(host: str) -> str:
    """A host as it may be said: without user, password and path.

    >>> shown("https://me:secret@search.example.org:9200/x?key=1")
    'https://search.example.org:9200'
    """
    parts = urlsplit(host)
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}"


def passes(error: Exception) -> bool:
    """Whether the same request may go through a moment later."""
    if isinstance(error, ConnectionTimeout | SSLError):
        return False
    if isinstance(error, Unreachable):
        return True
    if not isinstance(error, TransportError) or _is_full(error):
        return False
    if error.status_code == 500:
        reasons = set(_reasons(error))
        return _CUT_SHORT in reasons and reasons.isdisjoint(_TOO_WIDE)
    return error.status_code in PASSING


def read_failure(error: Exception, hosts: Sequence[str]) -> IndexerError:
    """The error that a failure of the client is told as."""
    where = ", ".join(map(shown, hosts))
    match error:
        case ImproperlyConfigured() | ValueError():
            return SettingsError(
                f"The address {where} cannot be used. Set CUTTINGS_URL to http(s)://host:port."
            )
        case SSLError():
            return EngineUnavailable(
                f"The certificate of {where} is not trusted, so nothing was sent. "
                "Set CUTTINGS_CA_FILE to the certificate of its authority."
            )
        case ConnectionTimeout():
            return EngineTimedOut(
                f"The cluster at {where} did not answer in time. Ask again, or look at its load."
            )
        case Unreachable():
            return EngineUnavailable(
                f"The cluster at {where} cannot be reached. Start it, or set CUTTINGS_URL to where it is."
            )
        case TransportError():
            return _read_status(error, where)
    return EngineUnavailable(f"The cluster at {where} gave no answer that can be read.")


def _read_status(error: TransportError, where: str) -> IndexerError:
    if _is_full(error):
        return EngineUnavailable(
            f"The disks of the cluster at {where} are too full, so it takes nothing more. Make room or add a "
            "node, and begin again: what was written stays, and nothing was published."
        )
    if any(reason in _TOO_WIDE for reason in _reasons(error)):
        return QueryRefused(
            "This query was not run. It has more words than the cluster takes in one query "
            "(indices.query.bool.max_clause_count). Nothing is wrong with the index."
        )
    match error.status_code:
        case 401:
            return EngineUnavailable(
                f"The cluster at {where} refused the user name, password or key. "
                "Set CUTTINGS_USER and CUTTINGS_PASSWORD, or CUTTINGS_API_KEY."
            )
        case 403:
            return EngineUnavailable(
                f"The cluster at {where} does not allow this to this user. "
                "Give it the right to read and write the indices of Cuttings."
            )
        case 404:
            return GenerationMissing(
                f"The cluster at {where} has no such index. "
                "Run: python -m indexer rebuild --engine opensearch"
            )
    said = next(_reasons(error), "")
    return EngineUnavailable(
        f"The cluster at {where} could not answer ({error.status_code}{said and f', {said}'}). "
        "Look at its health: a part of the index may have no node at the moment."
    )


def _is_full(error: TransportError) -> bool:
    return says_full(str(error.info or error.error))


def says_full(text: str) -> bool:
    """Whether a cluster's words mean that its disks are past their watermark.

    >>> says_full("index [a] blocked by: [FORBIDDEN/12/index read-only-allow-delete (api)];")
    True
    """
    return any(sign in text.lower() for sign in _FULL_DISK)


def _reasons(error: TransportError) -> Iterator[str]:
    """The kinds of a failure and of what caused it, the cluster's own words."""
    info = error.info
    stack: list[Any] = [info.get("error")] if isinstance(info, Mapping) else []
    while stack:
        top = stack.pop()
        if not isinstance(top, Mapping):
            continue
        yield str(top.get("type", ""))
        stack += [top.get("caused_by"), *top.get("root_cause", ())]
        stack += [part.get("reason") for part in top.get("failed_shards", ()) if isinstance(part, Mapping)]
