"""What docs/query-language.md teaches is what a search does."""

import re
from pathlib import Path

import pytest

from indexer import api

PAGE = (Path(__file__).parent.parent / "docs" / "query-language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| `([^`]+)` \|.* (\d+) \|$", PAGE, re.MULTILINE)
LIMITS = re.findall(r"^\| [^|]+ \| ([\d.]+) \| `(\w+)` \|$", PAGE, re.MULTILINE)
LEFT_OUT = PAGE.split("## What is left out")[1].split("\n## ")[0]


@pytest.mark.parametrize(("query", "documents"), EXAMPLES)
def test_an_example_finds_as_many_documents_as_it_says(
    query: str, documents: str, search: api.Search
) -> None:
    """The last column of each table is the total of the answer over the seeds."""
    assert int(documents) == search.search(api.SearchRequest(text=query)).total


@pytest.mark.parametrize("query", [query for query, _ in EXAMPLES])
def test_only_what_the_page_says_is_left_out(query: str, search: api.Search) -> None:
    """The examples of what is left out have a note that says so, and no other example has one."""
    notes = search.search(api.SearchRequest(text=query)).notes
    said = [note.message for note in notes if note.kind in ("ignored", "filter")]
    left_out = [message for message in said if "searched on" not in message]
    assert bool(left_out) == (f"| `{query}` |" in LEFT_OUT)


def test_the_limits_are_those_of_the_settings() -> None:
    """Each number of the table is the default of the setting that it names."""
    assert {name: str(getattr(api.Settings(), name)) for _, name in LIMITS} == {
        name: most for most, name in LIMITS
    }
    assert len(LIMITS) == 7
    assert f"above {api.Settings().slop} (`slop`)" in PAGE


def test_every_table_was_read() -> None:
    """A row that the patterns above miss would be promised and never run."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "| written |" not in line]
    assert len(rows) - 1 == len(EXAMPLES) + len(LIMITS)
