"""Rows of CSV and TSV: good ones whole, bad ones with their line, the rest go on."""

import csv
import gzip
import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import SeedError
from indexer.sources.page_hashes import KeptPages
from indexer.sources.problems import SourceProblem
from indexer.sources.reading import read_source_file

LIMIT = 4_000
CURE = "Put a text that holds quotes, delimiters or line breaks between quotes, and double the quotes in it"


def read(path, raw, *, known=None, limit=LIMIT):
    """All that a file of these bytes gives."""
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return list(read_source_file(path, max_file_bytes=limit, max_text_characters=1_000, known=known))


def test_a_row_is_a_page_with_its_metadata(tmp_path):
    """Under the names of a JSONL line; a text may hold delimiters, quotes and line breaks."""
    row = b'a1,Rains fail,"Men left, they said.\r\nThey ""ran"".",'
    row += b"https://example.org/a,Example,2024-03-01,JNIM; Wagner ;"
    raw = b"id,title,text,url,source,published,actors\r\n" + row + b"\r\n"
    (page,) = read(tmp_path / "news.csv", raw)
    assert ("a1", "Rains fail", 'Men left, they said.\r\nThey "ran".') == (page.id, page.title, page.text)
    assert ("https://example.org/a", "Example", "2024-03-01") == (page.url, page.outlet, page.published)
    assert (("JNIM", "Wagner"), "text", ()) == (page.actors, page.kind, page.notes)
    assert (row, hashlib.sha256(row).hexdigest()) == (page.raw, page.sha256)


def test_the_bound_of_a_file_is_none_of_the_process(tmp_path):
    """Who reads other CSV in it reads all that could be read before."""
    before = csv.field_size_limit()
    assert before > LIMIT
    assert 1 == len(read(tmp_path / "news.csv", b"text\nIt rains.\n"))
    assert csv.field_size_limit() >= before


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz", "a.tsv.gz"])
@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_the_delimiter_is_told_from_the_header(tmp_path, name, delimiter):
    """Whatever the ending of the file says, and whatever the texts hold."""
    text = "One, two; three\tfour|five"
    rows = [["id", "text", "html"], ["a", text, ""], ["b", "", f"<p>{text}"]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    one, two = read(tmp_path / name, file.getvalue().encode())
    assert [("a", text, "text"), ("b", f"<p>{text}", "html")] == [(p.id, p.text, p.kind) for p in (one, two)]


def test_columns_have_other_names_too(tmp_path):
    """In any case; a field's own name goes before the others, one with a value before an empty one."""
    raw = b"Headline,BODY,Link,Publisher,Date,source,Price\n"
    raw += b"Rains,Men left.,https://e.org,Other,2024,Own,7\n,They ran.,,Other,,,\n"
    one, two = read(tmp_path / "a.csv", raw)
    assert ("Rains", "Men left.", "https://e.org", "Own", "2024") == (
        one.title,
        one.text,
        one.url,
        one.outlet,
        one.published,
    )
    assert (None, "They ran.", None, "Other", None) == (
        two.title,
        two.text,
        two.url,
        two.outlet,
        two.published,
    )
    assert ("a-2", "a-3") == (one.id, two.id)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (b'bad,"He said "go" and left"', f"its quotes do not match. {CURE}"),
        (b'bad,"never closed', f"its quotes do not match. {CURE}"),
        (b"bad,one,two", f"it has 3 cells, the first row names 2. {CURE}"),
        (b"bad", f"it has 1 cell, the first row names 2. {CURE}"),
        (b"bad, ", "its text is empty"),
        (b"bad,", "its text is empty"),
        (b"bad," + b"a" * 1_001, "its text has 1,001 characters; the limit is 1,000"),
        (b"bad," + b"a" * LIMIT, "the line has more than 4,000 characters"),
        (
            b"bad," + b"\x00\x01\x02\xff\xfe" * 9,
            "it is binary, not text. Deliver text, HTML, JSONL, CSV or WARC",
        ),
    ],
)
def test_a_bad_row_is_told_by_its_line_and_the_rest_go_on(tmp_path, row, expected):
    """An open quote does not swallow the good rows below it."""
    good = [b'%s,"Men left.\nThey ran."' % name for name in (b"above", b"below", b"last")]
    filler = b"\n" + b"\n".join(b"f%d,The rains came late to the region." % n for n in range(30))
    raw = b"\n".join((b"id,text", good[0] + filler, row, b"", b",", good[1], good[2]))
    found = read(tmp_path / "a.csv", raw)
    problems = [one for one in found if isinstance(one, SourceProblem)]
    assert [SourceProblem(34, expected)] == problems
    kept = [one.id for one in found if one not in problems]
    assert ["above", *(f"f{n}" for n in range(30)), "below", "last"] == kept


