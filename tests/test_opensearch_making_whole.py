"""What is done to an index once all documents are in it, before anybody may search it."""

from typing import Any

import pytest

from indexer.engines.opensearch_engine import making_whole
from indexer.engines.opensearch_engine.making_whole import clear_deleted
from indexer.errors import EngineUnavailable


class SlowPlace:
    """A generation whose deleted documents are merged away by the n-th merge, none before it."""

    index, generation = "the-index", "gen-1"

    def __init__(self, merges: int) -> None:
        self.asked: list[str] = []
        self.cluster = self
        self._merges = merges

    def call(self, _method: str, path: str, **_: Any) -> dict[str, Any]:
        """Flushes, and the number of deleted documents."""
        if path.endswith("_flush"):
            self.asked.append("flush")
            return {}
        return {"_all": {"primaries": {"docs": {"deleted": 7 * (self._merges > 0)}}}}

    def run_task(self, path: str, **how: str) -> None:
        """A merge that was waited for."""
        assert ("/the-index/_forcemerge", {"only_expunge_deletes": "true"}) == (path, how)
        self.asked.append("merge")
        self._merges -= 1

    def refresh(self) -> None:
        """All of it becomes visible."""
        self.asked.append("refresh")


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making_whole, "_PAUSE", 0.0)


@pytest.mark.parametrize("merges", [0, 1, 3])
def test_merges_go_on_until_nothing_deleted_is_left(merges: int) -> None:
    """A merge may take nothing away, as long as the log of changes holds on to it."""
    place = SlowPlace(merges)
    clear_deleted(place)  # type: ignore[arg-type]  # all that is asked of it
    assert ["flush", "merge", "refresh"] * merges == place.asked


def test_what_is_never_merged_away_is_not_published() -> None:
    """Its frequencies would be those of documents that nobody can find."""
    with pytest.raises(EngineUnavailable, match=r"still keeps 7 deleted documents of gen-1 .*not published"):
        clear_deleted(SlowPlace(1000), patience=-1.0)  # type: ignore[arg-type]  # all that is asked of it
