"""Did you mean: what is offered, what is left alone, and that it finds more."""

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.tokenizer import tokenize
from indexer.query.request import SearchRequest, Suggestion
from indexer.search.open_search import Search
from tests.generators import query_texts
from tests.misspelt import ERRORS, TEXTS, misspell, opened


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """The misspelt collection."""
    with opened(tmp_path_factory.mktemp("misspelt")) as found:
        yield found


def offered(search: Search, text: str, **more: Any) -> str | None:
    """What stands beside the answer to a query."""
    answer = search.search(SearchRequest(text=text, **more))
    return answer.suggestion.text if answer.suggestion else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("goverment", "government"),
        ("govrenment", "government"),
        ("mercennary", "mercenary"),
        ("timbuktoo", "timbuktu"),
        ("tinzawaten", "tinzaouaten"),
        ("wagnr", "wagner"),
        ("peace agreemnt algiers", "peace agreement algiers"),
        ("prime minster", "prime minister"),
        ("the goverment and the mercenry", "the government and the mercenary"),
        ("iyad ag gali", "iyad ag ghaly"),
    ],
)
def test_a_misspelt_word_is_mended(search: Search, typed: str, meant: str) -> None:
    """By one or two errors, by sound, and by what stands beside it."""
    assert meant == offered(search, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("burkinafaso", "burkina faso"),
        ("mer cenary", "mercenary"),
        ("news paper bamako", "newspaper bamako"),
        ("Wagnr Group", "Wagner Group"),
        ("Ansar Dyne", "Ansar Dine"),
        ("Ansar Edine", "Ansar Eddine"),
        ("musiciens", "musicians"),
    ],
)
def test_blanks_and_names_are_mended(search: Search, typed: str, meant: str) -> None:
    """Two words in one, one in two, and spellings of names that no document holds."""
    assert meant == offered(search, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("WAGNR AND bamako", "WAGNER AND bamako"),
        ("(Goverment OR convoi) -mercenry", "(Government OR convoy) -mercenry"),
        ("goverment^2 peace", "government^2 peace"),
        ("peace: goverment’s talks", "peace: government’s talks"),
        ('goverment "peace agreement"', 'government "peace agreement"'),
        ("who is the goverment?", "who is the government?"),
        ("Al-Goverment", None),
    ],
)
def test_what_is_around_a_word_stays(search: Search, typed: str, meant: str | None) -> None:
    """Signs, quotes, capitals and order are those of the reader."""
    assert meant == offered(search, typed)


@pytest.mark.parametrize(
    "text",
    [
        "wagner group",
        "prime minister",
        "Zarma Front",
        "zarma front",
        "Groupe Wagner",
        "agreements",
        "harvesting",
        '"goverment"',
        "title:goverment",
        "goverm?nt",
        "goverment*",
        "goverment~",
        "peace -goverment",
        "peace NOT (goverment OR convoi)",
        "the",
        "x",
        "gov3rnment",
        "10234",
        "xylophone",
        "le gouvernemant de la republique populaire veut un acord",
        "",
    ],
)
def test_what_is_right_or_no_plain_word_is_left_alone(search: Search, text: str) -> None:
    """Known words and names, regular forms, signs, what is excluded, and what is near to nothing."""
    assert offered(search, text) is None
    assert search.suggest(SearchRequest(text=text)) is None


def test_a_known_word_gives_way_to_one_that_stands_there(search: Search) -> None:
    """Only where the query finds nothing, and the typed word never stands beside its neighbour."""
    assert "africa corps camp" == offered(search, "africa crops camp")
    assert offered(search, "crops camp") is None
    assert offered(search, "africa crops") is not None


def test_a_filter_stays_and_is_counted(search: Search) -> None:
    """What finds nothing under the filters is not offered; the total is that under them."""
    request = SearchRequest(text="goverment", documents=("d03",))
    assert Suggestion("government", 1) == search.search(request).suggestion
    assert offered(search, "goverment", documents=("d07",)) is None


def test_suggest_also_tells_what_finds_the_same(search: Search) -> None:
    """A stop word, and a word that only its stem finds: offered by itself, beside no answer."""
    for typed, meant in (("tthere", "there"), ("bamakos", None), ("silente", "silent")):
        found = search.suggest(SearchRequest(text=typed))
        assert meant == (found.text if found else None)
    assert offered(search, "tthere") is None
    assert offered(search, "silente") is None


@pytest.mark.parametrize(
    "text",
    [
        "of the and",
        "q",
        " ".join(["goverment"] * 500),
        "goverment Правительство γκοβερμεντ 政府",
        "goverment 🙂",
        "gover\x00ment \ud800 \u202e goverment",
        "goverment " * 100_000,
        "(" * 300,
        "a" * 500,
        "ъ" * 60,
    ],
)
def test_odd_texts_never_raise(search: Search, text: str) -> None:
    """Null or a suggestion; what costs too much is not looked at."""
    found = search.suggest(SearchRequest(text=text), batch=True)
    assert found is None or found.text != text


def counted(search: Search, text: str) -> tuple[int, int]:
    """What a text finds with all of its words, and with any, each by itself."""
    whole = search.search(SearchRequest(text=text, facets=(), per=1))
    apart = search.search(SearchRequest(text=text, facets=(), per=1, match="any", spelling="exact"))
    return 0 if whole.match == "any" else whole.total, apart.total


@given(st.one_of(st.text(max_size=60), query_texts()))
def test_any_text_gets_none_or_another_that_finds_more(search: Search, text: str) -> None:
    """Never raises; what is offered differs, and finds more with all of its words or with any."""
    found = search.suggest(SearchRequest(text=text))
    if found is None:
        return
    assert text != found.text
    answer = search.search(SearchRequest(text=found.text, facets=()))
    assert answer.total == found.total


WORDS = sorted({t.term for text in TEXTS for t in tokenize(text) if len(t.term) > 5})


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.sampled_from(ERRORS), st.randoms())
def test_misspelt_words_get_offers_that_find_more(
    search: Search, words: list[str], error: str, chance: random.Random
) -> None:
    """Whatever is offered beside an answer finds more than the answer did, like counted with like."""
    text = " ".join([*words[:-1], misspell(words[-1], error, chance)])
    found = search.search(SearchRequest(text=text, facets=())).suggestion
    if found is not None:
        assert counted(search, text) < counted(search, found.text)


def test_no_clean_query_of_its_own_words_is_touched(search: Search) -> None:
    """Every pair of neighbouring words of the texts finds its text and is left alone."""
    for text in TEXTS:
        words = text.split()
        for first, second in pairwise(words):
            assert search.suggest(SearchRequest(text=f"{first} {second}")) is None
