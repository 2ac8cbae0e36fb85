"""Source files to raw pages: good ones whole, bad ones with their reason, the rest go on."""

import gzip
import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from indexer.errors import SeedError
from indexer.schema.document import RawPage, undo_repairs
from indexer.sources.file_hash import hash_file
from indexer.sources.problems import SourceProblem
from indexer.sources.reading import LINES_FACTOR, find_source_files, read_source_file

LIMIT = 4_000


def pages(path, **limits):
    """All that a file gives."""
    return list(read_source_file(path, **{"max_file_bytes": LIMIT, "max_text_characters": 1_000, **limits}))


def reason(path, **limits):
    """Why a file gives no page."""
    with pytest.raises(SeedError) as caught:
        pages(path, **limits)
    return str(caught.value)


def write(path: Path, raw: bytes) -> Path:
    """A file with these bytes."""
    path.write_bytes(raw)
    return path


def test_a_text_file_is_one_page_with_its_bytes(tmp_path):
    """Text without newline translation, bytes and hash as delivered, the id from the name."""
    raw = "\ufeffGoïta a parlé.\r\n\r\nAwa a répondu.\x0c".encode()
    path = write(tmp_path / "000_abc.txt", raw)
    (page,) = pages(path)
    assert ("000_abc", str(path), "text", raw) == (page.id, page.source_file, page.kind, page.raw)
    assert "Goïta a parlé.\r\n\r\nAwa a répondu.\x0c" == page.text
    assert (hashlib.sha256(raw).hexdigest(), ()) == (page.sha256, page.notes)


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml"])
def test_a_page_of_markup_stays_markup(tmp_path, name):
    """Markup is read by cleaning, not by the reader."""
    (page,) = pages(write(tmp_path / name, b"<p>Men left.</p>"))
    assert ("html", "<p>Men left.</p>") == (page.kind, page.text)


def test_a_file_of_lines_gives_a_page_each_with_its_metadata(tmp_path):
    """Id, title, address, outlet, date and actors stand beside the text; blank lines are nothing."""
    first = {"id": "a1", "title": " Rains \n fail ", "text": "Men left.", "url": "https://example.org/a"}
    first |= {"source": "Example", "published": 2024, "actors": ["JNIM", "", 7]}
    second = {"html": "<p>They returned.</p>", "text": "ignored"}
    lines = [json.dumps(first), "", "  ", json.dumps(second)]
    one, two = pages(write(tmp_path / "b.jsonl", "\r\n".join(lines).encode()))
    assert ("a1", "Rains fail", "Men left.", "text") == (one.id, one.title, one.text, one.kind)
    assert ("https://example.org/a", "Example", "2024") == (one.url, one.outlet, one.published)
    assert ("JNIM", "7") == one.actors
    assert (lines[0].encode(), hashlib.sha256(lines[0].encode()).hexdigest()) == (one.raw, one.sha256)
    assert ("b-4", "<p>They returned.</p>", "html", None) == (two.id, two.text, two.kind, two.title)


def test_half_a_character_in_metadata_becomes_a_replacement_character(tmp_path):
    """JSON can say it, UTF-8 cannot: it must not reach the index or a page."""
    half = "\ud800x"
    names = ("title", "url", "source", "published")
    line = {"id": half, "text": f"Men left. {half}", "actors": [half, [half]]} | dict.fromkeys(names, half)
    (page,) = pages(write(tmp_path / "a.jsonl", json.dumps(line).encode()))
    assert ["\ufffdx"] * 4 == [page.title, page.url, page.outlet, page.published]
    assert "\ufffdx" == page.actors[0]
    assert f"Men left. {half}" == page.text
    for value in (page.id, *page.actors):
        assert value.encode()


@pytest.mark.parametrize("given", ["a/b", "../a", "a b", "é", "x" * 65, "a\n", "\ud800", 7, ["a"], {"b": 1}])
def test_an_id_that_no_address_can_hold_is_made_fit(tmp_path, given):
    """Whatever a line gives, only ids of safe signs come out."""
    (page,) = pages(write(tmp_path / "a.jsonl", json.dumps({"id": given, "text": "Men left."}).encode()))
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", page.id)


