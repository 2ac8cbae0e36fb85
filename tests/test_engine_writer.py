"""The bulk writer against one that goes word by word."""

import gc
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.analysis.tokenizer import tokenize
from indexer.engine_port import EngineRequest
from indexer.engines.whoosh_engine.arrays import array_folder
from indexer.engines.whoosh_engine.arrays.array_folder import ArrayFolder
from indexer.engines.whoosh_engine.arrays.generation_files import open_segments
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.building.chunks import ChunkMemory
from indexer.engines.whoosh_engine.building.segment_writer import SegmentWriter
from indexer.engines.whoosh_engine.evaluation.lexicon import ArrayLexicon
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.errors import QueryRefused
from indexer.query.syntax import Prefix, Term
from indexer.schema.collection import Collection
from indexer.schema.document import (
    ActorMention,
    DateMention,
    Document,
    Heading,
    Passage,
    PlaceMention,
    Published,
    RemovedSpan,
)
from tests.generators import collections
from tests.naive_segments import naive_arrays

COLLECTION = Collection("2024-01-01T00:00:00Z", 0, 0, 0, 0, 0, (), (), (), ())
BLOCK_ARRAYS = {"documents_ptr", "dictionary"}
WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
ODD = "aZ9.'’\u0301\u00ad\u200b\ufeff-_·…éœßİﬁ\ud800\udc00\U0001f600\U00010400中٣" + WHITE


