"""Documents, queries and labelled relevance, from files.

Standard library only: peers that bring their own interpreter import it.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Half = Literal["all", "odd", "even"]
HALVES: tuple[Half, ...] = ("all", "odd", "even")
_ENDINGS = (".jsonl.gz", ".jsonl")
# By query the labelled documents: 0 not relevant, above 0 the more the better.
Qrels = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Page:
    """A document of a collection; the title may be empty."""

    id: str
    title: str
    text: str

    @property
    def body(self) -> str:
        """Title and text as one field."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Query:
    """One question, as somebody wrote it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """What is searched, and for what. Each of the `queries` has a relevant document in `qrels`."""

    name: str
    path: Path
    pages: tuple[Page, ...]
    queries: tuple[Query, ...]
    qrels: Qrels


def read_collection(given: Path) -> Collection:
    """The collection of a docs file, NAME.docs.jsonl.gz, or of FOLDER/NAME.

    NAME.queries and NAME.qrels stand beside it; each file may be packed or not.

    Raises:
        OSError: a file is missing or cannot be read.
        ValueError: a line that cannot be used, or no query with a relevant document.
    """
    name = given.name.partition(".docs.json")[0]
    path = _file(given.with_name(name), "docs")
    pages = tuple(
        Page(str(row["id"]), str(row.get("title") or ""), str(row["text"]))
        for row in _rows(path, "id", "text")
    )
    qrels = _read_qrels(_file(given.with_name(name), "qrels"))
    queries_file = _file(given.with_name(name), "queries")
    asked = (Query(str(row["id"]), str(row["text"])) for row in _rows(queries_file, "id", "text"))
    queries = [query for query in asked if query.id in qrels]
    if not queries:
        raise ValueError(f"{queries_file.name} has no query with a relevant document")
    return Collection(name, path, pages, tuple(queries), qrels)


def take_half(whole: Collection, half: Half) -> Collection:
    """The collection with every second query that has a relevant document, in the order of its file."""
    return replace(whole, queries=take_every_second(whole.queries, half))


def take_every_second(all_: tuple[T, ...], half: Half) -> tuple[T, ...]:
    """Of odd the first, third and so on, of even the others.

    >>> take_every_second((1, 2, 3), "odd"), take_every_second((1, 2, 3), "even")
    ((1, 3), (2,))
    """
    return all_ if half == "all" else all_[HALVES.index(half) - 1 :: 2]


def _file(stem: Path, kind: str) -> Path:
    found = next(
        (path for end in _ENDINGS if (path := stem.with_name(f"{stem.name}.{kind}{end}")).exists()), None
    )
    if found is None:
        raise FileNotFoundError(f"there is no {stem.name}.{kind}.jsonl or .jsonl.gz in {stem.parent}")
    return found


def _read_qrels(path: Path) -> Qrels:
    """By query with a relevant document the grade of each labelled one."""
    grades: dict[str, dict[str, int]] = {}
    for row in _rows(path, "query", "doc", "rel"):
        grades.setdefault(str(row["query"]), {})[str(row["doc"])] = int(row["rel"])
    return {query: own for query, own in grades.items() if any(grade > 0 for grade in own.values())}


def _rows(path: Path, *needed: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            missing = [key for key in needed if key not in row]
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
        if missing:
            raise ValueError(f"{path.name}, line {number}: it has no “{missing[0]}”")
        yield row


def _lines(path: Path) -> Sequence[str]:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8").split("\n")
