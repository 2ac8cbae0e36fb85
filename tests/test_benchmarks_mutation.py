"""Small faults: each a module that can be loaded, and another than the one it was made of."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mutation.mutants import mutants
from benchmarks.mutation.reasons import REASONS
from benchmarks.mutation.report import Found, Survivor, page
from benchmarks.mutation.trying import TESTS, path_of

ROOT = Path(__file__).parent.parent
SOURCE = '''
def find(names: list | None, most) -> set | None:
    """Words, which are no fault."""
    if not names or len(names) > most:
        log.info("nothing")
        names = []
    try:
        return names[0] if names else True
    except OSError:
        raise
    finally:
        close()
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
        "without try:",
        "without raise",
        "without close()",
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
    lines = source.splitlines()
    told = {(module, mutant.what, lines[mutant.line - 1].strip()) for mutant in made}
    assert {key for key in REASONS if key[0] == module} <= told


def test_faults_are_tried_and_counted():
    """Every twentieth of a module: its tests pass without a fault, and fail with each of these."""
    command = (sys.executable, "-m", "benchmarks.mutation", "pins", "--every", "20", "--jobs", "1")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (0, "indexer.pins: 4 of 4 faults seen, 100.0%\n") == (done.returncode, done.stdout), done.stderr


def test_the_page_lists_what_no_test_saw():
    """With its place, and why; without a reason the page says that a test is missing."""
    survivor = Survivor("indexer.pins", 3, "1 to 2", "number = 1")
    machine = {"date": "2026-01-01", "commit": "abc", "python": "3.11.7"}
    text = page([Found("indexer.pins", 10, (survivor,), "7 of 7 lines, 2 of 2 branches")], machine, 1)
    assert "| `indexer.pins` | 10 | 9 | 90.0% | 7 of 7 lines, 2 of 2 branches |" in text
    assert "- `indexer.pins`, line 3, 1 to 2, `number = 1`: **a test is missing**\n" in text
    assert "no test saw" not in page([Found("indexer.pins", 10, (), "")], machine, 1)
