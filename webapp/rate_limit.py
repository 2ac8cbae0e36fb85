"""How often one address may ask.

Keeps one number an address, of a bounded number of addresses; nothing of what was asked.
"""

import mmap
import secrets
import threading
import time
from collections.abc import Callable
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network

# A hundred and sixty kilobytes. Whoever has more addresses than this is not stopped by counting them.
MOST_PEERS = 10_000
# An address may stand in so many places; of those that are taken, the one that is free again first goes.
WAYS = 8
# One connection to the net has at least so many bits of an IPv6 address to itself.
PREFIX_BITS = 64


class Networks:
    """Networks whose requests are not counted.

    >>> own = Networks(("127.0.0.0/8",))
    >>> own.hold("127.0.0.9"), own.hold("::ffff:127.0.0.9"), own.hold("192.0.2.7"), own.hold("?")
    (True, True, False, False)
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._networks = tuple(ip_network(name) for name in names)

    def hold(self, peer: str) -> bool:
        """Whether an address is in one of them."""
        if not self._networks:
            return False
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return any((mapped or address) in network for network in self._networks)


class RateLimit:
    """A token bucket for each address: `burst` at once, then `rate` a second.

    A bucket is kept as the time when it will be full again, which is all that there is to know of it
    (the generic cell rate algorithm, in its form as a virtual schedule). The processes that a fork
    makes of one share their buckets. Of two that look at one in the same microsecond a request may not
    be counted: no lock is held between them, as who is killed would hold it for ever.
    Source: ITU-T I.371, annex A.
    """

    def __init__(
        self,
        rate: float,
        burst: int,
        free: tuple[str, ...] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`rate` in requests a second, 0 for no limit; `free` are networks that are not counted."""
        self._rate = rate
        self._burst = burst
        self._free = Networks(free)
        self._clock = clock
        self._lock = threading.Lock()
        # Who does not know it cannot choose addresses that drive out another
        self._secret = secrets.token_bytes(16)
        memory = memoryview(mmap.mmap(-1, 16 * MOST_PEERS))
        half = 8 * MOST_PEERS
        self._keys, self._full_at = memory[:half].cast("Q"), memory[half:].cast("d")

    def seconds_to_wait(self, peer: str) -> float:
        """0 where a request of this address may be answered, which takes a token; else how long to wait."""
        # What has no address came over no net: a program asks the app itself
        if not self._rate or not peer or self._free.hold(peer):
            return 0.0
        now = self._clock()
        with self._lock:
            place = self._place(bucket_of(peer))
            full_at = max(self._full_at[place], now) + 1 / self._rate
            wait = full_at - now - self._burst / self._rate
            # A little more than nothing is what adding up fractions leaves
            if wait > 1e-6:
                return wait
            self._full_at[place] = full_at
        return 0.0

    def _place(self, bucket: str) -> int:
        """Where a bucket is kept; one that was not gets the place of that which is full first."""
        told = blake2b(bucket.encode(errors="surrogatepass"), digest_size=8, key=self._secret).digest()
        key = int.from_bytes(told) or 1
        first = key % (MOST_PEERS // WAYS) * WAYS
        for place in range(first, first + WAYS):
            if self._keys[place] == key:
                return place
        place = min(range(first, first + WAYS), key=self._full_at.__getitem__)
        self._keys[place], self._full_at[place] = key, 0.0
        return place


def bucket_of(peer: str) -> str:
    """What stands for a peer: its address, or the network that an IPv6 address is one of.

    >>> bucket_of("192.0.2.7"), bucket_of("2001:db8:1:2:3::4"), bucket_of("?" * 500) == "?" * 64
    ('192.0.2.7', '2001:db8:1:2::', True)
    """
    try:
        address = ip_address(peer)
    except ValueError:
        return peer[:64]
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> PREFIX_BITS << PREFIX_BITS))
