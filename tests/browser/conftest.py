"""A real server on a free port and a real Chromium; a missing browser is a failure, never a skip."""

import pytest

from tests.chromium import open_browser
from tests.real_server import serving


@pytest.fixture(scope="session")
def browser():
    """A Chromium for all tests of this folder; its absence is a failure."""
    with open_browser() as chromium:
        if chromium is None:
            pytest.fail("Chromium is needed. On Debian: apt-get install chromium")
        yield chromium


@pytest.fixture(scope="session")
def address(seeds_index):
    """The address of a real server with the index of the seeds."""
    with serving(seeds_index) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def desk(browser, address):
    """The browser on the home page, 1280 pixels wide."""
    browser.resize(1280)
    # A full history loses entries from its middle: those that nobody clicked on.
    browser.ask("Page.resetNavigationHistory")
    browser.open(f"{address}/")
    return browser