@contextmanager
def written(
    documents: Sequence[Document], page_hashes: Sequence[int] = (), run_words: int = 2_000_000
) -> Iterator[Path]:
    """A folder that the bulk writer filled."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "generation"
        folder.mkdir()
        writer = WhooshWriter(folder, run_words=run_words)
        for at, document in enumerate(documents):
            writer.add(document, document.text.encode("utf-8", "surrogatepass"), *page_hashes[at : at + 1])
        writer.finish(COLLECTION)
        yield folder


def segment_arrays(folder: Path) -> dict[str, Any]:
    """The arrays of the only segment as plain lists, blobs as bytes."""
    (segment,) = json.loads((folder / "segments.json").read_text("ascii"))["segments"]
    arrays = ArrayFolder(folder / segment["name"])
    arrays.check()
    names = json.loads((folder / segment["name"] / "arrays.json").read_text("ascii"))["arrays"]
    blobs = ("words", "stems", "values")
    return {
        name: arrays[name].tobytes() if name.endswith(blobs) else arrays[name].tolist()
        for name in names
        if name not in BLOCK_ARRAYS
    }


def array_types(folder: Path) -> dict[str, str]:
    """The type of each array of the only segment."""
    (segment,) = json.loads((folder / "segments.json").read_text("ascii"))["segments"]
    arrays = json.loads((folder / segment["name"] / "arrays.json").read_text("ascii"))["arrays"]
    return {name: own["type"] for name, own in arrays.items() if name not in BLOCK_ARRAYS}


def document(id_: str = "a", text: str = "", **facts: Any) -> Document:
    """A document of one passage, unless `facts` say otherwise."""
    plain: dict[str, Any] = {
        "source_file": "file.txt",
        "sha256": "0" * 64,
        "kind": "text",
        "title": None,
        "title_start": None,
        "title_end": None,
        "published": None,
        "byline": None,
        "outlet": None,
        "url": None,
        "headings": (),
        "passages": (Passage(1, 0, len(text), None, "prose"),) if text else (),
        "removed": (),
        "actors": (),
        "places": (),
        "dates": (),
    }
    return Document(id=id_, text=text, **(plain | facts))


@settings(deadline=None, max_examples=30)
@given(documents=collections(), run_words=st.sampled_from((1, 7, 40, 2_000_000)))
def test_bulk_arrays_are_those_of_a_writer_that_goes_word_by_word(documents, run_words):
    """Whatever the documents, and however small the runs that are merged."""
    hashes = [2**64 - 1 - at for at in range(len(documents))]
    with written(documents, hashes, run_words) as folder:
        found = segment_arrays(folder)
    expected = naive_arrays(documents, hashes)
    assert set(expected) == set(found)
    assert expected == found


@settings(deadline=None, max_examples=10)
@given(documents=collections())
def test_postings_of_stems_are_united_however_wide_their_keys(documents):
    """Where stem, document and frequency are too wide for one number, the arrays are the same."""
    with pytest.MonkeyPatch.context() as patch, written(documents) as folder:
        expected = segment_arrays(folder)
        patch.setattr("indexer.engines.whoosh_engine.building.stem_merge.KEY_BITS", 3)
        with written(documents) as other:
            assert expected == segment_arrays(other)


def test_a_page_of_very_many_words_is_indexed(tmp_path):
    """A hundred thousand stems, and one that stands there very often."""
    lines = [f"item k{n:x}z" for n in range(70_000)]
    doc = document("a", "\n".join([*lines, "items"]))
    with written([doc]) as folder, WhooshReader(folder) as reader:
        request = EngineRequest(Term("item", "items", exact=False))
        assert ["a"] == [hit.id for hit in reader.search(request).hits]
        view = reader.view("a")
        assert view is not None
        assert 70_001 == len(view.word_places(request.query))


def test_a_run_holds_the_values_of_its_own_documents_only(tmp_path):
    """However many actors there were before."""
    writer = SegmentWriter(tmp_path / "segment", tmp_path / "runs", run_words=20)
    for n in range(60):
        writer.add(document(f"d{n}", "a word or two", actors=(ActorMention(f"actor{n}", 0, 0),)), b"", 0)
    runs = writer._runs.runs["actor"]
    assert len(runs) > 5
    assert all(len(run.terms) < 15 for run in runs)
    writer.abort()


def test_chunks_without_blanks_are_not_kept_for_ever():
    """A language may be written without them."""
    memory = ChunkMemory()
    for n in range(20):
        memory.cut("".join(f"{n}{at:07d}" for at in range(120_000)))
    assert memory.full


@settings(deadline=None, max_examples=200)
@given(text=st.one_of(st.text(ODD, max_size=40), st.text(max_size=40)))
@example(text="\x1cJ.N.I.M.\x85l’État\u2003qu'il\u3000a\u00adb U.N.’s")
def test_a_text_is_cut_as_its_chunks_are(text):
    """White space of every kind parts what `tokenize` never looks across."""
    memory = ChunkMemory()
    vocabulary = memory.vocabulary
    for _ in range(2):
        cut = memory.cut(text)
        words = list(vocabulary)
        found = [
            (words[word], start, end)
            for word, start, end in zip(
                cut.words.tolist(), cut.starts.tolist(), cut.ends.tolist(), strict=True
            )
        ]
        assert [(t.term, t.start, t.end) for t in tokenize(text)] == found


@settings(deadline=None, max_examples=12)
@given(older=collections(), newer=collections(), data=st.data())
def test_merged_segments_equal_writing_anew(older, newer, data):
    """Deleted documents leave nothing behind."""
    gone = {own.id for own in older if data.draw(st.booleans())} | {
        own.id for own in newer for old in older if own.id == old.id
    }
    kept = [own for own in older if own.id not in gone]
    if not gone and not newer:
        return
    with written(older, range(1, 9), 7) as base, tempfile.TemporaryDirectory() as name:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("indexer.engines.whoosh_engine.writer.MOST_CHANGED", 0)
            update(base, Path(name), gone, newer)
        hashes = [1 + at for at, own in enumerate(older) if own.id not in gone] + [0] * len(newer)
        assert naive_arrays([*kept, *newer], hashes) == segment_arrays(Path(name))
        with written([*kept, *newer], hashes) as anew:
            assert array_types(anew) == array_types(Path(name))
        with WhooshReader(Path(name)) as reader:
            for own in (*kept, *newer):
                assert own == reader.document(own.id)
                assert own.text.encode("utf-8", "surrogatepass") == reader.original(own.id)


def update(base: Path, folder: Path, gone: Iterable[str], newer: Sequence[Document]) -> None:
    """A generation on top of another one."""
    writer = WhooshWriter(folder, base, run_words=7)
    for id_ in gone:
        writer.delete(id_)
    for own in newer:
        writer.add(own, own.text.encode("utf-8", "surrogatepass"))
    writer.finish(COLLECTION)


def many(first: int, count: int) -> list[Document]:
    """Short documents, each with words of its own and one that all share."""
    return [document(f"d{n:03d}", f"shared word{n} running") for n in range(first, first + count)]


def listed(folder: Path) -> list[dict[str, Any]]:
    """The segments of a generation as its list names them."""
    segments: list[dict[str, Any]] = json.loads((folder / "segments.json").read_text("ascii"))["segments"]
    return segments


def test_a_small_update_shares_the_files_of_its_base(tmp_path):
    """New documents are a segment beside the old one, whose files are the same on the disk."""
    folder = tmp_path / "next"
    folder.mkdir()
    with written(many(0, 30)) as base:
        update(base, folder, ["d003"], many(30, 2))
        (old,) = listed(base)
        first, second = listed(folder)
        assert (old["name"], 30, 2) == (first["name"], first["documents"], second["documents"])
        assert second["deleted"] is None
        assert np.frombuffer((folder / first["deleted"]).read_bytes(), "<i4").tolist() == [3]
        for path in (base / old["name"]).iterdir():
            assert path.stat().st_ino == (folder / old["name"] / path.name).stat().st_ino
    expected = sorted({f"d{n:03d}" for n in range(32)} - {"d003"})
    with WhooshReader(folder) as reader:
        assert expected == list(reader.document_ids())
        request = EngineRequest(Term("run", "running", exact=False), limit=100)
        assert expected == [hit.id for hit in reader.search(request).hits]


def test_many_small_updates_are_merged_into_one_segment(tmp_path):
    """There are never more segments than the limit."""
    base = tmp_path / "0"
    base.mkdir()
    update_first = WhooshWriter(base)
    for own in many(0, 100):
        update_first.add(own, b"")
    update_first.finish(COLLECTION)
    counts = []
    for step in range(1, 9):
        folder = tmp_path / str(step)
        folder.mkdir()
        update(base, folder, [], many(100 + step, 1))
        counts.append(len(listed(folder)))
        base = folder
    assert [2, 3, 4, 5, 6, 7, 8, 1] == counts
    with WhooshReader(base) as reader:
        assert 108 == reader.document_count


def open_files() -> int:
    """How many descriptors this process has."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists open files so")
