"""An update equals a rebuild in all that can be asked, and works on what changed alone."""

import csv
import gzip
import hashlib
import io
import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer import manifest
from indexer.engine_port import EngineRequest
from indexer.errors import GenerationCorrupt, GenerationLocked, RebuildError
from indexer.generations import building, current_name, open_generation
from indexer.manifest import check_files
from indexer.query.syntax import All, FieldIs, Term
from indexer.rebuild import base, fingerprints, finishing
from indexer.rebuild.checking import check
from indexer.rebuild.run import rebuild
from indexer.rebuild.update import UpdateReport, update
from indexer.schema.fields import FACETS
from indexer.settings import Settings
from tests.fake_engine import FakeReader, FakeWriter, stored

WORDS = "The governor opened a new bridge over the river on Monday, as the council had planned for years."
TEXTS = (
    f"Wagner left Gao in 2023. {WORDS}",
    f"Published: 3 May 2024\n\n{WORDS}\n\nAdvertisement\n\nJNIM came back to Gao.",
    f"Rains Fail Again In The North\n\n{WORDS} {WORDS}",
    f"{WORDS} The Wagner\nGroup and JNIM met on 4 May 2023.",
    f"{WORDS}  The Wagner\nGroup and JNIM met on 5 May 2023.",
    f"{WORDS} The Wagner Group and JNIM met on 4 May 2023.",
    "Advertisement",
    "",
)
ACTORS = ((), ("Coop Bank",), ("wagner",), ("COOP BANK", "Rural Union"), ("Rural Union", "rural-union"))
QUERIES = (
    All(),
    *(Term(word, word, exact=True) for word in ("wagner", "bridge", "jnim", "the", "monday")),
    *(FieldIs("actor", id_) for id_ in ("wagner", "jnim", "coop-bank")),
)


def files_of(index: Path) -> Path:
    """The folder of the source files beside an index."""
    return index.parent / "seeds"


pytestmark = pytest.mark.usefixtures("few_names")


@pytest.fixture
def settings(tmp_path):
    """Settings of a folder with two files of text and one of lines, and of an index of them."""
    found = Settings(index=tmp_path / "index", seeds=(tmp_path / "seeds",))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text(TEXTS[0])
    (tmp_path / "seeds" / "two.txt").write_text(TEXTS[1])
    write_lines(tmp_path / "seeds" / "lines.jsonl", [{"id": f"l{n}", "text": TEXTS[n]} for n in range(4)])
    rebuild(found, stored(found))
    return found


def write_lines(path: Path, pages: list[dict]) -> None:
    """A file of lines; its name says whether it is packed."""
    content = "".join(json.dumps(page) + "\n" for page in pages).encode()
    if path.suffix == ".csv":
        rows = io.StringIO()
        csv.writer(rows).writerows(
            (page.get("id"), page["text"], ";".join(page.get("actors", ()))) for page in pages
        )
        content = b"id,text,actors\n" + rows.getvalue().encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def run_update(settings: Settings, **options) -> UpdateReport:
    """An update with the small engine."""
    return update(settings, stored(settings), **options)


def answers(settings: Settings) -> list:
    """All that the current generation says, but when it was built."""
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        asked = [EngineRequest(query, facets=FACETS, limit=100) for query in QUERIES]
        found = [reader.search(one) for query in asked for one in (query, replace(query, fold=True))]
        documents = [(reader.document(id_), reader.original(id_)) for id_ in reader.document_ids()]
        facts = opened.manifest.facts
        known = (facts.documents, facts.corpus, facts.ids, facts.processing, facts.linking, facts.independent)
        return [
            found,
            documents,
            replace(reader.collection, built_at=""),
            known,
            reader.page_hashes(),
            reader.copies(),
        ]


