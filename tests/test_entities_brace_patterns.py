import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities.brace_patterns import expand_braces


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("JNIM", ("JNIM",)),
        (
            "{Islamic State,IS} in {the ,}Sahara",
            (
                "Islamic State in the Sahara",
                "Islamic State in Sahara",
                "IS in the Sahara",
                "IS in Sahara",
            ),
        ),
        (
            "Framework{ for {Peace{\\, Security,},Defence},}",
            (
                "Framework for Peace, Security",
                "Framework for Peace",
                "Framework for Defence",
                "Framework",
            ),
        ),
        ("mouvements, associations", ("mouvements, associations",)),
        ("{Stiftung,Stiftung}", ("Stiftung",)),
    ],
)
def test_a_pattern_stands_for_each_of_its_spellings_once(pattern, expected):
    r"""Braces nest, `\\,` separates nothing, and no spelling comes twice."""
    assert expected == expand_braces(pattern)


@pytest.mark.parametrize("pattern", ["{a,b", "a}", "{a,{b}", "a{b}}"])
def test_broken_braces_are_refused(pattern):
    """A brace without its partner is an error, never a silent spelling."""
    with pytest.raises(ValueError, match="brace"):
        expand_braces(pattern)


def test_a_pattern_of_endless_spellings_is_refused():
    """Twenty pairs stand for a million spellings; the pattern is refused before they are made."""
    with pytest.raises(ValueError, match="most one pattern"):
        expand_braces("{a,b}" * 20)


@settings(deadline=None)
@given(st.text(alphabet="ab{},\\", max_size=16))
def test_any_pattern_gives_spellings_or_a_value_error(pattern):
    """No text makes the reader fail in another way."""
    try:
        spellings = expand_braces(pattern)
    except ValueError:
        return
    assert len(spellings) == len(set(spellings)) >= 1
