"""The hash by which an update knows a page again."""

import gzip
import hashlib
import json

import pytest

from indexer.errors import SeedError
from indexer.sources.page_hashes import KeptPages, KnownPages
from indexer.sources.reading import read_source_file

LINES = [{"id": "a", "text": "One."}, {"text": "Two."}, {"id": "c", "text": "Three."}]


def write(path, pages):
    """A file of lines; its name says whether it is packed."""
    content = "".join(json.dumps(page) + "\n" for page in pages).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def read(path, known=None, name="news"):
    """All that a file gives, where these pages are known."""
    return list(read_source_file(path, max_file_bytes=9_999, max_text_characters=999, name=name, known=known))


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_known_lines_are_given_by_their_id_and_not_read(tmp_path, name):
    """All of them are taken out of what is known; what is not known is read."""
    path = write(tmp_path / name, LINES)
    pages = read(path)
    known = {page.page_hash: page.id for page in pages}
    assert 3 == len(known)
    assert 0 not in known
    assert [KeptPages(tuple(page.id for page in pages))] == read(path, known)
    assert {} == known
    assert pages == read(path, known)


def test_a_line_that_is_known_once_stands_for_one_page(tmp_path):
    """The same line again is a page of its own, whose id another has."""
    path = write(tmp_path / "a.jsonl", [LINES[0], LINES[0]])
    page = read(path)[0]
    assert [KeptPages(("a",)), page] == read(path, {page.page_hash: "a"})


def test_lines_without_an_id_are_known_in_their_place_only(tmp_path):
    """A line with an id is known wherever it stands."""
    path = write(tmp_path / "a.jsonl", LINES)
    known = {page.page_hash: page.id for page in read(path)}
    write(path, LINES[::-1])
    assert [KeptPages(("c", "a-2", "a"))] == read(path, dict(known))
    write(path, LINES[1:])
    fresh, *kept = read(path, dict(known))
    assert "a-1" == fresh.id
    assert [KeptPages(("c",))] == kept


def test_a_page_is_another_where_its_file_has_another_name(tmp_path):
    """The name on disk gives ids, and the one in reports is shown with the document."""
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    for path in (first, second):
        path.write_text("One.")
    hashes = {page.page_hash for page in (*read(first), *read(second), *read(first, name="olds"))}
    assert 3 == len(hashes)
    assert [KeptPages(("a",))] == read(first, {page.page_hash: page.id for page in read(first)})


def test_a_hash_is_never_0():
    """0 would say that nothing is known of the page."""

    class Digest:
        def digest(self):
            return salt.to_bytes(8) + b"more"

    salt = KnownPages({}, "a", "b").hash_of(hashlib.sha256()) ^ int.from_bytes(hashlib.sha256().digest()[:8])
    assert 1 == KnownPages({}, "a", "b").hash_of(Digest())
    assert "id" == KnownPages({1: "id"}, "a", "b").find(Digest())


def test_known_pages_are_told_of_before_what_follows_them(tmp_path):
    """Also before a new page, and before the error of a stream that is cut off."""
    path = write(tmp_path / "a.jsonl.gz", LINES)
    first, second, third = read(path)
    assert [KeptPages(("a",)), second, KeptPages(("c",))] == read(
        path, {first.page_hash: "a", third.page_hash: "c"}
    )
    many = [{"id": f"p{n}", "text": f"Number {n}."} for n in range(300)]
    path = write(tmp_path / "b.jsonl.gz", many)
    known = {page.page_hash: page.id for page in read(path)}
    path.write_bytes(path.read_bytes()[:-4])
    pages = read_source_file(path, max_file_bytes=9_999, max_text_characters=999, name="news", known=known)
    found = [*next(pages).ids, *next(pages).ids]
    with pytest.raises(SeedError, match="cut off"):
        next(pages)
    assert [page["id"] for page in many] == found
