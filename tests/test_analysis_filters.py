"""Stop words and stems."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.filters import STOP_WORDS, french_stem, stem, stem_in
from indexer.analysis.tokenizer import tokenize


def test_the_stop_words_are_those_that_were_measured():
    """127 of English, and 94 of French that mean nothing in English: no word more, no word less."""
    assert 127 + 94 == len(STOP_WORDS)
    assert STOP_WORDS.isdisjoint({"la", "un", "eu", "son", "ai", "car", "main", "mali"})


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("national", "nationaux"),
        ("nationale", "nationaux"),
        ("general", "generaux"),
        ("attaque", "attaquees"),
        ("attaquer", "attaques"),
        ("malien", "malienne"),
        ("francais", "francaises"),
        ("armee", "armees"),
    ],
)
def test_french_forms_of_a_word_share_a_stem(one, other):
    """Folded words, as the accents are gone before."""
    assert french_stem(one) == french_stem(other)
    assert stem_in("fr", one) == stem_in("fr", other)


@pytest.mark.parametrize(("one", "other"), [("mali", "mal"), ("niger", "nigerien"), ("gao", "gaz")])
def test_french_stems_keep_countries_apart(one, other):
    """A short stem would make a country one with a common word."""
    assert french_stem(one) != french_stem(other)


@pytest.mark.parametrize("language", ["en", "ar", None, ""])
def test_documents_of_other_languages_are_read_as_english(language):
    """A language without a stemmer of its own has the English one, as a query word has."""
    assert "soldier" == stem_in(language, "soldiers")


@settings(deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_term_has_one_stem(term):
    """Never empty for a term, and always the same."""
    for token in tokenize(term):
        assert stem(token.term)
        assert french_stem(token.term)
        assert stem(token.term) == stem(token.term)
