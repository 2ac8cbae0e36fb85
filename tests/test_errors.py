"""Every error has an exit code and a place in the drawn tree."""

import re

import pytest

from indexer import cli_errors, errors


def subclasses(kind: type) -> list[type]:
    """A class and all classes below it."""
    return [kind, *(found for below in kind.__subclasses__() for found in subclasses(below))]


TREE = [kind for kind in subclasses(errors.IndexerError) if kind.__module__ == errors.__name__]


def test_every_error_has_an_exit_code() -> None:
    """The table of the commands names every class of the tree, and no other."""
    assert {*TREE} == {*cli_errors.EXIT_CODES}


def test_exit_codes_are_the_five_of_the_contract() -> None:
    """An error never exits with 0, and with no code that the contract does not name."""
    assert {1, 2, 3, 4} == {*cli_errors.EXIT_CODES.values()}


def test_an_error_without_a_row_takes_that_of_the_class_above() -> None:
    """A class added later fails the table's test, not the user."""
    fresh = type("FreshGenerationError", (errors.GenerationError,), {"__module__": "tests"})
    assert 3 == cli_errors.exit_code(fresh("x"))


def test_the_drawn_tree_is_the_real_one() -> None:
    """The tree in the docstring has every class, indented by its depth, and no other."""
    drawn = {
        found[2]: len(found[1]) // 2 - 2
        for found in re.finditer(r"^( +)([A-Z]\w+)(?:  .*)?$", errors.__doc__ or "", re.MULTILINE)
    }
    real = {kind.__name__: len(kind.__mro__) - 4 for kind in TREE}
    assert real == drawn


@pytest.mark.parametrize("kind", TREE)
def test_every_error_says_what_it_means(kind: type) -> None:
    """Each class has a docstring of its own."""
    assert kind.__doc__
    assert kind.__doc__ != kind.__mro__[1].__doc__
