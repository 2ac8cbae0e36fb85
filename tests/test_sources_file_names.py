"""What source files are called."""

from pathlib import Path

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
