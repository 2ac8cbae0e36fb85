"""Evidence bundles: whole, checkable without the desk, the same each time, and rebuilt to the same answer."""

import csv
import hashlib
import io
import json
import re
import shlex
import shutil
import subprocess
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import api
from indexer.api import Settings
from webapp.app import create_app
from webapp.exports.bundle import FOLDER
from webapp.exports.bundle_files import file_stem

ROW = "id,text\nrow-1,Wagner Group left the camp near Gao on 4 March 2024 and said nothing of it.\n"
# Ids that differ in case alone, devices of Windows, and a line without an id.
LINES = (
    {"id": "Gao", "text": "Wagner Group fighters left Gao.", "title": "=1+1", "source": "Wire"},
    {"id": "gao", "text": "Wagner Group fighters came to Gao.", "published": "2024-03-04"},
    {"id": "aux", "text": "Wagner Group said nothing."},
    {"text": "Wagner Group went on without a name of its own in this file of lines."},
)
QUERIES = (
    "q=wagner",
    "q=wagner&actor=jnim&published=2024-03&published=none",
    "q=GSIM+OR+%22africa+corps%22&actors=any&not_actor=eu&sort=newest",
    "q=-ukraine+mali&spelling=exact&mentioned=2012",
    "q=a+sentence+of+many+plain+words+on+wagner&copies=all",
    "actor=minusma&language=en&parents=whole",
    "q=zebra",
    "",
)


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds, which goes by another name too."""
    return create_app(on_engine(index=seeds_index, trusted_hosts=("desk.example",))).test_client()


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """A client of the app on pages whose ids and files are odd."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "rows.csv").write_text(ROW, encoding="utf-8")
    (folder / "news.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    (folder / "Page.html").write_text(
        "<title>Camp</title><p>Wagner Group left the camp.</p>", encoding="utf-8"
    )
    api.rebuild(Settings(index=folder / "index", seeds=(folder,)))
    return create_app(Settings(index=folder / "index")).test_client()


def fetch(client, address):
    """The files of a bundle by their names, without the folder that all stand in."""
    answer = client.get(address)
    assert (200, "application/zip") == (answer.status_code, answer.mimetype)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        assert opened.testzip() is None
        assert {FOLDER} == {name.split("/")[0] for name in opened.namelist()}
        return {name.removeprefix(f"{FOLDER}/"): opened.read(name) for name in opened.namelist()}


def hits_of(files):
    """The rows of hits.csv."""
    return list(csv.DictReader(io.StringIO(files["hits.csv"].decode())))


def found_in(files, id_):
    """What documents/ says of a document."""
    return json.loads(files[f"documents/{file_stem(id_)}.json"])


