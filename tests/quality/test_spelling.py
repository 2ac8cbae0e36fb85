"""Floors of spelling: misspelt words of the seeds, and labelled queries that are no part of the project."""

import hashlib
import json
import random
from pathlib import Path

import pytest

from indexer import api
from tests.misspelt import ERRORS, misspell

MEASURE = Path(__file__).parents[3] / "shared" / "measure" / "relevance"
QUERIES, CORPUS = "spell-dev.jsonl", "spell-corpus.docs.jsonl.gz"
# A floor holds for the files with these digests: other queries have other floors.
DIGESTS = {
    QUERIES: "bb06c0a16cd20680e171490eace008f388b30870a5d5ffd540c4ed9dfef3c107",
    CORPUS: "957465b764a8c1872f9a9980c0e2e72ac69070561bc856ea8825869b3df86efb",
}
# Words of the seeds as people misspell them.
COMMON = {
    "goverment": "government",
    "millitary": "military",
    "soveriegnty": "sovereignty",
    "insurgancy": "insurgency",
    "withdrawel": "withdrawal",
    "influance": "influence",
    "stratagy": "strategy",
    "securty": "security",
    "mercenery": "mercenary",
    "mercenarys": "mercenaries",
    "presance": "presence",
    "oppurtunity": "opportunity",
    "terorist": "terrorist",
    "comunity": "community",
    "involvment": "involvement",
}
# Of the words of the seeds that are as long as this, a misspelt one has hardly another word near.
LONG = 7


def measured(name):
    """A file that is no part of the project, whose digest must be the one of the floors."""
    path = MEASURE / name
    if not path.exists():
        pytest.skip("the labelled queries are not delivered with the project")
    assert DIGESTS[name] == hashlib.sha256(path.read_bytes()).hexdigest(), "other queries have other floors"
    return path


@pytest.mark.parametrize("link", [False, True])
def test_labelled_queries_get_their_spelling(tmp_path, link):
    """The first offer is the right one for .97 of the misspelt, and each clean query is left alone."""
    lines = [json.loads(line) for line in measured(QUERIES).read_text(encoding="utf-8").splitlines()]
    settings, _ = api.load_settings({}, index=tmp_path, seeds=(measured(CORPUS),))
    api.rebuild(settings, clean=False, link=link)
    with api.open_search(settings=settings) as search:
        found = [search.suggest(api.SearchRequest(text=line["query"]), batch=True) for line in lines]
    clean = [
        offer for line, offer in zip(lines, found, strict=True) if line["expected"] in (line["query"], None)
    ]
    right = [
        offer is not None and offer.text == line["expected"]
        for line, offer in zip(lines, found, strict=True)
        if line["expected"] not in (line["query"], None)
    ]
    print(f"right {sum(right)} of {len(right)}, clean {clean.count(None)} of {len(clean)}")
    assert 0.97 <= sum(right) / len(right)
    assert clean.count(None) == len(clean)


@pytest.mark.parametrize(("typed", "meant"), COMMON.items())
def test_common_errors_are_mended_on_the_seeds(search, typed, meant):
    """Words as people misspell them."""
    assert meant == search.suggest(api.SearchRequest(text=typed)).text


def test_misspelt_words_of_the_seeds_are_mended(search):
    """Each long word of the seeds with an error of typing, on the five seeds as they are."""
    chance = random.Random(5)
    words = search._reader.vocabulary().words
    tried = right = 0
    for word in words:
        typed = misspell(word, chance.choice(ERRORS), chance)
        if len(word) < LONG or not word.isalpha() or search._reader.term_statistics(typed, exact=True):
            continue
        offer = search.suggest(api.SearchRequest(text=typed))
        tried += 1
        right += offer is not None and offer.text == word
    print(f"right {right} of {tried}")
    assert 0.9 <= right / tried


def test_words_of_the_seeds_are_left_alone(search):
    """Every word of every seed as it is: alone, and with the one behind it."""
    for hit in search.search(api.SearchRequest(per=100)).hits:
        words = hit.document.clean_text.split()
        for first, second in zip(words[::7], words[1::7], strict=False):
            assert search.suggest(api.SearchRequest(text=f"{first} {second}")) is None
            assert search.suggest(api.SearchRequest(text=first)) is None
