"""What a build does step by step, what it leaves on the disk, and whom it lets in."""

import dataclasses
import fcntl
import logging
import os
import re
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

from indexer import generations
from indexer.errors import GenerationLocked
from indexer.generations import Generation, building, free_bytes, open_generation
from tests.small_generations import FACTS, content, names, publish


@pytest.fixture
def index(tmp_path):
    """An index folder that does not exist yet."""
    return tmp_path / "some" / "index"


def test_a_name_says_when_it_was_built_and_has_the_beginning_of_its_hash(index):
    """Sixteen digits of the manifest's: enough to verify what CURRENT does not name."""
    name = publish(index)
    line = (index / "CURRENT").read_text()
    found, sha256 = line.removesuffix("\n").split(" ")
    assert (name, sha256[:16]) == (found, name[-16:])
    assert len("gen-20260101T000000.000000Z-0123456789abcdef") == len(name)


def test_what_was_published_is_given_and_cannot_be_changed(index):
    """Its name, its place and its contents list, as an opened one has them."""
    with building(index) as build:
        assert index / f"build-{os.getpid()}" == build.folder
        assert 0o700 == build.folder.stat().st_mode & 0o777
        made = build.publish(FACTS)
        assert made.path == build.folder == index / made.name
    with open_generation(index) as opened:
        assert made == Generation(opened.name, opened.path, opened.manifest)
    assert Generation.__dataclass_params__.frozen
    assert {field.name for field in dataclasses.fields(Generation)} == set(Generation.__slots__)


def test_all_is_on_the_disk_before_it_can_be_seen(index, monkeypatch):
    """The files and names of the build, its own name, then CURRENT, whole, and last the name of that."""
    done = []

    def sync(descriptor):
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        done.append(f"sync {path.name}" + (f" {path.stat().st_size}" if path.is_file() else ""))

    def moving(move):
        def moved(old, new):
            done.append(f"{Path(old).name} to {Path(new).name}")
            move(old, new)

        return moved

    monkeypatch.setattr(os, "fsync", sync)
    for how in ("rename", "replace"):
        monkeypatch.setattr(os, how, moving(getattr(os, how)))
    with building(index) as build:
        assert ["sync some"] == done
        name = build.publish(FACTS).name
    size = (index / name / "MANIFEST.json").stat().st_size
    assert [
        "sync some",
        f"sync MANIFEST.json {size}",
        f"sync build-{os.getpid()}",
        f"build-{os.getpid()} to {name}",
        "sync index",
        "sync CURRENT.tmp 110",
        "CURRENT.tmp to CURRENT",
        "sync index",
    ] == done


def test_arrays_of_a_build_come_back_and_nothing_is_pickled(index):
    """Numbers only: what would run code when it is read can neither be written nor read."""
    publish(index)
    with building(index) as build:
        build.write_array("rows.npy", np.array([3, 1, 2]))
        with pytest.raises(ValueError):
            build.write_array("code.npy", np.array([{}], dtype=object))
        np.save(build.folder / "code.npy", np.array([{}], dtype=object), allow_pickle=True)
        build.publish(FACTS)
    with open_generation(index) as opened:
        assert [3, 1, 2] == opened.read_array("rows.npy").tolist()
        assert opened.read_array("other.npy") is None
        with pytest.raises(ValueError):
            opened.read_array("code.npy")


def test_files_of_the_generation_before_are_not_read_again(index):
    """A build that shares a file takes its hash from there, so that one changed since is refused."""
    publish(index)
    with open_generation(index) as base, building(index) as build:
        shared = build.folder / "terms.bin"
        shared.hardlink_to(base.path / "terms.bin")
        before = base.manifest.files[1]
        shared.write_text("sword")
        made = build.publish(FACTS, base)
    assert before.sha256 == made.manifest.files[0].sha256


def test_a_usual_build_has_nothing_to_log(index, caplog):
    """Nor does opening: a warning means that something is wrong."""
    with caplog.at_level(logging.WARNING):
        publish(index)
        publish(index)
        assert "words" == content(index)
    assert [] == caplog.records


def test_the_lock_says_who_holds_it_since_when_and_for_its_owner_alone(index):
    """One line: process, machine and time to the second."""
    before = os.umask(0)
    try:
        publish(index)
    finally:
        os.umask(before)
    pattern = rf"process {os.getpid()} on {os.uname().nodename} since \d{{4}}-\d\d-\d\dT[\d:]{{8}}\+00:00\n"
    with pytest.MonkeyPatch.context() as patch, building(index):
        assert re.fullmatch(pattern, (index / "LOCK").read_text())
        patch.setattr(os, "pread", lambda _, size, at: b"\xff" * (size - at))
        with pytest.raises(GenerationLocked, match=r"LOCK \(\ufffd{200}\)\. Wait"), building(index):
            pass
    assert 0o600 == (index / "LOCK").stat().st_mode & 0o777