def test_many_segments_open_few_files_and_leave_none_open(tmp_path, monkeypatch):
    """A process has few descriptors; with its last user, a generation lets go of its own at once."""
    base = tmp_path / "0"
    base.mkdir()
    writer = WhooshWriter(base)
    for own in many(0, 300):
        writer.add(own, b"")
    writer.finish(COLLECTION)
    for step in range(1, 7):
        folder = tmp_path / str(step)
        folder.mkdir()
        update(base, folder, [f"d{step:03d}"], many(300 + step, 1))
        base = folder
    gc.collect()
    before = open_files()
    with WhooshReader(base):
        assert open_files() - before < 7 * 5
    # As it is with large arrays: each is mapped.
    monkeypatch.setattr(array_folder, "_SMALL_BYTES", 1)
    gc.disable()
    try:
        reader = WhooshReader(base)
        request = EngineRequest(Prefix("word", "word*"), facets=("actor",), sort="newest")
        assert 300 == reader.search(request).total
        assert reader.view("d009") is not None
        assert open_files() - before > 7 * 20
        reader.close()
        reader.close()
        del reader
        assert before == open_files()
    finally:
        gc.enable()


def test_a_prefix_of_very_many_words_is_refused_before_all_are_looked_at(tmp_path):
    """With deleted documents each word is looked at, but no more of them than are allowed."""
    with written(many(0, 200)) as base:
        update(base, tmp_path, ["d000"], [])
        looked = []

        def look() -> None:
            looked.append(1)

        (segment,), _ = open_segments(tmp_path)
        lexicon = ArrayLexicon([segment], 10, look)
        node = Prefix("word", "word*")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Segment, "count_live", lambda *_: looked.append(2) or 1)
            with pytest.raises(QueryRefused):
                lexicon.count(node)
        assert {1, 2} == set(looked)
        assert looked.count(2) < 20


def test_an_update_that_changes_nothing_has_the_same_segments(tmp_path):
    """Neither a new segment nor a merge."""
    with written(many(0, 3)) as base:
        update(base, tmp_path, [], [])
        assert listed(base) == listed(tmp_path)


def test_a_deleted_document_comes_back_changed(tmp_path):
    """Its id is free once it is deleted, and its old form is found no more."""
    with written(many(0, 30)) as base:
        update(base, tmp_path, ["d004"], [document("d004", "altered")])
        with WhooshReader(tmp_path) as reader:
            found = reader.document("d004")
            assert found is not None
            assert "altered" == found.text
            assert 30 == reader.document_count


