"""Documents and queries of a measurement, from files.

Standard library only: peers that bring their own interpreter import it. Never draws anything.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

KINDS = ("common", "rare", "and2", "or3", "phrase", "prefix", "fuzzy", "not", "date", "actor")


@dataclass(frozen=True, slots=True)
class NewsDocument:
    """One line of a collection. `published` is YYYY-MM-DD; `line` is the line as it stands."""

    id: str
    title: str
    text: str
    actors: tuple[str, ...]
    published: str
    source: str
    line: bytes

    @property
    def body(self) -> str:
        """The one text field of every engine: title and text."""
        return f"{self.title}\n{self.text}"

    @property
    def month(self) -> str:
        """The month of publication, YYYY-MM."""
        return self.published[:7]

    @property
    def day(self) -> int:
        """The day of publication as a number, 20240327."""
        return int(self.published.replace("-", ""))


@dataclass(frozen=True, slots=True)
class Query:
    """One query. `first` and `last` are days as numbers (20240327), both ends within."""

    number: int
    kind: str
    words: tuple[str, ...]
    first: int = 0
    last: int = 0
    actor: str = ""


def read_collection(path: Path) -> list[NewsDocument]:
    """All documents of a JSONL file, plain or gzipped, held in memory."""
    with open_lines(path) as file:
        return [_document(line.rstrip(b"\n")) for line in file if line.strip()]


def open_lines(path: Path) -> IO[bytes]:
    """The lines of a file, plain or gzipped, as bytes."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def _document(line: bytes) -> NewsDocument:
    given = json.loads(line)
    return NewsDocument(
        given["id"],
        " ".join(given["title"].split()),
        given["text"],
        tuple(given["actors"]),
        given["published"],
        given["source"],
        line,
    )


def text_bytes(documents: Sequence[NewsDocument]) -> int:
    """Bytes of all titles and texts in UTF-8: what disk sizes are compared with."""
    return sum(len(d.title.encode()) + len(d.text.encode()) for d in documents)


def read_queries(path: Path) -> tuple[Query, ...]:
    """The queries of a TSV file: kind, words, then first and last day, or the actor.

    Raises ValueError on a kind that is not known.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_query(number, line) for number, line in enumerate(filter(None, lines)))


def _query(number: int, line: str) -> Query:
    kind, words, first, last = (*line.split("\t"), "", "", "")[:4]
    if kind not in KINDS:
        raise ValueError(f"query {number + 1} is of kind “{kind}”; kinds are {', '.join(KINDS)}")
    if kind == "date":
        return Query(number, kind, tuple(words.split()), int(first), int(last))
    return Query(number, kind, tuple(words.split()), actor=first)


def query_lines(queries: Sequence[Query]) -> Iterator[str]:
    r"""Queries as lines of a TSV file.

    >>> list(query_lines([Query(0, "actor", ("oil",), actor="a1")]))
    ['actor\toil\ta1\t']
    """
    for query in queries:
        first = query.first or query.actor or ""
        yield f"{query.kind}\t{' '.join(query.words)}\t{first}\t{query.last or ''}"


def sample_queries(queries: Sequence[Query], kept: int) -> tuple[Query, ...]:
    """About `kept` queries, each kind in turn, for engines that take a second each.

    >>> [q.number for q in sample_queries([Query(n, "ab"[n > 2], ()) for n in range(6)], 3)]
    [0, 3, 1]
    """
    kinds: dict[str, list[Query]] = {}
    for query in queries:
        kinds.setdefault(query.kind, []).append(query)
    rows = max(map(len, kinds.values()), default=0)
    turns = [group[row] for row in range(rows) for group in kinds.values() if row < len(group)]
    return tuple(turns[:kept])
