"""Whoosh with its own writer and codec: what this project's engine replaces.

Two ways to count, named as the first argument: `groupedby` is Whoosh's own, `onepass` takes the
matching documents as an array and counts columns that are held beside the index.
"""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, query, sorting
from whoosh.analysis import LowercaseFilter, RegexTokenizer
from whoosh.index import create_in, open_dir

from benchmarks.speed.collection import NewsDocument, Query
from benchmarks.speed.serving import Counts, Session, serve

FACETS = ("actor", "month", "source")
# Megabytes of postings that are sorted in memory before they are spooled to disk.
MEMORY_LIMIT = 512
# A query with `groupedby` takes about a second on 100,000 documents.
SAMPLE = 12


def _schema() -> fields.Schema:
    """Text with positions; what is counted is a column."""
    return fields.Schema(
        id=fields.ID(stored=True),
        title=fields.STORED,
        text=fields.STORED,
        body=fields.TEXT(analyzer=RegexTokenizer() | LowercaseFilter(), phrase=True, stored=False),
        actor=fields.KEYWORD(stored=True, sortable=False),
        month=fields.ID(stored=True, sortable=True),
        source=fields.ID(stored=True, sortable=True),
        published=fields.NUMERIC(int, sortable=True),
    )


class WhooshPeer:
    """The stock writer, one process."""

    sample: int | None

    def __init__(self, way: str) -> None:
        self.name = f"whoosh-{way}"
        self._way = way
        self.sample = SAMPLE if way == "groupedby" else None

    def version(self) -> str:
        """The release of the package."""
        return f"whoosh3 {version('whoosh3')}, stock codec"

    def prepare(self, documents: list[NewsDocument]) -> list[Any]:
        """The documents as they are."""
        return documents

    def build(self, folder: Path, prepared: list[Any]) -> None:
        """All documents, one commit, one segment."""
        folder.mkdir(parents=True)
        writer = create_in(str(folder), _schema()).writer(limitmb=MEMORY_LIMIT)
        for news in prepared:
            writer.add_document(
                id=news.id,
                title=news.title,
                text=news.text,
                body=news.body,
                actor=" ".join(news.actors),
                month=news.month,
                source=news.source,
                published=news.day,
            )
        writer.commit(optimize=True)

    def open(self, folder: Path) -> Session:
        """A searcher, kept for all queries."""
        return _OnePass(folder) if self._way == "onepass" else _GroupedBy(folder)


class _GroupedBy:
    """Counts by Whoosh's own facets."""

    def __init__(self, folder: Path) -> None:
        self._searcher = open_dir(str(folder), readonly=True).searcher()

    def compile(self, asked: Query) -> Any:
        """The query and its filter."""
        return to_query(asked), to_filter(asked)

    def top(self, compiled: Any) -> tuple[list[str], int]:
        """The best 10 and the true total, which Whoosh finds when asked for its length."""
        found = self._searcher.search(compiled[0], limit=10, filter=compiled[1])
        return [hit["id"] for hit in found], len(found)

    def faceted(self, compiled: Any) -> tuple[list[str], int, Counts]:
        """Whoosh's groups with counts only; several values a document need `allow_overlap`."""
        groups = {
            name: sorting.FieldFacet(name, allow_overlap=name == "actor", maptype=sorting.Count)
            for name in FACETS
        }
        found = self._searcher.search(compiled[0], limit=10, filter=compiled[1], groupedby=groups)
        counts = {name: _most_first(found.groups(name)) for name in FACETS}
        return [hit["id"] for hit in found], len(found), counts


class _OnePass(_GroupedBy):
    """Counts columns of value numbers over the matching documents."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        reader = self._searcher.reader()
        stored = [reader.stored_fields(number) for number in reader.all_doc_ids()]
        values = {name: [fact[name].split() for fact in stored] for name in FACETS}
        self._columns = {name: _Column(rows) for name, rows in values.items()}

    def faceted(self, compiled: Any) -> tuple[list[str], int, Counts]:
        """A search for the best 10, and the set of all matches for the counts."""
        asked, narrowing = compiled
        ids = [hit["id"] for hit in self._searcher.search(asked, limit=10, filter=narrowing)]
        whole = query.And([asked, narrowing]) if narrowing is not None else asked
        matching = np.fromiter(self._searcher.docs_for_query(whole), dtype=np.int64)
        counts = {name: column.count(matching) for name, column in self._columns.items()}
        return ids, len(matching), counts


class _Column:
    """The values of one facet for every document, as numbers in one array."""

    def __init__(self, rows: list[list[str]]) -> None:
        self._names = sorted({value for row in rows for value in row})
        numbers = {value: number for number, value in enumerate(self._names)}
        self._each = np.array([len(row) for row in rows])
        self._values = np.array([numbers[value] for row in rows for value in row])

    def count(self, matching: Any) -> list[tuple[str, int]]:
        """The counts above 0, most frequent first."""
        kept = np.zeros(len(self._each), dtype=bool)
        kept[matching] = True
        chosen = self._values[np.repeat(kept, self._each)]
        counts = np.bincount(chosen, minlength=len(self._names))
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        return [(self._names[n], c) for n, c in zip(order.tolist(), counts[order].tolist(), strict=True)]


def to_query(asked: Query) -> Any:
    """The words as Whoosh's query."""
    terms = [query.Term("body", word) for word in asked.words]
    match asked.kind:
        case "and2":
            return query.And(terms)
        case "or3":
            return query.Or(terms)
        case "phrase":
            return query.Phrase("body", list(asked.words))
        case "prefix":
            return query.Prefix("body", asked.words[0])
        case "fuzzy":
            return query.FuzzyTerm("body", asked.words[0], maxdist=1, prefixlength=1)
        case "not":
            return query.And([terms[0], query.Not(terms[1])])
        case _:
            return terms[0]


def to_filter(asked: Query) -> Any:
    """The date range or the actor as Whoosh's query, else None."""
    if asked.kind == "date":
        return query.NumericRange("published", asked.first, asked.last)
    return query.Term("actor", asked.actor) if asked.kind == "actor" else None


def _most_first(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: -pair[1])


if __name__ == "__main__":
    serve(WhooshPeer(sys.argv[1]), sys.argv[2:5])
