"""A relink equals a rebuild with the same authority, and works on what that can touch alone."""

import json
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer import api
from indexer.entities import authority as authority_module
from indexer.entities.authority import read_authority
from indexer.errors import (
    GenerationCorrupt,
    GenerationLocked,
    GenerationMissing,
    GenerationOutdated,
    RebuildError,
    SettingsError,
)
from indexer.generation_store import FolderStore
from indexer.generations import building, current_name, open_generation
from indexer.rebuild import linked_spellings, run
from indexer.rebuild import relink as relink_module
from indexer.rebuild.checking import check
from indexer.rebuild.relink import RelinkReport, relink
from indexer.rebuild.run import rebuild
from indexer.rebuild.update import update
from indexer.schema.collection import Collection
from indexer.settings import Settings
from tests.fake_engine import FakeReader, FakeWriter, stored
from tests.test_rebuild_update import answers, damage, fail

ACTORS = {
    "c-ml": "c-ml,country,Mali,,sahel",
    "gov-ml": "gov-ml,government,Government of Mali,c-ml,sahel",
    "jnim": "jnim,armed_group,JNIM,,sahel",
    "wagner": "wagner,pmc,Wagner Group,,",
    "cma": "cma,armed_group,Coordination of Azawad Movements,c-ml,sahel",
    "p-traore": "p-traore,person,Moussa Traore,,",
}
ALIASES = (
    "c-ml,Mali,",
    "gov-ml,Malian government,",
    "jnim,JNIM,",
    "jnim,Support Group,",
    "wagner,Wagner Group,",
    "wagner,Wagner,self|sahel",
    "cma,Coordination of Azawad Movements,",
    "cma,CMA,self|@jnim",
    "p-traore,Moussa Traore,",
    "p-traore,Traore,self",
)
PLACES = ("pl-gao,Gao,ML,settlement,0,sahel", "pl-dire,Diré,ML,settlement,1,sahel")
HEADERS = {
    "actors": "id,type,canonical,parent,region",
    "aliases": "actor_id,alias,needs,withdraw",
    "places": "id,canonical,country,kind,ambiguous,region",
    "offices": "actor_id,office",
}
TEXTS = (
    "Rains fail again in the north of France, the governor said on 3 May 2023.",
    "Wagner left. The junta said nothing, and Traore agreed.",
    "Moussa Traore met the Wagner Group in Gao. Traore then flew to Coop Bank.",
    "JNIM and the CMA fought near Diré; it was dire. Read more at gao.example.com.",
    "The Coordination of Azawad Movements (CAM) said that the CAM and CMA are one. CAM stayed.",
    "The Country Music Association (CMA) has its seat in Mali.",
    "The Azawad Support Front (CMA) spoke. Mali answered, as did the Malian government.",
    "The Azawad Union for Peace (AUP) came; the AUP left. The junta was silent in Mali.",
)
# Each edit is a file and a line; of one actor or place only one at a time.
EDITS = {
    "a bank": (("actors", "bank,company,Coop Bank,,"), ("aliases", "bank,Coop Bank,,")),
    "a union": (("actors", "aup,armed_group,Union,,sahel"), ("aliases", "aup,Azawad Union for Peace,,")),
    "a longer name": (("aliases", "cma,Azawad Support Front,,"),),
    "a doubtful name": (("aliases", "jnim,Support Group,@wagner,"), ("aliases", "c-ml,Mali,self|@jnim,")),
    "a name less": (("aliases", "jnim,JNIM,,1"),),
    "another country": (("actors", "c-ml,country,Mali,,"),),
    "another government": (("actors", "gov-ml,organisation,Government,c-ml,sahel"),),
    "another region": (("actors", "jnim,armed_group,JNIM,c-ml,"),),
    "another type": (("actors", "wagner,person,Wagner Group,c-ml,sahel"),),
    "another place": (
        ("places", "pl-gao,Gao,NE,settlement,0,"),
        ("places", "pl-new,Azawad,ML,region,0,sahel"),
    ),
    "another label": (("actors", "cma,collective,CMA,c-ml,sahel"),),
}


