"""A run knows the lines of all its pages before it cleans the first, and an update knows the same."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer.entities.authority import read_authority
from indexer.generations import open_generation
from indexer.rebuild import run
from indexer.rebuild.line_counting import read_page_lines
from indexer.rebuild.run import rebuild
from indexer.rebuild.update import UpdateReport, update
from indexer.rebuild.workers import BATCH
from indexer.schema.collection import RepeatedLine
from indexer.schema.document import RawPage
from indexer.settings import Settings
from tests.fake_engine import FakeReader, stored

SLOGAN = "The voice of the dunes since 1961"
PLEA = "This page comes from a tent in the dunes."
PLACES = ("Gao", "Mopti", "Kidal", "Ansongo", "Segou", "Djenne", "Nara", "Bourem")
WITHOUT_LINKS = {"link": False}


def page(number: int, foot: str = SLOGAN, outlet: str = "Desert Post") -> dict:
    """A page of its own with a line at its foot."""
    place = PLACES[number % len(PLACES)]
    prose = (
        f"The council of {place} met on day {number}, and the {number + n} herders want {n + 7} more wells."
        for n in range(4)
    )
    text = "\n\n".join((f"Rains fail again in the fields of {place}", *prose, foot))
    return {"id": f"p{number}", "text": text, "source": outlet}


def write(settings: Settings, pages: list[dict], name: str = "a.jsonl") -> None:
    """One file of lines."""
    (settings.seeds[0] / name).write_text("".join(json.dumps(page) + "\n" for page in pages))


@pytest.fixture(autouse=True, scope="module")
def _authority_read_once():
    """Nothing is linked here, and reading the actors takes longer than all else."""
    authority = replace(read_authority(), actors=(), places=(), rules=())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "read_authority", lambda _: authority)
        yield


@pytest.fixture
def settings(tmp_path):
    """Settings of an empty folder, and of an index that is not there yet."""
    (tmp_path / "seeds").mkdir()
    return Settings(index=tmp_path / "index", seeds=(tmp_path / "seeds",))


def build(settings: Settings, **options) -> None:
    """A rebuild with the small engine."""
    rebuild(settings, stored(settings), **WITHOUT_LINKS, **options)


def bring_up(settings: Settings) -> UpdateReport:
    """An update with the small engine, compared with a rebuild."""
    report = update(settings, stored(settings), **WITHOUT_LINKS)
    with tempfile.TemporaryDirectory() as folder:
        other = replace(settings, index=Path(folder) / "index")
        build(other)
        assert documents(other) == documents(settings)
    return report


def documents(settings: Settings) -> tuple:
    """All documents of the current generation, and what its collection says of them."""
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        return reader.documents, reader.hashes, replace(reader.collection, built_at="")


def repeated(settings: Settings) -> dict[str, int]:
    """From how many documents each line was taken."""
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        return {line.text: line.documents for line in reader.collection.repeated}


def test_the_collection_counts_what_was_taken_by_source(settings):
    """Each line with its source and the number of its documents; the rule is listed with its share."""
    write(settings, [*(page(n) for n in range(4)), *(page(n, "Ends", "Kiosk") for n in range(4, 9))])
    build(settings)
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        collection = reader.collection
    assert (
        RepeatedLine("Desert Post", SLOGAN, 4),
        RepeatedLine("Kiosk", "Ends", 5),
    ) == collection.repeated
    assert [9] == [rule.spans for rule in collection.rules if rule.rule == "repeated-in-source"]


def test_a_folder_is_the_source_of_pages_that_name_none(settings):
    """Texts beside each other are pages of one site."""
    for number in range(4):
        (settings.seeds[0] / f"{number}.txt").write_text(page(number)["text"])
    build(settings)
    assert {SLOGAN: 4} == repeated(settings)


def test_an_uncleaned_run_counts_nothing(settings):
    """No pass, and no list of lines in the generation."""
    write(settings, [page(n) for n in range(6)])
    build(settings, clean=False)
    assert {} == repeated(settings)
    with open_generation(settings.index) as opened:
        assert not list(opened.path.glob("lines-*"))


def test_the_line_that_comes_to_be_known_goes_from_the_documents_before(settings):
    """Two pages with it are kept as they are; the third makes all three go through cleaning."""
    write(settings, [page(0), page(1), page(2, "Ends")])
    build(settings)
    assert {} == repeated(settings)
    write(settings, [page(3)], "b.jsonl")
    report = bring_up(settings)
    assert ("", 1, 2, 1) == (report.because, report.added, report.changed, report.unchanged)
    assert {SLOGAN: 3} == repeated(settings)


def test_the_line_that_is_known_no_more_comes_back(settings):
    """One of three pages is removed, or has another line: the other two show it again."""
    write(settings, [page(n) for n in range(2)])
    write(settings, [page(2)], "b.jsonl")
    build(settings)
    assert {SLOGAN: 3} == repeated(settings)
    write(settings, [page(2, "Ends")], "b.jsonl")
    report = bring_up(settings)
    assert ("", 0, 3, 0) == (report.because, report.added, report.changed, report.unchanged)
    assert {} == repeated(settings)
    write(settings, [page(2)], "b.jsonl")
    bring_up(settings)
    (settings.seeds[0] / "b.jsonl").unlink()
    report = bring_up(settings)
    assert ("", 2, 1) == (report.because, report.changed, report.deleted)
    assert {} == repeated(settings)


def test_more_pages_with_a_known_line_leave_the_others_alone(settings):
    """The count is told by the collection, so that no document is made anew for it."""
    write(settings, [page(n) for n in range(4)])
    build(settings)
    write(settings, [page(n) for n in range(5)])
    report = bring_up(settings)
    assert (1, 0, 4) == (report.added, report.changed, report.unchanged)
    assert {SLOGAN: 5} == repeated(settings)


PAGES = st.lists(
    st.builds(
        page,
        st.integers(0, 9),
        st.sampled_from([SLOGAN, f"{PLEA}\n\n{SLOGAN}", "Ends", ""]),
        st.sampled_from(["Desert Post", "Kiosk"]),
    ),
    max_size=8,
    unique_by=lambda page: page["id"],
)


@given(st.lists(PAGES, min_size=2, max_size=4))
@examples(deadline=None, max_examples=15)
def test_after_any_changes_an_update_equals_a_rebuild(rounds):
    """Lines come to be known and are known no more, round after round."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index=Path(folder) / "index", seeds=(Path(folder) / "seeds",))
        settings.seeds[0].mkdir()
        write(settings, [page(n, "Ends", "Other") for n in range(20, 23)], "kept.jsonl")
        build(settings)
        for pages in rounds:
            write(settings, [{"id": "x", "text": "It rains in Gao today, they say."}, *pages])
            assert "" == bring_up(settings).because


