"""Readers and the collector: what is read stays, what is not goes."""

import fcntl
import os
import threading

import pytest

from indexer import generations
from indexer.errors import (
    GenerationCorrupt,
    GenerationOutdated,
)
from indexer.generations import current_name, open_generation
from indexer.pins import PINS, shut_gate
from tests.processes import open_files
from tests.small_generations import content, names, publish


@pytest.fixture
def index(tmp_path):
    """An index folder that does not exist yet."""
    return tmp_path / "some" / "index"


def test_only_the_kept_generations_stay(index):
    """The current one and as many older ones as asked, the newest of them."""
    published = [publish(index, str(n), keep=1) for n in range(4)]
    assert published[-2:] == names(index)


def test_a_generation_that_is_read_stays(index):
    """The collector takes an old generation only after its last reader closed it."""
    first = publish(index, "first")
    one, two = open_generation(index), open_generation(index)
    for n in range(4):
        publish(index, str(n), keep=1)
    one.close()
    one.close()
    publish(index, keep=1)
    assert first in names(index)
    assert "first" == (two.path / "terms.bin").read_text()
    two.close()
    publish(index, keep=1)
    assert first not in names(index)
    assert [] == list((index / PINS).glob("gen-*"))


def test_the_pin_of_a_dead_reader_holds_nothing(index):
    """A pin without its lock is litter: the generation and the pin both go."""
    first = publish(index)
    (index / PINS / f"{first}.999999.1").touch()
    for _ in range(2):
        publish(index, keep=1)
    assert first not in names(index)
    assert [] == list((index / PINS).glob("gen-*"))


def test_readers_at_the_gate_only_delay_the_collector(index, monkeypatch):
    """A reader that hangs while it pins cannot stop a rebuild: the garbage waits."""
    monkeypatch.setattr("indexer.pins._GATE_ATTEMPTS", 2)
    first = publish(index)
    open_generation(index).close()
    gate = os.open(index / PINS / "GATE", os.O_RDWR)
    fcntl.flock(gate, fcntl.LOCK_SH)
    for _ in range(2):
        publish(index, keep=1)
    assert shut_gate(index) is None
    assert first in names(index)
    os.close(gate)
    publish(index, keep=1)
    assert first not in names(index)


def test_a_generation_collected_while_it_is_opened_gives_the_newer_one(index, monkeypatch):
    """A reader that read CURRENT just before it changed looks again; it is not degraded."""
    publish(index)
    real = generations.take_pin

    def late(index, name):
        monkeypatch.setattr(generations, "take_pin", real)
        for _ in range(3):
            publish(index, "newer", keep=1)
        return real(index, name)

    monkeypatch.setattr(generations, "take_pin", late)
    with open_generation(index) as opened:
        assert current_name(index) == opened.name
        assert "" == opened.degraded


def test_a_reader_that_loses_every_race_ends(index, monkeypatch):
    """It says what is wrong and does not try for ever."""
    publish(index)
    real = generations.take_pin

    tries = []

    def late(index, name):
        tries.append(name)
        with monkeypatch.context() as patch:
            patch.setattr(generations, "take_pin", real)
            for _ in range(2):
                publish(index, keep=0)
        return real(index, name)

    monkeypatch.setattr(generations, "take_pin", late)
    with pytest.raises(GenerationCorrupt, match="changes too often"):
        open_generation(index)
    assert 20 == len(tries)


def test_garbage_that_cannot_be_removed_does_not_stop_a_build(index, monkeypatch, caplog):
    """The next build tries again, and the log says so."""
    for _ in range(3):
        publish(index)

    def fail(_):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(generations, "shut_gate", fail)
        name = publish(index, keep=1)
    assert name == current_name(index)
    assert 4 == len(names(index))
    assert "garbage is left behind" in caplog.text
    publish(index, keep=1)
    assert 2 == len(names(index))


# Python 3.12 warns of threads: tests on several cores have one, which nothing in the copy needs
@pytest.mark.filterwarnings("ignore:.* is multi-threaded, use of fork:DeprecationWarning")
def test_a_forked_copy_of_a_reader_leaves_the_pin_alone(index):
    """Closing it in the copy must not let the collector have it while the parent reads."""
    first = publish(index)
    with open_generation(index) as opened:
        child = os.fork()
        if not child:
            opened.close()
            os._exit(0)
        os.waitpid(child, 0)
        for _ in range(3):
            publish(index, keep=1)
        assert first in names(index)


def test_a_reader_waits_while_the_collector_takes_generations_away(index):
    """Else it could pin a generation that is just going."""
    publish(index)
    open_generation(index).close()
    gate = shut_gate(index)
    reader = threading.Thread(target=lambda: open_generation(index).close())
    reader.start()
    reader.join(0.2)
    assert reader.is_alive()
    os.close(gate)
    reader.join()


def test_no_descriptor_stays_open(index, monkeypatch):
    """A server that opens a generation each minute must not run out of them."""
    monkeypatch.setattr("indexer.pins._GATE_ATTEMPTS", 2)
    publish(index, "first")
    with open_generation(index):
        before = open_files()
    held = open_generation(index)
    for _ in range(3):
        publish(index, keep=1)
        open_generation(index).close()
        with pytest.raises(GenerationOutdated):
            open_generation(index, "another analysis")
    gate = os.open(index / PINS / "GATE", os.O_RDWR)
    fcntl.flock(gate, fcntl.LOCK_SH)
    assert shut_gate(index) is None
    os.close(gate)
    assert before == open_files()
    held.close()


def test_a_reader_without_the_right_to_pin_still_reads(index, monkeypatch, caplog):
    """On a disk mounted to be read only there is no collector either."""
    publish(index, "words")
    real = os.open

    def deny(path, flags, *rest, **more):
        if flags & os.O_CREAT:
            raise OSError(30, "Read-only file system")
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", deny)
    assert "words" == content(index)
    assert "read without a pin" in caplog.text


def test_readers_never_lose_a_generation_while_builds_follow_each_other(index):
    """Eight threads open, read and close during 15 builds that keep one: all they see is whole."""
    publish(index, "0")
    stop = threading.Event()
    faults: list[object] = []
    reads = [0] * 8

    def read(number: int) -> None:
        last = 0
        while not stop.is_set():
            try:
                with open_generation(index) as opened:
                    word = (opened.path / "terms.bin").read_text()
                    inner = (opened.path / "inner" / "columns.bin").read_text()
                    if inner != word * 2 or opened.degraded or int(word) < last:
                        faults.append((word, inner, opened.degraded, last))
                    last = int(word)
                    reads[number] += 1
            except Exception as error:  # noqa: BLE001 any error is a fault
                faults.append(error)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for n in range(1, 16):
        publish(index, str(n), keep=1)
    stop.set()
    for thread in threads:
        thread.join()
    assert [] == faults
    assert min(reads) > 0
