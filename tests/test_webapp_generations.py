import gc
from collections import Counter
from collections.abc import Iterator

import pytest

from indexer.api import LiveSearch
from tests.desk_pages import PAGES
from webapp.app import create_app

# What holds the files, arrays and words of a generation.
ROOMS = ("indexer.engines.", "indexer.search.", "indexer.generation")


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Let nothing go but by its last user."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def alive() -> Counter[str]:
    """How many objects there are of each of our classes that may hold a generation."""
    classes = (f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())
    return Counter(name for name in classes if name.startswith(ROOMS))


@pytest.mark.usefixtures("no_collector")
def test_a_generation_is_gone_with_its_last_user(on_engine, seeds_index) -> None:
    """When it is closed no object of it is left, whatever was asked of it: it refers to itself nowhere.

    What did would stay, with its memory and its open files, for as long as the desk is served.
    """
    settings = on_engine(index=seeds_index)
    live = LiveSearch(settings)
    client = create_app(settings, live).test_client()
    left = []
    for _ in range(2):
        for address in PAGES.values():
            client.get(address)
        used = alive()
        live.close()
        left.append(alive())
    # What is kept once for all generations stands in the first count, too
    assert used - left[0]
    assert Counter() == left[1] - left[0]
