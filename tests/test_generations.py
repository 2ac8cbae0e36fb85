"""The index directory: what a build makes visible, and what it leaves."""

import fcntl
import os
from contextlib import suppress

import pytest

from indexer import generations
from indexer.errors import (
    GenerationLocked,
    GenerationMissing,
    SettingsError,
)
from indexer.generations import building, current_name, open_generation
from indexer.pins import PINS
from tests.processes import open_files
from tests.small_generations import FACTS, content, names, publish


@pytest.fixture
def index(tmp_path):
    """An index folder that does not exist yet."""
    return tmp_path / "some" / "index"


def test_without_a_rebuild_the_cure_is_named(index):
    """A missing folder and an empty folder both say which command to run."""
    for _ in range(2):
        with pytest.raises(
            GenerationMissing, match=r"There is no index yet\. Run: python -m indexer rebuild"
        ):
            open_generation(index)
        assert current_name(index) is None
        index.mkdir(parents=True, exist_ok=True)


def test_what_was_published_is_opened(index):
    """The generation opened is the one published last, whole, and not degraded."""
    publish(index, "first")
    second = publish(index, "second")
    with open_generation(index) as opened:
        assert second == opened.name
        assert second == opened.current == current_name(index)
        assert "second" == (opened.path / "terms.bin").read_text()
        assert "" == opened.degraded
        assert FACTS == opened.manifest.facts
        assert ("inner/columns.bin", "terms.bin") == tuple(f.path for f in opened.manifest.files)
        assert 18 == opened.manifest.size


def test_nobody_else_can_enter_a_folder_made_here(index):
    """The index, the pins and the generation are for their owner alone, whatever the umask."""
    before = os.umask(0)
    try:
        name = publish(index)
    finally:
        os.umask(before)
    assert [0o700] * 3 == [path.stat().st_mode & 0o777 for path in (index, index / PINS, index / name)]


def test_an_index_that_cannot_be_made_names_the_setting(tmp_path):
    """A file in the place of the folder is bad use, not a crash."""
    (tmp_path / "index").write_text("")
    with pytest.raises(SettingsError, match="CUTTINGS_INDEX"), building(tmp_path / "index"):
        pass


def test_an_unpublished_build_leaves_nothing(index):
    """An error inside a build keeps the generation before and removes the build."""
    first = publish(index)
    with suppress(RuntimeError), building(index) as build:
        (build.folder / "half").write_text("x")
        raise RuntimeError
    assert first == current_name(index)
    assert [] == list(index.glob("build-*"))


@pytest.mark.parametrize("step", ["write_manifest", "_new_name", "sync_folder", "_write_current"])
def test_a_failing_disk_keeps_the_generation_before(index, monkeypatch, step):
    """An OSError at any step before CURRENT changes is raised, and the old answers go on."""
    first = publish(index, "old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(generations, step, fail)
        with pytest.raises(OSError, match="No space left"):
            publish(index, "new")
    assert [first] == names(index)
    assert "old" == content(index)
    publish(index, "next")
    assert "next" == content(index)


def test_a_second_build_is_told_who_holds_the_lock(index):
    """The message has the process of the holder; the lock is free once it ends."""
    with building(index) as build:
        with pytest.raises(GenerationLocked, match=f"process {os.getpid()} on "), building(index):
            pass
        assert build.folder.is_dir()
    publish(index)


def test_a_refused_build_leaves_no_descriptor_and_the_lock_names_its_holder_alone(index):
    """Nothing of an earlier, longer name is left in the lock file."""
    publish(index)
    (index / "LOCK").write_text("x" * 500)
    with building(index):
        before = open_files()
        with pytest.raises(GenerationLocked), building(index):
            pass
        assert before == open_files()
        assert "x" * 9 not in (index / "LOCK").read_text()


def test_the_lock_file_is_never_replaced(index):
    """A lock file that is removed lets two builds run at once, so it keeps its inode."""
    publish(index)
    before = (index / "LOCK").stat().st_ino
    publish(index)
    assert before == (index / "LOCK").stat().st_ino


def test_a_started_program_does_not_inherit_the_lock(index):
    """Else a process that outlives the build would keep the index locked."""
    lock = generations._take_lock
    index.mkdir(parents=True)
    descriptor = lock(index)
    assert fcntl.fcntl(descriptor, fcntl.F_GETFD) & fcntl.FD_CLOEXEC
    os.close(descriptor)


def test_leftovers_of_killed_builds_are_removed(index):
    """Build folders, temporary files and generations that were never published all go."""
    first = publish(index)
    (index / "build-999999").mkdir()
    (index / "build-999999" / "half").write_text("x")
    (index / "CURRENT.tmp").write_text("gen-")
    never = index / "gen-99991231T235959.000000Z-0123456789abcdef"
    never.mkdir()
    with building(index):
        assert not never.exists()
    assert {"CURRENT", "LOCK", PINS, first} == {path.name for path in index.iterdir()}


def test_names_ascend_where_the_clock_goes_back(index):
    """A build is never taken for older than the one before it."""
    first = publish(index)
    later = f"gen-99990101T000000.000000Z-{first[-16:]}"
    (index / first).rename(index / later)
    (index / "CURRENT").write_text((index / "CURRENT").read_text().replace(first, later))
    second = publish(index)
    assert second.startswith("gen-99990101T000000.000001Z-")
    assert second == current_name(index)
