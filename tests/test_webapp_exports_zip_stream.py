"""ZIP files that are written from front to back: other programs read them, at every size."""

import io
import shutil
import subprocess
import tracemalloc
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.exports import zip_stream
from webapp.exports.zip_stream import Packed, ZipStream

AT = datetime(2024, 3, 27, 10, 11, 13, tzinfo=UTC)


def write(files, at=AT):
    """The bytes of a ZIP file."""
    stream = ZipStream(at)
    parts = [part for name, content in files for part in stream.add(name, Packed(content))]
    return b"".join([*parts, *stream.end()])


def read(content):
    """The files of a ZIP file with their names, as the standard library reads them."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        return [(file.filename, opened.read(file)) for file in opened.infolist()]


NAMES = st.text("abcxyz/._-", min_size=1, max_size=20)


@given(st.lists(st.tuples(NAMES, st.binary(max_size=500)), max_size=8, unique_by=lambda file: file[0]))
def test_what_was_written_is_read(files):
    """Names, order and bytes come back, also of empty files and of no file at all."""
    assert files == read(write(files))


def test_the_same_files_give_the_same_bytes():
    """Nothing of the moment or the machine stands in them."""
    files = [("a.txt", b"one"), ("b/c.txt", b"two" * 1000)]
    assert write(files) == write(files)


def test_every_file_has_the_time_that_was_given():
    """To two seconds, as ZIP has it; one before 1980 is its first day."""
    with zipfile.ZipFile(io.BytesIO(write([("a", b"")]))) as opened:
        assert (2024, 3, 27, 10, 11, 12) == opened.infolist()[0].date_time
    with zipfile.ZipFile(io.BytesIO(write([("a", b"")], datetime(1970, 1, 1, tzinfo=UTC)))) as opened:
        assert (1980, 1, 1, 0, 0, 0) == opened.infolist()[0].date_time


def test_files_can_be_read_by_everyone():
    """Unpacked files are plain files with plain rights."""
    with zipfile.ZipFile(io.BytesIO(write([("a", b"")]))) as opened:
        assert 0o100644 == opened.infolist()[0].external_attr >> 16


def test_a_file_can_grow():
    """Its parts are one file."""
    packed = Packed()
    for part in (b"one ", b"two ", b"three"):
        packed.add(part)
    stream = ZipStream(AT)
    assert [("a", b"one two three")] == read(b"".join([*stream.add("a", packed), *stream.end()]))


def test_more_files_than_zip_can_count_are_read():
    """65,536 files need ZIP64, and come back."""
    stream = ZipStream(AT)
    parts = [part for number in range(1 << 16) for part in stream.add(f"{number}", Packed())]
    content = b"".join([*parts, *stream.end()])
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert [str(number) for number in range(1 << 16)] == opened.namelist()


@pytest.mark.parametrize("limit", [1, 40, 100])
def test_large_sizes_and_places_stand_in_zip64(limit, monkeypatch):
    """With a limit that small files pass, all of them, some or their places alone come back."""
    monkeypatch.setattr(zip_stream, "LARGE", limit)
    files = [(f"{number}.txt", bytes(range(number * 5))) for number in range(40)]
    assert files == read(write(files))


def test_a_file_behind_four_gigabytes_is_read(tmp_path):
    """Its place needs more digits than ZIP has without ZIP64."""
    stream = ZipStream(AT)
    stream._at = (1 << 32) + 5  # as if so much had been sent before
    with (tmp_path / "large.zip").open("wb") as file:
        file.seek(stream._at)
        file.writelines([*stream.add("after", Packed(b"after")), *stream.end()])
    with zipfile.ZipFile(tmp_path / "large.zip") as opened:
        assert b"after" == opened.read("after")


@pytest.mark.skipif(shutil.which("unzip") is None, reason="the program unzip is not here")
def test_another_program_reads_it(tmp_path):
    """Info-ZIP finds nothing to complain of."""
    (tmp_path / "a.zip").write_bytes(write([("a/b.txt", b"text"), ("c", b"")]))
    tested = subprocess.run(["unzip", "-t", tmp_path / "a.zip"], capture_output=True, text=True, check=False)
    assert 0 == tested.returncode, tested.stdout
    assert "No errors detected" in tested.stdout


def test_a_name_outside_ascii_is_refused():
    """Names are made safe before."""
    with pytest.raises(UnicodeEncodeError):
        write([("é", b"")])


def test_little_is_held_of_each_file():
    """Of 20,000 files less than 60 bytes each, whatever they hold."""
    stream = ZipStream(AT)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(20_000):
            for _ in stream.add(f"texts/{number:016x}.txt", Packed(b"x" * 999)):
                pass
        held = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert held < 60 * 20_000
