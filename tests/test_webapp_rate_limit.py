"""How often one address may ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.api import Settings
from webapp import rate_limit
from webapp.app import create_app
from webapp.rate_limit import RateLimit, bucket_of

AWAY = {"REMOTE_ADDR": "203.0.113.7"}


class Clock:
    """A clock that stands until it is moved."""

    now = 1000.0

    def __call__(self):
        """The time in seconds."""
        return self.now


def test_a_burst_is_answered_then_one_request_each_while():
    """What is too much waits as long as it is told to, and no longer."""
    clock = Clock()
    limit = RateLimit(2, 5, clock=clock)
    assert [0, 0, 0, 0, 0] == [limit.seconds_to_wait("192.0.2.1") for _ in range(5)]
    wait = limit.seconds_to_wait("192.0.2.1")
    assert 0.5 == pytest.approx(wait)
    assert 0 == limit.seconds_to_wait("192.0.2.2")
    clock.now += wait
    assert 0 == limit.seconds_to_wait("192.0.2.1")
    assert limit.seconds_to_wait("192.0.2.1")
    clock.now += 1000
    assert [0, 0, 0, 0, 0] == [limit.seconds_to_wait("192.0.2.1") for _ in range(5)]
    assert limit.seconds_to_wait("192.0.2.1")


@given(st.lists(st.floats(0, 3), max_size=60), st.floats(0.5, 50), st.integers(1, 20))
def test_no_stretch_of_time_holds_more_than_burst_and_rate(pauses, rate, burst):
    """The promise of a token bucket, for any pauses: in t seconds at most burst + rate * t answers."""
    clock = Clock()
    limit = RateLimit(rate, burst, clock=clock)
    answered = []
    for pause in pauses:
        clock.now += pause
        if not limit.seconds_to_wait("a"):
            answered.append(clock.now)
    for first, began in enumerate(answered):
        for last in range(first, len(answered)):
            assert last - first + 1 <= burst + rate * (answered[last] - began) + 1e-3


def test_the_number_of_addresses_that_are_kept_is_bounded(monkeypatch):
    """Those that asked longest ago are forgotten; one that keeps asking is not."""
    monkeypatch.setattr(rate_limit, "MOST_PEERS", 10)
    limit = RateLimit(1, 2, clock=Clock())
    assert [0, 0] == [limit.seconds_to_wait("192.0.2.1") for _ in range(2)]
    for number in range(9):
        limit.seconds_to_wait(f"198.51.100.{number}")
    assert limit.seconds_to_wait("192.0.2.1")
    for number in range(500):
        limit.seconds_to_wait(f"198.51.{number % 256}.{number}")
    assert 10 == len(limit._full_at)


def test_one_connection_is_one_bucket():
    """All addresses of an IPv6 network are one reader; an IPv4 address in IPv6 form is itself."""
    assert bucket_of("2001:db8::1") == bucket_of("2001:db8::ffff") != bucket_of("2001:db8:0:1::1")
    assert "192.0.2.7" == bucket_of("::ffff:192.0.2.7") == bucket_of("192.0.2.7")


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_programs_on_this_machine_are_not_counted_by_default(peer):
    """Its owner's own scripts never meet the limit; a setting counts them too."""
    free = RateLimit(1, 1, Settings().rate_free)
    assert [0] * 9 == [free.seconds_to_wait(peer) for _ in range(9)]
    counted = RateLimit(1, 1)
    counted.seconds_to_wait(peer)
    assert counted.seconds_to_wait(peer)


def test_a_script_from_elsewhere_is_told_when_to_ask_again(seeds_index):
    """A page of the desk, or JSON, with Retry-After; files and the sign of life stay free."""
    client = create_app(Settings(index=seeds_index, rate=0.01, rate_burst=3)).test_client()

    def get(path):
        return client.get(path, environ_base=AWAY)

    assert [200, 200, 200] == [get("/help").status_code for _ in range(3)]
    page, values = get("/?q=wagner"), get("/search.json?q=wagner")
    assert (429, 429) == (page.status_code, values.status_code)
    assert 0 < int(page.headers["Retry-After"]) <= 100
    assert "You ask too often" in page.text
    assert page.headers["X-Request-Id"] in page.text
    assert "no-store" == page.headers["Cache-Control"]
    assert values.headers["Retry-After"]
    assert "TooManyRequests" == values.json["error"]["kind"]
    for _ in range(9):
        with get("/static/desk.css") as file:
            assert 200 == file.status_code
        assert 200 == get("/healthz").status_code
    assert 200 == client.get("/help").status_code


def test_the_default_is_never_met_by_a_reader():
    """Thirty links opened at once, then two pages a second and eight letters a second typed, for an hour."""
    clock = Clock()
    limit = RateLimit(Settings().rate, Settings().rate_burst, clock=clock)
    assert not any(limit.seconds_to_wait("a") for _ in range(30))
    for _ in range(3600 * 10):
        clock.now += 0.1
        assert 0 == limit.seconds_to_wait("a")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "shared"),
    [(0, "192.0.2.{}", True), (1, "192.0.2.{}", False), (1, "192.0.2.{}, 198.51.100.1", True)],
)
def test_the_address_that_counts_is_that_before_the_last_trusted_proxy(
    seeds_index, proxies, forwarded, shared
):
    """Without proxies the header is not believed; with one its last value is, and no other."""
    settings = Settings(index=seeds_index, rate=0.01, rate_burst=2, proxies=proxies)
    client = create_app(settings).test_client()
    statuses = [
        client.get(
            "/help", environ_base=AWAY, headers={"X-Forwarded-For": forwarded.format(number)}
        ).status_code
        for number in range(4)
    ]
    assert ([200, 200, 429, 429] if shared else [200] * 4) == statuses
