"""What a page weighs on its way to the reader."""

import re

from indexer.api import Settings
from tests.desk_pages import PAGES
from webapp.app import create_app

# Bytes as they are sent, packed by nobody.
MOST_STYLES_AND_SCRIPTS = 40 * 1024


def _loaded(client, path):
    with client.get(path) as answer:
        assert answer.status_code == 200
        return len(answer.data)


def test_styles_and_scripts_are_light(seeds_index):
    """All that any page has loaded besides itself is at most 40 KB in four files of this host."""
    client = create_app(Settings(index=seeds_index)).test_client()
    pages = {name: client.get(address).text for name, address in PAGES.items()}
    named = r'<(?:script|img)\b[^>]* src="([^"]+)"|<link rel="stylesheet" href="([^"]+)"'
    needed = {name: tuple(map("".join, re.findall(named, page))) for name, page in pages.items()}
    sizes = {path: _loaded(client, path) for path in {one for paths in needed.values() for one in paths}}
    weights = {name: sum(sizes[path] for path in paths) for name, paths in needed.items()}
    assert {4} == {len(paths) for paths in needed.values()}
    assert {} == {name: weight for name, weight in weights.items() if weight > MOST_STYLES_AND_SCRIPTS}
