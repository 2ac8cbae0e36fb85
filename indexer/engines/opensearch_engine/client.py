"""Requests to a cluster: hosts, TLS, time-outs, retries.

Knows no index and no query. Every failure leaves it as an error of `indexer.errors`.
"""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionTimeout, OpenSearchException

from indexer.engine_port import check_deadline
from indexer.engines.opensearch_engine.failures import passes, read_failure, shown
from indexer.errors import EngineTimedOut, EngineUnavailable, GenerationMissing, SettingsError

# Below 3.0 scores have another constant factor.
OLDEST = (3, 0)
# What a request without a deadline may take: opening, building, swapping.
SECONDS = 60.0
# Tries of one request, and the pause before the second; each further one is twice as long.
TRIES, PAUSE = 6, 0.1
# Left to the cluster to say itself that it stops.
_GRACE = 0.5

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a cluster is and who asks it; secrets stand in no text of it.

    `hosts` are addresses of nodes. Either `user` and `password`, or `api_key`, or none of them.
    `ca_file` has the certificate of the authority behind the nodes' own, empty for those of the system.
    """

    hosts: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca_file: str = ""

    @classmethod
    def of(cls, url: str, **more: str) -> Self:
        """Read hosts joined by commas; a user and password in the first one are taken out of it.

        Raises SettingsError for what is no address.

        >>> Connection.of("http://me:secret@a:9200, http://b:9200")
        Connection(hosts=('http://a:9200', 'http://b:9200'), user='me', ca_file='')
        """
        hosts = []
        for text in filter(None, map(str.strip, url.split(","))):
            parts = urlsplit(text)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise SettingsError(
                    "CUTTINGS_URL has no address of a cluster. Write it as http(s)://host:port."
                )
            if parts.username and not more.get("user"):
                more |= {"user": unquote(parts.username), "password": unquote(parts.password or "")}
            bare = parts.netloc.rpartition("@")[2]
            hosts.append(urlunsplit((parts.scheme, bare, parts.path, "", "")))
        if not hosts:
            raise SettingsError(
                "CUTTINGS_URL is not set. Set it to where the cluster is: http(s)://host:port."
            )
        return cls(tuple(hosts), **more)

    @property
    def said(self) -> str:
        """The hosts, as they may be shown."""
        return ", ".join(map(shown, self.hosts))


class Cluster:
    """One cluster; safe for many threads."""

    def __init__(self, connection: Connection) -> None:
        """Raises SettingsError for an address that cannot be used; opens no connection yet."""
        # Its records would show addresses and whole queries on the terminal of who runs a command.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL + 1)
        self.connection = connection
        asked: Json = {"headers": {}}
        if connection.api_key:
            asked["headers"]["Authorization"] = f"ApiKey {connection.api_key}"
        elif connection.user:
            asked["http_auth"] = (connection.user, connection.password)
        if connection.ca_file:
            if not Path(connection.ca_file).is_file():
                raise SettingsError("CUTTINGS_CA_FILE names no file. Set it to a certificate in PEM.")
            asked["ca_certs"] = connection.ca_file
        try:
            self._client = OpenSearch(
                list(connection.hosts),
                timeout=SECONDS,
                max_retries=0,
                # A node that answers is alive, whatever it answers: the others may all be dead.
                retry_on_status=(),
                http_compress=True,
                pool_maxsize=32,
                ssl_show_warn=False,
                **asked,
            )
        except (OpenSearchException, ValueError, OSError) as error:
            raise SettingsError(
                f"The cluster at {connection.said} cannot be asked with these settings: look at CUTTINGS_URL "
                "and CUTTINGS_CA_FILE."
            ) from error

    def check_version(self) -> str:
        """The version of the server. Raises EngineUnavailable where it is too old or no OpenSearch."""
        version = self.call("GET", "/").get("version", {})
        number = str(version.get("number", ""))
        if version.get("distribution") != "opensearch":
            raise EngineUnavailable(f"At {self.connection.said} is no OpenSearch. Look at CUTTINGS_URL.")
        if tuple(int(part) for part in number.split(".")[:2] if part.isdecimal()) < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            raise EngineUnavailable(
                f"The cluster at {self.connection.said} is OpenSearch {number}. "
                f"Upgrade it to {oldest} or newer."
            )
        return number

    def search(self, index: str, body: Mapping[str, Any], deadline: float | None = None) -> Json:
        """One search over all shards of an index, scored with the statistics of all of them.

        An answer that lacks a part of the index is none. Raises EngineTimedOut, EngineUnavailable,
        GenerationMissing and QueryRefused.
        """
        path = "/_search" if "pit" in body else f"/{quote(index)}/_search"
        params = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": "false"}
        if deadline is not None:
            check_deadline(deadline)
            left = max(1, round(1000 * (deadline - time.monotonic())))
            body = {**body, "timeout": f"{left}ms"}
        answer = self.call("POST", path, body, params=params, deadline=deadline)
        self._check_whole(answer)
        return answer

    def _check_whole(self, answer: Json) -> None:
        """A shard that is lost is not counted as failed: only that fewer answered tells of it."""
        if answer.get("timed_out"):
            raise EngineTimedOut.of_search()
        shards = answer.get("_shards", {})
        if shards.get("failed") or shards.get("successful") != shards.get("total"):
            raise EngineUnavailable(
                f"Only {shards.get('successful', 0)} of {shards.get('total', 0)} parts of the index at "
                f"{self.connection.said} answered, so no count would be true. "
                "Start the nodes that are missing."
            )

    def call(  # noqa: PLR0913  # a request has so many parts
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, str] | None = None,
        deadline: float | None = None,
        repeatable: bool = True,
        seconds: float = SECONDS,
    ) -> Json:
        """One request and its answer. Raises EngineTimedOut, EngineUnavailable and others.

        Args: `repeatable`: whether it may be sent again when nobody knows whether it was done;
        `seconds`: how long an answer may take where there is no deadline.
        """
        started = time.monotonic()
        pause = PAUSE
        # In ASCII, as text of any kind may hold halves of letters, which no server reads.
        sent = body if body is None or isinstance(body, str | bytes) else json.dumps(body)
        for attempt in range(1, TRIES + 1):
            check_deadline(deadline)
            left = seconds if deadline is None else deadline - time.monotonic() + _GRACE
            try:
                answer = self._client.transport.perform_request(
                    method, path, params=dict(params or {}), body=sent, timeout=left
                )
                return answer if isinstance(answer, dict) else {"answer": answer}
            except (OpenSearchException, ValueError, OSError) as error:
                late = deadline is not None and isinstance(error, ConnectionTimeout)
                if late:
                    raise EngineTimedOut.of_search() from None
                over = (started + seconds if deadline is None else deadline) < time.monotonic() + pause
                if attempt == TRIES or over or not (repeatable and passes(error)):
                    # Without what the client said: that may name an address with a password.
                    raise read_failure(error, self.connection.hosts) from None
            time.sleep(pause)
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def find(self, path: str, deadline: float | None = None, **params: str) -> Json | None:
        """What stands at a path, None where there is nothing. Raises as `call` does."""
        try:
            return self.call("GET", path, params=params, deadline=deadline)
        except GenerationMissing:
            return None

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()
