"""Source files to documents: nothing bad stops the run, and nothing is left out in silence."""

import itertools
import json
import logging
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning.page import clean_page
from indexer.entities.authority import read_authority
from indexer.entities.linking import Linker
from indexer.errors import CleaningError, SeedError
from indexer.rebuild import documents, finishing
from indexer.rebuild.documents import EMPTY, SourceReport, read_documents
from indexer.rebuild.finishing import NO_TEXT, Steps
from indexer.rebuild.stated_actors import StatedActors, slug_of
from indexer.schema.collection import Actor
from indexer.schema.document import ActorMention
from indexer.settings import Settings
from indexer.sources.file_names import name_files
from indexer.sources.reading import find_source_files
from tests.processes import children_of

TEXT = "The governor opened a new bridge over the river on Monday, as the council had planned for years."
WAGNER = Actor("wagner", "pmc", "Wagner Group", "Wagner Group", None, None, None, "", False, ())
ALL_STEPS = Steps(clean=True, linker=Linker(read_authority()))


def write_pages(path: Path, *pages: dict) -> Path:
    """A JSONL file of pages."""
    path.write_text("".join(json.dumps({"text": TEXT, **page}) + "\n" for page in pages))
    return path


def read(folder: Path, steps: Steps = ALL_STEPS, jobs: int = 1):
    """All documents of a folder, the report and the stated actors."""
    report, stated = SourceReport(), StatedActors({"wagner": WAGNER})
    settings = Settings(jobs=jobs)
    files = name_files(find_source_files((folder,)), ())
    found = tuple(read_documents(files, settings, steps, stated, report))
    return found, report, stated


def test_documents_come_in_the_order_of_files_and_pages(tmp_path):
    """By file name, then by place in the file, each with its bytes as delivered."""
    write_pages(tmp_path / "b.jsonl", {"id": "b1"}, {"id": "a1"})
    write_pages(tmp_path / "a.jsonl", {"id": "c1"})
    found, report, _ = read(tmp_path)
    assert ["c1", "b1", "a1"] == [document.id for document, *_ in found]
    assert all(TEXT.encode() in original for _, original, *_ in found)
    assert [("a.jsonl", 1, "read"), ("b.jsonl", 2, "read")] == [
        (Path(file.path).name, file.documents, file.status) for file in report.source_files()
    ]
    assert {file.path for file in report.source_files()} == {d.source_file for d, *_ in found}


def test_more_processes_give_the_same_documents_in_the_same_order(tmp_path):
    """Two processes change neither the documents nor the report."""
    for number in range(3):
        ids = [{"id": f"f{number}-{at}", "text": f"{TEXT} Part {at}."} for at in range(30)]
        write_pages(tmp_path / f"{number}.jsonl", *ids, {"id": "same"})
    alone, report, _ = read(tmp_path)
    together, other, _ = read(tmp_path, jobs=2)
    assert 93 == len(alone)
    assert alone == together
    assert report.source_files() == other.source_files()


def test_workers_that_are_killed_cost_no_page(tmp_path):
    """Killed by the system for the memory of another program, for one: others take over."""
    write_pages(tmp_path / "a.jsonl", *[{"id": f"a{n}"} for n in range(200)])
    files = name_files(find_source_files((tmp_path,)), ())
    found = read_documents(files, Settings(jobs=2), ALL_STEPS, StatedActors({}), SourceReport())
    # Other tests of this process may have a browser or a cluster
    others = {*children_of(os.getpid())}
    first = [next(found).document.id]
    workers = {*children_of(os.getpid())} - others
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    assert [f"a{n}" for n in range(200)] == first + [document.id for document, *_ in found]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_page_that_ends_its_process_is_told_with_its_file(tmp_path, monkeypatch, jobs):
    """Every page before and behind it becomes a document."""

    def clean(page, memory):
        if page.id in {"a20", "b0"}:
            os.kill(os.getpid(), signal.SIGSEGV)
        return clean_page(page, memory)

    monkeypatch.setattr(finishing, "clean_page", clean)
    write_pages(tmp_path / "a.jsonl", *[{"id": f"a{n}"} for n in range(50)])
    write_pages(tmp_path / "b.jsonl", {"id": "b0"})
    found, report, _ = read(tmp_path, jobs=jobs)
    assert [f"a{n}" for n in range(50) if n != 20] == [document.id for document, *_ in found]
    ended = "the process that worked on it was ended by SIGSEGV"
    assert [(49, "partly", f"a20: {ended}"), (0, "refused", f"b0: {ended}")] == [
        (file.documents, file.status, file.reason) for file in report.source_files()
    ]


