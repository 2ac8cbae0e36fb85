"""What an error costs: likelier errors less, and more errors more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.typing_errors import ANOTHER, AS_HEARD, error_cost, sound

WORDS = st.text(alphabet="abceghiknoqrstuwyé", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("meant", "likelier", "rarer"),
    [
        ("minister", "minster", "minibster"),
        ("commission", "comission", "ommission"),
        ("column", "coolumn", "cotlumn"),
        ("yesterday", "yedterday", "yepterday"),
        ("written", "wirtten", "wpitten"),
        ("agreement", "agreemant", "agreemxnt"),
        ("bamako", "bamaco", "bamaxo"),
        ("wagner", "wangner", "vangner"),
    ],
)
def test_some_errors_are_likelier_than_others(meant: str, likelier: str, rarer: str) -> None:
    """A letter left out, one of two, one twice, a key beside, a swap, a sound, the first letter."""
    assert error_cost(likelier, meant) < error_cost(rarer, meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wagadougou", "ouagadougou"),
        ("tinzawaten", "tinzaouaten"),
        ("niamei", "niamey"),
        ("timbuctu", "timbuktu"),
        ("tuareg", "touareg"),
        ("aguelhoc", "aguelhok"),
        ("djibo", "jibo"),
    ],
)
def test_two_spellings_of_one_sound_are_one_error(one: str, other: str) -> None:
    """Whatever letters it takes, a word written as it is heard costs no more."""
    assert sound(one) == sound(other)
    assert error_cost(one, other) <= AS_HEARD


@given(WORDS, WORDS)
def test_costs_are_those_of_errors(typed: str, meant: str) -> None:
    """Nothing for no error, something for any, and the same each time."""
    cost = error_cost(typed, meant)
    assert (cost == 0.0) == (typed == meant)
    assert cost >= 0.0
    assert cost == error_cost(typed, meant)


def test_a_second_error_is_dearer_than_the_first() -> None:
    """One wrong word in five has more than one."""
    once, twice = error_cost("wagneer", "wagner"), error_cost("waagneer", "wagner")
    assert twice == pytest.approx(2 * once + ANOTHER)
