"""Whole answers as files: read back by the readers of others, equal to the answer, and streamed."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import live_search
from indexer.api import Search, Settings, load_settings, rebuild, safe_cell
from indexer.engine_port import Copies
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.schema.document import Document
from tests.engines import OnEngine
from tests.tiny_collection import EMPTY_COLLECTION, dated, document, mention
from webapp.app import create_app
from webapp.desk import EXTENSION
from webapp.exports import sending
from webapp.exports.formats import FORMATS
from webapp.exports.table import COLUMNS
from webapp.source_lines import one_line, xml_text

ATOM = "{http://www.w3.org/2005/Atom}"
ISSUED = "{http://purl.org/dc/terms/}issued"
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "\uff1d1+1",
    "\x00@SUM(A1)",
    'He said "no", twice; then; left',
    "two\r\nlines\nof\rtext",
    "TY  - BOOK\r\nER  - \r\n",
    "</title></feed><script>alert(1)</script>&amp;&bogus;]]>",
    "\u202egnp.exe",
    "a\u2028b\u2029c\x85d\x0be\x1cf",
    "\x1b[31mred\x07\ufffe\uffff",
    "half \ud83d a pair",
    "long " * 2000,
    "",
)


class OneSearch:
    """A live collection of one generation, which counts who holds it."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.held = 0

    @contextmanager
    def acquire(self) -> Iterator[Search]:
        """The one generation."""
        self.held += 1
        try:
            yield self.search
        finally:
            self.held -= 1


@contextmanager
def serving(
    documents: list[Document], copies: Copies, own: Settings
) -> Iterator[tuple[FlaskClient, OneSearch]]:
    """A client of the app on some documents."""
    with TemporaryDirectory() as folder:
        writer = WhooshWriter(Path(folder))
        for page in documents:
            writer.add(page, b"")
        writer.finish(EMPTY_COLLECTION, copies)
        with Search(WhooshReader(Path(folder)), own, generation="gen-1") as search:
            live = OneSearch(search)
            yield create_app(own, live).test_client(), live  # type: ignore[arg-type]  # it has all that is asked


def odd_texts() -> st.SearchStrategy[str]:
    """Texts that break formats, and any others; lone surrogates among them."""
    return st.sampled_from(HOSTILE) | st.text(st.characters(codec=None), max_size=30)


@st.composite
def odd_documents(draw: st.DrawFn) -> list[Document]:
    """Up to seven documents that all hold the word camp, odd in everything that a source decides."""
    found = []
    for number in range(draw(st.integers(0, 7))):
        page = document(
            f"d{number}",
            f"The camp of Wagner. {draw(odd_texts())}",
            title=draw(st.none() | odd_texts()),
            published=draw(st.none() | st.sampled_from(("2024", "2024-03", "2024-03-27")).map(dated)),
            outlet=draw(st.none() | st.just("The Example")),
            byline=draw(st.none() | odd_texts()),
            url=draw(st.none() | st.sampled_from(("https://example.org/a b?c=“d”", "javascript:alert(1)"))),
        )
        found.append(mention(page, "wagner", "Wagner"))
    return found