def write_folder(folder: Path, edits: frozenset[str]) -> Path:
    """A user's folder with these edits in it."""
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.csv"):
        path.unlink()
    lines: dict[str, list[str]] = {}
    for edit in sorted(edits):
        for file, line in EDITS[edit]:
            lines.setdefault(file, [HEADERS[file]]).append(line)
    for file, rows in lines.items():
        (folder / f"{file}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True, scope="module")
def _small_authority(tmp_path_factory):
    """A few actors and countries instead of the shipped ones: reading those takes longer than all else."""
    folder = tmp_path_factory.mktemp("shipped")
    files = {
        "actors": ACTORS.values(),
        "aliases": (f"{row}," for row in ALIASES),
        "places": PLACES,
        "offices": (),
    }
    for name, rows in files.items():
        (folder / f"{name}.csv").write_text("\n".join((HEADERS[name], *rows)) + "\n", encoding="utf-8")
    header, *countries = (authority_module.SHIPPED / "countries.csv").read_text(encoding="utf-8").splitlines()
    few = [header, *(row for row in countries if row.startswith(("ml,", "fr,", "gh,")))]
    (folder / "countries.csv").write_text("\n".join(few) + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "read_authority", partial(read_authority, shipped=folder))
        patch.setattr(relink_module, "read_authority", partial(read_authority, shipped=folder))
        yield


def write_texts(folder: Path, texts: tuple[str, ...]) -> None:
    """A file of lines that hold these texts, each with an id and an actor stated beside it."""
    folder.mkdir(exist_ok=True)
    pages = [
        {"id": f"l{n}", "text": text, "actors": ["Rural Union"], "published": "2023-05-04"}
        for n, text in enumerate(texts)
    ]
    (folder / "lines.jsonl").write_text("".join(json.dumps(page) + "\n" for page in pages))


@pytest.fixture
def settings(tmp_path):
    """Settings of a folder with all texts, of a user's folder of names, and of an index of them."""
    write_texts(tmp_path / "seeds", TEXTS * 2)
    names = write_folder(tmp_path / "names", frozenset())
    found = Settings(index=tmp_path / "index", seeds=(tmp_path / "seeds",), authority=names)
    rebuild(found, stored(found))
    return found


def run_relink(settings: Settings) -> RelinkReport:
    """A relink with the small engine."""
    return relink(settings, stored(settings))


def named(settings: Settings) -> dict:
    """What each document of the current generation names."""
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        found = [reader.document(id_) for id_ in reader.document_ids()]
    return {d.id: (d.actors, d.places, d.dates) for d in found}


def assert_equals_rebuild(settings: Settings) -> None:
    """The current generation is that of a rebuild, and nothing is left to do for an update."""
    assert "ok" == check(stored(settings), deep=True).status
    with tempfile.TemporaryDirectory() as folder:
        other = replace(settings, index=Path(folder) / "index")
        rebuild(other, stored(other))
        assert answers(other) == answers(settings)
    after = update(settings, stored(settings))
    assert (False, "") == (after.published, after.because)


@examples(deadline=None, max_examples=25)
@given(
    before=st.frozensets(st.sampled_from(sorted(EDITS)), max_size=4),
    after=st.frozensets(st.sampled_from(sorted(EDITS)), max_size=4),
    link=st.booleans(),
)
def test_a_relink_equals_a_rebuild(before, after, link):
    """From any authority to any other, and from a collection that was not linked."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        write_texts(path / "seeds", TEXTS * 2)
        names = write_folder(path / "names", before)
        settings = Settings(index=path / "index", seeds=(path / "seeds",), authority=names)
        rebuild(settings, stored(settings), link=link)
        was = named(settings)
        write_folder(names, after)
        report = run_relink(settings)
        assert (not link or before != after) == report.published
        assert len(TEXTS) * 2 == report.documents
        now = named(settings)
        assert sum(was[id_] != now[id_] for id_ in was) == report.changed
        assert_equals_rebuild(settings)


def test_the_comparison_would_notice_a_document_that_is_passed_over(settings, monkeypatch):
    """The control: a relink that takes no text for touched is found out."""
    monkeypatch.setattr(relink_module.SpellingFinder, "stands_in", lambda *_: False)
    write_folder(settings.authority, frozenset({"a bank"}))
    assert 0 == run_relink(settings).changed
    with pytest.raises(AssertionError):
        assert_equals_rebuild(settings)


def linked_texts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that a relink links."""
    texts = []

    work_through = relink_module.work_through

    def watched(documents, *given):
        for document, names in work_through(documents, *given):
            texts.append(document.text)
            yield document, names

    monkeypatch.setattr(relink_module, "work_through", watched)
    run_relink(settings)
    return texts


def test_only_texts_that_hold_a_changed_spelling_are_linked(settings, monkeypatch):
    """An accepted name costs no more than the documents that hold it."""
    write_folder(settings.authority, frozenset({"a bank"}))
    assert [TEXTS[2]] * 2 == linked_texts(settings, monkeypatch)


def test_another_program_or_government_links_all(settings, monkeypatch):
    """A rule that changed, or an actor that is meant without its name, may touch any text."""
    write_folder(settings.authority, frozenset({"another government"}))
    assert len(TEXTS) * 2 == len(linked_texts(settings, monkeypatch))
    write_folder(settings.authority, frozenset({"another government", "a bank"}))
    monkeypatch.setattr(linked_spellings, "linker_hash", lambda: "another")
    assert len(TEXTS) * 2 == len(linked_texts(settings, monkeypatch))


def test_an_unchanged_authority_publishes_nothing(settings):
    """Nothing is read but the manifest and the files that it lists."""
    before = {path.name for path in settings.index.iterdir()}
    report = run_relink(settings)
    assert (False, current_name(settings.index), 0) == (report.published, report.generation, report.changed)
    assert before == {path.name for path in settings.index.iterdir()}


def test_an_update_goes_on_from_a_relink(settings):
    """The pages, lines and near copies of before are known; only the new page is worked on."""
    write_folder(settings.authority, frozenset({"a bank", "a longer name"}))
    assert run_relink(settings).changed
    write_texts(settings.seeds[0], (*TEXTS * 2, "Coop Bank lends to Wagner in Mali."))
    report = update(settings, stored(settings))
    assert ("", 1, 0, 0) == (report.because, report.added, report.changed, report.deleted)
    assert_equals_rebuild(settings)


def test_the_collection_of_a_relink_is_that_of_a_rebuild(settings):
    """Of the countries only those that a document names are in it, whatever was linked before."""
    write_folder(settings.authority, frozenset({"a bank"}))
    run_relink(settings)
    other = replace(settings, index=settings.index.with_name("other"))
    rebuild(other, stored(other))
    relinked, rebuilt = (replace(collection(one), built_at="") for one in (settings, other))
    assert rebuilt == relinked
    ids = {actor.id for actor in relinked.actors}
    assert "c-fr" in ids
    assert not {"c-gh", "gov-fr"} & ids


def collection(settings: Settings) -> Collection:
    """The facts of the current generation."""
    with open_generation(settings.index) as opened, FakeReader(opened.path) as reader:
        return reader.collection


def test_an_update_with_another_authority_rebuilds_and_names_relink(settings):
    """Names of unchanged pages would be of the older one."""
    write_folder(settings.authority, frozenset({"a bank"}))
    report = update(settings, stored(settings))
    assert "names are linked in another way than before, which `relink` does" in report.because
    assert not run_relink(settings).published


def test_a_document_that_cannot_be_linked_keeps_its_names(settings, monkeypatch):
    """It is reported, the others go on, and the next relink links all again."""
    was = named(settings)
    write_folder(settings.authority, frozenset({"a bank"}))
    monkeypatch.setattr(relink_module.Linker, "link", fail(ZeroDivisionError("division")))
    report = run_relink(settings)
    assert ("Documents that could not be linked and keep their names: 2.",) == report.warnings
    assert was == named(settings)
    monkeypatch.undo()
    monkeypatch.setattr(relink_module, "read_authority", run.read_authority)
    assert 2 == run_relink(settings).changed
    assert_equals_rebuild(settings)


def forget(settings: Settings) -> None:
    """Leave an index folder without a generation."""
    (settings.index / "CURRENT").unlink()
    for path in settings.index.glob("gen-*"):
        path.rename(settings.index.parent / path.name)


@pytest.mark.parametrize(
    ("prepare", "error", "message"),
    [
        (forget, GenerationMissing, "python -m indexer rebuild"),
        (damage, GenerationCorrupt, "python -m indexer rebuild"),
        (lambda s: (s.authority / "aliases.csv").write_text("alias\n"), SettingsError, "no column actor_id"),
        (
            lambda s: (s.authority / "aliases.csv").unlink() or s.authority.rmdir(),
            SettingsError,
            "is no folder",
        ),
    ],
)
def test_without_a_sound_generation_or_authority_nothing_is_done(settings, prepare, error, message):
    """The error tells the cure, and no build is left."""
    write_folder(settings.authority, frozenset({"a longer name"}))
    prepare(settings)
    before = current_name(settings.index)
    with pytest.raises(error, match=message):
        run_relink(settings)
    assert before == current_name(settings.index)
    assert [] == [path for path in settings.index.iterdir() if path.name.startswith("build")]


def test_an_index_of_another_engine_or_analysis_is_refused(settings, monkeypatch):
    """Only a rebuild can make one of the other."""
    with pytest.raises(GenerationOutdated, match=r"for the engine whoosh, not for other\. Run"):
        run_relink(replace(settings, engine="other"))
    monkeypatch.setattr(relink_module, "analysis_hash", lambda: "another")
    with pytest.raises(GenerationOutdated, match="python -m indexer rebuild"):
        run_relink(settings)


def test_no_index_folder_is_made_for_a_relink_that_finds_none(tmp_path):
    """A wrong --index leaves no trace."""
    with pytest.raises(GenerationMissing):
        run_relink(Settings(index=tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_two_builds_of_one_index_never_run_at_once(settings):
    """A relink waits for nobody and says why."""
    write_folder(settings.authority, frozenset({"a bank"}))
    with building(settings.index), pytest.raises(GenerationLocked):
        run_relink(settings)


def test_a_generation_that_was_published_meanwhile_is_not_gone_back_from(settings, monkeypatch):
    """What was opened before the lock was taken may be an older one by then."""
    write_folder(settings.authority, frozenset({"a bank"}))
    monkeypatch.setattr(FolderStore, "current_name", lambda _: "gen-another")
    with pytest.raises(GenerationLocked, match="Run: python -m indexer relink"):
        run_relink(settings)


@pytest.mark.parametrize(
    ("methods", "error", "message"),
    [
        ({"add": lambda *_: None}, RebuildError, "holds 14 documents, not the 16 written"),
        ({"finish": fail(OSError(28, "No space left on device"))}, RebuildError, "No space left"),
        ({"add": fail(KeyboardInterrupt("stop"))}, KeyboardInterrupt, "stop"),
    ],
)
def test_a_relink_that_fails_is_never_published(settings, methods, error, message):
    """A lost document, a full disk, Ctrl-C: the generation before answers, and no build is left."""
    before = current_name(settings.index)
    write_folder(settings.authority, frozenset({"a bank"}))
    with pytest.raises(error, match=message):
        relink(settings, stored(settings, type("Failing", (FakeWriter,), methods)))
    assert before == current_name(settings.index)
    assert {"CURRENT", "LOCK", "pins", before} == {path.name for path in settings.index.iterdir()}


def test_it_tells_how_far_it_is(settings):
    """Documents linked, then the stages that follow."""
    write_folder(settings.authority, frozenset({"a bank"}))
    seen = []
    relink(settings, stored(settings), progress=seen.append)
    assert ["link", "link", "write", "check", "publish"] == [progress.stage for progress in seen]
    assert (16, 16) == (seen[1].done, seen[1].total)


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_seeds_relinked_equal_the_seeds_rebuilt(tmp_path, seeds_dir, monkeypatch, jobs):
    """With the engine that is shipped and the whole authority: documents, counts, totals, copies."""
    monkeypatch.setattr(run, "read_authority", authority_module.read_authority)
    monkeypatch.setattr(relink_module, "read_authority", authority_module.read_authority)
    pages = [{"id": f"l{n}", "text": f"{TEXTS[n % 8]} {n}"} for n in range(80)]
    (tmp_path / "lines.jsonl").write_text("".join(json.dumps(page) + "\n" for page in pages))
    names = tmp_path / "names"
    names.mkdir()
    (names / "actors.csv").write_text("id,type,canonical\nbank,company,Coop Bank\n")
    (names / "aliases.csv").write_text("actor_id,alias,withdraw\nbank,Coop Bank,\nwagner,Wagner Group,1\n")
    plain = Settings(index=tmp_path / "index", seeds=(seeds_dir, tmp_path / "lines.jsonl"))
    mine = replace(plain, authority=names)
    api.rebuild(plain, link=jobs == 1)
    assert 10 <= api.relink(replace(mine, jobs=jobs)).changed
    assert not api.relink(mine).published
    assert "ok" == api.check(mine, deep=True).status
    api.rebuild(replace(mine, index=tmp_path / "other"))
    assert facts(tmp_path / "other") == facts(tmp_path / "index")
    assert not api.update(mine).published


def facts(index: Path) -> tuple:
    """All documents, the counts of every facet, the collection but when it was built, the near copies."""
    with api.open_search(index) as opened:
        answer = opened.search(api.SearchRequest(facets=tuple(api.FACETS), per=100))
        documents = [opened.document(hit.document.id) for hit in answer.hits]
        counts = {
            name: [(value.value, value.count) for value in values] for name, values in answer.facets.items()
        }
        return answer.total, documents, counts, replace(opened.collection, built_at="")