def test_an_index_that_does_not_know_its_lines_is_built_anew(settings, monkeypatch):
    """Lists of another generation are of no use."""
    write(settings, [page(n) for n in range(4)])
    with monkeypatch.context() as patch:
        patch.setattr("indexer.rebuild.build_run.write_counts", lambda *_: None)
        build(settings)
    write(settings, [page(n) for n in range(5)])
    assert "the index does not know the lines of its pages" == bring_up(settings).because


def test_processes_and_the_order_of_files_change_nothing(settings):
    """More pages than one process is asked for at once, in files of other names."""
    pages = [page(n, f"{PLEA}\n\n{SLOGAN}") for n in range(3 * BATCH)]
    write(settings, pages)
    build(settings)
    expected = documents(settings)
    assert {PLEA: 3 * BATCH, SLOGAN: 3 * BATCH} == repeated(settings)
    build(replace(settings, jobs=2))
    assert expected == documents(settings)
    write(settings, pages[::-1])
    build(settings)
    assert expected[0] == documents(settings)[0]


def test_a_file_that_cannot_be_read_is_passed_over(settings):
    """It is reported once, by the run itself."""
    write(settings, [page(n) for n in range(4)])
    (settings.seeds[0] / "b.txt").write_bytes(b"\x00\x01\xff\xfe\x00" * 100)
    (settings.seeds[0] / "c.jsonl").write_text("no json\n")
    report = rebuild(replace(settings, max_failed_share=0.9), stored(settings), link=False)
    assert (1, 2) == (report.files_read, report.files_refused)
    assert 2 == sum(count for _, count in report.causes)
    assert {SLOGAN: 4} == repeated(settings)


def test_markup_counts_by_its_blocks():
    """The same lines as a text has, whatever tags stand inside."""
    text = page(1)["text"]
    markup = "".join(f"<p>{line.replace('council', '<b>council</b>')}</p>" for line in text.split("\n\n"))
    pages = [
        RawPage("a", "a.txt", kind, given, b"", "", page_hash=1)
        for kind, given in (("text", text), ("html", markup))
    ]
    first, second = map(read_page_lines, pages)
    assert first == second
    assert first.rows
