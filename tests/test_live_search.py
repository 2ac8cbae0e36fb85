import threading
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import live_search
from indexer.api import GenerationMissing, LiveSearch, SearchRequest, Settings, load_settings, rebuild
from indexer.generation_store import FolderGeneration

CLIENTS = 8
REBUILDS = 4


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A collection of two files that share a word, in an index of its own."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    write(seeds, 2)
    # Eight clients on a busy machine may wait longer than a reader would.
    return replace(load_settings({})[0], index=tmp_path / "index", seeds=(seeds,), query_seconds=60.0)


def write(seeds: Path, files: int) -> None:
    """Lay exactly so many source files into a folder."""
    for old in seeds.iterdir():
        old.unlink()
    for number in range(files):
        text = f"The camp number {number} lies by the road to Gao, as the mayor said on Friday."
        (seeds / f"camp{number}.txt").write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at CURRENT at every request, not once a second."""
    monkeypatch.setattr(live_search, "LOOK_EVERY", 0.0)


def test_before_the_first_rebuild_the_cure_is_named(settings: Settings) -> None:
    """No index yet is an error of its own that says what to run."""
    live = LiveSearch(settings)
    assert "missing" == live.state()[0]
    with pytest.raises(GenerationMissing, match="python -m indexer rebuild"), live.acquire():
        pass
    live.close()


def test_a_first_generation_is_found_without_a_restart(settings: Settings) -> None:
    """A page that was served without an index answers once one is built."""
    live = LiveSearch(settings)
    assert "missing" == live.state()[0]
    rebuild(settings)
    with live.acquire() as search:
        assert 2 == search.search(SearchRequest(text="camp")).total
    assert ("ready", "") == live.state()
    live.close()


def test_a_held_generation_goes_on_answering(settings: Settings) -> None:
    """Who holds a generation keeps it while a newer one is served to others."""
    rebuild(settings)
    live = LiveSearch(settings)
    with live.acquire() as old:
        write(settings.seeds[0], 3)
        rebuild(settings)
        with live.acquire() as new:
            assert old.generation != new.generation
            assert 3 == new.search(SearchRequest(text="camp")).total
        assert 2 == old.search(SearchRequest(text="camp")).total
    live.close()


def test_clients_never_see_a_mix_while_rebuilds_run(settings: Settings) -> None:
    """Eight clients during rebuilds: no error, and every answer is of one generation."""
    rebuild(settings)
    live = LiveSearch(settings)
    done = threading.Event()
    wrong: list[str] = []
    seen: dict[str, set[int]] = {}

    def client() -> None:
        while not done.is_set():
            try:
                with live.acquire() as search:
                    first = search.search(SearchRequest(text="camp", facets=("place", "document")))
                    again = search.search(SearchRequest(text="gao", facets=("place",)))
                counts = {v.count for v in first.facets["place"]}
                if not first.total == again.total == len(first.hits) or counts != {first.total}:
                    wrong.append(f"{first.generation}: {first.total}, {again.total}, {counts}")
                seen.setdefault(first.generation, set()).add(first.total)
            except Exception as error:  # noqa: BLE001  # any error at all is the failure sought
                wrong.append(repr(error))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for files in range(3, 3 + REBUILDS):
        write(settings.seeds[0], files)
        rebuild(settings)
    done.set()
    for thread in threads:
        thread.join()
    live.close()
    assert [] == wrong
    assert all(len(totals) == 1 for totals in seen.values())
    assert len(seen) > 1


def test_a_generation_that_cannot_be_opened_leaves_the_old_one_serving(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many open files at the moment of the swap is no error of the request."""
    rebuild(settings)
    live = LiveSearch(settings)
    assert ("ready", "") == live.state()
    write(settings.seeds[0], 3)
    rebuild(settings)

    def fail(*_: object) -> None:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(FolderGeneration, "open_reader", fail)
        with live.acquire() as search:
            assert 2 == search.search(SearchRequest(text="camp")).total
    with live.acquire() as search:
        assert 3 == search.search(SearchRequest(text="camp")).total
    live.close()


def test_a_mended_generation_is_taken_up_without_a_restart(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While an older one serves, the newest is tried again now and then."""
    monkeypatch.setattr(live_search, "RETRY_EVERY", 0.0)
    rebuild(settings)
    write(settings.seeds[0], 3)
    newest = settings.index / rebuild(settings).generation
    newest.chmod(0o770)
    live = LiveSearch(settings)
    assert "degraded" == live.state()[0]
    newest.chmod(0o700)
    assert ("ready", "") == live.state()
    with live.acquire() as search:
        assert 3 == search.search(SearchRequest(text="camp")).total
    live.close()