def test_names_of_metadata_are_those_of_columns(tmp_path):
    """In any case; a field's own name goes before the others, a value before none."""
    first = {"Headline": "Rains", "Body": "Men left.", "LINK": "https://e.org", "publisher": "Other"}
    first |= {"source": "Own", "date": "2024-03", "published": None, "actors": "JNIM; Wagner;", "price": 7}
    second = {"text": "Own.", "content": "Other.", "title": "", "headline": "Wind"}
    raw = "\n".join(map(json.dumps, (first, second))).encode()
    one, two = pages(write(tmp_path / "a.jsonl", raw))
    assert ("Rains", "Men left.", "https://e.org", "Own", "2024-03", ("JNIM", "Wagner")) == (
        one.title,
        one.text,
        one.url,
        one.outlet,
        one.published,
        one.actors,
    )
    assert ("Own.", "Wind") == (two.text, two.title)


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.html", "a.htm.gz", "a.jsonl", "a.jsonl.gz"])
def test_broken_encoding_is_mended_with_a_note_and_a_way_back(tmp_path, name):
    """The bytes stay as delivered; what stood in the text is kept beside it."""
    broken = "<p>CafÃ© â€œMaliâ€\x9d</p>"
    line = json.dumps({"title": "Ã‰lections", "html": broken})
    raw = (line if "jsonl" in name else broken).encode()
    (page,) = pages(write(tmp_path / name, gzip.compress(raw) if name.endswith(".gz") else raw))
    assert ("<p>Café “Mali”</p>", raw) == (page.text, page.raw)
    assert broken == undo_repairs(page.text, page.repairs)
    note = "3 stretches of broken encoding were mended (“Ã©”); the text as delivered is kept."
    assert (note,) == page.notes
    assert ("Élections" if "jsonl" in name else None) == page.title
    assert ("a-1" if "jsonl" in name else "a") == page.id


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz"])
def test_a_packed_page_is_one_page(tmp_path, name):
    """Its bytes are those that were packed; damage and bombs are refused."""
    (page,) = pages(write(tmp_path / name, gzip.compress(b"<p>Men left.</p>")))
    assert ("a", b"<p>Men left.</p>") == (page.id, page.raw)
    assert ("html" if "html" in name else "text") == page.kind
    assert "it unpacks to more than 4,000 bytes. Split it." == reason(
        write(tmp_path / name, gzip.compress(b"a" * (LIMIT + 1)))
    )
    cut = write(tmp_path / name, gzip.compress(os.urandom(500))[:-100])
    assert "it is cut off: the gzip has no end. Deliver it again." == reason(cut)


@pytest.mark.parametrize(
    ("name", "line"), [("a.txt", "{}"), ("a.jsonl", '{{"text": "{}"}}\n{{"id": "b", "text": "b"}}')]
)
def test_a_line_of_five_megabytes_is_refused_by_its_size(tmp_path, name, line):
    """With the limits of a user, who has one setting for characters and one for bytes."""
    path = write(tmp_path / name, line.format("é" * 2_499_000).encode())
    limits = {"max_file_bytes": 5_000_000, "max_text_characters": 1_000_000}
    expected = "has 2,499,000 characters; the limit is 1,000,000"
    if name == "a.txt":
        assert expected in reason(path, **limits)
        return
    problem, page = pages(path, **limits)
    assert SourceProblem(1, f"its text {expected}") == problem
    assert "b" == page.id