@pytest.mark.parametrize(
    "raw",
    [b"1,Men left.\n2,They ran.\n", b"id,title\n1,Men left.\n", b'"never closed\n1,2\n', b"{}"],
)
def test_a_file_without_a_column_of_texts_is_refused(tmp_path, raw):
    """Without a header its first page would be taken for one."""
    with pytest.raises(
        SeedError, match=r"names no column “text” or “html”\. Name the columns in the first row\."
    ):
        read(tmp_path / "a.csv", raw)


@pytest.mark.parametrize("raw", [b"", b"\n \r\n\n", b"\xef\xbb\xbf\n"])
def test_an_empty_file_says_so(tmp_path, raw):
    """No byte, or blanks only."""
    with pytest.raises(SeedError, match="it is empty"):
        read(tmp_path / "a.csv", raw)


def test_a_header_alone_has_no_page(tmp_path):
    """Whoever reads the file says that it is empty of pages."""
    assert [] == read(tmp_path / "a.csv", b"id,text\n\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "cp1256", "koi8-r", "gb18030"])
def test_a_file_is_read_in_its_encoding(tmp_path, encoding):
    """By its mark, else guessed once for all rows; the bytes of a row are those that stood there."""
    text = {
        "cp1256": "أعلنت الحكومة أن المعابر ستفتح من جديد الأسبوع المقبل.",
        "koi8-r": "Правительство объявило, что переходы откроются на следующей неделе.",
        "gb18030": "政府宣布下周将重新开放边境口岸。城里的居民逃往河边。",
    }.get(encoding, "Le général Goïta a dit que l’armée avait repris la ville à l’aube.")
    raw = f'id,text\na,"{text}"\nb,"Plain.\n{text}"\n'.encode(encoding)
    one, two = read(tmp_path / "a.csv", raw)
    assert (text, f"Plain.\n{text}") == (one.text, two.text)
    plain = "utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig")
    assert f'a,"{text}"'.encode(plain) == one.raw
    assert encoding.startswith("utf") == (not one.notes)


def test_broken_characters_of_utf16_are_counted(tmp_path):
    """Half a pair stands for nothing; the note says how many were lost."""
    raw = "\ufeffid,text\na,Men left.\nb,Rain ".encode("utf-16-le") + b"\x00\xd8" + ".\n".encode("utf-16-le")
    good, broken = read(tmp_path / "a.csv", raw)
    assert ("Men left.", ()) == (good.text, good.notes)
    assert ("Rain \ufffd.", ("1 broken characters were replaced.",)) == (broken.text, broken.notes)


def test_a_first_line_that_is_too_long_is_refused(tmp_path):
    """A file of one endless line has no header."""
    with pytest.raises(SeedError, match=r"the line has more than 4,000 characters\. Name the columns"):
        read(tmp_path / "a.csv", b"a" * 9_000)


def test_a_row_that_is_not_of_the_files_encoding_is_read_for_itself(tmp_path):
    """Files are pasted together from several exports; what cannot be read is counted."""
    filler = b"".join(f"{n},Les élèves sont arrivés.\n".encode() for n in range(9))
    western = "x,Le général a dit que l’armée était arrivée à l’aube.\n".encode("cp1252")
    broken = "y,Les élèves sont arrivés à l’école ".encode() + b"\xff.\n"
    found = read(tmp_path / "a.csv", b"id,text\n" + filler * 3 + western + broken)
    assert "Le général a dit que l’armée était arrivée à l’aube." == found[-2].text
    assert western.rstrip() == found[-2].raw
    assert found[-2].notes[0].startswith("Not UTF-8; read as windows-1252")
    assert ("Les élèves sont arrivés à l’école \ufffd.", broken.rstrip()) == (found[-1].text, found[-1].raw)
    assert ("Read as UTF-8; 1 broken characters were replaced.",) == found[-1].notes
    assert () == found[0].notes


