from contextlib import suppress
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import QueryRefused
from indexer.query import syntax
from indexer.query.guard import Limits, check_text
from indexer.query.parser import parse

LIMITS = Limits()
# The limits of a batch, whose owner may send longer texts.
WIDE = Limits(characters=10_000, words=2000)


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("x" * 512, 1),
        (" ".join(["gao"] * 64), 64),
        ("(" * 16 + "gao" + ")" * 16, 1),
        # Side by side is not deep, and an end without a beginning takes no level away or gives one
        (" ".join(["(gao)"] * 20), 20),
        (")" * 20 + "(" * 16 + "gao" + ")" * 16, 1),
        ("(gao) " + "(" * 16 + "gao" + ")" * 16, 2),
        (" ".join(["merc*"] * 8), 8),
        # Words beside a sign in one text have none
        ("merc*" + "-gao" * 9, 10),
        ('"' + " ".join(["gao"] * 32) + '"', 1),
    ],
)
def test_limits_are_met_before_they_are_passed(text: str, leaves: int) -> None:
    """What is exactly at a limit is answered, whole."""
    assert leaves == len(list(syntax.positive_leaves(parse(text, LIMITS).query)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x" * 513, "513 characters; the limit is 512"),
        (" ".join(["gao"] * 65), "65 words and signs; the limit is 64"),
        (" OR ".join(["gao"] * 33), "65 words and signs; the limit is 64"),
        ('"' + " ".join(["gao"] * 40) + '" ' + "mali " * 30, "70 words and signs; the limit is 64"),
        ('"' + " ".join(["gao"] * 65) + '"', "65 words and signs; the limit is 64"),
        ("-".join(["x"] * 65), "65 words and signs; the limit is 64"),
        ("foo:x " * 33, "66 words and signs; the limit is 64"),
        ('title:"' + " ".join(["gao"] * 33) + '"', "33 words in one phrase; the limit is 32"),
        ("-".join(["x"] * 33), "33 words in one phrase; the limit is 32"),
        ("(" * 17 + "gao" + ")" * 17, "17 levels of parentheses; the limit is 16"),
        ("(" * 17, "17 levels of parentheses; the limit is 16"),
        (")" * 20 + "(" * 17 + "gao", "17 levels of parentheses; the limit is 16"),
        (" ".join(["merc*"] * 9), "9 wildcards; the limit is 8"),
        (" ".join(["merc~"] * 9), "9 wildcards; the limit is 8"),
        ("title:me?c " * 9, "9 wildcards; the limit is 8"),
        ("-".join(["merc*"] * 9), "9 wildcards; the limit is 8"),
    ],
)
def test_what_costs_too_much_is_refused_with_its_limit(text: str, says: str) -> None:
    """A refusal names what there is too much of, how much, and the limit."""
    with pytest.raises(QueryRefused) as refused:
        parse(text, LIMITS)
    expected = f"This query was not run. It has {says}. Nothing is wrong with the index."
    assert expected == str(refused.value)


def test_the_limits_of_a_page_are_fixed() -> None:
    """Nobody who holds them can raise one."""
    expected = Limits(characters=512, words=64, depth=16, wildcards=8, phrase_words=32, slop=50)
    assert expected == Limits()
    assert Limits.__dataclass_params__.frozen
    assert {field.name for field in fields(Limits)} == set(Limits.__slots__)


def test_values_of_fields_are_no_words_and_no_wildcards() -> None:
    """The parts of an id, and signs in it, do not count towards the limits."""
    for value, times in (("document:a-b-c", 30), ("source:what?", 9)):
        found = parse(" ".join([value] * times), LIMITS).query
        assert times == len(list(syntax.positive_leaves(found)))


BOMBS = [
    *("(", ")", "()", "((a)", "*", '"', '""', "NOT ", "-", "a OR ", "OR ", "AND ", "NEAR ", "~", "a~", "^9"),
    *(
        "a*",
        "?",
        ":",
        "a:",
        "title:",
        "published:..",
        '-"',
        "a^",
        "\u0301",
        "ﷺ",
        "\U0001d15e",
        "'",
        "a-",
        "9",
    ),
    "(a OR ",
]


@pytest.mark.parametrize("limits", [LIMITS, WIDE], ids=["page", "batch"])
@pytest.mark.parametrize("size", [8, 60, 500, 10_000])
@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_answered_or_refused(bomb: str, size: int, limits: Limits) -> None:
    """Text that repeats one sign gives a bounded tree, or a refusal and nothing else."""
    stack: list[syntax.Node] = []
    with suppress(QueryRefused):
        stack = [parse((bomb * size)[:size], limits).query]
    nodes = 0
    while stack:
        nodes += 1
        stack.extend(syntax.children(stack.pop()))
    assert nodes <= 2 * limits.words


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("wagner\0mali", "wagner mali"),
        ("wagner\u202emali", "wagner mali"),
        ("\ud800mali\udfff", " mali "),
        ("a\tb\nc", "a\tb\nc"),
        ("Goi\u0308ta", "Goïta"),
        ("a\u200bb", "a\u200bb"),
        ("x\x85\x9fy", "x  y"),
    ],
)
def test_unwanted_characters_become_blanks(dirty: str, clean: str) -> None:
    """Controls, half characters and turning marks go; letters come in one normal form."""
    assert clean == check_text(dirty, LIMITS)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=100))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """A clean text is clean, and can be written as UTF-8."""
    once = check_text(text, LIMITS)
    assert once == check_text(once, Limits(characters=1000))
    assert once == once.encode().decode()
