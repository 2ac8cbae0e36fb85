"""A real server on a free port and a real Chromium; a missing browser is a failure, never a skip."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chromium import open_browser

ROOT = Path(__file__).parent.parent.parent


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
    command = [sys.executable, "-m", "indexer", "serve", "--port", "0", "--index", str(seeds_index)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        line = server.stdout.readline()
        found = re.search(r"http://[^\s/]+", line)
        assert found, f"the server gave no address: {line}"
        yield found[0]
        server.terminate()


@pytest.fixture
def desk(browser, address):
    """The browser on the home page, 1280 pixels wide."""
    browser.resize(1280)
    # A full history loses entries from its middle: those that nobody clicked on.
    browser.ask("Page.resetNavigationHistory")
    browser.open(f"{address}/")
    return browser