def test_closing_the_documents_early_ends_the_workers(tmp_path):
    """A rebuild that fails half way leaves no process behind."""
    write_pages(tmp_path / "a.jsonl", *[{"id": f"a{n}"} for n in range(200)])
    files = name_files(find_source_files((tmp_path,)), ())
    found = read_documents(files, Settings(jobs=2), ALL_STEPS, StatedActors({}), SourceReport())
    others = {*children_of(os.getpid())}
    next(found)
    workers = {*children_of(os.getpid())} - others
    assert 2 == len(workers)
    found.close()
    assert not workers & {*children_of(os.getpid())}


def test_refused_files_and_lines_are_reported_and_the_rest_go_on(tmp_path):
    """Each has its reason; a file with good and bad lines is read partly."""
    write_pages(tmp_path / "a.jsonl", {"id": "good"})
    with (tmp_path / "a.jsonl").open("a") as file:
        file.write("no json\n")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\xff\xfe\x00binary" * 100)
    write_pages(tmp_path / "c.jsonl", {"id": "last"})
    found, report, _ = read(tmp_path)
    partly, refused, whole = report.source_files()
    assert ["good", "last"] == [document.id for document, *_ in found]
    assert ["partly", "refused", "read"] == [partly.status, refused.status, whole.status]
    assert partly.reason.startswith("line 2: ")
    assert refused.reason
    assert "" == whole.reason
    assert 2 == sum(count for _, count in report.causes())


def test_a_file_without_a_page_is_reported(tmp_path, monkeypatch):
    """Neither page nor problem: still not passed over in silence."""
    write_pages(tmp_path / "a.jsonl", {"id": "a"})
    monkeypatch.setattr(documents, "read_source_file", lambda *_, **__: iter(()))
    found, report, _ = read(tmp_path)
    assert () == found
    assert [("refused", EMPTY)] == [(file.status, file.reason) for file in report.source_files()]
    assert ((EMPTY, 1),) == report.causes()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SeedError("it is locked"), "it is locked"),
        (OSError("disk"), "it cannot be read (OSError)"),
        (ZeroDivisionError(), "it cannot be read (ZeroDivisionError)"),
    ],
)
def test_a_reader_that_fails_half_way_keeps_what_it_gave(tmp_path, monkeypatch, error, reason):
    """The pages before the failure stay; the file is read partly, with the reason."""
    real = documents.read_source_file

    def fail_late(path, **limits):
        yield from real(path, **limits)
        if path.name == "a.jsonl":
            raise error

    write_pages(tmp_path / "a.jsonl", {"id": "a"})
    write_pages(tmp_path / "b.jsonl", {"id": "b"})
    monkeypatch.setattr(documents, "read_source_file", fail_late)
    found, report, _ = read(tmp_path)
    assert ["a", "b"] == [document.id for document, *_ in found]
    assert [("partly", reason), ("read", "")] == [(f.status, f.reason) for f in report.source_files()]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (CleaningError("too deep"), "bad: too deep"),
        (RecursionError(), "bad: it cannot be cleaned (RecursionError)"),
    ],
)
def test_a_page_that_cannot_be_cleaned_is_that_files_failure_alone(
    tmp_path, monkeypatch, caplog, error, reason
):
    """Expected or not, the error of one page is reported, and the next page is read."""
    real = finishing.clean_page

    def stumble(page, **known):
        if page.id == "bad":
            raise error
        return real(page, **known)

    monkeypatch.setattr(finishing, "clean_page", stumble)
    write_pages(tmp_path / "a.jsonl", {"id": "one"}, {"id": "bad"}, {"id": "two"})
    with caplog.at_level(logging.ERROR):
        found, report, _ = read(tmp_path)
    assert ["one", "two"] == [document.id for document, *_ in found]
    assert [("partly", reason, 2)] == [(f.status, f.reason, f.documents) for f in report.source_files()]
    assert isinstance(error, CleaningError) == (caplog.records == [])