def assert_equals_rebuild(settings: Settings, report: UpdateReport, **options) -> None:
    """The current generation and the report are those of a rebuild; and the deep check passes."""
    assert "ok" == check(stored(settings), deep=True).status
    with tempfile.TemporaryDirectory() as folder:
        other = replace(settings, index=Path(folder) / "index")
        expected = rebuild(other, stored(other), **options)
        assert answers(other) == answers(settings)
    same = {"generation": report.result.generation, "seconds": report.result.seconds}
    assert replace(expected, **same) == report.result
    assert expected.documents == report.added + report.changed + report.unchanged


LINES = st.lists(
    st.fixed_dictionaries(
        {"text": st.sampled_from(TEXTS)},
        optional={"id": st.sampled_from("abcdefgh"), "actors": st.sampled_from(ACTORS)},
    ),
    max_size=5,
)
CHANGE = st.one_of(
    st.tuples(st.just("text"), st.sampled_from(["a.txt", "b.txt", "c.html"]), st.sampled_from(TEXTS)),
    st.tuples(st.just("lines"), st.sampled_from(["l.jsonl", "m.jsonl", "n.jsonl.gz", "o.csv"]), LINES),
    st.tuples(st.just("reverse"), st.sampled_from(["l.jsonl", "m.jsonl"]), st.none()),
    st.tuples(st.just("broken"), st.sampled_from(["l.jsonl", "m.jsonl"]), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(["a.txt", "l.jsonl", "m.jsonl", "o.csv"]), st.none()),
    st.tuples(st.just("touch"), st.sampled_from(["a.txt", "l.jsonl"]), st.none()),
    st.tuples(st.just("remove"), st.sampled_from(["a.txt", "b.txt", "l.jsonl", "n.jsonl.gz"]), st.none()),
    st.tuples(st.just("binary"), st.sampled_from(["a.txt", "b.txt"]), st.none()),
)


def apply(folder: Path, change: tuple) -> None:
    """Make a change to a folder of source files; one that has no place in it is nothing."""
    kind, name, content = change
    path = folder / name
    if kind == "text":
        path.write_text(content)
    elif kind == "lines":
        write_lines(path, content)
    elif kind == "binary":
        path.write_bytes(b"\x00\x01\xff\xfe\x00" * 100)
    elif not path.exists():
        return
    elif kind == "reverse":
        path.write_text("".join(reversed(path.read_text().splitlines(keepends=True))))
    elif kind == "broken":
        path.write_text(path.read_text() + "no json\n")
    elif kind == "rename":
        path.rename(folder / f"z{name}")
    elif kind == "touch":
        os.utime(path)
    elif kind == "remove":
        path.unlink()


@given(st.lists(st.lists(CHANGE, max_size=3), min_size=1, max_size=3), st.booleans(), st.booleans())
@examples(deadline=None, max_examples=20)
def test_after_any_changes_an_update_equals_a_rebuild(rounds, clean, link):
    """Ids, scores, counts, documents, originals, the collection and the report, round after round."""
    options = {"clean": clean, "link": link}
    with tempfile.TemporaryDirectory() as name:
        seeds = Path(name) / "seeds"
        seeds.mkdir()
        settings = Settings(index=Path(name) / "index", seeds=(seeds,), max_failed_share=1.0)
        for number in range(2):
            (seeds / f"kept-{number}.txt").write_text(f"{TEXTS[number]} Number {number}.")
        write_lines(seeds / "l.jsonl", [{"id": f"l{n}", "text": TEXTS[n]} for n in range(3)])
        rebuild(settings, stored(settings), **options)
        for changes in rounds:
            for change in changes:
                apply(seeds, change)
            assert_equals_rebuild(settings, run_update(settings, **options), **options)


def test_where_nothing_changed_the_generation_stays(settings):
    """Also where a file was touched; no build is left behind, and the report has all figures."""
    before = current_name(settings.index)
    os.utime(files_of(settings.index) / "one.txt")
    report = run_update(settings)
    assert (False, before, 0, 0, 0, 6) == (
        report.published,
        report.result.generation,
        report.added,
        report.changed,
        report.deleted,
        report.unchanged,
    )
    assert before == current_name(settings.index)
    assert {"CURRENT", "LOCK", "pins", before} == {path.name for path in settings.index.iterdir()}
    assert_equals_rebuild(settings, report)


