"""A rebuild as a whole: what it reports, what it refuses, what stays when it fails."""

import json
import logging
from collections import Counter
from pathlib import Path

import pytest

from indexer.engine_port import EngineAnswer
from indexer.errors import GenerationLocked, RebuildError, SeedError
from indexer.generations import building, current_name, open_generation
from indexer.rebuild.run import rebuild
from indexer.settings import Settings
from tests.fake_engine import FakeReader, FakeWriter, stored

TEXT = "The governor opened a new bridge over the river on Monday, as the council had planned for years."


@pytest.fixture
def settings(tmp_path):
    """Settings of an empty folder of source files and of an index beside it."""
    (tmp_path / "seeds").mkdir()
    return Settings(index=tmp_path / "index", seeds=(tmp_path / "seeds",))


def write_texts(settings: Settings, *texts: str) -> None:
    """Source files of these texts."""
    for number, text in enumerate(texts):
        (settings.seeds[0] / f"text-{number}.txt").write_text(text)


def write_binaries(settings: Settings, count: int) -> None:
    """Source files that are no text."""
    for number in range(count):
        (settings.seeds[0] / f"binary-{number}.txt").write_bytes(b"\x00\x01\xff\xfe\x00" * 100)


def collection_of(settings: Settings):
    """The facts of the current generation."""
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        return reader.collection


def test_a_rebuild_publishes_what_it_reports(settings):
    """Figures of the report, the manifest and the collection are those of the documents."""
    write_texts(settings, f"Wagner left Gao. {TEXT}\n\nAdvertisement\n\n{TEXT} More.", f"{TEXT} Again.")
    write_binaries(settings, 1)
    report = rebuild(settings, stored(settings))
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        documents = [reader.document(id_) for id_ in reader.document_ids()]
        collection, facts = reader.collection, opened.manifest.facts
        assert report.generation == opened.name
    spans = [span for document in documents for span in document.removed]
    assert (2, 2, 0, 1) == (
        report.documents,
        report.files_read,
        report.files_partly,
        report.files_refused,
    )
    assert 1 == sum(count for _, count in report.causes)
    assert len(spans) == report.removed_spans > 0
    assert sum(span.end - span.start for span in spans) == report.removed_characters
    assert report.removed_characters == collection.removed_characters
    assert (2, 2) == (collection.documents, facts.documents)
    assert sum(len(document.text) for document in documents) == collection.characters
    assert sum(len(document.passages) for document in documents) == collection.passages
    assert Counter(span.rule for span in spans) == Counter(
        {total.rule: total.spans for total in collection.rules if total.spans}
    )
    assert all(total.says for total in collection.rules)
    assert collection.built_at == facts.built_at
    assert 3 == len(collection.source_files)
    assert 0 < len(facts.canaries) <= 50


def test_spellings_are_counted_most_frequent_first(settings):
    """Each form with its mentions and its documents; line breaks inside a form are blanks."""
    write_texts(settings, f"The Wagner\nGroup left. {TEXT} Wagner Group left.", f"Wagner Group left. {TEXT}")
    rebuild(settings, stored(settings))
    found = [s for s in collection_of(settings).spellings if s.actor == "wagner"]
    assert ("Wagner Group", 3, 2) == (found[0].form, found[0].mentions, found[0].documents)
    assert found == sorted(found, key=lambda s: (-s.mentions, s.form))


def test_the_same_source_files_give_the_same_generation(settings):
    """Every file but those that hold the time of building, and every canary."""
    write_texts(settings, TEXT, f"Wagner left Gao. {TEXT}")
    seen = []
    for _ in range(2):
        rebuild(settings, stored(settings))
        with open_generation(settings.index) as opened:
            facts = opened.manifest.facts
            hashes = {f.path: f.sha256 for f in opened.manifest.files if f.path != "collection.json"}
            seen.append((hashes, facts.canaries, facts.corpus, facts.analysis, facts.tools))
    assert seen[0] == seen[1]
    write_texts(settings, f"{TEXT} Changed.")
    rebuild(settings, stored(settings))
    with open_generation(settings.index) as opened:
        assert seen[0][2] != opened.manifest.facts.corpus


def test_an_empty_folder_gives_an_empty_collection_that_says_what_to_do(settings):
    """0 documents are an answer; the warning names the folder and the command."""
    report = rebuild(settings, stored(settings))
    assert 0 == report.documents == collection_of(settings).documents
    assert (
        f"0 documents. Put files in {settings.seeds[0]}/ and run: python -m indexer rebuild"
        in report.warnings
    )


def test_a_folder_that_lost_its_files_does_not_empty_the_index(settings):
    """A disk that is not mounted looks like an empty folder; the documents stay."""
    write_texts(settings, TEXT)
    rebuild(settings, stored(settings))
    for path in settings.seeds[0].iterdir():
        path.unlink()
    with pytest.raises(RebuildError, match="the index holds 1 documents"):
        rebuild(settings, stored(settings))
    assert 1 == collection_of(settings).documents


def test_a_path_that_does_not_exist_is_no_rebuild(settings, tmp_path):
    """Nothing is locked, built or made."""
    missing = Settings(index=settings.index, seeds=(tmp_path / "nowhere",))
    with pytest.raises(SeedError, match="nowhere"):
        rebuild(missing, stored(missing))
    assert not settings.index.exists()


