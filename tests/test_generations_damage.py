"""Damaged, foreign and outdated generations: none is opened as if it were whole."""

import os
from pathlib import Path

import pytest

from indexer import generations, manifest
from indexer.errors import (
    GenerationCorrupt,
    GenerationOutdated,
)
from indexer.generations import building, current_name, open_generation
from indexer.pins import PINS
from tests.small_generations import FACTS, content, names, publish


@pytest.fixture
def index(tmp_path):
    """An index folder that does not exist yet."""
    return tmp_path / "some" / "index"


def damage_byte(path: Path) -> None:
    """Change the first byte."""
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])


def replace_by_link(folder: Path) -> None:
    """Put a link to a sound file in the place of another."""
    (folder / "terms.bin").unlink()
    (folder / "terms.bin").symlink_to(folder / "inner" / "columns.bin")


DAMAGES = {
    "terms.bin was changed": lambda folder: damage_byte(folder / "terms.bin"),
    "inner/columns.bin was changed": lambda folder: damage_byte(folder / "inner" / "columns.bin"),
    "terms.bin has 1 bytes, not 7": lambda folder: os.truncate(folder / "terms.bin", 1),
    "terms.bin has 0 bytes, not 7": lambda folder: os.truncate(folder / "terms.bin", 0),
    "terms.bin is missing": lambda folder: (folder / "terms.bin").unlink(),
    "_9.toc is not listed": lambda folder: (folder / "_9.toc").write_text("x"),
    "terms.bin is a link": replace_by_link,
    "MANIFEST.json was changed": lambda folder: damage_byte(folder / "MANIFEST.json"),
    "MANIFEST.json: No such file": lambda folder: (folder / "MANIFEST.json").unlink(),
    "Run: chmod go-w": lambda folder: folder.chmod(0o770),
    "other users may write": lambda folder: folder.chmod(0o707),
    "is gone": lambda folder: folder.rename(folder.parent / "elsewhere"),
}


@pytest.mark.parametrize("reason", DAMAGES)
def test_damage_falls_back_to_the_newest_sound_generation(index, reason):
    """The older one opens, the reason is given; with none left, an error that names the cure."""
    oldest, older, current = (publish(index, word) for word in ("oldest", "older", "current"))
    DAMAGES[reason](index / current)
    with open_generation(index) as opened:
        assert older == opened.name
        assert current in opened.degraded
        assert reason in opened.degraded
        assert current == opened.current
    damage_byte(index / older / "terms.bin")
    assert "oldest" == content(index)
    damage_byte(index / oldest / "terms.bin")
    with pytest.raises(GenerationCorrupt, match=current):
        open_generation(index)
    assert [] == list((index / PINS).glob("gen-*"))


@pytest.mark.parametrize(
    "line", [b"", b"\0" * 40, b"gen-x 0\n", b"\xff\xfe", b"../../etc/passwd " + b"0" * 64]
)
def test_a_damaged_pointer_falls_back(index, line):
    """Whatever CURRENT holds, the newest sound generation opens and the reason is given."""
    publish(index, "old")
    newest = publish(index, "new")
    (index / "CURRENT").write_bytes(line)
    with open_generation(index) as opened:
        assert newest == opened.name
        assert "CURRENT cannot be read" in opened.degraded
    assert current_name(index) is None
    publish(index, "next")
    assert "next" == content(index)


def test_a_pointer_that_is_no_file_says_why(index):
    """What the disk says is given on; a pointer whose hash fits only in its beginning is not believed."""
    older, newest = publish(index, "old"), publish(index, "new")
    line = (index / "CURRENT").read_text()
    (index / "CURRENT").write_text(line[:-2] + ("0" if line[-2] != "0" else "1") + "\n")
    with open_generation(index) as opened:
        assert (older, newest) == (opened.name, opened.current)
        assert "MANIFEST.json was changed" in opened.degraded
    (index / "CURRENT").unlink()
    (index / "CURRENT").mkdir()
    with open_generation(index) as opened:
        assert newest == opened.name
        assert opened.current is None
        assert "CURRENT cannot be read (Is a directory)" in opened.degraded


def test_a_sound_generation_under_another_manifest_is_refused(index):
    """A manifest that fits its files but not CURRENT or its name was put there by somebody."""
    first, second = publish(index, "first"), publish(index, "second")
    (index / first).rename(index / "aside")
    (index / second).rename(index / first)
    (index / "aside").rename(index / second)
    with pytest.raises(GenerationCorrupt, match=r"MANIFEST\.json was changed"):
        open_generation(index)


def test_a_manifest_of_another_shape_is_damage(index, monkeypatch):
    """Whole by its hash and yet unreadable: an error that names the generation, no traceback."""
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "to_json", lambda _: {"format": manifest.FORMAT, "files": 3})
        patch.setattr(generations, "read_manifest", lambda *_: None)
        name = publish(index)
    with pytest.raises(GenerationCorrupt, match=rf"{name} .*MANIFEST\.json cannot be read"):
        open_generation(index)


def test_a_file_that_cannot_be_read_is_damage(index, monkeypatch):
    """An error of the disk while files are compared falls back like a wrong hash."""
    older, current = publish(index), publish(index)

    def fail(file, _):
        if current in file.name:
            raise OSError(5, "Input/output error")
        return real(file, "sha256")

    real = manifest.hashlib.file_digest
    monkeypatch.setattr(manifest.hashlib, "file_digest", fail)
    with open_generation(index) as opened:
        assert older == opened.name
        assert "Input/output error" in opened.degraded


def test_only_what_current_names_counts_as_published(index):
    """A whole generation that CURRENT never named is not opened in place of a damaged one."""
    first = publish(index, "published")
    line = (index / "CURRENT").read_bytes()
    second = publish(index, "never named")
    (index / "CURRENT").write_bytes(line)
    assert "published" == content(index)
    damage_byte(index / first / "terms.bin")
    with pytest.raises(GenerationCorrupt):
        open_generation(index)
    assert second in names(index)


def test_another_format_is_outdated(index, monkeypatch):
    """An index of another format says to rebuild, and is never half read."""
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "FORMAT", 0)
        publish(index)
    with pytest.raises(GenerationOutdated, match=r"format 0; .*Run: python -m indexer rebuild"):
        open_generation(index)


def test_an_index_whose_words_were_cut_otherwise_is_outdated(index):
    """Asked for with the hash of its analysis it opens, with another one it does not."""
    publish(index)
    open_generation(index, "analysis").close()
    with pytest.raises(GenerationOutdated, match="cuts words in another way"):
        open_generation(index, "another analysis")


def test_links_are_not_published(index, tmp_path):
    """A link would let the content change after it was hashed."""
    (tmp_path / "outside").write_text("x")
    with building(index) as build:
        (build.folder / "terms.bin").symlink_to(tmp_path / "outside")
        with pytest.raises(GenerationCorrupt, match="link"):
            build.publish(FACTS)
    assert current_name(index) is None
