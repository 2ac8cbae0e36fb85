"""What a page weighs on its way to the reader."""

import json
import random
import re
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.api import Settings, load_settings, rebuild
from tests.desk_pages import PAGES
from webapp.app import create_app

# Bytes as they are sent, packed by nobody.
MOST_STYLES_AND_SCRIPTS = 40 * 1024
MOST_HTML = 60_000
# What the guard takes.
CHARACTERS, WORDS = 512, 64
PAGES_WRITTEN = 400
# As many words as news have that all speak of the same matters, the first of them most often.
NEWS_WORDS = tuple(
    f"{first}{middle}{last}"
    for first in "bdfglmnprstv"
    for middle in ("anke", "ollar", "erin")
    for last in ("ak", "om", "ul", "ix", "ap")
)
USED = tuple(accumulate(1 / (rank + 1) for rank in range(len(NEWS_WORDS))))


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


def _write_pages(lot):
    """Pages as a wire service has them, some in each of ten years, with what fills every filter."""
    for at in range(PAGES_WRITTEN):
        lines = (
            " ".join(lot.choices(NEWS_WORDS, cum_weights=USED, k=14)).capitalize() + "." for _ in range(12)
        )
        yield {
            "id": f"d{at:07}",
            "title": " ".join(lot.choices(NEWS_WORDS, cum_weights=USED, k=7)).upper(),
            "text": " ".join(lines),
            "source": f"Example Wire {at % 12}",
            "published": f"{2015 + at % 10}-0{1 + at % 9}-1{at % 9}",
            "actors": lot.sample([f"actor-{number}" for number in range(40)], 3),
        }


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """The desk over such pages, which searches as long as it needs."""
    folder = tmp_path_factory.mktemp("news")
    pages = "".join(f"{json.dumps(page)}\n" for page in _write_pages(random.Random(7)))
    (folder / "pages.jsonl").write_text(pages, encoding="utf-8")
    given_settings = {"index": folder / "index", "seeds": (folder / "pages.jsonl",), "query_seconds": 60.0}
    asked, _ = load_settings({}, **given_settings)
    rebuild(asked, clean=False, link=False)
    return create_app(asked).test_client()


def _cut(words):
    """As many of some words as the guard takes."""
    text = " ".join(words[:WORDS])
    return text if len(text) <= CHARACTERS else text[:CHARACTERS].rpartition(" ")[0]


# Words of the pages, in any order or as alternatives, and letters that an address writes with nine.
_WORDS = st.lists(st.sampled_from(NEWS_WORDS), min_size=1, max_size=WORDS)
_QUERIES = st.one_of(
    _WORDS.map(_cut),
    _WORDS.map(lambda words: _cut(" OR ".join(words).split()[:31])),
    _WORDS.map(lambda words: _cut([*words[:8], "字" * (CHARACTERS - 100)])),
    st.permutations(NEWS_WORDS).map(_cut),
    # As readers paste them: of each page most words are found.
    st.integers(0, 10_000).map(
        lambda seed: _cut(random.Random(seed).choices(NEWS_WORDS, cum_weights=USED, k=WORDS))
    ),
)


@settings(deadline=None, max_examples=60)
@given(text=_QUERIES, language=st.sampled_from(("en", "fr")))
def test_a_page_of_ten_hits_is_light(news, text, language):
    """Whatever was asked, as long as the guard takes it, with all that can be chosen beside it."""
    asked = {"q": text, "match": "any", "ui": language}
    answer = news.get("/", query_string=asked, follow_redirects=True)
    assert 200 == answer.status_code
    assert answer.text.count('<li class="hit">') <= 10
    assert len(answer.data) <= MOST_HTML