def answer_of(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    """The hits of all pages of a search, as the JSON of its pages has them."""
    found, page, pages = [], 1, 1
    while page <= pages:
        values = client.get(f"/search.json?{query}&per=3&page={page}").json
        found += values["hits"]
        page, pages = page + 1, values["pages"]
    return found


def sendable(text: str) -> str:
    """A text as UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode()


def check_csv(body: bytes, hits: list[dict[str, Any]]) -> None:
    """Every line is a document, and no cell a formula."""
    names, *rows = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    assert list(COLUMNS) == names
    read = [dict(zip(names, row, strict=True)) for row in rows]
    assert [sendable(str(safe_cell(hit["document"]["title"] or ""))) for hit in hits] == [
        row["title"] for row in read
    ]
    for row, hit in zip(read, hits, strict=True):
        own, published = hit["document"], hit["document"]["published"]
        assert (own["id"], own["sha256"], own["source_file"]) == (
            row["id"],
            row["sha256"],
            row["source_file"],
        )
        known = (published["value"], published["precision"], published["source"]) if published else ("",) * 3
        assert known == (row["published"], row["published_precision"], row["published_source"])
        assert (repr(hit["score"]), str(hit["copies"])) == (row["score"], row["copies"])
        assert row["url"] in ("", own["url"])
        assert not row["url"].startswith("javascript")
        assert f"http://localhost{own['page'].partition('?')[0]}" == row["link"].partition("?")[0]
        assert not any(cell.startswith(tuple("=+@\t\r\n\0\uff1d")) for cell in row.values())


def check_jsonl(body: bytes, hits: list[dict[str, Any]]) -> None:
    """Every line is a document, to the letter."""
    rows = [json.loads(line) for line in body.decode("ascii").splitlines()]
    assert [hit["document"]["title"] for hit in hits] == [row["title"] for row in rows]
    for row, hit in zip(rows, hits, strict=True):
        own, published = hit["document"], hit["document"]["published"]
        assert (own["id"], hit["score"], hit["copies"]) == (row["id"], row["score"], row["copies"])
        assert (own["byline"] or None, own["outlet"], own["language"]) == (
            row["byline"],
            row["outlet"],
            row["language"],
        )
        known = published and {name: published[name] for name in ("value", "precision", "source")}
        assert known == row["published"]
        assert [(one["id"], one["mentions"]) for one in hit["actors"]] == [
            (one["id"], one["mentions"]) for one in row["actors"]
        ]


def check_ris(body: bytes, hits: list[dict[str, Any]]) -> None:
    """A reference manager reads every record, with dates as far as they are known."""
    records = rispy.loads(body.decode("utf-8"))
    assert [hit["document"]["id"] for hit in hits] == [record["id"] for record in records]
    for record, hit in zip(records, hits, strict=True):
        own, published = hit["document"], hit["document"]["published"]
        assert one_line(own["label"]).strip() == record.get("title", "").strip()
        dates = {4: "{}///", 7: "{}/{}//", 10: "{}/{}/{}/"}
        value = published["value"] if published else ""
        assert (dates[len(value)].format(*value.split("-")) if value else None) == record.get("date")
        assert ("authors" in record) == bool(own["byline"] and one_line(own["byline"]))
        assert record["type_of_reference"] in ("NEWS", "ELEC")


def check_csl(body: bytes, hits: list[dict[str, Any]]) -> None:
    """A citation processor reads every value, and none has a name that the schema lacks."""
    values = json.loads(body)
    allowed = {
        "id",
        "type",
        "title",
        "container-title",
        "author",
        "issued",
        "language",
        "URL",
        "archive",
        "archive_location",
        "note",
    }
    assert [hit["document"]["id"] for hit in hits] == [one["id"] for one in values]
    references = CiteProcJSON(values)
    for one, hit in zip(values, hits, strict=True):
        published = hit["document"]["published"]
        assert set(one) <= allowed
        parts = [int(part) for part in published["value"].split("-")] if published else None
        assert parts == (one["issued"]["date-parts"][0] if "issued" in one else None)
        own = references[one["id"].lower()]
        assert one["title"] == str(own.get("title"))
        if parts:
            assert parts[0] == own["issued"].year


def check_atom(body: bytes, hits: list[dict[str, Any]]) -> None:
    """A reader of feeds finds nothing wrong, and every entry has what RFC 4287 demands."""
    feed = feedparser.parse(body)
    assert not feed.bozo, feed.get("bozo_exception")
    assert len(hits) == len(feed.entries)
    root = ET.fromstring(body)  # our own
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(hits)
    assert ids == [entry.id for entry in feed.entries]
    for entry, hit in zip(entries, hits, strict=True):
        own, published = hit["document"], hit["document"]["published"]
        assert xml_text(one_line(own["label"])) == (entry.findtext(f"{ATOM}title") or "")
        assert (published["value"] if published else None) == entry.findtext(ISSUED)
        assert own["outlet"] or own["source_file"] == entry.findtext(f"{ATOM}author/{ATOM}name")
        assert "2026-01-01T00:00:00Z" == entry.findtext(f"{ATOM}updated")
        links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
        assert links["alternate"].startswith(f"http://localhost/documents/{own['id']}?q=camp")
        assert re.fullmatch(r"https://[\x21-\x7e]+", links.get("via", "https://none"))


CHECKS: dict[str, Callable[[bytes, list[dict[str, Any]]], None]] = {
    "csv": check_csv,
    "jsonl": check_jsonl,
    "ris": check_ris,
    "csl.json": check_csl,
    "atom": check_atom,
}


def test_every_format_is_read_back() -> None:
    """A format that is added has a reader here."""
    assert set(FORMATS) == set(CHECKS)


@settings(
    deadline=None,
    max_examples=max(5, settings().max_examples // 4),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(odd_documents(), st.sampled_from(("relevance", "newest", "oldest")), st.booleans())
def test_every_format_holds_the_answer(documents: list[Document], sort: str, fold: bool) -> None:
    """Whatever texts hold: each format, read by a reader of its own, is what the pages list."""
    groups = (("d0", "d1"),) if len(documents) > 1 else ()
    query = f"q=camp&sort={sort}&copies={'fold' if fold else 'all'}"
    with serving(documents, Copies(groups), Settings()) as (client, live):
        hits = answer_of(client, query)
        assert len(hits) == len(documents) - (len(groups) if fold else 0)
        for ending, check in CHECKS.items():
            with client.get(f"/search.{ending}?{query}") as sent:
                assert FORMATS[ending].content_type == sent.content_type
                assert str(len(hits)) == sent.headers["Cuttings-Rows"]
                check(sent.data, hits)
        with client.get(f"/search.json?{query}&per=all") as sent:
            whole = sent.json
        plain = client.get(f"/search.json?{query}&per=100").json
        strip = {"took_ms", "per", "page", "pages", "facets", "hits"}
        assert {k: v for k, v in plain.items() if k not in strip} == {
            k: v for k, v in whole.items() if k not in strip
        }
        assert list(plain) == list(whole)
        assert [{**hit, "document": hit["document"]["id"]} for hit in hits] == [
            {**hit, "document": hit["document"]["id"]} for hit in whole["hits"]
        ]
        assert 0 == live.held


@pytest.fixture
def many() -> Iterator[tuple[FlaskClient, OneSearch]]:
    """400 documents, served with pages that end at hit 20 and one file at a time."""
    documents = [document(f"d{number:03}", "The camp by the road. " * 30) for number in range(400)]
    own = replace(load_settings({})[0], max_page_hits=20, exports=1)
    with serving(documents, Copies(), own) as served:
        yield served


@pytest.mark.parametrize("ending", [*FORMATS, "json?per=all"])
def test_the_first_bytes_come_before_the_last_document_is_read(
    many: tuple[FlaskClient, OneSearch], monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """A file is sent while it is made, whatever its length; its generation is held until then."""
    client, live = many
    read: list[str] = []
    view = WhooshReader.view
    monkeypatch.setattr(sending, "BLOCK", 4096)
    monkeypatch.setattr(WhooshReader, "view", lambda own, id_: read.append(id_) or view(own, id_))
    sign = "&" if "?" in ending else "?"
    sent = client.get(f"/search.{ending}{sign}q=road", buffered=False)
    pieces = sent.iter_encoded()
    first = next(pieces)
    assert first
    early = len(read)
    assert early < 20
    assert 1 == live.held
    assert b"".join(pieces)
    assert 400 + early >= len(read) >= 400
    sent.close()
    assert 0 == live.held


def test_a_reader_who_goes_away_lets_go_of_the_generation(many: tuple[FlaskClient, OneSearch]) -> None:
    """And of the place among those that are sent."""
    client, live = many
    sent = client.get("/search.csv?q=road", buffered=False)
    next(sent.iter_encoded())
    busy = client.get("/search.ris?q=road")
    assert (503, "15") == (busy.status_code, busy.headers["Retry-After"])
    assert "text/plain" == busy.mimetype
    assert 200 == client.get("/search.json?q=road").status_code
    sent.close()
    assert 0 == live.held
    with client.get("/search.ris?q=road") as again:
        assert 200 == again.status_code


def test_sending_takes_no_place_of_a_search(many: tuple[FlaskClient, OneSearch]) -> None:
    """All places of searches are free while a file is sent."""
    client, _ = many
    desk = client.application.extensions[EXTENSION]
    for address in ("/search.csv?q=road", "/search.json?q=road&per=all"):
        sent = client.get(address, buffered=False)
        next(sent.iter_encoded())
        assert desk.settings.heavy_searches == desk._gate._value
        sent.close()


def test_an_error_in_the_middle_breaks_the_connection(
    many: tuple[FlaskClient, OneSearch], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file that only looks whole: the error reaches the server, and all is let go of."""
    client, live = many
    view = WhooshReader.view

    def fail(own: WhooshReader, id_: str) -> object:
        if id_ == "d300":
            raise OSError("the disk is gone")
        return view(own, id_)

    monkeypatch.setattr(WhooshReader, "view", fail)
    for ending in FORMATS:
        sent = client.get(f"/search.{ending}?q=road", buffered=False)
        with pytest.raises(OSError, match="the disk is gone"):
            list(sent.iter_encoded())
        sent.close()
        assert 0 == live.held


def test_head_tells_the_same_without_the_file(many: tuple[FlaskClient, OneSearch]) -> None:
    """The headers of GET, no body, and nothing is held."""
    client, live = many
    with client.get("/search.csv?q=road") as sent:
        expected = {name: value for name, value in sent.headers.items() if name != "X-Request-Id"}
    with client.head("/search.csv?q=road") as head:
        assert expected == {name: value for name, value in head.headers.items() if name != "X-Request-Id"}
        assert b"" == head.data
    assert 0 == live.held


def test_a_file_is_of_one_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published while it is sent is not in it, and is in the next one."""
    monkeypatch.setattr(live_search, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(sending, "BLOCK", 1)
    own = replace(load_settings({})[0], index=tmp_path / "index", seeds=(tmp_path / "pages.jsonl",))

    def publish(count: int) -> None:
        pages = (
            {"id": f"p{n}", "text": f"The camp number {n} lies by the road to Gao."} for n in range(count)
        )
        own.seeds[0].write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
        rebuild(own)

    publish(3)
    client = create_app(own).test_client()
    sent = client.get("/search.jsonl?q=camp&copies=all", buffered=False)
    pieces = sent.iter_encoded()
    first = next(pieces)
    publish(5)
    with client.get("/search.jsonl?q=camp&copies=all") as newer:
        assert "5" == newer.headers["Cuttings-Rows"]
    rows = [json.loads(line) for line in (first + b"".join(pieces)).splitlines()]
    sent.close()
    assert (3, {sent.headers["Cuttings-Generation"]}) == (len(rows), {row["generation"] for row in rows})
    assert newer.headers["Cuttings-Generation"] != sent.headers["Cuttings-Generation"]


@pytest.fixture(scope="module")
def client(on_engine: OnEngine, seeds_index: Path) -> FlaskClient:
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def test_headers_tell_how_the_query_was_read(client: FlaskClient) -> None:
    """Counts, generation, query and notes, in ASCII."""
    sent = client.get("/search.csv?q=GSIM+zebra%F0%9F%98%80+%28&page=7&nonsense=1")
    assert sent.headers["Cuttings-Generation"].startswith("gen-")
    assert "GSIM" in json.loads(sent.headers["Cuttings-Query"])
    notes = json.loads(sent.headers["Cuttings-Notes"])
    assert any("read as the actor JNIM" in note for note in notes)
    assert "“page” is not used: all documents are here." in notes
    assert "The parameter “nonsense” is not known and was ignored." in notes
    assert all(value.isascii() for _, value in sent.headers)
    assert 'attachment; filename="cuttings.csv"' == sent.headers["Content-Disposition"]


def test_headers_stay_small_enough_for_a_proxy(client: FlaskClient) -> None:
    """Of very many notes the first are told, and how many more there are."""
    dates = "".join(f"&published={'x' * 70}{number}" for number in range(50))
    notes = client.get(f"/search.csv?q=wagner{dates}").headers["Cuttings-Notes"]
    assert len(notes) <= sending.MOST_NOTES
    told = json.loads(notes)
    kept, rest = told[:-1], re.fullmatch(r"(\d+) more notes\.", told[-1])
    assert rest
    assert 51 == len(kept) + int(rest[1])


@pytest.mark.parametrize("sign", ["e", "é", "𠀀"])
def test_headers_of_a_long_query_fit_into_one_page_of_memory(client: FlaskClient, sign: str) -> None:
    """As much as a proxy takes for all headers, also with many notes; what is told of the query is cut."""
    query = " ".join([sign * 7] * 60)
    asked = {"q": query, "match": "all"}
    dates = [f"{'x' * 70}{number}" for number in range(50)]
    sent = client.get("/search.csv", query_string=asked | {"published": dates})
    assert 4_096 - 300 > sum(len(f"{name}: {value}\r\n") for name, value in sent.headers)
    told = json.loads(sent.headers["Cuttings-Query"])
    whole = client.get("/search.json", query_string=asked).json["understood"]
    assert told == whole or (whole.startswith(told.removesuffix(" …")) and 80 < len(told) < len(whole))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_refused_query_is_no_file(client: FlaskClient, ending: str) -> None:
    """400 in words, or in JSON where a program reads JSON."""
    sent = client.get(f"/search.{ending}?q=" + "%2A" * 600)
    assert 400 == sent.status_code
    assert ("application/json" if ending.endswith("json") else "text/plain") == sent.mimetype
    assert "Content-Disposition" not in sent.headers
    assert "characters" in sent.text


def test_an_unknown_format_names_those_that_there_are(client: FlaskClient) -> None:
    """A page that lists the addresses."""
    sent = client.get("/search.xlsx?q=wagner")
    assert (404, "text/html") == (sent.status_code, sent.mimetype)
    assert all(f"/search.{ending}" in sent.text for ending in ("json", *FORMATS))


def test_the_pages_of_a_feed_hold_each_document_once(client: FlaskClient) -> None:
    """From the first page on, `next` leads through all of them; ids stay."""
    whole = feedparser.parse(client.get("/search.atom?q=wagner&sort=newest").data)
    address, found, pages = "http://localhost/search.atom?q=wagner&sort=newest&per=2", [], 0
    while address:
        feed = feedparser.parse(client.get(address).data)
        assert not feed.bozo
        found += [entry.id for entry in feed.entries]
        links = {link.rel: link.href for link in feed.feed.links}
        assert address == links["self"]
        assert whole.feed.id == feed.feed.id
        address, pages = links.get("next"), pages + 1
    assert [entry.id for entry in whole.entries] == found
    assert (5, 3) == (len(found), pages)
    assert 404 == client.get("/search.atom?q=wagner&per=2&page=4").status_code


def test_a_host_name_that_is_none_is_in_no_file(client: FlaskClient) -> None:
    """What a header says beside a trusted name leads nowhere."""
    sent = client.get("/search.csv?q=wagner", headers={"Host": 'localhost:1"><script>'})
    assert "<script>" not in sent.text
    assert "http://127.0.0.1:8000/documents/" in sent.text


@pytest.mark.parametrize("ending", ["ris", "csl.json"])
def test_one_document_is_what_it_is_in_the_answer(client: FlaskClient, ending: str) -> None:
    """The same record by itself, without what a search found in it; none for an unknown id."""
    for hit in client.get("/search.json?q=wagner").json["hits"]:
        address = f"/documents/{hit['document']['id']}.{ending}"
        sent = client.get(address)
        CHECKS[ending](sent.data, [hit])
        assert f'filename="{hit["document"]["id"]}.{ending}"' in sent.headers["Content-Disposition"]
    assert 404 == client.get(f"/documents/none.{ending}").status_code


def test_a_query_is_part_of_the_way_back(client: FlaskClient) -> None:
    """The link of a row leads to the document within the search."""
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv?q=wagner").text, newline="")))
    for row in rows:
        page = client.get(row["link"]).text
        assert "Back to" in page
        assert row["sha256"] in page


def test_a_whole_answer_has_the_facets_of_its_page(client: FlaskClient) -> None:
    """The same values and counts, however many hits are beside them."""
    whole = client.get("/search.json?q=wagner&per=all").json
    page = client.get("/search.json?q=wagner").json
    assert (1, 1, 5) == (whole["page"], whole["pages"], whole["per"])
    for facet, values in page["facets"].items():
        assert [(v["value"], v["count"]) for v in values] == [
            (v["value"], v["count"]) for v in whole["facets"][facet]
        ]
