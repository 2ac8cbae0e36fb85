"""What every view shares: the settings, the live collection, the gate for searches.

Opens nothing by itself; one request holds one generation from start to end.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from flask import current_app, request
from werkzeug.exceptions import ServiceUnavailable

from indexer.api import LiveSearch, Search, Settings
from webapp.export_places import ExportPlaces
from webapp.languages import gettext
from webapp.rate_limit import Networks

EXTENSION = "cuttings"


class Desk:
    """The settings and the newest generation, with a bound on searches at the same time."""

    def __init__(self, settings: Settings, live: LiveSearch) -> None:
        self.settings = settings
        self.live = live
        self._gate = threading.BoundedSemaphore(settings.heavy_searches)
        self._exports = ExportPlaces(settings.exports, Networks(settings.rate_free).hold)

    @contextmanager
    def searching(self) -> Iterator[Search]:
        """The newest generation, with a place. Raises ServiceUnavailable, GenerationError."""
        with self.place(), self.live.acquire() as search:
            yield search

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place among the searches that may run at the same time.

        Waits for one as long as one search may take. Raises ServiceUnavailable.
        """
        if not self._gate.acquire(timeout=self.settings.query_seconds):
            raise ServiceUnavailable(
                gettext(
                    "%(n)s searches are running already. Ask again shortly.", n=self.settings.heavy_searches
                ),
                retry_after=ceil(self.settings.query_seconds),
            )
        try:
            yield
        finally:
            self._gate.release()

    @contextmanager
    def exporting(self) -> Iterator[None]:
        """A place among the whole answers that may be sent at the same time; takes none of a search.

        Never waits. Raises ServiceUnavailable, and TooManyRequests for an address that has its share.
        """
        with self._exports.take(request.remote_addr or ""):
            yield


def get_desk() -> Desk:
    """The desk of the app that answers this request."""
    desk: Desk = current_app.extensions[EXTENSION]
    return desk
