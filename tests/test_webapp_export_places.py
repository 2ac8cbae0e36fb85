"""Places for whole answers, and who may have them."""

from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException, ServiceUnavailable, TooManyRequests

from indexer.api import Settings
from webapp.app import create_app
from webapp.export_places import ExportPlaces

SLOW, OTHER = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.1"}


@pytest.fixture(autouse=True)
def request_context(seeds_index):
    """What is said is said in the language of a request."""
    with create_app(Settings(index=seeds_index)).test_request_context():
        yield


def test_one_address_leaves_a_place_for_others():
    """It has half of them, and one where there is but one; what it lets go of is free again."""
    places = ExportPlaces(4)
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(places.take("192.0.2.1"))
        with pytest.raises(TooManyRequests, match="2 whole answers are being sent to your address"):
            held.enter_context(places.take("::ffff:192.0.2.1"))
        for _ in range(2):
            held.enter_context(places.take("192.0.2.2"))
        with pytest.raises(ServiceUnavailable, match="4 whole answers"):
            held.enter_context(places.take("192.0.2.3"))
    with places.take("192.0.2.1"):
        pass
    with ExportPlaces(1).take("192.0.2.1"):
        pass


def test_programs_of_the_owner_may_have_all():
    """Those whose requests are not counted, and what came over no net."""
    places = ExportPlaces(3, "127.0.0.1".__eq__)
    with ExitStack() as held:
        for peer in ("127.0.0.1", "127.0.0.1", ""):
            held.enter_context(places.take(peer))
        with pytest.raises(ServiceUnavailable, match="3 whole answers"):
            held.enter_context(places.take("127.0.0.1"))
    counted = ExportPlaces(3)
    with counted.take("127.0.0.1"), pytest.raises(TooManyRequests), counted.take("127.0.0.1"):
        pass


@given(st.integers(1, 6), st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=40))
def test_no_more_places_are_taken_than_there_are_and_none_is_lost(count, steps):
    """Whoever comes and goes in whatever order: in all and for each address."""
    places, held = ExportPlaces(count), []
    for peer, comes in steps:
        own = [place for place in held if place[0] == peer]
        if comes:
            stack = ExitStack()
            try:
                stack.enter_context(places.take(peer))
            except HTTPException:
                assert len(held) == count or len(own) == max(1, count // 2)
            else:
                held.append((peer, stack))
        elif own:
            held.remove(own[0])
            own[0][1].close()
        assert len(held) <= count
        assert len(own) <= max(1, count // 2)
    for _, stack in held:
        stack.close()
    with places.take("a"):
        pass


@pytest.mark.parametrize(
    "address",
    [
        "/search.csv?q=mali",
        "/search.zip?q=mali",
        "/search.json?q=mali&per=all",
        "/timeline.csv?q=mali",
        "/actors/wagner/timeline.csv",
        "/actors/wagner/network.csv",
    ],
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_slow_readers_at_one_address_do_not_keep_others_waiting(seeds_index, address, proxies):
    """Of two places by default the second is for somebody else, also behind a proxy."""
    client = create_app(Settings(index=seeds_index, proxies=proxies)).test_client()

    def get(peer):
        if not proxies:
            return client.get(address, environ_base=peer, buffered=False)
        forwarded = {"X-Forwarded-For": f"192.0.2.9, {peer['REMOTE_ADDR']}"}
        return client.get(
            address, environ_base={"REMOTE_ADDR": "10.0.0.1"}, headers=forwarded, buffered=False
        )

    slow = get(SLOW)
    next(slow.iter_encoded())
    refused = get(SLOW)
    assert (200, 429, "15") == (slow.status_code, refused.status_code, refused.headers["Retry-After"])
    assert "to your address already" in refused.text
    with get(OTHER) as other:
        assert 200 == other.status_code
        assert 503 == get({"REMOTE_ADDR": "192.0.2.44"}).status_code
    slow.close()
    with get(SLOW) as again:
        assert 200 == again.status_code
