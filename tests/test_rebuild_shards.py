"""Several runs that fill one generation equal a single one, whatever is cut short."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import GenerationMissing, RebuildError
from indexer.generation_store import Shard
from indexer.rebuild import shards
from indexer.rebuild.canaries import Sample
from indexer.rebuild.documents import SourceReport
from indexer.rebuild.promoting import promote
from indexer.rebuild.run import rebuild
from indexer.rebuild.shards import rebuild_shard
from indexer.settings import Settings
from tests.fake_engine import stored
from tests.fake_sharing import SharedBuild, SharingFolder
from tests.shared_collection import contents, lay_collection, story

pytestmark = pytest.mark.usefixtures("few_names")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The collection, and an index beside it."""
    return Settings(seeds=(lay_collection(tmp_path / "seeds"),), index=tmp_path / "index")


class Killed(BaseException):
    """The end of a process."""


def fill(store: SharingFolder, settings: Settings, shard: Shard, last: int = 0, **options):
    """One shard, which ends after so many acknowledged documents if `last` is not 0."""

    def strike(own, documents):
        acknowledge(own, documents)
        if 0 < last <= documents:
            raise Killed

    acknowledge = SharedBuild.acknowledge
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "_OFTEN", 2)
        patch.setattr(SharedBuild, "acknowledge", strike)
        return rebuild_shard(settings, store, shard, **options)


@pytest.mark.parametrize("options", [{}, {"link": False}, {"clean": False, "link": False}], ids=str)
@pytest.mark.parametrize("of", [1, 2, 5])
def test_shards_in_any_order_equal_a_single_run(settings, tmp_path, of, options):
    """Ids, stated actors, repeated lines, copies, totals, files with their reasons, and the report."""
    store = SharingFolder(tmp_path / "shared")
    for number in sorted(range(1, of + 1), key=lambda n: n * 7 % 5):
        if number % 2 == 0:
            with suppress(Killed):
                fill(store, settings, Shard(number, of), 4, **options)
        fill(store, settings, Shard(number, of), **options)
    report = promote(settings, store)
    expected = rebuild(settings, stored(settings), **options)
    assert replace(expected, generation=report.generation, seconds=report.seconds) == report
    found, wanted = contents(store), contents(stored(settings))
    for name, value in wanted.items():
        assert value == found[name], name


def test_the_collection_has_what_hangs_on_other_pages(settings):
    """Ids given twice, near copies, a source's own line, refused pages: else the comparison proves little."""
    report = rebuild(settings, stored(settings))
    assert report.copies.exact
    assert report.copies.near
    assert report.warnings
    assert report.files_refused
    assert report.files_partly
    assert "repeated-in-source" in {rule.rule for rule in report.rules}


def test_a_shard_that_was_cut_short_goes_on_with_what_is_there(settings, tmp_path):
    """What was acknowledged is not made again; a shard that is done does nothing any more."""
    store = SharingFolder(tmp_path / "shared")
    with pytest.raises(Killed):
        fill(store, settings, Shard(1, 2), 6)
    report = fill(store, settings, Shard(1, 2))
    assert 6 == report.kept
    assert report.documents > 6
    again = fill(store, settings, Shard(1, 2))
    assert (report.documents, report.documents) == (again.documents, again.kept)


def test_nothing_is_promoted_before_all_shards_are_done(settings, tmp_path):
    """The missing ones are named, with what to run."""
    store = SharingFolder(tmp_path / "shared")
    for number in (1, 3):
        fill(store, settings, Shard(number, 4))
    with pytest.raises(GenerationMissing, match=r"waits for the shards 2/4, 4/4\. Run: .*--shard 2/4"):
        promote(settings, store)
    assert store.current_name() is None


def test_runs_of_other_files_fill_another_generation(settings, tmp_path):
    """A shard on a machine with other files never mixes with the others."""
    store = SharingFolder(tmp_path / "shared")
    fill(store, settings, Shard(1, 2))
    (settings.seeds[0] / "fresh.txt").write_text(story(77))
    fill(store, settings, Shard(2, 2))
    assert 2 == len(store.builds)
    with pytest.raises(GenerationMissing, match="1/2"):
        promote(settings, store)


def test_files_that_change_while_they_are_read_end_the_run(settings, tmp_path):
    """Its documents would not be those of the generation that it was let in to."""
    path = settings.seeds[0] / "one-2.txt"

    def change(progress):
        if progress.stage == "read" and not path.read_text().endswith("!"):
            path.write_text(path.read_text() + "!")

    store = SharingFolder(tmp_path / "shared")
    with pytest.raises(RebuildError, match="changed while they were read"):
        fill(store, settings, Shard(1, 1), progress=change)


def test_too_many_failed_files_are_seen_by_promote(settings, tmp_path):
    """The share of failures counts over all shards."""
    strict = replace(settings, max_failed_share=0.01)
    store = SharingFolder(tmp_path / "shared")
    for number in (1, 2):
        fill(store, strict, Shard(number, 2))
    with pytest.raises(RebuildError, match="source files cannot be used"):
        promote(strict, store)
    assert store.current_name() is None


def test_reports_of_other_files_are_not_put_together():
    """A path with another hash is named."""
    states = []
    for sha256 in ("one", "two"):
        report = SourceReport()
        report.begin("a.txt", 1, sha256)
        states.append(report.state())
    with pytest.raises(ValueError, match=r"a\.txt"):
        SourceReport.merged(states)


@given(st.lists(st.lists(st.integers(0, 300), max_size=40), min_size=1, max_size=4))
def test_samples_of_parts_are_that_of_all(parts):
    """Which keys are kept, and with which ids, does not hang on who saw them."""
    whole, merged = Sample(5), Sample(5)
    for number, part in enumerate(parts):
        own = Sample(5)
        for at, key in enumerate(part):
            for sample in (whole, own):
                if sample.keeps(str(key)):
                    sample.count(str(key), f"{number}-{at}", 0)
        merged.take_in(own.state())
    assert list(whole.found("", 0)) == list(merged.found("", 0))
