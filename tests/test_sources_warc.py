"""WARC files: the pages of a crawl, whatever else is recorded, and what is damaged."""

import gzip
import hashlib
import io
import random
import re
import sys
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from indexer.errors import SeedError
from indexer.schema.document import RawPage
from indexer.sources.page_hashes import KeptPages
from indexer.sources.problems import SourceNote, SourceProblem
from indexer.sources.reading import LINES_FACTOR, read_source_file

URL = "https://www.example.org/mali/2024/03/the-rains?page=2"
PAGE = "<html><p>Le général Goïta a parlé.</p></html>"
LIMIT = 20_000


def record(body, *, kind="response", url=URL, stated="WARC/1.0", length=None, content_type=None, **headers):
    """One record as bytes; `headers` are those of an answer of HTTP, with its `status`."""
    block = body if isinstance(body, bytes) else body.encode()
    if kind == "response":
        status = headers.pop("status", "200 OK")
        lines = [f"HTTP/1.1 {status}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        block = "\r\n".join((*lines, "", "")).encode() + block
        content_type = content_type or "application/http; msgtype=response"
    lines = [stated, f"WARC-Type: {kind}", "WARC-Date: 2024-03-27T10:00:00Z"]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"Content-Length: {len(block) if length is None else length}"]
    return "\r\n".join((*lines, "", "")).encode() + block + b"\r\n\r\n"


def html(body=PAGE, **given):
    """A record with a page of HTML."""
    return record(body, **{"Content_Type": "text/html; charset=utf-8", **given})


def write(path, records):
    """A file of records, each a member of its own where the name says that it is packed."""
    packed = path.suffix == ".gz"
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    return path


def read(path, *, known=None, limit=LIMIT):
    """All that a file gives."""
    limits = {"max_file_bytes": limit, "max_text_characters": 5_000, "max_unpacking": 1_000}
    return list(read_source_file(path, known=known, **limits))


def pages(path):
    """The pages of a file."""
    return [one for one in read(path) if isinstance(one, RawPage)]


NAMES = ("a.warc", "a.warc.gz")


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_with_a_page_is_a_page(tmp_path, name):
    """With its address, the bytes of its document and an id made of the address; no date is invented."""
    first, second = pages(write(tmp_path / name, [html(), html("<p>Other", url="http://example.org/b")]))
    assert (PAGE, "html", URL, PAGE.encode()) == (first.text, first.kind, first.url, first.raw)
    assert (hashlib.sha256(PAGE.encode()).hexdigest(), None, None) == (
        first.sha256,
        first.published,
        first.title,
    )
    assert re.fullmatch(r"www-example-org-mali-2024-03-the-rains-p-[0-9a-f]{8}", first.id)
    assert "http://example.org/b" == second.url


def test_an_id_is_that_of_the_address_wherever_the_record_stands(tmp_path):
    """In another file, in another order, fetched with or without encryption."""
    (here,) = pages(write(tmp_path / "a.warc", [html()]))
    plain = html("<p>Anew", url=URL.replace("https", "http"))
    _, there = pages(write(tmp_path / "b.warc.gz", [html(url="https://example.org/"), plain]))
    assert here.id == there.id


@pytest.mark.parametrize("name", NAMES)
def test_what_warcio_writes_is_read(tmp_path, name, monkeypatch):
    """The reference for records of all kinds."""
    # Its own temporary file is left open.
    monkeypatch.setattr(WARCWriter, "_create_temp_file", lambda _: io.BytesIO())
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=name.endswith("gz"))
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
    writer.write_record(
        writer.create_warc_record(URL, "response", payload=io.BytesIO(PAGE.encode()), http_headers=answer)
    )
    text = io.BytesIO(b"Men left.")
    writer.write_record(
        writer.create_warc_record(URL + "t", "conversion", payload=text, warc_content_type="text/plain")
    )
    (tmp_path / name).write_bytes(file.getvalue())
    one, two, note = read(tmp_path / name)
    assert [(PAGE, "html"), ("Men left.", "text")] == [(one.text, one.kind), (two.text, two.kind)]
    assert SourceNote("1 record holds no page and was passed over") == note