def test_a_blank_line_changes_the_facts_of_its_file_alone(settings):
    """No document is worked on, and the collection names the file's new size and hash."""
    path = files_of(settings.index) / "lines.jsonl"
    path.write_text(path.read_text() + "\n")
    report = run_update(settings)
    assert (True, 0, 0, 0, 6) == (
        report.published,
        report.added,
        report.changed,
        report.deleted,
        report.unchanged,
    )
    assert_equals_rebuild(settings, report)


@pytest.mark.parametrize("jobs", [1, 2])
def test_only_what_changed_is_finished_and_written(settings, monkeypatch, jobs):
    """One line made anew, one added, one removed, and all lines moved by one: two pages of work."""
    finished, written = [], []
    work_through = finishing.work_through

    def seen(*given):
        for page, done in work_through(*given):
            finished.append(page.id)
            yield page, done

    def add(writer, document, *rest):
        written.append(document.id)
        FakeWriter.add(writer, document, *rest)

    monkeypatch.setattr(finishing, "work_through", seen)
    writer = type("SeenWriter", (FakeWriter,), {"add": add})
    pages = [{"id": f"l{n}", "text": TEXTS[n]} for n in range(4)]
    pages[1]["text"] += " More."
    write_lines(files_of(settings.index) / "lines.jsonl", [{"id": "new", "text": WORDS}, *pages[:3]])
    report = update(replace(settings, jobs=jobs), stored(settings, writer))
    assert (["new", "l1"], ["new", "l1"]) == (finished, written)
    assert (1, 1, 1, 4, "") == (
        report.added,
        report.changed,
        report.deleted,
        report.unchanged,
        report.because,
    )
    assert_equals_rebuild(settings, report)


def test_lines_without_an_id_are_known_by_their_place(settings):
    """Their id is made of their place: a line that moved is another document."""
    path = files_of(settings.index) / "places.jsonl"
    write_lines(path, [{"text": TEXTS[0]}, {"text": TEXTS[2]}])
    assert 2 == run_update(settings).added
    write_lines(path, [{"text": TEXTS[0]}, {"text": TEXTS[3]}, {"text": TEXTS[2]}])
    report = run_update(settings)
    assert (1, 1, 0) == (report.added, report.changed, report.deleted)
    assert_equals_rebuild(settings, report)


def test_a_file_that_is_named_otherwise_gives_new_documents(settings):
    """A document names its source file, and a text has its id from there."""
    (files_of(settings.index) / "lines.jsonl").rename(files_of(settings.index) / "others.jsonl")
    (files_of(settings.index) / "one.txt").rename(files_of(settings.index) / "three.txt")
    report = run_update(settings)
    assert (1, 4, 1, 1) == (report.added, report.changed, report.deleted, report.unchanged)
    assert_equals_rebuild(settings, report)


def damage(settings: Settings) -> None:
    """A byte of the current generation is another."""
    path = settings.index / str(current_name(settings.index)) / "documents.jsonl"
    path.write_bytes(path.read_bytes()[:-2] + b" \n")


def share_an_id(settings: Settings) -> None:
    """Two pages of one id are rebuilt first."""
    write_lines(files_of(settings.index) / "same.jsonl", [{"id": "same", "text": t} for t in TEXTS[:2]])
    rebuild(settings, stored(settings))


def leave_little(settings: Settings) -> None:
    """An index of a few words is rebuilt first."""
    for path in files_of(settings.index).iterdir():
        path.unlink()
    (files_of(settings.index) / "few.txt").write_text("Rains fail in Gao.")
    rebuild(settings, stored(settings))


def lose_hashes(settings: Settings) -> None:
    """The index comes from a writer that was told of no hash."""
    forgetful = type("Forgetful", (FakeWriter,), {"add": lambda w, d, o, _: FakeWriter.add(w, d, o)})
    rebuild(settings, stored(settings, forgetful))