def test_nothing_usable_keeps_the_generation_before(settings):
    """If every file fails there is no rebuild, whatever share is allowed."""
    write_texts(settings, TEXT)
    before = rebuild(settings, stored(settings)).generation
    (settings.seeds[0] / "text-0.txt").unlink()
    write_binaries(settings, 2)
    generous = Settings(index=settings.index, seeds=settings.seeds, max_failed_share=1.0)
    with pytest.raises(RebuildError, match=r"2 of 2 source files cannot be used: .+ stays in use\. Mend"):
        rebuild(generous, stored(generous))
    assert before == current_name(settings.index)
    assert [] == list(settings.index.glob("build-*"))


def test_too_many_failures_keep_the_generation_before(settings):
    """Above the allowed share the message names the setting; at the share the rebuild goes on."""
    write_texts(settings, TEXT)
    write_binaries(settings, 3)
    with pytest.raises(RebuildError, match=r"3 of 4 .* CUTTINGS_MAX_FAILED_SHARE, now 0\.5"):
        rebuild(settings, stored(settings))
    assert current_name(settings.index) is None
    allowed = Settings(index=settings.index, seeds=settings.seeds, max_failed_share=0.75)
    assert 3 == rebuild(allowed, stored(allowed)).files_refused


def fail(error: Exception):
    """A method that raises."""

    def method(*_):
        raise error

    return method


def lose_one(writer, document, *rest):
    """An `add` that forgets the second document."""
    if document.id != "text-1":
        FakeWriter.add(writer, document, *rest)


def changed(kind: type, **methods) -> type:
    """An engine part with other methods."""
    return type("Changed", (kind,), methods)


LOSING = changed(FakeWriter, add=lose_one)
DEAF = changed(FakeReader, search=lambda *_: EngineAnswer(0, (), {}))
FULL = changed(FakeWriter, finish=fail(OSError(28, "No space left on device")))
BROKEN = changed(FakeWriter, finish=fail(ZeroDivisionError("division by zero")))


@pytest.mark.parametrize(
    ("writer", "reader", "error", "message"),
    [
        (LOSING, FakeReader, RebuildError, "holds 2 documents, not the 3 written"),
        (FakeWriter, DEAF, RebuildError, "finds 0 documents, not the"),
        (FULL, FakeReader, RebuildError, "No space left on device"),
        (BROKEN, FakeReader, ZeroDivisionError, "division by zero"),
    ],
)
def test_a_build_that_fails_is_never_published(settings, writer, reader, error, message):
    """A document lost, a word not found, a full disk, a bug: the generation before answers."""
    write_texts(settings, TEXT, f"{TEXT} Two.", f"{TEXT} Three.")
    before = rebuild(settings, stored(settings)).generation
    with pytest.raises(error, match=message):
        rebuild(settings, stored(settings, writer, reader))
    assert before == current_name(settings.index)
    assert {"CURRENT", "LOCK", "pins", before} >= {path.name for path in settings.index.iterdir()}


def test_a_writer_that_failed_is_aborted(settings):
    """So that it lets go of its files."""
    aborted = []
    write_texts(settings, TEXT)
    with pytest.raises(ZeroDivisionError):
        rebuild(settings, stored(settings, changed(BROKEN, abort=lambda *_: aborted.append(True))))
    assert 1 == len(aborted)


def test_two_rebuilds_at_once_are_refused(settings):
    """The second one is told, and changes nothing."""
    write_texts(settings, TEXT)
    with building(settings.index), pytest.raises(GenerationLocked):
        rebuild(settings, stored(settings))
    assert 1 == rebuild(settings, stored(settings)).documents


def test_progress_counts_up_to_the_end(settings):
    """Stages in order, `done` never goes back within one, and all files are read in the end."""
    write_texts(settings, *[f"{TEXT} {n}" for n in range(4)])
    seen = []
    rebuild(settings, stored(settings), progress=seen.append)
    stages = list(dict.fromkeys(progress.stage for progress in seen))
    done = [progress.done for progress in seen if progress.stage == "read"]
    assert ["compare", "read", "write", "check", "publish"] == stages
    assert sorted(done) == done
    assert (4, 4) == (done[-1], seen[0].total)


def test_one_line_of_the_log_sums_up(settings, caplog):
    """Read, kept, refused and seconds as key=value."""
    write_texts(settings, TEXT)
    with caplog.at_level(logging.INFO, logger="indexer"):
        name = rebuild(settings, stored(settings)).generation
    lines = [r.getMessage() for r in caplog.records if r.levelno == logging.INFO]
    assert 1 == len(lines)
    assert lines[0].startswith(f"rebuilt generation={name} documents=1 read=1 partly=0 refused=0")


def test_repeated_ids_are_warned_of(settings):
    """Once for the run, with their number."""
    lines = "".join(json.dumps({"id": "same", "text": f"{TEXT} {n}"}) + "\n" for n in range(3))
    Path(settings.seeds[0] / "a.jsonl").write_text(lines)
    report = rebuild(settings, stored(settings))
    says = "Documents that had the id of an earlier one and got a number behind it: 2."
    assert [says] == list(report.warnings)


def test_unlinked_collections_list_the_stated_actors_alone(settings):
    """Else words of a query would be read as names that no document was searched for."""
    line = json.dumps({"id": "a", "text": TEXT, "actors": ["Coop Bank"]})
    Path(settings.seeds[0] / "a.jsonl").write_text(line + "\n")
    rebuild(settings, stored(settings), link=False)
    collection = collection_of(settings)
    assert ["coop-bank"] == [actor.id for actor in collection.actors]
    assert () == collection.places == collection.spellings