@pytest.mark.parametrize("query", QUERIES)
def test_every_file_has_its_sum(client, query, tmp_path):
    """sha256sum finds each file there and unchanged, and no file is without its line."""
    (tmp_path / "bundle.zip").write_bytes(client.get(f"/search.zip?{query}").data)
    shutil.unpack_archive(tmp_path / "bundle.zip", tmp_path)
    folder = tmp_path / FOLDER
    lines = [line.split("  ") for line in (folder / "SHA256SUMS").read_text().splitlines()]
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - {"SHA256SUMS"} == {name for _, name in lines}
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--quiet", "--strict", "-c", "SHA256SUMS"], cwd=folder, check=True)
    for sha256, name in lines:
        assert sha256 == hashlib.sha256((folder / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("query", QUERIES[:6])
def test_the_readme_rebuilds_the_answer(client, query, tmp_path, run, monkeypatch):
    """Its commands, as they stand there, find the same documents with the same texts and hashes."""
    files = fetch(client, f"/search.zip?{query}")
    (tmp_path / "bundle.zip").write_bytes(client.get(f"/search.zip?{query}").data)
    shutil.unpack_archive(tmp_path / "bundle.zip", tmp_path)
    monkeypatch.chdir(tmp_path / FOLDER)
    commands = re.findall(r"^    python -m indexer (.*)$", files["README.txt"].decode(), re.MULTILINE)
    rebuild, search = (shlex.split(command) for command in commands)
    assert 0 == run(*rebuild)[0]
    code, out, _ = run(search[0], "--json", "--per", "100", *search[1:])
    assert 0 == code
    rows = {row["id"]: row for row in hits_of(files)}
    assert rows
    assert set(rows) == {hit["document"]["id"] for hit in json.loads(out)["hits"]}
    with api.open_search("index") as opened:
        for id_, row in rows.items():
            document = opened.document(id_)
            assert row["sha256"] == document.sha256
            assert files[f"texts/{id_}.txt"].decode() == document.clean_text
            assert found_in(files, id_)["text"] == document.text


def test_the_same_question_has_the_same_bytes(client):
    """Also when asked later, and under another name of the desk."""
    first = client.get("/search.zip?q=wagner").data
    assert first == client.get("/search.zip?q=wagner").data
    assert first == client.get("/search.zip?q=wagner", base_url="https://desk.example").data


def test_files_have_the_time_of_the_build(client):
    """Nothing of the moment of asking stands in them."""
    with zipfile.ZipFile(io.BytesIO(client.get("/search.zip?q=wagner").data)) as opened:
        built = json.loads(opened.read(f"{FOLDER}/generation.json"))["built_at"]
        (time,) = {file.date_time for file in opened.infolist()}
    year, month, day, hour, minute, second = (int(part) for part in re.findall(r"\d+", built))
    assert (year, month, day, hour, minute, second // 2 * 2) == time


def test_what_is_said_of_a_document_fits_its_files(client):
    """The hash is that of the original; the text without what was removed is the cleaned one."""
    files = fetch(client, "/search.zip?q=wagner")
    for row in hits_of(files):
        said = found_in(files, row["id"])
        assert row["sha256"] == said["sha256"] == hashlib.sha256(files[said["original"]["file"]]).hexdigest()
        kept, at = "", 0
        for span in said["removed"]:
            assert said["text"][span["start"] : span["end"]] == span["text"]
            kept, at = kept + said["text"][at : span["start"]], span["end"]
        assert files[f"texts/{row['id']}.txt"].decode() == kept + said["text"][at:]
        for actor in said["actors"]:
            assert said["text"][actor["start"] : actor["end"]].strip()


@pytest.mark.parametrize("query", QUERIES)
def test_totals_and_hits_are_those_of_the_answer(client, query):
    """In the same order as everywhere on the desk; hits.csv is the CSV of the search, but for its host."""
    files = fetch(client, f"/search.zip?{query}")
    asked = json.loads(files["query.json"])
    answer = client.get(f"/search.json?{query}&per=100").json
    assert [hit["document"]["id"] for hit in answer["hits"]] == [row["id"] for row in hits_of(files)]
    assert [answer[key] for key in ("total", "folded", "understood", "match")] == [
        asked[key] for key in ("total", "folded", "understood", "match")
    ]
    for name, values in asked["facets"].items():
        own = [{key: part for key, part in value.items() if key != "url"} for value in answer["facets"][name]]
        assert own == values
    whole = client.get(f"/search.csv?{query}").data
    assert whole.replace(b"http://localhost/", b"/") == files["hits.csv"]


def test_the_question_can_be_asked_again(client):
    """Its address leads to the same answer."""
    asked = json.loads(fetch(client, f"/search.zip?{QUERIES[1]}&page=3&per=1")["query.json"])
    answer = client.get(asked["address"].replace("/?", "/search.json?")).json
    assert asked["total"] == answer["total"]
    assert [note for note in asked["notes"] if "page" in note]


def test_a_note_on_what_was_not_used_stays_with_the_bundle(client):
    """A date that is none is told in it."""
    asked = json.loads(fetch(client, "/search.zip?q=wagner&published=Marhc")["query.json"])
    assert any("Marhc" in note for note in asked["notes"])


def test_names_are_safe_on_every_system(odd):
    """No two differ in case alone, none is a device, absolute, hidden or leads out of the folder."""
    names = list(fetch(odd, "/search.zip"))
    assert len(names) == len({name.lower() for name in names})
    for name in names:
        for part in name.split("/"):
            assert re.fullmatch(r"[A-Za-z0-9_-]+(?:\.[a-z0-9]+){0,2}", part), name
            assert part.split(".")[0].lower() not in {"con", "aux", "nul", "prn", "com1", "lpt1"}


def test_originals_say_whether_a_rebuild_reads_them(odd, tmp_path, run, monkeypatch):
    """Those that do come back as they were; a row and a line without an id are kept and not read."""
    files = fetch(odd, "/search.zip")
    said = {row["id"]: found_in(files, row["id"])["original"] for row in hits_of(files)}
    assert all(original["delivered"] for original in said.values())
    assert {"Gao", "gao", "aux", "Page"} == {id_ for id_, original in said.items() if original["rebuilds"]}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    assert 0 == run("rebuild", "--seeds", "originals", "--index", "index")[0]
    with api.open_search("index") as opened:
        assert 4 == opened.collection.documents
        for id_ in ("Gao", "gao", "aux", "Page"):
            own = found_in(files, id_)
            assert (own["sha256"], own["text"]) == (opened.document(id_).sha256, opened.document(id_).text)


@given(st.text(min_size=1, max_size=80))
def test_no_id_leads_out_of_its_folder(id_):
    """Whatever an engine might give as one."""
    assert re.fullmatch(r"(?:[0-9a-f]{8}/)?[A-Za-z0-9_-]+|_[a-z0-9-]*\.[0-9a-f]{16}", file_stem(id_))


@given(st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True), unique=True, max_size=50))
def test_ids_keep_apart_where_case_does_not_count(ids):
    """Two ids never share a name, in any bundle."""
    assert len(ids) == len({file_stem(id_).lower() for id_ in ids})


def test_ids_made_safe_take_no_name_of_another():
    """Names of devices, and ids with other letters, beside ids that look like their names."""
    ids = ["aux", "AUX", "_aux", "nul", "aux.", "../x", "x"]
    ids += [file_stem(id_).replace(".", sign) for id_ in ids for sign in ("-", "_", ".")]
    assert len(set(ids)) == len({file_stem(id_).lower() for id_ in ids})


def test_ids_in_another_script_keep_apart():
    """Of 200,000 of them, which have no word in Latin letters."""
    ids = [f"{chr(0x4E00 + at // 1000)}{chr(0x4E00 + at % 1000)}" for at in range(200_000)]
    assert len(ids) == len(set(map(file_stem, ids)))


def test_one_document_has_a_bundle_of_its_own(client):
    """With its files as they stand in that of a search."""
    whole = fetch(client, "/search.zip?q=wagner")
    files = fetch(client, "/documents/001_c49576111bc90fa8.zip")
    assert ["001_c49576111bc90fa8"] == [row["id"] for row in hits_of(files)]
    own = {name for name in files if "/" in name}
    assert {"originals", "texts", "documents"} == {name.split("/")[0] for name in own}
    assert {name: whole[name] for name in own} == {name: files[name] for name in own}


def test_a_document_that_is_not_there_has_none(client):
    """It is said in plain words, and no file is sent."""
    answer = client.get("/documents/none.zip")
    assert (404, "text/plain") == (answer.status_code, answer.mimetype)


def test_an_answer_of_nothing_is_evidence_too(client):
    """That nothing was found can be checked like anything else."""
    files = fetch(client, "/search.zip?q=zebra")
    assert [] == hits_of(files)
    assert {"README.txt", "query.json", "generation.json", "hits.csv", "SHA256SUMS"} == set(files)


def test_documents_are_read_as_they_are_sent(client, monkeypatch):
    """Nobody waits for the last one, and none is held."""
    read = []
    original = api.Search.original
    monkeypatch.setattr(api.Search, "original", lambda search, id_: read.append(id_) or original(search, id_))
    monkeypatch.setattr("webapp.exports.sending.BLOCK", 1)
    pieces = client.get("/search.zip?q=wagner").response
    for piece in pieces:
        if b"originals/" in piece:
            break
    assert 1 == len(read)
    pieces.close()


def test_a_bundle_that_breaks_off_is_none(client, monkeypatch):
    """Where a document cannot be read, no program takes what was sent for a whole file."""

    def fail(*_):
        raise OSError("the disk is gone")

    monkeypatch.setattr(api.Search, "original", fail)
    sent = []
    with pytest.raises(OSError, match="disk"):
        sent.extend(client.get("/search.zip?q=wagner").response)
    assert not zipfile.is_zipfile(io.BytesIO(b"".join(sent)))