@pytest.mark.parametrize(
    ("prepare", "because"),
    [
        (lambda settings: (settings.index / "CURRENT").unlink(), "there was no index yet"),
        (damage, "the index was damaged"),
        (share_an_id, "pages share an id"),
        (leave_little, "too little to go on from"),
        (lose_hashes, "does not know its pages"),
    ],
)
def test_without_a_sound_base_all_is_rebuilt_with_the_reason(settings, prepare, because):
    """Each of them is named, and the result is a rebuild."""
    prepare(settings)
    report = run_update(settings)
    assert because in report.because
    assert (report.result.documents, 0, 0, 0) == (
        report.added,
        report.changed,
        report.deleted,
        report.unchanged,
    )
    assert_equals_rebuild(settings, report)


def test_an_older_generation_is_not_gone_on_from(settings):
    """Where the newest one is damaged all is rebuilt, though an older one answers."""
    (files_of(settings.index) / "one.txt").write_text(TEXTS[3])
    assert "" == run_update(settings).because
    damage(settings)
    assert "the index was damaged" == run_update(settings).because


@pytest.mark.parametrize(
    ("options", "changed", "because"),
    [
        ({"clean": False}, {}, "pages are read or cleaned in another way"),
        ({"link": False}, {}, "names are linked in another way"),
        ({}, {"max_file_bytes": 4_000}, "pages are read or cleaned in another way"),
    ],
)
def test_other_options_rebuild_all(settings, options, changed, because):
    """Every page would be read, cleaned or linked in another way."""
    settings = replace(settings, **changed)
    report = run_update(settings, **options)
    assert report.because.startswith(because)
    assert_equals_rebuild(settings, report, **options)


def test_another_engine_or_program_rebuilds_all(settings, monkeypatch):
    """A changed rule or authority file makes every page one to do again; so does another engine."""
    assert "the engine whoosh" in run_update(replace(settings, engine="other")).because
    assert "the engine other" in run_update(settings).because
    assert "" == run_update(settings).because
    monkeypatch.setattr(fingerprints, "_program_hashes", lambda *_: (("cleaning/rules.py", "0"),))
    assert run_update(settings).because.startswith("pages are read or cleaned in another way")
    monkeypatch.setattr(base, "analysis_hash", lambda: "another")
    assert "the index was built by another version of this program" == run_update(settings).because


@pytest.mark.parametrize("name", ["a.jsonl", "z.jsonl"])
def test_a_page_that_wants_the_id_of_an_unchanged_one_rebuilds_all(settings, name):
    """Read before it or behind it: which of the two keeps the id depends on their order."""
    write_lines(files_of(settings.index) / name, [{"id": "l2", "text": WORDS}])
    report = run_update(settings)
    assert "two pages want the id l2" in report.because
    assert_equals_rebuild(settings, report)


@pytest.mark.parametrize("names", [("COOP BANK",), ("coop-bank",), ("Rural Union", "rural-union")])
def test_actors_whose_names_meet_rebuild_all(settings, names):
    """Which spelling is the label, and which id has a number, depends on the order of the pages."""
    path = files_of(settings.index) / "lines.jsonl"
    pages = [{"id": f"l{n}", "text": TEXTS[n], "actors": ["Coop Bank"]} for n in range(3)]
    write_lines(path, pages)
    rebuild(settings, stored(settings), link=False)
    write_lines(path, [*pages, {"id": "new", "text": WORDS, "actors": names}])
    report = run_update(settings, link=False)
    assert "order of all pages" in report.because
    assert_equals_rebuild(settings, report, link=False)
    assert "order of all pages" in run_update(settings, link=False).because


