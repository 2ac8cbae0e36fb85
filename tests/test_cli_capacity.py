"""How many processes serve where nobody says it."""

import pytest

from indexer import cli_capacity
from indexer.cli_capacity import BYTES_EACH, MOST_PROCESSES, processes_that_fit


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Makes a machine with so many processors and so many free bytes; gives the root of its files."""

    def make(processors, free, group="/", **granted):
        monkeypatch.setattr(
            cli_capacity.os, "sched_getaffinity", lambda _: set(range(processors)), raising=False
        )
        own = tmp_path / "sys/fs/cgroup" / group.strip("/")
        for folder in (tmp_path / "proc/self", own):
            folder.mkdir(parents=True)
        (tmp_path / "proc/meminfo").write_text(f"MemTotal: 1 kB\nMemAvailable:   {free // 1024} kB\n")
        (tmp_path / "proc/self/cgroup").write_text(f"4:memory:/x\n0::{group}\n")
        for name, text in granted.items():
            (own / name.replace("_", ".")).write_text(f"{text}\n")
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("processors", "free", "count"),
    [
        (1, 64, 1),
        (2, 64, 2),
        (3, 64, 3),
        (64, 64, MOST_PROCESSES),
        (4, 2, 2),
        (4, 1, 1),
        (4, 0, 1),
    ],
)
def test_processors_and_memory_decide(machine, processors, free, count):
    """The lesser of both, four at most and one at least; `free` counts what one process needs."""
    assert count == processes_that_fit(machine(processors, free * BYTES_EACH))


@pytest.mark.parametrize(
    ("granted", "count"),
    [
        ({"cpu_max": "150000 100000"}, 2),
        ({"cpu_max": "max 100000"}, 4),
        ({"memory_max": str(3 * BYTES_EACH)}, 3),
        ({"memory_max": "max"}, 4),
        ({"cpu_max": "nonsense", "memory_max": ""}, 4),
    ],
)
@pytest.mark.parametrize("group", ["/", "/system.slice/cuttings.service"])
def test_what_is_granted_to_a_container_or_a_unit_counts(machine, granted, count, group):
    """Its processors and its memory, not those of the whole machine."""
    assert count == processes_that_fit(machine(8, 64 * BYTES_EACH, group, **granted))


def test_a_system_that_tells_nothing_serves_with_its_processors(tmp_path, monkeypatch):
    """There is no such file outside Linux."""
    monkeypatch.delattr(cli_capacity.os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(cli_capacity.os, "cpu_count", lambda: 2)
    assert 2 == processes_that_fit(tmp_path)