def test_the_same_documents_give_the_same_bytes(tmp_path):
    """Whatever the size of the runs."""
    documents = many(0, 5)
    with written(documents, run_words=1) as one, written(documents) as other:
        files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
        assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
        for name in files:
            assert (one / name).read_bytes() == (other / name).read_bytes()


def test_a_repeated_id_is_refused(tmp_path):
    """In one generation, and beside a document of the base."""
    with written([document("a", "text")]) as base:
        writer = WhooshWriter(tmp_path, base)
        with pytest.raises(ValueError, match="two documents have the id a;"):
            writer.add(document("a", "other"), b"")
        writer.add(document("b", "other"), b"")
        with pytest.raises(ValueError, match="two documents have the id b;"):
            writer.add(document("b", "again"), b"")
        writer.abort()


def test_what_the_base_does_not_hold_cannot_be_deleted(tmp_path):
    """Nor what is deleted already, nor what is only just added."""
    with written([document("a", "text")]) as base:
        writer = WhooshWriter(tmp_path, base)
        writer.add(document("b", "other"), b"")
        writer.delete("a")
        for id_ in ("a", "b", "c"):
            with pytest.raises(KeyError):
                writer.delete(id_)
        writer.abort()


def test_abort_leaves_nothing_behind(tmp_path):
    """At any time, and twice."""
    writer = WhooshWriter(tmp_path)
    writer.add(document("a", "text"), b"text")
    writer.abort()
    writer.abort()
    assert [] == list(tmp_path.iterdir())


PAGE = "First line\nThe Title\nSome Wagner men and women"


@pytest.mark.parametrize(
    "odd",
    [
        document(
            text=PAGE,
            title="The Title",
            title_start=11,
            title_end=20,
            passages=(Passage(1, 0, 10, None, "prose"), Passage(2, 21, 46, None, "prose")),
            actors=(
                ActorMention("x", 0, 0),
                ActorMention("w", 26, 32),
                ActorMention("t", 5, 24),
                ActorMention("w", 6, 7),
                ActorMention("v", 26, 32, weak=True),
            ),
        ),
        document(
            text=PAGE,
            title="Beside the text",
            places=(PlaceMention("p", 11, 14),),
            passages=(Passage(1, 0, 46, None, "prose"),),
        ),
        document(
            text=PAGE,
            headings=(Heading(5, 16, PAGE[5:16]),),
            passages=(Passage(1, 0, 20, None, "prose"), Passage(2, 10, 46, None, "prose")),
            actors=tuple(ActorMention("w", at, at + 9) for at in range(0, 40, 3)),
        ),
        document(text=PAGE, removed=(RemovedSpan(3, 13, "r"),), actors=(ActorMention("w", 0, 12),)),
        document(text="a " * 300 + "b " * 254 + "c " * 255),
        document(text="w " * 65_600),
        document(text=f"{'x' * 70} {'y' * 64}z {'é' * 40} a{' ' * 20}b \ud800 q\ud800q \0 a\0b a"),
        document(text=f"{'1' * 14} {'1' * 15} {'1' * 16} {'1' * 17}{' ' * 15}2{' ' * 16}3"),
        document(
            text="a b",
            published=Published("2024-02-29", "day", "url", ""),
            outlet="",
            dates=(
                DateMention("2024-02-29", 0, 1),
                DateMention("--02-29", 0, 1),
                DateMention("2024", 0, 1),
                DateMention("2024-02-31", 0, 1),
                DateMention("2024", 2, 3),
            ),
        ),
        document(text="", title="Title alone"),
        document(text="", title=""),
    ],
    ids=[
        "title-below",
        "title-beside",
        "overlapping-blocks",
        "removed",
        "frequencies",
        "positions",
        "long-words",
        "spans",
        "dates",
        "title-alone",
        "empty-title",
    ],
)
def test_odd_documents_are_written_as_word_by_word(odd):
    """Between plain ones, so that everything that is shifted shows."""
    documents = [document("0", "plain words"), replace(odd, id="1"), document("2"), replace(odd, id="3")]
    with written(documents, run_words=5) as folder:
        assert naive_arrays(documents, [0] * 4) == segment_arrays(folder)
