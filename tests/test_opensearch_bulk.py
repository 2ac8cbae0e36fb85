"""Bulk requests: each action is done, tried again, or named."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from indexer.engines.opensearch_engine import bulk
from indexer.engines.opensearch_engine.beats import beat_of
from indexer.engines.opensearch_engine.bulk import Action, change, create, send
from indexer.engines.opensearch_engine.names import Names, is_name, new_name
from indexer.errors import EngineTimedOut, EngineUnavailable

Answer = Callable[[str, str, int], int | Exception]


class FakeCluster:
    """Answers each action of a request with a status by its kind, its id and how often it was asked."""

    def __init__(self, answer: Answer, reason: str = "a reason") -> None:
        self.asked: list[list[str]] = []
        self._answer = answer
        self._reason = reason

    def call(self, _method: str, _path: str, body: str) -> dict[str, Any]:
        """One bulk request."""
        lines = [json.loads(line) for line in body.splitlines()]
        heads = [line for line in lines if {*line} & {"create", "update", "delete"}]
        self.asked.append([next(iter(head.values()))["_id"] for head in heads])
        items = []
        for head in heads:
            ((kind, own),) = head.items()
            status = self._answer(kind, own["_id"], len(self.asked))
            if isinstance(status, Exception):
                raise status
            error = {"type": "a_type", "reason": self._reason}
            items.append({kind: {"_id": own["_id"], "status": status, "error": error}})
        return {"errors": any(next(iter(item.values()))["status"] >= 300 for item in items), "items": items}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing."""
    monkeypatch.setattr(bulk, "_PAUSE", 0.0)
    monkeypatch.setattr(bulk, "_LONGEST_PAUSE", 0.0)


def sent(cluster: FakeCluster, *actions: Action, patience: float = 60.0) -> list[str]:
    """Send to an index of no meaning."""
    return send(cluster, "index", actions, patience)  # type: ignore[arg-type]  # as much of it as is used


def test_what_is_there_already_counts_as_written() -> None:
    """An answer that was lost is followed by a conflict, and that is no fault."""
    cluster = FakeCluster(lambda _kind, id_, _turn: 409 if id_ == "a" else 201)
    assert [] == sent(cluster, create("a", {}), create("b", {"x": 1}))
    assert [["a", "b"]] == cluster.asked


def test_only_what_was_put_off_is_sent_again() -> None:
    """A shard without a node answers 503 for its own documents alone."""
    cluster = FakeCluster(lambda _kind, id_, turn: 503 if id_ == "b" and turn < 3 else 201)
    assert [] == sent(cluster, create("a", {}), create("b", {}), create("c", {}))
    assert [["a", "b", "c"], ["b"], ["b"]] == cluster.asked


@pytest.mark.parametrize("error", [EngineUnavailable("no node"), EngineTimedOut("late")])
def test_a_request_that_failed_as_a_whole_is_sent_again(error: Exception) -> None:
    """Nobody knows what of it was done, so all of it is sent."""
    cluster = FakeCluster(lambda _kind, _id, turn: error if turn == 1 else 201)
    assert [] == sent(cluster, create("a", {}), create("b", {}))
    assert 2 == len(cluster.asked)


def test_patience_ends_with_the_error() -> None:
    """What nobody takes is an error with the reason."""
    with pytest.raises(EngineUnavailable, match=r"did not take 1 documents within -1 s .*a reason"):
        sent(FakeCluster(lambda *_: 429), create("a", {}), patience=-1.0)
    with pytest.raises(EngineUnavailable, match="no node"):
        sent(FakeCluster(lambda *_: EngineUnavailable("no node")), create("a", {}), patience=-1.0)


def test_full_disks_end_it_at_once() -> None:
    """More tries would not help; the message says what does."""
    reason = "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]"
    cluster = FakeCluster(lambda *_: 429, reason)
    with pytest.raises(EngineUnavailable, match="Make room or add a node"):
        sent(cluster, create("a", {}))
    assert 1 == len(cluster.asked)


def test_a_document_that_is_refused_is_named() -> None:
    """A fault of the program, which must not look like one of the cluster."""
    with pytest.raises(EngineUnavailable, match="refused the document b: a_type: a reason"):
        sent(
            FakeCluster(lambda _kind, id_, _turn: 400 if id_ == "b" else 201),
            create("a", {}),
            create("b", {}),
        )


def test_what_is_missing_is_given_back() -> None:
    """Of changes and deletions: whoever asked knows what that means."""
    cluster = FakeCluster(lambda _kind, id_, _turn: 404 if id_ == "b" else 200)
    assert ["b"] == sent(cluster, change("a", {"x": 1}), Action("delete", "b"))


def test_names_of_generations_sort_by_time_and_come_back_from_their_indices() -> None:
    """Names of indices are small; what is told to people is as in a folder."""
    first, second = new_name(), new_name()
    names = Names("desk")
    assert first < second
    assert is_name(first)
    assert (first, first) == (
        names.generation_of(names.index_of(first)),
        names.generation_of(names.facts_of(first)),
    )
    assert names.index_of(first) == names.index_of(first).lower()


@pytest.mark.parametrize("index", ["desk", "desk-builds", "desk-gen-1", "desks-gen-x", "other", "desk-gen-"])
def test_an_index_of_others_is_no_generation(index: str) -> None:
    """What has not the whole form of a name is never read or removed."""
    assert Names("desk").generation_of(index) is None


def test_each_shard_gives_signs_under_its_own_name() -> None:
    """A slash is no part of the id of a document."""
    assert "beat-1-of-4" == beat_of("1/4")
