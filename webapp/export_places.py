"""Places for whole answers that are being sent.

One address cannot have them all: whoever reads slowly leaves places for others. Keeps addresses only
while something is sent to them.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from webapp.languages import gettext, ngettext
from webapp.rate_limit import bucket_of

# An answer of 100,000 documents takes about so long to send.
EXPORT_SECONDS = 15


class ExportPlaces:
    """So many places, half of them, but one at least, for each address."""

    def __init__(self, places: int, is_free: Callable[[str], bool] = lambda _: False) -> None:
        """`is_free` tells whose requests are not counted: they may have all places."""
        self._places = places
        self._each = max(1, places // 2)
        self._is_free = is_free
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    @contextmanager
    def take(self, peer: str) -> Iterator[None]:
        """A place for an answer to an address; never waits, as one is sent for as long as its reader takes.

        Raises ServiceUnavailable where all are taken, TooManyRequests where the address has its share.
        """
        key = "" if not peer or self._is_free(peer) else bucket_of(peer)
        with self._lock:
            if self._taken.total() >= self._places:
                raise ServiceUnavailable(
                    gettext("%(n)s whole answers are being sent already. Ask again shortly.", n=self._places),
                    retry_after=EXPORT_SECONDS,
                )
            if key and self._taken[key] >= self._each:
                raise TooManyRequests(
                    ngettext(
                        "%(n)s whole answer is being sent to your address already. "
                        "Ask again when it is there.",
                        "%(n)s whole answers are being sent to your address already. "
                        "Ask again when one of them is there.",
                        self._each,
                        n=self._each,
                    ),
                    retry_after=EXPORT_SECONDS,
                )
            self._taken[key] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[key] -= 1
                if not self._taken[key]:
                    del self._taken[key]
