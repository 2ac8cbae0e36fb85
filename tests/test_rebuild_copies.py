"""Near copies of a whole run: by any number of processes, and by an update as by a rebuild."""

import json
import random
from dataclasses import replace

import pytest

from indexer.cleaning.resemblance import SKETCH
from indexer.engine_port import NO_COPIES, Copies
from indexer.generations import open_generation
from indexer.rebuild import copies, workers
from indexer.rebuild.run import rebuild
from indexer.rebuild.update import update
from indexer.schema.collection import CopyTotals
from indexer.settings import Settings
from tests.copied_news import write_news
from tests.fake_engine import FakeReader, FakeWriter, stored

NEWS = write_news(120, 5)


@pytest.fixture
def settings(tmp_path):
    """Settings of an empty folder of source files."""
    (tmp_path / "seeds").mkdir()
    return Settings(index=tmp_path / "index", seeds=(tmp_path / "seeds",))


def write(settings, news):
    """The reports as one file of lines."""
    lines = (json.dumps({"id": one.id, "text": one.text}) for one in news)
    (settings.seeds[0] / "news.jsonl").write_text("".join(f"{line}\n" for line in lines))


def rebuilt(settings, news=None, **options):
    """The near copies and the report of a rebuild."""
    if news is not None:
        write(settings, news)
    report = rebuild(settings, stored(settings), link=False, **options)
    return kept(settings), report


def kept(settings):
    """The near copies of the current generation."""
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        assert set(reader.copies().groups) == {
            tuple(sorted((id_, *reader.copies_of(id_))))
            for id_ in reader.document_ids()
            if reader.copies_of(id_)
        }
        return reader.copies()


def said(found):
    """The near copies with their totals."""
    return found[0], found[1].copies


def test_every_planted_copy_is_in_the_group_of_its_report(settings):
    """Also its totals: those with an equal text, and those with one that is almost."""
    found, report = rebuilt(settings, NEWS)
    planted = {}
    for one in NEWS:
        planted.setdefault(one.made_from, []).append(one)
    groups = [group for group in planted.values() if len(group) > 1]
    assert {tuple(one.id for one in group) for group in groups} == set(found.groups)
    texts = [len({" ".join(one.text.split()) for one in group}) for group in groups]
    exact = sum(len(group) for group in groups) - sum(texts)
    assert CopyTotals(len(groups), exact, sum(texts) - len(groups)) == report.copies
    assert 0 < exact
    assert 0 < report.copies.near


def test_groups_do_not_depend_on_the_order_of_pages_or_on_the_processes(settings):
    """The same bytes are kept, so that an update goes on from either."""
    expected, report = rebuilt(settings, NEWS)
    mixed = random.Random(1).sample(NEWS, len(NEWS))
    assert (expected, report.copies) == said(rebuilt(settings, mixed))
    assert len(NEWS) > 3 * workers.BATCH
    assert expected == rebuilt(replace(settings, jobs=2))[0]


def test_an_update_compares_only_what_changed(settings, monkeypatch):
    """Pairs of the base are known, a new copy is compared with its leader, and the result is a rebuild's."""
    rebuilt(settings, NEWS)
    compared = []
    resemblance = copies.resemblance

    def seen(left, right):
        compared.append(1)
        return resemblance(left, right)

    monkeypatch.setattr(copies, "resemblance", seen)
    leader = NEWS[0]
    write(settings, [*NEWS, replace(leader, id="z", text=f"GAO – {leader.text}")])
    report = update(settings, stored(settings), link=False)
    assert ("", 1) == (report.because, report.added)
    assert 1 <= len(compared) <= 3
    after = kept(settings)
    assert any("z" in group and leader.id in group for group in after.groups)
    assert (after, report.result.copies) == said(rebuilt(settings))


def test_the_first_of_a_group_may_go(settings):
    """What resembled it is compared anew, as a rebuild would."""
    found, _ = rebuilt(settings, NEWS)
    gone = {group[0] for group in found.groups}
    write(settings, [one for one in NEWS if one.id not in gone])
    report = update(settings, stored(settings), link=False)
    assert ("", len(gone)) == (report.because, report.deleted)
    assert (kept(settings), report.result.copies) == said(rebuilt(settings))


def test_texts_taken_as_they_are_have_no_copies(settings):
    """With --no-clean nothing is looked for, by a rebuild or an update."""
    found, report = rebuilt(settings, NEWS[:70], clean=False)
    assert (NO_COPIES, CopyTotals()) == (found, report.copies)
    write(settings, NEWS[:72])
    assert 2 == update(settings, stored(settings), link=False, clean=False).added
    assert NO_COPIES == kept(settings)


def test_sketches_that_do_not_fit_the_documents_are_not_gone_on_from(settings):
    """An engine that kept other bytes: all is rebuilt, with the reason."""
    expected, _ = rebuilt(settings, NEWS[:20])

    class Forgetful(FakeReader):
        def copies(self):
            found = super().copies()
            return Copies(found.groups, found.sketches[: -SKETCH.itemsize - 1])

    write(settings, NEWS[:21])
    report = update(settings, stored(settings, FakeWriter, Forgetful), link=False)
    assert "the index does not know its near copies" == report.because
    assert len(expected.sketches) < len(kept(settings).sketches)


def test_no_file_is_left_of_the_shingles(settings, monkeypatch):
    """They wait on the disk, in a file without a name."""
    monkeypatch.setattr(copies, "_IN_MEMORY", 100)
    expected, _ = rebuilt(settings, NEWS[:30])
    with open_generation(settings.index) as opened:
        names = {path.name for path in opened.path.iterdir()}
    stored = {"MANIFEST.json", "documents.jsonl", "originals.jsonl", "collection.json", "copies.json"}
    assert stored | {"lines-documents.npy", "lines-rows.npy"} == names
    monkeypatch.undo()
    assert expected == rebuilt(settings)[0]
