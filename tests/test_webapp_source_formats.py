"""Files of all formats through the whole desk: what was mended is said, and can be undone."""

import gzip

import pytest

from indexer.api import Repair, Settings, rebuild
from indexer.schema.document import undo_repairs
from webapp.app import create_app

TEXT = (
    "The rains came late to the river towns of the north. Traders had waited for weeks for the first boats."
)
BROKEN = f"Traders of GaoÂ\xa0: â€œno boatsâ€\x9d, said CafÃ© owners.\n\n{TEXT}"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The desk over one page of each format."""
    seeds = tmp_path_factory.mktemp("seeds")
    page = f"<html><title>Boats</title><p>{TEXT}</p></html>".encode()
    record = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/boats\r\n"
    record += b"Content-Type: text/html\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(page), page)
    (seeds / "mended.txt").write_text(BROKEN, newline="")
    (seeds / "russian.txt").write_bytes("Правительство объявило о паводке на реке.".encode("koi8-r"))
    (seeds / "rows.csv").write_text(f'id,headline,body\nrow,Rain,"{TEXT}"\nbad,"never closed\n')
    (seeds / "crawl.warc.gz").write_bytes(gzip.compress(record))
    settings = Settings(index=tmp_path_factory.mktemp("index") / "index", seeds=(seeds,))
    rebuild(settings)
    return create_app(settings).test_client()


def test_a_page_of_each_format_is_found(client):
    """By its words; the broken row is told on the page of the collection."""
    found = {hit["document"]["id"] for hit in client.get("/search.json?q=boats&copies=all").json["hits"]}
    assert {"mended", "row"} < found
    assert any(name.startswith("example-org-boats-") for name in found)
    page = client.get("/collection").text
    assert "rows.csv" in page
    assert "line 3: its quotes do not match" in page


def test_what_was_mended_is_said_and_can_be_undone(client):
    """The facts of the page say how often, the JSON says where and what stood there."""
    note = "4 stretches of broken encoding were mended (“Â”); the text as delivered is kept."
    assert note in client.get("/documents/mended").text
    whole = client.get("/documents/mended.json").json
    assert "Traders of Gao\xa0: “no boats”, said Café owners." in whole["text"]
    repairs = tuple(Repair(**repair) for repair in whole["repairs"])
    assert BROKEN == undo_repairs(whole["text"], repairs)
    assert BROKEN.encode() == client.get("/documents/mended.raw").data


def test_a_guessed_encoding_is_said(client):
    """With how sure the guess is."""
    page = client.get("/documents/russian").text
    assert "Not UTF-8; read as koi8-r, which fits far better than any other." in page
    assert "Правительство" in page
