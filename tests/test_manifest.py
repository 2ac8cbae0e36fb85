"""The contents list of a generation: its exact form, what it forces to the disk, what it reads again."""

import dataclasses
import hashlib
import json
import os
from pathlib import Path

import pytest

from indexer import manifest
from indexer.errors import GenerationCorrupt, GenerationOutdated
from indexer.manifest import (
    BuildFacts,
    Canary,
    IdSum,
    ListedFile,
    Manifest,
    check_files,
    file_hashes,
    parse_manifest,
    read_manifest,
    sync_folder,
    write_manifest,
)
from tests.processes import open_files

FACTS = BuildFacts("2026-01-01T00:00:00Z", 1, "a", "c", (("x", "1"),), (Canary("", "Goïta", 1, "7f"),))
WRITTEN = """{
 "format": 4,
 "facts": {
  "built_at": "2026-01-01T00:00:00Z",
  "documents": 1,
  "analysis": "a",
  "corpus": "c",
  "tools": [
   [
    "x",
    "1"
   ]
  ],
  "canaries": [
   {
    "facet": "",
    "value": "Go\\u00efta",
    "documents": 1,
    "digest": "7f",
    "lot": 0
   }
  ],
  "ids": "",
  "engine": "",
  "processing": "",
  "independent": false,
  "linking": ""
 },
 "files": [
  {
   "path": "inner/b.bin",
   "size": 3,
   "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  }
 ]
}"""


@pytest.fixture
def folder(tmp_path):
    """A finished build of one file, in a folder inside."""
    (tmp_path / "gen" / "inner").mkdir(parents=True)
    (tmp_path / "gen" / "inner" / "b.bin").write_bytes(b"abc")
    return tmp_path / "gen"


@pytest.fixture
def synced(monkeypatch):
    """What is forced to the disk: each path with its size at that time; -1 for a folder."""
    found = []

    def sync(descriptor):
        status = os.fstat(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        found.append((path.name, -1 if path.is_dir() else status.st_size))

    monkeypatch.setattr(manifest.os, "fsync", sync)
    return found


def listed(folder: Path) -> Manifest:
    """The manifest of a folder, written and read."""
    return read_manifest(folder, write_manifest(folder, FACTS))


def test_a_manifest_has_one_form_to_the_byte(folder):
    """Its hash is part of a generation's name; another form needs another number of the format."""
    sha256 = write_manifest(folder, FACTS)
    assert WRITTEN == (folder / "MANIFEST.json").read_text("ascii")
    assert hashlib.sha256(WRITTEN.encode()).hexdigest() == sha256
    found = read_manifest(folder, sha256)
    assert Manifest(4, FACTS, (ListedFile("inner/b.bin", 3, found.files[0].sha256),)) == found
    assert 3 == found.size


@pytest.mark.parametrize("kind", [BuildFacts, Canary, ListedFile, Manifest])
def test_what_was_verified_cannot_be_changed(kind):
    """Nobody who holds a fact of a generation makes another one of it."""
    assert kind.__dataclass_params__.frozen
    assert {field.name for field in dataclasses.fields(kind)} == set(kind.__slots__)


def test_all_is_on_the_disk_before_the_hash_is_given(folder, synced):
    """Each file whole, the manifest too, and the names in each folder."""
    write_manifest(folder, FACTS)
    files = [("b.bin", 3), ("MANIFEST.json", len(WRITTEN))]
    assert [*files, ("gen", -1), ("inner", -1)] == synced


def test_files_of_a_verified_generation_are_not_read_again(folder, tmp_path, synced):
    """They are known by their place on the disk; what is new is read and forced to the disk."""
    known = listed(folder)
    build = tmp_path / "build"
    build.mkdir()
    (build / "shared.bin").hardlink_to(folder / "inner" / "b.bin")
    (build / "new.bin").write_bytes(b"abc")
    hashes = file_hashes(folder, known)
    status = (folder / "inner" / "b.bin").stat()
    assert {(status.st_dev, status.st_ino, 3): known.files[0].sha256} == hashes
    synced.clear()
    hashes[status.st_dev, status.st_ino, 3] = "told"
    found = read_manifest(build, write_manifest(build, FACTS, hashes))
    assert {"shared.bin": "told", "new.bin": known.files[0].sha256} == {
        file.path: file.sha256 for file in found.files
    }
    assert ["new.bin", "MANIFEST.json", "build"] == [name for name, _ in synced]


def test_a_file_of_another_size_has_no_known_hash(folder):
    """It was changed since it was verified, and is read."""
    known = listed(folder)
    (folder / "inner" / "b.bin").write_bytes(b"abcd")
    assert {} == file_hashes(folder, known)


def test_a_folder_whose_names_cannot_be_forced_to_the_disk_leaves_no_descriptor(folder, monkeypatch):
    """The error is raised, and the folder is closed."""

    def fail(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(manifest.os, "fsync", fail)
    before = open_files()
    with pytest.raises(OSError, match="Input/output error"):
        sync_folder(folder)
    assert before == open_files()


def test_sizes_are_compared_before_any_content_is_read(folder, monkeypatch):
    """A file that was cut is told at once, however large those before it are."""
    (folder / "a.bin").write_bytes(b"first")
    known = listed(folder)
    (folder / "inner" / "b.bin").write_bytes(b"ab")
    monkeypatch.setattr(manifest.hashlib, "file_digest", None)
    with pytest.raises(GenerationCorrupt, match=r"inner/b\.bin has 2 bytes, not 3"):
        check_files(folder, known)


@pytest.mark.parametrize("content", [b"[]", b"{}", b"3", b"nonsense", b"[" * 100_000, b'{"format": 4}'])
def test_what_is_no_manifest_is_told_in_one_error(content):
    """Whatever the bytes are: no program ends with an error of JSON or of Python."""
    with pytest.raises(ValueError) as error:
        parse_manifest(content, "The backup")
    assert not isinstance(error.value, GenerationOutdated)


def test_another_format_names_whose_it_is():
    """With both numbers and the cure."""
    with pytest.raises(
        GenerationOutdated,
        match=r"The backup has format 5; this program reads format 4\. Run: python -m indexer rebuild",
    ):
        parse_manifest(json.dumps({"format": 5}).encode(), "The backup")


def test_ids_have_one_digest_in_any_order():
    """It stands in manifests, so it never changes; ids that are taken back leave nothing."""
    ids = IdSum.of(("a", "b"))
    assert (2, "08bb6928ca5517152e4b8118ff058d81") == (ids.count, ids.digest)
    again = IdSum(1, IdSum.of("b").digest)
    again.add("a")
    assert (ids.count, ids.digest) == (again.count, again.digest)
    other = IdSum.of("b")
    other.merge(IdSum.of("a"))
    assert (ids.count, ids.digest) == (other.count, other.digest)
    for id_ in "ab":
        ids.add(id_, -1)
    assert (0, IdSum().digest, "0" * 32) == (ids.count, ids.digest, ids.digest)


def test_a_sum_of_many_ids_has_as_many_digits_as_one():
    """It goes round where it is full, also below nothing, and comes back."""
    many = IdSum.of(str(number) for number in range(50))
    assert (50, "dd0b8953f553d4f23926b76f2fec5571") == (many.count, many.digest)
    below = IdSum()
    below.add("a", -1)
    assert "35" == below.digest[:2]
    below.add("a")
    assert "0" * 32 == below.digest