def test_known_rows_are_not_read(tmp_path):
    """A row with an id is known wherever it stands, but only under the same header."""
    path = tmp_path / "a.csv"
    rows = b"a,One.\nb,Two.\n,Three.\n"
    before = read(path, b"id,text\n" + rows)
    known = {page.page_hash: page.id for page in before}
    assert 3 == len(known)
    assert [KeptPages(("a", "b", "a-4"))] == read(path, b"id,text\n" + rows, known=dict(known))
    assert [KeptPages(("b", "a"))] == read(path, b"id,text\nb,Two.\na,One.\n", known=dict(known))
    assert ["a", "b", "a-4"] == [page.id for page in read(path, b"id,body\n" + rows, known=dict(known))]


def test_a_packed_file_that_is_cut_off_keeps_its_first_pages(tmp_path):
    """What was read before the damage stands."""
    rows = b"id,text\n" + b"".join(
        b"p%d,%s\n" % (n, hashlib.sha256(b"%d" % n).hexdigest().encode() * 4) for n in range(200)
    )
    packed = gzip.compress(rows)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    found = read_source_file(path, max_file_bytes=100_000, max_text_characters=1_000)
    assert "p0" == next(found).id
    with pytest.raises(SeedError, match="cut off"):
        list(found)


def test_a_line_of_five_megabytes_is_passed_over(tmp_path):
    """Also between quotes; the rows around it are read."""
    line = b"a" * 999 + b"\n"
    long = b"b," + b"a" * 5_000_000 + b'\nc,"' + line * 5_000 + b'"\nd,Last.\n'
    found = read(tmp_path / "a.csv", b"id,text\na,First.\n" + long, limit=1_000_000)
    assert ["a", "d"] == [one.id for one in (found[0], found[-1])]
    assert [
        SourceProblem(3, "the line has more than 1,000,000 characters"),
        SourceProblem(4, "5,001 more broken rows begin here"),
    ] == found[1:-1]


def test_a_run_of_broken_rows_is_counted(tmp_path):
    """The first is told, the others are a number: a million of them must not fill the memory."""
    raw = b"id,text\na,One.\n" + b"x\n" * 5 + b"b,Two.\nx\nx\nc,Three.\n"
    found = read(tmp_path / "a.csv", raw)
    first = f"it has 1 cell, the first row names 2. {CURE}"
    assert [
        SourceProblem(3, first),
        SourceProblem(4, "4 more broken rows begin here"),
        SourceProblem(9, first),
        SourceProblem(10, "1 more broken row begins here"),
    ] == [one for one in found if isinstance(one, SourceProblem)]
    assert ["a", "b", "c"] == [one.id for one in found if not isinstance(one, SourceProblem)]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.sampled_from(",;\t|"))
def test_what_a_csv_writer_wrote_is_read_to_the_letter(tmp_path_factory, rows, delimiter):
    """Texts with any signs come back, unless they are empty or taken for broken encoding."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["title", "text"], *rows])
    raw = file.getvalue().encode()
    found = read(tmp_path_factory.mktemp("rows") / "a.csv", raw)
    texts = [page.text for page in found if not isinstance(page, SourceProblem) and not page.repairs]
    expected = [text for _, text in rows if text.strip()]
    assert all(text in expected for text in texts)
    mended = sum(bool(page.repairs) for page in found if not isinstance(page, SourceProblem))
    assert len(expected) == len(texts) + mended


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300))
def test_any_rows_are_read_or_told(tmp_path_factory, raw):
    """No other exception, whatever stands below the header."""
    try:
        found = read(tmp_path_factory.mktemp("rows") / "a.csv", b"id,text\n" + raw)
    except SeedError:
        # So many zero bytes that all of it is UTF-16.
        assert b"\0" in raw
        return
    assert all(isinstance(one, SourceProblem) or one.text for one in found)