@contextmanager
def held(index, process, machine):
    """The lock in other hands, its holder written down as such a process; gives what lets go of it."""
    publish(index)
    (index / "LOCK").write_text(f"process {process} on {machine} since 2026-01-01T00:00:00+00:00\n")
    lock = os.open(index / "LOCK", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield lambda: fcntl.flock(lock, fcntl.LOCK_UN)
    finally:
        os.close(lock)


def dead():
    """The number of a process that is no more."""
    process = os.fork()
    if not process:
        os._exit(0)
    os.waitpid(process, 0)
    return process


def test_what_a_killed_run_had_started_has_time_to_let_go_of_its_lock(index, monkeypatch):
    """The next build waits for it, and not longer."""
    with held(index, dead(), os.uname().nodename) as let_go:
        waited = []

        def sleep(seconds):
            waited.append(seconds)
            if len(waited) == 3:
                let_go()

        monkeypatch.setattr("time.sleep", sleep)
        publish(index)
    assert [0.05] * 3 == waited


@pytest.mark.parametrize(
    ("process", "machine", "waits"),
    [(dead, os.uname().nodename, 99), (os.getpid, os.uname().nodename, 0), (dead, "elsewhere", 0)],
)
def test_a_lock_that_is_held_is_told_after_five_seconds_or_at_once(
    index, monkeypatch, process, machine, waits
):
    """At once where its holder lives, or where nobody here can know that."""
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)
    with (
        held(index, process(), machine),
        pytest.raises(GenerationLocked, match=f" on {machine} since "),
        building(index),
    ):
        pass
    assert waits == len(waited)


def test_a_holder_that_may_not_be_asked_lives(index, monkeypatch):
    """As a process of another user, which no signal may reach; nor is one sent that would do anything."""
    sent = []

    def refused(_process, signal):
        sent.append(signal)
        raise PermissionError

    monkeypatch.setattr(os, "kill", refused)
    with held(index, dead(), os.uname().nodename), pytest.raises(GenerationLocked), building(index):
        pass
    assert [0] == sent


def test_a_build_that_lost_its_folder_is_no_error(index):
    """There is nothing to remove, and nothing was published."""
    with building(index) as build:
        shutil.rmtree(build.folder)
    assert [] == names(index)


def test_litter_that_cannot_be_removed_keeps_no_other(index, caplog):
    """A file with the name of a build stays; what else is left behind goes, and nothing is logged."""
    publish(index)
    for number in range(9):
        (index / f"build-{number}").write_text("a file")
        (index / f"build-1{number}").mkdir()
    (index / "CURRENT.tmp").write_text("gen-")
    with building(index):
        assert not (index / "CURRENT.tmp").exists()
        assert [] == list(index.glob("build-1?"))
    assert 9 == len(list(index.glob("build-?")))
    assert [] == caplog.records


def test_without_current_nothing_is_collected(index):
    """Whoever removed it may want to put it back; the generations stay, and open."""
    published = [publish(index) for _ in range(3)]
    (index / "CURRENT").unlink()
    assert set() == generations._condemned(index, 0)
    generations.collect(index, 0)
    assert published == names(index)


def test_free_room_is_that_of_the_disk(index):
    """Of the folder's own disk; without a folder nothing is said."""
    assert free_bytes(index) is None
    index.mkdir(parents=True)
    assert isinstance(free_bytes(index), int)


def test_a_folder_that_others_could_write_into_is_shut_to_them_and_keeps_its_other_rights(index):
    """What a group may read it may read after a rebuild too."""
    index.mkdir(parents=True)
    index.chmod(0o775)
    publish(index)
    assert 0o755 == index.stat().st_mode & 0o7777


def test_two_older_generations_are_kept_where_nothing_else_is_said(index):
    """And a build that fails before anything was ever published leaves nothing at all."""
    with suppress(RuntimeError), building(index):
        raise RuntimeError
    assert [] == list(index.glob("build-*"))
    published = []
    for _ in range(5):
        with building(index) as build:
            published.append(build.publish(FACTS).name)
    assert published[-3:] == names(index)
