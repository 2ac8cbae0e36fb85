"""Where the plain words of a query stand, and what of them may not be changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.tokenizer import fold_word
from indexer.query.guard import Limits, check_text
from indexer.query.names import NameTable
from indexer.query.typed_words import change_words, typed_words
from tests.generators import query_texts
from tests.misspelt import ACTORS

NAMES = NameTable(ACTORS)


def free(text: str) -> list[str]:
    """The words that may be changed, as typed."""
    return [text[word.start : word.end] for word in typed_words(text, NAMES) if not word.fixed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Goverment of Mali", ["Goverment", "Mali"]),
        ('a "b c" dd', ["dd"]),
        ("title:coup actor:jnim road", ["road"]),
        ("wagn* m?li gao~ road", ["road"]),
        ("road -camp NOT (gate OR wall) town", ["road", "town"]),
        ("road NOT (gate (wall) yard) town", ["road", "town"]),
        ("road^2 (camp)^3", ["road", "camp"]),
        ("Wagner Group road", ["road"]),
        ("al-Goverment", ["al", "Goverment"]),
        ("the road in 2024 r2d2", ["road"]),
        ("??where does the road end and why?", ["road", "end"]),
        ("Mali: the road", ["Mali", "road"]),
        (")road(", ["road"]),
        ("", []),
    ],
)
def test_free_words_are_the_plain_ones_that_are_no_names(text: str, expected: list[str]) -> None:
    """At their offsets in the text as typed."""
    assert expected == free(text)


def test_words_of_a_run_have_nothing_between_them() -> None:
    """A sign, an operator, a bracket or a weight ends a run."""
    runs = {word.term: word.run for word in typed_words("aa bb OR cc dd^2 ee (ff gg)", NAMES)}
    assert runs["aa"] == runs["bb"] < runs["cc"] < runs["dd"] < runs["ee"] < runs["ff"] == runs["gg"]


@given(st.one_of(st.text(max_size=80), query_texts()))
def test_each_word_stands_where_it_says(text: str) -> None:
    """Cut out of the text at its offsets and folded it is the word; words are in order and apart."""
    checked = check_text(text, Limits())
    words = typed_words(checked, NAMES)
    for word in words:
        assert word.term == fold_word(checked[word.start : word.end])
    ends = [0, *(word.end for word in words)]
    assert all(end <= word.start for end, word in zip(ends, words, strict=False))


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("wagnr", "wagner", "wagner"),
        ("Wagnr", "wagner", "Wagner"),
        ("WAGNR", "wagner", "WAGNER"),
        ("w", "wagner", "wagner"),
        ("ANT", "and", "and"),
        ("NEER", "near", "near"),
        ("BURKINAFASO", "burkina faso", "BURKINA FASO"),
        ("MALIAND", "mali and", "mali and"),
        ("MALIGAO", "mali gao", "MALI GAO"),
    ],
)
def test_a_changed_word_has_the_capitals_that_were_typed(typed: str, word: str, expected: str) -> None:
    """And never becomes an operator."""
    assert f"a {expected} b" == change_words(f"a {typed} b", {(2, 2 + len(typed)): word})
