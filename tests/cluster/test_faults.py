"""What is killed takes no document, no count and no answer with it; benchmarks/cluster does it with more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.cluster.faults import (
    Place,
    kill_under_readers,
    kill_when_begun,
    rebuild,
    swap_under_readers,
)
from benchmarks.cluster.questions import Counts, ask_all, make_questions
from indexer import api
from tests.cluster_requests import clear
from tests.opensearch_cluster import Cluster
from tests.real_server import serving
from tests.reported_news import save_reports, write_reports

DOCUMENTS, QUESTIONS = 300, 20


@dataclass(frozen=True, slots=True)
class Known:
    """A collection of reports, and what the desk on one disk answers about it."""

    seeds: Path
    right: Mapping[str, Counts]


def know(folder: Path, documents: int) -> Known:
    """Built with the array engine and asked."""
    seeds = folder / "reports.jsonl"
    save_reports(seeds, documents, 3)
    settings, _ = api.load_settings({}, index=folder / "index", seeds=(seeds,))
    api.rebuild(settings, clean=False)
    questions = make_questions(write_reports(DOCUMENTS, 3), QUESTIONS, 4)
    with serving(folder / "index") as desk:
        return Known(seeds, ask_all(desk.port, questions))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """The whole collection."""
    return know(tmp_path_factory.mktemp("known"), DOCUMENTS)


@pytest.fixture
def place(fault_cluster: Cluster) -> Iterator[Place]:
    """A prefix on a cluster whose nodes may be killed."""
    yield Place(fault_cluster, "faults")
    clear(fault_cluster.url, "faults")


def test_a_node_killed_in_a_rebuild_costs_no_document(place: Place, known: Known) -> None:
    """Nothing that the cluster took is lost, and all counts are those of one disk."""
    built = rebuild(place, known.seeds, meanwhile=kill_when_begun(place, 1, 1))
    assert built.code == 0, built.errors
    assert place.documents() == DOCUMENTS
    with serving(Path("index"), **place.settings()) as desk:
        assert known.right == ask_all(desk.port, known.right)


def test_readers_see_nothing_of_a_killed_node(place: Place, known: Known) -> None:
    """Four readers, a node gone and back: every count right, no error shown."""
    assert rebuild(place, known.seeds).code == 0
    searched = kill_under_readers(place, known.right, 2, 1.0)
    assert ([], []) == (searched.seen.wrong, searched.seen.errors)
    assert searched.seen.right > 0


def test_all_nodes_gone_is_said_with_the_cure(place: Place, known: Known) -> None:
    """503 while the desk serves, not a count of 0; and all is back with the nodes."""
    assert rebuild(place, known.seeds).code == 0
    with serving(Path("index"), **place.settings()) as desk:
        address = next(iter(known.right))
        for at in range(3):
            place.cluster.kill(at)
        page, counts = desk.get("/?q=mali"), desk.get(address)
        assert (503, 503) == (page.status, counts.status)
        assert b"cannot be reached" in counts.body
        for at in range(3):
            place.cluster.restart(at)
        place.cluster.wait()
        assert {address: known.right[address]} == ask_all(desk.port, [address])


def test_readers_see_one_generation_or_the_other(place: Place, known: Known, tmp_path: Path) -> None:
    """Eight readers while the alias goes to and fro: each answer is whole of one of the two."""
    fewer = know(tmp_path, DOCUMENTS // 2)
    first = rebuild(place, known.seeds).report["generation"]
    second = rebuild(place, fewer.seeds).report["generation"]
    seen = swap_under_readers(place, (str(first), str(second)), (known.right, fewer.right), 4)
    assert ([], []) == (seen.wrong, seen.errors)
    assert {0, 1} == set(seen.by_choice)


def test_a_mixed_answer_would_be_seen(known: Known, tmp_path: Path) -> None:
    """Control: the total of one generation with the facets of the other is none of the right answers."""
    fewer = know(tmp_path, DOCUMENTS // 2)
    address = next(one for one, counts in known.right.items() if counts.total != fewer.right[one].total)
    mixed = Counts(known.right[address].total, fewer.right[address].facets, known.right[address].hits)
    assert mixed not in (known.right[address], fewer.right[address])
