"""No regular expression of cleaning backtracks badly, on any text that it can get.

In processes of their own under a limit of CPU seconds, many times what is needed: a pattern that
takes quadratic or exponential time on its longest text is ended, a busy machine is not.
"""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.cleaning.attacks import make_attacks

ROOT = Path(__file__).parent.parent
CPU_SECONDS, FEW_SECONDS = 400, 3
# Names each pattern before it runs: the last name is that of the pattern that was ended.
ALL = """
from benchmarks.cleaning.pattern_uses import find_uses
from benchmarks.cleaning.patterns import run_worst
for watched in find_uses():
    print(watched.name, watched.uses(), flush=True)
    run_worst(watched)
"""
ONE = """
import re
from benchmarks.cleaning.pattern_uses import Watched
from benchmarks.cleaning.patterns import BAD, run_worst
run_worst({watched})
"""


def run_limited(program, seconds):
    """A program of Python that may take so many CPU seconds."""
    return subprocess.run(
        (sys.executable, "-X", "utf8", "-c", program),
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds)),
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_pattern_of_cleaning_ends_on_its_worst_case():
    """A megabyte where nothing bounds the text, else a line of 400 signs.

    The patterns are found by watching what cleaning compiles: also those in a list, inside of a rule,
    and those that are compiled when they are asked.
    """
    done = run_limited(ALL, CPU_SECONDS)
    assert 0 == done.returncode, (done.stdout.splitlines()[-1:], done.stderr[-2000:])
    names = [line.split()[0] for line in done.stdout.splitlines()]
    assert {"wording._BULLET", "rules_advertising._ADVERT", "rules_navigation._NUMBERS_NEXT"} <= set(names)
    assert 2 <= names.count("written_date._FORMS")


@pytest.mark.parametrize("number", range(5))
def test_a_pattern_that_is_known_to_be_bad_is_ended(number):
    """The control arm: else the test above could not fail."""
    assert 0 > run_limited(ONE.format(watched=f"BAD[{number}]"), FEW_SECONDS).returncode


def test_a_pattern_that_is_known_to_be_good_is_not_ended():
    """The same limit leaves time enough for a megabyte of its attacks."""
    good = "Watched('good', re.compile('a+b'), {'fullmatch': 1_000_000})"
    done = run_limited(ONE.format(watched=good), 10 * FEW_SECONDS)
    assert 0 == done.returncode, done.stderr


@pytest.mark.parametrize(
    ("pattern", "before", "pump"),
    [
        ("x(?:ab)*c", "x", "ab"),
        (r"(?:home|news)(?: ?/ ?[^/]{2,40}){1,6}", "home", " / aa"),
        (r"(?<=[.!])\s*Read", ".", " "),
        ("a(?>b+)c", "a", "b"),
    ],
)
def test_attacks_pump_each_part_that_repeats(pattern, before, pump):
    """Behind a text that leads to it."""
    assert (before, pump) in {(attack.before, attack.pump) for attack in make_attacks(pattern)}


def test_an_attack_has_the_length_that_is_asked():
    """Whatever is pumped; one as a rule sees it has single blanks only."""
    for attack in make_attacks(r"By\s+(\w+\s*)+$", folded=True):
        assert len(attack.text(400)) <= 400
        assert "  " not in attack.text(400)
    assert {400} == {len(attack.text(400)) for attack in make_attacks(r"(?:ab|c)+d")}
