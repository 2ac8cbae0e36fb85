"""Pins and the gate: what each leaves on the disk, how long each waits."""

import fcntl
import os

import pytest

from indexer import pins
from indexer.pins import GATE, PINS, pinned_generations, shut_gate, take_pin
from tests.processes import open_files

NAME = "gen-20260101T000000.000000Z-0123456789abcdef"


@pytest.fixture
def index(tmp_path):
    """An index folder with one generation, as far as pins care."""
    (tmp_path / PINS).mkdir()
    (tmp_path / NAME).mkdir()
    return tmp_path


def pinned(index):
    """The names of the pins."""
    return sorted(path.name for path in (index / PINS).glob("gen-*"))


def test_a_pin_is_a_file_of_its_own_reader(index):
    """Named by generation, process and number; gone when it is closed, and closed once."""
    one, two = take_pin(index, NAME), take_pin(index, NAME)
    assert [f"{NAME}.{os.getpid()}.{number}" for number in (1, 2)] == pinned(index)
    one.close()
    one.close()
    assert [f"{NAME}.{os.getpid()}.2"] == pinned(index)
    two.close()
    assert [] == pinned(index)


@pytest.mark.parametrize("enter", [lambda index: take_pin(index, NAME).close(), shut_gate])
def test_gate_and_pins_are_for_their_owner_alone(index, enter):
    """Whatever the umask: another user's lock would keep the collector out for ever."""
    before = os.umask(0)
    try:
        kept = take_pin(index, NAME)
        (index / PINS / GATE).unlink()
        enter(index)
    finally:
        os.umask(before)
    assert [0o600] * 2 == [path.stat().st_mode & 0o777 for path in (index / PINS).iterdir()]
    kept.close()


def test_a_generation_that_is_gone_has_no_pin(index):
    """Nothing is left of the try, and a new generation may have one."""
    (index / NAME).rmdir()
    assert take_pin(index, NAME) is None
    assert [] == pinned(index)


@pytest.mark.parametrize("is_there", [True, False])
def test_without_the_right_to_write_a_reader_is_told_whether_a_generation_is_there(index, is_there):
    """There it goes without a lock, and closing that one touches nothing."""
    (index / PINS).rmdir()
    if not is_there:
        (index / NAME).rmdir()
    pin = take_pin(index, NAME)
    assert is_there == (pin is not None)
    if pin:
        pin.close()


def test_a_copy_of_a_process_removes_no_pin(index, monkeypatch):
    """The pin is its parent's; only the descriptor is let go."""
    before = open_files()
    pin = take_pin(index, NAME)
    assert before + 1 == open_files()
    with monkeypatch.context() as patch:
        patch.setattr(pins.os, "getpid", lambda: -1)
        pin.close()
    assert 1 == len(pinned(index))
    assert before == open_files()


def test_a_pin_that_is_gone_already_is_no_error(index):
    """Whoever removed it meant the same."""
    pin = take_pin(index, NAME)
    (index / PINS / pinned(index)[0]).unlink()
    pin.close()
    assert [] == pinned(index)


def test_only_what_is_held_counts_as_pinned(index):
    """Also a pin without a process in its name; the pins of the dead go, and no descriptor stays."""
    held = take_pin(index, NAME)
    for dead in (f"{NAME}.1.1", NAME.replace("2026", "2025") + ".1.1"):
        (index / PINS / dead).touch()
    before = open_files()
    assert {NAME} == pinned_generations(index)
    assert [f"{NAME}.{os.getpid()}.1"] == pinned(index)
    assert before == open_files()
    held.close()


def test_a_pin_that_goes_while_pins_are_looked_through_holds_nothing(index, monkeypatch):
    """Its reader need not ask the gate."""
    take_pin(index, NAME)
    real = os.open

    def late(path, *rest):
        path.unlink()
        return real(path, *rest)

    monkeypatch.setattr(pins.os, "open", late)
    assert set() == pinned_generations(index)


def test_the_collector_waits_a_second_for_readers_at_the_gate(index, monkeypatch):
    """Then it goes on without: it tries 40 times, and holds the gate alone once it is free."""
    waited = []
    monkeypatch.setattr(pins.time, "sleep", waited.append)
    gate = os.open(index / PINS / GATE, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(gate, fcntl.LOCK_SH)
    assert shut_gate(index) is None
    assert [0.025] * 40 == waited
    monkeypatch.setattr(pins.time, "sleep", lambda _: os.close(gate))
    shut = shut_gate(index)
    gate = os.open(index / PINS / GATE, os.O_RDWR)
    with pytest.raises(BlockingIOError):
        fcntl.flock(gate, fcntl.LOCK_SH | fcntl.LOCK_NB)
    os.close(gate)
    os.close(shut)


def test_a_reader_asks_for_the_gate_before_it_looks(index, monkeypatch):
    """It is let in beside other readers, and has let go of the gate when it has its pin."""
    asked = []
    monkeypatch.setattr(pins.fcntl, "flock", lambda _, how: asked.append(how))
    before = open_files()
    pin = take_pin(index, NAME)
    assert [fcntl.LOCK_SH, fcntl.LOCK_SH] == asked
    assert before + 1 == open_files()
    pin.close()