def test_an_actor_whom_no_page_states_any_more_is_no_actor_of_the_collection(settings):
    """As after a rebuild, while the others keep their ids."""
    path = files_of(settings.index) / "lines.jsonl"
    pages = [{"id": f"l{n}", "text": TEXTS[n], "actors": list(ACTORS[n])} for n in range(3)]
    write_lines(path, pages)
    rebuild(settings, stored(settings), link=False)
    write_lines(path, [pages[0], pages[2], {"id": "new", "text": WORDS, "actors": ["Rural Union"]}])
    report = run_update(settings, link=False)
    assert "" == report.because
    assert_equals_rebuild(settings, report, link=False)
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        assert ["rural-union", "wagner"] == [actor.id for actor in reader.collection.actors]


def fail(error: Exception):
    """A method that raises."""

    def method(*_):
        raise error

    return method


@pytest.mark.parametrize(
    ("methods", "error", "message"),
    [
        ({"add": lambda *_: None}, RebuildError, "holds 5 documents, not the 6 written"),
        ({"delete": lambda *_: None, "add": lambda *_: None}, RebuildError, "does not answer as it must"),
        ({"finish": fail(OSError(28, "No space left on device"))}, RebuildError, "No space left"),
        ({"delete": fail(ZeroDivisionError("division"))}, ZeroDivisionError, "division"),
    ],
)
def test_an_update_that_fails_is_never_published(settings, methods, error, message):
    """A document lost or kept, a full disk, a bug: the generation before answers, and no build is left."""
    before = current_name(settings.index)
    (files_of(settings.index) / "one.txt").write_text("Dunes moved south.")
    with pytest.raises(error, match=message):
        update(settings, stored(settings, type("Failing", (FakeWriter,), methods)))
    assert before == current_name(settings.index)
    assert {"CURRENT", "LOCK", "pins", before} == {path.name for path in settings.index.iterdir()}


def test_too_many_failures_and_lost_files_are_refused_as_by_a_rebuild(settings):
    """The generation before stays; while another run holds the lock there is no update either."""
    for name in ("one", "two"):
        (files_of(settings.index) / f"{name}.txt").write_bytes(b"\x00\x01\xff\xfe\x00" * 100)
    with pytest.raises(RebuildError, match="2 of 3 source files cannot be used"):
        run_update(settings)
    with building(settings.index), pytest.raises(GenerationLocked):
        run_update(settings)
    for path in files_of(settings.index).iterdir():
        path.unlink()
    with pytest.raises(RebuildError, match="the index holds 6 documents"):
        run_update(settings)


def test_shared_files_are_listed_with_the_hash_that_was_verified(settings, monkeypatch):
    """They are not read again; a byte that changes meanwhile is found in both generations."""
    (files_of(settings.index) / "one.txt").write_text("Dunes moved south.")
    first = settings.index / str(current_name(settings.index))
    read = []
    monkeypatch.setattr(manifest.os, "fsync", lambda number: read.append(os.fstat(number).st_ino))

    class Damaging(FakeWriter):
        def finish(self, collection, copies):
            super().finish(collection, copies)
            content = (first / "originals.jsonl").read_bytes()
            with (first / "originals.jsonl").open("r+b") as file:
                file.write(content.swapcase())

    report = update(settings, stored(settings, Damaging, _Careless))
    second = settings.index / report.result.generation
    assert "" == report.because
    shared = (first / "originals.jsonl").stat().st_ino
    assert shared == (second / "base-originals.jsonl").stat().st_ino
    assert shared not in read
    for folder in (first, second):
        listed = (folder / "MANIFEST.json").read_bytes()
        with pytest.raises(GenerationCorrupt, match=r"originals\.jsonl was changed"):
            check_files(folder, manifest.read_manifest(folder, hashlib.sha256(listed).hexdigest()))


class _Careless(FakeReader):
    """A reader that does not look at originals."""

    def _read(self, documents: Path, _: Path) -> None:
        lines = documents.read_text(encoding="utf-8").splitlines()
        with tempfile.TemporaryDirectory() as folder:
            empty = Path(folder) / "originals"
            empty.write_text('""\n' * len(lines))
            super()._read(documents, empty)
