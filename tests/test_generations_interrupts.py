"""What a signal, a full disk and foreign files in the index folder must not do."""

import pytest

from indexer import generations
from indexer.errors import GenerationCorrupt
from indexer.generations import building, current_name, open_generation
from tests.small_generations import content, publish


@pytest.fixture
def index(tmp_path):
    """Where an index may be made."""
    return tmp_path / "index"


def test_a_signal_right_after_publishing_keeps_what_was_published(index, monkeypatch):
    """CURRENT names it, so it stays, although the build ends with an exception."""
    write = generations._write_current

    def write_and_stop(*arguments):
        write(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(generations, "_write_current", write_and_stop)
    with pytest.raises(KeyboardInterrupt):
        publish(index, "kept")
    assert "kept" == content(index)


def test_a_disk_that_fails_after_publishing_is_no_failed_build(index, monkeypatch):
    """The new generation answers; nobody is told that the old one does."""
    publish(index, "old")
    sync = generations.sync_folder
    calls = []

    def fail_last(folder):
        calls.append(folder)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        sync(folder)

    monkeypatch.setattr(generations, "sync_folder", fail_last)
    publish(index, "new")
    assert "new" == content(index)


def test_a_full_disk_does_not_leave_the_lock_taken(index, monkeypatch):
    """The line for people cannot be written; the build goes on and the next one too."""

    def full(*_):
        raise OSError(28, "No space left on device")

    publish(index, "first")
    with monkeypatch.context() as patch:
        patch.setattr("indexer.generations.os.write", full)
        with building(index):
            assert "" == (index / "LOCK").read_text()
    publish(index, "second")
    assert "second" == content(index)


@pytest.mark.parametrize("name", ["build-tools", "build-", "build-12a", "building", "build-old-stuff"])
def test_folders_that_only_look_like_builds_are_never_removed(index, name):
    """An index in a folder with other things in it leaves them alone."""
    (index / name).mkdir(parents=True)
    (index / name / "precious.txt").write_text("mine")
    publish(index)
    assert "mine" == (index / name / "precious.txt").read_text()


def test_an_index_that_others_may_write_into_is_not_read(index):
    """Opening an index can run code: the cure is named, and a rebuild takes it."""
    name = publish(index)
    index.chmod(0o777)
    with pytest.raises(GenerationCorrupt, match="chmod go-w"):
        open_generation(index)
    assert name == current_name(index)
    publish(index, "again")
    assert "again" == content(index)


def test_a_published_build_survives_a_disk_that_cannot_be_read(index, monkeypatch):
    """Whoever cannot tell what CURRENT names removes nothing."""

    def unreadable(*_):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(generations, "collect", lambda *_: patch.setattr("pathlib.Path.read_bytes", unreadable))
        with pytest.raises(GenerationCorrupt):
            publish(index, "kept")
    assert "kept" == content(index)