def test_a_thousand_bad_lines_give_a_short_reason(tmp_path):
    """The first few are written out, the others are counted."""
    write_pages(tmp_path / "a.jsonl", {"id": "good"})
    with (tmp_path / "a.jsonl").open("a") as file:
        file.write("no json\n" * 1000)
    reason = read(tmp_path)[1].source_files()[0].reason
    assert reason.endswith("; and 995 more")
    assert len(reason) < 1000


def test_a_repeated_id_gets_a_number_and_a_note(tmp_path):
    """Also where the number is taken; the first document keeps its id and has no note."""
    write_pages(tmp_path / "a.jsonl", {"id": "same"}, {"id": "same-2"}, {"id": "same"}, {"id": "same"})
    found, report, _ = read(tmp_path)
    assert ["same", "same-2", "same-3", "same-4"] == [document.id for document, *_ in found]
    assert [0, 0, 1, 1] == [sum("same" in n for n in document.notes) for document, *_ in found]
    assert 2 == report.renamed


def test_a_repeated_long_id_stays_within_its_length():
    """An id may have 64 characters; the number takes the place of the last."""
    taken: dict[str, int] = {}
    long = "x" * 64
    assert long == documents._free_id(long, taken)
    assert "x" * 62 + "-2" == documents._free_id(long, taken)


class CountedLookups(dict):
    """Taken ids that count how often one is looked for."""

    times = 0

    def __contains__(self, key):
        self.times += 1
        return super().__contains__(key)


def test_many_pages_of_one_id_are_numbered_without_trying_each_number_anew():
    """A thousand pages of one id look for two ids each, not for all numbers before."""
    taken = CountedLookups({"a-7": 1})
    found = [documents._free_id("a", taken) for _ in range(1_000)]
    assert ["a", *(f"a-{n}" for n in range(2, 1_002) if n != 7)] == found
    assert taken.times < 3 * len(found)


@given(st.lists(st.sampled_from(["a", "a-2", "a-2-2", "a-3", "x" * 64, "x" * 62 + "-2"]), max_size=40))
def test_repeated_ids_get_the_first_free_number(wanted):
    """Each id gets the smallest number that no page before has, however the ids are mixed."""
    taken: dict[str, int] = {}
    seen: set[str] = set()
    for name in wanted:
        numbered = (name[: 64 - len(f"-{n}")] + f"-{n}" for n in itertools.count(2))
        expected = next(found for found in itertools.chain([name], numbered) if found not in seen)
        assert expected == documents._free_id(name, taken)
        seen.add(expected)


def test_without_linking_the_actors_are_those_stated(tmp_path):
    """Known ids stay, other names become unlisted actors; none of them has a place in the text."""
    write_pages(tmp_path / "a.jsonl", {"id": "a", "actors": ["wagner", "Coop. Bank", "Coop.  Bank", " "]})
    (document, *_), *_ = found = read(tmp_path, Steps(clean=True, linker=None))[0]
    stated = read(tmp_path, Steps(clean=True, linker=None))[2]
    assert 1 == len(found)
    assert (ActorMention("wagner", 0, 0), ActorMention("coop-bank", 0, 0)) == document.actors
    assert ((), ()) == (document.places, document.dates)
    assert [("coop-bank", "unlisted", "Coop. Bank"), ("wagner", "pmc", "Wagner Group")] == [
        (actor.id, actor.type, actor.label) for actor in stated.actors({"wagner", "coop-bank", "another"})
    ]


def test_with_linking_stated_actors_are_not_used(tmp_path):
    """The text alone says who is named."""
    write_pages(tmp_path / "a.jsonl", {"id": "a", "actors": ["nobody-at-all"]})
    found, _, stated = read(tmp_path)
    assert "nobody-at-all" not in {mention.id for mention in found[0][0].actors}
    assert () == stated.actors({"nobody-at-all"})


def test_names_that_shorten_to_one_id_stay_apart():
    """C++ and C# are two actors; the same name in another case is one."""
    stated = StatedActors({"wagner": WAGNER})
    assert ("c", "c-2", "wagner-2", "wagner") == stated.ids(("C++", "C#", "c++", "Wagner!", "wagner"))
    assert ("c", "c-2") == stated.ids(("C++", "c#"))


