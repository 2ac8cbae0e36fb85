"""Stop words and stems."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.filters import STOP_WORDS, stem
from indexer.analysis.tokenizer import tokenize


def test_there_are_127_stop_words():
    """The list that was measured: no word more, no word less."""
    assert 127 == len(STOP_WORDS)


def test_a_stop_word_is_a_term():
    """A stop word that no token could equal would stop nothing."""
    assert {word: [word] for word in STOP_WORDS} == {
        word: [token.term for token in tokenize(word)] for word in STOP_WORDS
    }


@pytest.mark.parametrize("word", ["un", "us", "mali", "may", "against", "state", "one", "two", "who"])
def test_words_of_the_news_are_no_stop_words(word):
    """Abbreviations and months must be found; who and against are on the list."""
    assert (word in {"against", "who"}) == (word in STOP_WORDS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("attack", "attacks"),
        ("attacked", "attacking"),
        ("mercenary", "mercenaries"),
        ("withdraw", "withdrawing"),
        ("insurgency", "insurgencies"),
        ("country", "countries"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    """Whoever asks for one form finds the other."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("mali", "malian"), ("general", "genus"), ("niger", "nigeria"), ("2012", "2013")]
)
def test_different_words_keep_different_stems(one, other):
    """A stem must not join countries with their neighbours."""
    assert stem(one) != stem(other)


@settings(deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_term_has_one_stem(term):
    """Never empty for a term, and always the same."""
    for token in tokenize(term):
        assert stem(token.term)
        assert stem(token.term) == stem(token.term)