def test_other_records_are_passed_over_and_counted(tmp_path):
    """Questions, pictures, errors, names, files for crawlers: none of them is refused."""
    others = [
        record("software: x", kind="warcinfo", url=None, content_type="application/warc-fields"),
        record("GET / HTTP/1.1\r\n\r\n", kind="request", content_type="application/http; msgtype=request"),
        record("", kind="revisit", content_type="application/http; msgtype=response"),
        record("a", kind="metadata", content_type="text/plain"),
        record("20240327 127.0.0.1", kind="resource", url="dns:example.org", content_type="text/dns"),
        html(status="404 Not Found"),
        html(status="301 Moved", Location="/b"),
        record(b"\x89PNG", Content_Type="image/png"),
        record("no type"),
        record("User-agent: *", url="https://example.org/robots.txt", Content_Type="text/plain"),
        record(b"", kind="response", content_type="text/html"),
        record("x", kind="resource"),
    ]
    first, second, note = read(write(tmp_path / "a.warc", [html(), *others, html(url=URL + "z")]))
    assert [URL, URL + "z"] == [first.url, second.url]
    assert SourceNote("12 records hold no page and were passed over") == note


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_a_page_stored_without_its_answer_is_read(tmp_path, kind):
    """As crawlers keep local files, and as texts made of pages are kept."""
    stored = record("Men left.", kind=kind, content_type="text/plain", url="<file:///a.txt>")
    bare = record("<p>They ran.", kind=kind, content_type="Application/XHTML+xml", url=None)
    one, two = pages(write(tmp_path / "crawl.warc", [stored, bare]))
    assert ("Men left.", "text", "file:///a.txt") == (one.text, one.kind, one.url)
    assert ("<p>They ran.", "html", None, "crawl-2") == (two.text, two.kind, two.url, two.id)


@pytest.mark.parametrize(
    ("codec", "header", "markup", "encoding"),
    [
        ("cp1251", "windows-1251", "", "windows-1251"),
        ("cp1251", '"Windows-1251"', "<meta charset=koi8-r>", "windows-1251"),
        ("koi8-r", "", "<meta charset=koi8-r>", "koi8-r"),
        ("cp1251", "", "", "windows-1251"),
        ("utf-8", "iso-8859-1", "", "utf-8"),
    ],
)
def test_the_header_says_the_encoding_then_the_markup_then_the_letters(
    tmp_path, codec, header, markup, encoding
):
    """The order of the standard of HTML."""
    text = f"{markup}<p>Правительство объявило, что переходы откроются."
    given = html(text.encode(codec), Content_Type="text/html" + (f"; charset={header}" if header else ""))
    (page,) = pages(write(tmp_path / "a.warc", [given]))
    assert (text, encoding) == (page.text, page.encoding)
    assert bool(page.notes) == (not header and not markup)


def chunks(body):
    """A body in two chunks."""
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


