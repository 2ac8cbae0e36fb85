"""Generations on a cluster: shards that are killed, publishing, going back, updates that equal rebuilds."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import api, live_search
from indexer.engines.opensearch_engine import beats
from indexer.engines.opensearch_engine.place import Place
from indexer.engines.opensearch_engine.sharing import SharingClusterStore
from indexer.errors import EngineUnavailable, GenerationLocked, GenerationMissing
from indexer.settings import Settings
from indexer.wiring import open_store
from tests.cluster_requests import clear
from tests.opensearch_cluster import Cluster
from tests.real_server import ROOT
from tests.shared_collection import contents, lay_collection, story

Run = Callable[..., tuple[int, str, str]]
PREFIX = "CUTTINGS_"


@pytest.fixture
def settings(cluster: Cluster, tmp_path: Path) -> Iterator[Settings]:
    """The collection, and a prefix of its own on the cluster, which is swept afterwards."""
    seeds = lay_collection(tmp_path / "seeds")
    prefix = f"built-{uuid.uuid4().hex[:12]}"
    found = Settings(
        engine="opensearch", url=cluster.url, index_prefix=prefix, seeds=(seeds,), index=tmp_path / "index"
    )
    yield found
    clear(cluster.url, prefix)


def variables(settings: Settings) -> dict[str, str]:
    """The environment that gives a process these settings."""
    given = {
        "ENGINE": settings.engine,
        "URL": settings.url,
        "INDEX_PREFIX": settings.index_prefix,
        "SEEDS": str(settings.seeds[0]),
        "REPLICAS": str(settings.replicas),
    }
    return {**os.environ, **{PREFIX + name: value for name, value in given.items()}}


def start_shard(settings: Settings, shard: str, last: int = 0) -> "subprocess.Popen[str]":
    """A process that fills a shard, killed after so many of its documents if that is not 0."""
    command = [sys.executable, "-m", "tests.shard_process", shard, str(last)]
    return subprocess.Popen(
        command, cwd=ROOT, env=variables(settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def beside(settings: Settings) -> Settings:
    """The same sources for a prefix of its own: another generation to compare with."""
    return replace(settings, index_prefix=f"{settings.index_prefix}-other")


def test_four_processes_one_of_them_killed_equal_one(settings: Settings) -> None:
    """Every document, fact, group of copies, word, count of lines and canary is that of a single run."""
    started = [start_shard(settings, f"{number}/4", 6 if number == 2 else 0) for number in range(1, 5)]
    told = [process.communicate() for process in started]
    assert [0, -9, 0, 0] == [process.returncode for process in started], [errors for _, errors in told]
    with pytest.raises(GenerationMissing, match="waits for the shards 2/4"):
        api.promote(settings)
    (filling,) = api.generations(settings)
    assert ("filling", 3, 4) == (filling.state, filling.done, filling.shards)
    again = start_shard(settings, "2/4")
    out, errors = again.communicate()
    documents, kept = map(int, out.split())
    assert 6 <= kept < documents, errors
    report = api.promote(settings)
    other = beside(settings)
    expected = api.rebuild(other)
    own = {"generation": report.generation, "seconds": report.seconds}
    assert replace(expected, **own) == report
    found, wanted = contents(open_store(settings)), contents(open_store(other))
    for name, value in wanted.items():
        assert value == found[name], name
    assert "ok" == api.check(settings, deep=True).status


def test_the_array_engine_holds_the_same(settings: Settings) -> None:
    """A rebuild on a cluster and one on this disk give the same documents, facts and copies."""
    api.rebuild(settings)
    folder = replace(settings, engine="whoosh")
    api.rebuild(folder)
    found, wanted = contents(open_store(settings)), contents(open_store(folder))
    for name, value in wanted.items():
        assert value == found[name], name


def test_updates_and_relinks_equal_rebuilds(settings: Settings) -> None:
    """Pages that come, change and go: what stays is copied within the cluster, and counts as before."""
    seeds = settings.seeds[0]
    (seeds / "pages.jsonl").unlink()
    for number in range(40):
        (seeds / f"page-{number}.txt").write_text(f"Page {number}\n\n{story(number)}")
    (seeds / "copy.txt").write_text(f"Page 4\n\n{story(4)}")
    api.rebuild(settings)
    (seeds / "page-1.txt").unlink()
    (seeds / "page-2.txt").write_text(f"Page 2\n\n{story(202)}")
    (seeds / "page-3.txt").write_text(f"Page 5\n\n{story(5)}")
    (seeds / "copy.txt").unlink()
    (seeds / "fresh.txt").write_text(f"Fresh\n\n{story(500)}")
    report = api.update(settings)
    assert ("", 1, 2, 2) == (report.because, report.added, report.changed, report.deleted)
    assert not api.update(settings).published
    other = beside(settings)
    api.rebuild(other)
    found, wanted = contents(open_store(settings)), contents(open_store(other))
    for name in ("documents", "collection", "copies", "vocabulary"):
        assert wanted[name] == found[name], name
    assert "ok" == api.check(settings, deep=True).status


def test_a_relink_equals_a_rebuild(settings: Settings) -> None:
    """A name that was accepted is found in the documents that hold it; the others are copied."""
    api.rebuild(settings)
    authority = settings.seeds[0].parent / "names"
    authority.mkdir()
    api.accept_spellings(authority, ("report 3141870",), "wagner")
    named = replace(settings, authority=authority)
    assert api.relink(named).changed
    assert not api.relink(named).published
    other = beside(named)
    api.rebuild(other)
    found, wanted = contents(open_store(named)), contents(open_store(other))
    for name in ("documents", "collection", "copies", "vocabulary", "arrays"):
        assert wanted[name] == found[name], name


def test_a_fact_that_was_changed_is_found(settings: Settings) -> None:
    """The check reads every fact against its hash, and says which one is not as it was written."""
    api.rebuild(settings)
    assert ("ok", 2) == ((report := api.check(settings)).status, report.files)
    store = open_store(settings)
    assert isinstance(store, SharingClusterStore)
    (place,) = store.shelf.places()
    place.set({"blocks.write": None}, place.facts.index)
    place.facts.put("vocabulary.0", {"part": "QUJD"})
    report = api.check(settings)
    assert "damaged" == report.status
    assert "vocabulary" in report.problems[0]


def test_a_published_generation_cannot_be_written_to(settings: Settings) -> None:
    """Neither its documents nor its facts take anything more."""
    api.rebuild(settings)
    store = open_store(settings)
    assert isinstance(store, SharingClusterStore)
    (place,) = store.shelf.places()
    for index in (place.index, place.facts.index):
        with pytest.raises(EngineUnavailable):
            store.cluster.call("PUT", f"/{index}/_doc/x", {})


def test_a_promote_that_was_cut_short_is_begun_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it left the index closed; nothing is current before it is whole."""
    api.rebuild_shard(settings, api.Shard(1, 1))
    with monkeypatch.context() as patch:
        patch.setattr(Place, "set", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            api.promote(settings)
    assert open_store(settings).current_name() is None
    assert api.promote(settings).documents
    assert "ok" == api.check(settings, deep=True).status


def test_going_back_and_clearing_away(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The older generation answers again at once, also in a page that is served; the oldest are removed."""
    monkeypatch.setattr(live_search, "LOOK_EVERY", 0.0)
    kept = replace(settings, keep_generations=1)
    first = api.rebuild(kept).generation
    (settings.seeds[0] / "more.txt").write_text(f"More\n\n{story(9000)}")
    second = api.rebuild(kept).generation
    api.promote_to(kept, first)
    assert [(first, "current"), (second, "whole")] == [(g.name, g.state) for g in api.generations(kept)]
    live = api.LiveSearch(kept)
    with live.acquire() as search:
        assert first == search.generation
    api.promote_to(kept, second)
    with live.acquire() as search:
        assert second == search.generation
    live.close()
    third = api.rebuild(kept).generation
    assert [(second, "whole"), (third, "current")] == [(g.name, g.state) for g in api.generations(kept)]
    with pytest.raises(GenerationMissing, match="python -m indexer generations"):
        api.promote_to(kept, first)


def test_a_build_that_is_cut_short_leaves_nothing(settings: Settings) -> None:
    """Whatever ends it, the generation before answers, and the next run clears away what is left."""
    before = api.rebuild(settings).generation

    def stop(progress: api.Progress) -> None:
        if progress.stage == "write":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        api.rebuild(settings, progress=stop)
    assert [before] == [generation.name for generation in api.generations(settings)]


def test_one_build_at_a_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one gives signs of life another waits for nobody and says why; a dead one is cleared away."""
    monkeypatch.setattr(beats, "BEAT_SECONDS", 0.2)
    monkeypatch.setattr(beats, "LOOK_SECONDS", 1.5)
    store = open_store(settings)
    with store.building(), pytest.raises(GenerationLocked, match=f"process {os.getpid()}"):
        api.rebuild(settings)
    assert api.rebuild(settings).documents


def test_an_alias_of_others_is_refused_by_name(settings: Settings) -> None:
    """An index that this program did not make is neither read nor written."""
    store = open_store(settings)
    assert isinstance(store, SharingClusterStore)
    foreign = f"other-{settings.index_prefix}"
    store.cluster.call("PUT", f"/{foreign}", {"aliases": {settings.index_prefix: {}}})
    try:
        with pytest.raises(EngineUnavailable, match=f"{foreign}.*CUTTINGS_INDEX_PREFIX"):
            api.open_search(settings=settings)
    finally:
        store.cluster.call("DELETE", f"/{foreign}")


def test_the_commands_run_on_a_cluster(settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards, promote, generations, stats, search and check, as somebody types them."""
    for name, value in variables(settings).items():
        if name.startswith(PREFIX):
            monkeypatch.setenv(name, value)
    for shard in ("1/2", "2/2"):
        code, out, _ = run("rebuild", "--shard", shard, "--json")
        assert (0, shard) == (code, json.loads(out)["shard"])
    code, out, _ = run("promote")
    assert 0 == code
    code, out, _ = run("generations", "--json")
    assert ["current"] == [generation["state"] for generation in json.loads(out)["generations"]]
    assert 0 == run("search", "bridge")[0]
    assert 0 == run("stats")[0]
    code, out, _ = run("check")
    assert (0, True) == (code, "is whole" in out)
