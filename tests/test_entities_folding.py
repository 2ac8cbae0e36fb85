import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities.folding import BARRIER, fold, fold_alias

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Goïta", "goita"),
        ("Jama`a Nusrat", "jama'a nusrat"),
        ("Goi\u0308ta", "goita"),
        ("Jama’a Nusrat ul‐Islam", "jama'a nusrat ul islam"),
        ("Malian\nArmed\u00a0 Forces", "malian armed forces"),
        ("Mi\u00adnus\u200bma", "minusma"),
        ("\u200fWag\u202bner\u2069", "wagner"),
        ("\u202bMi\u200enus\u2067m\u061ca\u2069\u202c", "minusma"),
        ("Malian\u200f \u200eArmed", "malian armed"),
        ("Straße", "strasse"),
        ("Malian\n\nArmed", f"malian{BARRIER}armed"),
        ("Mali—Niger", f"mali{BARRIER}niger"),
        ("a \ud800", f"a {BARRIER}"),
    ],
)
def test_spellings_of_one_name_fold_to_one_text(text, expected):
    """Accents, apostrophes, hyphens, blanks and case fold; paragraphs and long dashes part."""
    assert expected == fold(text).lower


@settings(deadline=None)
@given(ANY_TEXT)
def test_each_folded_character_knows_where_it_came_from(text):
    """Offsets ascend, stay within the text, and lead to characters that fold to the same."""
    folded = fold(text)
    assert len(folded.cased) == len(folded.lower)
    spans = [folded.span(n, n) for n in range(len(folded.lower))]
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    assert [end for _, end in spans] == sorted(end for _, end in spans)
    for n, (start, end) in enumerate(spans):
        assert 0 <= start < end <= len(text)
        assert folded.lower[n] in fold(text[start:end]).lower


@settings(deadline=None)
@given(ANY_TEXT)
def test_composed_and_decomposed_text_fold_alike(text):
    """The form in which a page writes its accents changes nothing."""
    assert fold(unicodedata.normalize("NFC", text)).lower == fold(unicodedata.normalize("NFD", text)).lower


def test_a_span_takes_its_last_letters_marks_along():
    """The span of a decomposed name ends behind its last combining mark."""
    text = "Dembele\u0301."
    assert (0, 8) == fold(text).span(0, 6)


def test_an_alias_keeps_its_capitals_beside_its_folded_form():
    """Exact spellings compare capitals, so they must survive folding."""
    assert ("Cote d'Ivoire", "cote d'ivoire") == fold_alias(" Côte d’Ivoire ")