BODY = PAGE.encode()
BARE = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(BODY, mtime=0), {"Content_Encoding": "gzip"}),
        (gzip.compress(BODY, mtime=0), {"Content_Encoding": "X-GZIP"}),
        (zlib.compress(BODY), {"Content_Encoding": "deflate"}),
        (BARE.compress(BODY) + BARE.flush(), {"Content_Encoding": "deflate"}),
        (chunks(BODY), {"Transfer_Encoding": "chunked"}),
        (chunks(gzip.compress(BODY, mtime=0)), {"Transfer_Encoding": "Chunked", "Content_Encoding": "gzip"}),
        (BODY, {"Content_Encoding": "gzip"}),
        (BODY, {"Content_Encoding": "br"}),
        (BODY, {"Transfer_Encoding": "chunked"}),
        (BODY, {"Content_Encoding": "identity"}),
    ],
)
def test_a_page_is_unpacked_as_its_answer_says_if_it_is_packed(tmp_path, body, headers):
    """Many crawlers store the page unpacked under the headers that it came with."""
    (page,) = pages(write(tmp_path / "a.warc", [html(body, **headers)]))
    assert (PAGE, BODY) == (page.text, page.raw)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (html(gzip.compress(BODY)[:-9], Content_Encoding="gzip"), "its page is packed and cut off"),
        (
            html(b"\x8b\x03\xff\xfe", Content_Encoding="br"),
            "its page is packed as “br”, which",
        ),
        (html(""), "its text is empty"),
        (html(" \n"), "its text is empty"),
        (
            record("a" * 5_001, kind="resource", content_type="text/plain"),
            "its text has 5,001 characters; the limit is 5,000",
        ),
        (html("a" * 20_001), "its page has more than 20,000 bytes"),
        (
            html(gzip.compress(b"a" * 9_000_000), Content_Encoding="gzip"),
            "its page has more than 20,000 bytes",
        ),
        (html("a" * 2_000_000), "its page has more than 20,000 bytes"),
        (html(b"%PDF-1.4\x00\x01"), "it is binary, not text. Deliver text, HTML, JSONL, CSV or WARC"),
        (record("x", stated="WARC/7.0"), "it is of no known version of WARC, near byte"),
        (html(length=""), "it is not as long as it states, near byte"),
        (html(length=20), "it is not as long as it states, near byte"),
        (b"no record at all\r\n\r\n", "it does not begin like a record, near byte"),
        (html(x="a" * 2_000_000), "its headers have no end, near byte"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "it does not state its length, near byte"),
    ],
)
def test_a_bad_record_is_told_by_its_number_and_the_rest_go_on(tmp_path, name, bad, expected):
    """Whatever is wrong with one, those before and behind it are read."""
    path = write(tmp_path / name, [html(url=URL + "a"), html(url=URL + "b"), bad, html(url=URL + "c")])
    found = read(path)
    assert [URL + "a", URL + "b", URL + "c"] == [one.url for one in found if isinstance(one, RawPage)]
    first, *more = [one for one in found if isinstance(one, SourceProblem)]
    assert (3, "record") == (first.line, first.unit)
    assert first.reason.startswith(expected)
    assert [] == more


def test_a_record_that_states_too_much_costs_no_third_one(tmp_path):
    """It takes the beginning of the next; both are told, and reading goes on behind them."""
    long = html(length=len(html()) + 30)
    found = read(write(tmp_path / "a.warc", [html(url=URL + "a"), long, html(), html(url=URL + "c")]))
    assert [URL + "a", URL + "c"] == [one.url for one in found if isinstance(one, RawPage)]
    assert [2] == [one.line for one in found if isinstance(one, SourceProblem)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cut", [10, 60, 300])
def test_a_file_that_is_cut_off_keeps_its_first_pages(tmp_path, name, cut):
    """The last record is told, the others stand."""
    noise = random.Random(0).randbytes(300).hex()
    path = write(tmp_path / name, [html(url=f"{URL}{n}") for n in range(5)] + [html(noise)])
    path.write_bytes(path.read_bytes()[:-cut])
    *found, problem = read(path)
    assert 5 == len([one for one in found if isinstance(one, RawPage)])
    assert (6, "record") == (problem.line, problem.unit)
    assert problem.reason.startswith("it is cut off, near byte")


def test_a_damaged_member_costs_no_other(tmp_path):
    """Reading goes on where the next member begins."""
    members = [gzip.compress(html(random.Random(n).randbytes(999).hex(), url=f"{URL}{n}")) for n in range(5)]
    broken = bytearray(members[2])
    broken[400:420] = b"\xff" * 20
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join((*members[:2], bytes(broken), *members[3:])))
    found = read(path)
    assert [f"{URL}{n}" for n in (0, 1, 3, 4)] == [one.url for one in found if isinstance(one, RawPage)]
    (problem,) = [one for one in found if isinstance(one, SourceProblem)]
    assert 3 == problem.line
    assert problem.reason.startswith("it cannot be unpacked, near byte")


