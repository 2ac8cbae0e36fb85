"""A slice of every suite; `make torture` runs them at full size."""

import logging
from collections.abc import Iterator

import pytest

from tests.torture.__main__ import main
from tests.torture.report import SLICE, Result, page, tell
from tests.torture.suites import SUITES

SEED = 20260101


@pytest.fixture(autouse=True)
def _log_again() -> Iterator[None]:
    """A suite may silence the log of its process."""
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", SUITES)
def test_a_slice_of_each_suite_holds(name: str) -> None:
    """No trial fails, and the control does."""
    result = SUITES[name](SLICE, SEED)
    print(tell(result))
    assert () == result.failures
    assert result.control_failed
    assert result.holds


def result(**changed: object) -> Result:
    """A result that holds, but for what is changed."""
    held = {"trials": 3, "failures": (), "control": "without locks: 2 of 3 fail", "control_failed": True}
    return Result("killing", "Nothing is lost.", **(held | changed), seed=7, figures={"most": "4 ms"})


@pytest.mark.parametrize("changed", [{"failures": ("3: lost",)}, {"control_failed": False}, {"trials": 0}])
def test_a_failure_a_lame_control_and_no_trial_at_all_are_told(changed: dict[str, object]) -> None:
    """Each of them makes a result that does not hold, on the terminal too."""
    assert result().holds
    assert "killing: holds: 3 trials, 0 failures, seed 7" in tell(result())
    assert not result(**changed).holds
    assert "killing: FAILS" in tell(result(**changed))


def test_the_page_has_every_figure() -> None:
    """Machine, commit, size, and of each suite its row, promise, figures and failures."""
    machine = {
        "date": "2026-01-01",
        "commit": "abc",
        "cpu": "a cpu",
        "cores": 2,
        "memory_gb": 4,
        "python": "3",
    }
    lame = result(failures=("3: lost",), control_failed=False)
    text = page([result(), lame], machine, share=0.5)
    assert "2026-01-01, commit abc, a cpu, 2 cores, 4 GB, Python 3; at 50% of the full size" in text
    assert "| killing | 3 | 0 | without locks: 2 of 3 fail | 7 | 0 |" in text
    assert "| killing | 3 | 1 | **did not fail:** without locks: 2 of 3 fail | 7 | 0 |" in text
    assert "Nothing is lost.\n\n- most: 4 ms" in text
    assert "- `3: lost`" in text


def test_a_suite_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The names that there are stand in the message."""
    with pytest.raises(SystemExit):
        main(["no-such-suite"])
    assert "no such suite: no-such-suite; there are killing" in capsys.readouterr().err
