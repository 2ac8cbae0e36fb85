"""Small faults: each a module that can be loaded, and another than the one it was made of."""

import ast
from pathlib import Path

import pytest

from benchmarks.mutation.mutants import mutants
from benchmarks.mutation.trying import TESTS, path_of

ROOT = Path(__file__).parent.parent
SOURCE = '''
def find(names, most):
    """Words, which are no fault."""
    if not names or len(names) > most:
        log.info("nothing")
        names = []
    return names[0] if names else True
'''


def test_faults_of_every_kind_are_made():
    """One each, in no message and no docstring."""
    assert {
        "to And",
        "without not",
        "Gt to GtE",
        "Gt to LtE",
        "condition negated",
        "without if not names or len(names) > most:",
        "without names = []",
        "return None",
        "0 to 1",
        "sides of if swapped",
        "True to False",
    } == {mutant.what for mutant in mutants(SOURCE)}


@pytest.mark.parametrize("module", TESTS)
def test_every_mutant_is_another_program(module):
    """None is the module as it is, no two are alike, and their tests exist."""
    source = path_of(module).read_text()
    made = list(mutants(source))
    assert len(made) > 50
    programs = {mutant.source for mutant in made}
    assert ast.unparse(ast.parse(source)) not in programs
    assert len(made) - len(programs) < 5
    assert all((ROOT / name).exists() for name in TESTS[module])