def test_names_in_any_script_have_an_id():
    """An id is made of safe signs, and two names in Arabic differ in it."""
    assert "jama-at-nasr" == slug_of("Jamā'at Nasr")
    assert slug_of("فاغنر") != slug_of("القاعدة")
    assert slug_of("فاغنر").startswith("actor-")


def test_without_cleaning_the_text_is_taken_as_it_is(tmp_path):
    """No span is removed, whatever the page holds."""
    write_pages(tmp_path / "a.jsonl", {"id": "a", "text": f"{TEXT}\n\nAdvertisement\n\n{TEXT} More."})
    assert () == read(tmp_path, replace(ALL_STEPS, clean=False))[0][0][0].removed


@pytest.mark.parametrize(
    "page", [{"html": "<html><body></body></html>"}, {"html": "<html><body><img src=x></body></html>"}]
)
def test_a_page_without_text_is_refused(tmp_path, page):
    """It is no document that is counted and has nothing to read; the pages beside it go on."""
    write_pages(tmp_path / "a.jsonl", {"id": "a"}, {"id": "bare", **page}, {"id": "b"})
    found, report, _ = read(tmp_path)
    assert ["a", "b"] == [document.id for document, *_ in found]
    assert [("partly", f"bare: {NO_TEXT}")] == [(f.status, f.reason) for f in report.source_files()]
    assert ((NO_TEXT, 1),) == report.causes()


@pytest.mark.parametrize("text", ["Advertisement", "© 2024 Reuters\n\n---", "Share this:\n\nMenu\n"])
def test_a_page_of_residue_only_is_kept_with_its_original_and_a_note(tmp_path, text):
    """Nothing of it is found by a search, and nothing of it is lost."""
    write_pages(tmp_path / "a.jsonl", {"id": "a"}, {"id": "bare", "text": text}, {"id": "b"})
    found, report, _ = read(tmp_path)
    assert ["a", "bare", "b"] == [document.id for document, *_ in found]
    bare = found[1][0]
    assert (text, "", None, ()) == (bare.text, bare.clean_text.strip(), bare.title, bare.passages)
    assert bare.removed
    assert ["All of the text was taken for residue: none of it is found by a search."] == list(bare.notes)
    assert () == report.causes()


def test_a_title_alone_is_something_and_so_is_residue_that_is_not_cleaned(tmp_path):
    """A headline beside the text is found and shown; without cleaning a text stays as it is."""
    write_pages(tmp_path / "a.jsonl", {"id": "a", "text": "Advertisement", "title": "Rains fail"})
    assert ["Rains fail"] == [document.label for document, *_ in read(tmp_path)[0]]
    write_pages(tmp_path / "a.jsonl", {"id": "a", "text": "Advertisement"})
    plain = read(tmp_path, replace(ALL_STEPS, clean=False))[0]
    assert ["Advertisement"] == [document.clean_text for document, *_ in plain]


def test_the_source_of_a_page_without_outlet_is_its_host(tmp_path):
    """An outlet beside the text comes first."""
    write_pages(
        tmp_path / "a.jsonl",
        {"id": "a", "url": "https://www.example.org/x"},
        {"id": "b", "url": "https://example.org/x", "source": "The Herald"},
        {"id": "c"},
    )
    assert ["example.org", "The Herald", None] == [d.outlet for d, *_ in read(tmp_path)[0]]


def test_mended_encoding_and_what_was_passed_over_reach_the_collection(tmp_path):
    """A plain text keeps its repairs; a file of records says how many held no page."""
    (tmp_path / "a.txt").write_text(f"CafÃ© in GaoÂ\xa0: {TEXT}")
    request = b"WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 2\r\n\r\nGE\r\n\r\n"
    page = f"<title>CafÃ©</title><p>{TEXT}</p>".encode()
    head = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    (tmp_path / "b.warc").write_bytes(request + head % len(page) + page + b"\r\n\r\n" + request)
    found, report, _ = read(tmp_path)
    (text, html) = [document for document, *_ in found]
    assert text.text.startswith("Café in Gao\xa0:")
    assert text.delivered_text.startswith("CafÃ© in GaoÂ\xa0:")
    assert ("Café", ()) == (html.title, html.repairs)
    assert all("mended" in document.notes[0] for document in (text, html))
    one, two = report.source_files()
    assert ("read", "2 records hold no page and were passed over") == (two.status, two.reason)
    assert ("read", "") == (one.status, one.reason)
