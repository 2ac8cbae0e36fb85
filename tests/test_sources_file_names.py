"""What source files are called."""

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.file_names import name_files


def test_no_folder_above_the_named_one_is_shown():
    """A file of an absolute folder is called from that folder on, a file named itself by its name."""
    roots = [Path("/home/ana/scrapes"), Path("/mnt/one.txt")]
    found = name_files([Path("/home/ana/scrapes/mali/1.txt"), Path("/mnt/one.txt")], roots)
    assert ["scrapes/mali/1.txt", "one.txt"] == list(found)
    assert Path("/home/ana/scrapes/mali/1.txt") == found["scrapes/mali/1.txt"]


def test_a_relative_path_is_called_as_it_was_named():
    """What somebody typed is what they look for."""
    assert ["seeds/1.txt"] == list(name_files([Path("seeds/1.txt")], [Path("seeds")]))


def test_files_that_would_share_a_name_keep_their_whole_path():
    """No file is hidden behind another of its name."""
    paths = [Path("/a/x/1.txt"), Path("/b/x/1.txt"), Path("/b/x/2.txt")]
    assert ["/a/x/1.txt", "/b/x/1.txt", "x/2.txt"] == list(name_files(paths, [Path("/a/x"), Path("/b/x")]))


def test_a_name_that_is_not_utf8_is_shown_with_its_bytes():
    """Old archives name files in other encodings; such a name must not break a page."""
    paths = [Path(os.fsdecode(name)) for name in (b"caf\xe9.txt", b"\xff.txt", "café.txt".encode())]
    assert ["caf\\xe9.txt", "\\xff.txt", "café.txt"] == list(name_files(paths, []))


def test_signs_that_would_break_a_line_or_turn_it_round_are_shown_as_such():
    """A newline in a name would forge a line of a report; an escape would drive a terminal."""
    paths = [Path("a\nb.txt"), Path("\x1b[1mc.txt"), Path("d\u2028\u202ee.txt")]
    assert ["a\\x0ab.txt", "\\x1b[1mc.txt", "d\\u2028\\u202ee.txt"] == list(name_files(paths, []))


def test_a_name_that_looks_like_a_shown_one_stays_apart():
    """A file may really be called with a backslash."""
    paths = [Path(os.fsdecode(b"\xe9.txt")), Path("\\xe9.txt"), Path("x.txt")]
    named = name_files(paths, [])
    assert paths == list(named.values())
    assert "\\xe9.txt" == next(iter(named))


@given(
    st.lists(st.binary(min_size=1, max_size=3).filter(lambda name: not set(name) & set(b"\0/.")), unique=True)
)
def test_every_name_is_text_of_one_line_and_belongs_to_one_file(names):
    """Whatever bytes a disk gives, each file has a name of its own that a page can hold."""
    paths = [Path("seeds") / os.fsdecode(name) for name in names]
    named = name_files(paths, [])
    assert paths == list(named.values())
    for name in named:
        assert name.encode()
        assert [name] == name.splitlines()
