"""The benchmark of completion draws what it says, and prints a table."""

import random
import sys

import pytest

from benchmarks.completion import __main__ as benchmark


def test_texts_of_each_kind_are_drawn_from_the_index(search):
    """As many of each as asked; the last word is cut, and the same lot draws the same."""
    drawn = list(benchmark.draw_texts(search, random.Random(1), 5))
    assert drawn == list(benchmark.draw_texts(search, random.Random(1), 5))
    assert drawn != list(benchmark.draw_texts(search, random.Random(2), 5))
    for kind in set(benchmark.KINDS) - {"headline"}:
        assert 5 == sum(own == kind for own, _ in drawn)
    assert all(text and len(text.split()[-1]) < benchmark.MOST_LETTERS for _, text in drawn)
    assert all(len(text) == 1 for kind, text in drawn if kind == "letter")


def test_the_table_tells_how_many_texts_it_is_of(
    seeds_index, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """A line of each kind and one of all, with n; then the slowest."""
    monkeypatch.setattr(sys, "argv", ["", str(seeds_index), "--texts", "2", "--slowest", "3"])
    benchmark.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("5 documents")
    assert ["typed", "p50", "p95", "most", "n", "completions"] == lines[1].split()
    assert "2" == lines[2].split()[4]
    assert any(line.startswith("all ") for line in lines)
    assert 3 == sum(": " in line for line in lines)