def test_a_packed_file_of_lines_reads_like_a_plain_one(tmp_path):
    """Compression changes no page but its file."""
    raw = b"".join(json.dumps({"id": f"p{n}", "text": f"Men left {n}."}).encode() + b"\n" for n in range(9))
    plain = pages(write(tmp_path / "a.jsonl", raw))
    packed = pages(write(tmp_path / "a.jsonl.gz", gzip.compress(raw)))
    assert 9 == len(plain)
    assert [(p.id, p.raw, p.sha256) for p in plain] == [(p.id, p.raw, p.sha256) for p in packed]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"no json", "it is not JSON in UTF-8"),
        (b'{"text": "Go\xefta"}', "it is not JSON in UTF-8"),
        (b"[" * 100_000, "it is not JSON in UTF-8"),
        (b'["text"]', "it is no JSON object"),
        (b'"text"', "it is no JSON object"),
        (b"null", "it is no JSON object"),
        (b"{}", "it has no “text” and no “html”"),
        (b'{"text": 7}', "it has no “text” and no “html”"),
        (b'{"text": " \\n"}', "its text is empty"),
        (b'{"text": "' + b"a" * 1_001 + b'"}', "its text has 1,001 characters; the limit is 1,000"),
        (b'{"text": "a", "x": "' + b"a" * LIMIT + b'"}', "the line has more than 4,000 bytes"),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_the_rest_go_on(tmp_path, line, expected):
    """Lines above and below are read whatever is wrong with one."""
    good = b'{"id": "%s", "text": "Men left."}'
    path = write(tmp_path / "a.jsonl", b"\n".join((good % b"above", line, b"", good % b"below")))
    limit = LIMIT if len(line) < 3 * LIMIT else 1_000_000
    above, problem, below = pages(path, max_file_bytes=limit)
    assert ("above", "below") == (above.id, below.id)
    assert SourceProblem(2, expected) == problem


def test_the_same_id_twice_is_given_twice(tmp_path):
    """Whoever reads the pages decides: no page is dropped here."""
    path = write(tmp_path / "a.jsonl", b'{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}')
    assert [("a", "One."), ("a", "Two.")] == [(page.id, page.text) for page in pages(path)]


def test_pages_are_given_before_the_file_is_read_to_its_end(tmp_path):
    """A file of many pages is never held whole: the first pages come before later damage is seen."""
    lines = b"".join(
        json.dumps({"id": f"p{n}", "text": os.urandom(300).hex()}).encode() + b"\n" for n in range(200)
    )
    packed = gzip.compress(lines)
    path = write(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])
    found = read_source_file(path, max_file_bytes=100_000, max_text_characters=1_000)
    assert "p0" == next(found).id
    with pytest.raises(SeedError, match="cut off"):
        list(found)


@pytest.mark.parametrize(
    "raw", [b"no gzip at all", gzip.compress(b'{"text": "a"}', mtime=0)[:-6] + b"wrong!", b"\x1f\x8b\x08\x00"]
)
def test_a_damaged_packed_file_is_refused(tmp_path, raw):
    """Not gzip, a wrong checksum, cut in its header: one reason, no traceback."""
    path = write(tmp_path / "a.jsonl.gz", raw)
    assert "Deliver it again." in reason(path)


def test_a_packed_file_unpacks_to_its_limit_and_no_further(tmp_path):
    """A few kilobytes that unpack to megabytes are refused when the limit is passed."""
    bomb = gzip.compress(b"\0" * (LIMIT * LINES_FACTOR + 1))
    path = write(tmp_path / "a.jsonl.gz", bomb)
    assert len(bomb) < LIMIT
    assert "it unpacks to more than 800,000 bytes. Split it." == reason(path, max_unpacking=10_000)


