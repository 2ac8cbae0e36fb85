"""Whether source files changed."""

import os

import pytest

from indexer.errors import SeedError
from indexer.sources.stamps import stamp_files


@pytest.fixture
def folder(tmp_path):
    """Two source files, and a file that is none."""
    for name in ("a.txt", "b.jsonl", "c.pdf"):
        (tmp_path / name).write_text(name)
    return tmp_path


def changes(folder, change):
    """Whether a change of the folder gives another value."""
    before = stamp_files([folder])
    assert stamp_files([folder]) == before
    change()
    return stamp_files([folder]) != before


def replace_alike(folder):
    """Put another file of the same size and time into the place of one."""
    old = (folder / "a.txt").stat()
    (folder / "new").write_text("b.txt")
    os.utime(folder / "new", ns=(old.st_atime_ns, old.st_mtime_ns))
    (folder / "new").rename(folder / "a.txt")


def test_each_change_of_a_source_file_is_seen(folder):
    """It comes, grows, is replaced by one that looks alike, is renamed, goes."""
    assert changes(folder, lambda: (folder / "new.txt").write_text("x"))
    assert changes(folder, lambda: (folder / "a.txt").write_text("longer"))
    assert changes(folder, lambda: replace_alike(folder))
    assert changes(folder, lambda: (folder / "a.txt").rename(folder / "z.txt"))
    assert changes(folder, (folder / "z.txt").unlink)
    assert changes(folder, lambda: ((folder / "below").mkdir(), (folder / "below" / "d.txt").write_text("x")))


def test_other_files_change_nothing(folder):
    """What is not read is not looked at: other kinds, hidden files, half a download."""
    assert not changes(folder, lambda: (folder / "c.pdf").write_text("more"))
    assert not changes(folder, lambda: (folder / ".hidden.txt").write_text("more"))
    assert not changes(folder, lambda: (folder / "a.txt.part").write_text("more"))


def test_a_broken_link_has_no_stamp_and_a_missing_path_is_said(folder):
    """Neither ends a watch by a trace."""
    (folder / "link.txt").symlink_to(folder / "nowhere")
    assert stamp_files([folder])[folder / "link.txt"]
    with pytest.raises(SeedError):
        stamp_files([folder / "none"])