def test_a_file_packed_as_a_whole_or_filled_up_with_zeros_is_read(tmp_path):
    """And one whose name does not say that it is packed."""
    whole = gzip.compress(html() + html(url=URL + "b"))
    for name, raw in (("a.warc.gz", whole + bytes(70_000)), ("b.warc", whole), ("c.warc.gz", html() * 2)):
        (tmp_path / name).write_bytes(raw)
        assert 2 == len(read(tmp_path / name))


def test_a_bomb_is_refused_when_its_limit_is_passed(tmp_path):
    """A few kilobytes that unpack to megabytes; the pages before stand."""
    path = tmp_path / "a.warc.gz"
    size = LIMIT * LINES_FACTOR
    path.write_bytes(gzip.compress(html()) + gzip.compress(record("", length=size)[:-4] + bytes(size)))
    found = read_source_file(path, max_file_bytes=LIMIT, max_text_characters=5_000, max_unpacking=1_000)
    assert URL == next(found).url
    with pytest.raises(SeedError, match="it unpacks to more than 4,000,000 bytes"):
        list(found)


def test_a_known_page_is_given_by_its_id(tmp_path):
    """Only where its address and the type that its server states are the same."""
    path = write(tmp_path / "a.warc.gz", [html(), html(url=URL + "b")])
    known = {page.page_hash: page.id for page in read(path)}
    assert 2 == len(known)
    assert [KeptPages(tuple(known.values()))] == read(path, known=dict(known))
    write(path, [html(url=URL + "c"), html(Content_Type="text/html")])
    assert 2 == len(pages_of := read(path, known=dict(known)))
    assert all(isinstance(one, RawPage) for one in pages_of)


def test_a_missing_package_is_named_with_the_cure(tmp_path, monkeypatch):
    """Warcio is installed with the reading of HTML."""
    monkeypatch.setitem(sys.modules, "warcio.recordloader", None)
    with pytest.raises(SeedError, match=r"the package warcio is missing\. Run: make install"):
        read(write(tmp_path / "a.warc", [html()]))


def test_nothing_is_printed(tmp_path, capsys):
    """Warcio would write of damage to the terminal."""
    read(write(tmp_path / "a.warc", [html(length=20), html(chunks(b"x")[:-9], Transfer_Encoding="chunked")]))
    assert ("", "") == capsys.readouterr()


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_damage_is_told_and_ends(tmp_path_factory, data):
    """Bytes overwritten, cut out or put in: pages, problems and notes come out, and nothing else."""
    packed = data.draw(st.booleans())
    path = tmp_path_factory.mktemp("damage") / ("a.warc.gz" if packed else "a.warc")
    raw = bytearray(write(path, [html(url=f"{URL}{n}") for n in range(4)]).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 40)))
        raw[start:end] = data.draw(st.binary(max_size=40))
    path.write_bytes(bytes(raw))
    try:
        found = read(path)
    except SeedError:
        assert not raw
        return
    assert all(isinstance(one, RawPage | SourceProblem | SourceNote) for one in found)


def test_pages_packed_in_packed_records_have_one_limit_together(tmp_path):
    """Each may be as large as a page; a file of such pages is a bomb in a bomb."""
    one = html(gzip.compress(b"<p>" + b"a" * (LIMIT - 3)), Content_Encoding="gzip")
    path = write(tmp_path / "a.warc", [one] * 400)
    found = read_source_file(path, max_file_bytes=LIMIT, max_text_characters=5_000, max_unpacking=10)
    whole = path.stat().st_size * 10 // LIMIT
    assert 5 < whole < 400
    assert whole == len([next(found) for _ in range(whole)])
    with pytest.raises(SeedError, match="its pages unpack to too many bytes"):
        next(found)