def test_a_packed_file_unpacks_to_so_many_times_its_size_and_no_further(tmp_path):
    """No text packs like a bomb; a small file may pack as well as it likes."""
    line = json.dumps({"text": "a" * 900}).encode() + b"\n"
    packed = gzip.compress(line * 800)
    path = write(tmp_path / "a.jsonl.gz", packed)
    assert 100 < len(line) * 800 / len(packed) < 500
    assert f"it unpacks to more than {100 * len(packed):,} bytes. Split it." == reason(path)
    assert 800 == len(pages(path, max_unpacking=500))
    small = gzip.compress(line * (LIMIT // len(line)))
    assert LIMIT // len(line) == len(pages(write(path, small), max_unpacking=1))


def test_lines_of_a_bomb_are_bounded_too(tmp_path):
    """Many good lines past the limit: the pages until then stand, then the file is refused."""
    line = json.dumps({"text": "a" * 900}).encode() + b"\n"
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(line * 1_000))
    found = read_source_file(path, max_file_bytes=LIMIT, max_text_characters=1_000, max_unpacking=1_000)
    whole = LIMIT * LINES_FACTOR // len(line)
    assert whole == len([next(found) for _ in range(whole)])
    with pytest.raises(SeedError, match="unpacks to more"):
        next(found)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.jsonl.gz"])
def test_an_empty_file_says_so(tmp_path, name):
    """No byte, no page."""
    assert "it is empty." == reason(write(tmp_path / name, b""))


@pytest.mark.parametrize("raw", [b" \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_a_file_of_blanks_is_empty(tmp_path, raw):
    """White space and a mark of its encoding are no text."""
    assert "it is empty." == reason(write(tmp_path / "a.txt", raw))


def test_a_file_past_its_limit_is_refused_unread(tmp_path):
    """The reason names both sizes and the setting."""
    path = write(tmp_path / "a.txt", b"a" * (LIMIT + 1))
    assert "it has 4,001 bytes; the limit is 4,000 (CUTTINGS_MAX_FILE_BYTES)." == reason(path)
    assert [LIMIT] == [len(page.text) for page in pages(write(path, b"a" * LIMIT), max_text_characters=LIMIT)]


def test_a_text_past_its_limit_is_refused(tmp_path):
    """Characters are counted, not bytes."""
    path = write(tmp_path / "a.txt", ("é" * 1_001).encode())
    assert "it has 1,001 characters; the limit is 1,000" in reason(path)
    assert 1 == len(pages(write(path, ("é" * 1_000).encode())))


def test_a_link_is_not_followed(tmp_path):
    """Not to a file, not to itself: a folder of texts must not lead elsewhere."""
    write(tmp_path / "a.txt", b"Men left.")
    for name, target in (
        ("b.txt", "a.txt"),
        ("c.txt", "c.txt"),
        ("d.txt", "/dev/zero"),
        ("e.txt", "nowhere"),
    ):
        link = tmp_path / name
        link.symlink_to(target)
        assert "it is a symbolic link, which is not followed. Copy the file." == reason(link)
        assert (0, "") == hash_file(link, LIMIT)


def test_what_is_no_regular_file_is_refused_at_once(tmp_path):
    """A device, a pipe without a writer and a folder are refused without waiting."""
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    folder = tmp_path / "b.txt"
    folder.mkdir()
    for path in (pipe, Path("/dev/null"), folder):
        assert "it is no regular file." == reason(path)
        assert "" == hash_file(path, LIMIT)[1]


def test_an_unreadable_file_says_why(tmp_path, monkeypatch):
    """The system's own words stand in the reason."""
    path = write(tmp_path / "a.txt", b"Men left.")

    def refuse(*_arguments, **_keywords):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert "it cannot be opened: Permission denied." == reason(path)
    assert (0, "") == hash_file(path, LIMIT)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    """A download that is not finished is not half a page."""
    path = write(tmp_path / "a.txt", b"Men left.")
    real = os.fstat

    def small(descriptor):
        status = list(real(descriptor))
        status[6] = 1
        return os.stat_result(status)

    monkeypatch.setattr(os, "fstat", small)
    assert "grew past 5 bytes" in reason(path, max_file_bytes=5)


def test_a_folder_gives_its_source_files_sorted_and_no_others(tmp_path):
    """By path, at any depth; hidden files, other kinds and folders are left out."""
    (tmp_path / "b" / ".git").mkdir(parents=True)
    (tmp_path / "c.txt").mkdir()
    kept = ["b/a.HTML", "b/z.jsonl.gz", "a.txt", "d.jsonl", "e.htm", "f.xhtml", "g.CSV", "h.tsv", "i.warc.gz"]
    kept += ["j.txt.gz", "k.html.gz", "l.csv.gz", "m.warc"]
    others = ["b/.git/a.txt", ".hidden.txt", "SHA256SUMS", "a.pdf", "a.txt~", "a.gz", "a.xlsx", "a.tar.gz"]
    for name in kept + others:
        write(tmp_path / name, b"x")
    assert sorted(tmp_path / name for name in kept) == list(find_source_files([tmp_path]))


def test_a_loop_of_folders_ends(tmp_path):
    """A link to the folder above is named, not entered."""
    write(tmp_path / "a.txt", b"x")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "loop.txt").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / ".loop").symlink_to(tmp_path, target_is_directory=True)
    names = ["a.txt", "loop", "loop.txt"]
    assert [tmp_path / name for name in names] == list(find_source_files([tmp_path]))
    assert (tmp_path / "loop",) == find_source_files([tmp_path / "loop"])
    for link in (tmp_path / "loop", tmp_path / "loop.txt"):
        assert "it is a symbolic link, which is not followed. Copy the folder." == reason(link)
        assert (0, "") == hash_file(link, LIMIT)


def test_a_folder_that_cannot_be_opened_is_named(tmp_path, monkeypatch):
    """It does not vanish with all that is in it; the folders beside it are read."""
    shut = tmp_path / "b"
    for folder in (shut, tmp_path / "a", tmp_path / "c"):
        folder.mkdir()
        write(folder / "1.txt", b"Men left.")
    real = os.scandir

    def refuse(path):
        if Path(path) == shut:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert (tmp_path / "a" / "1.txt", shut, tmp_path / "c" / "1.txt") == find_source_files([tmp_path])
    assert (shut,) == find_source_files([shut])
    assert "" == hash_file(shut, LIMIT)[1]


def test_a_folder_named_under_two_spellings_is_read_once(tmp_path, monkeypatch):
    """Each file goes under the name that came first; two files of equal bytes are two."""
    folder = tmp_path / "seeds"
    (folder / "deep").mkdir(parents=True)
    write(folder / "a.txt", b"x")
    write(folder / "deep" / "b.txt", b"x")
    os.link(folder / "a.txt", folder / "hard.txt")
    (tmp_path / "link").symlink_to(folder)
    monkeypatch.chdir(tmp_path)
    expected = tuple(Path("seeds") / name for name in ("a.txt", "deep/b.txt", "hard.txt"))
    other = [folder, Path("seeds/deep/.."), Path("../") / tmp_path.name / "seeds", Path("link/a.txt")]
    for spelling in other:
        assert expected == find_source_files([Path("seeds"), spelling])
        assert len(expected) == len(find_source_files([spelling, Path("seeds")]))


def test_a_path_that_is_named_is_taken_once_whatever_its_kind(tmp_path):
    """A file that is named twice, or also lies in a named folder, is read once."""
    odd = write(tmp_path / "notes", b"x")
    text = write(tmp_path / "a.txt", b"x")
    assert (odd, text) == find_source_files([odd, tmp_path, text, odd])


def test_a_path_that_does_not_exist_is_an_error(tmp_path):
    """Naming the wrong folder must not build an empty index."""
    with pytest.raises(SeedError, match=r"nowhere does not exist\. Name a file or a folder with --seeds\."):
        find_source_files([tmp_path, tmp_path / "nowhere"])


def test_hash_is_of_the_bytes_as_delivered(tmp_path):
    """Size and SHA-256 of the packed file, none past the limit."""
    raw = gzip.compress(b'{"text": "a"}')
    path = write(tmp_path / "a.jsonl.gz", raw)
    assert (len(raw), hashlib.sha256(raw).hexdigest()) == hash_file(path, LIMIT)
    assert (len(raw), "") == hash_file(path, len(raw) - 1)


def test_every_page_is_a_raw_page_or_a_problem(tmp_path):
    """No third kind comes out of a file of mixed lines."""
    path = write(tmp_path / "a.jsonl", b'{"text": "a"}\nx\n\n{"html": "<p>"}\n{"text": null}\n')
    kinds = [type(found) for found in pages(path)]
    assert [RawPage, SourceProblem, RawPage, SourceProblem] == kinds
